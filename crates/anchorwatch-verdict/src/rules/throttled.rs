//! Octets of the measurer's own server come much more slowly for the target's name than for others.
//!
//! Everything else is the same: the server, its answer, the path and the time, since the tries by both
//! kinds of names alternate. So somebody on the way looks at the name, and slows down what it got, as
//! networks in Russia did with Twitter in 2021 (130 to 150 kbit/s; Xue et al., «Throttling Twitter»,
//! IMC 2021).
//!
//! **Must not hit:** a line that is slow for all names, or at times: the fastest try by the name is compared
//! with the slowest one by another name. A server that thinks before it answers: only what follows the
//! first octets counts. A name that is fast all the same: then the difference can be a busy machine's.
//!
//! **Not seen:** anything on a line with less than 256 kbit/s for other names; a limit above 2 Mbit/s, one that begins after the first 256 KiB, and one that spares the
//! measurer's own server.

use anchorwatch_evidence::TRANSFER_BYTES;

use super::Hit;
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case};

/// The name is so many times slower than other names, at least.
const TIMES: u64 = 5;

/// Octets a second: what comes faster than in a second is not slow.
const SLOW: u64 = TRANSFER_BYTES;

/// Octets a second: where other names are slower than this, the line is.
const SLOW_LINE: u64 = TRANSFER_BYTES / 8;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let transfers = case.compared.transfers.filter(|it| it.is_enough())?;
    let (name, controls) = (transfers.with_name, transfers.with_controls);
    let is_slow = name.fastest < SLOW
        && controls.slowest >= SLOW_LINE
        && name.fastest.saturating_mul(TIMES) < controls.slowest;
    is_slow.then(|| Hit {
        rule: RuleId::Throttled,
        leads_to: VerdictCode::Throttled,
        confidence: Confidence::hundredths(60),
        saw: Saw::Throttled {
            name: case.name.to_string(),
            fastest_kbit_s: kbit_s(name.fastest),
            tries: name.count,
            slowest_kbit_s: kbit_s(controls.slowest),
            controls: controls.count,
        },
        details: Vec::new(),
        against: vec![Against::SpeedVaries],
    })
}

const fn kbit_s(octets: u64) -> u64 {
    octets.saturating_mul(8) / 1_000
}
