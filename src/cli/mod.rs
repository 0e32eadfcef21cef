//! The command line: arguments in, rows and an exit code out.

mod applicability;
mod args;
mod commands;
mod completion;
mod context;
mod deadline;
mod dry_run;
mod failure;
mod help;
mod hints;
mod output_file;
mod permission;
mod places;
mod prepared;
mod progress;
mod query;
mod report;
mod search;
mod shape;
mod signal_policy;
#[cfg(feature = "sandbox")]
mod signals;
mod sinks;
mod stderr;
mod stdout;
mod topics;
mod trace;
mod ui;

use std::ffi::OsString;
use std::future::Future;
use std::process::ExitCode;
use std::sync::Arc;

use clap::FromArgMatches;
use clap::error::ErrorKind;

#[cfg(feature = "sandbox")]
use self::args::SandboxCommand;
pub use self::args::command;
use self::args::{Arguments, AuthCommand, Command, ConfigCommand, Global, ImagesCommand};
#[cfg(feature = "sandbox")]
use self::commands::sandbox;
use self::commands::{auth, config, images, man, profiles, providers, regions, schema};
use self::context::Context;
use self::failure::{Exit, Failure};
use self::progress::ProgressTargets;
use self::report::Report;
use self::ui::Ui;
use crate::cli::signal_policy::Ending;
use crate::clock::{Clock, SystemClock};
use crate::config::Env;

/// Runs the program with its arguments, the program's own name first. Only the start of the
/// process knows whether it has a stdout.
pub fn run(arguments: impl IntoIterator<Item = OsString>, has_stdout: bool) -> ExitCode {
    stdout::set_closed(!has_stdout);
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    // Many programs have such a command, and people try it.
    if arguments.len() == 2 && arguments[1] == "version" {
        arguments[1] = "--version".into();
    }
    let env = Env::from_process();
    let parsed = match parse(&arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            let error = help::asked_below(&error, &arguments)
                .and_then(|asked| parse(&asked).err())
                .unwrap_or(error);
            return refuse(&error, &arguments, &env).into();
        }
    };
    let mut ui = match Ui::new(&parsed.global, &env) {
        Ok(ui) => ui,
        Err(failure) => return Ui::plain().failed(&failure).into(),
    };
    let result = dispatch(&mut ui, parsed, env);
    let result = result.and_then(|exit| ui.end(exit));
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => {
            ui.deadline.over();
            if let Failure::Ended(_) = failure {
                ui.discard();
            }
            let exit = ui.failed(&failure);
            if !failure.is_silent() {
                ui.unwritten();
            }
            exit.into()
        }
    }
}

/// Whether errors are wanted as JSON, when the arguments could not be parsed.
fn wants_json_errors(arguments: &[OsString], env: &Env) -> bool {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let split = words
        .windows(2)
        .any(|pair| pair == ["--error-format", "json"]);
    let given = words.iter().any(|word| word.starts_with("--error-format"));
    split
        || words.contains(&"--error-format=json")
        || (!given && env.get("CLOUDQ_ERROR_FORMAT").map(str::trim) == Some("json"))
}

fn parse(arguments: &[OsString]) -> Result<Arguments, clap::Error> {
    let mut command = help::prepared(command(), arguments);
    let parsed = match command.try_get_matches_from_mut(arguments) {
        Ok(mut matches) => Arguments::from_arg_matches_mut(&mut matches)
            .map_err(|error| error.format(&mut command)),
        Err(error) => Err(error),
    };
    if parsed.is_err() {
        // The process ends soon, and takes hundreds of arguments with it at once. A
        // command that runs has a use for their memory.
        std::mem::forget(command);
    }
    parsed
}

