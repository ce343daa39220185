//! The server's certificate has a key for which a public authority certified a name by mistake.
//!
//! Whoever ordered the certificate did not have the name's owner's leave, and now answers with its
//! key. Such certificates are in the registry as facts about keys, with conduct «misissued»: those of
//! Togo in 2017 and of Uganda in May 2026, for names of Google, and others.
//!
//! It stays a suspicion: the registry says how the certificate came about, not who uses it here.
//! **Must not hit:** an authority's key that was misused once, which signed for others too; only the
//! server's own key counts. Without proof of the key anyone could have replayed the certificate, which
//! is public.

use anchorwatch_identity::registry::{Conduct, known_key};

use super::Hit;
use crate::{Against, Confidence, Operator, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let own = case.own()?;
    let known = known_key(&own.spki_sha256())?;
    if known.conduct != Conduct::Misissued || own.is_ca() || !case.is_key_proven() {
        return None;
    }
    Some(Hit {
        rule: RuleId::MisissuedCertificate,
        leads_to: VerdictCode::Suspected,
        confidence: Confidence::hundredths(90),
        saw: Saw::MisissuedKey {
            known_id: known.id.to_owned(),
            operator: Operator::of(known),
            name: case.name.to_string(),
        },
        details: Vec::new(),
        against: vec![Against::UserIsNotKnown],
    })
}
