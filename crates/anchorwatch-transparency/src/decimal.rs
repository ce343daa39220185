//! Numbers as C2SP's texts write them.

use crate::limits::MAX_TREE_SIZE;

/// Reads a number in its only form, without leading zeros and signs, and not beyond 2^63 - 1:
/// others keep sizes and times in signed numbers of 64 bits.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let is_shortest = text == "0" || !text.starts_with('0');
    let has_only_digits = text.bytes().all(|it| it.is_ascii_digit());
    let number = text.parse().ok()?;
    (is_shortest && has_only_digits && number <= MAX_TREE_SIZE).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_form_and_a_limit() {
        for (text, number) in [("0", 0), ("7", 7), ("9223372036854775807", MAX_TREE_SIZE)] {
            assert_eq!(parse(text), Some(number));
        }
        for bad in [
            "",
            "00",
            "07",
            "+7",
            "-7",
            " 7",
            "7 ",
            "0x7",
            "7_0",
            "\u{0667}",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
        ] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }
}
