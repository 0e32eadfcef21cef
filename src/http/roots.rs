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
use crate::machine::home::{expand, of_user};

/// The largest file of certificates that is read, in bytes: those of systems have a
/// quarter of a megabyte.
pub(super) const LARGEST: u64 = 8 << 20;

/// The variable that names a file of authorities to trust instead of the system's.
pub(super) const FILE: &str = "SSL_CERT_FILE";

/// The one that names folders of such files.
const FOLDERS: &str = "SSL_CERT_DIR";

/// Which certificate authorities are trusted.
#[derive(Debug, Clone)]
pub(super) enum Roots {
    /// The system's, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    System,
    /// The same, and these.
    Added(RootCertStore),
}

impl Roots {
    /// Reads a PEM file, or all files of a folder, and adds them to the system's.
    ///
    /// # Errors
    /// When it cannot be read or holds no certificate.
    pub(super) fn bundle(path: &Path) -> Result<Self, ConfigError> {
        let problem = |what: String| {
            ConfigError::new(format!(
                "cannot use the CA bundle {}: {what}",
                path.display()
            ))
            .hint(
                "--ca-bundle, `ca_bundle`, REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE take a PEM file \
                 with certificates",
            )
        };
        let files = files(path).map_err(|error| problem(error.to_string()))?;
        let mut store = RootCertStore::empty();
        for file in files {
            let problem = |what: String| {
                if file == path {
                    problem(what)
                } else {
                    problem(format!("{}: {what}", file.display()))
                }
            };
            let pem = read_bytes(&file, LARGEST).map_err(problem)?;
            if pem.starts_with(b"\xff\xfe") || pem.starts_with(b"\xfe\xff") {
                return Err(problem("it is UTF-16: save it as UTF-8".to_owned()));
            }
            for certificate in certificates(&pem).map_err(|why| problem(why.to_owned()))? {
                store
                    .add(certificate)
                    .map_err(|error| problem(error.to_string()))?;
            }
        }
        if store.is_empty() {
            return Err(problem("it holds no certificate".to_owned()));
        }
        Ok(Self::Added(store))
    }

    /// Those that were added.
    fn added(&self) -> RootCertStore {
        match self {
            Self::System => RootCertStore::empty(),
            Self::Added(store) => store.clone(),
        }
    }

    /// Those of the one file of the system that is likely to be enough, where there is one,
    /// and those that were added.
    pub(super) fn likely(&self) -> Option<RootCertStore> {
        let mut store = self.added();
        if let Some(pem) = system_bundle().and_then(|path| read_bytes(&path, LARGEST).ok())
            && let Ok(certificates) = certificates(&pem)
        {
            store.add_parsable_certificates(certificates);
        }
        (!store.is_empty()).then_some(store)
    }

    /// All of them.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn all(&self) -> Result<RootCertStore, Error> {
        // A system's store may hold certificates that nobody can read any more; the others
        // still count.
        let found = rustls_native_certs::load_native_certs();
        let mut store = self.added();
        store.add_parsable_certificates(found.certs);
        // That reader takes an empty variable for a path, and passes over some certificates.
        for path in named_files() {
            if let Ok(certificates) = read_bytes(&path, LARGEST).map(|pem| certificates(&pem)) {
                store.add_parsable_certificates(certificates.unwrap_or_default());
            }
        }
        if store.is_empty() {
            let why = found.errors.first().map(words_of).unwrap_or_default();
            let named = [FILE, FOLDERS]
                .into_iter()
                .filter(|name| named(name).is_some());
            let named: Vec<&str> = named.collect();
            let names = match named[..] {
                [] => String::new(),
                _ => format!("{}: ", named.join(", ")),
            };
            return Err(Error::General(format!(
                "{names}no certificate authority is known{why}"
            )));
        }
        Ok(store)
    }
}

/// A file itself, or the files of a folder in the order of their names: some tools take a
/// folder of certificates in the same variable.
fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
    let mut files: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}

/// Whether an error begins with the name of a variable for authorities.
pub(super) fn of_variable(error: &str) -> bool {
    [FILE, FOLDERS].iter().any(|name| error.starts_with(name))
}

/// The path in a variable, where it is not empty.
fn named(variable: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).filter(|path| !path.is_empty())?;
    expand(Path::new(&path), of_user().as_deref()).ok()
}

/// The system's bundle, or the one that the variables name. A folder without a
/// file beside it is meant to be the only one.
fn system_bundle() -> Option<PathBuf> {
    match named(FILE) {
        None if named(FOLDERS).is_some() => None,
        None => known_bundle(),
        file => file,
    }
}

