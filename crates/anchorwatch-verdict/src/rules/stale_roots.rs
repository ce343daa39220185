//! The program that measured refused a chain that a public root vouches for.
//!
//! It knows other roots than we do: old copies of programs do not know a new authority, and a clock
//! can be wrong. The failure follows the program that measured and not the network, so it is no sign
//! of interference (OONI's ontology §10: Signal changed its authority, and old versions of the probe
//! reported valid certificates as invalid).
//!
//! **Must not hit:** a chain that our roots do not vouch for, such as a private authority's new one:
//! nothing but the program's maker's word tells that apart from an interceptor's. A chain of the same
//! measurement that is refused keeps the answer open. Counter-evidence: the handshake ended there, so
//! nothing shows that the server has the key.

use anchorwatch_evidence::Purpose;
use anchorwatch_verify::{Decision, Via};

use super::Hit;
use crate::{Against, Confidence, RuleId, Saw, ServerKey, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Trusted(verified) = &case.decision else {
        return None;
    };
    let handshake = case.handshake?;
    let failure = handshake.failure.clone()?;
    let counts = case.measurement.imported_from.is_some()
        && failure.is_of_certificate()
        && handshake.purpose == Purpose::Target
        && verified.anchor().via == Via::PublicProgram
        && case.compared.are_all_public;
    counts.then(|| Hit {
        rule: RuleId::StaleRoots,
        leads_to: VerdictCode::StaleRoots,
        confidence: Confidence::hundredths(80),
        saw: Saw::RefusedByOldRoots {
            name: case.name.to_string(),
            root: verified.anchor().subject.clone(),
            failure,
        },
        details: Vec::new(),
        against: vec![Against::RecordedChain {
            server_key: case.server_key().unwrap_or(ServerKey::NotReached),
        }],
    })
}
