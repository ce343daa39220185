//! Adds our lines to a JDK's `blocked.certs`, and removes them again.
//!
//! ```text
//! Algorithm=SHA-256
//! 03DB9E5E79FE6117177F81C11595AF598CB176AF766290DBCEB2C318B32E39A2
//! # anchorwatch block: the lines below are refused by this machine's owner
//! 1F6BF8A3F2399AF7FD04516C2719C566CBAD51F412738F66D0457E1E6BDE6F2D
//! ```
//!
//! The format is that of `anchorwatch_policy::import::java`, which also compares each new text
//! with the old one: it must contain the old fingerprints and ours, nothing else. The marker
//! separates our lines from those that a later JDK version adds itself.

use std::collections::BTreeSet;

use anchorwatch_identity::CertSha256;
use anchorwatch_policy::{distrust::Match, import::java};
use anchorwatch_remark::{Remark as _, Told};

use crate::java::remark::JavaRemark;

const MARK: &str = "# anchorwatch block: the lines below are refused by this machine's owner";

/// The text with our lines, and the fingerprints that were added.
pub(crate) type Added = (Vec<u8>, Vec<CertSha256>);

/// The text with the fingerprints that it lacks, and which those are; `None` if it has
/// them all.
///
/// # Errors
/// Java would not use our lines: the list is for another algorithm than SHA-256, or it
/// cannot be read.
pub(crate) fn with(content: &[u8], wanted: &[CertSha256]) -> Result<Option<Added>, Told> {
    let old = blocked(content)?;
    let missing: BTreeSet<CertSha256> = wanted.iter().copied().collect();
    let missing: BTreeSet<CertSha256> = missing.difference(&old).copied().collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let lines: String = missing.iter().map(|hash| line(hash) + "\n").collect();
    // First terminate a last line without a newline, or one that continues.
    for gap in ["", "\n", "\n\n"] {
        let text = [
            content,
            gap.as_bytes(),
            format!("{MARK}\n{lines}").as_bytes(),
        ]
        .concat();
        if blocked(&text)? == &old | &missing {
            return Ok(Some((text, missing.into_iter().collect())));
        }
    }
    Err(JavaRemark::BlockedCertsOpenEnd.told())
}

/// The text without those of our lines; `None` if it has none of them. The same
/// fingerprint elsewhere in it is someone else's, and stays.
///
/// # Errors
/// The text cannot be read, or would say something else without them.
pub(crate) fn without(content: &[u8], ours: &[CertSha256]) -> Result<Option<Vec<u8>>, Told> {
    let old = blocked(content)?;
    let ours: BTreeSet<String> = ours.iter().map(line).collect();
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut is_ours = false;
    // The position of our marker, if no line is left below it.
    let mut bare_mark = None;
    for natural in content.split_inclusive(|octet| *octet == b'\n') {
        let text = natural.trim_ascii_end();
        let is_line = text.len() == 64 && text.iter().all(u8::is_ascii_hexdigit);
        if text == MARK.as_bytes() {
            drop_mark(&mut kept, bare_mark);
            bare_mark = Some(kept.len());
            is_ours = true;
        } else if is_ours && is_line && ours.iter().any(|line| line.as_bytes() == text) {
            continue;
        } else if is_line && is_ours {
            bare_mark = None;
        } else {
            drop_mark(&mut kept, bare_mark.take());
            is_ours = false;
        }
        kept.push(natural);
    }
    drop_mark(&mut kept, bare_mark);
    let text = kept.concat();
    if text == content {
        return Ok(None);
    }
    let new = blocked(&text)?;
    let only_ours = |hash: &CertSha256| ours.contains(&line(hash));
    if new.is_subset(&old) && old.difference(&new).all(only_ours) {
        Ok(Some(text))
    } else {
        Err(JavaRemark::BlockedCertsWouldChange.told())
    }
}

fn drop_mark(kept: &mut Vec<&[u8]>, bare_mark: Option<usize>) {
    if let Some(at) = bare_mark
        && at < kept.len()
    {
        kept.remove(at);
    }
}