fn dispatch(ui: &mut Ui, parsed: Arguments, env: Env) -> Result<Exit, Failure> {
    let global = parsed.global;
    applicability::check(&global, &parsed.command)?;
    if global.dry_run {
        dry_run::check(ui, &global)?;
    }
    applicability::check_format(&global, ui.format)?;
    ui.query = query::parse(global.query.as_ref())?;
    if let Some(path) = global.output_file() {
        ui.write_to(path, global.time_to_wait())?;
    }
    match parsed.command {
        Command::Completion(args) => completion::run(ui, args.shell),
        Command::Config { command } => match command {
            ConfigCommand::Path => config::path(ui, &global.flags()?, &env),
            ConfigCommand::Show(args) => config::show::run(ui, &global, &args, &env),
            ConfigCommand::Validate => config::validate(ui, &global.flags()?, &env),
            ConfigCommand::Init(args) => {
                config::init::run(ui, &global.flags()?, &env, !args.no_input)
            }
        },
        Command::Auth {
            command: AuthCommand::Check(args),
        } => {
            let ask = auth::Ask::new(&args, ui)?;
            if ask.help(ui)? {
                return Ok(Exit::Ok);
            }
            let ending = ui.ending();
            block_on(
                &ending,
                auth::run(ui, &global, env, Arc::new(SystemClock), &ask),
            )
        }
        Command::Help(args) => help::run(ui, &args.words),
        Command::Man(args) => man::run(ui, args.dir.as_deref()),
        Command::Profiles(args) => profiles::run(ui, &global, &args, env),
        Command::Providers(args) => providers::run(ui, &args),
        Command::Schema(args) => schema::run(ui, args.name),
        #[cfg(feature = "sandbox")]
        Command::Sandbox { command } => {
            let clock = Arc::new(SystemClock);
            // They end by themselves when told to.
            block_on_runtime(async move {
                match command {
                    SandboxCommand::Serve(args) => sandbox::serve::run(ui, &args, clock).await,
                    SandboxCommand::Run(args) => sandbox::run::run(ui, &args, &env, clock).await,
                }
            })
        }
        Command::Regions(args) => {
            let ask = regions::Ask::new(&args, ui)?;
            if ask.help(ui)? {
                return Ok(Exit::Ok);
            }
            let ending = ui.ending();
            block_on(&ending, async move {
                let mut context = Context::new(ui, &global, env, Arc::new(SystemClock)).await?;
                let progress_targets = context.progress_targets.clone();
                watch(ui, &progress_targets, async |ui: &mut Ui| {
                    regions::run(ui, &mut context, &ask).await
                })
                .await
            })
        }
        Command::Images { command } => images(ui, &global, env, command),
    }
}

/// Runs a command about images. What can be refused without the network is refused first.
fn images(ui: &mut Ui, global: &Global, env: Env, command: ImagesCommand) -> Result<Exit, Failure> {
    let clock = Arc::new(SystemClock);
    let ask = Asked::new(ui, command, global, &*clock)?;
    if ask.help(ui)? {
        return Ok(Exit::Ok);
    }
    let ending = ui.ending();
    block_on(&ending, async move {
        let mut context = Context::new(ui, global, env, clock).await?;
        let progress_targets = context.progress_targets.clone();
        tell_doubts(ui, &context);
        let result = watch(ui, &progress_targets, async |ui: &mut Ui| match &ask {
            Asked::List(ask) => images::list::run(ui, &mut context, ask).await,
            Asked::Latest(ask) => images::latest::run(ui, &mut context, ask).await,
            Asked::Get(ask) => images::get::run(ui, &mut context, ask).await,
        })
        .await;
        // The service may have named regions meanwhile.
        tell_doubts(ui, &context);
        result
    })
}

/// Tells what is odd about the regions to ask.
fn tell_doubts(ui: &Ui, context: &Context) {
    for doubt in context.take_doubts() {
        ui.warn(&doubt);
    }
}

