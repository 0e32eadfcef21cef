//! `schema` describes what the program reads and prints.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use crate::support::{cloudq, root};

/// All names, in the order in which they are listed.
const NAMES: [&str; 13] = [
    "image",
    "images",
    "map",
    "region",
    "regions",
    "profiles",
    "providers",
    "provider-filters",
    "auth-check",
    "config-show",
    "dry-run",
    "error",
    "config",
];

/// A schema as the program prints it, compiled.
pub(crate) struct Schema {
    pub(crate) text: Value,
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    pub(crate) fn of(name: &str) -> Self {
        let printed = cloudq("schema").arg(name).run().json();
        Self::compiled(printed)
    }

    fn compiled(text: Value) -> Self {
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        let mut schemas = Schemas::new();
        // It is checked against the schema of schemas too.
        compiler.add_resource("schema.json", text.clone()).unwrap();
        let index = compiler.compile("schema.json", &mut schemas).unwrap();
        Self {
            text,
            schemas,
            index,
        }
    }

    pub(crate) fn fits(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.index).is_ok()
    }

    /// Checks a value, and tells where it does not fit.
    #[track_caller]
    pub(crate) fn check(&self, value: &Value) {
        if let Err(error) = self.schemas.validate(value, self.index) {
            panic!("{error:#}\n{value:#}");
        }
    }
}

/// Checks that every member is described, and that objects whose members are known have
/// no others.
fn check_members(name: &str, schema: &Value) {
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    for (member, of) in properties {
        let about = of["description"].as_str();
        assert!(
            about.is_some_and(|about| !about.is_empty()),
            "{name}: {member}"
        );
        assert!(!about.unwrap().ends_with('.'), "{name}: {member}");
        check_members(name, of);
        check_members(name, &of["items"]);
    }
    assert_eq!(schema["additionalProperties"], false, "{name}");
}

#[test]
fn the_names_are_listed_and_each_is_a_schema() {
    assert_eq!(cloudq("schema").run().lines(), NAMES);
    let mut titles = std::collections::HashSet::new();
    for name in NAMES {
        let Schema { text, .. } = Schema::of(name);
        let draft = "https://json-schema.org/draft/2020-12/schema";
        assert_eq!(text["$schema"], draft, "{name}");
        assert!(titles.insert(text["title"].to_string()), "{name}");
        if name != "config" {
            check_members(name, &text);
            check_members(name, &text["items"]);
            for one in text["oneOf"].as_array().into_iter().flatten() {
                check_members(name, one);
            }
        }
    }
    cloudq("schema confg").run().failed_saying(2, &["config"]);
}

#[test]
fn no_configuration_is_needed() {
    let broken = cloudq("schema config").config("version = 1\n[profiles.a\n");
    assert_eq!(broken.run().ok(), cloudq("schema config").run().ok());
}

/// The example with all its keys switched on, as its own text tells.
fn example() -> String {
    let text = std::fs::read_to_string(root().join("config.example.toml")).unwrap();
    text.lines()
        .map(|line| match line.strip_prefix('#') {
            Some(example) if !example.starts_with([' ', '#']) => format!("{example}\n"),
            _ => format!("{line}\n"),
        })
        .collect()
}

#[test]
fn the_example_fits_the_schema_and_an_unknown_key_does_not() {
    let schema = Schema::of("config");
    let fits = |text: &str| schema.fits(&toml::from_str(text).unwrap());
    let example = example();
    assert!(fits(&example));
    for known in [
        "version = 1",
        "retries = 3",
        "provider = \"alibaba-ecs\"",
        "access_key_id = ",
    ] {
        let misspelt = example.replacen(known, &format!("colour = 1\n{known}"), 1);
        assert_ne!(misspelt, example);
        assert!(!fits(&misspelt), "{known}");
    }
}

