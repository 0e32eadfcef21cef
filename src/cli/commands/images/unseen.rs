//! Families and accounts in filters for which no image arrived, mostly misspelt ones.

use crate::cli::commands::images::families::{Families, own_accounts};
use crate::cli::failure::Failure;
use crate::cli::sinks::{ListId, Sink};
use crate::engine::{Question, Target};
use crate::model::{Filter, Image, OwnerFilter};

/// The families and accounts of the filters that no image has had so far.
#[derive(Debug, Default)]
pub(crate) struct Unseen {
    families: Vec<String>,
    accounts: Vec<String>,
    /// The filters: where an image came that does not meet them, nothing is missing but
    /// the filter itself.
    asked: Vec<Filter>,
}

impl Unseen {
    /// Before any image came.
    pub(crate) fn of(question: &Question) -> Self {
        let mut unseen = Self {
            asked: question.asked.clone(),
            ..Self::default()
        };
        for filter in &question.asked {
            match filter {
                Filter::Family(families) => unseen.families.clone_from(families),
                Filter::Owner(owners) => unseen.accounts.extend(accounts(owners)),
                _ => {}
            }
        }
        unseen
    }

    /// Wraps a sink, to see all rows on their way into it.
    pub(crate) fn watch<'a, S>(&'a mut self, sink: &'a mut S) -> Watching<'a, S> {
        Watching { unseen: self, sink }
    }

    fn look(&mut self, rows: &[Image]) {
        for filter in &self.asked {
            match filter {
                Filter::Family(asked)
                    if rows.iter().any(|row| is_stray(row.family.as_ref(), asked)) =>
                {
                    self.families.clear();
                }
                Filter::Owner(owners) => {
                    let asked: Vec<String> = accounts(owners).collect();
                    let is_stray = |row: &Image| is_stray(row.owner_id.as_ref(), &asked);
                    if asked.len() == owners.len() && rows.iter().any(is_stray) {
                        self.accounts.clear();
                    }
                }
                _ => {}
            }
        }
        let seen = |name: &String, of: fn(&Image) -> &Option<String>| {
            rows.iter().any(|image| of(image).as_ref() == Some(name))
        };
        self.families
            .retain(|family| !seen(family, |image| &image.family));
        self.accounts
            .retain(|account| !seen(account, |image| &image.owner_id));
    }

    /// Notes on each family, and on accounts that are one's own. They cost one request if
    /// families are unseen, and one if accounts are.
    pub(crate) async fn notes(&self, target: &Target) -> Vec<Note> {
        let known = match self.families.first() {
            Some(first) => Families::of(target, first).await,
            None => Families::default(),
        };
        let families = self.families.iter().map(|family| Note {
            message: format!("no image matches in family `{family}`"),
            hint: known.hint(family),
        });
        let accounts = self.own_accounts(target).await.into_iter();
        let accounts = accounts.map(|account| Note {
            message: format!("no image of account `{account}` matches"),
            hint: Some(OWN.to_owned()),
        });
        families.chain(accounts).collect()
    }

    /// The accounts that are one's own: services search images of others by the account.
    async fn own_accounts(&self, target: &Target) -> Vec<&String> {
        if self.accounts.is_empty() {
            return Vec::new();
        }
        let own = own_accounts(target).await;
        let accounts = self.accounts.iter();
        accounts.filter(|account| own.contains(account)).collect()
    }
}

/// A note about one of them.
pub(crate) struct Note {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl Note {
    pub(crate) fn text(self) -> String {
        match self.hint {
            Some(hint) => format!("{}; {hint}", self.message),
            None => self.message,
        }
    }
}

const OWN: &str = "this account is your own: use --owner self";

/// The hint where no image of an account was found, and it is one's own.
pub(crate) async fn own_account_of(target: &Target, question: &Question) -> Option<String> {
    let unseen = Unseen::of(question);
    let own = unseen.own_accounts(target).await;
    (!own.is_empty()).then(|| OWN.to_owned())
}

/// Whether an image has another value than those that were asked for.
fn is_stray(value: Option<&String>, asked: &[String]) -> bool {
    value.is_none_or(|value| !asked.contains(value))
}

fn accounts(owners: &[OwnerFilter]) -> impl Iterator<Item = String> {
    owners.iter().filter_map(|owner| match owner {
        OwnerFilter::Account(id) => Some(id.clone()),
        OwnerFilter::Any | OwnerFilter::Is(_) => None,
    })
}

/// A sink whose images are looked at.
pub(crate) struct Watching<'a, S> {
    unseen: &'a mut Unseen,
    sink: &'a mut S,
}

impl<S: Sink> Sink for Watching<'_, S> {
    fn started(&mut self, account: usize, lists: &[ListId]) -> Result<(), Failure> {
        self.sink.started(account, lists)
    }

    fn page(&mut self, list: ListId, images: Vec<Image>) -> Result<(), Failure> {
        self.unseen.look(&images);
        self.sink.page(list, images)
    }

    fn ended(&mut self, list: ListId, is_whole: bool) -> Result<(), Failure> {
        self.sink.ended(list, is_whole)
    }

    fn has_enough(&self) -> bool {
        self.sink.has_enough()
    }
}
