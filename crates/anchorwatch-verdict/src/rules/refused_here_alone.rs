//! What came here leads to no public root, and another vantage point sees a chain that does.
//!
//! So the name has a certificate that everyone accepts, and this network shows another one, under
//! another key. At the address that the notary saw, somebody answers in the server's place; at
//! another address, the connection may have been sent elsewhere, as a tampered DNS answer does.
//!
//! **Must not hit:** the site's own certificate that expired or came without its issuer's (with the
//! certificates that the notary saw it leads to a public root); a sign-in page with a public
//! certificate of its own; one single try; a private address, which a company's own network
//! can have for the same name; a key that the notary saw too. The notary's file alone never
//! accuses: the refused chain came here, with a proven key, in each of at least two handshakes.
//! Counter-evidence: anyone can write a notary's file, and one of several machines can be set up
//! wrongly. A certificate without the target's name fools no browser: it is a suspicion.

use std::net::IpAddr;

use anchorwatch_evidence::Purpose;
use anchorwatch_policy::{NameScope, ReferenceName};
use anchorwatch_verify::speaks_for;

use super::{Hit, refusal};
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case};

/// From this many handshakes on, chance is no explanation.
const ENOUGH: u64 = 2;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let view = case.compared.views.notary.as_ref()?;
    let _refused = refusal(case)?;
    let (own, handshake) = (case.own()?, case.handshake?);
    let seen = view.seen.first()?;
    let is_seen_enough = case.compared.refused >= ENOUGH && case.compared.is_none_trusted();
    let is_of_somebody_else = !case.is_public_for_another_name
        && !case.is_sites_own
        && !case.is_completed_by_notary
        && !view.has_key_of(own);
    // The counts are those over TCP.
    let counts = handshake.purpose == Purpose::Target
        && !case.is_over_quic
        && case.scope == NameScope::Public
        && case.is_key_proven();
    if !(counts && is_seen_enough && is_of_somebody_else) {
        return None;
    }
    let name = case.name.to_string();
    let address = handshake.address.map(|address| address.ip());
    let is_same_address = address.is_some_and(|address| view.has_address(address));
    let (tries, issuer) = (case.compared.refused, own.issuer().to_string());
    let notary_issuer = seen.own.issuer().to_string();
    let (confidence, saw) = match address {
        Some(_) if is_same_address => (
            90,
            Saw::RefusedHereAlone {
                name,
                issuer,
                notary_issuer,
                tries,
            },
        ),
        // The networks of companies have addresses of their own for a name.
        Some(address) if is_private(address) => return None,
        _ => (
            85,
            Saw::SentElsewhere {
                name,
                issuer,
                notary_issuer,
                tries,
            },
        ),
    };
    let mut hit = Hit {
        rule: RuleId::RefusedHereAlone,
        leads_to: VerdictCode::Intercepted,
        confidence: Confidence::hundredths(confidence),
        saw,
        details: Vec::new(),
        against: vec![Against::NotaryCanBeMadeUp, Against::SeveralMachines],
    };
    if !speaks_for(&own.der().into(), &case.name) {
        hit.leads_to = VerdictCode::Suspected;
        hit.confidence = hit.confidence.min(Confidence::hundredths(60));
        hit.against.insert(0, Against::SignInPage);
    }
    Some(hit)
}

fn is_private(address: IpAddr) -> bool {
    ReferenceName::parse(&address.to_string()).scope() != NameScope::Public
}
