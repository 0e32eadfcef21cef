//! Lists that change while they are read: before each page an image goes from its list, or comes back.
//!
//! An image that comes back stands where it stood, so that those in a list keep their order, as
//! they do in the service. Filters and pages see what is there. When nothing changes any more, the
//! lists stay as they are, until other faults are set.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::random::{Random, hash};

/// What is missing from the lists.
#[derive(Debug)]
pub(crate) struct Shifts(Mutex<Missing>);

/// The images of each list, by region: the lists of other products have none.
type Lists = HashMap<Option<String>, HashSet<String>>;

#[derive(Debug)]
struct Missing {
    random: Random,
    /// Images that are not in their list.
    now: Lists,
    /// Images that were not in it at any time since the faults were set.
    ever: Lists,
}

impl Shifts {
    pub(crate) fn new(seed: u64) -> Shifts {
        Shifts(Mutex::new(Missing {
            random: Random::new(hash(seed, "shifts")),
            now: HashMap::new(),
            ever: HashMap::new(),
        }))
    }

    /// Begins to note anew what goes. Unless the lists go on shifting they are whole again.
    pub(crate) fn begin(&self, go_on: bool) {
        let mut missing = self.lock();
        if !go_on {
            missing.now.clear();
        }
        let Missing { now, ever, .. } = &mut *missing;
        ever.clone_from(now);
    }

    /// The images that were missing from their lists at any time since the faults were set, with
    /// their regions.
    pub(crate) fn missing(&self) -> Vec<(Option<String>, String)> {
        let missing = self.lock();
        let images = missing.ever.iter().flat_map(|(region, ids)| {
            let in_region = move |id: &String| (region.clone(), id.clone());
            ids.iter().map(in_region)
        });
        let mut images: Vec<(Option<String>, String)> = images.collect();
        images.sort_unstable();
        images
    }

    /// What is there of the images that were found. If the list shifts, an image goes from it
    /// before, or comes back: by chance, and in front as often as anywhere.
    pub(crate) fn present<'a, 'id, T: Copy>(
        &self,
        region: Option<&str>,
        found: &'a [T],
        id: impl Fn(T) -> &'id str,
        shifts: bool,
    ) -> Cow<'a, [T]> {
        let region = region.map(str::to_owned);
        let mut missing = self.lock();
        if !shifts && !missing.now.contains_key(&region) {
            return Cow::Borrowed(found);
        }
        let Missing { random, now, ever } = &mut *missing;
        let gone = now.entry(region.clone()).or_default();
        if shifts {
            let ids = found.iter().copied().map(&id);
            let (out, there): (Vec<&str>, Vec<&str>) = ids.partition(|id| gone.contains(*id));
            let comes = !out.is_empty() && (there.is_empty() || random.chance(50));
            let candidates = if comes { &out } else { &there };
            let in_front = random.chance(50);
            if let Some(first) = candidates.first().copied() {
                let id = if in_front {
                    first
                } else {
                    *random.pick(candidates)
                };
                if comes {
                    gone.remove(id);
                } else {
                    gone.insert(id.to_owned());
                    ever.entry(region).or_default().insert(id.to_owned());
                }
            }
        }
        found
            .iter()
            .copied()
            .filter(|image| !gone.contains(id(*image)))
            .collect()
    }

    /// Locks; a panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Missing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUND: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

    fn present(shifts: &Shifts, region: Option<&str>, shift: bool) -> Vec<&'static str> {
        shifts.present(region, &FOUND, |id| id, shift).into_owned()
    }

    #[test]
    fn one_image_at_a_time_goes_or_comes_back_to_its_place() {
        for seed in 0..20 {
            let shifts = Shifts::new(seed);
            let (mut grew, mut shrank) = (0, 0);
            let mut before = FOUND.to_vec();
            let mut fronts = HashSet::new();
            for _ in 0..60 {
                let after = present(&shifts, None, true);
                assert!(after.is_sorted(), "{after:?}");
                let gone = before.iter().filter(|id| !after.contains(id)).count();
                let came = after.iter().filter(|id| !before.contains(id)).count();
                assert_eq!(gone + came, 1, "{before:?} {after:?}");
                (grew, shrank) = (grew + came, shrank + gone);
                fronts.extend(after.first().copied());
                assert_eq!(present(&shifts, None, false), after, "it stands still");
                before = after;
            }
            assert!(
                grew > 10 && shrank > 10 && fronts.len() > 1,
                "{grew} {shrank}"
            );
        }
    }

    #[test]
    fn what_went_is_told_even_if_it_is_back() {
        let shifts = Shifts::new(7);
        assert_eq!(shifts.missing(), []);
        let mut went: HashSet<String> = HashSet::new();
        for _ in 0..30 {
            let there = present(&shifts, Some("r"), true);
            let gone = FOUND.iter().filter(|id| !there.contains(id));
            went.extend(gone.map(ToString::to_string));
        }
        let told = |shifts: &Shifts| -> HashSet<String> {
            let missing = shifts.missing().into_iter();
            missing
                .map(|(region, id)| {
                    assert_eq!(region.as_deref(), Some("r"));
                    id
                })
                .collect()
        };
        assert_eq!(told(&shifts), went);
        assert_eq!(present(&shifts, Some("other"), false), FOUND);
        let there = present(&shifts, Some("r"), false);
        shifts.begin(true);
        assert_eq!(present(&shifts, Some("r"), false), there);
        assert_eq!(told(&shifts).len(), FOUND.len() - there.len());
        shifts.begin(false);
        assert_eq!(present(&shifts, Some("r"), false), FOUND);
        assert_eq!(shifts.missing(), []);
    }

    #[test]
    fn an_empty_list_has_nothing_to_lose() {
        let shifts = Shifts::new(1);
        let none: [&str; 0] = [];
        for _ in 0..4 {
            assert_eq!(shifts.present(None, &none, |id| id, true).len(), 0);
        }
    }
}
