//! The ClientHellos that are sent: the usual one, and the ones that differ from it in one thing.
//!
//! An interceptor may look only at hellos that it can read: at those that come in one record, that
//! carry a name in clear, or that offer an old version. What differs is as little as possible, so
//! that a different answer says why.

use std::sync::Arc;

use anchorwatch_evidence::{Purpose, client_hello::ClientHello};
use rustls::{
    ClientConfig,
    client::{EchGreaseConfig, EchMode, Resumption, danger::ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs::hpke},
    pki_types::ServerName,
    version::{TLS12, TLS13},
};

use crate::EchConfigs;

/// The size of the records of a split ClientHello, with their headers. The message begins with 71
/// octets that every hello for TLS 1.3 has (RFC 8446 §4.1.2), so no extension is in the first record.
const SPLIT_RECORD_BYTES: usize = 64;

/// `None`: the library refuses to, or there is no ECH configuration where one is needed.
pub(crate) fn config(
    purpose: Purpose,
    ech: Option<&EchConfigs>,
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
) -> Option<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = match purpose {
        Purpose::TargetTls12 => builder.with_protocol_versions(&[&TLS12]),
        Purpose::TargetTls13 => builder.with_protocol_versions(&[&TLS13]),
        Purpose::TargetGreaseEch | Purpose::OuterGreaseEch => builder.with_ech(grease()?),
        Purpose::TargetEch | Purpose::TargetEchOwnName => {
            builder.with_ech(EchMode::Enable(ech?.usable()?))
        }
        _ => builder.with_safe_default_protocol_versions(),
    };
    let mut config = builder
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    // A resumed session carries no certificate and would hide an interceptor.
    config.resumption = Resumption::disabled();
    match purpose {
        Purpose::TargetNoName => config.enable_sni = false,
        Purpose::TargetSplitHello => config.max_fragment_size = Some(SPLIT_RECORD_BYTES),
        _ => {}
    }
    Some(config)
}

/// With the suite that browsers use, and a key that nobody has.
fn grease() -> Option<EchMode> {
    let suite = hpke::DH_KEM_X25519_HKDF_SHA256_AES_128;
    let (public, _) = rustls::crypto::hpke::Hpke::generate_key_pair(suite).ok()?;
    Some(EchMode::Grease(EchGreaseConfig::new(suite, public)))
}

pub(crate) fn server_name(host: &str) -> Option<ServerName<'static>> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    ServerName::try_from(bare.trim_end_matches('.').to_owned()).ok()
}

/// Returns the server name in clear; an address is never sent (RFC 6066 §3). With ECH, it is in the
/// hello that was sent.
pub(crate) fn sent_name(purpose: Purpose, host: &str, sent: &[u8]) -> Option<String> {
    match purpose {
        Purpose::TargetNoName => None,
        Purpose::TargetEch | Purpose::TargetEchOwnName => {
            let hello = ClientHello::parse(sent).ok()?;
            hello.server_name().ok()?.map(str::to_owned)
        }
        _ => match server_name(host)? {
            ServerName::DnsName(name) => Some(name.as_ref().to_owned()),
            _ => None,
        },
    }
}
