//! A made-up cloud whose services take bearer tokens: a credential type of its own, and a
//! variable, from the configuration to the header of a request.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;

use super::super::document::Document;
use super::super::sources;
use crate::clock::SystemClock;
use crate::config_key::{Form, key};
use crate::credentials::{
    Chain, CloudCredentials, CredentialSource, CredentialType, Fetch, FetchContext, Fields, Keys,
    Registry, Resolved, TemporaryCredentials, Variables, Written, WrittenSource, check_part,
};
use crate::error::{Error, Origin};
use crate::http::{Client, Fetching, Network, NoLog, WebTransport};
use crate::machine::{Env, files};
use crate::request::{Endpoint, Request};
use crate::secret::Secret;
use crate::sign::{Authorize as _, Bearer, Credentials, SigningContext};

#[derive(Debug)]
struct MadeUp;

static VARIABLES: Variables = Variables {
    prefixes: &["MADEUP_"],
    keys: &[],
    region: &[],
};

static TYPES: [CredentialType; 1] = [CredentialType {
    name: "token",
    about: "a bearer token, or the file with it",
    keys: &[Keys::These(&[
        key("token", Form::Secret, "the token"),
        key("token_file", Form::Path, "file with the token"),
    ])],
    required: &[],
    schema: None,
    read,
}];

impl CloudCredentials for MadeUp {
    fn types(&self) -> &'static [CredentialType] {
        &TYPES
    }

    fn environment(&self, chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
        let token = chain.env.text("MADEUP_TOKEN")?.map(Secret::new);
        Ok(token.map(|token| {
            let source = Arc::new(Token::Inline(token));
            Resolved::of_variable(source, "MADEUP_TOKEN", "environment")
        }))
    }
}

fn read(fields: &mut Fields) -> Option<Arc<dyn WrittenSource>> {
    let Some(name) = fields.one_of(&["token", "token_file"]) else {
        fields.needed("token");
        return None;
    };
    Some(Arc::new(match fields.secret(name) {
        Some(token) => Token::Inline(token),
        None => Token::File(fields.path(name)?),
    }))
}

/// A token, both as it is written down and as a source.
#[derive(Debug, Clone)]
enum Token {
    Inline(Secret),
    File(PathBuf),
}

impl WrittenSource for Token {
    fn resolve(&self, _: &Chain<'_>, written: &Written) -> Result<Option<Resolved>, Error> {
        Ok(Some(written.resolved(Arc::new(self.clone()))))
    }

    fn holds_secret(&self) -> bool {
        matches!(self, Token::Inline(_))
    }
}

impl CredentialSource for Token {
    fn account(&self) -> String {
        match self {
            Token::Inline(token) => format!("token {}", token.expose()),
            Token::File(path) => format!("token in {}", path.display()),
        }
    }

    fn fetch(&self, _: &FetchContext, _: &Origin) -> Result<Box<dyn Fetch>, Error> {
        Ok(Box::new(self.clone()))
    }

    fn preview(&self, _: &Origin, _: Timestamp) -> Result<Vec<String>, Error> {
        Ok(match self {
            Token::Inline(_) => Vec::new(),
            Token::File(path) => vec![format!("the file {}", path.display())],
        })
    }
}

impl Fetch for Token {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(async {
            let token = match self {
                Token::Inline(token) => token.clone(),
                Token::File(path) => Secret::new(files::read_named(path)?.text.trim()),
            };
            check_part(token.expose()).map_err(|why| Error::credentials(why, "set it anew"))?;
            Ok(TemporaryCredentials {
                key: Credentials::bearer(token),
                expires: None,
            })
        })
    }
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| Registry::new(&[("made-up", &MadeUp)]));

