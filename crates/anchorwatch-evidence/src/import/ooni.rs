//! OONI's measurements: documents with `test_name` and `test_keys`.
//!
//! The steps are those of df-002 (`queries`), df-005 (`tcp_connect`) and df-006
//! (`tls_handshakes`), in any test and at any depth below `test_keys`: web_connectivity, signal,
//! whatsapp, riseupvpn, tor, dnscheck, tlsping and others. (<https://github.com/ooni/spec>,
//! `data-formats`; df-007, the failures, read 2026-11-30.) Each name that was sent becomes a
//! measurement, with its own queries and connections. A name without a handshake becomes one if all
//! its queries, or all connections to it, failed.
//!
//! **Whether the key is proven:** OONI uses Go's crypto/tls. It checks the chain, unless
//! `no_tls_verify`, when the Certificate message comes, and the signature of ServerKeyExchange or
//! CertificateVerify after that, always (`key_agreement.go`, `handshake_client_tls13.go`). So a
//! handshake without a failure is proven, and one that ended with `ssl_unknown_authority`,
//! `ssl_invalid_hostname` or `ssl_invalid_certificate` proves nothing. A suite with RSA key exchange
//! has no such signature.
//!
//! **Not read:** what starts with `x_` (OONI's own resolvers and helpers), QUIC, pages, and
//! tlsmiddlebox's trace, whose packets are meant not to arrive.

mod steps;
mod targets;

use anchorwatch_identity::UnixSeconds;

use self::steps::Steps;
use super::{Network, RecordProblem, json::Json, step};
use crate::Measurement;

pub(super) fn is_one(record: &Json) -> bool {
    record.text("test_name").is_some() && matches!(record.get("test_keys"), Some(Json::Object(_)))
}

pub(super) fn read(record: &Json) -> Result<Vec<Measurement>, RecordProblem> {
    let key = "measurement_start_time";
    let began = record
        .text(key)
        .and_then(time)
        .ok_or_else(|| step::bad(key))?;
    let mut steps = Steps::default();
    if let Some(test_keys) = record.get("test_keys") {
        steps.add(test_keys)?;
    }
    let measurements = targets::of(steps, began);
    if measurements.is_empty() {
        return Err(RecordProblem::WithoutTls);
    }
    Ok(measurements)
}

/// From `probe_asn` and `probe_cc`. Network 0 and country `ZZ` are OONI's words for «unknown».
pub(super) fn network(record: &Json) -> Option<Network> {
    let asn = record.text("probe_asn")?.strip_prefix("AS")?;
    let asn = asn.parse().ok().filter(|asn| *asn != 0)?;
    let country = record.text("probe_cc");
    let country = country.filter(|it| {
        it.len() == 2 && *it != "ZZ" && it.bytes().all(|letter| letter.is_ascii_uppercase())
    });
    Some(Network {
        asn,
        country: country.map(str::to_owned),
    })
}

/// As `2022-10-27 00:03:16`, in UTC.
fn time(text: &str) -> Option<UnixSeconds> {
    let (day, time) = text.split_once(' ')?;
    UnixSeconds::parse_rfc3339(&format!("{day}T{time}Z")).ok()
}
