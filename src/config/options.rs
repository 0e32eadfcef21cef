//! The keys of a profile that only profiles of one service have.

use toml::de::DeTable;

use super::document::{Document, Wrong, text};
use super::settings::Sourced;
use crate::clouds::PROVIDERS;
use crate::provider::{Facts, Options, ServiceOption};
use crate::words::{list, quoted};

/// An option of a service's own, as a profile sets it.
#[derive(Debug, Clone)]
pub struct SetOption {
    /// The option.
    pub option: &'static ServiceOption,
    /// Its value.
    pub value: Sourced<String>,
}

/// All services of this build.
pub(super) fn services() -> Vec<&'static Facts> {
    PROVIDERS.iter().map(|provider| provider.facts()).collect()
}

/// All options of these services; a name may be there more than once.
pub(super) fn all<'f>(services: &[&'f Facts]) -> Vec<&'f ServiceOption> {
    let options = services.iter().map(|facts| facts.options);
    options.flatten().collect()
}

/// The reason why a profile for this service cannot have a key of that name, and the hint,
/// where the key is another service's.
pub(super) fn refusal(name: &str, facts: &Facts, services: &[&Facts]) -> Option<(String, String)> {
    let has = |facts: &&&Facts| facts.options.iter().any(|option| option.name == name);
    let others: Vec<&str> = services.iter().filter(has).map(|facts| facts.id).collect();
    if others.is_empty() {
        return None;
    }
    let message = format!(
        "{} is a key for {}, and the profile is for {}",
        quoted(name),
        list(others.iter().copied()),
        facts.id
    );
    let hint = format!("leave it out, or set `provider` to {}", others.join(" or "));
    Some((message, hint))
}

/// Reads the options of this service in the table of a profile.
pub(super) fn read(
    document: &mut Document<'_>,
    table: &DeTable<'_>,
    facts: &'static Facts,
) -> Vec<SetOption> {
    let set = facts.options.iter().filter_map(|option| {
        let value = document.setting(table, option.name, |value| {
            let text = text(value)?;
            (option.check)(text).map_err(Wrong::from)?;
            Ok(text.to_owned())
        })?;
        Some(SetOption { option, value })
    });
    set.collect()
}