/// All files that the variables name, and the system's bundle where both are empty.
fn named_files() -> Vec<PathBuf> {
    if [FILE, FOLDERS]
        .iter()
        .all(|name| std::env::var_os(name).is_none())
    {
        return Vec::new();
    }
    let folders = std::env::var_os(FOLDERS).unwrap_or_default();
    let folders = std::env::split_paths(&folders).filter(|folder| folder.is_dir());
    let of_folders = folders.flat_map(|folder| files(&folder).unwrap_or_default());
    system_bundle().into_iter().chain(of_folders).collect()
}

/// Why the system's reader found nothing, without the text of a file: it may hold a key.
fn words_of(error: &rustls_native_certs::Error) -> String {
    use rustls_native_certs::ErrorKind;

    match &error.kind {
        ErrorKind::Pem(error) => format!(": {}", words(error)),
        ErrorKind::Io { inner, path } => format!(": {}: {inner}", path.display()),
        _ => format!(": {}", error.context),
    }
}

/// What is wrong with a PEM text, without any of it: it may hold a private key.
fn words(error: &PemError) -> &'static str {
    match error {
        PemError::MissingSectionEnd { .. } => {
            "a section has no last line `-----END …-----`: are its line breaks missing?"
        }
        PemError::IllegalSectionStart { .. } => {
            "the first line of a section is broken: are its line breaks written as `\\n`?"
        }
        PemError::Base64Decode(_) => "a section is not valid base64",
        PemError::SectionTooLarge => "a section is too large",
        _ => "it is no PEM text",
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

/// The certificates of a PEM text that are trusted for servers, in its order; other
/// sections are passed over.
///
/// # Errors
/// When a section is broken, why.
fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, &'static str> {
    if let Some(certificates) = plain_certificates(pem) {
        return Ok(certificates);
    }
    let text = usual(pem);
    let found: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, _>>()
        .map_err(|error| words(&error))?;
    let trusted = found.iter().filter_map(|certificate| trusted(certificate));
    Ok(trusted.collect())
}

/// The same text as the reader of rustls expects it: it passes over a section, without a
/// word, whose first line has a mark of the byte order or a blank in front, another name of
/// a certificate, or the last line of the section before it in front, as where files
/// without a final line break were joined.
fn usual(pem: &[u8]) -> Vec<u8> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    const NAMES: [&str; 2] = ["TRUSTED CERTIFICATE", "X509 CERTIFICATE"];
    let mut text = Vec::with_capacity(pem.len() + 1);
    for line in pem.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let mut line = line.trim_ascii();
        while let Some(rest) = line.strip_prefix(MARK) {
            line = rest.trim_ascii();
        }
        if !line.starts_with(b"-----") {
            text.extend_from_slice(line);
            text.push(b'\n');
            continue;
        }
        let mut line = String::from_utf8_lossy(line).replace("----------", "-----\n-----");
        for name in NAMES {
            line = line.replace(name, "CERTIFICATE");
        }
        text.extend_from_slice(line.as_bytes());
        text.push(b'\n');
    }
    text
}

/// A certificate without what OpenSSL writes behind it in a `TRUSTED CERTIFICATE`: what it
/// is trusted for. `None` where that says that it is not trusted for servers.
///
/// Manual pages `openssl-x509` ("Trust settings") and `openssl-verification-options`, read
/// 2026-11.
fn trusted(der: &[u8]) -> Option<CertificateDer<'static>> {
    let Some((_, _, settings)) = element(der) else {
        // Whoever uses it says what is wrong with it.
        return Some(der.to_vec().into());
    };
    let certificate = &der[..der.len() - settings.len()];
    if let Some((SEQUENCE, mut settings, _)) = element(settings) {
        while let Some((tag, uses, rest)) = element(settings) {
            let allows = tag == SEQUENCE;
            if (allows || tag == REJECTED) && names_servers(uses) != allows {
                return None;
            }
            settings = rest;
        }
    }
    Some(certificate.to_vec().into())
}

/// A list in DER.
const SEQUENCE: u8 = 0x30;

/// The list of what a certificate is not trusted for.
const REJECTED: u8 = 0xa0;

/// Whether a list of uses has that of servers (1.3.6.1.5.5.7.3.1), or any (2.5.29.37.0).
fn names_servers(mut uses: &[u8]) -> bool {
    const SERVERS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];
    const ANY: &[u8] = &[0x55, 0x1d, 0x25, 0];
    while let Some((_, name, rest)) = element(uses) {
        if name == SERVERS || name == ANY {
            return true;
        }
        uses = rest;
    }
    false
}

