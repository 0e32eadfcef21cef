//! All clouds there are. Adding one is adding a line here.

use crate::{alibaba::Alibaba, cloud::Cloud, options::Options, tencent::Tencent};

/// All clouds, as one sandbox begins. The last takes what no other claims.
pub(crate) fn all(options: &Options) -> Vec<Box<dyn Cloud>> {
    vec![
        Box::new(Tencent::new(options)),
        Box::new(Alibaba::default()),
    ]
}