#[test]
fn what_needs_no_service_fits() {
    Schema::of("providers").check(&cloudq("providers -o json").run().json());
    let schema = Schema::of("provider-filters");
    for provider in ["ecs", "ens", "ecm"] {
        schema.check(&cloudq("providers -o json show").arg(provider).run().json());
    }
    let file = "default_profile = 'a'\n[defaults]\nretries = 1\n[profiles.a]\nregions = 'all'\n\
                credentials = { type = 'static', access_key_id = 'LTAI5tExample0001', \
                access_key_secret = 'secret', security_token = 'token' }\n\
                [profiles.b]\nprovider = 'ecm'\ncredentials = { type = 'env' }\n";
    let run = |arguments: &str| cloudq(arguments).config(file).run();
    Schema::of("profiles").check(&run("profiles -o json").json());
    let shown = run("config show -p a,b -q --proxy none -o json").json();
    let schema = Schema::of("config-show");
    schema.check(&shown);
    let layers: Vec<&Value> = shown
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["layer"])
        .collect();
    for layer in ["flag", "profile", "defaults", "built-in"] {
        assert!(layers.contains(&&layer.into()), "{layer}: {layers:?}");
    }
}

#[cfg(feature = "sandbox")]
mod of_answers {
    use cloudq::sandbox::{
        ACCESS_KEY_ID, ACCESS_KEY_SECRET, DENIED_KEY_ID, DENIED_KEY_SECRET, FaultKind,
    };
    use serde_json::{Value, json};

    use super::Schema;
    use crate::support::{Service, cloudq, text};

    /// What a run printed on stdout, however it ended.
    fn printed(service: &Service, arguments: &str) -> String {
        let ended = cloudq(arguments).at(service).run();
        assert!(!ended.stdout.is_empty(), "{ended}");
        ended.stdout
    }

    #[test]
    fn images_fit() {
        let service = Service::unlimited(120);
        let (one, all) = (Schema::of("image"), Schema::of("images"));
        for provider in ["ecs", "ens", "ecm"] {
            for command in [
                "images list --status any",
                "images list --status any --raw",
                "images list --name no-such-name",
                "images latest --os-type linux --where created!= --count 3",
            ] {
                if provider == "ens" && command.contains("created") {
                    continue;
                }
                let status = if provider == "ens" {
                    ""
                } else {
                    " --status any"
                };
                let command = command.replace(" --status any", status);
                let command = format!("--provider {provider} {command} -o");
                let whole = printed(&service, &format!("{command} json"));
                let whole: Value = serde_json::from_str(&whole).unwrap();
                all.check(&whole);
                let rows = whole.as_array().unwrap();
                assert_eq!(rows.is_empty(), command.contains("no-such"), "{command}");
                for row in rows {
                    one.check(row);
                }
                let ended = cloudq(&format!("{command} ndjson")).at(&service).run();
                for line in ended.stdout.lines() {
                    one.check(&serde_json::from_str(line).unwrap());
                }
            }
        }
        // It is strict: each member counts, and there are no others but one.
        let row = &cloudq("images list -o json").at(&service).run().rows()[0];
        let members = row.as_object().unwrap();
        for name in members.keys() {
            let mut less = members.clone();
            less.remove(name);
            assert!(!one.fits(&less.into()), "{name}");
            let mut other = members.clone();
            other.insert(name.clone(), json!([["neither"]]));
            assert!(!one.fits(&other.into()), "{name}");
        }
        let with = |name: &str, value: Value| {
            let mut more = members.clone();
            more.insert(name.to_owned(), value);
            one.fits(&more.into())
        };
        assert!(!with("colour", "red".into()));
        assert!(with("provider_raw", json!({"ImageId": 1})));
        assert!(!with("created", "yesterday".into()));
        assert!(!with("status", "odd".into()));
        assert!(!with("name", "".into()));
    }

