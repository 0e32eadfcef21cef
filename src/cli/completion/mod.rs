//! `cloudq completion`: scripts that know every value that is known without a network.
//!
//! `clap_complete` writes them, but for bash: there its script takes the value of a flag
//! for a command, and offers files wherever it knows nothing.

mod bash;
mod offers;

use clap::Command;
use clap::builder::PossibleValue;
use clap_complete::Shell;

use self::offers::PRINT_PROFILES;
use super::args;
use super::failure::{Exit, Failure};
use super::ui::Ui;

/// The script of a shell.
fn script(shell: Shell) -> String {
    let mut command = args::command();
    if shell == Shell::Bash {
        command.build();
        return bash::script(&command);
    }
    let mut script = Vec::new();
    let mut command = offers::with_values(command);
    clap_complete::generate(shell, &mut command, "cloudq", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Zsh => with_profiles_of_zsh(&script),
        Shell::Fish => with_more_of_fish(&script, &command),
        _ => script,
    }
}

fn with_profiles_of_zsh(script: &str) -> String {
    let function = format!(
        "\
(( $+functions[_cloudq_profiles] )) ||
_cloudq_profiles() {{
    local -a profiles
    profiles=(all ${{(f)\"$({PRINT_PROFILES} 2>/dev/null)\"}})
    compadd -a profiles
}}

"
    );
    let end = "if [ \"$funcstack[1]\" = \"_cloudq\" ]; then";
    script
        .replace(&format!("({})", offers::PROFILES), "_cloudq_profiles")
        .replace(end, &format!("{function}{end}"))
}

/// With the profiles, and with values for arguments that are no flags, which
/// `clap_complete` leaves out.
fn with_more_of_fish(script: &str, command: &Command) -> String {
    let mut lines = Vec::new();
    for group in command.get_subcommands() {
        let place = format!("__fish_cloudq_using_subcommand {}", group.get_name());
        for below in group.get_subcommands() {
            let name = below.get_name();
            let place = format!("{place}; and __fish_seen_subcommand_from {name}");
            lines.extend(fish_arguments(&place, below));
        }
        lines.extend(fish_arguments(&place, group));
    }
    let profiles = format!("\"{}\\t''\"", offers::PROFILES);
    script.replace(
        &profiles,
        &format!("\"all ({PRINT_PROFILES} 2>/dev/null)\""),
    ) + &lines.concat()
}

fn fish_arguments(place: &str, command: &Command) -> Vec<String> {
    let offered = command.get_positionals().filter_map(|arg| {
        let values = arg.get_possible_values();
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let names = names.join(" ");
        (!names.is_empty())
            .then(|| format!("complete -c cloudq -n \"{place}\" -f -a \"{names}\"\n"))
    });
    offered.collect()
}

pub(super) fn run(ui: &mut Ui, shell: Shell) -> Result<Exit, Failure> {
    ui.text(&script(shell))?;
    Ok(Exit::Ok)
}
