//! `sandbox serve`: variables that point to it, until a signal.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Child;

use crate::support::{Ended, Run, Service, cloudq, signal};

/// A server under way, and the variables that it printed.
struct Server {
    child: Child,
    variables: Vec<(String, String)>,
    // Its home lives as long.
    _run: Run,
}

impl Server {
    fn start(arguments: &str) -> Self {
        let mut run = cloudq("sandbox serve").args(arguments);
        let mut child = run.spawn();
        let mut text = String::new();
        let mut buffer = [0; 4096];
        let reader = child.stdout.as_mut().unwrap();
        // All lines are written at once, when it is ready.
        while !text.contains("ALIBABA_CLOUD_REGION_ID=") || !text.ends_with('\n') {
            let count = reader.read(&mut buffer).unwrap();
            assert!(count > 0, "it ended: {text}");
            text += std::str::from_utf8(&buffer[..count]).unwrap();
        }
        let pair = |line: &str| {
            let (name, value) = line.split_once('=').expect("NAME=value");
            (name.to_owned(), value.to_owned())
        };
        Self {
            child,
            variables: text.lines().map(pair).collect(),
            _run: run,
        }
    }

    /// A run in an environment of just its variables.
    fn cloudq(&self, arguments: &str) -> Run {
        self.variables
            .iter()
            .fold(cloudq(arguments), |run, (name, value)| run.env(name, value))
    }

    fn end(mut self, name: &str) -> Ended {
        signal(&self.child, name);
        let stdout = self.child.stdout.take();
        let ended = Ended::new(self.child.wait_with_output().unwrap(), name.to_owned());
        let mut rest = String::new();
        stdout.unwrap().read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "it prints nothing but its variables");
        ended
    }
}

#[test]
fn its_variables_are_all_that_is_needed() {
    let server = Server::start("--images 30");
    let shell = |c: char| c.is_ascii_alphanumeric() || "_:/.-".contains(c);
    for (name, value) in &server.variables {
        assert!(
            name.chars().all(|c| c.is_ascii_uppercase() || c == '_'),
            "{name}"
        );
        assert!(!value.is_empty() && value.chars().all(shell), "{value}");
    }
    assert_eq!(server.cloudq("images list -o id").run().lines().len(), 30);
    assert_eq!(
        server
            .cloudq("images latest --family web")
            .run()
            .lines()
            .len(),
        1
    );
    assert_eq!(server.cloudq("regions -o id").run().lines().len(), 11);
    let ended = server.end("TERM");
    assert_eq!(
        (ended.code, ended.stderr.as_str()),
        (Some(143), ""),
        "{ended}"
    );
    let ended = Server::start("").end("INT");
    assert_eq!(
        (ended.code, ended.stderr.as_str()),
        (Some(130), ""),
        "{ended}"
    );
}

#[test]
fn it_tells_where_temporary_keys_are_given_out() {
    let server = Server::start("--key-lifetime 60 --metadata-v2-only");
    let value = |wanted: &str| {
        let mut found = server.variables.iter().filter(|(name, _)| name == wanted);
        let value = found.next().map(|(_, value)| value.clone());
        assert_eq!(found.next(), None);
        value.unwrap_or_else(|| panic!("{wanted} is not printed"))
    };
    let endpoint = value("CLOUDQ_ENDPOINT");
    assert_eq!(value("CLOUDQ_STS_ENDPOINT"), endpoint);
    assert_eq!(value("CLOUDQ_METADATA_ENDPOINT"), endpoint);
    let status = |path: &str| {
        let mut stream = TcpStream::connect(endpoint.strip_prefix("http://").unwrap()).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply[9..12].to_owned()
    };
    let metadata = "/latest/meta-data/ram/security-credentials/";
    assert_eq!([status(metadata), status("/-/credentials")], ["403", "200"]);
    server.end("TERM");
    for lifetime in ["0", "-1", "1h"] {
        let refused = cloudq("sandbox serve").args(&format!("--key-lifetime={lifetime}"));
        refused.run().failed_saying(2, &["--key-lifetime"]);
    }
}

#[test]
fn it_misbehaves_when_told_to() {
    let server = Server::start("--fault throttle-hint:1 --fault forbidden@cn-beijing");
    server.cloudq("images list --retries 0").run().failed(7);
    server.cloudq("images list --retries 0").run().ok();
    server.cloudq("images list -r cn-beijing").run().failed(4);
    server.end("TERM");
    let refused = cloudq("sandbox serve --fault thortle").run();
    refused.failed_saying(2, &["thortle", "throttle"]);
}

#[test]
fn a_seed_decides_the_images() {
    let images = |arguments: &str| {
        let server = Server::start(arguments);
        let printed = server.cloudq("images list -o id").run().ok();
        server.end("TERM");
        printed
    };
    let first = images("--seed 7");
    assert_eq!(first, images("--seed 7"));
    assert_ne!(first, images("--seed 8"));
}

#[test]
fn a_port_in_use_is_told() {
    let service = Service::new();
    let port = service.port();
    let ended = cloudq("sandbox serve --port").arg(port.to_string()).run();
    let address = format!("127.0.0.1:{port}");
    ended.failed_saying(6, &["listen", &address, "hint: take another --port"]);
}

#[test]
fn the_profile_needs_nothing_at_all() {
    let table = cloudq("-p sandbox images list").run().lines();
    assert_eq!(table.len(), 25);
    let id = cloudq("images latest --family web -p sandbox").run().ok();
    assert!(id.starts_with("m-") && id.lines().count() == 1);
    let variable = cloudq("regions -o id")
        .env("CLOUDQ_PROFILE", "sandbox")
        .run();
    assert_eq!(variable.lines().len(), 11);
}
