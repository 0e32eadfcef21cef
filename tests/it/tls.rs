//! Encrypted connections: the authorities that are trusted, and only those.

use std::fs;
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::support::{Run, Service, cloudq};

/// Something that speaks TLS for `localhost` and passes everything on to a
/// service. Gives its port and the certificate of its authority.
fn relay(service: &Service) -> (u16, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let server = server.signed_by(&key, &authority).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(
            vec![server.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();

    let target = service.port();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    listener.set_nonblocking(true).unwrap();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let acceptor = TlsAcceptor::from(Arc::new(config));
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut inside) = acceptor.accept(stream).await else {
                        return;
                    };
                    let mut outside = TcpStream::connect(("127.0.0.1", target)).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
                });
            }
        });
    });
    (port, authority.pem())
}

fn list(service: &Service, port: u16) -> Run {
    cloudq("images list -o id --retries 0")
        .at(service)
        .args(&format!("--endpoint https://localhost:{port}"))
}

#[test]
fn a_named_authority_is_trusted() {
    let service = Service::new();
    let (port, pem) = relay(&service);
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("ca.pem");
    fs::write(&bundle, pem).unwrap();

    let expected = cloudq("images list -o id").at(&service).run().ok();
    let named = list(&service, port)
        .arg("--ca-bundle")
        .arg(&bundle)
        .run()
        .ok();
    assert_eq!(named, expected);
    let by_variable = list(&service, port)
        .env("SSL_CERT_FILE", bundle.to_str().unwrap())
        .run()
        .ok();
    assert_eq!(by_variable, expected);
}

/// A bundle is added to the system's, here those of `SSL_CERT_FILE`, whoever names it.
#[test]
fn a_bundle_takes_nothing_away() {
    let service = Service::new();
    let (port, pem) = relay(&service);
    let (_, other) = relay(&service);
    let folder = tempfile::tempdir().unwrap();
    let (one, both) = (
        folder.path().join("one.pem"),
        folder.path().join("both.pem"),
    );
    fs::write(&one, &other).unwrap();
    fs::write(&both, format!("\u{feff}{pem}{other}")).unwrap();
    let (one, both) = (one.to_str().unwrap(), both.to_str().unwrap());

    let expected = cloudq("images list -o id").at(&service).run().ok();
    for (system, arguments, variable) in [
        (both, "--ca-bundle", ("A", "")),
        (both, "", ("REQUESTS_CA_BUNDLE", one)),
        (one, "", ("REQUESTS_CA_BUNDLE", both)),
        (one, "", ("CURL_CA_BUNDLE", both)),
    ] {
        let run = list(&service, port).env("SSL_CERT_FILE", system);
        let run = run.env(variable.0, variable.1);
        let run = match arguments {
            "" => run,
            flag => run.arg(flag).arg(one),
        };
        assert_eq!(
            run.run().ok(),
            expected,
            "{system} {arguments} {variable:?}"
        );
    }
    let run = list(&service, port).env("REQUESTS_CA_BUNDLE", "/nonexistent/ca.pem");
    run.run()
        .failed_saying(5, &["/nonexistent/ca.pem", "REQUESTS_CA_BUNDLE"]);
    let run = list(&service, port).env("REQUESTS_CA_BUNDLE", one);
    run.env("CURL_CA_BUNDLE", both).run().failed(6);
}

#[test]
fn one_that_stands_only_in_the_folder_is_trusted_too() {
    let service = Service::new();
    let (port, pem) = relay(&service);
    let (_, other) = relay(&service);
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots");
    let bundle = folder.path().join("other.pem");
    fs::create_dir(&roots).unwrap();
    fs::write(roots.join("ca.pem"), pem).unwrap();
    fs::write(&bundle, other).unwrap();

    let expected = cloudq("images list -o id").at(&service).run().ok();
    let by_folder = || list(&service, port).env("SSL_CERT_DIR", roots.to_str().unwrap());
    assert_eq!(by_folder().run().ok(), expected);
    for file in [bundle.to_str().unwrap(), "/nonexistent/ca.pem"] {
        let by_both = by_folder().env("SSL_CERT_FILE", file);
        assert_eq!(by_both.run().ok(), expected, "{file}");
    }
}

