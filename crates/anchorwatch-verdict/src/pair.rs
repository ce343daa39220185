//! Two certificates side by side: a server's own, and the one that came in its place.
//!
//! Interceptors make their certificates from the server's. The box of 2019 copied subject and
//! names, shifted both dates by six hours and kept all but the last 33 bits of the serial number
//! (Raman et al., IMC 2020, §4.2); products copy the names, and some of them the dates or part of
//! the serial number. That box also gave each copy an RSA key with the exponent 3, and left out every
//! extension but the names. Either can be a private authority's habit, so alone it is no sign of a copy.

use anchorwatch_identity::Certificate;

/// Fewer equal bits at the beginning of two random serial numbers can be chance, or an
/// authority's own prefix.
const MANY_BITS: u64 = 64;

/// The longest shift of dates that counts as one, in seconds: two days.
const MAX_SHIFT_S: i64 = 2 * 86_400;

/// The exponent of the keys of 2019. A public authority should sign no key with one below 65,537 (CA/Browser
/// Forum's Baseline Requirements, §6.1.6): of 83 RSA keys of their test sites, collected on 2026-07-08, one
/// has it.
const SMALL_EXPONENT: u64 = 3;

/// Seconds in an hour and in a day.
const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 86_400;

/// What the second certificate has of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Whether both have the same subject.
    pub is_subject_same: bool,
    /// Whether both have the same alternative names, and at least one.
    pub are_names_same: bool,
    /// Whether both have the same key.
    pub is_key_same: bool,
    /// Whether the issuers have the same name. Anyone can write it.
    pub is_issuer_same: bool,
    /// Whether both have the same serial number.
    pub is_serial_same: bool,
    /// By how many hours the second's validity is later than the first's, if both of its ends are,
    /// to the second. Certificates that are valid for equally long are common, and differ at both
    /// ends by the same time; they rarely differ by whole hours.
    pub shift_hours: Option<i64>,
    /// Whether the first is valid from a midnight on, in UTC.
    pub starts_at_midnight: bool,
    /// How many bits at the beginning of the serial numbers are equal.
    pub serial_bits: u64,
    /// Whether the second's is an RSA key with the exponent 3, and the first's is not.
    pub is_exponent_small: bool,
    /// How many extensions besides its names the first has, if the second has none.
    pub lost_extensions: Option<u64>,
}

impl Pair {
    /// Compares the two.
    #[must_use]
    pub fn of(genuine: &Certificate, seen: &Certificate) -> Self {
        let (before, after) = (genuine.validity(), seen.validity());
        let shift = |from: i64, to: i64| to.checked_sub(from);
        let start = shift(before.not_before.get(), after.not_before.get());
        let end = shift(before.not_after.get(), after.not_after.get());
        Self {
            is_subject_same: genuine.subject().is_same_as(seen.subject()),
            are_names_same: names(genuine) == names(seen) && !names(genuine).is_empty(),
            is_key_same: genuine.spki_der() == seen.spki_der(),
            is_issuer_same: genuine.issuer().is_same_as(seen.issuer()),
            is_serial_same: genuine.serial() == seen.serial(),
            shift_hours: start
                .filter(|shift| start == end && shift.abs() <= MAX_SHIFT_S && shift % HOUR_S == 0)
                .map(|shift| shift / HOUR_S),
            starts_at_midnight: before.not_before.get() % DAY_S == 0,
            serial_bits: equal_bits(genuine.serial(), seen.serial()),
            is_exponent_small: seen.rsa_exponent() == Some(SMALL_EXPONENT)
                && genuine.rsa_exponent() != Some(SMALL_EXPONENT),
            lost_extensions: lost_extensions(genuine, seen),
        }
    }

