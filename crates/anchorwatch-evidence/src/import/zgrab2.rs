//! ZGrab2's results of the modules `tls` and `http`, as JSON Lines.
//!
//! A result of `http` has a handshake for each request, those of redirects included. Where a
//! request was sent to is recorded only for the first one.
//!
//! **Whether the key is proven** was read in the source of zcrypto (66a5ac25, 2026-07-16) and
//! ZGrab2 (e8fbc9ef, 2026-07-09). In TLS 1.3 the signature of CertificateVerify is always checked
//! (`tls/handshake_client_tls13.go`), so a handshake that was completed is proven. In earlier
//! versions that of ServerKeyExchange is checked too, but with finite-field Diffie-Hellman a wrong
//! one is let pass unless the chain is verified (`tls/key_agreement.go`); the result is recorded as
//! `signature.valid`, and only `true` counts here. A handshake was completed if
//! `handshake_completed_successfully` says so; in results of older versions, which lack it, if
//! `tls` succeeded or `http` received an answer over it.
//!
//! **Which name was sent:** the one of the recorded ClientHello; without that, the target's name,
//! which ZGrab2 sends by default.
//!
//! **Not read:** other modules, and the keys of sessions, which ZGrab2 records.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_identity::UnixSeconds;

use super::{RecordProblem, json::Json, step};
use crate::{Failure, ImportFormat, Measurement, Purpose, TcpConnect, TlsHandshake};

/// ZGrab2's default for both modules.
const HTTPS: u16 = 443;

/// The most requests of one result; ZGrab2 follows few redirects.
const MAX_REQUESTS: usize = 100;

pub(super) fn is_one(record: &Json) -> bool {
    let results = record.get("data").map(Json::entries).unwrap_or_default();
    let mut results = results.iter().map(|(_, result)| result);
    let has_target = record.text("ip").or_else(|| record.text("domain"));
    let is_result = |it: &Json| it.text("status").is_some() && it.text("protocol").is_some();
    has_target.is_some() && results.any(is_result)
}

pub(super) fn read(record: &Json) -> Result<Vec<Measurement>, RecordProblem> {
    let mut measurements = Vec::new();
    if let Some(result) = record.at(&["data", "tls"]) {
        measurements.push(of_tls(record, result)?);
    }
    if let Some(result) = record.at(&["data", "http"]) {
        of_http(record, result, &mut measurements)?;
    }
    if measurements.is_empty() {
        return Err(RecordProblem::WithoutTls);
    }
    Ok(measurements)
}

fn of_tls(record: &Json, result: &Json) -> Result<Measurement, RecordProblem> {
    let port = result.port("port").unwrap_or(HTTPS);
    let mut measurement = target(record, port, began(result)?)?;
    let address = step::ip(record, "ip").map(|ip| SocketAddr::new(ip, port));
    let failure = failure(result);
    let log = result.get("result").unwrap_or(&Json::Null);
    let has_log = !log
        .get("handshake_log")
        .map(Json::entries)
        .unwrap_or_default()
        .is_empty();
    if !has_log && is_of_connection(result) {
        measurement.tcp_connect = connect(address, failure);
        return Ok(measurement);
    }
    let is_complete = result.text("status") == Some("success");
    let mut handshake = handshake(log, is_complete)?;
    handshake.failure = failure;
    // Without a log, the connection may have failed too.
    if has_log {
        measurement.tcp_connect = connect(address, None);
    }
    finish(&mut measurement, handshake, address);
    Ok(measurement)
}

/// A measurement for each request that was sent over TLS.
fn of_http(
    record: &Json,
    result: &Json,
    measurements: &mut Vec<Measurement>,
) -> Result<(), RecordProblem> {
    let grab = result.get("result").unwrap_or(&Json::Null);
    let redirects = grab.get("redirect_response_chain").map(Json::elements);
    let redirects = redirects.unwrap_or_default();
    let first = redirects.first().or_else(|| grab.get("response"));
    let rest = redirects.iter().skip(1);
    let last = grab.get("response").filter(|_| !redirects.is_empty());
    let all = first.into_iter().chain(rest).chain(last);
    for (index, response) in all.take(MAX_REQUESTS).enumerate() {
        let log = response.at(&["request", "tls_log"]);
        let Some(log) = log.filter(|log| !log.entries().is_empty()) else {
            continue;
        };
        let mut measurement = request_target(record, result, response)?;
        let ip = step::ip(record, "ip").filter(|_| index == 0);
        let address = ip.map(|ip| SocketAddr::new(ip, measurement.target.port));
        let is_answered = response.text("status_line").is_some();
        let mut handshake = handshake(log, is_answered)?;
        handshake.failure = failure(result).filter(|_| !is_answered);
        measurement.tcp_connect = connect(address, None);
        finish(&mut measurement, handshake, address);
        // A redirect's last answer is listed twice.
        if measurements.last() != Some(&measurement) {
            measurements.push(measurement);
        }
    }
    Ok(())
}

