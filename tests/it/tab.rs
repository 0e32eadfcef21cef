//! What TAB offers: nothing of it comes from a network.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;

use crate::shell::Shell;
use crate::support::{cloudq, root, write_private};

/// What bash offers for a line with the cursor at its end.
///
/// The words are as bash splits them: also at `=`, `:` and `@`.
fn offered(shell: &Shell, line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line.split(' ') {
        let mut rest = word;
        while let Some(at) = rest.find(['=', ':', '@']) {
            let (before, after) = rest.split_at(at);
            words.extend((!before.is_empty()).then(|| before.to_owned()));
            words.push(after[..1].to_owned());
            rest = &after[1..];
        }
        if !rest.is_empty() || word.is_empty() {
            words.push(rest.to_owned());
        }
    }
    let last = words.last().unwrap();
    // Behind such a letter the word that bash completes is empty.
    let word = if ["=", ":", "@"].contains(&last.as_str()) {
        ""
    } else {
        last
    };
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let script = format!(
        "set +e; source '{}'\nCOMP_WORDS=({}); COMP_CWORD={}\n\
         _cloudq cloudq '{word}' ''\n[[ ${{#COMPREPLY[@]}} -eq 0 ]] || printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        root().join("completions/cloudq.bash").display(),
        quoted.join(" "),
        words.len() - 1,
    );
    // Nothing on stderr, too.
    shell.run(&script).lines()
}

/// A home with two profiles.
fn with_profiles() -> Shell {
    let shell = Shell::bash();
    let folder = shell.home().join(".config/cloudq");
    fs::create_dir_all(&folder).unwrap();
    let file = "[profiles.prod]\nprovider = \"alibaba-ecs\"\ncredentials = { type = \"process\", \
                command = [\"/bin/sh\", \"-c\", \"touch started\"] }\n[profiles.edge]\nprovider = \"ecm\"\n";
    write_private(&folder.join("config.toml"), file);
    for name in ["one.toml", "two.pem"] {
        fs::write(shell.folder().join(name), "").unwrap();
    }
    shell
}

#[test]
fn bash_offers_what_fits() {
    let shell = with_profiles();
    for (line, expected) in [
        ("cloudq im", &["images"][..]),
        ("cloudq images l", &["list", "ls", "latest"]),
        // The value of a flag is no command.
        ("cloudq -p sandbox im", &["images"]),
        ("cloudq -p sandbox images l", &["list", "ls", "latest"]),
        (
            "cloudq --profile=sandbox images l",
            &["list", "ls", "latest"],
        ),
        ("cloudq -r images images la", &["latest"]),
        (
            "cloudq images list --profile ",
            &["all", "edge", "prod", "sandbox"],
        ),
        ("cloudq images list -p pr", &["prod"]),
        ("cloudq images list -p prod,e", &["prod,edge"]),
        ("cloudq images list --profile=e", &["edge"]),
        (
            "cloudq --provider alibaba-e",
            &["alibaba-ecs", "alibaba-ens"],
        ),
        ("cloudq providers show e", &["ecs", "ens", "ecm"]),
        (
            "cloudq images list -r cn-beiji",
            &["cn-beijing", "cn-beijing-finance-1"],
        ),
        (
            "cloudq images ls --region cn-beijing,cn-qing",
            &["cn-beijing,cn-qingdao"],
        ),
        ("cloudq images list --region=cn-qing", &["cn-qingdao"]),
        ("cloudq images list -o js", &["json"]),
        ("cloudq -o nd", &["ndjson"]),
        ("cloudq images list -c crea", &["created", "created_raw"]),
        ("cloudq images list -c id,+depre", &["id,+deprecated"]),
        ("cloudq images list -c ^depre", &["^deprecated"]),
        ("cloudq images list -c hel", &["help"]),
        ("cloudq profiles -c key", &["key_id"]),
        ("cloudq regions -c endp", &["endpoint"]),
        ("cloudq images list --sort-by depre", &["deprecated"]),
        (
            "cloudq images list --sort-by name,created:",
            &["asc", "desc"],
        ),
        ("cloudq images list --sort-by created:d", &["desc"]),
        (
            "cloudq images list --owner s",
            &["self", "system", "shared"],
        ),
        ("cloudq images list --status av", &["available"]),
        ("cloudq images list -a x", &["x86_64"]),
        ("cloudq images list --arch=ar", &["arm64"]),
        ("cloudq images list --os-type ", &["linux", "windows"]),
        ("cloudq images list --cloud-init=", &["true", "false"]),
        ("cloudq images list --cloud-init --no-h", &["--no-header"]),
        ("cloudq sandbox serve --fault throttle-", &["throttle-hint"]),
        ("cloudq schema con", &["config-show", "config"]),
        ("cloudq completion ba", &["bash"]),
        ("cloudq help filt", &["filters"]),
        ("cloudq help images la", &["latest"]),
        ("cloudq images list --max", &[]),
        ("cloudq images latest --max", &["--max-age"]),
        ("cloudq images list --name ", &[]),
        ("cloudq images list --where a=", &[]),
        ("cloudq images list --created-after ", &[]),
        ("cloudq --config o", &["one.toml"]),
        ("cloudq --ca-bundle=t", &["two.pem"]),
        ("cloudq sandbox run -- true o", &["one.toml"]),
        ("cloudq sandbox run --strict -- cloud", &["cloudq"]),
        ("cloudq no-such-command ", &["images"]),
    ] {
        let offered = offered(&shell, line);
        if line == "cloudq no-such-command " {
            assert!(offered.iter().any(|word| word == expected[0]), "{line}");
        } else {
            assert_eq!(offered, expected, "{line}");
        }
    }
    assert!(
        !shell.folder().join("started").exists(),
        "no key was fetched"
    );
}

