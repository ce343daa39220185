//! RIPE Atlas' results of the measurement `sslcert`: one JSON document each, in a list or on lines.
//! The keys are those of 20 real results of firmware 4480 to 4790 (RIPE-NCC/ripe.atlas.sagan,
//! `tests/ssl.py`, 242bd92), `decription` of an alert included.
//!
//! **Whether the key is proven** is not recorded, nor is the name that was sent.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_identity::UnixSeconds;

use super::{RecordProblem, json::Json, step};
use crate::{Failure, ImportFormat, Measurement, Purpose, TcpConnect, TlsHandshake};

const HTTPS: u16 = 443;

pub(super) fn is_one(record: &Json) -> bool {
    record.text("type") == Some("sslcert") && record.number("prb_id").is_some()
}

pub(super) fn read(record: &Json) -> Result<Vec<Measurement>, RecordProblem> {
    let name = step::host(record, "dst_name")?;
    let host = name.map_or_else(|| step::host(record, "dst_addr"), |name| Ok(Some(name)))?;
    let host = host.ok_or_else(|| step::bad("dst_name"))?;
    let port = match record.text("dst_port") {
        Some("https") | None => record.port("dst_port").unwrap_or(HTTPS),
        Some(port) => port.parse().map_err(|_| step::bad("dst_port"))?,
    };
    let began = began(record).ok_or_else(|| step::bad("timestamp"))?;
    let mut measurement = step::measurement(ImportFormat::RipeAtlas, host, port, began);
    let address = step::ip(record, "dst_addr").map(|ip| SocketAddr::new(ip, port));
    let certificates = record.get("cert").map(Json::elements).unwrap_or_default();
    let bare: Vec<Option<String>> = certificates.iter().map(bare).collect();
    let peer_certificates = step::certificates(bare.iter().map(Option::as_deref), "cert")?;
    // The time until the connection was made tells that one was.
    if let (Some(address), Some(elapsed)) = (address, milliseconds(record, "ttc")) {
        measurement.tcp_connect = vec![TcpConnect {
            address,
            ttl: None,
            ttl_exceeded_by: None,
            failure: None,
            elapsed,
        }];
    }
    measurement.tls_handshakes = vec![TlsHandshake {
        purpose: Purpose::Target,
        address,
        ttl: None,
        min_ttl: None,
        server_name: None,
        failure: failure(record),
        failed_after: None,
        tls_version: record.text("ver").and_then(version),
        cipher_suite: None,
        peer_certificates,
        is_key_proven: None,
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: milliseconds(record, "rt").unwrap_or_default(),
    }];
    Ok(vec![measurement])
}

/// In seconds since 1970.
fn began(record: &Json) -> Option<UnixSeconds> {
    let seconds = record.number("timestamp")?;
    // Up to the year 9999.
    let is_time = (0.0..253_402_300_800.0).contains(&seconds) && seconds.fract() == 0.0;
    is_time.then(|| UnixSeconds::new(seconds as i64))
}

fn failure(record: &Json) -> Option<Failure> {
    if record.get("alert").is_some() {
        return Some(Failure::SslFailedHandshake);
    }
    record.text("err").map(Failure::of_others)
}

fn version(number: &str) -> Option<String> {
    match number {
        "1.0" | "1.1" | "1.2" | "1.3" => Some(format!("TLSv{number}")),
        "3.0" => Some("SSLv3".to_owned()),
        _ => None,
    }
}

fn milliseconds(record: &Json, key: &str) -> Option<Duration> {
    let elapsed = Duration::try_from_secs_f64(record.number(key)? / 1_000.0).ok()?;
    let microseconds = u64::try_from(elapsed.as_micros()).ok()?;
    Some(Duration::from_micros(microseconds))
}

/// What is between the lines of a PEM block, without line ends.
fn bare(pem: &Json) -> Option<String> {
    let Json::Text(pem) = pem else {
        return None;
    };
    let inner = pem.trim().strip_prefix("-----BEGIN CERTIFICATE-----")?;
    let inner = inner.strip_suffix("-----END CERTIFICATE-----")?;
    Some(inner.split_ascii_whitespace().collect())
}
