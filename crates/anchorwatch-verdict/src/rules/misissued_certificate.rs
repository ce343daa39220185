//! The server's certificate has a key for which a public authority certified a name by mistake.
//!
//! Whoever ordered the certificate did not have the name's owner's leave, and now answers with its
//! key. Such certificates are in the registry as facts about keys, with conduct «misissued»: those of
//! Togo in 2017 and of Uganda in May 2026, for names of Google, and others.
//!
//! It stays a suspicion: the registry says how the certificate came about, not who uses it here. It
//! needs no other vantage point, unlike [`public_certificate_differs`](super::public_certificate_differs),
//! because it rests on no comparison: the key itself is known, as in
//! [`known_key`](super::known_key). If nobody else looked, the answer says so, since only that would show
//! whether the key answers here alone.
//! **Must not hit:** an authority's key that was misused once, which signed for others too; only the
//! server's own key counts. Without proof of the key anyone could have replayed the certificate, which
//! is public.

use anchorwatch_identity::registry::{Conduct, known_key};

use super::{Hit, no_other_vantage};
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
        details: no_other_vantage(case).into_iter().collect(),
        against: vec![Against::UserIsNotKnown],
    })
}
