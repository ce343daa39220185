//! The program that measured refused a chain of an authority that is known to the CCADB, or that public
//! logs have seen.
//!
//! It knows other roots than we do: old copies of programs do not know a new authority, and a clock
//! can be wrong. The failure follows the program that measured and not the network, so it is no sign
//! of interference (OONI's ontology §10: Signal changed its authority, and old versions of the probe
//! reported valid certificates as invalid).
//!
//! What tells a fault of that program from one on the way is who signed. Any of these will do:
//!
//! - a bundled public root vouches for the chain and the name: each of them is in the CCADB;
//! - the chain leads to a root that came along, by signatures, and the root programs have or had that
//!   root by the CCADB's records, with nothing known against it;
//! - logs of two operators have signed that they saw the certificate. They take only what leads to roots
//!   that they list.
//!
//! In the last two our roots refuse the chain as well, so it is less sure. A certificate that is over, or
//! for another name, does not count then: that would explain the refusal.
//!
//! **Must not hit:** what this program measured, which never passes in this way; a chain that nobody
//! knows, such as a private authority's new one: nothing but the program's maker's word tells that apart
//! from an interceptor's; a state's root, and one that left the programs for a cause. A chain of the same
//! measurement that is refused keeps the answer open. Counter-evidence: the handshake ended there, so
//! nothing shows that the server has the key.

use anchorwatch_evidence::{Failure, Purpose};
use anchorwatch_verify::{Decision, Via};

use super::Hit;
use crate::{
    Against, Confidence, RuleId, Saw, ServerKey, VerdictCode, case::Case,
    known_elsewhere::KnownElsewhere,
};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let handshake = case.handshake?;
    let failure = handshake.failure.clone()?;
    let counts = case.measurement.imported_from.is_some()
        && failure.is_of_certificate()
        && handshake.purpose == Purpose::Target
        && case.compared.are_all_known;
    if !counts {
        return None;
    }
    let (hundredths, saw) = saw(case, failure)?;
    Some(Hit {
        rule: RuleId::StaleRoots,
        leads_to: VerdictCode::StaleRoots,
        confidence: Confidence::hundredths(hundredths),
        saw,
        details: Vec::new(),
        against: vec![Against::RecordedChain {
            server_key: case.server_key().unwrap_or(ServerKey::NotReached),
        }],
    })
}

fn saw(case: &Case<'_>, failure: Failure) -> Option<(u8, Saw)> {
    let name = case.name.to_string();
    match (&case.decision, &case.known_elsewhere) {
        (Decision::Trusted(verified), _) if verified.anchor().via == Via::PublicProgram => {
            let root = verified.anchor().subject.clone();
            let saw = Saw::RefusedByOldRoots {
                name,
                root,
                failure,
            };
            Some((80, saw))
        }
        (Decision::Refused(_), Some(KnownElsewhere::Root { subject })) => {
            let root = subject.clone();
            let saw = Saw::RefusedUnderKnownRoot {
                name,
                root,
                failure,
            };
            Some((70, saw))
        }
        (Decision::Refused(_), Some(KnownElsewhere::Logs { operators })) => {
            let saw = Saw::RefusedThoughLogged {
                name,
                issuer: case.own()?.issuer().to_string(),
                operators: *operators,
                failure,
            };
            Some((70, saw))
        }
        _ => None,
    }
}
