//! When the next consent begins or ends: from then on programs are to trust something else.

use std::time::Duration;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::Consents;

/// Until when the owner's consents were looked at.
#[derive(Debug)]
pub(super) struct Moments {
    looked: UnixSeconds,
}

impl Moments {
    pub(super) const fn since(now: UnixSeconds) -> Self {
        Self { looked: now }
    }

    /// Whether a consent has begun or ended since the last call. If the clock was put back, since
    /// then.
    pub(super) fn have_passed(&mut self, consents: &Consents, now: UnixSeconds) -> bool {
        let looked = std::mem::replace(&mut self.looked, now);
        moments(consents).any(|moment| looked < moment && moment <= now)
    }
}

/// How long until the next consent begins or ends.
pub(super) fn wait(consents: &Consents, now: UnixSeconds) -> Option<Duration> {
    let coming = moments(consents).filter(|moment| *moment > now);
    let seconds = coming.min()?.get().saturating_sub(now.get());
    u64::try_from(seconds).ok().map(Duration::from_secs)
}

/// The first second of each consent, and the first one after it.
fn moments(consents: &Consents) -> impl Iterator<Item = UnixSeconds> {
    consents.iter().flat_map(|consent| {
        let terms = consent.terms();
        let after = UnixSeconds::new(terms.until.get().saturating_add(1));
        [terms.not_before, after]
    })
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::SpkiSha256;
    use anchorwatch_policy::consent::{Consent, Coverage, Terms};

    use super::*;

    fn at(seconds: i64) -> UnixSeconds {
        UnixSeconds::new(1_800_000_000 + seconds)
    }

    fn consents(of: &[(i64, i64)]) -> Consents {
        let consents = of.iter().zip(1..).map(|((from, until), number)| {
            let terms = Terms {
                coverage: Coverage::AllNames,
                not_before: at(*from),
                until: at(*until),
                by: "M.".to_owned(),
                why: "x".to_owned(),
            };
            Consent::new(SpkiSha256::from_bytes([number; 32]), terms).unwrap()
        });
        Consents::of(consents).unwrap()
    }

    #[test]
    fn each_beginning_and_each_end_passes_once() {
        let consents = consents(&[(-10, 100), (50, 200)]);
        let mut moments = Moments::since(at(0));
        for (now, has_passed, left) in [
            (1, false, Some(49)),
            (50, true, Some(51)),
            // The last second of a consent belongs to it.
            (100, false, Some(1)),
            (101, true, Some(100)),
            (101, false, Some(100)),
            (10_000, true, None),
            (10_001, false, None),
        ] {
            assert_eq!(moments.have_passed(&consents, at(now)), has_passed, "{now}");
            assert_eq!(
                wait(&consents, at(now)),
                left.map(Duration::from_secs),
                "{now}"
            );
        }
    }

    #[test]
    fn a_clock_that_is_put_back_has_the_moment_come_again() {
        let consents = consents(&[(-10, 100)]);
        let mut moments = Moments::since(at(0));
        assert!(moments.have_passed(&consents, at(101)));
        assert!(!moments.have_passed(&consents, at(-5)));
        assert!(moments.have_passed(&consents, at(102)));
    }
}
