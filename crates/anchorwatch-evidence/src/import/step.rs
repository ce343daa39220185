//! Values that several formats write alike.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use anchorwatch_identity::UnixSeconds;
use data_encoding::BASE64;

use super::{RecordProblem, json::Json};
use crate::{AnchorView, Failure, ImportFormat, Measurement, PublicAnchors, Target};

/// The most certificates of one handshake. TLS has no bound of its own but 16 MiB.
const MAX_CERTIFICATES: usize = 100;

/// The most octets of a name: DNS allows 253.
const MAX_NAME_BYTES: usize = 255;

/// The longest names of versions and cipher suites.
const MAX_WORD_BYTES: usize = 100;

/// A measurement without steps.
pub(super) fn measurement(
    format: ImportFormat,
    host: String,
    port: u16,
    measured_at: UnixSeconds,
) -> Measurement {
    Measurement {
        target: Target { host, port },
        measured_at,
        queries: Vec::new(),
        tcp_connect: Vec::new(),
        tls_handshakes: Vec::new(),
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors: AnchorView {
            public: PublicAnchors::Bundled,
            local: Vec::new(),
            local_count: 0,
            local_source: format.title().to_owned(),
            local_unreadable: Vec::new(),
            owners_choices: crate::OwnersChoices::default(),
        },
        imported_from: Some(format),
    }
}

pub(super) fn bad(key: &str) -> RecordProblem {
    let key = key.to_owned();
    RecordProblem::Value { key }
}

/// A name or an address, without the dot at its end; `None` if the record has none of that key.
pub(super) fn host(record: &Json, key: &str) -> Result<Option<String>, RecordProblem> {
    let Some(name) = record.text(key) else {
        return Ok(None);
    };
    if name.len() > MAX_NAME_BYTES {
        return Err(bad(key));
    }
    Ok(Some(name.strip_suffix('.').unwrap_or(name).to_owned()))
}

/// The name of a version or a cipher suite, if it is short enough to be one.
pub(super) fn word(text: Option<&str>) -> Option<String> {
    text.filter(|text| text.len() <= MAX_WORD_BYTES)
        .map(str::to_owned)
}

/// `null` or nothing means success.
pub(super) fn failure(record: &Json) -> Option<Failure> {
    record.text("failure").map(Failure::of_others)
}

pub(super) fn ip(record: &Json, key: &str) -> Option<IpAddr> {
    record.text(key)?.parse().ok()
}

/// From `ip` and `port`.
pub(super) fn address(record: &Json) -> Option<SocketAddr> {
    Some(SocketAddr::new(ip(record, "ip")?, record.port("port")?))
}

/// From `t0` to `t`, in seconds; zero if one of them is missing. Evidence has whole microseconds.
pub(super) fn elapsed(record: &Json) -> Duration {
    let seconds = record.number("t").zip(record.number("t0"));
    let seconds = seconds.map_or(0.0, |(end, start)| end - start);
    let elapsed = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    Duration::from_micros(u64::try_from(elapsed.as_micros()).unwrap_or_default())
}

/// The certificates in base64, exactly as they were sent. One that is damaged is an error: without
/// it, the chain would be another.
pub(super) fn certificates<'a>(
    all: impl Iterator<Item = Option<&'a str>>,
    key: &str,
) -> Result<Vec<Vec<u8>>, RecordProblem> {
    let mut chain = Vec::new();
    for text in all {
        if chain.len() == MAX_CERTIFICATES {
            let max = MAX_CERTIFICATES as u64;
            return Err(RecordProblem::TooMany { max });
        }
        let der = text.and_then(|text| BASE64.decode(text.as_bytes()).ok());
        chain.push(der.filter(|der| !der.is_empty()).ok_or_else(|| bad(key))?);
    }
    Ok(chain)
}

/// Whether the suite's key exchange has the server sign the handshake.
pub(super) fn has_signature(cipher_suite: Option<&str>) -> bool {
    cipher_suite.is_none_or(|suite| !suite.starts_with("TLS_RSA_"))
}