/// Warns of null where the service sent a number.
fn tell_lost_numbers(ui: &Ui, progress_targets: &ProgressTargets) {
    for (target, counts) in progress_targets.snapshots() {
        if counts.lost_numbers {
            let message =
                "a response has a number beyond the range of a 64-bit float; it is read as null";
            let hint = "-vvv shows the response as it was sent".to_owned();
            ui.warn(&Report::warning(message.to_owned(), &target.call()).with_hint(Some(hint)));
        }
    }
}

/// Runs a command that sends requests, with progress and statistics.
async fn watch(
    ui: &mut Ui,
    progress_targets: &ProgressTargets,
    command: impl AsyncFnOnce(&mut Ui) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    let (stderr, shown) = ui.progress();
    let result = progress::during(&stderr, shown, progress_targets, command(ui)).await;
    tell_lost_numbers(ui, progress_targets);
    ui.stats(progress_targets);
    result
}

/// A question about images, its arguments checked.
enum Asked {
    List(images::list::Ask),
    Latest(images::latest::Ask),
    Get(images::get::Ask),
}

impl Asked {
    fn new(
        ui: &Ui,
        command: ImagesCommand,
        global: &Global,
        clock: &dyn Clock,
    ) -> Result<Self, Failure> {
        Ok(match command {
            ImagesCommand::List(args) => {
                Asked::List(images::list::Ask::new(&args, global, ui, clock)?)
            }
            ImagesCommand::Latest(args) => {
                Asked::Latest(images::latest::Ask::new(&args, global, ui, clock)?)
            }
            ImagesCommand::Get(args) => Asked::Get(images::get::Ask::new(&args, global, ui)?),
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        match self {
            Asked::List(ask) => ask.help(ui),
            Asked::Latest(ask) => ask.help(ui),
            Asked::Get(ask) => ask.help(ui),
        }
    }
}

/// Runs a command that a signal may end anywhere.
fn block_on(
    ending: &Ending,
    command: impl Future<Output = Result<Exit, Failure>>,
) -> Result<Exit, Failure> {
    ending.listen()?;
    #[cfg(unix)]
    allow_many_connections();
    block_on_runtime(async {
        tokio::select! {
            result = command => result,
            // What the command has under way ends with it.
            exit = ending.told_with_helper() => Err(Failure::Ended(exit)),
        }
    })
}

/// Takes as many open files as the system gives: each region may have a connection for
/// every request under way, and some systems begin with 256.
#[cfg(unix)]
fn allow_many_connections() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Where it is refused, fewer regions can be asked at once, and the others say so.
    let _ = setrlimit(Resource::Nofile, limit);
}

/// Runs a command on a runtime of this thread.
fn block_on_runtime(command: impl Future<Output = Result<Exit, Failure>>) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failure::outside(error, "cannot start the runtime"))?;
    let result = runtime.block_on(command);
    // A name that is still being looked up has a thread of its own, and nobody
    // waits for its answer any more.
    runtime.shutdown_background();
    result
}

/// Tells what clap has to say: help, the version, or what it refuses.
fn refuse(error: &clap::Error, arguments: &[OsString], env: &Env) -> Exit {
    let shown = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let json = wants_json_errors(arguments, env);
    let ui = if json { Ui::json() } else { Ui::plain() };
    if shown {
        return match help::print(error) {
            Ok(()) => Exit::Ok,
            Err(failure) => ui.failed(&failure),
        };
    }
    // Which of the two it is depends on whether there are flags.
    let with_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if with_help || error.kind() == ErrorKind::MissingSubcommand {
        let exit = ui.failed(&Failure::Usage {
            message: "a subcommand is missing".to_owned(),
            hint: Some("--help lists them".to_owned()),
        });
        if with_help && !json {
            ui.leave_space();
            // Where stderr is closed nobody is there to be told.
            let _ = help::print(error);
        }
        return exit;
    }
    if json {
        let (message, hint) = failure::split_usage(&error.render().to_string());
        return ui.failed(&Failure::Usage { message, hint });
    }
    // As above.
    let _ = help::print(error);
    Exit::Usage
}
