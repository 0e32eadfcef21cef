//! Pages that are no answer of the API: those of gateways and proxies.

/// Whether a page without an API's envelope is a failure by its status. What it
/// says of the request is worth little, and a redirect is nothing at all.
pub(super) fn is_failure(status: u16) -> bool {
    !matches!(status, 300..=400 | 402 | 404..=428)
}

/// The words of a page that is no error body, without its tags.
pub(super) fn words(text: &str) -> String {
    let mut plain = String::new();
    let mut inside_tag = false;
    for character in text.chars() {
        match character {
            '<' => inside_tag = true,
            '>' => {
                inside_tag = false;
                plain.push(' ');
            }
            _ if inside_tag => {}
            other => plain.push(other),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
