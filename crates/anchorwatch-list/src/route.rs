//! Which deltas a list comes with, and the way of a client that is behind.
//!
//! A note names 32 deltas at most. They lead from the 16 lists before it, and from the nearest
//! round number of each kind before those: a multiple of 16, of 32, and so on. So a client goes
//! from round number to rounder number, and needs few steps (`docs/spec/distrust-list.md` §5.1).

/// How many lists before a new one have a delta to it, whatever their number.
const LAST: u64 = 16;

/// The powers of two of which multiples have a delta to far later lists.
const POWERS: std::ops::RangeInclusive<u32> = 4..=19;

/// The most steps on a way: more notes than this are larger than a list.
pub const MAX_STEPS: usize = 32;

/// The numbers of the lists from which deltas lead to the list with this number, the latest first.
#[must_use]
pub fn delta_bases(sequence: u64) -> Vec<u64> {
    let last = (1..=LAST).filter_map(|back| sequence.checked_sub(back));
    let before = sequence.saturating_sub(LAST + 1);
    let round = POWERS.map(|power| before >> power << power);
    let mut bases: Vec<u64> = last.chain(round).filter(|base| *base != 0).collect();
    bases.dedup();
    bases
}

/// The numbers of the lists on the way from one list to another, which is the last of them. Empty
/// if there is no way to go.
///
/// `None` if it takes more than [`MAX_STEPS`]. The whole list is the other way, and where the set of
/// publishers changed in between, the only one.
#[must_use]
pub fn route(from: u64, to: u64) -> Option<Vec<u64>> {
    let mut way = Vec::new();
    let mut at = from;
    while at < to {
        if way.len() == MAX_STEPS {
            return None;
        }
        let furthest = reach(at);
        at = if to <= furthest {
            to
        } else {
            roundest(at, furthest)
        };
        way.push(at);
    }
    Some(way)
}

/// The latest list that has a delta from this one.
fn reach(from: u64) -> u64 {
    let power = from.trailing_zeros().min(*POWERS.end());
    let step = if POWERS.contains(&power) {
        1 << power
    } else {
        0
    };
    from.saturating_add(LAST + step)
}

/// The number that has the most zeros at its end, in binary, after one and up to another.
fn roundest(after: u64, up_to: u64) -> u64 {
    let mut round = (0..64).rev().map(|power| up_to >> power << power);
    round.find(|it| *it > after).unwrap_or(up_to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_delta_and_the_way_ends_where_it_should() {
        for to in (1..500).chain([5_000, 65_536, 500_003]) {
            for from in (1..to).rev().take(1100) {
                let way = route(from, to).unwrap();
                assert_eq!(way.last(), Some(&to));
                let mut at = from;
                for next in way {
                    assert!(
                        next > at && delta_bases(next).contains(&at),
                        "{from} {to} {next}"
                    );
                    at = next;
                }
            }
        }
    }

    #[test]
    fn a_client_that_is_a_thousand_lists_behind_needs_few_steps() {
        let steps = |behind: u64| {
            let ways = (behind + 1..behind + 5000).map(|to| route(to - behind, to).unwrap().len());
            ways.max().unwrap()
        };
        let most = [1, 16, 100, 1000].map(steps);
        assert_eq!(most, [1, 1, 4, 7]);
    }

    #[test]
    fn a_list_has_at_most_32_deltas_each_from_an_earlier_list() {
        assert!(delta_bases(1).is_empty());
        assert_eq!(delta_bases(3), [2, 1]);
        for sequence in (1..5_000).chain([1 << 40, u64::MAX - 3, u64::MAX]) {
            let bases = delta_bases(sequence);
            assert!(bases.len() <= crate::MAX_NAMED_DELTAS);
            assert!(bases.first().is_none_or(|first| *first < sequence));
            assert!(bases.is_sorted_by(|one, next| one > next), "{bases:?}");
        }
    }

    #[test]
    fn a_way_without_end_is_none() {
        assert_eq!(route(5, u64::MAX), None);
        assert_eq!(route(u64::MAX - 1, u64::MAX), Some(vec![u64::MAX]));
        assert_eq!(route(7, 7), Some(Vec::new()));
        assert_eq!(route(8, 7), Some(Vec::new()));
    }
}
