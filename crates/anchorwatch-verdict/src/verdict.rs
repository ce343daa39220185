//! Combining what the rules say. No rule stands here.

use std::sync::Arc;

use anchorwatch_evidence::Measurement;
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::ct;

use crate::{
    Against, Confidence, Detail, NotChecked, RuleId, Saw, ServerKey, case::Case, rules,
    transparency::Transparency,
};

/// Changes whenever a rule does, so that verdicts can be compared.
pub const RULES_VERSION: u32 = 3;

/// What a measurement shows, in one word; the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum VerdictCode {
    /// The connection was re-signed on its way.
    Intercepted,
    /// Something points to interception, and does not prove it.
    Suspected,
    /// No interception was seen: for this name, on this path, at this time.
    NotSeen,
    /// The measurement does not answer the question.
    Inconclusive,
}

impl VerdictCode {
    /// All verdicts, the strongest first.
    pub const ALL: [Self; 4] = [
        Self::Intercepted,
        Self::Suspected,
        Self::NotSeen,
        Self::Inconclusive,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Intercepted => "intercepted",
            Self::Suspected => "suspected",
            Self::NotSeen => "not_seen",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// What a measurement shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What, in one word.
    pub code: VerdictCode,
    /// How sure the rules that lead there are together.
    pub confidence: Confidence,
    /// Who signed in the server's place, RFC 4514, where that is known.
    pub signer: Option<String>,
    /// The rules that spoke, the strongest first; never empty.
    pub hits: Vec<Hit>,
    /// What speaks against it.
    pub against: Vec<Against>,
    /// Whether the server holds the key of its certificate, the surest of all handshakes;
    /// nothing where no certificate came.
    pub server_key: Option<ServerKey>,
    /// What the SCTs in a publicly trusted chain amount to; nothing where no such chain came,
    /// or it was not asked.
    pub transparency: Option<ct::Status>,
    /// What was not looked at.
    pub not_checked: Vec<NotChecked>,
}

/// One rule that spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which.
    pub rule: RuleId,
    /// What it leads to.
    pub leads_to: VerdictCode,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it saw.
    pub saw: Saw,
    /// What it adds to that.
    pub details: Vec<Detail>,
    /// What would explain the same without interception.
    pub against: Vec<Against>,
}

/// Judges one measurement.
///
/// `distrust` are the keys that are not to be believed; time is the measurement's.
#[must_use]
pub fn judge(measurement: &Measurement, distrust: &Arc<DistrustSet>) -> Verdict {
    let cases = Case::all_of(measurement, distrust);
    let mut hits: Vec<Hit> = Vec::new();
    for hit in cases.iter().flat_map(|case| {
        RuleId::ALL
            .into_iter()
            .filter_map(|rule| rules::apply(rule, case))
    }) {
        // The same seen twice is not seen more surely.
        if !hits.contains(&hit) {
            hits.push(hit);
        }
    }
    hits.sort_by_key(|hit| (hit.leads_to, std::cmp::Reverse(hit.confidence)));
    let code = hits
        .first()
        .map_or(VerdictCode::Inconclusive, |hit| hit.leads_to);
    let mut against: Vec<Against> = Vec::new();
    for reason in hits.iter().flat_map(|hit| &hit.against) {
        if !against.contains(reason) {
            against.push(reason.clone());
        }
    }
    let signer = cases.iter().find_map(rules::signer);
    let transparency = Transparency::of(&cases);
    Verdict {
        code,
        confidence: combined(&hits, code),
        signer,
        hits,
        against,
        server_key: cases
            .iter()
            .filter(|case| !case.chain.is_empty())
            .filter_map(Case::server_key)
            .min(),
        transparency: transparency.status,
        not_checked: not_checked(&transparency),
    }
}

fn not_checked(transparency: &Transparency) -> Vec<NotChecked> {
    let mut not_checked = vec![
        NotChecked::OtherNetworks,
        NotChecked::Resolver,
        NotChecked::PlaceOnPath,
    ];
    not_checked.extend(transparency.not_checked.clone());
    not_checked.push(NotChecked::Revocation);
    not_checked
}

/// Together the rules that lead to the verdict or support it, each once.
fn combined(hits: &[Hit], code: VerdictCode) -> Confidence {
    let mut counted: Vec<RuleId> = Vec::new();
    let mut sum = Confidence::hundredths(0);
    for hit in hits.iter().filter(|hit| supports(hit.leads_to, code)) {
        if !counted.contains(&hit.rule) {
            counted.push(hit.rule);
            sum = sum.and(hit.confidence);
        }
    }
    sum
}

/// A suspicion makes an interception surer; nothing else adds across verdicts.
fn supports(leads_to: VerdictCode, code: VerdictCode) -> bool {
    leads_to == code || (code == VerdictCode::Intercepted && leads_to == VerdictCode::Suspected)
}

#[cfg(test)]
mod tests;
