//! A name → **the suffix under which names are registered**, by the public suffix list that the
//! program ships.
//!
//! A crate of its own because the list is 9,000 functions, one a label: here they are compiled
//! once and not optimized, where a search of policy's waits for nothing.

use psl::Psl as _;

/// The public suffix that a name ends in, if a rule of the list names it. The list's rule `*`,
/// by which every unknown top-level domain is a suffix, does not count.
///
/// The name has no trailing dot and is in lower case. **Not checked:** a domain that was
/// delegated after the list was made (its version is that of the crate `psl`).
pub fn public_suffix(name: &str) -> Option<&str> {
    let mut labels = name.rsplit('.').map(str::as_bytes);
    // The list is one function a label. Behind one kind of iterator they are compiled in a
    // tenth of the time; a suffix is looked up a few times in a run.
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
