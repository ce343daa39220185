//! What resolvers said of the target's name, and where their answers lead.
//!
//! Different answers alone mean nothing: a CDN answers everyone differently. What counts is where
//! they lead. The measure is an answer over TLS, of a resolver whose name a public root vouches for,
//! that leads to a certificate that a public root vouches for. Without one nothing is said.

use anchorwatch_evidence::{DnsQuery, DnsQueryType, Measurement, Resolver, TlsHandshake};
use anchorwatch_policy::{NameScope, ReferenceName};
use anchorwatch_verify::Decision;

use crate::{caa::CaaAnswers, decider::Decider};

mod authenticated;
mod bad_answer;
mod leads;
mod records;

use authenticated::Authenticated;
use bad_answer::Sure;
use leads::Leads;

pub(crate) use bad_answer::{BadAnswer, Badness};
pub(crate) use records::{MissingEch, NoCanary};

/// Who answered, in words: `system`, or an address with how it was asked.
pub(crate) fn resolver_of(query: &DnsQuery) -> String {
    match &query.exchange {
        None => "system".to_owned(),
        Some(it) => format!("{} ({})", it.resolver_address, it.engine.code()),
    }
}

/// Computed once for a measurement.
#[derive(Debug, Clone, Default)]
pub(crate) struct DnsView {
    /// How many questions about the target were asked of resolvers.
    pub(crate) asked: u64,
    /// Whether an answer over TLS leads to the target.
    pub(crate) is_known: bool,
    /// The worst answer that contradicts it.
    pub(crate) bad: Option<BadAnswer>,
    pub(crate) ech: Option<MissingEch>,
    pub(crate) canary: Option<NoCanary>,
    /// Who may sign for the name, by resolvers that proved their names.
    pub(crate) caa: CaaAnswers,
}

impl DnsView {
    /// `targets` are the handshakes with the target whose key is proven, with how they were judged.
    /// `None` if no resolver was asked, or the name is not public: a private name has other answers
    /// inside its network.
    pub(crate) fn of<'a>(
        measurement: &'a Measurement,
        decider: &Decider<'a, '_>,
        targets: &[(&'a TlsHandshake, &Decision)],
    ) -> Option<Self> {
        let host = measurement.target.host.trim_end_matches('.');
        let name = ReferenceName::parse(host);
        let of_host: Vec<&DnsQuery> = measurement
            .queries
            .iter()
            // An address that the user gave is nobody's answer.
            .filter(|it| it.resolver != Resolver::Given)
            .filter(|it| it.hostname.eq_ignore_ascii_case(host) && !is_about_authorities(it))
            .collect();
        let asked = of_host.iter().filter(|it| it.exchange.is_some()).count() as u64;
        if asked == 0 || decider.policy.scope(&name) != NameScope::Public {
            return None;
        }
        let authenticated = Authenticated::of(measurement, decider);
        let (sure, open): (Vec<&DnsQuery>, Vec<&DnsQuery>) = of_host
            .into_iter()
            .filter(|it| !is_over_tls(it) || authenticated.has(it))
            .partition(|it| is_over_tls(it));
        let queries = measurement.queries.iter();
        let queries = queries.filter(|it| is_over_tls(it) && is_about_authorities(it));
        let leads = Leads::of(measurement, decider, targets);
        let truth = sure.iter().find(|it| {
            let mut answers = it.answers.iter();
            answers.any(|address| leads.is_trusted(*address))
        });
        let bad = truth.and_then(|truth| {
            let answered = sure.iter().filter(|it| !it.answers.is_empty());
            let types = answered.filter_map(|it| Some(it.exchange.as_ref()?.query_type));
            let given = Sure {
                resolver: &resolver_of(truth),
                addresses: sure.iter().flat_map(|it| it.answers.clone()).collect(),
                types: types.collect(),
            };
            BadAnswer::worst_of(&open, &given, &leads)
        });
        Some(Self {
            asked,
            is_known: truth.is_some(),
            bad,
            ech: MissingEch::of(&open, &sure),
            canary: NoCanary::of(measurement),
            caa: CaaAnswers::of(queries.filter(|it| authenticated.has(it))),
        })
    }
}

/// Such an answer leads nowhere.
fn is_about_authorities(query: &DnsQuery) -> bool {
    let exchange = query.exchange.as_ref();
    exchange.is_some_and(|it| it.query_type == DnsQueryType::Caa)
}

fn is_over_tls(query: &DnsQuery) -> bool {
    let exchange = query.exchange.as_ref();
    exchange.is_some_and(|it| it.is_over_tls())
}
