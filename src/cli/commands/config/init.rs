//! `cloudq config init`: a first file, asked for on a terminal.
//!
//! No secret is asked for: the key comes from elsewhere, or its secret from a file
//! of its own.

use std::io::{self, BufRead, ErrorKind, IsTerminal, Write};
use std::path::Path;

use crate::cli::commands::config::place;
use crate::cli::failure::{self, Exit, Failure};
use crate::cli::ui::Ui;
use crate::clouds::{PROVIDERS, by_name};
use crate::config::init::{Answers, KeyAnswer, TEMPLATE, check_free, write_new};
use crate::config::regions::{self, RegionChoice};
use crate::config::{Config, Env, Flags, check_build, list};
use crate::credentials::variable_in_use;
use crate::error::ConfigError;
use crate::output::escape;
use crate::provider::{Facts, Provider};

/// The name of a profile unless another is given.
const NAME: &str = "main";

pub(crate) fn run(ui: &mut Ui, flags: &Flags, env: &Env, ask: bool) -> Result<Exit, Failure> {
    check_build()?;
    let path = place(flags, env)?.path;
    check_free(&path)?;
    let person = if ask { person() } else { None };
    let mut regions = None;
    // The provider of the profile, if its key comes from the environment.
    let mut needs_key = Some(PROVIDERS[0].facts());
    let text = match person {
        None => TEMPLATE.to_owned(),
        Some((mut input, mut out)) => {
            // Nothing is written before the last answer, so that it may end anywhere.
            ui.ending().listen()?;
            let check = |answers: &Answers| Config::check_text(&path, &answers.text(), env);
            let mut dialogue = Dialogue {
                input: &mut input,
                out: &mut out,
            };
            let answers = dialogue.profile(&path, env, &check).map_err(ended)?;
            regions.clone_from(&answers.regions);
            needs_key =
                Some(answers.provider.facts()).filter(|_| answers.key == KeyAnswer::Type("env"));
            answers.text()
        }
    };
    write_new(&path, &text)?;
    ui.text(&format!("{}\n", path.display()))?;
    let next = if text == TEMPLATE {
        "name your profiles in it, then try `cloudq config validate`"
    } else {
        "`cloudq config show` tells what counts, `cloudq images list` tries it"
    };
    ui.note(&format!("the file is written: {next}"));
    if let Some(facts) = needs_key
        && variable_in_use(env, facts.variables()).is_none()
        && let Some(names) = key_variables(facts)
    {
        ui.note(&format!(
            "there is no access key in the environment yet: set {names}, then try `cloudq auth check`"
        ));
    }
    if regions.is_some_and(|regions| regions.is_several()) {
        ui.note(
            "with several regions, `cloudq images latest` needs one region (-r) or a format (-o)",
        );
    }
    Ok(Exit::Ok)
}

fn ended(error: io::Error) -> Failure {
    failure::outside(error, "there is no answer, and nothing is written")
}

/// Questions to a person, and the answers.
struct Dialogue<'a> {
    input: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
}

