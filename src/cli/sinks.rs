//! Row sinks: where the images of a search are until they are printed.

use std::collections::{BTreeMap, HashSet};

use super::failure::Failure;
use super::shape::Shape;
use super::ui::Ui;
use crate::engine::{Job, JobId};
use crate::model::Image;
use crate::output::{Column, Format, SortBuffer, SpooledText};

/// Identifies the list of a query. Lists are in the order of accounts, targets and queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListId {
    pub(super) job: JobId,
    /// The query of the job, counted from 0.
    pub(super) query: usize,
}

/// Takes images as they come: the pages of a list in their order, those of several lists in
/// between each other.
pub(super) trait Sink {
    /// Takes note of the lists of an account; none if it cannot be used.
    fn started(&mut self, _account: usize, _lists: &[ListId]) -> Result<(), Failure> {
        Ok(())
    }

    /// Takes the images of a page, never none.
    fn page(&mut self, list: ListId, images: Vec<Image>) -> Result<(), Failure>;

    /// Takes note of the end of a list.
    fn ended(&mut self, _list: ListId, _is_whole: bool) -> Result<(), Failure> {
        Ok(())
    }

    /// Whether nothing more is wanted.
    fn has_enough(&self) -> bool {
        false
    }
}

/// The lists of the jobs of an account.
pub(super) fn lists(account: usize, jobs: &[Job]) -> Vec<ListId> {
    let jobs = jobs.iter().enumerate();
    let of_job = |(number, job): (usize, &Job)| {
        let job_id = JobId { account, number };
        (0..job.plan.queries.len()).map(move |query| ListId { job: job_id, query })
    };
    jobs.flat_map(of_job).collect()
}

/// The lists that are known so far, in their order.
struct Lists<T> {
    /// The accounts whose lists are known.
    started: HashSet<usize>,
    states: BTreeMap<ListId, T>,
}

impl<T> Lists<T> {
    fn new() -> Self {
        Self {
            started: HashSet::new(),
            states: BTreeMap::new(),
        }
    }

    fn start(&mut self, account: usize, lists: &[ListId], state: impl Fn(usize) -> T) {
        self.started.insert(account);
        for list in lists {
            self.states.insert(*list, state(self.states.len()));
        }
    }

    /// Whether no list can come before this one that is not known yet.
    fn is_settled(&self, list: ListId) -> bool {
        (0..list.job.account).all(|account| self.started.contains(&account))
    }

    /// The lists in their order, up to the first that others may still come before.
    fn settled(&self) -> impl Iterator<Item = (ListId, &T)> {
        let states = self.states.iter().map(|(list, state)| (*list, state));
        states.take_while(|(list, _)| self.is_settled(*list))
    }
}

/// Prints images as they come, in the order of lists: images of a list before its turn wait
/// in a file.
pub(super) struct Stream<'a> {
    ui: &'a mut Ui,
    format: Format,
    /// How many more images are wanted.
    left: u64,
    /// How many were printed.
    pub(super) count: u64,
    /// The lists that are not printed to their end.
    lists: Lists<Waiting>,
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
            lists: Lists::new(),
        }
    }

    /// The list whose turn it is.
    fn current(&self) -> Option<ListId> {
        self.lists.settled().next().map(|(list, _)| list)
    }

    /// Prints what waits of the list whose turn it is, and goes on to the next one if it has
    /// ended.
    fn advance(&mut self) -> Result<(), Failure> {
        while let Some(current) = self.current()
            && let Some(waiting) = self.lists.states.get_mut(&current)
        {
            let has_ended = waiting.has_ended;
            let spool = std::mem::take(&mut waiting.spool);
            let lines = self.ui.spooled_lines(spool, self.left)?;
            self.printed(lines)?;
            if !has_ended {
                break;
            }
            self.lists.states.remove(&current);
        }
        Ok(())
    }

    fn printed(&mut self, rows: u64) -> Result<(), Failure> {
        self.count += rows;
        self.left -= rows;
        self.ui.flush()
    }
}

impl Sink for Stream<'_> {
    fn started(&mut self, account: usize, lists: &[ListId]) -> Result<(), Failure> {
        self.lists.start(account, lists, |_| Waiting::default());
        self.advance()
    }

    fn page(&mut self, list: ListId, mut images: Vec<Image>) -> Result<(), Failure> {
        if self.current() == Some(list) {
            images.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.ui.rows(self.format, &images, &[], Shape::default())?;
            return self.printed(images.len() as u64);
        }
        let waiting = self.lists.states.entry(list).or_default();
        self.ui.spool(&mut waiting.spool, self.format, &images, &[])
    }

    fn ended(&mut self, list: ListId, _is_whole: bool) -> Result<(), Failure> {
        self.lists.states.entry(list).or_default().has_ended = true;
        self.advance()
    }

    fn has_enough(&self) -> bool {
        self.left == 0
    }
}

