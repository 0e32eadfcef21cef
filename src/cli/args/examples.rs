//! The examples in the help of each command. Each line is one that a shell can run;
//! a test runs them all against the emulator.

use crate::clouds;

/// What stands below the flags.
pub(super) struct Examples {
    short: &'static str,
    full: &'static str,
}

impl Examples {
    /// In the short help: the first examples, and where the rest is.
    pub(super) fn short(&self) -> String {
        with_names(self.short)
    }

    /// In the full help: all of them.
    pub(super) fn full(&self) -> String {
        with_names(self.full)
    }
}

/// The text with the names of this build's providers: `FIRST` stands for the id of the first, and
/// `OTHER` for the alias of the first one of another cloud.
fn with_names(text: &str) -> String {
    let mut facts = clouds::PROVIDERS.iter().map(|provider| provider.facts());
    // The words stay where there is no provider to try.
    let (mut first, mut other) = ("FIRST", "OTHER");
    if let Some(known) = facts.next() {
        let another = facts.find(|facts| facts.vendor() != known.vendor());
        (first, other) = (known.id, another.unwrap_or(known).alias);
    }
    text.replace("FIRST", first).replace("OTHER", other)
}

/// The heading, in the colours of clap's own.
macro_rules! heading {
    () => {
        "\u{1b}[1m\u{1b}[32mExamples:\u{1b}[0m"
    };
}

macro_rules! examples {
    ($name:ident: $($first:literal)+; $($more:literal)*) => {
        pub(super) const $name: Examples = Examples {
            short: concat!(heading!(), $("\n  ", $first,)+ "\nAll flags: --help"),
            full: concat!(heading!(), $("\n  ", $first,)+ $("\n  ", $more,)*),
        };
    };
}

examples!(CLOUDQ:
    "cloudq -p sandbox images list             # try it without an account"
    "cloudq images list -r all --name 'web-*'  # every region at once"
    "ID=$(cloudq images latest --family web)   # the newest image, for a script"
    ;
    "cloudq auth check                         # is the key good?"
    "cloudq help filters                       # one of the topics of `cloudq help`"
);

examples!(IMAGES:
    "cloudq images list --name 'web-*'"
    "cloudq images latest --family web"
    ;
    "cloudq images get m-bp1oe7s7c43dnsq7zzhq"
);

examples!(LIST:
    "cloudq images list --name 'web-*' -r all"
    "cloudq images list --owner self --created-after 90d -o json"
    ;
    "cloudq images list --owner system --platform ubuntu -a x86_64"
    "cloudq images list --where 'size_gib > 20' --where 'name !~ ^test'"
    "cloudq images list --tag env=prod -c id,name,created"
    "cloudq images list --sort-by name --limit 5 -o tsv --no-header"
    "cloudq images list --created-before 365d --owner self -o id --fail-empty"
    "cloudq images list --family web --explain      # who decides on what?"
    "cloudq images list --provider OTHER --name 'web-*'"
);

examples!(LATEST:
    "ID=$(cloudq images latest --family web)          # the bare id, for a script"
    "cloudq images latest --family web -r all -o map  # region to id, as JSON"
    ;
    "cloudq images latest --family web --skip 1       # the one before"
    "cloudq images latest --name 'web-*' --count 3"
    "cloudq images latest --owner system --platform ubuntu -a x86_64"
    "cloudq images latest --family web --max-age 30d || echo 'time to build'"
);

examples!(GET:
    "cloudq images get m-bp1oe7s7c43dnsq7zzhq -o json"
    "cloudq images list --owner self -o id | cloudq images get -"
    ;
    "cloudq images get m-bp1oe7s7c43dnsq7zzhq --raw -o json"
);

examples!(REGIONS:
    "cloudq regions"
    "cloudq regions -o id"
    ;
    "cloudq regions -c id,endpoint -o csv"
);

examples!(PROFILES:
    "cloudq profiles"
    "cloudq profiles -o json"
    ;
);

examples!(CHECK:
    "cloudq auth check"
    "cloudq auth check -p sandbox -o json"
    ;
);

examples!(PROVIDERS:
    "cloudq providers"
    "cloudq providers show OTHER"
    ;
);

examples!(SHOW_PROVIDER:
    "cloudq providers show OTHER"
    "cloudq providers show FIRST -o json"
    ;
);

examples!(CONFIG:
    "cloudq config init"
    "cloudq config show"
    ;
    "cloudq config validate"
);

examples!(CONFIG_PATH:
    "cloudq config path"
    "\"${EDITOR:-vi}\" \"$(cloudq config path)\""
    ;
);

examples!(CONFIG_SHOW:
    "cloudq config show"
    "cloudq config show -p sandbox -o json"
    ;
    "cloudq config show --request-timeout 5s  # who wins?"
);

examples!(CONFIG_VALIDATE:
    "cloudq config validate"
    "cloudq config validate --config ./config.toml"
    ;
);

examples!(CONFIG_INIT:
    "cloudq config init"
    "cloudq config init --no-input --config ./new.toml"
    ;
);

#[cfg(feature = "sandbox")]
examples!(SANDBOX:
    "cloudq sandbox run -- cloudq images list"
    "cloudq sandbox serve >sandbox.env &"
    ;
);

#[cfg(feature = "sandbox")]
examples!(SERVE:
    "cloudq sandbox serve >sandbox.env &  # then: set -a; . ./sandbox.env"
    "cloudq sandbox serve --images 500 --latency 40 >sandbox.env &"
    ;
    "cloudq sandbox serve --fault throttle:2 >sandbox.env &"
    "cloudq sandbox serve --fault help"
);

#[cfg(feature = "sandbox")]
examples!(RUN:
    "cloudq sandbox run -- cloudq images latest --family web"
    "cloudq sandbox run --fault throttle:2 -- cloudq images list"
    ;
    "cloudq sandbox run --images 1000 -- sh -c 'cloudq images list -o id | wc -l'"
);

examples!(COMPLETION:
    "cloudq completion bash >~/.local/share/bash-completion/completions/cloudq"
    "cloudq completion fish >~/.config/fish/completions/cloudq.fish"
    ;
    "cloudq completion zsh >~/.zfunc/_cloudq  # a folder in $fpath"
);

examples!(MAN:
    "cloudq man >cloudq.1"
    "cloudq man ~/.local/share/man/man1"
    ;
);

examples!(SCHEMA:
    "cloudq schema"
    "cloudq schema config >cloudq.schema.json"
    ;
);

examples!(HELP:
    "cloudq help filters"
    "cloudq help images latest"
    ;
);