/// The host and port of a request.
fn request_target(
    record: &Json,
    result: &Json,
    response: &Json,
) -> Result<Measurement, RecordProblem> {
    let url = response.at(&["request", "url"]).unwrap_or(&Json::Null);
    let began = began(result)?;
    let Some(host) = step::host(url, "host")? else {
        let port = result.port("port").unwrap_or(HTTPS);
        return target(record, port, began);
    };
    let (host, port) = match host.parse::<SocketAddr>() {
        Ok(address) => (address.ip().to_string(), address.port()),
        Err(_) => match host.rsplit_once(':') {
            Some((name, port)) if !name.contains(':') => {
                (name.to_owned(), port.parse().unwrap_or(HTTPS))
            }
            _ => (host.trim_matches(['[', ']']).to_owned(), HTTPS),
        },
    };
    Ok(step::measurement(ImportFormat::Zgrab2, host, port, began))
}

fn target(record: &Json, port: u16, began: UnixSeconds) -> Result<Measurement, RecordProblem> {
    let name = step::host(record, "domain")?;
    let host = match name {
        Some(name) => name,
        None => step::host(record, "ip")?.ok_or_else(|| step::bad("ip"))?,
    };
    Ok(step::measurement(ImportFormat::Zgrab2, host, port, began))
}

fn began(result: &Json) -> Result<UnixSeconds, RecordProblem> {
    let key = "timestamp";
    let time = result
        .text(key)
        .and_then(|text| UnixSeconds::parse_rfc3339(text).ok());
    time.ok_or_else(|| step::bad(key))
}

/// Whether the status says that no connection was made.
fn is_of_connection(result: &Json) -> bool {
    let status = result.text("status").unwrap_or_default();
    status.starts_with("connection-")
}

fn connect(address: Option<SocketAddr>, failure: Option<Failure>) -> Vec<TcpConnect> {
    let connect = address.map(|address| TcpConnect {
        address,
        ttl: None,
        ttl_exceeded_by: None,
        failure,
        elapsed: Duration::ZERO,
    });
    connect.into_iter().collect()
}

/// How a result failed, in OONI's words where it has some.
fn failure(result: &Json) -> Option<Failure> {
    match result.text("status")? {
        "success" => None,
        "connection-refused" => Some(Failure::ConnectionRefused),
        "connection-timeout" | "io-timeout" => Some(Failure::GenericTimeoutError),
        "connection-closed" => Some(Failure::EofError),
        status => Some(Failure::of_others(result.text("error").unwrap_or(status))),
    }
}

/// Adds the handshake, and the name that it sent.
fn finish(measurement: &mut Measurement, mut handshake: TlsHandshake, address: Option<SocketAddr>) {
    let host = &measurement.target.host;
    let is_name = host.parse::<std::net::IpAddr>().is_err();
    handshake.server_name = handshake
        .server_name
        .or_else(|| is_name.then(|| host.clone()));
    handshake.address = address;
    measurement.tls_handshakes = vec![handshake];
}

fn handshake(log: &Json, is_complete: bool) -> Result<TlsHandshake, RecordProblem> {
    let is_complete = is_complete || log.is_true("handshake_completed_successfully");
    let log = log.get("handshake_log").unwrap_or(&Json::Null);
    let key = "server_certificates";
    let sent = log.get(key).unwrap_or(&Json::Null);
    let own = sent.get("certificate").into_iter();
    let chain = sent.get("chain").map(Json::elements).unwrap_or_default();
    // If only the parsed form of a certificate was kept, the chain ends there.
    let raw = own.chain(chain).map_while(|one| one.text("raw"));
    let peer_certificates = step::certificates(raw.map(Some), key)?;
    let hello = log.get("server_hello").unwrap_or(&Json::Null);
    let agreed = hello.at(&["supported_versions", "selected_version"]);
    let version = agreed.or_else(|| hello.get("version"));
    let tls_version = step::word(version.and_then(|it| it.text("name")));
    let signature = log.at(&["server_key_exchange", "signature"]);
    let is_signed = match tls_version.as_deref() {
        Some("TLSv1.3") => is_complete,
        _ => signature.is_some_and(|it| it.is_true("valid")),
    };
    let is_proven = is_signed && !peer_certificates.is_empty();
    let sent_name = log.get("client_hello").unwrap_or(&Json::Null);
    Ok(TlsHandshake {
        purpose: Purpose::Target,
        address: None,
        ttl: None,
        min_ttl: None,
        server_name: step::host(sent_name, "server_name")?,
        failure: None,
        failed_after: None,
        tls_version,
        cipher_suite: step::word(hello.get("cipher_suite").and_then(|it| it.text("name"))),
        peer_certificates,
        is_key_proven: is_proven.then_some(true),
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: Duration::ZERO,
    })
}
