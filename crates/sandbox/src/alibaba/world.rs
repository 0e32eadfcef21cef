//! All images of ECS and ENS, made when first asked for, and recent search results.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{
    bulk,
    ens_images::{self, EnsImage},
    filter::ImageQuery,
    image::Image,
    maker::Maker,
    regions::{REGIONS, index},
};
use crate::{
    data::Data,
    entry::{Entry, in_order, mixed},
    random::hash,
};

/// Search results kept, so that the pages of a long listing do not search again.
const RESULTS_KEPT: usize = 16;

/// A search: region, what was asked, order.
type Search = (usize, ImageQuery, Option<u64>);
/// Places in the region's list.
type Found = Arc<[u32]>;

/// The images of Alibaba Cloud.
#[derive(Debug)]
pub(crate) struct Images {
    count: usize,
    seed: u64,
    /// Images in place of the made-up ones.
    data: Option<Data>,
    /// Ids of regions that only the data has; their places follow those of [`REGIONS`].
    more: Vec<String>,
    regions: [OnceLock<Vec<Entry<Image>>>; REGIONS.len()],
    ens: OnceLock<Vec<Entry<EnsImage>>>,
    /// Newest last.
    results: Mutex<Vec<(Search, Found)>>,
}

impl Images {
    /// Makes nothing yet, whatever the number of images. The user's own take the place of those made up.
    pub(crate) fn new(count: usize, seed: u64, data: Option<Data>) -> Images {
        let ids = data.iter().flat_map(|data| data.images().regions.keys());
        let more = ids.filter(|id| index(id).is_none()).cloned().collect();
        Images {
            count,
            seed,
            data,
            more,
            regions: [const { OnceLock::new() }; REGIONS.len()],
            ens: OnceLock::new(),
            results: Mutex::default(),
        }
    }

    /// The place of a region: in [`REGIONS`], or after.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        index(id).or_else(|| {
            let place = self.more.iter().position(|more| more == id)?;
            Some(REGIONS.len() + place)
        })
    }

    /// The id of the region at a place.
    pub(crate) fn id(&self, region: usize) -> &str {
        match REGIONS.get(region) {
            Some(id) => id,
            None => &self.more[region - REGIONS.len()],
        }
    }

    /// Regions that only the user's data has.
    pub(crate) fn more_regions(&self) -> &[String] {
        &self.more
    }

    /// All images of a region, in an order that is stable but means nothing.
    pub(crate) fn region(&self, region: usize) -> &[Entry<Image>] {
        let data = self.data.as_ref().map(Data::images);
        if let Some(images) = data.and_then(|images| images.region(self.id(region))) {
            return images;
        }
        self.regions[region].get_or_init(|| {
            let mut maker = Maker::new(self.seed, region);
            let mut images = maker.listed();
            images.truncate(self.count);
            images.extend(maker.unlisted());
            let rest = self
                .count
                .saturating_sub(images.iter().filter(|image| is_listed(image)).count());
            images.extend(bulk::fill(&mut maker, self.seed, region, rest));
            images.sort_by_cached_key(|image| hash(self.seed, &image.image_id));
            images.into_iter().map(Entry::new).collect()
        })
    }

    /// All images of ENS, in the order asked for.
    pub(crate) fn ens(&self, shuffle: Option<u64>) -> Vec<&Entry<EnsImage>> {
        let id = |image: &EnsImage| image.image_id.clone();
        let data = self.data.as_ref().map(Data::images);
        let images = data.and_then(|images| images.ens.as_ref());
        let made_up = || {
            let images = ens_images::all(self.seed, self.count);
            mixed(images, self.seed, id)
        };
        let images = images.unwrap_or_else(|| self.ens.get_or_init(made_up));
        in_order(images, shuffle, id)
    }

    /// Places of the images that match, in the order asked for.
    pub(crate) fn search(&self, region: usize, query: ImageQuery, shuffle: Option<u64>) -> Found {
        let search = (region, query, shuffle);
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = results.iter().position(|(known, _)| *known == search) {
            results[place..].rotate_left(1);
            return results[results.len() - 1].1.clone();
        }
        let entries = self.region(region);
        let mut found: Vec<u32> = (0..)
            .zip(entries)
            .filter(|(_, entry)| search.1.matches(&entry.image))
            .map(|(place, _)| place)
            .collect();
        if let Some(seed) = shuffle {
            found.sort_by_cached_key(|place| {
                hash(
                    seed.wrapping_add(1),
                    &entries[*place as usize].image.image_id,
                )
            });
        }
        if results.len() == RESULTS_KEPT {
            results.remove(0);
        }
        let found: Found = found.into();
        results.push((search, found.clone()));
        found
    }
}

/// Would a plain listing show this image?
fn is_listed(image: &Image) -> bool {
    ImageQuery::default().matches(image)
}
