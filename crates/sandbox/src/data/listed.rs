//! The products that list images.

/// A product that has images.
#[derive(Clone, Copy)]
pub(crate) enum Listed {
    Ecs,
    Ens,
    Ecm,
}
