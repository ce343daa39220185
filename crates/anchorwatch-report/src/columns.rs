//! A series as columns of a picture.

use anchorwatch_identity::UnixSeconds;

use crate::{Counts, Try};

/// The most columns of one picture.
pub const MOST_COLUMNS: u32 = 120;

/// A part of the time, and what the tries in it show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its number, from 0 on the left.
    pub number: u32,
    /// When it begins; it ends where the next one begins.
    pub from: UnixSeconds,
    /// What its tries show.
    pub counts: Counts,
}

/// The columns of the time from `from` to `to`, both included, without those that have no try.
/// Tries outside of that time are left out.
#[must_use]
pub fn columns(tries: &[Try], from: UnixSeconds, to: UnixSeconds) -> Vec<Column> {
    let (start, end) = (i128::from(from.get()), i128::from(to.get()));
    // One second more, so that the last try is inside.
    let length = (end - start + 1).max(1);
    let most = i128::from(MOST_COLUMNS).min(length);
    let mut all: Vec<Option<Column>> = vec![None; MOST_COLUMNS as usize];
    for one in tries {
        let at = i128::from(one.at.get()) - start;
        if at < 0 || at >= length {
            continue;
        }
        let number = at * most / length;
        let begins = start + (number * length + most - 1) / most;
        let place = usize::try_from(number).ok();
        let Some(column) = place.and_then(|place| all.get_mut(place)) else {
            continue;
        };
        let column = column.get_or_insert_with(|| Column {
            number: u32::try_from(number).unwrap_or(0),
            from: UnixSeconds::new(i64::try_from(begins).unwrap_or(0)),
            counts: Counts::default(),
        });
        column.counts.add(one.code);
    }
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use anchorwatch_verdict::VerdictCode;
    use proptest::prelude::*;

    use super::*;
    use crate::Place;

    fn at(seconds: i64) -> Try {
        Try {
            at: UnixSeconds::new(seconds),
            place: Place { file: 0, index: 0 },
            code: VerdictCode::NotSeen,
        }
    }

    proptest! {
        #[test]
        fn every_try_is_in_the_last_column_that_begins_before_it(
            times in proptest::collection::vec(any::<i64>(), 1..50)
        ) {
            let tries: Vec<Try> = times.iter().copied().map(at).collect();
            let from = UnixSeconds::new(*times.iter().min().unwrap());
            let to = UnixSeconds::new(*times.iter().max().unwrap());
            let columns = columns(&tries, from, to);
            let total: u64 = columns.iter().map(|it| it.counts.total()).sum();
            prop_assert_eq!(total, tries.len() as u64);
            prop_assert!(columns.iter().all(|it| it.number < MOST_COLUMNS));
            prop_assert!(columns.is_sorted_by_key(|it| it.from));
            prop_assert_eq!(columns[0].number, 0);
            for (place, column) in columns.iter().enumerate() {
                let end = columns.get(place + 1).map_or(i64::MAX, |next| next.from.get() - 1);
                let inside = column.from.get()..=end;
                let count = times.iter().filter(|one| inside.contains(one)).count();
                prop_assert_eq!(column.counts.total(), count as u64);
            }
        }
    }

    #[test]
    fn a_single_moment_is_one_column_and_what_is_outside_is_none() {
        let moment = UnixSeconds::new(5);
        assert_eq!(columns(&[at(5), at(5)], moment, moment).len(), 1);
        assert!(columns(&[at(4), at(6)], moment, moment).is_empty());
    }
}
