//! A resolver's answer leads away from the target.
//!
//! An answer over TLS from a resolver whose name a public root vouches for leads to a certificate
//! of the target under a public root; another answer does not:
//!
//! - it leads to somebody who claims the name, holds the key, and has no public root's word for it.
//!   Only an old address or an internal one would explain that, so it is a suspicion. If two
//!   different answers came to the one question as well, and the measured connection went there,
//!   it is an interception: a resolver does not answer twice;
//! - it is an address that no public server has, it denies the name, or it leads to a server with a
//!   certificate for other names. Nobody pretends to be the target, so nobody reads, if it was not
//!   reached otherwise.
//!
//! **Not hit:** answers that differ and lead to trusted certificates, as those of a CDN do; an
//! address at which nothing answers; a certificate that has only expired, or that came without its
//! issuer's, which another address sends. **Not seen:** false
//! answers while no resolver can be asked over TLS; a false answer that leads to a certificate under
//! a public root.
//!
//! Sources: the confidence of a forgery is that of an untrusted chain with an inconsistent answer.
//! In OONI's taxonomy of mechanisms (ooni/data, ontology §12.3, 2026-08) these are
//! `dns.injection.other` with `tls.mitm`, `dns.injection.bogon`, `dns.nxdomain`, and, because no page
//! is read, `dns.injection` for a server with other names. Its §11 says why no resolver is accused:
//! whoever injects answers in the name of whichever resolver was asked.

use std::net::IpAddr;

use super::Hit;
use crate::{
    Against, Confidence, Detail, RuleId, Saw, VerdictCode,
    case::Case,
    dns::{BadAnswer, Badness},
};

/// What a race adds.
const RACED: u8 = 10;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let bad = case.compared.dns.as_ref()?.bad.as_ref()?;
    let is_reached = !case.compared.is_none_trusted();
    let more = if bad.is_raced() { RACED } else { 0 };
    let (leads_to, confidence) = match bad.badness {
        Badness::Forged(_) if bad.is_raced() && bad.is_target => (VerdictCode::Intercepted, 85),
        Badness::Forged(_) => (VerdictCode::Suspected, 85),
        _ if is_reached => (VerdictCode::Inconclusive, 0),
        Badness::Bogon(_) => (VerdictCode::DnsTampered, 80 + more),
        Badness::NoSuchName => (VerdictCode::DnsTampered, 75 + more),
        Badness::Elsewhere(_) => (VerdictCode::DnsTampered, 60 + more),
    };
    Some(Hit {
        rule: RuleId::DnsTampered,
        leads_to,
        confidence: Confidence::hundredths(confidence),
        saw: saw(case.name.to_string(), bad),
        details: raced(bad).into_iter().collect(),
        against: against(bad.badness),
    })
}

fn saw(name: String, bad: &BadAnswer) -> Saw {
    let (resolver, sure) = (bad.resolver.clone(), bad.sure.clone());
    let text = |address: IpAddr| address.to_string();
    match bad.badness {
        Badness::Forged(address) => Saw::DnsLeadsToForgery {
            name,
            resolver,
            address: text(address),
            sure,
        },
        Badness::Bogon(address) => Saw::DnsNoPublicAddress {
            name,
            resolver,
            address: text(address),
            sure,
        },
        Badness::NoSuchName => Saw::DnsNoSuchName {
            name,
            resolver,
            sure,
        },
        Badness::Elsewhere(address) => Saw::DnsLeadsElsewhere {
            name,
            resolver,
            address: text(address),
            sure,
        },
    }
}

fn raced(bad: &BadAnswer) -> Option<Detail> {
    bad.is_raced().then_some(Detail::DnsAnswersRaced {
        answers: bad.answers,
    })
}

fn against(badness: Badness) -> Vec<Against> {
    match badness {
        Badness::Forged(_) => vec![Against::AddressMayBeOld, Against::OtherAnswersInside],
        Badness::Elsewhere(_) => vec![Against::AddressMayBeOld, Against::ResolverMayFilter],
        Badness::Bogon(_) | Badness::NoSuchName => {
            vec![Against::ResolverMayFilter, Against::OtherAnswersInside]
        }
    }
}