/// In Java's format of a fingerprint.
fn line(hash: &CertSha256) -> String {
    hash.to_string().to_ascii_uppercase()
}

fn blocked(content: &[u8]) -> Result<BTreeSet<CertSha256>, Told> {
    let list = java::read(content).map_err(|error| {
        let why = error.told().into();
        JavaRemark::BlockedCertsUnreadable { why }.told()
    })?;
    let hashes = list
        .entries
        .into_iter()
        .filter_map(|entry| match entry.matches {
            Match::Certificate(hash) => Some(hash),
            _ => None,
        });
    Ok(hashes.collect())
}

#[cfg(test)]
mod tests {
    use anchorwatch_remark::Value;

    use super::*;

    fn hash(seed: &str) -> CertSha256 {
        CertSha256::of(seed.as_bytes())
    }

    fn text(seeds: &[&str]) -> String {
        let lines = seeds.iter().map(|seed| line(&hash(seed)) + "\n");
        format!("Algorithm=SHA-256\n{}", lines.collect::<String>())
    }

    fn added(old: &str) -> Vec<u8> {
        let (new, added) = with(old.as_bytes(), &[hash("b"), hash("a")])
            .unwrap()
            .unwrap();
        assert!(new.starts_with(old.as_bytes()));
        assert!(
            blocked(&new)
                .unwrap()
                .is_superset(&added.into_iter().collect())
        );
        new
    }

    #[test]
    fn what_is_missing_is_added_once_and_taken_out_again_to_the_byte() {
        for old in [
            text(&[]),
            text(&["x", "y"]),
            text(&["a"]),
            text(&["x"]).replace('\n', "\r\n"),
            text(&["x"]) + "# a comment\n\n",
            format!("! {MARK}\n{}", text(&["x"])),
        ] {
            let new = added(&old);
            assert_eq!(with(&new, &[hash("a"), hash("b")]), Ok(None));
            let ours = [hash("a"), hash("b")];
            assert_eq!(without(&new, &ours).unwrap().unwrap(), old.as_bytes());
            assert_eq!(without(old.as_bytes(), &ours), Ok(None));
        }
    }

    #[test]
    fn a_last_line_that_goes_on_does_not_swallow_ours() {
        for end in ["", "\\", "\\\n", "=\\", "\\\\", "#", "# c\\"] {
            let old = text(&["x"]).trim_end().to_owned() + end;
            added(&old);
        }
    }

    #[test]
    fn a_line_that_somebody_else_added_stays_and_so_does_a_later_block() {
        let first = with(text(&["x"]).as_bytes(), &[hash("a")])
            .unwrap()
            .unwrap()
            .0;
        let both = with(&first, &[hash("b")]).unwrap().unwrap().0;
        let rest = without(&both, &[hash("a")]).unwrap().unwrap();
        assert_eq!(
            rest,
            with(text(&["x"]).as_bytes(), &[hash("b")])
                .unwrap()
                .unwrap()
                .0
        );
        // The JDK's next version lists the same certificate.
        let newer = text(&["x", "a"]);
        assert_eq!(without(newer.as_bytes(), &[hash("a")]), Ok(None));
        let merged = [first.as_slice(), line(&hash("z")).as_bytes(), b"\n"].concat();
        let rest = without(&merged, &[hash("a")]).unwrap().unwrap();
        assert_eq!(blocked(&rest).unwrap(), [hash("x"), hash("z")].into());
    }

    #[test]
    fn another_algorithm_or_a_text_that_java_cannot_read_is_left_alone() {
        for (old, why) in [
            (text(&["x"]).replace("256", "512"), "list_algorithm"),
            (String::new(), "list_algorithm"),
            (text(&["x"]) + "\\u00g\n", "list_properties_escape"),
        ] {
            let told = with(old.as_bytes(), &[hash("a")]).unwrap_err();
            assert_eq!(told.code(), "blocked_certs_unreadable");
            let Some(Value::Remark(cause)) = told.fact("why") else {
                panic!("{told:?}");
            };
            assert_eq!(cause.code(), why);
            assert!(without(old.as_bytes(), &[hash("a")]).is_err());
        }
    }
}
