//! Finds a tag in a sorted run: a table of buckets over sorted 64-bit tags.
//!
//! The tags are the first octets of hashes, or mixed serial numbers, so their upper bits are
//! evenly distributed and a bucket has about one. A list's author could crowd tags into one
//! bucket or repeat one tag; a look-up then costs a binary search, as without buckets, and never
//! more.

use std::ops::Range;

/// The most buckets: beyond it the table would outgrow a processor's cache.
const MAX_BUCKET_BITS: u32 = 20;

/// Sorted tags with a table of buckets above them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Index {
    tags: Vec<u64>,
    /// `buckets[b]..buckets[b + 1]` are the tags whose upper bits are `b`.
    buckets: Vec<u32>,
    shift: u32,
}

impl Index {
    /// Builds an index of sorted tags. It can number at most `u32::MAX`; the callers' limits are
    /// far lower.
    pub(super) fn of(tags: Vec<u64>) -> Self {
        let bits = usize::BITS - tags.len().saturating_sub(1).leading_zeros();
        let bits = bits.clamp(1, MAX_BUCKET_BITS);
        let shift = u64::BITS - bits;
        let mut buckets = Vec::with_capacity((1 << bits) + 1);
        let mut at = 0;
        for bucket in 0..1_u64 << bits {
            let tail = tags.get(at..).unwrap_or_default();
            buckets.push(u32::try_from(at).unwrap_or(u32::MAX));
            at += tail
                .iter()
                .take_while(|tag| **tag >> shift == bucket)
                .count();
        }
        buckets.push(u32::try_from(at).unwrap_or(u32::MAX));
        Self {
            tags,
            buckets,
            shift,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// The positions of this tag; empty if there are none.
    pub(super) fn range(&self, tag: u64) -> Range<usize> {
        if self.tags.is_empty() {
            return 0..0;
        }
        let bucket = usize::try_from(tag >> self.shift).unwrap_or(usize::MAX);
        let (Some(from), Some(to)) = (
            self.buckets.get(bucket),
            self.buckets.get(bucket.saturating_add(1)),
        ) else {
            return 0..0;
        };
        let (from, to) = (*from as usize, *to as usize);
        let inside = self.tags.get(from..to).unwrap_or_default();
        let start = inside.partition_point(|other| *other < tag);
        let rest = inside.get(start..).unwrap_or_default();
        let count = rest.partition_point(|other| *other == tag);
        from + start..from + start + count
    }
}

/// The tag of a hash: its first eight octets, so that tags sort as hashes do.
pub(super) fn of_hash(hash: &[u8; 32]) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = *hash;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The tag of a serial number: its last eight octets, mixed by an odd factor (2⁶⁴
/// divided by the golden ratio) so that small numbers do not crowd one bucket.
pub(super) fn of_serial(octets: &[u8]) -> u64 {
    let last = octets.iter().rev().take(8).rev();
    let number = last.fold(0, |number: u64, octet| number << 8 | u64::from(*octet));
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_tag_is_where_a_plain_search_finds_it(
            mut tags in prop::collection::vec(prop_oneof![any::<u64>(), 0..9_u64], 0..300),
            other in any::<u64>(),
        ) {
            tags.sort_unstable();
            let index = Index::of(tags.clone());
            for tag in tags.iter().copied().chain([other, 0, u64::MAX]) {
                let start = tags.partition_point(|it| *it < tag);
                let end = tags.partition_point(|it| *it <= tag);
                let range = index.range(tag);
                prop_assert_eq!(range.len(), end - start);
                prop_assert!(range.is_empty() || range == (start..end));
            }
        }
    }

    #[test]
    fn an_index_of_nothing_has_nothing() {
        assert_eq!(Index::default().range(0), 0..0);
        assert!(Index::of(Vec::new()).range(u64::MAX).is_empty());
    }
}
