//! All images of all clouds.

use crate::{alibaba, data::Data, tencent};

/// The images of a sandbox, by cloud.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) alibaba: alibaba::world::Images,
    pub(crate) tencent: tencent::world::Images,
}

impl World {
    /// Makes nothing yet, whatever the number of images. The user's own take the place of those made up.
    pub(crate) fn new(images: usize, seed: u64, data: Option<Data>) -> World {
        World {
            alibaba: alibaba::world::Images::new(images, seed, data.clone()),
            tencent: tencent::world::Images::new(images, seed, data),
        }
    }
}
