//! Where the rows of a list are until they are printed.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use super::failure::Failure;
use super::ui::Ui;
use crate::engine::{Part, Sink};
use crate::model::Image;
use crate::output::{Column, Format, SortBuffer, SpooledText};

/// Parts of an account have numbers from a multiple of this on, and so have its jobs.
pub(super) const SECTION: usize = 1 << 20;

/// A sink for all accounts, each of which is read by itself.
pub(super) trait Sections: Sink {
    /// Is told that no more parts of an account will come.
    fn end_section(&mut self, _account: usize) {}

    /// Whether nothing more is wanted.
    fn has_enough(&self) -> bool {
        false
    }
}

/// The place of one account in such a sink.
pub(super) struct Section<'a, 's, S> {
    pub(super) sink: &'a RefCell<&'s mut S>,
    pub(super) account: usize,
}

impl<S> Section<'_, '_, S> {
    fn place(&self, part: Part) -> Part {
        Part {
            job: self.account * SECTION + part.job,
            number: self.account * SECTION + part.number,
        }
    }
}

impl<S: Sink> Sink for Section<'_, '_, S> {
    fn rows(&mut self, part: Part, rows: Vec<Image>) -> ControlFlow<()> {
        self.sink.borrow_mut().rows(self.place(part), rows)
    }

    fn end(&mut self, part: Part, is_whole: bool) -> ControlFlow<()> {
        self.sink.borrow_mut().end(self.place(part), is_whole)
    }
}

/// Prints rows as they come, in the order of parts: what comes before its turn
/// waits in a file.
pub(super) struct Stream<'a> {
    ui: &'a mut Ui,
    format: Format,
    /// How many more rows are wanted.
    left: u64,
    /// How many were printed.
    pub(super) count: u64,
    /// The part whose turn it is.
    current: usize,
    waiting: BTreeMap<usize, Waiting>,
    /// Accounts of which no more parts will come.
    ended: HashSet<usize>,
    /// Why printing ended early.
    pub(super) failure: Option<Failure>,
}

#[derive(Default)]
struct Waiting {
    spool: SpooledText,
    has_ended: bool,
}

impl<'a> Stream<'a> {
    /// Prepares to print lines, so many at most.
    pub(super) fn new(ui: &'a mut Ui, format: Format, most: Option<u64>) -> Self {
        Self {
            ui,
            format,
            left: most.unwrap_or(u64::MAX),
            count: 0,
            current: 0,
            waiting: BTreeMap::new(),
            ended: HashSet::new(),
            failure: None,
        }
    }

    fn take(&mut self, part: Part, mut rows: Vec<Image>) -> Result<(), Failure> {
        if part.number != self.current {
            let waiting = self.waiting.entry(part.number).or_default();
            return self.ui.spool(&mut waiting.spool, self.format, &rows, &[]);
        }
        rows.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.ui.rows(self.format, &rows, &[], false)?;
        self.printed(rows.len() as u64)
    }

    /// Goes on to the part whose turn it is. The next ones may have ended already; of
    /// one that has not, what is there can go.
    fn advance(&mut self) -> Result<(), Failure> {
        loop {
            let account = self.current / SECTION;
            match self.waiting.get(&self.current) {
                Some(waiting) if waiting.has_ended => {
                    self.waiting.remove(&self.current);
                    self.current += 1;
                }
                None if self.ended.contains(&account) => self.current = (account + 1) * SECTION,
                _ => return Ok(()),
            }
            if let Some(waiting) = self.waiting.get_mut(&self.current) {
                let spool = std::mem::take(&mut waiting.spool);
                let lines = self.ui.spooled_lines(spool, self.left)?;
                self.printed(lines)?;
            }
        }
    }

    fn printed(&mut self, rows: u64) -> Result<(), Failure> {
        self.count += rows;
        self.left -= rows;
        self.ui.flush()
    }

    fn go_on(&mut self, result: Result<(), Failure>) -> ControlFlow<()> {
        match result {
            Ok(()) if self.left > 0 => ControlFlow::Continue(()),
            Ok(()) => ControlFlow::Break(()),
            Err(failure) => {
                self.failure = Some(failure);
                ControlFlow::Break(())
            }
        }
    }
}

impl Sink for Stream<'_> {
    fn rows(&mut self, part: Part, rows: Vec<Image>) -> ControlFlow<()> {
        let result = self.take(part, rows);
        self.go_on(result)
    }

    fn end(&mut self, part: Part, _: bool) -> ControlFlow<()> {
        self.waiting.entry(part.number).or_default().has_ended = true;
        let result = self.advance();
        self.go_on(result)
    }
}

impl Sections for Stream<'_> {
    fn end_section(&mut self, account: usize) {
        self.ended.insert(account);
        if let Err(failure) = self.advance() {
            self.failure = Some(failure);
        }
    }

    fn has_enough(&self) -> bool {
        self.left == 0 || self.failure.is_some()
    }
}

