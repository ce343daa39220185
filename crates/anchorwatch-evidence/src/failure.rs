//! How a network operation failed: a closed list from OONI's vocabulary (spec df-007).

use std::fmt;

use anchorwatch_remark::{Fact, Told, Value};

/// Precedes the text of a failure that has no name of its own.
pub const UNKNOWN_FAILURE_PREFIX: &str = "unknown_failure: ";

/// What others write about a failure is seldom longer than a line.
const MAX_OTHERS_CHARACTERS: usize = 300;

const UNKNOWN: &str = "unknown_failure";

/// How a network operation failed. Data, not an error of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The port is closed.
    ConnectionRefused,
    /// The connection was reset.
    ConnectionReset,
    /// The other side closed the connection before the handshake was complete.
    EofError,
    /// No answer came in time.
    GenericTimeoutError,
    /// There is no route to the host.
    HostUnreachable,
    /// There is no route to the network.
    NetworkUnreachable,
    /// The name does not exist.
    DnsNxdomainError,
    /// The resolver had no answer.
    DnsNoAnswer,
    /// The answer was not TLS, or the two sides could not agree on a handshake.
    SslFailedHandshake,
    /// The connection was aborted on the way.
    ConnectionAborted,
    /// The measuring program closed the connection itself.
    ConnectionAlreadyClosed,
    /// The vantage point has no network.
    NetworkDown,
    /// The network dropped the connection.
    NetworkReset,
    /// The measurement was stopped.
    Interrupted,
    /// The resolver refused to answer.
    DnsRefusedError,
    /// The resolver could not find out.
    DnsServfailError,
    /// The resolver gave no usable answer.
    DnsServerMisbehaving,
    /// The look-up failed for now.
    DnsTemporaryFailure,
    /// The look-up failed for good.
    DnsNonRecoverableFailure,
    /// The answer belongs to another question.
    DnsReplyWithWrongQueryId,
    /// The answer has an address that no public host has.
    DnsBogonError,
    /// Android's resolver failed without a reason.
    AndroidDnsCacheNoData,
    /// The measuring program knows no authority that vouches for the certificate.
    SslUnknownAuthority,
    /// The measuring program found other names in the certificate.
    SslInvalidHostname,
    /// The measuring program did not accept the certificate, such as an expired one.
    SslInvalidCertificate,
    /// The answer was HTTP without encryption instead of TLS. Not in OONI's vocabulary, which
    /// calls it `ssl_failed_handshake`.
    PlainHttpResponse,
    /// The server rejected ECH and sent configurations with which to try again (RFC 9849 §6.1.6).
    /// Not in OONI's vocabulary.
    EchRejected,
    /// The server rejected ECH and sent no other configuration. If its certificate is trusted for
    /// the outer name, a client may go on without ECH. Not in OONI's vocabulary.
    EchDisabled,
    /// The two sides speak no common version of QUIC.
    QuicIncompatibleVersion,
    /// The measuring program made no connection, because the address had failed too often. Not in
    /// OONI's vocabulary.
    BackedOff,
    /// Another failure; the text contains no addresses.
    Unknown(String),
}

const NAMED: [(Failure, &str); 30] = [
    (Failure::ConnectionRefused, "connection_refused"),
    (Failure::ConnectionReset, "connection_reset"),
    (Failure::EofError, "eof_error"),
    (Failure::GenericTimeoutError, "generic_timeout_error"),
    (Failure::HostUnreachable, "host_unreachable"),
    (Failure::NetworkUnreachable, "network_unreachable"),
    (Failure::DnsNxdomainError, "dns_nxdomain_error"),
    (Failure::DnsNoAnswer, "dns_no_answer"),
    (Failure::SslFailedHandshake, "ssl_failed_handshake"),
    (Failure::ConnectionAborted, "connection_aborted"),
    (
        Failure::ConnectionAlreadyClosed,
        "connection_already_closed",
    ),
    (Failure::NetworkDown, "network_down"),
    (Failure::NetworkReset, "network_reset"),
    (Failure::Interrupted, "interrupted"),
    (Failure::DnsRefusedError, "dns_refused_error"),
    (Failure::DnsServfailError, "dns_servfail_error"),
    (Failure::DnsServerMisbehaving, "dns_server_misbehaving"),
    (Failure::DnsTemporaryFailure, "dns_temporary_failure"),
    (
        Failure::DnsNonRecoverableFailure,
        "dns_non_recoverable_failure",
    ),
    (
        Failure::DnsReplyWithWrongQueryId,
        "dns_reply_with_wrong_query_id",
    ),
    (Failure::DnsBogonError, "dns_bogon_error"),
    (Failure::AndroidDnsCacheNoData, "android_dns_cache_no_data"),
    (Failure::SslUnknownAuthority, "ssl_unknown_authority"),
    (Failure::SslInvalidHostname, "ssl_invalid_hostname"),
    (Failure::SslInvalidCertificate, "ssl_invalid_certificate"),
    (Failure::PlainHttpResponse, "plain_http_response"),
    (Failure::EchRejected, "ech_rejected"),
    (Failure::EchDisabled, "ech_disabled"),
    (
        Failure::QuicIncompatibleVersion,
        "quic_incompatible_version",
    ),
    (Failure::BackedOff, "backed_off"),
];