impl Dialogue<'_> {
    /// Asks until there is a profile that passes the check.
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedEof`] when the input ends before the last answer;
    /// a line without its end is no answer.
    fn profile(
        &mut self,
        path: &Path,
        env: &Env,
        check: &dyn Fn(&Answers) -> Result<(), ConfigError>,
    ) -> io::Result<Answers> {
        self.say(&format!(
            "This begins {}. An empty answer takes what stands in brackets; Ctrl-C ends it, and \
             nothing is written.\n",
            path.display()
        ))?;
        let provider = self.provider()?;
        let facts = provider.facts();
        let regions = if facts.regional {
            Some(self.regions(facts, env)?)
        } else {
            None
        };
        let mut answers = Answers {
            name: NAME.to_owned(),
            provider,
            regions,
            key: KeyAnswer::Type("env"),
        };
        loop {
            answers.key = self.key(facts)?;
            match check(&answers) {
                Ok(()) => break,
                Err(problem) => self.refuse(&problem)?,
            }
        }
        loop {
            answers.name = self.answer("Name of the profile", Some(NAME))?;
            match check(&answers) {
                Ok(()) => return Ok(answers),
                Err(problem) => self.refuse(&problem)?,
            }
        }
    }

    fn provider(&mut self) -> io::Result<&'static dyn Provider> {
        let titles = PROVIDERS.iter().map(|provider| {
            let facts = provider.facts();
            format!("{:<12} {}", facts.id, facts.title)
        });
        self.list("Which cloud?", titles)?;
        loop {
            let word = self.answer("Number or id", Some("1"))?;
            if let Some(provider) = numbered(&PROVIDERS, &word).copied().or(by_name(&word)) {
                return Ok(provider);
            }
            let last = PROVIDERS.len();
            self.say(&format!("  write a number from 1 to {last}, or an id\n"))?;
        }
    }

    fn regions(&mut self, facts: &Facts, env: &Env) -> io::Result<RegionChoice> {
        let mut variables = facts.variables().region.iter();
        let usual = variables
            .find_map(|name| env.get(name))
            .filter(|id| regions::parse_id(id).is_ok())
            .unwrap_or(facts.any_region);
        loop {
            let words = self.answer("Regions, with commas between, or all", Some(usual))?;
            let choice = list::elements(&words)
                .and_then(|words| regions::choice(words.iter().map(String::as_str)));
            match choice {
                Ok(choice) => return Ok(choice),
                Err(why) => self.say(&format!("  {why}\n"))?,
            }
        }
    }

    fn key(&mut self, facts: &Facts) -> io::Result<KeyAnswer> {
        let sources = sources(facts);
        let titles = sources.iter().map(|source| source.title.clone());
        self.list("Where does the access key come from?", titles)?;
        loop {
            let word = self.answer("Number", Some("1"))?;
            match numbered(&sources, &word) {
                Some(Source { name: "static", .. }) => {
                    let id = self.answer("Id of the access key", None)?;
                    let file = format!("{NAME}.secret");
                    let file = self.answer("File with its secret", Some(&file))?;
                    return Ok(KeyAnswer::SecretFile { id, file });
                }
                Some(source) => return Ok(KeyAnswer::Type(source.name)),
                None => self.say(&format!("  write a number from 1 to {}\n", sources.len()))?,
            }
        }
    }

    fn list(&mut self, title: &str, items: impl Iterator<Item = String>) -> io::Result<()> {
        self.say(&format!("\n{title}\n"))?;
        for (number, item) in (1..).zip(items) {
            self.say(&format!("  {number}  {item}\n"))?;
        }
        Ok(())
    }

    /// Asks until there is a line with something on it, or a default for none.
    fn answer(&mut self, question: &str, default: Option<&str>) -> io::Result<String> {
        loop {
            match default {
                Some(default) => self.say(&format!("{question} [{default}]: "))?,
                None => self.say(&format!("{question}: "))?,
            }
            self.out.flush()?;
            let mut line = Vec::new();
            self.input.read_until(b'\n', &mut line)?;
            if line.pop() != Some(b'\n') {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let text = String::from_utf8(line).unwrap_or_else(|_| "\u{fffd}".to_owned());
            match (text.trim(), default) {
                ("", Some(default)) => return Ok(default.to_owned()),
                ("", None) => {}
                (text, _) if text.contains(|c: char| c.is_control() || c == '\u{fffd}') => {
                    self.say("  this holds characters that are no text\n")?;
                }
                (text, _) => return Ok(text.to_owned()),
            }
        }
    }

    fn refuse(&mut self, problem: &ConfigError) -> io::Result<()> {
        self.say(&format!("  {problem}\n"))?;
        match &problem.hint {
            Some(hint) => self.say(&format!("  {hint}\n")),
            None => Ok(()),
        }
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        let lines = text.split('\n').map(escape);
        self.out
            .write_all(lines.collect::<Vec<_>>().join("\n").as_bytes())
    }
}

/// The item of a number that counts from 1.
fn numbered<'a, T>(items: &'a [T], word: &str) -> Option<&'a T> {
    items.get(word.parse::<usize>().ok()?.checked_sub(1)?)
}

/// A way to come by an access key.
struct Source {
    /// The credential type.
    name: &'static str,
    title: String,
}

/// The variables of an access key, for people.
fn key_variables(facts: &Facts) -> Option<String> {
    let family = facts.variables().keys.first()?;
    Some(format!(
        "{} and {}",
        family.id.first()?,
        family.secret.first()?
    ))
}

/// The ways that need no secret in the file, the most usual first.
fn sources(facts: &Facts) -> Vec<Source> {
    let variables = key_variables(facts).unwrap_or_default();
    let cli = facts.cloud.facts().cli.as_ref().map(|cli| Source {
        name: cli.credential_type,
        title: format!("what `{}` is configured with on this machine", cli.program),
    });
    let mut sources = vec![Source {
        name: "env",
        title: format!("the environment: {variables}"),
    }];
    sources.extend(cli);
    sources.push(Source {
        name: "static",
        title: "its id from this file, its secret from a file of its own that is there already"
            .to_owned(),
    });
    sources
}

/// The person to ask: answers on stdin and questions on stderr, where both are a
/// terminal.
fn person() -> Option<(impl BufRead, impl Write)> {
    let both = io::stdin().is_terminal() && io::stderr().is_terminal();
    both.then(|| (io::stdin().lock(), io::stderr()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a dialogue with these answers comes to, and what was said. The check is
    /// the real one, but that a file is there whose name ends so.
    fn told(env: &Env, input: &[u8]) -> (io::Result<Answers>, String) {
        let check = |answers: &Answers| {
            let text = answers.text();
            Config::check_text(Path::new("/c/config.toml"), &text, &Env::default()).or_else(
                |problem| match &answers.key {
                    // No test has a file in `/c`.
                    KeyAnswer::SecretFile { file, .. } if file.ends_with("there") => Ok(()),
                    _ => Err(problem),
                },
            )
        };
        let (mut input, mut out) = (input, Vec::new());
        let mut dialogue = Dialogue {
            input: &mut input,
            out: &mut out,
        };
        let answers = dialogue.profile(Path::new("/c/config.toml"), env, &check);
        (answers, String::from_utf8(out).unwrap())
    }

    fn answers(input: &str) -> (Answers, String) {
        let (answers, said) = told(&Env::default(), input.as_bytes());
        (answers.unwrap_or_else(|_| panic!("{said}")), said)
    }

    #[test]
    fn empty_answers_take_the_defaults() {
        let (answers, said) = answers("\n\n\n\n");
        assert_eq!(answers.name, NAME);
        assert_eq!(answers.provider.facts().id, PROVIDERS[0].facts().id);
        // One region: with several, `images latest` prints no bare id.
        let one = vec![PROVIDERS[0].facts().any_region.to_owned()];
        assert_eq!(answers.regions, Some(RegionChoice::Named(one)));
        assert_eq!(answers.key, KeyAnswer::Type("env"));
        for words in [
            "/c/config.toml",
            "Ctrl-C",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        ] {
            assert!(said.contains(words), "{said}");
        }
        assert!(
            said.lines().all(|line| line.chars().count() <= 120),
            "{said}"
        );
    }

    #[test]
    fn each_question_takes_its_answers() {
        let (all, said) = answers("ecm\n1\nedge\n");
        assert_eq!(all.provider.facts().id, "tencent-ecm");
        assert_eq!((all.regions, &*all.name), (None, "edge"));
        assert!(
            said.contains("TENCENTCLOUD_SECRET_KEY") && !said.contains("Regions"),
            "{said}"
        );

        let last = sources(PROVIDERS[0].facts()).len();
        let file = format!("1\r\n cn-a , cn-b\n{last}\n\nLTAIprodprodprod\nthere\nprod\n");
        let (all, said) = answers(&file);
        let ids = vec!["cn-a".to_owned(), "cn-b".to_owned()];
        assert_eq!(all.regions, Some(RegionChoice::Named(ids)));
        let (id, file) = ("LTAIprodprodprod".to_owned(), "there".to_owned());
        assert_eq!(all.key, KeyAnswer::SecretFile { id, file });
        assert!(said.contains("[main.secret]"), "{said}");
    }

    #[test]
    fn the_region_of_the_environment_is_offered() {
        for (value, offered) in [
            ("cn-b", "[cn-b]"),
            ("CN_B", "[cn-hangzhou]"),
            ("", "[cn-hangzhou]"),
        ] {
            let env = Env::of([("ALIBABA_CLOUD_REGION_ID", value)]);
            let (_, said) = told(&env, b"\n\n\n\n");
            assert!(said.contains(&format!("or all {offered}: ")), "{said}");
        }
    }

    #[test]
    fn what_cannot_be_is_asked_again() {
        let last = sources(PROVIDERS[0].facts()).len();
        let input = format!(
            "0\n9\nazure\n-1\n1\nCN\nall,cn-a\ncn-a\n7\nx\n\
             {last}\nLTAI wrong\nthere is none\n1\nsandbox\na b\n\u{1b}[A\nprod\n"
        );
        let (answers, said) = answers(&input);
        assert_eq!(
            (&*answers.name, &answers.key),
            ("prod", &KeyAnswer::Type("env"))
        );
        for (words, times) in [
            ("or an id\n", 4),
            ("not the id of a region", 1),
            ("stands alone", 1),
            ("write a number from 1 to", 6),
            ("/c/config.toml", 4),
            ("is taken", 1),
            ("no name for a profile", 1),
            ("no text", 1),
        ] {
            assert_eq!(said.matches(words).count(), times, "{words}: {said}");
        }
        assert!(!said.contains('\u{1b}'), "{said}");
    }

    #[test]
    fn bytes_that_are_no_text_are_asked_again() {
        let (answers, said) = told(&Env::default(), b"\xff\xfe\n\n\n\n\n");
        assert!(answers.is_ok() && said.contains("no text"), "{said}");
    }

    #[test]
    fn input_that_ends_is_no_answer() {
        let whole = "1\ncn-a\n1\nprod\n";
        assert!(told(&Env::default(), whole.as_bytes()).0.is_ok());
        for end in 0..whole.len() {
            let (answers, _) = told(&Env::default(), &whole.as_bytes()[..end]);
            let error = answers.err().unwrap();
            assert_eq!(error.kind(), ErrorKind::UnexpectedEof, "{end}");
        }
    }

    #[test]
    fn every_way_to_a_key_that_is_offered_is_known() {
        for provider in PROVIDERS.iter() {
            let facts = provider.facts();
            let sources = sources(facts);
            assert_eq!(sources[0].name, "env");
            for source in sources.iter().filter(|source| source.name != "static") {
                let answers = Answers {
                    name: NAME.to_owned(),
                    provider: *provider,
                    regions: None,
                    key: KeyAnswer::Type(source.name),
                };
                let text = answers.text();
                let checked = Config::check_text(Path::new("/c"), &text, &Env::default());
                assert_eq!(checked, Ok(()), "{text}");
            }
        }
    }
}
