//! Encryption: rustls with ring, and roots that are loaded when first needed.
//!
//! Loading the system's hundred and more roots is nine tenths of the work of one
//! https request, so a run that never opens an encrypted connection must not
//! pay for it. ring rather than the default provider of rustls, which gathers
//! entropy for 18 ms at the start of every process.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme,
};

use crate::error::ConfigError;

/// Which certificate authorities are trusted.
#[derive(Debug, Clone)]
pub(super) enum Roots {
    /// The system's, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    System,
    /// These only.
    Bundle(Vec<CertificateDer<'static>>),
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
        let text = std::fs::read(path).map_err(|error| problem(error.to_string()))?;
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
        match certificates {
            Ok(certificates) if !certificates.is_empty() => {
                let mut store = RootCertStore::empty();
                for certificate in &certificates {
                    store
                        .add(certificate.clone())
                        .map_err(|error| problem(error.to_string()))?;
                }
                Ok(Self::Bundle(certificates))
            }
            Ok(_) => Err(problem("it holds no certificate".to_owned())),
            Err(error) => Err(problem(error.to_string())),
        }
    }
}

/// The configuration for all encrypted connections of a client.
///
/// # Errors
/// When the crypto provider does not offer the protocol versions, which a
/// correctly built program never sees.
pub(super) fn client_config(roots: Roots) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let verifier = LazyVerifier {
        provider: Arc::clone(&provider),
        roots,
        verifier: OnceLock::new(),
    };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The ordinary verifier, built at the first handshake.
#[derive(Debug)]
struct LazyVerifier {
    provider: Arc<CryptoProvider>,
    roots: Roots,
    verifier: OnceLock<Result<Arc<WebPkiServerVerifier>, Error>>,
}

impl LazyVerifier {
    fn verifier(&self) -> Result<&WebPkiServerVerifier, Error> {
        let built = self
            .verifier
            .get_or_init(|| build(&self.roots, &self.provider));
        built.as_deref().map_err(Clone::clone)
    }
}

fn build(
    roots: &Roots,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, Error> {
    let mut store = RootCertStore::empty();
    match roots {
        Roots::System => {
            // A system's store may hold certificates that nobody can read any
            // more; the others still count.
            let found = rustls_native_certs::load_native_certs();
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
        }
        Roots::Bundle(certificates) => {
            for certificate in certificates {
                store.add(certificate.clone())?;
            }
        }
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider))
        .build()
        .map_err(|error| Error::Other(OtherError(Arc::new(error))))
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
        self.verifier()?.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        )
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier()?.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier()?.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        // Asked for the first message of a handshake: without the roots.
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_not_loaded_for_a_configuration() {
        let config = client_config(Roots::System).unwrap();
        assert_eq!(
            config.alpn_protocols,
            [b"h2".to_vec(), b"http/1.1".to_vec()]
        );
    }

    #[test]
    fn a_bundle_must_hold_certificates() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let problem = |path: &Path| Roots::bundle(path).unwrap_err().message;
        assert!(
            problem(&path).contains("ca.pem: No such file"),
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
}