#[test]
fn an_unknown_authority_is_not() {
    let service = Service::new();
    let (port, _) = relay(&service);
    list(&service, port)
        .run()
        .failed_saying(6, &["no encrypted connection to localhost", "--ca-bundle"]);
    let (_, other) = relay(&service);
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("other.pem");
    fs::write(&bundle, other).unwrap();
    list(&service, port)
        .arg("--ca-bundle")
        .arg(&bundle)
        .run()
        .failed_saying(6, &["no encrypted connection to localhost"]);
    assert_eq!(service.stats().requests, 0);
}

/// The form of a certificate matters no more in the system's variables than in a bundle, and
/// `~` is expanded in them.
#[test]
fn no_certificate_of_the_variables_is_lost() {
    let service = Service::new();
    let (port, pem) = relay(&service);
    let expected = cloudq("images list -o id").at(&service).run().ok();
    let trusted = pem.replace("CERTIFICATE", "TRUSTED CERTIFICATE");
    for text in [format!("\u{feff}{pem}"), trusted] {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("ca.pem"), text).unwrap();
        let folder = home.path().to_str().unwrap();
        for (name, value) in [("SSL_CERT_DIR", folder), ("SSL_CERT_FILE", "~/ca.pem")] {
            let run = list(&service, port).env("HOME", folder).env(name, value);
            assert_eq!(run.run().ok(), expected, "{name}");
        }
    }
    // One that is empty is not set.
    let run = list(&service, port).env("SSL_CERT_FILE", "").run();
    assert!(!run.failed(6).contains("''"));
}

/// A file with a private key that lost its line breaks is no riddle, and is not repeated.
#[test]
fn no_part_of_a_broken_file_is_told() {
    let service = Service::new();
    let (port, _) = relay(&service);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pem");
    let key = KeyPair::generate().unwrap().serialize_pem();
    fs::write(&file, key.replace(['\r', '\n'], " ")).unwrap();
    for name in ["SSL_CERT_FILE", "CURL_CA_BUNDLE"] {
        let run = list(&service, port).env(name, file.to_str().unwrap()).run();
        let message = run.failed(5);
        assert!(message.contains("line breaks missing?"), "{message}");
        assert!(message.len() < 600, "{message}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file_of_authorities() {
    let service = Service::new();
    let (port, _) = relay(&service);
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let run = list(&service, port).env("SSL_CERT_FILE", pipe.to_str().unwrap());
    let words = [
        "SSL_CERT_FILE: /",
        "is a pipe or device, not a regular file",
    ];
    run.run().failed_saying(5, &words);
}

#[test]
fn variables_without_an_authority_are_a_matter_of_the_configuration() {
    let service = Service::new();
    let (port, _) = relay(&service);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("empty.pem");
    fs::write(&file, "").unwrap();
    let missing = folder.path().join("none");
    for (name, path) in [
        ("SSL_CERT_FILE", &missing),
        ("SSL_CERT_FILE", &file),
        ("SSL_CERT_DIR", &missing),
        ("SSL_CERT_DIR", &folder.path().to_owned()),
    ] {
        let run = list(&service, port).env(name, path.to_str().unwrap());
        let words = [
            name,
            "no certificate authority is known",
            "takes a PEM file",
        ];
        run.run().failed_saying(5, &words);
        let told = list(&service, port)
            .env(name, path.to_str().unwrap())
            .env("CLOUDQ_ERROR_FORMAT", "json")
            .run();
        assert!(told.stderr.contains(r#""kind":"config""#), "{told}");
    }
}

#[test]
fn a_huge_file_is_no_file_of_authorities() {
    let service = Service::new();
    let (port, pem) = relay(&service);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    fs::write(&path, pem).unwrap();
    let file = fs::File::options().append(true).open(&path).unwrap();
    file.set_len(9 << 20).unwrap();
    let run = list(&service, port).env("SSL_CERT_FILE", path.to_str().unwrap());
    let words = ["SSL_CERT_FILE: /", "is larger than 8 MiB"];
    run.run().failed_saying(5, &words);
}

#[test]
fn a_bundle_that_is_none_is_a_matter_of_the_configuration() {
    let service = Service::new();
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("ca.pem");
    let with = || {
        cloudq("images list")
            .at(&service)
            .arg("--ca-bundle")
            .arg(&bundle)
            .run()
    };
    with().failed_saying(5, &["ca.pem", "there is no such file"]);
    fs::write(&bundle, "no certificate").unwrap();
    with().failed_saying(5, &["ca.pem", "holds no certificate"]);
}
