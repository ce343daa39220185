//! How sure an interception is if many measurements show it.

use crate::{
    Confidence, Detail, Hit, Verdict, VerdictCode,
    joint::{ANOTHER_DOMAIN, ANOTHER_VANTAGE, APART_S, SEEN_AGAIN},
    verdict::combined,
};

/// What the measurements of one name show together, for those who cannot judge each beside all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gathered {
    /// How far the first and the last interception are apart.
    pub seconds: u64,
    /// Under how many registered domains the names are that the same signer signed.
    pub domains: usize,
    /// How many vantage points saw an interception of the name.
    pub vantages: usize,
}

impl Gathered {
    /// How sure the verdict is with them: as sure as alone, if it is no interception. What it has
    /// already taken into account is not counted again.
    #[must_use]
    pub fn confidence(self, verdict: &Verdict) -> Confidence {
        if verdict.code != VerdictCode::Intercepted {
            return verdict.confidence;
        }
        let is_said = |is_it: fn(&Detail) -> bool| {
            let mut details = verdict.hits.iter().flat_map(|hit| &hit.details);
            details.any(is_it)
        };
        let mut confidence = match self.seconds >= APART_S {
            true => seen_again(verdict),
            false => verdict.confidence,
        };
        if self.domains > 1 && !is_said(|it| matches!(it, Detail::SameIssuerElsewhere { .. })) {
            confidence = confidence.plus(ANOTHER_DOMAIN);
        }
        if self.vantages > 1 && !is_said(|it| *it == Detail::SeenElsewhere) {
            confidence = confidence.plus(ANOTHER_VANTAGE);
        }
        confidence
    }
}

/// As sure as if each rule that missed it had seen the same again.
fn seen_again(verdict: &Verdict) -> Confidence {
    let hits = verdict.hits.iter().map(|hit| {
        let is_missed = hit.details.contains(&Detail::SeenAtOneTime);
        let more = if is_missed { SEEN_AGAIN } else { 0 };
        Hit {
            confidence: hit.confidence.plus(more),
            ..hit.clone()
        }
    });
    let hits: Vec<Hit> = hits.collect();
    let before = combined(&verdict.hits, verdict.code);
    combined(&hits, verdict.code).plus(verdict.confidence.above(before))
}
