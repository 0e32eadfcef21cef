//! The emulator: how it is started and what points to it, and the profile
//! `sandbox` that starts one inside the program.

pub(crate) mod run;
pub(crate) mod serve;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use crate::cli::args::EmulatorArgs;
use crate::cli::failure::Failure;
use crate::cli::ui::Ui;
use crate::clock::Clock;
use crate::clouds::PROVIDERS;
use crate::config::{BuiltIn, Config};
use crate::machine::files::{read_bytes, text};
use crate::request::Endpoint;
use crate::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, Data, Fault, FaultKind, Options, REGIONS, Sandbox,
};
use crate::secret::Secret;
use crate::sign::Credentials;

/// The largest file of `--data`, in bytes.
const LARGEST_DATA: u64 = 64 << 20;

/// Starts an emulator if the profile `sandbox` is among those chosen.
pub(crate) async fn with_sandbox(
    config: Config,
    clock: &Arc<dyn Clock>,
) -> Result<(Config, Option<Sandbox>), Failure> {
    if !config.wants_sandbox() {
        return Ok((config, None));
    }
    let sandbox = start(options(clock)).await?;
    let built_in = built_in(sandbox.address());
    Ok((config.with_sandbox(built_in), Some(sandbox)))
}

/// What the profile `sandbox` stands for, for who only looks at it: nothing is
/// started, and port 0 stands for any free one.
pub(crate) fn without_start(config: Config) -> Config {
    config.with_sandbox(built_in(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))))
}

fn built_in(address: SocketAddr) -> BuiltIn {
    BuiltIn {
        provider: PROVIDERS[0].facts().id,
        endpoint: Endpoint::new(false, address.to_string()),
        credentials: Credentials {
            id: ACCESS_KEY_ID.to_owned(),
            secret: Secret::new(ACCESS_KEY_SECRET),
            token: None,
        },
        region: REGIONS[0].to_owned(),
    }
}

/// What points this program and each vendor's own tools to the emulator.
pub(crate) fn variables(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let mut variables = vec![
        ("CLOUDQ_ENDPOINT", sandbox.endpoint()),
        ("CLOUDQ_REGION", REGIONS[0].to_owned()),
        ("CLOUDQ_STS_ENDPOINT", sandbox.endpoint()),
        ("CLOUDQ_METADATA_ENDPOINT", sandbox.endpoint()),
    ];
    for provider in PROVIDERS.iter() {
        let facts = provider.facts();
        let keys = facts.variables().keys.first();
        let id = keys.and_then(|key| key.id.first());
        let secret = keys.and_then(|key| key.secret.first());
        let region = facts.variables().region.first().filter(|_| facts.regional);
        for (name, value) in [
            (id, ACCESS_KEY_ID),
            (secret, ACCESS_KEY_SECRET),
            (region, REGIONS[0]),
        ] {
            // Services of one vendor share their variables.
            if let Some(name) = name
                && !variables.iter().any(|(known, _)| known == name)
            {
                variables.push((name, value.to_owned()));
            }
        }
    }
    variables
}

/// What the flags say of an emulator.
pub(crate) fn options_of(args: &EmulatorArgs, clock: &Arc<dyn Clock>) -> Result<Options, Failure> {
    let faults: Result<Vec<Fault>, _> = args.fault.iter().map(|text| text.parse()).collect();
    let data = match &args.data {
        None => None,
        Some(path) => {
            let name = path.display();
            let refuse = |why: String| Failure::value("--data", format!("{name}: {why}"));
            let bytes = read_bytes(path, LARGEST_DATA).map_err(refuse)?;
            let text = text(bytes.into()).map_err(|why| refuse(why.to_owned()))?;
            let data = Data::parse(&text).map_err(|error| refuse(error.to_string()))?;
            Some(data)
        }
    };
    Ok(Options {
        images: args.images,
        seed: args.seed,
        latency: Duration::from_millis(args.latency),
        faults: faults.map_err(|error| Failure::value("--fault", error))?,
        data,
        key_lifetime: args.key_lifetime,
        metadata_v2_only: args.metadata_v2_only,
        ..options(clock)
    })
}

/// Prints the faults there are, if that is all that is asked.
pub(crate) fn fault_help(ui: &mut Ui, args: &EmulatorArgs) -> Result<bool, Failure> {
    let asked = args.fault.iter().any(|fault| fault == "help");
    if asked {
        for kind in FaultKind::all() {
            ui.text(&format!("{:<22}{}\n", kind.name(), kind.about()))?;
        }
    }
    Ok(asked)
}

fn options(clock: &Arc<dyn Clock>) -> Options {
    let clock = Arc::clone(clock);
    Options::new(Arc::new(move || clock.now().as_second()))
}

pub(crate) async fn start(options: Options) -> Result<Sandbox, Failure> {
    let address = options.listen;
    let started = Sandbox::start(options).await;
    started.map_err(|error| {
        Failure::Listen(format!("the sandbox cannot listen on {address}: {error}"))
    })
}
