//! A handshake over QUIC that keeps the chain, whatever it is.
//!
//! It offers HTTP/3, since servers answer nobody who offers nothing that they speak (RFC 9001 §8.1).
//! Nothing is asked after the handshake.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anchorwatch_evidence::{Failure, Purpose, QuicHandshake, Stage, TlsHandshake};
use quinn_proto::{
    ClientConfig, MtuDiscoveryConfig, TransportConfig, crypto::rustls::QuicClientConfig,
};

use super::{AcceptAndKeep, Captured, Proof, Wanted, provider};
use crate::{
    hello,
    quic::{Exchange, IcmpErrors, Question, VERSION, exchange},
};

/// HTTP/3 (RFC 9114 §3.1).
const PROTOCOL: &[u8] = b"h3";

/// The most octets of handshake messages that are kept because others before them are missing: as
/// many as a whole handshake may have.
const MAX_GAP_BYTES: usize = 65_536;

/// Performs the handshake and records it.
pub(crate) async fn handshake(
    at: SocketAddr,
    wanted: Wanted<'_>,
    errors: IcmpErrors,
) -> QuicHandshake {
    let begun = Instant::now();
    let captured = Arc::new(Captured::default());
    let question = question(at, &wanted, errors, Arc::clone(&captured));
    let met = match question {
        // The error queue of a socket can only be waited for by blocking.
        Some(question) => tokio::task::spawn_blocking(move || exchange(question))
            .await
            .ok(),
        None => None,
    };
    let met = met.unwrap_or_else(|| Exchange {
        failure: Some(Failure::unknown("no handshake over QUIC is possible")),
        ..Exchange::default()
    });
    record(at, &wanted, met, &captured, begun.elapsed())
}

fn record(
    at: SocketAddr,
    wanted: &Wanted<'_>,
    met: Exchange,
    captured: &Captured,
    elapsed: Duration,
) -> QuicHandshake {
    let seen = captured.seen();
    let has_chain = !seen.chain.is_empty();
    let stage = match (met.is_sent, met.is_answered) {
        _ if has_chain => Stage::Certificate,
        (_, true) => Stage::ServerHello,
        (true, false) => Stage::ClientHello,
        (false, false) => Stage::Connect,
    };
    let failed_after = met.failure.as_ref().map(|_| stage);
    QuicHandshake {
        tls: TlsHandshake {
            purpose: wanted.purpose,
            address: Some(at),
            ttl: wanted.ttl,
            min_ttl: None,
            server_name: hello::sent_name(wanted.purpose, wanted.host, &[]),
            failure: met.failure,
            failed_after,
            // The only one that QUIC has (RFC 9001 §4.2).
            tls_version: has_chain.then(|| "TLSv1.3".to_owned()),
            cipher_suite: None,
            peer_certificates: seen.chain,
            is_key_proven: seen.is_key_proven,
            key_signature: None,
            client_hello: Vec::new(),
            server_hello: Vec::new(),
            echo: None,
            transfer: None,
            elapsed,
        },
        quic_version: VERSION,
        offered_versions: met.offered_versions,
        is_retried: met.is_retried,
        negotiated_protocol: met.negotiated_protocol,
        ttl_exceeded_by: met.ttl_exceeded_by,
    }
}

fn question(
    at: SocketAddr,
    wanted: &Wanted<'_>,
    errors: IcmpErrors,
    captured: Arc<Captured>,
) -> Option<Question> {
    let server_name = hello::server_name(wanted.host)?.to_str().into_owned();
    let verifier = AcceptAndKeep {
        captured,
        proof: Proof::AndRest,
        provider: provider(),
    };
    let mut tls = hello::config(Purpose::TargetTls13, None, provider(), Arc::new(verifier))?;
    tls.alpn_protocols = vec![PROTOCOL.to_vec()];
    let mut config = ClientConfig::new(Arc::new(QuicClientConfig::try_from(tls).ok()?));
    config.version(VERSION);
    let mut transport = TransportConfig::default();
    transport
        .max_concurrent_bidi_streams(0_u32.into())
        .max_concurrent_uni_streams(0_u32.into())
        .max_idle_timeout(None)
        .mtu_discovery_config(None::<MtuDiscoveryConfig>)
        .datagram_receive_buffer_size(None)
        .enable_segmentation_offload(false)
        .crypto_buffer_size(MAX_GAP_BYTES)
        .allow_spin(false);
    config.transport_config(Arc::new(transport));
    Some(Question {
        at,
        server_name,
        config,
        ttl: wanted.ttl,
        errors,
        limit: wanted.limit,
    })
}