    /// Whether the second has the first's names, with somebody else's key and issuer.
    ///
    /// Under the issuer's name it is somebody else's only if the serial number is the same too: an
    /// authority gives each number once (RFC 5280 §4.1.2.2), and signs many certificates for the
    /// same names. A short number is no sign: authorities that are made anew count from one again.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        let is_number_given_twice = self.is_serial_same && self.is_serial_copied();
        let is_somebody_else = !self.is_issuer_same || is_number_given_twice;
        self.are_names_same && !self.is_key_same && is_somebody_else
    }

    /// Whether the second has the first's dates, or both moved by some hours. Whole days do not
    /// count: authorities that date from midnight to midnight make such pairs every day.
    #[must_use]
    pub fn has_copied_dates(&self) -> bool {
        let is_midnight = self.starts_at_midnight;
        self.shift_hours
            .is_some_and(|hours| hours % 24 != 0 || hours == 0 && !is_midnight)
    }

    /// Whether more of the serial number is the same than chance or an authority's prefix explain.
    #[must_use]
    pub fn is_serial_copied(&self) -> bool {
        self.serial_bits >= MANY_BITS
    }

    /// Whether the second is made as the box of 2019 made its copies: the first's subject, an exponent
    /// of 3, and no extension but the names. A private authority can do each of these, and hardly does
    /// all of them for a name that has a public certificate too.
    #[must_use]
    pub fn is_made_as_in_2019(&self) -> bool {
        self.is_subject_same && self.is_exponent_small && self.lost_extensions.is_some()
    }
}

fn lost_extensions(genuine: &Certificate, seen: &Certificate) -> Option<u64> {
    let before = genuine.other_extension_count() as u64;
    (before > 0 && seen.other_extension_count() == 0).then_some(before)
}

fn names(certificate: &Certificate) -> Vec<(&'static str, String)> {
    let names = certificate.alternative_names().into_iter();
    let mut names: Vec<_> = names
        .map(|name| (name.kind.code(), name.value.to_ascii_lowercase()))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Numbers of different lengths have no beginning in common.
fn equal_bits(one: &[u8], other: &[u8]) -> u64 {
    if one.len() != other.len() {
        return 0;
    }
    let mut bits = 0;
    for (one, other) in one.iter().zip(other) {
        let equal = (one ^ other).leading_zeros();
        bits += u64::from(equal);
        if equal < u8::BITS {
            break;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_bits_end_at_the_first_difference() {
        assert_eq!(equal_bits(&[0xff, 0x80], &[0xff, 0xc0]), 9);
        assert_eq!(equal_bits(&[1, 2], &[1, 2]), 16);
        assert_eq!(equal_bits(&[0x80], &[0]), 0);
        assert_eq!(equal_bits(&[1], &[1, 2]), 0);
        assert_eq!(equal_bits(&[], &[]), 0);
    }

    #[test]
    fn one_habit_of_2019_alone_is_no_sign_of_its_box() {
        for (is_subject_same, is_exponent_small, lost_extensions, is_like_it) in [
            (true, true, Some(7), true),
            (false, true, Some(7), false),
            (true, false, Some(7), false),
            (true, true, None, false),
        ] {
            let pair = Pair {
                is_subject_same,
                are_names_same: true,
                is_key_same: false,
                is_issuer_same: false,
                is_serial_same: false,
                shift_hours: None,
                starts_at_midnight: false,
                serial_bits: 0,
                is_exponent_small,
                lost_extensions,
            };
            assert_eq!(pair.is_made_as_in_2019(), is_like_it);
            assert!(pair.is_copy() && !pair.has_copied_dates() && !pair.is_serial_copied());
        }
    }

    #[test]
    fn dates_that_authorities_share_are_no_copy() {
        let pair = |shift_hours, starts_at_midnight| Pair {
            is_subject_same: true,
            are_names_same: true,
            is_key_same: false,
            is_issuer_same: false,
            is_serial_same: false,
            shift_hours,
            starts_at_midnight,
            serial_bits: 0,
            is_exponent_small: false,
            lost_extensions: None,
        };
        for (shift, midnight, is_copied) in [
            (Some(-6), true, true),
            (Some(-6), false, true),
            (Some(0), false, true),
            (Some(0), true, false),
            (Some(24), false, false),
            (None, false, false),
        ] {
            assert_eq!(pair(shift, midnight).has_copied_dates(), is_copied);
        }
    }

    #[test]
    fn under_the_same_issuer_s_name_only_the_same_number_is_a_copy() {
        for (is_issuer_same, is_serial_same, serial_bits, is_key_same, is_copy) in [
            (false, false, 0, false, true),
            (true, false, 95, false, false),
            (true, true, 128, false, true),
            (true, true, 8, false, false),
            (true, true, 128, true, false),
        ] {
            let pair = Pair {
                is_subject_same: true,
                are_names_same: true,
                is_key_same,
                is_issuer_same,
                is_serial_same,
                shift_hours: None,
                starts_at_midnight: false,
                serial_bits,
                is_exponent_small: false,
                lost_extensions: None,
            };
            assert_eq!(pair.is_copy(), is_copy, "{pair:?}");
        }
    }
}
