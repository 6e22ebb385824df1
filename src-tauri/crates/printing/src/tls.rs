//! Encrypted connections. A certificate is good if an authority that this computer trusts has signed it for this name, or if
//! it is the very one that somebody accepted; most printers sign their own.

use std::fmt;
use std::io::{Read, Write};
use std::str::FromStr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use sha2::{Digest, Sha256};

use crate::Fault;
use crate::net::{Line, fault_of};

/// A certificate's SHA-256 digest, written as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    fn of(certificate: &CertificateDer<'_>) -> Self {
        Self(Sha256::digest(certificate).into())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Fingerprint {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
        if digits.len() != 64 || text.bytes().any(|byte| !byte.is_ascii_hexdigit() && byte != b':') {
            return Err(());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()).ok_or(())?;
        }
        Ok(Self(bytes))
    }
}

/// An encrypted line.
pub(crate) struct Tls(rustls::StreamOwned<ClientConnection, Line>);

impl Tls {
    /// Shakes hands. A certificate that is not good is named, so that somebody can look at it and accept it.
    pub(crate) fn open(
        line: Line,
        host: &str,
        pin: Option<Fingerprint>,
    ) -> Result<(Self, Fingerprint), (Fault, Option<Fingerprint>)> {
        let seen = Arc::new(Mutex::new(None));
        let verifier = Verifier { pin, seen: Arc::clone(&seen), provider: provider(), known: known() };
        let shown = || *seen.lock().unwrap_or_else(PoisonError::into_inner);
        let config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(|_| (Fault::Certificate, None))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).map_err(|_| (Fault::Unreachable, None))?;
        let connection = ClientConnection::new(Arc::new(config), name).map_err(|_| (Fault::Certificate, None))?;
        let mut stream = rustls::StreamOwned::new(connection, line);
        while stream.conn.is_handshaking() {
            if let Err(error) = stream.conn.complete_io(&mut stream.sock) {
                let is_certificate = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
                let fault = match is_certificate {
                    Some(Error::InvalidCertificate(_)) => Fault::Certificate,
                    Some(_) => Fault::Garbled,
                    None => fault_of(&error, Fault::BrokeOff),
                };
                return Err((fault, shown()));
            }
        }
        shown().map(|certificate| (Self(stream), certificate)).ok_or((Fault::Certificate, None))
    }
}

impl Read for Tls {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer) {
            // Many printers hang up without the farewell; the length of the reply says whether something is missing.
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(0),
            other => other,
        }
    }
}

impl Write for Tls {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    Arc::clone(PROVIDER.get_or_init(|| Arc::new(rustls::crypto::ring::default_provider())))
}

/// The authorities that this computer trusts; `None` if it trusts none.
fn known() -> Option<Arc<WebPkiServerVerifier>> {
    static KNOWN: OnceLock<Option<Arc<WebPkiServerVerifier>>> = OnceLock::new();
    KNOWN
        .get_or_init(|| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider()).build().ok()
        })
        .clone()
}

/// Notes which certificate is shown, and lets through the accepted one, else what an authority has signed.
#[derive(Debug)]
struct Verifier {
    pin: Option<Fingerprint>,
    seen: Arc<Mutex<Option<Fingerprint>>>,
    provider: Arc<CryptoProvider>,
    known: Option<Arc<WebPkiServerVerifier>>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = Fingerprint::of(certificate);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
        match self.pin {
            // Another certificate than the accepted one is another printer, whoever has signed it.
            Some(pin) if pin == shown => Ok(ServerCertVerified::assertion()),
            Some(_) => Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)),
            None => match &self.known {
                Some(known) => known.verify_server_cert(certificate, between, name, ocsp, now),
                None => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
            },
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