/// Rows in the order in which the service gave them, to be printed once it is known
/// which jobs are whole.
pub(super) struct Spools<'a> {
    ui: &'a Ui,
    format: Format,
    columns: &'a [&'static Column<Image>],
    parts: BTreeMap<usize, SpooledPart>,
    pub(super) failure: Option<Failure>,
}

struct SpooledPart {
    job: usize,
    spool: SpooledText,
    count: usize,
}

impl<'a> Spools<'a> {
    /// Prepares to keep rows in a format of lines.
    pub(super) fn new(ui: &'a Ui, format: Format, columns: &'a [&'static Column<Image>]) -> Self {
        Self {
            ui,
            format,
            columns,
            parts: BTreeMap::new(),
            failure: None,
        }
    }

    /// The texts of these jobs, and how many rows they are.
    pub(super) fn of_jobs(self, is_wanted: impl Fn(usize) -> bool) -> (Vec<SpooledText>, usize) {
        let parts = self.parts.into_values();
        let wanted = parts.filter(|part| is_wanted(part.job));
        let (spools, counts): (_, Vec<usize>) = wanted.map(|part| (part.spool, part.count)).unzip();
        (spools, counts.iter().sum())
    }
}

impl Sink for Spools<'_> {
    fn rows(&mut self, part: Part, rows: Vec<Image>) -> ControlFlow<()> {
        let spooled = self
            .parts
            .entry(part.number)
            .or_insert_with(|| SpooledPart {
                job: part.job,
                spool: SpooledText::default(),
                count: 0,
            });
        spooled.count += rows.len();
        let put = self
            .ui
            .spool(&mut spooled.spool, self.format, &rows, self.columns);
        stop_on(put, &mut self.failure)
    }
}

impl Sections for Spools<'_> {
    fn has_enough(&self) -> bool {
        self.failure.is_some()
    }
}

/// Rows to be sorted.
pub(super) struct Sorted {
    buffer: SortBuffer<Image>,
    /// Rows that are enough when they are the first ones.
    enough: Option<u64>,
    parts: BTreeMap<usize, OnShelf>,
    /// Jobs of which a part failed, and accounts of which no more parts will come.
    failed: HashSet<usize>,
    ended: HashSet<usize>,
    pub(super) failure: Option<Failure>,
}

/// A part of what is in the buffer.
#[derive(Default)]
struct OnShelf {
    job: usize,
    count: u64,
    has_ended: bool,
}

impl Sorted {
    /// Prepares to put rows into a buffer.
    pub(super) fn new(buffer: SortBuffer<Image>, enough: Option<u64>) -> Self {
        Self {
            buffer,
            enough,
            parts: BTreeMap::new(),
            failed: HashSet::new(),
            ended: HashSet::new(),
            failure: None,
        }
    }

    /// Whether the first parts alone have enough rows.
    fn is_enough(&self, enough: u64) -> bool {
        let (mut rows, mut number) = (0, 0);
        while rows < enough {
            let account = number / SECTION;
            match self.parts.get(&number) {
                Some(part) => {
                    // The rows of a job that failed will not be printed.
                    if !self.failed.contains(&part.job) {
                        rows += part.count;
                    }
                    number += 1;
                    if !part.has_ended {
                        break;
                    }
                }
                None if self.ended.contains(&account) => number = (account + 1) * SECTION,
                None => break,
            }
        }
        rows >= enough
    }

    fn go_on(&self) -> ControlFlow<()> {
        if self.has_enough() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// The rows of these jobs.
    pub(super) fn of_jobs(self, is_wanted: impl Fn(usize) -> bool) -> SortBuffer<Image> {
        let Self {
            mut buffer, parts, ..
        } = self;
        buffer.keep_parts(|part| parts.get(&part).is_some_and(|part| is_wanted(part.job)));
        buffer
    }

    fn part(&mut self, part: Part) -> &mut OnShelf {
        let on_shelf = self.parts.entry(part.number).or_default();
        on_shelf.job = part.job;
        on_shelf
    }
}

impl Sink for Sorted {
    fn rows(&mut self, part: Part, rows: Vec<Image>) -> ControlFlow<()> {
        self.part(part).count += rows.len() as u64;
        let put = self.buffer.put(part.number, &rows).map_err(Failure::from);
        stop_on(put, &mut self.failure)?;
        self.go_on()
    }

    fn end(&mut self, part: Part, is_whole: bool) -> ControlFlow<()> {
        self.part(part).has_ended = true;
        if !is_whole {
            self.failed.insert(part.job);
        }
        self.go_on()
    }
}

impl Sections for Sorted {
    fn end_section(&mut self, account: usize) {
        self.ended.insert(account);
    }

    fn has_enough(&self) -> bool {
        let is_enough = self.enough.is_some_and(|enough| self.is_enough(enough));
        is_enough || self.failure.is_some()
    }
}

fn stop_on(result: Result<(), Failure>, failure: &mut Option<Failure>) -> ControlFlow<()> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            *failure = Some(error);
            ControlFlow::Break(())
        }
    }
}
