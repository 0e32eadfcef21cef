//! Lists that change before each of their pages: over real sockets, however many requests
//! are under way, no image is lost that was there throughout.

use std::collections::HashSet;
use std::sync::Mutex;

use cloudq::sandbox::{Fault, FaultKind};
use serde_json::Value;

use crate::support::{Ended, Service, cloudq, ids};

/// How often a list is read, and how many at once.
const RUNS: usize = 200;
const AT_ONCE: usize = 4;

/// As many as three to five pages hold, by how many are gone.
const IMAGES: usize = 90;

const FORMATS: [&str; 3] = ["ndjson", "json", "id"];
const CONCURRENCIES: [u32; 6] = [1, 2, 4, 8, 16, 32];
const PROVIDERS: [&str; 2] = ["alibaba-ecs", "tencent-ecm"];

/// A service whose lists are its own, and all that they ever hold.
struct Moving {
    service: Service,
    provider: &'static str,
    all: HashSet<String>,
}

impl Moving {
    fn new(seed: usize) -> Self {
        let service = Service::with(|options| {
            options.images = IMAGES;
            options.ecm_rate = None;
            options.seed = seed as u64;
        });
        let provider = PROVIDERS[seed % PROVIDERS.len()];
        let whole = cloudq("images list -o id")
            .env("CLOUDQ_PROVIDER", provider)
            .at(&service)
            .run();
        let all: HashSet<String> = whole.lines().into_iter().collect();
        assert_eq!(all.len(), IMAGES);
        Self {
            service,
            provider,
            all,
        }
    }

    /// Reads the list once, and checks that it came whole.
    fn read(&self, run: usize) -> Ended {
        let format = FORMATS[run % 3];
        let concurrency = CONCURRENCIES[run / 3 % 6];
        // What goes is noted from now on.
        self.service
            .set_faults(vec![Fault::always(FaultKind::ListShifts)]);
        let ended = cloudq("images list --page-size 20 --sort-by none")
            .args(&format!("-o {format} --concurrency {concurrency}"))
            .env("CLOUDQ_PROVIDER", self.provider)
            .at(&self.service)
            .run();
        assert_eq!(ended.code, Some(0), "{ended}");
        let listed = listed(format, &ended.stdout);
        let found: HashSet<&String> = listed.iter().collect();
        assert_eq!(found.len(), listed.len(), "one comes twice: {ended}");
        assert!(found.iter().all(|id| self.all.contains(*id)), "{ended}");
        let missing = self.service.missing().into_iter();
        let missing: HashSet<String> = missing.map(|(_, id)| id).collect();
        let steady = self.all.iter().filter(|id| !missing.contains(*id));
        let lost: Vec<&String> = steady.filter(|id| !found.contains(id)).collect();
        assert!(lost.is_empty(), "run {run} lost {lost:?}: {ended}");
        ended
    }
}

fn listed(format: &str, text: &str) -> Vec<String> {
    let row = |line| serde_json::from_str::<Value>(line).unwrap();
    match format {
        "id" => text.lines().map(str::to_owned).collect(),
        "json" => ids(row(text).as_array().unwrap()),
        _ => ids(&text.lines().map(row).collect::<Vec<Value>>()),
    }
}

#[test]
fn no_image_is_lost_that_was_there_throughout() {
    let warnings = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for worker in 0..AT_ONCE {
            let warnings = &warnings;
            scope.spawn(move || {
                let moving = Moving::new(worker);
                for run in 0..RUNS / AT_ONCE {
                    let ended = moving.read(run);
                    if !ended.stderr.is_empty() {
                        warnings.lock().unwrap().push(ended.stderr);
                    }
                }
            });
        }
    });
    let warnings = warnings.into_inner().unwrap();
    assert!(warnings.len() <= RUNS / 100, "{warnings:#?}");
}
