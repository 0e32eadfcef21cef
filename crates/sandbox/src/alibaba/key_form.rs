//! How temporary keys of Alibaba Cloud look: `STS.…`, with a token that begins with `CAIS`.

use crate::keys::{KeyForm, base64, letters};

/// The form.
pub(crate) static FORM: KeyForm = KeyForm {
    cloud: "alibaba",
    id: |random| format!("STS.N{}", letters(random, 24)),
    token: |random| format!("CAIS{}", base64(random, 298)),
};
