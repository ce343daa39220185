//! Censored Planet's Hyperquack over HTTPS, versions 1 and 2, as JSON Lines
//! (<https://github.com/censoredplanet/censoredplanet>, `docs`, read 2026-11-22).
//!
//! Hyperquack connects from outside to a server in the country, and sends it the name of a site that
//! is not there. So the certificate is for other names as a rule; it tells something only if it is
//! one that an interceptor made. Of the chain, only the server's own certificate is recorded, and
//! only where the answer was not the expected one.
//!
//! **Whether the key is proven** is not recorded. The answers to control names are left out.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use anchorwatch_identity::UnixSeconds;

use super::{RecordProblem, json::Json, step};
use crate::{Failure, ImportFormat, Measurement, Purpose, TcpConnect, TlsHandshake};

const HTTPS: u16 = 443;

/// The most answers of one measurement: five tries and their controls.
const MAX_ANSWERS: usize = 100;

/// Go's words for what failed, and OONI's. The first that an error contains counts.
const ERRORS: [(&str, Failure); 8] = [
    ("connection refused", Failure::ConnectionRefused),
    ("connection reset", Failure::ConnectionReset),
    ("no route to host", Failure::HostUnreachable),
    ("network is unreachable", Failure::NetworkUnreachable),
    ("i/o timeout", Failure::GenericTimeoutError),
    ("deadline exceeded", Failure::GenericTimeoutError),
    ("EOF", Failure::EofError),
    ("handshake failure", Failure::SslFailedHandshake),
];

/// The names of the keys, which differ between the versions.
struct Keys {
    server: &'static str,
    site: &'static str,
    answers: &'static str,
    content: &'static str,
    error: &'static str,
    began: &'static str,
}

const FIRST: Keys = Keys {
    server: "Server",
    site: "Keyword",
    answers: "Results",
    content: "Received",
    error: "Error",
    began: "StartTime",
};

const SECOND: Keys = Keys {
    server: "vp",
    site: "test_url",
    answers: "response",
    content: "response",
    error: "error",
    began: "start_time",
};

pub(super) fn is_one(record: &Json) -> bool {
    keys(record).is_some()
}

fn keys(record: &Json) -> Option<Keys> {
    let mut both = [FIRST, SECOND].into_iter();
    both.find(|keys| {
        let has_answers = matches!(record.get(keys.answers), Some(Json::List(_)));
        let has_names = record
            .text(keys.server)
            .and_then(|_| record.text(keys.site));
        // Satellite's, which are of names, have a place in the control group.
        has_answers && has_names.is_some() && record.get("in_control_group").is_none()
    })
}

pub(super) fn read(record: &Json) -> Result<Vec<Measurement>, RecordProblem> {
    let keys = keys(record).ok_or(RecordProblem::OtherKind)?;
    // Version 1 has one file for each service, and certificates in those of HTTPS alone.
    if record
        .text("service")
        .is_some_and(|service| service != "https")
    {
        return Err(RecordProblem::WithoutTls);
    }
    let ip: IpAddr = step::ip(record, keys.server).ok_or_else(|| step::bad(keys.server))?;
    let address = SocketAddr::new(ip, HTTPS);
    let site = step::host(record, keys.site)?.ok_or_else(|| step::bad(keys.site))?;
    // A page of the site may have been asked for.
    let host = site.split(['/', ':']).next().unwrap_or_default().to_owned();
    let answers = record.get(keys.answers).map(Json::elements);
    let answers = answers.unwrap_or_default();
    if answers.len() > MAX_ANSWERS {
        let max = MAX_ANSWERS as u64;
        return Err(RecordProblem::TooMany { max });
    }
    let mut measurement: Option<Measurement> = None;
    for answer in answers.iter().filter(|it| is_for(it, &site)) {
        let Some(handshake) = handshake(answer, &keys, address, &host)? else {
            continue;
        };
        let began = began(answer, keys.began)?;
        let found = measurement.get_or_insert_with(|| {
            step::measurement(ImportFormat::CensoredPlanet, host.clone(), HTTPS, began)
        });
        found.tcp_connect.extend(connect(&handshake, address));
        found.tls_handshakes.push(handshake);
    }
    measurement
        .map(|measurement| vec![measurement])
        .ok_or(RecordProblem::WithoutTls)
}

/// Whether an answer is to the site's name, and not to a control's.
fn is_for(answer: &Json, site: &str) -> bool {
    answer.text("control_url").is_none() && answer.text("Sent").is_none_or(|sent| sent == site)
}

fn began(answer: &Json, key: &str) -> Result<UnixSeconds, RecordProblem> {
    let time = answer.text(key);
    time.and_then(|text| UnixSeconds::parse_rfc3339(text).ok())
        .ok_or_else(|| step::bad(key))
}

/// `None` without a certificate and without a failure of the network: what the page was does not
/// matter here.
fn handshake(
    answer: &Json,
    keys: &Keys,
    address: SocketAddr,
    host: &str,
) -> Result<Option<TlsHandshake>, RecordProblem> {
    let content = answer.get(keys.content).unwrap_or(&Json::Null);
    let (tls, version, certificate) = match content.get("tls") {
        Some(tls) => (tls, "version", "cert"),
        None => (content, "TlsVersion", "Certificate"),
    };
    let sent = tls.text(certificate).into_iter().map(Some);
    let peer_certificates = step::certificates(sent, certificate)?;
    let failure = answer.text(keys.error).and_then(failure);
    let failure = failure.filter(|_| peer_certificates.is_empty());
    if peer_certificates.is_empty() && failure.is_none() {
        return Ok(None);
    }
    let tls_version = match tls.number(version) {
        Some(771.0) => Some("TLSv1.2".to_owned()),
        Some(772.0) => Some("TLSv1.3".to_owned()),
        _ => None,
    };
    Ok(Some(TlsHandshake {
        purpose: Purpose::Target,
        address: Some(address),
        ttl: None,
        min_ttl: None,
        server_name: Some(host.to_owned()),
        failure,
        failed_after: None,
        tls_version,
        cipher_suite: None,
        peer_certificates,
        is_key_proven: None,
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: Duration::ZERO,
    }))
}

/// A connection was made if a certificate came; an error does not say.
fn connect(handshake: &TlsHandshake, address: SocketAddr) -> Option<TcpConnect> {
    let failure = None;
    let elapsed = Duration::ZERO;
    (!handshake.peer_certificates.is_empty()).then_some(TcpConnect {
        address,
        ttl: None,
        ttl_exceeded_by: None,
        failure,
        elapsed,
    })
}

/// `None` if the error is about the page.
fn failure(error: &str) -> Option<Failure> {
    if error == "null" || error.starts_with("Incorrect web response") {
        return None;
    }
    let mut known = ERRORS.iter().filter(|(words, _)| error.contains(words));
    let failure = known.next().map(|(_, failure)| failure.clone());
    Some(failure.unwrap_or_else(|| Failure::of_others(error)))
}
