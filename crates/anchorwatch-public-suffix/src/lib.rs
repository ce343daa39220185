//! A name → **the suffix under which names are registered**, by the public suffix list that ships
//! with the program.
//!
//! It is a separate crate because the list is 9,000 functions, one for each label. Here they are
//! compiled once and without optimization, which is fast enough for the few look-ups of `policy`.

use psl::Psl as _;

/// Returns the public suffix that a name ends in, if a rule of the list names it. The rule `*`,
/// by which every unknown top-level domain is a suffix, does not count.
///
/// The name must be in lower case, without a trailing dot. **Not checked:** a domain that was
/// delegated after the list was made (its version is that of the crate `psl`).
pub fn public_suffix(name: &str) -> Option<&str> {
    let mut labels = name.rsplit('.').map(str::as_bytes);
    // With one type of iterator the functions of the list compile in a tenth of the time. A suffix
    // is looked up only a few times in a run.
    let labels: &mut dyn Iterator<Item = &[u8]> = &mut labels;
    let found = psl::List.find(labels);
    found.typ?;
    name.get(name.len().checked_sub(found.len)?..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_in_the_suffix_that_a_rule_names() {
        for (name, suffix) in [
            ("www.example.kz", Some("kz")),
            ("www.gov.kz", Some("gov.kz")),
            ("example.co.uk", Some("co.uk")),
            ("kz", Some("kz")),
            ("x.kawasaki.jp", Some("x.kawasaki.jp")),
            ("city.kawasaki.jp", Some("kawasaki.jp")),
            ("example.github.io", Some("github.io")),
            ("intranet.lan", None),
            ("lan", None),
            ("ck", None),
            ("", None),
        ] {
            assert_eq!(public_suffix(name), suffix, "{name}");
        }
    }
}