#[test]
fn bash_offers_flags_where_nothing_else_fits() {
    let shell = with_profiles();
    for line in ["cloudq images list ", "cloudq images list --"] {
        let offered = offered(&shell, line);
        assert!(offered.iter().any(|flag| flag == "--name-regex"), "{line}");
        assert!(offered.iter().all(|flag| flag.starts_with("--")), "{line}");
    }
    assert!(offered(&shell, "cloudq images list -").contains(&"-o".to_owned()));
}

#[test]
fn completion_asks_nobody_and_says_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let shell = with_profiles();
    let broken = with_profiles();
    fs::write(
        broken.home().join(".config/cloudq/config.toml"),
        "[profiles",
    )
    .unwrap();
    for (shell, profiles) in [(shell, 4), (broken, 1)] {
        let shell = [
            "CLOUDQ_ENDPOINT",
            "HTTPS_PROXY",
            "ALIBABA_CLOUD_CREDENTIALS_URI",
        ]
        .into_iter()
        .fold(shell, |shell, name| shell.env(name, &address))
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI-of-somebody");
        for line in [
            "cloudq ",
            "cloudq images list ",
            "cloudq -r ",
            "cloudq images get ",
            "cloudq auth check -",
        ] {
            offered(&shell, line);
        }
        assert_eq!(offered(&shell, "cloudq -p ").len(), profiles);
    }
    let nobody = listener.accept().unwrap_err();
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

#[test]
fn other_shells_offer_profiles_and_no_files_for_words() {
    let script = |shell: &str| cloudq("completion").arg(shell).run().ok();
    for (shell, profiles, free) in [
        ("zsh", ":NAME:_cloudq_profiles'", "--name=[With a name"),
        ("fish", "-r -f -a \"all (cloudq profiles ", "-l name -d"),
    ] {
        let script = script(shell);
        assert!(script.contains(profiles), "{shell}");
        assert!(!script.contains("__cloudq_profiles"), "{shell}");
        assert!(script.contains("cn-hangzhou") && script.contains("exit-codes"));
        let line = script.lines().find(|line| line.contains(free)).unwrap();
        assert!(!line.contains("_default"), "{line}");
        assert!(shell == "zsh" || line.ends_with("-r -f"), "{line}");
    }
    // Files where files are meant.
    assert!(
        script("fish")
            .contains("-l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F")
    );
}
