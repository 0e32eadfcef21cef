//! A program that prints a key.
//!
//! It is started directly, no shell is involved, and has no input. Its output is
//! JSON; what it writes to stderr is for people, and told at `-v` when it fails.

use std::fmt;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::cached::Fetch;
use super::fetch_context::{CredentialSource, FetchContext, Helper};
use super::json_key::{KeyMembers, TemporaryCredentials, key_in, parse};
use crate::error::{Error, Origin};
use crate::http::{Detail, Fetching, Log};

/// How long it may take: as long as the vendor's SDKs wait.
const LIMIT: Duration = Duration::from_secs(60);

/// The most that is read of each of its outputs, in bytes.
const LARGEST: usize = 64 << 10;

/// How long its outputs are read after its end: what it wrote is there by then.
const REST: Duration = Duration::from_millis(100);

/// A program that prints a key.
pub struct Process {
    /// The program and its arguments.
    pub command: Vec<String>,
    /// The names of the key's parts in what it prints.
    pub members: &'static KeyMembers,
}

/// The arguments are the user's own matter, and may hold a secret.
impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Process({:?})", self.command.first())
    }
}

impl Process {
    fn name(&self) -> &str {
        self.command.first().map_or("", String::as_str)
    }
}

impl CredentialSource for Process {
    fn account(&self) -> String {
        format!("process {:?}", self.command)
    }

    fn fetch(&self, context: &FetchContext, _: &Origin) -> Result<Box<dyn Fetch>, Error> {
        Ok(Box::new(Run {
            command: self.command.clone(),
            members: self.members,
            log: Arc::clone(&context.log),
            helper: Arc::clone(&context.helper),
        }))
    }

    /// The arguments are the user's own matter.
    fn preview(&self, _: &Origin, _: Timestamp) -> Result<Vec<String>, Error> {
        Ok(vec![format!("the command `{}`", self.name())])
    }
}

/// Starts the program.
pub(super) struct Run {
    pub(super) command: Vec<String>,
    pub(super) members: &'static KeyMembers,
    /// Gets what it wrote to stderr last when it fails.
    pub(super) log: Arc<dyn Log>,
    /// Notes that it runs.
    pub(super) helper: Arc<Helper>,
}

impl Fetch for Run {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(async {
            let name = self.command.first().map_or("", String::as_str);
            self.run(name).await.map_err(|why| {
                Error::credentials(
                    format!(
                        "no key from the command `{}`: it {why}",
                        name.escape_debug()
                    ),
                    "it has to print an object such as {\"access_key_id\": …, \
                     \"access_key_secret\": …, \"security_token\": …, \"expiration\": …}",
                )
            })
        })
    }
}

impl Run {
    async fn run(&self, name: &str) -> Result<TemporaryCredentials, String> {
        let _running = (self.helper)();
        let mut command = Command::new(name);
        let is_own_group = !has_terminal();
        #[cfg(unix)]
        if is_own_group {
            command.process_group(0);
        }
        let mut child = command
            .args(self.command.iter().skip(1))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("cannot be started: {error}"))?;
        let group = Group::of(&child, is_own_group);
        let (status, output, words) = match timeout(LIMIT, ended(&mut child)).await {
            Err(_) => return Err(format!("did not end within {LIMIT:?}")),
            Ok(Err(error)) => return Err(format!("broke: {error}")),
            Ok(Ok(ended)) => ended,
        };
        group.leave();
        if !status.success() {
            // Its words may be anything, a key too: only who asks for more gets them. Nothing
            // else shows them: its stderr is no terminal.
            let words = last_line(&words);
            if words.is_empty() {
                return Err(format!("ended with {status}"));
            }
            if self.log.wants(Detail::Calls) {
                self.log.line(&format!("* the command wrote: {words}"));
            }
            return Err(format!("ended with {status}; -v shows what it wrote last"));
        }
        if output.len() > LARGEST {
            return Err("printed more than 64 KiB".to_owned());
        }
        let printed = |why| format!("printed what {why}");
        let value = parse(&output).map_err(printed)?;
        key_in(&value, self.members).map_err(printed)
    }
}

/// Whether there is a terminal that the program may ask its user on. Only what is in the
/// terminal's own group of processes may read from it, and Ctrl-C reaches that group.
#[cfg(unix)]
fn has_terminal() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

#[cfg(not(unix))]
fn has_terminal() -> bool {
    false
}

/// The program with those it started, which end with it when it is given up.
struct Group {
    #[cfg(unix)]
    id: Option<rustix::process::Pid>,
}

impl Group {
    #[cfg(unix)]
    fn of(child: &Child, is_own_group: bool) -> Self {
        let id = child.id().filter(|_| is_own_group);
        Self {
            id: id.and_then(|id| rustix::process::Pid::from_raw(id.try_into().ok()?)),
        }
    }

    #[cfg(not(unix))]
    fn of(_: &Child, _: bool) -> Self {
        Self {}
    }

    /// Lets them live: the program has ended by itself, and may have started a service.
    #[cfg_attr(not(unix), expect(clippy::unused_self, reason = "there are no groups"))]
    fn leave(self) {
        #[cfg(unix)]
        std::mem::forget(self);
    }
}

#[cfg(unix)]
impl Drop for Group {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            // They may just have ended by themselves.
            let _ = rustix::process::kill_process_group(id, rustix::process::Signal::KILL);
        }
    }
}

type Ended = (ExitStatus, Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>);

/// Waits for its end, reading both outputs meanwhile so that neither blocks it. A
/// program that it left behind may hold them open: what that says is not waited for.
async fn ended(child: &mut Child) -> std::io::Result<Ended> {
    let (mut output, mut words) = (room(), room());
    let (from_output, from_words) = (child.stdout.take(), child.stderr.take());
    let status = {
        let read = async {
            tokio::try_join!(head(from_output, &mut output), head(from_words, &mut words))
        };
        tokio::pin!(read);
        tokio::select! {
            read = &mut read => {
                read?;
                child.wait().await?
            }
            status = child.wait() => {
                if let Ok(read) = timeout(REST, &mut read).await {
                    read?;
                }
                status?
            }
        }
    };
    Ok((status, output, words))
}

/// Room for all that is taken: a vector that grows leaves copies behind.
fn room() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(LARGEST + 1))
}

/// As much of an output as is taken, and one byte more when there is more. The pipe
/// is closed then, which ends most programs. What was read is kept when this is dropped.
async fn head(pipe: Option<impl AsyncRead + Unpin>, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    if let Some(mut pipe) = pipe {
        while bytes.len() <= LARGEST && pipe.read_buf(bytes).await? > 0 {}
    }
    Ok(())
}

/// The last line that is not empty, as much of it as anybody reads.
fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines().rev().map(str::trim);
    let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(200).collect()
}
