//! Since when, and until when: episodes in a series of tries.
//!
//! A cumulative sum (Page, 1954) of two tries that differ: while nobody reads, one try in twenty
//! shows an interception by mistake; while somebody does, every other try shows it, because
//! interceptors let connections through. A run begins or ends only if it is a hundred times as
//! likely as chance. So two witnesses in a row begin an episode, and eight clean tries in a row end
//! it; the pause of four days of July 2019 is a pause, and a clean try in between is not
//! (hysteresis).

/// A hundredth of ln(0.50 / 0.05), for a try that shows it.
const READ: i32 = 230;

/// A hundredth of ln(0.50 / 0.95), for a clean one.
const CLEAN: i32 = -64;

/// A hundredth of ln(100).
const ENOUGH: i32 = 460;

/// A run of tries in which somebody reads. Places are those of the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// The first try that shows it.
    pub first: usize,
    /// The last one.
    pub last: usize,
    /// The clean try before it, if there is one: it began between the two.
    pub clean_before: Option<usize>,
    /// The clean try after it, if it ended: it ended between the two.
    pub clean_after: Option<usize>,
}

/// The episodes of a series in the order of time; `true` is a try that shows it.
///
/// A witness that belongs to no episode is one that stands alone.
#[must_use]
pub fn episodes(series: &[bool]) -> Vec<Episode> {
    let mut all = Vec::new();
    let mut running: Option<Episode> = None;
    let (mut score, mut candidate) = (0_i32, 0);
    for (place, is_read) in series.iter().copied().enumerate() {
        let step = if is_read { READ } else { CLEAN };
        match &mut running {
            None => {
                if score == 0 && is_read {
                    candidate = place;
                }
                score = (score + step).max(0);
                if score >= ENOUGH {
                    score = 0;
                    running = Some(Episode {
                        first: candidate,
                        last: place,
                        clean_before: candidate.checked_sub(1),
                        clean_after: None,
                    });
                }
            }
            Some(episode) => {
                if is_read {
                    episode.last = place;
                }
                score = (score - step).max(0);
                if score >= ENOUGH {
                    score = 0;
                    episode.clean_after = Some(episode.last + 1);
                    all.extend(running.take());
                }
            }
        }
    }
    all.extend(running);
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn series(text: &str) -> Vec<bool> {
        text.chars().map(|letter| letter == 'x').collect()
    }

    fn found(text: &str) -> Vec<(usize, usize, bool)> {
        let all = episodes(&series(text)).into_iter();
        all.map(|one| (one.first, one.last, one.clean_after.is_some()))
            .collect()
    }

    #[test]
    fn two_witnesses_begin_an_episode_and_eight_clean_tries_end_it() {
        assert_eq!(found("....xx.."), [(4, 5, false)]);
        assert_eq!(found("....xxx......."), [(4, 6, false)]);
        assert_eq!(found("....xxx........"), [(4, 6, true)]);
    }

    #[test]
    fn one_witness_alone_is_no_episode_and_one_clean_try_is_no_end() {
        assert_eq!(found("....x........"), []);
        assert_eq!(found("xx..x..xx..x"), [(0, 11, false)]);
        assert_eq!(found("x....x....x....x"), []);
    }

    #[test]
    fn after_a_pause_a_second_episode_begins() {
        let text = format!("xxx{}xx", ".".repeat(30));
        assert_eq!(found(&text), [(0, 2, true), (33, 34, false)]);
        let all = episodes(&series(&text));
        assert_eq!(all[0].clean_before, None);
        assert_eq!(all[0].clean_after, Some(3));
        assert_eq!(all[1].clean_before, Some(32));
    }

    #[test]
    fn a_box_that_lets_every_other_connection_through_is_one_episode() {
        assert_eq!(found(&"x.".repeat(20)), [(0, 38, false)]);
    }

    proptest! {
        #[test]
        fn episodes_are_in_order_begin_and_end_with_witnesses_and_do_not_meet(
            series in proptest::collection::vec(any::<bool>(), 0..200)
        ) {
            let mut free = 0;
            for one in episodes(&series) {
                prop_assert!(one.first >= free && one.first < one.last);
                prop_assert!(series[one.first] && series[one.last]);
                prop_assert!(one.clean_before.is_none_or(|it| !series[it]));
                prop_assert!(one.clean_after.is_none_or(|it| !series[it]));
                free = one.last + 1;
            }
        }
    }
}