/// The credentials of this TOML table in a file of the folder; else the problems.
fn written(folder: &Path, credentials: &str) -> Result<Written, Vec<String>> {
    let text = format!("credentials = {credentials}");
    let path = folder.join("config.toml");
    let mut document = Document::new(&path, &text, None);
    let table = document.parse().unwrap();
    let read = sources::read(&mut document, &table, &REGISTRY);
    let problems = document.problems.into_iter();
    let problems: Vec<String> = problems.map(|problem| problem.message).collect();
    match read.filter(|_| problems.is_empty()) {
        Some(read) => Ok(Written {
            source: read.source.value,
            origin: read.source.origin,
            sts: None,
        }),
        None => Err(problems),
    }
}

fn chain<'a>(env: &'a Env, cloud_id: &'static str) -> Chain<'a> {
    Chain {
        env,
        provider: "made-up-vm",
        cloud_id,
        cloud: &MadeUp,
        variables: &VARIABLES,
        sts: None,
        profiles: &|_| panic!("no profile is needed"),
        names: Vec::new(),
    }
}

/// The header that authorises a request with the session of these credentials.
async fn header(resolved: &Resolved) -> Option<String> {
    let network = Network::default();
    let transport = Box::new(WebTransport::new(&network).unwrap());
    let client = Client::new(
        transport,
        &network,
        Arc::new(SystemClock),
        Arc::new(NoLog),
        Arc::default(),
    );
    let context = FetchContext {
        provider: "made-up-vm",
        profile: None,
        client: Arc::new(client),
        network,
        clock: Arc::new(SystemClock),
        log: Arc::new(NoLog),
        helper: Arc::new(|| Box::new(())),
    };
    let keys = crate::credentials::keys(resolved, &context).unwrap();
    assert_eq!(keys.account(), resolved.source.account());
    let key = keys.current().await.unwrap();
    let mut request = Request::post(&Endpoint::https("vm.example.com"), "vm", "images.list");
    let context = SigningContext {
        time: Timestamp::UNIX_EPOCH,
        nonce: String::new(),
    };
    Bearer.apply(&mut request, &key, &context);
    request.header("authorization").map(str::to_owned)
}

#[tokio::test]
async fn a_cloud_brings_a_type_for_its_tokens() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "of-file\n").unwrap();
    let env = Env::of([("MADEUP_TOKEN", "of-variable")]);
    for (credentials, expected) in [
        ("{ type = 'token', token = 'inline' }", "Bearer inline"),
        ("{ type = 'token', token_file = 'token' }", "Bearer of-file"),
        ("{ type = 'env' }", "Bearer of-variable"),
    ] {
        let written = written(folder.path(), credentials).unwrap();
        assert_eq!(
            written.source.written.holds_secret(),
            expected == "Bearer inline"
        );
        let resolved = chain(&env, "made-up").find(&written).unwrap().unwrap();
        assert_eq!(header(&resolved).await.as_deref(), Some(expected));
    }
}

#[test]
fn its_keys_are_checked_as_those_of_other_types() {
    for (credentials, problem) in [
        (
            "{ type = 'token' }",
            "`credentials`: the key `token` is missing",
        ),
        (
            "{ type = 'token', token = 'a', token_file = 'b' }",
            "`token` and `token_file` are two ways to give one thing",
        ),
        ("{ type = 'token', token = '' }", "`token`: is empty"),
        (
            "{ type = 'token', tokn = 'a', token = 'b' }",
            "unknown key `tokn` in credentials of type `token`",
        ),
    ] {
        let problems = written(Path::new("/c"), credentials).map(drop);
        assert_eq!(problems, Err(vec![problem.to_owned()]), "{credentials}");
    }
    let names: Vec<&str> = REGISTRY.types.iter().map(|known| known.of.name).collect();
    assert_eq!(names[2..5], ["process", "token", "ini"]);
}

#[test]
fn its_type_is_refused_for_another_cloud() {
    let written = written(Path::new("/c"), "{ type = 'token', token = 'a' }").unwrap();
    let error = chain(&Env::default(), "other").find(&written).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("credentials of type `token` hold no keys for")
    );
}
