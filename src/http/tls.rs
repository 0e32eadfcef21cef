//! Encryption: rustls with ring, and roots that are loaded when first needed.
//!
//! Loading the system's hundred and more roots is a large part of the work of one
//! https request, so a run that never opens an encrypted connection must not
//! pay for it. ring rather than the default provider of rustls, which gathers
//! entropy for 18 ms at the start of every process.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme,
};

use super::roots::{FILE, LARGEST, Roots};
use crate::machine::files::why_endless;

/// The configuration for all encrypted connections of a client.
///
/// # Errors
/// When the crypto provider does not offer the protocol versions, which a
/// correctly built program never sees.
pub(super) fn client_config(roots: Roots) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let verifier = LazyVerifier::new(Arc::clone(&provider), roots);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Refuses a pipe, a device or a huge file in `SSL_CERT_FILE`: the system's reader waits
/// for all of it and holds it in memory.
fn check_named_file() -> Result<(), Error> {
    let Some(path) = std::env::var_os(FILE) else {
        return Ok(());
    };
    let path = Path::new(&path);
    match why_endless(path, LARGEST) {
        Some(why) => Err(Error::General(format!("{FILE}: {} {why}", path.display()))),
        None => Ok(()),
    }
}

/// The ordinary verifiers, built when first needed.
#[derive(Debug)]
struct LazyVerifier {
    provider: Arc<CryptoProvider>,
    roots: Roots,
    /// Of the roots that are likely to be enough.
    likely: OnceLock<Option<Arc<WebPkiServerVerifier>>>,
    /// Of all roots.
    all: OnceLock<Result<Arc<WebPkiServerVerifier>, Error>>,
}

impl LazyVerifier {
    fn new(provider: Arc<CryptoProvider>, roots: Roots) -> Self {
        Self {
            provider,
            roots,
            likely: OnceLock::new(),
            all: OnceLock::new(),
        }
    }

    fn likely(&self) -> Option<&WebPkiServerVerifier> {
        let built = self
            .likely
            .get_or_init(|| self.build(self.roots.likely()?).ok());
        built.as_deref()
    }

    fn all(&self) -> Result<&WebPkiServerVerifier, Error> {
        let built = self.all.get_or_init(|| {
            check_named_file()?;
            self.roots.all().and_then(|roots| self.build(roots))
        });
        built.as_deref().map_err(Clone::clone)
    }

    fn build(&self, roots: RootCertStore) -> Result<Arc<WebPkiServerVerifier>, Error> {
        let provider = Arc::clone(&self.provider);
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|error| Error::Other(OtherError(Arc::new(error))))
    }
}

impl ServerCertVerifier for LazyVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verify = |verifier: &WebPkiServerVerifier| {
            verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        };
        match self.likely().map(verify) {
            Some(Ok(verified)) => Ok(verified),
            Some(Err(_)) | None => verify(self.all()?),
        }
    }

    // These two and the schemes need no roots.

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let supported = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, supported)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let supported = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, supported)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

    use super::*;

    type Authority = CertifiedIssuer<'static, KeyPair>;

    fn authority() -> Authority {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
    }

    fn store(authorities: &[&Authority]) -> RootCertStore {
        let mut store = RootCertStore::empty();
        for authority in authorities {
            store.add(authority.der().clone()).unwrap();
        }
        store
    }

    /// A server's certificate from the authority, shown to the verifier.
    fn verify(verifier: &LazyVerifier, authority: &Authority) -> Result<(), Error> {
        let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let server = server.signed_by(&KeyPair::generate().unwrap(), authority);
        let name = ServerName::try_from("localhost").unwrap();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
        let server = server.unwrap();
        verifier
            .verify_server_cert(server.der(), &[], &name, &[], now)
            .map(|_| ())
    }

    #[test]
    fn roots_are_not_loaded_for_a_configuration() {
        let config = client_config(Roots::System).unwrap();
        assert_eq!(
            config.alpn_protocols,
            [b"h2".to_vec(), b"http/1.1".to_vec()]
        );
    }

    #[test]
    fn only_an_authority_that_the_bundle_does_not_know_makes_all_be_read() {
        let (known, other) = (authority(), authority());
        let provider = Arc::new(ring::default_provider());
        let roots = Roots::Added(store(&[&known, &other]));
        let verifier = LazyVerifier::new(provider, roots);
        let likely = verifier.build(store(&[&known])).unwrap();
        verifier.likely.set(Some(likely)).unwrap();

        verify(&verifier, &known).unwrap();
        assert!(verifier.all.get().is_none());
        verify(&verifier, &other).unwrap();
        assert!(verifier.all.get().is_some());
        let unknown = verify(&verifier, &authority()).unwrap_err();
        assert!(matches!(unknown, Error::InvalidCertificate(_)), "{unknown}");
    }
}
