//! The text of a part of an access key.

/// Checks a part of a key: it goes into headers, where only visible ASCII may
/// stand, and what else gets in comes from careless copying.
///
/// # Errors
/// When it is empty or holds anything else; the message does not repeat it.
pub fn check_part(text: &str) -> Result<(), String> {
    if text.is_empty() {
        Err("is empty".to_owned())
    } else if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err("holds a space, line break or other character that no key has".to_owned())
    }
}
