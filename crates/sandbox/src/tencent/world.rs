//! All images of ECM, made when first asked for.

use std::sync::OnceLock;

use super::{ecm_image::EcmImage, ecm_images};
use crate::{
    data::Data,
    entry::{Entry, in_order, mixed},
};

/// The images of Tencent Cloud.
#[derive(Debug)]
pub(crate) struct Images {
    count: usize,
    seed: u64,
    /// Images in place of the made-up ones.
    data: Option<Data>,
    made_up: OnceLock<Vec<Entry<EcmImage>>>,
}

impl Images {
    /// Makes nothing yet, whatever the number of images. The user's own take the place of those made up.
    pub(crate) fn new(count: usize, seed: u64, data: Option<Data>) -> Images {
        Images {
            count,
            seed,
            data,
            made_up: OnceLock::new(),
        }
    }

    /// All images of ECM, in the order asked for.
    pub(crate) fn all(&self, shuffle: Option<u64>) -> Vec<&Entry<EcmImage>> {
        let id = |image: &EcmImage| image.image_id.clone();
        let data = self.data.as_ref().map(Data::images);
        let images = data.and_then(|images| images.ecm.as_ref());
        let made_up = || {
            let images = ecm_images::all(self.seed, self.count);
            mixed(images, self.seed, id)
        };
        let images = images.unwrap_or_else(|| self.made_up.get_or_init(made_up));
        in_order(images, shuffle, id)
    }
}
