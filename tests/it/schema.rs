//! `schema` describes what the program reads.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use crate::support::{cloudq, root};

/// A schema as the program prints it, compiled.
fn schema(name: &str) -> (Schemas, SchemaIndex) {
    let printed = cloudq("schema").arg(name).run().json();
    assert_eq!(
        printed["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let mut compiler = Compiler::new();
    let mut schemas = Schemas::new();
    compiler.add_resource("schema.json", printed).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    (schemas, index)
}

#[test]
fn the_names_are_listed_and_each_is_a_schema() {
    let names = cloudq("schema").run().lines();
    assert_eq!(names, ["config"]);
    for name in &names {
        schema(name);
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
    let (schemas, index) = schema("config");
    let fits = |text: &str| {
        let value: Value = toml::from_str(text).unwrap();
        schemas.validate(&value, index).is_ok()
    };
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
