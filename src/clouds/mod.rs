//! The registry of clouds: each is a module and a line, behind its cargo feature.

#[cfg(feature = "alibaba")]
pub(crate) mod alibaba;
mod shared;
#[cfg(feature = "tencent")]
pub(crate) mod tencent;

use std::sync::LazyLock;

use crate::provider::{Cloud, Provider};

/// The clouds of this build with their services, in the order of help and tables.
static REGISTRY: &[(&dyn Cloud, &[&dyn Provider])] = &[
    #[cfg(feature = "alibaba")]
    (
        &alibaba::Alibaba,
        &[&alibaba::ecs::AlibabaEcs, &alibaba::ens::AlibabaEns],
    ),
    #[cfg(feature = "tencent")]
    (&tencent::Tencent, &[&tencent::ecm::TencentEcm]),
];

/// All clouds, in the order of help and tables.
pub fn clouds() -> impl Iterator<Item = &'static dyn Cloud> {
    REGISTRY.iter().map(|(cloud, _)| *cloud)
}

/// All providers: the services of each cloud in turn. The first is the default.
pub static PROVIDERS: LazyLock<Vec<&dyn Provider>> = LazyLock::new(|| {
    let services = REGISTRY.iter().flat_map(|(_, services)| *services);
    services.copied().collect()
});

/// The provider with this id or alias.
pub fn by_name(name: &str) -> Option<&'static dyn Provider> {
    PROVIDERS.iter().copied().find(|provider| {
        let facts = provider.facts();
        facts.id == name || facts.alias == name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = PROVIDERS
            .iter()
            .flat_map(|p| [p.facts().id, p.facts().alias])
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(by_name("ecs").is_some() && by_name("ECS").is_none());
    }

    #[test]
    fn known_regions_are_those_of_regional_providers() {
        for provider in PROVIDERS.iter() {
            let facts = provider.facts();
            let known = facts.known_regions;
            assert_eq!(known.is_empty(), !facts.regional, "{}", facts.id);
            assert!(known.windows(2).all(|two| two[0] < two[1]), "{}", facts.id);
            assert!(
                !facts.regional || known.contains(&facts.any_region),
                "{}",
                facts.id
            );
        }
    }
}
