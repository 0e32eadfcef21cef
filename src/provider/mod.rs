//! What a cloud is to the rest of the program.
//!
//! A provider is pure: requests out, bytes in. It does no I/O, reads no clock
//! and is not `async`, so all of it is tested without a server.

use jiff::civil::Date;

use crate::credentials::Variables;
use crate::error::{ApiFailure, DecodeError};
use crate::http::{ApiConventions, Response};
use crate::model::{Filter, FilterKind, Image, Region};
use crate::request::{Endpoint, Params, Request};
use crate::sign::Authorize;

pub(crate) mod bounds;
mod cloud;
mod place;
pub(crate) mod repair;

pub use cloud::{Cloud, CloudFacts, VendorCli};
pub use place::{Options, Place, ServiceOption};

/// A cloud's image service.
pub trait Provider: Send + Sync {
    /// What never changes about it.
    fn facts(&self) -> &'static Facts;

    /// Its scheme of that name, as the `signature` setting gives it; `None`
    /// when it has none such. All names are in [`Facts::signatures`].
    fn authorizer(&self, name: &str) -> Option<&'static dyn Authorize>;

    /// The service's address for a region, unless the user gives another.
    fn endpoint(&self, region: &str) -> Endpoint;

    /// The service's address inside the cloud's own network, `{region}` in it the region;
    /// `None` where there is none for every region.
    fn inner_endpoint(&self) -> Option<Endpoint> {
        None
    }

    /// How it meets a condition. What no row shows ([`FilterKind::is_visible`])
    /// is [`Support::Exact`] or [`Support::Unsupported`].
    fn support(&self, kind: FilterKind) -> Support;

    /// Why the service would refuse these parameters together; `None` when it
    /// would not. Limits on the value of one condition belong to its [`Encode`].
    /// None is refused unless a provider says so.
    fn refuses(&self, _query: &Params) -> Option<String> {
        None
    }

    /// The listing of all images that meet the pushed parameters.
    fn images(&self, place: &Place, pushed: &Params) -> Box<dyn Listing<Image>>;

    /// The one call that resolves the newest image of a family, where there is
    /// one and it knows families of that name. It lists one image or none.
    fn newest_of_family(&self, _place: &Place, _family: &str) -> Option<Box<dyn Listing<Image>>> {
        None
    }

    /// The listing of the regions it offers; `None` when it is not
    /// [`Facts::regional`]. The place's region does not matter.
    fn regions(&self, _place: &Place) -> Option<Box<dyn Listing<Region>>> {
        None
    }

    /// What an answer refuses; `None` when it is an answer. Asked on status 200
    /// too, as some clouds report errors there.
    fn failure(&self, response: &Response) -> Option<ApiFailure>;
}

/// What never changes about a provider.
#[derive(Debug)]
pub struct Facts {
    /// Its id, such as `alibaba-ecs`.
    pub id: &'static str,
    /// The short name that `--provider` takes too.
    pub alias: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The keys that its profiles have beside those of all profiles.
    pub options: &'static [ServiceOption],
    /// The cloud whose service it is.
    pub cloud: &'static dyn Cloud,
    /// The product's name in permissions and signature scopes: with `ecs` an
    /// operation needs the permission `ecs:Operation`.
    pub service: &'static str,
    /// Its signature schemes by name, the default first.
    pub signatures: &'static [&'static str],
    /// The largest page it gives; `None` where a list comes whole.
    pub page_size: Option<u32>,
    /// The members of images that a table shows: those that people tell them
    /// apart by, and that its answers fill.
    pub table: &'static [&'static str],
    /// Whether a list is of one region. If not, one call lists them all.
    pub regional: bool,
    /// A region that every account may ask, for questions that any of them answers;
    /// empty where it is not regional.
    pub any_region: &'static str,
    /// The ids of the regions it had when they were looked up, sorted; empty where it
    /// is not regional. For suggestions only: which regions there are, and whether one
    /// may be asked, is for the service to say.
    pub known_regions: &'static [&'static str],
    /// How the names of the cloud's own families begin, where all begin in one way.
    pub own_families: Option<&'static str>,
    /// What tells that an image is newer than another.
    pub recency: Recency,
    /// How it behaves around its API.
    pub conventions: &'static ApiConventions,
}

impl Facts {
    /// The id of its cloud, such as `alibaba`.
    pub fn vendor(&self) -> &'static str {
        self.cloud.facts().id
    }

    /// The environment variables that its cloud's own tools read.
    pub fn variables(&self) -> &'static Variables {
        &self.cloud.facts().variables
    }

    /// What to say of regions where it is not [`Facts::regional`].
    pub fn no_regions(&self) -> String {
        format!("{} has no regions to choose from", self.title)
    }
}

/// What tells that an image is newer than another.
#[derive(Debug, Clone, Copy)]
pub enum Recency {
    /// The time it was created.
    Created,
    /// There is no such time: what can be read in the image's id.
    AgeHints(fn(&Image) -> AgeHints),
}

