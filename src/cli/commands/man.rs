//! `cloudq man`: the manual, made of the help.

use std::fs;
use std::io;
use std::path::Path;

use clap::builder::Resettable;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::cli::args::command;
use crate::cli::failure::{Exit, Failure};
use crate::cli::help;
use crate::cli::topics::{self, Topic};
use crate::cli::ui::Ui;

/// What stands in the middle of a page's first line.
const MANUAL: &str = "cloudq manual";

/// An empty date would be left out, and what follows take its place.
const NO_DATE: &str = " ";

/// A page and the name of its file.
struct Page {
    file: String,
    roff: Vec<u8>,
}

pub(crate) fn run(ui: &mut Ui, folder: Option<&Path>) -> Result<Exit, Failure> {
    let mut root = help::full(command());
    root.build();
    let Some(folder) = folder else {
        ui.text(&String::from_utf8_lossy(&of_command(root)?.roff))?;
        return Ok(Exit::Ok);
    };
    let pages = all(root)?;
    for page in &pages {
        let path = folder.join(&page.file);
        fs::write(&path, &page.roff).map_err(|error| {
            let context = match error.kind() {
                io::ErrorKind::NotFound => format!(
                    "cannot write {}: make the folder {} first",
                    path.display(),
                    folder.display()
                ),
                _ => format!("cannot write {}", path.display()),
            };
            Failure::Other(anyhow::Error::new(error).context(context))
        })?;
    }
    ui.note(&format!(
        "wrote {} pages into {}, from cloudq.1 on",
        pages.len(),
        folder.display()
    ));
    Ok(Exit::Ok)
}

/// The pages of all commands, and then of the topics.
fn all(root: clap::Command) -> io::Result<Vec<Page>> {
    fn walk(command: clap::Command, pages: &mut Vec<Page>) -> io::Result<()> {
        let below: Vec<clap::Command> = command.get_subcommands().cloned().collect();
        pages.push(of_command(command)?);
        for command in below {
            walk(command, pages)?;
        }
        Ok(())
    }
    let mut pages = Vec::new();
    walk(root, &mut pages)?;
    for topic in &topics::ALL {
        pages.push(of_topic(topic)?);
    }
    Ok(pages)
}

fn of_command(mut command: clap::Command) -> io::Result<Page> {
    let usage = command.render_usage().to_string();
    let below = command.get_after_help().cloned().unwrap_or_default();
    let name = command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
        .to_owned();
    let command = command
        .override_usage(usage.trim_start_matches("Usage: ").to_owned())
        .after_help(Resettable::Reset);
    let mut roff = Vec::new();
    Man::new(command)
        .date(NO_DATE)
        .source(source())
        .manual(MANUAL)
        .render(&mut roff)?;
    let mut rest = Roff::new();
    text(&mut rest, &below.to_string());
    if name != "cloudq" {
        see(&mut rest, &["cloudq".to_owned()]);
    }
    rest.to_writer(&mut roff)?;
    let file = format!("{name}.1");
    Ok(Page { file, roff })
}

fn of_topic(topic: &Topic) -> io::Result<Page> {
    let name = format!("cloudq-help-{}", topic.name);
    let mut roff = Roff::new();
    roff.control("TH", [name.as_str(), "1", NO_DATE, &source(), MANUAL]);
    roff.control("SH", ["NAME"]);
    roff.text([roman(format!("{name} - {}", topic.about))]);
    roff.control("SH", ["DESCRIPTION"]);
    text(&mut roff, &topic.body());
    let others = topics::ALL.iter().filter(|other| other.name != topic.name);
    let mut pages = vec!["cloudq".to_owned()];
    pages.extend(others.map(|other| format!("cloudq-help-{}", other.name)));
    see(&mut roff, &pages);
    let mut page = Vec::new();
    roff.to_writer(&mut page)?;
    let file = format!("{name}.1");
    Ok(Page { file, roff: page })
}

/// The program and its version, at the foot of a page.
fn source() -> String {
    format!("cloudq {}", env!("CARGO_PKG_VERSION"))
}

/// Sections with lines of their own, and paragraphs.
fn text(roff: &mut Roff, text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    let is_set = |at: usize| lines.get(at).is_some_and(|line| line.starts_with(' '));
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.is_empty());
    let mut fixed = false;
    for (at, line) in lines.iter().enumerate() {
        if fixed && !is_set(at) {
            roff.control("fi", []);
            fixed = false;
        }
        let starts = at == 0 || is_blank(at - 1);
        match line.strip_suffix(':') {
            Some("Examples") => {
                roff.control("SH", ["EXAMPLES"]);
            }
            Some(heading) if starts && is_set(at + 1) && !heading.starts_with(' ') => {
                roff.control("SS", [heading]);
            }
            _ if line.is_empty() => {
                // A heading begins a paragraph by itself.
                let heads = lines.get(at + 1).is_some_and(|next| next.ends_with(':'));
                if !heads && !is_blank(at + 1) {
                    roff.control("PP", []);
                }
            }
            _ => {
                if !fixed && is_set(at) {
                    roff.control("nf", []);
                    fixed = true;
                }
                roff.text([roman(*line)]);
            }
        }
    }
    if fixed {
        roff.control("fi", []);
    }
}

/// The other pages.
fn see(roff: &mut Roff, pages: &[String]) {
    roff.control("SH", ["SEE ALSO"]);
    let mut line = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let comma = if at + 1 < pages.len() { ", " } else { "" };
        line.extend([bold(page.as_str()), roman(format!("(1){comma}"))]);
    }
    roff.text(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_lines_and_its_quotes() {
        let mut roff = Roff::new();
        text(
            &mut roff,
            "A paragraph of\ntwo lines.\n\nList:\n  .first 'x' \\n -a\n\n  second\n\nExamples:\n  run\n",
        );
        let mut page = Vec::new();
        roff.to_writer(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        let (_, text) = page.split_once("A paragraph").unwrap();
        assert_eq!(
            text,
            " of\ntwo lines.\n.SS List\n.nf\n  .first \\*(Aqx\\*(Aq \\\\n \\-a\n.fi\n.PP\n.nf\n  second\n\
             .fi\n.SH EXAMPLES\n.nf\n  run\n.fi\n"
        );
    }
}
