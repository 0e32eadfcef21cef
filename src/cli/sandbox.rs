//! `cloudq sandbox`, and the profile `sandbox` that starts one inside the program.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use super::args::ServeArgs;
use super::failure::{Exit, Failure};
use super::ui::Ui;
use crate::clock::Clock;
use crate::config::{BuiltIn, Config};
use crate::error::{Call, Error, TransportFailure, TransportKind};
use crate::provider::PROVIDERS;
use crate::request::Endpoint;
use crate::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Options, REGIONS, Sandbox};
use crate::secret::Secret;
use crate::sign::Credentials;

/// Starts an emulator if the profile `sandbox` is among those chosen.
pub(super) async fn with_sandbox(
    config: Config,
    clock: &Arc<dyn Clock>,
) -> Result<(Config, Option<Sandbox>), Failure> {
    if !config.wants_sandbox() {
        return Ok((config, None));
    }
    let sandbox = start(options(clock)).await?;
    let built_in = BuiltIn {
        provider: PROVIDERS[0].facts().id,
        endpoint: Endpoint {
            https: false,
            authority: sandbox.address().to_string(),
        },
        credentials: Credentials {
            id: ACCESS_KEY_ID.to_owned(),
            secret: Secret::new(ACCESS_KEY_SECRET),
            token: None,
        },
        region: REGIONS[0].to_owned(),
    };
    Ok((config.with_sandbox(built_in), Some(sandbox)))
}

/// `sandbox serve`: prints what points to it, then serves until a signal.
pub(super) async fn serve(
    ui: &mut Ui,
    args: &ServeArgs,
    clock: Arc<dyn Clock>,
) -> Result<Exit, Failure> {
    let sandbox = start(Options {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, args.port)),
        images: args.images,
        seed: args.seed,
        latency: Duration::from_millis(args.latency),
        faults: args.fault.clone(),
        ..options(&clock)
    })
    .await?;
    for (name, value) in variables(&sandbox) {
        ui.text(&format!("{name}={value}\n"))?;
    }
    // It listens already: who reads this may begin.
    ui.flush()?;
    std::future::pending().await
}

/// What points this program and each vendor's own tools to the emulator.
fn variables(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let mut variables = vec![
        ("CLOUDQ_ENDPOINT", sandbox.endpoint()),
        ("CLOUDQ_REGION", REGIONS[0].to_owned()),
    ];
    for provider in PROVIDERS {
        let facts = provider.facts();
        let keys = facts.variables.keys.first();
        let id = keys.and_then(|key| key.id.first());
        let secret = keys.and_then(|key| key.secret.first());
        let region = facts.variables.region.first().filter(|_| facts.regional);
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

fn options(clock: &Arc<dyn Clock>) -> Options {
    let clock = Arc::clone(clock);
    Options::new(Arc::new(move || clock.now().as_second()))
}

async fn start(options: Options) -> Result<Sandbox, Failure> {
    let address = options.listen;
    Sandbox::start(options).await.map_err(|error| {
        let message = format!("the sandbox cannot listen on {address}: {error}");
        let failure = TransportFailure {
            kind: TransportKind::Connect,
            message,
        };
        Failure::Library(Error::Transport {
            call: Box::new(Call::default()),
            failure,
        })
    })
}
