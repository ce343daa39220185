//! The target was asked with its name encrypted (ECH, RFC 9849), and the answer was that the server
//! cannot read it.
//!
//! The certificate that comes with that answer is for the outer name, which the ECH configuration
//! gives. A server whose configuration is old answers like this under a public root (RFC 9849
//! §6.1.6), and nothing is said. Under a root that was added here, or with a known interception key,
//! somebody else gave the answer: a program that trusts that root may go on without ECH, and sends the
//! name in clear next time (tried with Caddy 2.11.7 and Go 1.27.3, where no other configuration came).
//!
//! **Must not hit:** a private outer name, for which a local root may vouch; a root that left the
//! public program. A configuration that is not the server's own accuses nobody: whoever chose it can
//! choose the outer name, but not who signs for it.

use anchorwatch_identity::{SpkiSha256, registry::Conduct};
use anchorwatch_policy::NameScope;
use anchorwatch_verify::{Attribution, Basis, Decision};

use super::{Hit, not_in_logs};
use crate::{
    Against, Confidence, Detail, RuleId, Saw, ServerKey, VerdictCode, case::Case, ech::EchAnswer,
};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let answers = case.compared.ech.iter();
    let answers = answers.filter(|it| it.scope == NameScope::Public);
    let answers = answers.filter(|it| !is_agreed(it, case));
    let mut hits: Vec<Hit> = answers.filter_map(hit).collect();
    hits.sort_by_key(|hit| (hit.leads_to, std::cmp::Reverse(hit.confidence)));
    hits.into_iter().next()
}

/// Who signed instead of the outer name's authority.
pub(crate) fn signer(case: &Case<'_>) -> Option<String> {
    let answers = case.compared.ech.iter();
    let mut answers = answers.filter(|it| !is_agreed(it, case));
    answers.find_map(|it| Some(accused(it)?.subject.clone()))
}

fn hit(answer: &EchAnswer) -> Option<Hit> {
    let Decision::Refused(refusal) = &answer.decision else {
        return None;
    };
    let outer = answer.outer.to_string();
    let mut hit = Hit {
        rule: RuleId::EchRejected,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::EchRejectedUntrusted {
            outer: outer.clone(),
            refusal: refusal.reason,
        },
        details: Vec::new(),
        against: vec![Against::OldEchConfiguration],
    };
    if let Some(signer) = accused(answer) {
        hit.leads_to = VerdictCode::Intercepted;
        hit.confidence = Confidence::hundredths(90);
        hit.saw = Saw::EchRejectedByAddedRoot {
            signer: signer.subject.clone(),
            outer,
        };
        hit.details
            .extend(answer.is_disabled.then_some(Detail::EchSwitchedOff));
        hit.details.extend(not_in_logs(signer));
        hit.against = vec![Against::OwnerMayHaveAddedIt];
        let server_key = answer.server_key;
        if server_key != ServerKey::Proven {
            hit.against.push(Against::RecordedChain { server_key });
            hit.leads_to = VerdictCode::Suspected;
            hit.confidence = Confidence::hundredths(60);
        }
    }
    Some(hit)
}

/// Whether the root that signed is the one to which the owner consented for the target's name, and
/// that signs for it: whoever inspects that name cannot read an encrypted one.
fn is_agreed(answer: &EchAnswer, case: &Case<'_>) -> bool {
    let consents = &case.measurement.anchors.owners_choices.consents;
    let signer = accused(answer).map(|signer| signer.spki_sha256);
    let mut keys = consents.iter().map(|consent| consent.spki_sha256);
    case.compared.is_consented && keys.any(|key| signer == Some(SpkiSha256::from_bytes(key)))
}

/// The root that signed, if it was added here or is known for interception.
fn accused(answer: &EchAnswer) -> Option<&Attribution> {
    let Decision::Refused(refusal) = &answer.decision else {
        return None;
    };
    let signer = refusal.attribution.as_ref()?;
    let is_added = signer.basis == Basis::LocalAnchor && !signer.is_retired;
    let mut known = signer.known.iter();
    let is_known = known.any(|key| key.conduct == Conduct::Interception);
    (is_added || is_known).then_some(signer)
}