/// What an id says of an image's age.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgeHints {
    /// The day it was made.
    pub date: Option<Date>,
    /// Its version, to be ordered with its digits as numbers.
    pub version: Option<String>,
}

/// How a provider meets a condition.
#[derive(Debug, Clone, Copy)]
pub enum Support {
    /// The service decides.
    Exact(Encode),
    /// The service narrows, and the rows are checked again here.
    Inexact(Encode),
    /// The rows are checked here.
    Client,
    /// It cannot be asked; the text says why and what can be asked instead.
    Unsupported(&'static str),
}

impl Support {
    /// All that [`Support::word`] gives.
    pub const WORDS: [&str; 4] = ["server", "narrowed", "client", "unsupported"];

    /// Who decides, in one word: for output and documentation.
    pub fn word(self) -> &'static str {
        match self {
            Support::Exact(_) => "server",
            Support::Inexact(_) => "narrowed",
            Support::Client => "client",
            Support::Unsupported(_) => "unsupported",
        }
    }

    /// Why it cannot be asked; `None` when it can.
    pub fn why(self) -> Option<&'static str> {
        match self {
            Support::Unsupported(why) => Some(why),
            Support::Exact(_) | Support::Inexact(_) | Support::Client => None,
        }
    }
}

/// Puts a condition into parameters.
pub type Encode = fn(&Filter) -> Encoded;

/// A condition as parameters.
#[derive(Debug, Clone, PartialEq)]
pub enum Encoded {
    /// Queries that together find all images that meet it; most often one.
    Queries(Vec<Params>),
    /// With this value the service cannot help: the rows are checked here.
    Kept,
    /// The service would refuse this value; the text says why.
    Refused(String),
}

/// Whether this program sets a parameter by itself. Whoever writes it in another
/// case means the same one.
pub(crate) fn is_own(name: &str, own: &[&[&str]]) -> bool {
    own.iter()
        .copied()
        .flatten()
        .any(|own| own.eq_ignore_ascii_case(name))
}

impl Encoded {
    /// One query.
    pub(crate) fn query(params: Params) -> Self {
        Self::Queries(vec![params])
    }

    /// One query, to be filled.
    pub(crate) fn one(fill: impl FnOnce(&mut Params)) -> Self {
        let mut params = Params::default();
        fill(&mut params);
        Self::query(params)
    }
}

/// A list that comes in pages.
pub trait Listing<T>: Send + Sync {
    /// The whole request for a page, without what proves who asks.
    fn request(&self, page: &PageRef) -> Request;

    /// How many rows an answer has if it is as large as was asked for.
    fn expected_rows(&self, page: &PageRef) -> u32 {
        page.size
    }

    /// Reads the answer to [`Listing::request`], unless it is larger than a page can be. An
    /// answer that cannot be read is asked for again.
    ///
    /// # Errors
    /// As [`Listing::read`], and when the answer is too large.
    fn read_page(&self, page: &PageRef, body: &[u8]) -> Result<Page<T>, DecodeError> {
        let expected = self.expected_rows(page);
        bounds::check_body(body, expected)?;
        let read = self.read(body)?;
        bounds::check_rows(read.rows.len(), expected)?;
        Ok(read)
    }

    /// Reads a body of any size.
    ///
    /// # Errors
    /// When the body is not what the API documents, beyond what can be read
    /// all the same: a scalar of another type, a missing or unknown member and
    /// a null list are no errors. Text that is not UTF-8 and numbers beyond the range of a
    /// 64-bit float are: the caller reads a repaired copy then. An answer without rows must have the API's own
    /// members: the request id, and the list or the total.
    fn read(&self, body: &[u8]) -> Result<Page<T>, DecodeError>;
}

/// Which page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRef {
    /// Counted from 1.
    pub number: u32,
    /// How many rows to ask for. It is the same for all pages of a list with tokens.
    pub size: u32,
    /// The token that the page before gave; `None` for the first page, and where pages are
    /// asked for by number.
    pub token: Option<String>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// What it says of the pages after it.
    pub rest: Rest,
}

/// What a page says of the pages after it. It decides how the others are asked for: several at
/// once by number if there is a total or nothing is told, one after another if there are tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rest {
    /// How many rows there are on all pages, and how many the service puts on
    /// one, which may be fewer than were asked for.
    Total {
        /// On all pages.
        rows: u64,
        /// On one page; 0 when the service did not say.
        page_size: u32,
    },
    /// The token of the next page. A page may have few rows, or none, and still a token: only
    /// a page without one is the last. An empty token is none.
    More(String),
    /// Nothing: ask on until a page is short.
    Unknown,
    /// There is no page after this one: the list came in one answer, or this page of a list
    /// with tokens has none.
    Complete,
}
