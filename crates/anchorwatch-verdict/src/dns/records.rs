//! What is missing in answers in clear: the key for Encrypted Client Hello, and the canary.

use anchorwatch_evidence::{DnsData, DnsQuery, DnsQueryType, DnsResponse, Measurement};

use super::{is_over_tls, resolver_of};

/// The HTTPS record of an answer in clear has no `ech` parameter, and that of one over TLS does. An
/// answer that was too long for its datagram does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingEch {
    pub(crate) resolver: String,
    pub(crate) sure: String,
}

impl MissingEch {
    pub(super) fn of(open: &[&DnsQuery], sure: &[&DnsQuery]) -> Option<Self> {
        let has = sure.iter().find(|it| responses(it).any(has_ech))?;
        let lacks = open.iter().find(|it| {
            let mut answered = responses(it).filter(|it| it.rcode == 0 && !it.is_truncated);
            answered.any(|it| !has_ech(it))
        })?;
        Some(Self {
            resolver: resolver_of(lacks),
            sure: resolver_of(has),
        })
    }
}

fn responses<'a>(query: &&'a DnsQuery) -> impl Iterator<Item = &'a DnsResponse> {
    let exchange = query.exchange.as_ref();
    let exchange = exchange.filter(|it| it.query_type == DnsQueryType::Https);
    exchange.into_iter().flat_map(|it| &it.responses)
}

fn has_ech(response: &DnsResponse) -> bool {
    let mut answers = response.answers.iter();
    answers.any(|it| {
        matches!(
            it.data,
            DnsData::Https {
                ech_sha256: Some(_),
                ..
            }
        )
    })
}

/// By which name networks switch off encrypted DNS in browsers (Mozilla, «Canary domain -
/// use-application-dns.net»).
const CANARY: &str = "use-application-dns.net";

/// An answer in clear says that the canary does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoCanary {
    pub(crate) resolver: String,
    pub(crate) canary: &'static str,
}

impl NoCanary {
    pub(super) fn of(measurement: &Measurement) -> Option<Self> {
        let mut queries = measurement.queries.iter();
        let denied = queries.find(|it| {
            let mut responses = it.exchange.iter().flat_map(|it| &it.responses);
            it.hostname == CANARY
                && !is_over_tls(it)
                && responses.any(|it| it.rcode == DnsResponse::NXDOMAIN)
        })?;
        Some(Self {
            resolver: resolver_of(denied),
            canary: CANARY,
        })
    }
}