/// The first element of DER: its tag, its content, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, length], rest) = der.split_first_chunk()?;
    let (length, rest) = match length {
        0..0x80 => (usize::from(length), rest),
        0x80..0x85 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length - 0x80))?;
            let number = digits.iter();
            let number = number.fold(0, |number, digit| number << 8 | usize::from(*digit));
            (number, rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
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
    fn what_is_wrong_with_a_bundle_is_told_without_its_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let key = KeyPair::generate().unwrap().serialize_pem();
        let key = key.replace("\r\n", "\n");
        let cut = key.split("-----END").next().unwrap();
        for (text, words) in [
            (key.replace('\n', ""), "line breaks missing?"),
            (key.replace('\n', " "), "line breaks missing?"),
            (cut.to_owned(), "`-----END …-----`"),
            (key.replace('\n', "\\n"), "written as `\\n`?"),
            (key.replace("MI", "!!"), "is not valid base64"),
        ] {
            std::fs::write(&path, &text).unwrap();
            for from in [&path, folder.path()] {
                let message = Roots::bundle(from).unwrap_err().message;
                assert!(message.contains("ca.pem: "), "{message}");
                assert!(message.contains(words), "{message}");
                assert!(message.len() < 250, "{message}");
            }
        }
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

    fn joined(parts: &[&str]) -> Vec<u8> {
        parts.concat().into_bytes()
    }

    #[test]
    fn no_certificate_is_lost_for_the_form_of_the_text() {
        let (one, two) = (pem("one"), pem("two"));
        let expected = thorough(joined(&[&one, &two]).as_slice());
        let indented = |pem: &str| pem.replace('\n', "\n  ");
        for text in [
            joined(&["\u{feff}", &one, &two]),
            joined(&[&one, "\u{feff}", &two]),
            joined(&["\u{feff}\u{feff}", &one, "\n \u{feff}", &two]),
            joined(&[one.trim_end(), &two]),
            joined(&["  ", &indented(&one), &indented(&two)]),
            joined(&[&one.replace("CERTIFICATE", "TRUSTED CERTIFICATE"), &two]),
            joined(&[&one.replace("CERTIFICATE", "X509 CERTIFICATE"), &two]),
            joined(&[&one, &two])
                .iter()
                .copied()
                .filter(|byte| *byte != b'\r')
                .collect(),
        ] {
            let found = certificates(&text).unwrap();
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(&text));
        }
    }

    /// A certificate with OpenSSL's settings behind it.
    fn with_settings(certificate: &CertificateDer<'_>, settings: &[u8]) -> Vec<u8> {
        let length = u8::try_from(settings.len()).unwrap();
        let der = [certificate.as_ref(), &[SEQUENCE, length], settings].concat();
        let (begin, end) = ("-----BEGIN TRUSTED", "-----END TRUSTED");
        let text = STANDARD.encode(der);
        format!("{begin} CERTIFICATE-----\n{text}\n{end} CERTIFICATE-----\n").into_bytes()
    }

    #[test]
    fn what_openssl_does_not_trust_for_servers_is_not_trusted() {
        const SERVERS: &[u8] = &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];
        const MAIL: &[u8] = &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 4];
        const ANY: &[u8] = &[6, 4, 0x55, 0x1d, 0x25, 0];
        let certificate = &thorough(pem("one").as_bytes())[0];
        let list = |tag: u8, uses: &[&[u8]]| {
            let uses = uses.concat();
            [&[tag, u8::try_from(uses.len()).unwrap()], uses.as_slice()].concat()
        };
        let alias = [0x0c, 3, b'o', b'n', b'e'];
        for (settings, is_trusted) in [
            (Vec::new(), true),
            (alias.to_vec(), true),
            (list(SEQUENCE, &[SERVERS]), true),
            (list(SEQUENCE, &[MAIL, ANY]), true),
            (list(SEQUENCE, &[MAIL]), false),
            (list(REJECTED, &[MAIL]), true),
            (list(REJECTED, &[SERVERS]), false),
            (list(REJECTED, &[ANY]), false),
            (
                [list(SEQUENCE, &[SERVERS]), list(REJECTED, &[SERVERS])].concat(),
                false,
            ),
            (
                [list(SEQUENCE, &[MAIL, SERVERS]), alias.to_vec()].concat(),
                true,
            ),
        ] {
            let found = certificates(&with_settings(certificate, &settings)).unwrap();
            let expected: &[_] = if is_trusted {
                std::slice::from_ref(certificate)
            } else {
                &[]
            };
            assert_eq!(found, expected, "{settings:x?}");
        }
    }

    #[test]
    fn a_bundle_is_added_and_may_be_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["one", "two"] {
            std::fs::write(folder.path().join(name), pem(name)).unwrap();
        }
        std::fs::create_dir(folder.path().join("more")).unwrap();
        let Roots::Added(added) = Roots::bundle(folder.path()).unwrap() else {
            panic!("nothing was added")
        };
        assert_eq!(added.len(), 2);
        let system = Roots::System.likely().map_or(0, |store| store.len());
        let both = Roots::Added(added).likely().unwrap();
        assert_eq!(both.len(), system + 2);
        let path = folder.path().join("utf16");
        std::fs::write(&path, b"\xff\xfe-\0").unwrap();
        let error = Roots::bundle(&path).unwrap_err();
        assert!(error.message.contains("UTF-16"), "{error}");
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
