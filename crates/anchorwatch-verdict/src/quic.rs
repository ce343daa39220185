//! What handshakes over QUIC show beside those over TCP.

use anchorwatch_evidence::{DnsData, Measurement, Purpose, TlsHandshake};

use crate::NotChecked;

/// As DNS records name HTTP/3 (RFC 9114 §3.1).
const HTTP3: &str = "h3";

/// With fewer handshakes, a lost packet would decide.
const ENOUGH: u64 = 2;

/// Whether nobody was asked over QUIC, or nobody answered to any name.
pub(crate) fn not_checked(measurement: &Measurement) -> Option<NotChecked> {
    if measurement.quic_handshakes.is_empty() {
        return Some(NotChecked::Quic);
    }
    let targets = || handshakes(measurement).filter(|it| it.purpose == Purpose::Target);
    let is_answered = targets().any(|it| !it.peer_certificates.is_empty());
    let tries = targets().count() as u64;
    let is_other_answered = handshakes(measurement)
        .any(|it| it.purpose == Purpose::TargetControl && !it.peer_certificates.is_empty());
    let is_silent = !is_answered && !is_other_answered && tries > 0;
    is_silent.then_some(NotChecked::QuicUnanswered { tries })
}

/// How many handshakes over QUIC, whatever their names, got no certificate, if all did not and a DNS
/// record says that the site offers HTTP/3.
///
/// **Not checked:** who wrote the record. In clear, anyone on the path can.
pub(crate) fn unanswered_offer(measurement: &Measurement) -> Option<u64> {
    let tries = handshakes(measurement).count() as u64;
    let is_silent = handshakes(measurement).all(|it| it.peer_certificates.is_empty());
    (is_silent && tries >= ENOUGH && offers_http3(measurement)).then_some(tries)
}

/// Those whose packets were allowed to pass as many routers as usual.
fn handshakes(measurement: &Measurement) -> impl Iterator<Item = &TlsHandshake> {
    let handshakes = measurement.quic_handshakes.iter().map(|it| &it.tls);
    handshakes.filter(|it| it.ttl.is_none())
}

/// Whether a DNS record says that the site offers HTTP/3.
pub(crate) fn offers_http3(measurement: &Measurement) -> bool {
    let host = &measurement.target.host;
    let queries = measurement.queries.iter();
    let of_target = queries.filter(|it| it.hostname.eq_ignore_ascii_case(host));
    let exchanges = of_target.filter_map(|it| it.exchange.as_ref());
    let responses = exchanges.flat_map(|it| &it.responses);
    let mut answers = responses.flat_map(|it| &it.answers);
    answers.any(|it| match &it.data {
        DnsData::Https { alpn, .. } => alpn.iter().any(|it| it == HTTP3),
        _ => false,
    })
}
