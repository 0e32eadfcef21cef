//! The certificate authorities that are trusted, read quickly.
//!
//! Most systems have their hundred and more roots twice: in one file, the bundle,
//! and each in a file of a folder. The bundle is enough nearly always, so that
//! the folder is read only for an authority that the bundle does not know.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memchr_iter;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::{Error, RootCertStore};

use crate::error::ConfigError;
use crate::machine::files::read_bytes;

/// The largest file of certificates that is read, in bytes: those of systems have a
/// quarter of a megabyte.
const LARGEST: u64 = 8 << 20;

/// Which certificate authorities are trusted.
#[derive(Debug, Clone)]
pub(super) enum Roots {
    /// The system's, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    System,
    /// These only.
    Bundle(RootCertStore),
}

impl Roots {
    /// Reads a PEM file.
    ///
    /// # Errors
    /// When it cannot be read or holds no certificate.
    pub(super) fn bundle(path: &Path) -> Result<Self, ConfigError> {
        let problem = |what: String| {
            ConfigError::new(format!(
                "cannot use the CA bundle {}: {what}",
                path.display()
            ))
            .hint("--ca-bundle and `ca_bundle` take a PEM file with certificates")
        };
        let pem = read_bytes(path, LARGEST).map_err(problem)?;
        let mut store = RootCertStore::empty();
        for certificate in certificates(&pem).map_err(|error| problem(error.to_string()))? {
            store
                .add(certificate)
                .map_err(|error| problem(error.to_string()))?;
        }
        if store.is_empty() {
            return Err(problem("it holds no certificate".to_owned()));
        }
        Ok(Self::Bundle(store))
    }

    /// Those of the one file that is likely to be enough, where there is one.
    pub(super) fn likely(&self) -> Option<RootCertStore> {
        match self {
            Self::System => {
                let pem = read_bytes(&system_bundle()?, LARGEST).ok()?;
                let mut store = RootCertStore::empty();
                store.add_parsable_certificates(certificates(&pem).ok()?);
                (!store.is_empty()).then_some(store)
            }
            Self::Bundle(_) => None,
        }
    }

    /// All of them.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn all(&self) -> Result<RootCertStore, Error> {
        match self {
            Self::System => {
                // A system's store may hold certificates that nobody can read any
                // more; the others still count.
                let found = rustls_native_certs::load_native_certs();
                let mut store = RootCertStore::empty();
                store.add_parsable_certificates(found.certs);
                if store.is_empty() {
                    let why = found
                        .errors
                        .first()
                        .map(|error| format!(": {error}"))
                        .unwrap_or_default();
                    return Err(Error::General(format!(
                        "no certificate authority is known{why}"
                    )));
                }
                Ok(store)
            }
            Self::Bundle(store) => Ok(store.clone()),
        }
    }
}

/// The system's bundle, or the one that the variables name. A folder without a
/// file beside it is meant to be the only one.
fn system_bundle() -> Option<PathBuf> {
    match std::env::var_os("SSL_CERT_FILE") {
        Some(file) => Some(file.into()),
        None if std::env::var_os("SSL_CERT_DIR").is_some() => None,
        None => known_bundle(),
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn known_bundle() -> Option<PathBuf> {
    openssl_probe::probe().cert_file
}

/// These systems keep their roots elsewhere.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn known_bundle() -> Option<PathBuf> {
    None
}

/// The certificates of a PEM text, in its order; other sections are passed over.
///
/// # Errors
/// When a section is broken.
fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, PemError> {
    match plain_certificates(pem) {
        Some(certificates) => Ok(certificates),
        None => CertificateDer::pem_slice_iter(pem).collect(),
    }
}

/// The same of a text as tools write it, or `None` for any other.
///
/// The reader of rustls takes equally long for each letter, lest it tell something
/// of a key: ten times as long as is needed for what everybody may know.
fn plain_certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let mut found = Vec::new();
    let mut open: Option<Vec<u8>> = None;
    let mut start = 0;
    for end in memchr_iter(b'\n', pem) {
        let line = &pem[start..end];
        start = end + 1;
        match (&mut open, line) {
            (None, b"-----BEGIN CERTIFICATE-----") => open = Some(Vec::with_capacity(4 << 10)),
            (Some(letters), b"-----END CERTIFICATE-----") => {
                found.push(STANDARD.decode(letters).ok()?.into());
                open = None;
            }
            (Some(letters), line) => letters.extend_from_slice(line),
            (None, line) if line.starts_with(b"-----") => return None,
            (None, _) => {}
        }
    }
    (open.is_none() && start == pem.len()).then_some(found)
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    fn pem(name: &str) -> String {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
        parameters.self_signed(&key).unwrap().pem()
    }

    fn thorough(pem: &[u8]) -> Vec<CertificateDer<'static>> {
        let found: Result<_, _> = CertificateDer::pem_slice_iter(pem).collect();
        found.unwrap()
    }

    #[test]
    fn a_bundle_must_hold_certificates() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let problem = |path: &Path| Roots::bundle(path).unwrap_err().message;
        assert!(
            problem(&path).contains("ca.pem: there is no such file"),
            "{}",
            problem(&path)
        );
        std::fs::write(&path, "not a certificate").unwrap();
        assert!(
            problem(&path).ends_with("it holds no certificate"),
            "{}",
            problem(&path)
        );
    }

    #[test]
    fn the_quick_reader_finds_what_the_thorough_one_does() {
        let (one, two) = (pem("one").replace("\r\n", "\n"), pem("two"));
        let two = two.replace("\r\n", "\n");
        let bundle = format!("# Some authority\nOne = é\n{one}\n# Another\n{two}").into_bytes();
        let quick = plain_certificates(&bundle).unwrap();
        assert_eq!(quick.len(), 2);
        assert_eq!(quick, thorough(&bundle));
    }

    #[test]
    fn what_is_unusual_is_left_to_the_thorough_one() {
        let (one, key) = (pem("one"), KeyPair::generate().unwrap().serialize_pem());
        let plain = one.replace("\r\n", "\n");
        for text in [
            plain.replace('\n', "\r\n"),
            plain.trim_end().to_owned(),
            plain.replace("-----\n", "----- \n"),
            plain.replacen("MI", "M I", 1),
            format!("{key}{plain}"),
        ] {
            assert_eq!(plain_certificates(text.as_bytes()), None, "{text}");
            assert_eq!(certificates(text.as_bytes()).unwrap().len(), 1, "{text}");
        }
        for broken in [plain.replace("-----END", "END"), plain.replace("MI", "é")] {
            assert_eq!(plain_certificates(broken.as_bytes()), None);
            assert!(certificates(broken.as_bytes()).is_err());
        }
    }
}