/// Their values alone.
pub(super) fn values(set: &[SetOption]) -> Options {
    let values = set
        .iter()
        .map(|set| (set.option.name, set.value.value.clone()));
    values.collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use boon::{Compiler, Schemas};
    use serde_json::{Value, json};

    use super::*;
    use crate::clouds::by_name;
    use crate::config::resolve::Sources;
    use crate::config::settings::Given;
    use crate::config::{file, keys, schema};
    use crate::error::{ApiFailure, Origin};
    use crate::http::Response;
    use crate::machine::Env;
    use crate::model::{FilterKind, Image};
    use crate::provider::{Listing, Place, Provider, Support};
    use crate::request::{Endpoint, Params};
    use crate::sign::Authorize;

    fn facts(name: &str) -> &'static Facts {
        by_name(name).unwrap().facts()
    }

    /// A service with options of its own.
    fn made_up() -> &'static Facts {
        Box::leak(Box::new(Facts {
            id: "made-up",
            alias: "up",
            options: &[
                ServiceOption {
                    name: "project",
                    about: "project that owns the images",
                    pattern: "^[a-z]+$",
                    check: |text| {
                        let refused = || format!("{} is not a project", quoted(text));
                        let is_one = text.chars().all(|c| c.is_ascii_lowercase());
                        is_one.then_some(()).ok_or_else(refused)
                    },
                },
                ServiceOption {
                    name: "interface",
                    about: "network interface",
                    pattern: "",
                    check: |_| Ok(()),
                },
            ],
            ..*facts("ens")
        }))
    }

    /// Reads the table of a profile for a service: the options that it sets, and the problems.
    fn read_for(facts: &'static Facts, text: &str) -> (Vec<SetOption>, Vec<(String, String)>) {
        let mut document = Document::new(Path::new("f"), text, None);
        let table = document.parse().unwrap();
        let services = [facts, made_up()];
        let known = keys::PROFILE.iter().map(|key| key.name);
        let own = facts.options.iter().map(|option| option.name);
        document.check_names(&table, &known.chain(own), "in [p]", |name| {
            refusal(name, facts, &services)
        });
        let set = read(&mut document, &table, facts);
        let problems = document.problems.into_iter();
        let problems = problems.map(|problem| (problem.message, problem.hint.unwrap_or_default()));
        (set, problems.collect())
    }

    #[test]
    fn a_profile_sets_the_options_of_its_service() {
        let (set, problems) = read_for(made_up(), "provider = 'up'\nproject = 'abc'");
        assert_eq!(problems, []);
        let origin = &set[0].value.origin;
        assert!(origin.to_string().ends_with("f:2:11"), "{origin}");
        let values = values(&set);
        assert_eq!(values.get("project"), Some("abc"));
        assert_eq!(values.get("interface"), None);
    }

    #[test]
    fn options_that_do_not_fit_are_refused() {
        for (name, text, message, hint) in [
            (
                "ecs",
                "project = 'abc'",
                "`project` is a key for made-up, and the profile is for alibaba-ecs",
                "leave it out, or set `provider` to made-up",
            ),
            (
                "up",
                "projct = 'abc'",
                "unknown key `projct` in [p]",
                "did you mean `project`?",
            ),
            ("up", "project = 'A'", "`project`: `A` is not a project", ""),
            ("up", "project = ''", "`project`: is empty", ""),
            (
                "up",
                "project = 1",
                "`project`: must be a text in quotes, not a number",
                "",
            ),
        ] {
            let facts = if name == "up" { made_up() } else { facts(name) };
            let (set, problems) = read_for(facts, text);
            assert!(set.is_empty(), "{text}");
            assert_eq!(problems, [(message.to_owned(), hint.to_owned())], "{text}");
        }
    }

    #[test]
    fn the_schema_knows_the_options_of_each_service() {
        let mut compiler = Compiler::new();
        let mut profile = schema::profile(&[facts("ecs"), made_up()]);
        // It knows the providers of the registry only.
        profile["properties"]["provider"] = json!({});
        compiler.add_resource("profile.json", profile).unwrap();
        let mut schemas = Schemas::new();
        let index = compiler.compile("profile.json", &mut schemas).unwrap();
        for (text, fine) in [
            ("provider = 'up'\nproject = 'abc'", true),
            ("provider = 'made-up'\ninterface = 'x'", true),
            ("provider = 'up'\nproject = 'A'", false),
            ("provider = 'up'\nproject = ''", false),
            ("provider = 'up'\nproject = 1", false),
            ("provider = 'ecs'\nproject = 'abc'", false),
            ("project = 'abc'", false),
        ] {
            let value: Value = toml::from_str(text).unwrap();
            assert_eq!(schemas.validate(&value, index).is_ok(), fine, "{text}");
        }
    }

    /// A provider that asks as another does, with other facts.
    struct MadeUp(&'static dyn Provider);

    impl Provider for MadeUp {
        fn facts(&self) -> &'static Facts {
            made_up()
        }

        fn authorizer(&self, name: &str) -> Option<&'static dyn Authorize> {
            self.0.authorizer(name)
        }

        fn endpoint(&self, region: &str) -> Endpoint {
            self.0.endpoint(region)
        }

        fn support(&self, kind: FilterKind) -> Support {
            self.0.support(kind)
        }

        fn images(&self, place: &Place, pushed: &Params) -> Box<dyn Listing<Image>> {
            self.0.images(place, pushed)
        }

        fn failure(&self, response: &Response) -> Option<ApiFailure> {
            self.0.failure(response)
        }
    }

    #[test]
    fn an_account_has_the_options_of_its_profile_for_that_service_only() {
        let mut file = file::parse(Path::new("f"), "[profiles.p]", None).unwrap();
        let profile = file.profiles.get_mut("p").unwrap();
        let (ens, origin) = (by_name("ens").unwrap(), Origin::BuiltIn);
        let provider: &'static dyn Provider = Box::leak(Box::new(MadeUp(ens)));
        profile.provider = Some(Sourced::new(provider, origin));
        profile.options = read_for(made_up(), "project = 'abc'").0;
        let account = |provider| {
            let given = Given {
                provider,
                ..Given::default()
            };
            let sources = Sources {
                given: &given,
                file: &file,
                env: &Env::default(),
            };
            let chosen = ("p", &file.profiles["p"], true);
            sources.account(Some(chosen)).unwrap()
        };
        let own = account(None);
        assert_eq!(own.options.get("project"), Some("abc"));
        let shown = own.shown.iter().find(|shown| shown.key == "project");
        assert_eq!(shown.unwrap().value, "abc");
        let other = account(Some(Sourced::new(ens, Origin::BuiltIn)));
        assert_eq!(other.options, Options::default());
        assert!(other.shown.iter().all(|shown| shown.key != "project"));
    }

    #[test]
    fn no_option_has_the_name_of_another_key() {
        for option in all(&services()) {
            assert!(keys::find(option.name).is_none(), "{}", option.name);
        }
    }
}
