//! The records that resolvers gave, and what they mean for one authority.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    net::SocketAddr,
};

use anchorwatch_evidence::{DnsData, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, Failure};

use super::{Restriction, SignedName};

/// The number of CAA among the types of records: one that was too long to be kept.
const TYPE_CAA: u16 = 257;

/// What each resolver said, by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct CaaAnswers(BTreeMap<(SocketAddr, String), ByName>);

/// The records of each name that was asked for; `None` if they cannot be read.
type ByName = BTreeMap<String, Option<Vec<Record>>>;

#[derive(Debug, Clone)]
struct Record {
    is_critical: bool,
    tag: String,
    value: String,
}

/// What the records say of one authority.
pub(super) enum Permission {
    Unknown,
    Allowed,
    Forbidden(Restriction),
}

impl CaaAnswers {
    /// `queries` are those of resolvers that proved their names.
    pub(crate) fn of<'a>(queries: impl Iterator<Item = &'a DnsQuery>) -> Self {
        let mut all = Self::default();
        for query in queries {
            let Some(exchange) = &query.exchange else {
                continue;
            };
            if exchange.query_type != DnsQueryType::Caa {
                continue;
            }
            let resolver = (exchange.resolver_address, exchange.reference_name());
            let by_name = all.0.entry(resolver).or_default();
            let name = query.hostname.trim_end_matches('.').to_ascii_lowercase();
            if let Entry::Vacant(entry) = by_name.entry(name) {
                entry.insert(records(query, exchange));
            }
        }
        all
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether somebody said who may sign for the name, or that nobody is kept from it.
    pub(super) fn are_known(&self, name: &SignedName) -> bool {
        let mut all = self.0.values();
        all.any(|by_name| !matches!(relevant(by_name, name), Relevant::Unknown))
    }

    /// What is allowed by one resolver's word is not forbidden.
    pub(super) fn permission(&self, name: &SignedName, identifiers: &[&str]) -> Permission {
        let mut found = Permission::Unknown;
        for by_name in self.0.values() {
            match relevant(by_name, name) {
                Relevant::Unknown => {}
                Relevant::Unrestricted => return Permission::Allowed,
                Relevant::Only(by) => {
                    let mut allowed = by.allowed.iter();
                    if allowed.any(|it| identifiers.contains(&it.as_str())) {
                        return Permission::Allowed;
                    }
                    found = Permission::Forbidden(by);
                }
            }
        }
        found
    }
}

/// What the answer says; `None` if that is not clear.
fn records(query: &DnsQuery, exchange: &DnsExchange) -> Option<Vec<Record>> {
    let response = exchange.responses.first()?;
    let is_answer = match query.failure {
        None | Some(Failure::DnsNoAnswer) => response.rcode == 0,
        Some(Failure::DnsNxdomainError) => response.rcode == DnsResponse::NXDOMAIN,
        Some(_) => false,
    };
    let mut answers = response.answers.iter();
    let is_whole =
        !response.is_truncated && !answers.any(|it| matches!(it.data, DnsData::Other(TYPE_CAA)));
    let answers = response.answers.iter();
    let records = answers.filter_map(|it| match &it.data {
        DnsData::Caa {
            is_critical,
            tag,
            value,
        } => Some(Record {
            is_critical: *is_critical,
            tag: tag.to_ascii_lowercase(),
            value: value.clone(),
        }),
        _ => None,
    });
    (is_answer && is_whole).then(|| records.collect())
}

enum Relevant {
    Unknown,
    Unrestricted,
    Only(Restriction),
}

/// The nearest name that has records decides (RFC 8659 §3), if every name below it was asked for.
fn relevant(by_name: &ByName, name: &SignedName) -> Relevant {
    let mut next = Some(name.name.as_str());
    while let Some(at) = next {
        match by_name.get(at) {
            None | Some(None) => return Relevant::Unknown,
            Some(Some(records)) if records.is_empty() => {}
            Some(Some(records)) => return restriction(at, records, name.is_wildcard),
        }
        next = at.split_once('.').map(|(_, above)| above);
    }
    Relevant::Unrestricted
}

fn restriction(at: &str, records: &[Record], is_wildcard: bool) -> Relevant {
    const KNOWN: [&str; 3] = ["issue", "issuewild", "iodef"];
    let mut all = records.iter();
    if all.any(|it| it.is_critical && !KNOWN.contains(&it.tag.as_str())) {
        return Relevant::Unknown;
    }
    let values = |tag: &str| {
        let of_tag = records.iter().filter(|it| it.tag == tag);
        of_tag.map(|it| it.value.as_str()).collect::<Vec<_>>()
    };
    let mut values_that_count = values("issue");
    let wild = values("issuewild");
    // For a wildcard `issuewild` counts alone, if there is any (RFC 8659 §4.3).
    if is_wildcard && !wild.is_empty() {
        values_that_count = wild;
    }
    if values_that_count.is_empty() {
        return Relevant::Unrestricted;
    }
    let mut allowed = Vec::new();
    for value in values_that_count {
        match authority_in(value) {
            None => return Relevant::Unknown,
            Some(authority) if authority.is_empty() => {}
            Some(authority) => allowed.push(authority),
        }
    }
    allowed.sort();
    allowed.dedup();
    Relevant::Only(Restriction {
        record: at.to_owned(),
        allowed,
    })
}

/// The name of the authority in a value (RFC 8659 §4.2); empty if it allows nobody. `None` if it is
/// something else: an authority must take that for nobody, and whoever wrote it meant somebody.
fn authority_in(value: &str) -> Option<String> {
    let name = value.split(';').next()?.trim_matches([' ', '\t']);
    let is_name = name
        .bytes()
        .all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'.');
    is_name.then(|| name.trim_end_matches('.').to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