/// Keeps images as text in the order of lists, to be printed once it is known which lists are
/// whole.
pub(super) struct Spools<'a> {
    ui: &'a Ui,
    format: Format,
    columns: &'a [&'static Column<Image>],
    /// For each list its text and the number of its images.
    lists: BTreeMap<ListId, (SpooledText, usize)>,
}

impl<'a> Spools<'a> {
    /// Prepares to keep images in a format of lines.
    pub(super) fn new(ui: &'a Ui, format: Format, columns: &'a [&'static Column<Image>]) -> Self {
        Self {
            ui,
            format,
            columns,
            lists: BTreeMap::new(),
        }
    }

    /// The texts of these jobs, and the number of their images.
    pub(super) fn of_jobs(self, is_wanted: impl Fn(JobId) -> bool) -> (Vec<SpooledText>, usize) {
        let lists = self.lists.into_iter();
        let wanted = lists.filter(|(list, _)| is_wanted(list.job));
        let (spools, counts): (_, Vec<usize>) = wanted.map(|(_, kept)| kept).unzip();
        (spools, counts.iter().sum())
    }
}

impl Sink for Spools<'_> {
    fn page(&mut self, list: ListId, images: Vec<Image>) -> Result<(), Failure> {
        let (spool, count) = self.lists.entry(list).or_default();
        *count += images.len();
        self.ui.spool(spool, self.format, &images, self.columns)
    }
}

/// Keeps images in a buffer, to be sorted.
pub(super) struct Sorted {
    buffer: SortBuffer<Image>,
    /// The number of images that are enough when they are the first ones.
    enough: Option<u64>,
    lists: Lists<Part>,
    failed: HashSet<JobId>,
}

/// A list in the buffer.
struct Part {
    number: usize,
    count: u64,
    has_ended: bool,
}

impl Sorted {
    /// Prepares to put images into a buffer.
    pub(super) fn new(buffer: SortBuffer<Image>, enough: Option<u64>) -> Self {
        Self {
            buffer,
            enough,
            lists: Lists::new(),
            failed: HashSet::new(),
        }
    }

    /// The images of these jobs.
    pub(super) fn of_jobs(self, is_wanted: impl Fn(JobId) -> bool) -> SortBuffer<Image> {
        let mut buffer = self.buffer;
        let lists = self.lists.states.iter();
        let wanted = lists.filter(|(list, _)| is_wanted(list.job));
        let parts: Vec<usize> = wanted.map(|(_, part)| part.number).collect();
        buffer.arrange_parts(&parts);
        buffer
    }
}

impl Sink for Sorted {
    fn started(&mut self, account: usize, lists: &[ListId]) -> Result<(), Failure> {
        self.lists.start(account, lists, |number| Part {
            number,
            count: 0,
            has_ended: false,
        });
        Ok(())
    }

    fn page(&mut self, list: ListId, images: Vec<Image>) -> Result<(), Failure> {
        if let Some(part) = self.lists.states.get_mut(&list) {
            part.count += images.len() as u64;
            self.buffer.put(part.number, &images)?;
        }
        Ok(())
    }

    fn ended(&mut self, list: ListId, is_whole: bool) -> Result<(), Failure> {
        if let Some(part) = self.lists.states.get_mut(&list) {
            part.has_ended = true;
        }
        if !is_whole {
            self.failed.insert(list.job);
        }
        Ok(())
    }

    /// Whether the first lists alone have enough images.
    fn has_enough(&self) -> bool {
        let Some(enough) = self.enough else {
            return false;
        };
        let mut count = 0;
        for (list, part) in self.lists.settled() {
            // The images of a job that failed will not be printed.
            if !self.failed.contains(&list.job) {
                count += part.count;
            }
            if count >= enough || !part.has_ended {
                break;
            }
        }
        count >= enough
    }
}

/// Keeps all images in the order of lists.
#[derive(Default)]
pub(super) struct Collected(BTreeMap<ListId, Vec<Image>>);

impl Collected {
    /// The images of these jobs.
    pub(super) fn of_jobs(self, is_wanted: impl Fn(JobId) -> bool) -> Vec<Image> {
        let lists = self.0.into_iter();
        let wanted = lists.filter(|(list, _)| is_wanted(list.job));
        wanted.flat_map(|(_, images)| images).collect()
    }
}

impl Sink for Collected {
    fn page(&mut self, list: ListId, images: Vec<Image>) -> Result<(), Failure> {
        self.0.entry(list).or_default().extend(images);
        Ok(())
    }
}