impl Failure {
    /// The stable names, without the unknown one.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        NAMED.iter().map(|(_, name)| *name).collect()
    }

    /// The stable code: the name, or `unknown_failure`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        let named = NAMED.iter().find(|(failure, _)| failure == self);
        named.map_or(UNKNOWN, |(_, name)| *name)
    }

    /// Whether the measuring program broke the handshake off because of the certificate that
    /// came.
    #[must_use]
    pub const fn is_of_certificate(&self) -> bool {
        matches!(
            self,
            Self::SslUnknownAuthority | Self::SslInvalidHostname | Self::SslInvalidCertificate
        )
    }

    /// A failure that has no name of its own. Addresses are removed from the text.
    #[must_use]
    pub fn unknown(text: &str) -> Self {
        Self::Unknown(scrubbed(text))
    }

    /// Reads a failure's written form. Never fails: an unknown name is kept unchanged.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match NAMED.iter().find(|(_, name)| *name == text) {
            Some((failure, _)) => failure.clone(),
            None => Self::Unknown(
                text.strip_prefix(UNKNOWN_FAILURE_PREFIX)
                    .unwrap_or(text)
                    .to_owned(),
            ),
        }
    }

    /// Reads what another program wrote. Of an unknown name only the beginning is kept, without
    /// addresses.
    #[must_use]
    pub(crate) fn of_others(text: &str) -> Self {
        match Self::parse(text) {
            Self::Unknown(text) => {
                let text: String = text.chars().take(MAX_OTHERS_CHARACTERS).collect();
                Self::unknown(&text)
            }
            named => named,
        }
    }
}

impl Failure {
    /// The code of the failure as a remark.
    #[must_use]
    pub fn remark_code(name: &str) -> String {
        format!("failure_{name}")
    }
}

impl Fact for Failure {
    fn to_value(&self) -> Value {
        let told = Told::of(Self::remark_code(self.code()));
        Value::Remark(match self {
            Self::Unknown(text) => told.with("text", text.to_value()),
            _ => told,
        })
    }

    fn from_value(value: &Value) -> Option<Self> {
        let Value::Remark(told) = value else {
            return None;
        };
        if told.code() == Self::remark_code(UNKNOWN) {
            let text = String::from_value(told.fact("text")?)?;
            return told.has_exactly(&["text"]).then_some(Self::Unknown(text));
        }
        let mut named = NAMED.iter().map(|(failure, _)| failure);
        named.find(|one| one.to_value() == *value).cloned()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, NAMED.iter().find(|(failure, _)| failure == self)) {
            (_, Some((_, name))) => f.write_str(name),
            (Self::Unknown(text), None) => write!(f, "{UNKNOWN_FAILURE_PREFIX}{text}"),
            (_, None) => f.write_str(UNKNOWN_FAILURE_PREFIX),
        }
    }
}

/// Replaces every address, with or without a port, anywhere in the text.
fn scrubbed(text: &str) -> String {
    let is_part = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(character, '.' | ':' | '%' | '[' | ']' | '-' | '_')
    };
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|character| is_part(character) != is_part(first))
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        result.push_str(if is_part(first) && is_address(run) {
            "<scrubbed>"
        } else {
            run
        });
        rest = after;
    }
    result
}

fn is_address(run: &str) -> bool {
    let bare = run.trim_matches(['.', ':', '-', '_']);
    let without_zone = bare.split('%').next().unwrap_or_default();
    let without_brackets = without_zone.trim_matches(['[', ']']);
    // An IPv6 address can begin with colons.
    let without_end = run.trim_end_matches(['.', ':', '-', '_']);
    [run, bare, without_end, without_zone, without_brackets]
        .into_iter()
        .any(|text| {
            text.parse::<std::net::IpAddr>().is_ok() || text.parse::<std::net::SocketAddr>().is_ok()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_failure_reads_back() {
        for (failure, name) in NAMED {
            assert_eq!(failure.to_string(), name);
            assert_eq!(Failure::parse(name), failure);
        }
        let unknown = Failure::unknown("odd");
        assert_eq!(Failure::parse(&unknown.to_string()), unknown);
    }

    #[test]
    fn a_failure_is_a_fact_by_its_name_and_nothing_else_is() {
        let mut all: Vec<Failure> = NAMED.map(|(failure, _)| failure).to_vec();
        all.push(Failure::unknown("odd thing"));
        for failure in all {
            assert_eq!(Failure::from_value(&failure.to_value()), Some(failure));
        }
        let without_text = Told::of(Failure::remark_code(UNKNOWN));
        let with_more = Told::of("failure_eof_error").with("text", Value::Text(String::new()));
        for told in [without_text, with_more, Told::of("eof_error")] {
            assert_eq!(Failure::from_value(&Value::Remark(told)), None);
        }
    }

    #[test]
    fn addresses_are_taken_out_of_unknown_failures() {
        let failure =
            Failure::unknown("no route to 192.0.2.7 via [2001:db8::1]:443, or 192.0.2.7:443");
        assert_eq!(
            failure.to_string(),
            "unknown_failure: no route to <scrubbed> via <scrubbed>, or <scrubbed>"
        );
        for text in [
            "at 192.0.2.7.",
            "to=192.0.2.7",
            "https://192.0.2.7/x",
            "fe80::1%eth0",
            "(::1)",
            "[2001:db8::1]",
            "key ::ffff:192.0.2.7: late",
        ] {
            assert!(
                Failure::unknown(text).to_string().contains("<scrubbed>"),
                "{text}"
            );
        }
        assert_eq!(
            Failure::unknown("code 12 at step 3").to_string(),
            "unknown_failure: code 12 at step 3"
        );
    }
}
