//! Random octets from the cryptographic library, and a random order.

use std::hash::{BuildHasher as _, RandomState};

use rustls::crypto::aws_lc_rs;

/// `None` if the operating system gives none.
pub(crate) fn octets<const COUNT: usize>() -> Option<[u8; COUNT]> {
    let mut octets = [0; COUNT];
    let drawn = aws_lc_rs::default_provider()
        .secure_random
        .fill(&mut octets);
    drawn.ok().map(|()| octets)
}

/// The same in random order, so that whatever takes turns on the way does not meet the same one each
/// time.
pub(crate) fn shuffled<T>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    // The standard library draws the hasher's keys at random. Nothing secret depends on them.
    let random = RandomState::new();
    let mut order: Vec<_> = all.into_iter().enumerate().collect();
    order.sort_by_cached_key(|(number, _)| random.hash_one(number));
    order.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_order_of_three_comes_and_none_is_lost() {
        let mut left: BTreeSet<[u8; 3]> = BTreeSet::new();
        while left.len() < 6 {
            let order = shuffled([1, 2, 3]);
            left.insert(order.try_into().unwrap());
        }
        assert!(left.iter().all(|order| order.iter().sum::<u8>() == 6));
    }
}
