//! How temporary keys of Tencent Cloud look: `AKID…`.

use crate::keys::{KeyForm, base64, letters};

/// The form.
pub(crate) static FORM: KeyForm = KeyForm {
    cloud: "tencent",
    id: |random| format!("AKID{}", letters(random, 64)),
    token: |random| base64(random, 178),
};
