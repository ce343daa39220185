//! An answer that leads away from the target.

use std::collections::BTreeSet;
use std::net::IpAddr;

use anchorwatch_evidence::{DnsQuery, DnsQueryType, DnsResponse, Failure, is_bogon};

use super::{leads::Leads, resolver_of};

/// How an answer is bad; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Badness {
    /// It leads to somebody who claims the name without a public root's word.
    Forged(IpAddr),
    /// It is an address that no public server has.
    Bogon(IpAddr),
    /// It says that the name does not exist.
    NoSuchName,
    /// It leads to a server with a certificate for other names.
    Elsewhere(IpAddr),
}

/// An answer in clear that contradicts one over TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadAnswer {
    pub(crate) badness: Badness,
    /// Who gave it.
    pub(crate) resolver: String,
    /// Who gave the one over TLS.
    pub(crate) sure: String,
    /// How many different answers came to that one question.
    pub(crate) answers: u64,
    /// Whether the measured connection went to the address.
    pub(crate) is_target: bool,
}

/// What the answers over TLS gave.
pub(super) struct Sure<'a> {
    /// Who gave the one that leads to the target.
    pub(super) resolver: &'a str,
    pub(super) addresses: BTreeSet<IpAddr>,
    /// For which questions there are addresses. Some name servers deny a name if they are asked for
    /// a type that they do not know.
    pub(super) types: BTreeSet<DnsQueryType>,
}

impl BadAnswer {
    /// Of equally bad ones, one that came in a race, because a resolver does not answer twice.
    pub(super) fn worst_of(open: &[&DnsQuery], sure: &Sure<'_>, leads: &Leads) -> Option<Self> {
        let found = open.iter().filter_map(|query| {
            let badness = worst_in(query, sure, leads)?;
            let exchange = query.exchange.as_ref();
            Some(Self {
                badness,
                resolver: resolver_of(query),
                sure: sure.resolver.to_owned(),
                answers: exchange.map_or(1, |it| it.responses.len() as u64),
                is_target: badness.address().is_some_and(|it| leads.is_target(it)),
            })
        });
        found.min_by_key(|it| {
            let kind = match it.badness {
                Badness::Forged(_) => 0,
                Badness::Bogon(_) => 1,
                Badness::NoSuchName => 2,
                Badness::Elsewhere(_) => 3,
            };
            (kind, !it.is_raced(), !it.is_target)
        })
    }

    /// Whether different answers came to one question. A resolver gives one; a packet that was
    /// doubled on the way can get two.
    pub(crate) fn is_raced(&self) -> bool {
        self.answers > 1
    }
}

impl Badness {
    pub(crate) fn address(self) -> Option<IpAddr> {
        match self {
            Self::Forged(it) | Self::Bogon(it) | Self::Elsewhere(it) => Some(it),
            Self::NoSuchName => None,
        }
    }
}

fn worst_in(query: &DnsQuery, sure: &Sure<'_>, leads: &Leads) -> Option<Badness> {
    let responses = query.exchange.as_ref().map(|it| it.responses.as_slice());
    let addresses: Vec<IpAddr> = match responses {
        Some(all) => all.iter().flat_map(DnsResponse::addresses).collect(),
        None => query.answers.clone(),
    };
    let has_no_name = match &query.exchange {
        Some(it) => {
            let mut all = it.responses.iter();
            sure.types.contains(&it.query_type) && all.any(|it| it.rcode == DnsResponse::NXDOMAIN)
        }
        None => query.failure == Some(Failure::DnsNxdomainError),
    };
    let of_address = addresses
        .into_iter()
        .filter(|it| !sure.addresses.contains(it));
    let of_address = of_address.filter_map(|it| match it {
        it if leads.is_forged(it) => Some(Badness::Forged(it)),
        it if is_bogon(it) => Some(Badness::Bogon(it)),
        it if leads.is_elsewhere(it) => Some(Badness::Elsewhere(it)),
        _ => None,
    });
    of_address
        .chain(has_no_name.then_some(Badness::NoSuchName))
        .min()
}
