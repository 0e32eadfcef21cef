//! The operation of ENS 2017-11-10: `DescribeImageInfos`.
//!
//! Source: the vendor's API page of the operation and the model of its newest SDK. There is no
//! region and no paging: one call gives everything, and other parameters are passed over.

use crate::{
    answer::{Refusal, around_list},
    call::Call,
    entry::Entry,
    fault::FaultKind,
    paging,
};

/// Lists all images.
///
/// # Errors
/// `InvalidParameter.OsType` for a system that is neither documented one.
pub(crate) fn describe_image_infos(call: &Call) -> Result<String, Refusal> {
    let wanted = match call.params.text("OsType") {
        None => None,
        // The vendor's own warning: asked for Linux, the service may find nothing although there is.
        Some(kind) if kind.eq_ignore_ascii_case("linux") => Some("none of them"),
        Some(kind) if kind.eq_ignore_ascii_case("windows") => Some("windows"),
        Some(_) => {
            return Err(Refusal::new(
                400,
                "InvalidParameter.OsType",
                "OsType is neither linux nor windows.",
            ));
        }
    };
    let head = format!(
        "{{\"Code\":0,\"RequestId\":\"{}\",\"Images\":",
        call.request_id
    );
    if call.has(FaultKind::NullImages) {
        return Ok(format!("{head}null}}"));
    }
    let mut found = call.world.alibaba.ens(call.shuffle);
    found.retain(|entry| wanted.is_none_or(|kind| entry.image.os_type.eq_ignore_ascii_case(kind)));
    let rows = paging::page(call, &found, 0, found.len()).rows;
    let images = rows.into_iter().map(Entry::text);
    Ok(around_list(&format!("{head}{{\"Image\":"), images, "}}"))
}
