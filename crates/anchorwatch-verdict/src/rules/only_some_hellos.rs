//! The answer depends on how the name is asked for: one kind of ClientHello gets a certificate that is
//! refused, or none, and another kind a trusted one.
//!
//! An interceptor reads the name where it can: in a hello that comes in one record, that carries the
//! name in clear, or that offers an old version. What it cannot read it passes on or cuts off. The
//! other rules judge each certificate; this one says what the difference is, and accuses nobody.
//! Servers behind one address differ too, so each kind has to get the same answer every time.
//!
//! **Not said:** that a hello other than the usual one got no answer. Servers may refuse versions,
//! and some do not read a hello in several records.

use super::Hit;
use crate::{
    Against, Confidence, HelloKind, RuleId, Saw, VerdictCode,
    case::Case,
    hellos::{HelloAnswer, HelloAnswers},
};

/// From this many of a kind.
const ENOUGH: u64 = 2;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let all = case.compared.hellos.as_slice();
    let trusted = kinds(all, HelloAnswer::Trusted);
    if trusted.is_empty() {
        return None;
    }
    let name = case.name.to_string();
    let refused = kinds(all, HelloAnswer::Refused);
    let unanswered = kinds(all, HelloAnswer::None);
    let saw = if !refused.is_empty() {
        Saw::RefusedForSomeHellos {
            name,
            refused,
            trusted,
        }
    } else if unanswered.contains(&HelloKind::Usual) {
        Saw::AnsweredForSomeHellos { name, trusted }
    } else {
        return None;
    };
    Some(Hit {
        rule: RuleId::OnlySomeHellos,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw,
        details: Vec::new(),
        against: vec![Against::SeveralMachines],
    })
}

/// The kinds that got this answer, and no other, often enough.
fn kinds(all: &[HelloAnswers], answer: HelloAnswer) -> Vec<HelloKind> {
    let alike = all.iter();
    let alike = alike.filter(|it| it.answer == Some(answer) && it.count >= ENOUGH);
    alike.map(|it| it.kind).collect()
}
