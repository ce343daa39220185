//! For programs that use rustls: a [`Policy`] as the verifier of servers.
//!
//! Behind the feature `rustls`, which is on unless `default-features = false`: the C
//! library and the command line decide without it.
//!
//! ```
//! use std::sync::Arc;
//!
//! use anchorwatch_policy::DistrustSet;
//! use anchorwatch_verify::{Anchors, Policy, rustls::Verifier};
//!
//! // Mozilla's roots as shipped here, and no local root.
//! let (anchors, _unusable) = Anchors::bundled_and(&[]);
//! let policy = Policy::new(anchors, DistrustSet::built_in());
//! let verifier = Arc::new(Verifier::new(policy).on_refusal(|name, refusal| {
//!     println!("{name} is refused: {}", refusal.reason.says());
//! }));
//! // For tokio-rustls, hyper-rustls, reqwest and everything else that takes one.
//! let config = verifier.client_config()?;
//! # assert!(config.alpn_protocols.is_empty());
//!
//! // Later, when there is a new list. The same configuration uses it from now on.
//! let (anchors, _unusable) = Anchors::bundled_and(&[]);
//! verifier.replace(Policy::new(anchors, DistrustSet::built_in()));
//! # Ok::<(), rustls::Error>(())
//! ```
//!
//! # Resumed sessions
//!
//! In a resumed session the server shows no certificate, and rustls calls no verifier. A session
//! from before a [`replace`](Verifier::replace) could be resumed although the new list refuses
//! its chain. So [`Verifier::client_config`] keeps sessions in a store that returns one only if
//! the current policy accepts every chain that was accepted for that name; early data (0-RTT),
//! which needs such a session, is sent only then. If you build a `ClientConfig` without it, set
//! [`Verifier::resumption`] there: with rustls's own store, a session can be resumed for up to a
//! week although the new list refuses its chain.
//!
//! # Not checked
//!
//! Stapled OCSP responses are ignored, and so is all other revocation by the issuing authority.
//! An open connection stays open, even if a new list refuses it. If a consent or a certificate
//! ends while a session can still be resumed, that takes effect only when the session ends.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError, RwLock},
};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::ReferenceName;
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::{
        Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{self, CryptoProvider},
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::{Decision, Policy, Refusal, VerifiedChain};

mod rejection;
mod session;

pub use rejection::{Rejection, rejection_in};
use session::Sessions;

/// A [`Policy`] as a verifier for rustls, and the program's callbacks.
///
/// Everything that is not trusted is refused with the same alert (`certificate_unknown`): an
/// interceptor must not learn whether its root is installed here and refused, or missing. The
/// reason is inside the error, see [`rejection_in`].
///
/// **Not checked:** see [the module](self).
pub struct Verifier {
    policy: RwLock<Arc<Policy>>,
    provider: Arc<CryptoProvider>,
    sessions: Arc<Sessions>,
    on_refusal: Option<Box<OnRefusal>>,
    on_acceptance: Option<Box<OnAcceptance>>,
}

type OnRefusal = dyn Fn(&ReferenceName, &Refusal) + Send + Sync;
type OnAcceptance = dyn Fn(&ReferenceName, &VerifiedChain) + Send + Sync;

impl Verifier {
    /// A verifier with this policy and the cryptography of aws-lc-rs.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        let policy = Arc::new(policy);
        Self {
            sessions: Arc::new(Sessions::new(Arc::clone(&policy))),
            policy: RwLock::new(policy),
            provider: Arc::new(crypto::aws_lc_rs::default_provider()),
            on_refusal: None,
            on_acceptance: None,
        }
    }

    /// The same, with another provider for the handshake. A chain's own signatures are still
    /// checked with aws-lc-rs.
    #[must_use]
    pub fn with_provider(self, provider: Arc<CryptoProvider>) -> Self {
        Self { provider, ..self }
    }

    /// Calls this with every refusal, in the thread of the handshake and before it fails. If it
    /// panics, the chain is still refused.
    #[must_use]
    pub fn on_refusal(
        self,
        call: impl Fn(&ReferenceName, &Refusal) + Send + Sync + 'static,
    ) -> Self {
        Self {
            on_refusal: Some(Box::new(call)),
            ..self
        }
    }

    /// Calls this with every chain that is accepted: with what the public logs say about it
    /// ([`VerifiedChain::transparency`]), which refuses nothing unless the policy requires it,
    /// and by what right its root vouches for the name. If it panics, the chain is refused.
    ///
    /// At that point, the server has not yet shown that it holds the key. A resumed session does
    /// not call this.
    #[must_use]
    pub fn on_acceptance(
        self,
        call: impl Fn(&ReferenceName, &VerifiedChain) + Send + Sync + 'static,
    ) -> Self {
        Self {
            on_acceptance: Some(Box::new(call)),
            ..self
        }
    }

    /// A configuration for clients with this verifier: TLS 1.2 and 1.3, no client certificate,
    /// sessions as described in [the module](self).
    ///
    /// # Errors
    ///
    /// rustls's error for a provider without a cipher suite for these versions.
    pub fn client_config(self: &Arc<Self>) -> Result<ClientConfig, Error> {
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::<Self>::clone(self))
            .with_no_client_auth();
        config.resumption = self.resumption();
        Ok(config)
    }

    /// The store of sessions, for a custom `ClientConfig`.
    #[must_use]
    pub fn resumption(&self) -> Resumption {
        Resumption::store(Arc::<Sessions>::clone(&self.sessions))
    }

    /// Replaces the policy for all configurations with this verifier. A handshake whose chain is
    /// already being verified finishes with the old policy; this does not wait for it.
    pub fn replace(&self, policy: Policy) {
        let policy = Arc::new(policy);
        // One lock around both, so that of two concurrent calls the same one wins in both. The
        // sessions come first: a handshake in between is judged again before its session is
        // resumed. In the other order it would not be.
        let mut present = self.policy.write().unwrap_or_else(PoisonError::into_inner);
        self.sessions.replace(Arc::clone(&policy));
        *present = policy;
    }

    /// The current policy.
    #[must_use]
    pub fn policy(&self) -> Arc<Policy> {
        // A panic cannot leave a half-written pointer there.
        let policy = self.policy.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&policy)
    }

    fn decide(
        &self,
        chain: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Rejection> {
        let policy = self.policy();
        let name = ReferenceName::parse(&server_name.to_str());
        let at = UnixSeconds::new(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
        match policy.decide(chain, &name, at) {
            Decision::Trusted(verified) => {
                if let Some(call) = &self.on_acceptance {
                    let called = catch_unwind(AssertUnwindSafe(|| call(&name, &verified)));
                    if called.is_err() {
                        return Err(Rejection::CallbackPanicked { name });
                    }
                }
                self.sessions
                    .accepted(server_name.to_owned(), &verified, at, &policy);
                Ok(())
            }
            Decision::Refused(refusal) => {
                if let Some(call) = &self.on_refusal {
                    // It is refused in any case; the panic was already reported.
                    drop(catch_unwind(AssertUnwindSafe(|| call(&name, &refusal))));
                }
                Err(Rejection::Refused { name, refusal })
            }
            Decision::Inconclusive(why) => Err(Rejection::Inconclusive { name, why }),
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain: Vec<CertificateDer<'_>> = std::iter::once(end_entity)
            .chain(intermediates)
            .map(|certificate| CertificateDer::from(certificate.as_ref()))
            .collect();
        self.decide(&chain, server_name, now)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        crypto::verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        crypto::verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
