//! Checks that `images latest` prints several images only if the command line asks for them.

use super::args::Global;
use super::context::Context;
use super::failure::Failure;

/// The regions and profiles that the command line itself names.
pub(super) struct Typed {
    several_regions: bool,
    profiles: bool,
    /// Whether `-o` is given. `CLOUDQ_OUTPUT` does not count: it is not set for this command alone.
    format: bool,
}

impl Typed {
    pub(super) fn new(global: &Global) -> Self {
        Self {
            several_regions: global.names_several_regions(),
            profiles: global.names_profiles(),
            format: global.output.is_some(),
        }
    }

    /// Refuses a table where a script expects one id: several places that the
    /// configuration and the environment alone name, and no `-o`.
    pub(super) fn check(&self, context: &Context) -> Result<(), Failure> {
        let is_typed = self.several_regions || (self.profiles && context.has_several_profiles());
        if is_typed || self.format || !context.is_several() {
            return Ok(());
        }
        let (names, flags) = match context.names_several() {
            Some((origin, "profiles")) => (
                format!("{origin} names several profiles"),
                "-p NAME (and -r ID)",
            ),
            Some((origin, what)) => (format!("{origin} names several {what}"), "-r ID"),
            None => (
                "several places are chosen".to_owned(),
                "-r ID (and -p NAME)",
            ),
        };
        Err(Failure::Usage {
            message: format!("`images latest` prints one id, but {names}"),
            hint: Some(format!(
                "choose one with {flags}, or a format for several with -o, such as `-o table` or \
                 `-o map`"
            )),
        })
    }
}