    #[test]
    fn the_rest_fits() {
        let service = Service::new();
        for (name, arguments) in [
            ("regions", "regions -o json"),
            ("map", "images latest --family web -o map"),
            (
                "map",
                "images latest --family web,none -o map --allow-missing",
            ),
            ("auth-check", "auth check -o json"),
            ("auth-check", "--provider ens auth check -o json"),
            ("auth-check", "--provider ecm auth check -o json"),
            (
                "auth-check",
                "auth check -o json --endpoint http://127.0.0.1:1 --retries 0",
            ),
            ("dry-run", "images list -n -o json"),
            ("dry-run", "auth check -n -o json"),
            ("dry-run", "--provider ecm images list -n -o json"),
            ("dry-run", "regions -n -o json -p sandbox"),
        ] {
            let value = serde_json::from_str(&printed(&service, arguments)).unwrap();
            Schema::of(name).check(&value);
        }
        let region = Schema::of("region");
        for line in cloudq("regions -o ndjson").at(&service).run().lines() {
            region.check(&serde_json::from_str(&line).unwrap());
        }
        let endpoint = service.endpoint();
        let profile = |name: &str, id: &str, secret: &str| {
            format!(
                "[profiles.{name}]\nendpoint = '{endpoint}'\nregions = ['cn-hangzhou']\n\
                 credentials = {{ type = 'static', sts_endpoint = '{endpoint}', \
                 access_key_id = '{id}', access_key_secret = '{secret}' }}\n"
            )
        };
        let file = [
            profile("good", ACCESS_KEY_ID, ACCESS_KEY_SECRET),
            profile("wrong", ACCESS_KEY_ID, "wrong"),
            profile("unknown", "LTAI5tUnknownKey0001", "wrong"),
            profile("denied", DENIED_KEY_ID, DENIED_KEY_SECRET),
            "[profiles.keyless]\ncredentials = { type = 'env' }\n".to_owned(),
        ];
        let ended = cloudq("auth check -o json -p good,wrong,unknown,denied,keyless")
            .config(&file.concat())
            .run();
        let rows: Value = serde_json::from_str(&ended.stdout).unwrap();
        Schema::of("auth-check").check(&rows);
        let rows = rows.as_array().unwrap();
        let found: Vec<&str> = rows.iter().map(|row| text(row, "status")).collect();
        let expected = [
            "not-permitted",
            "ok",
            "no-key",
            "unknown-key",
            "wrong-secret",
        ];
        assert_eq!(found, expected, "{ended}");
    }

    #[test]
    fn errors_and_messages_fit() {
        let schema = Schema::of("error");
        let mut kinds = std::collections::BTreeSet::new();
        let mut check = |ended: crate::support::Ended| {
            for line in ended.stderr.lines() {
                let told: Value =
                    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {ended}"));
                schema.check(&told);
                kinds.insert(text(&told, "kind").to_owned());
            }
            assert!(!ended.stderr.is_empty(), "{ended}");
        };
        let json = |arguments: &str| cloudq(arguments).args("--error-format json --retries 0");
        let service = Service::new();
        for arguments in [
            "images list --colour",
            "images",
            "images list -c colour",
            "--provider ecm images list --family web",
            "images get m-none",
            "images latest --family web --max-age 1s",
            "images list --endpoint http://127.0.0.1:1",
            "images list -r cn-nowhere",
            "images list -p nobody",
            "images list --stats --explain -o id",
            "images list --progress plain -o id",
            "images list -v --stats --explain --progress plain -r all -o id",
            "images latest --family web -v --stats --explain",
            "images get m-none -vv",
            "regions -vvv --stats --progress plain",
            "auth check -v --stats --explain",
            "images list --check-permission",
            "images list -n -r all",
            "images list -o id -r cn-hangzhou --exclude-region cn-beijng",
        ] {
            check(json(arguments).at(&service).run());
        }
        check(json("images list").run());
        check(cloudq("--error-format json sandbox run -- /no/such/program").run());
        check(
            json("images list")
                .env("CLOUDQ_CONCURRENCY", "x")
                .at(&service)
                .run(),
        );
        check(
            json("images list")
                .key("LTAI5tUnknownKey0001", "x")
                .pointed(&service)
                .run(),
        );
        check(
            json("images list")
                .key(DENIED_KEY_ID, DENIED_KEY_SECRET)
                .pointed(&service)
                .run(),
        );
        for kind in FaultKind::all() {
            let service = Service::broken(kind);
            let ended = json("images list -o id --request-timeout 300ms")
                .at(&service)
                .run();
            if ended.code != Some(0) {
                check(ended);
            }
        }
        let found: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let expected = [
            "command",
            "config",
            "credentials",
            "network",
            "not-found",
            "note",
            "progress",
            "service",
            "stats",
            "too-old",
            "trace",
            "untrusted",
            "usage",
            "warning",
        ];
        assert_eq!(found, expected);
        for (name, value) in [
            ("kind", json!("odd")),
            ("colour", json!(1)),
            ("hint", json!("")),
        ] {
            let ended = json("images list -c colour").at(&service).run();
            let mut told: Value = serde_json::from_str(ended.stderr.trim()).unwrap();
            assert!(schema.fits(&told));
            told[name] = value;
            assert!(!schema.fits(&told), "{told}");
        }
    }
}
