//! No private key is ever committed: test keys are made when the tests run.

use super::{Finding, TextFile};

/// Finds the first line of private keys in PEM.
///
/// **Not checked**: keys in DER, PKCS#12 or other binary formats.
pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            if begins_key(line) {
                findings.push(Finding::new(
                    format!("{}:{}", file.path, index + 1),
                    "contains a private key",
                    "make the key at run time; code that looks for keys writes the mark in pieces",
                ));
            }
        }
    }
    findings
}

fn begins_key(line: &str) -> bool {
    line.match_indices(BEGIN).any(|(at, _)| {
        let label = &line[at + BEGIN.len()..];
        label
            .find(KEY)
            .is_some_and(|length| !label[..length].contains("-----"))
    })
}

/// In two pieces, so that this file does not find itself.
const BEGIN: &str = "-----BEGIN ";
const KEY: &str = "PRIVATE KEY";

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    fn findings(label: &str) -> usize {
        let text = format!("one\n{BEGIN}{label}-----\nMC4C\n");
        check(&[file("a.pem", &text)]).len()
    }

    #[test]
    fn a_certificate_and_a_public_key_pass() {
        assert_eq!(findings("CERTIFICATE"), 0);
        assert_eq!(findings("PUBLIC KEY"), 0);
    }

    #[test]
    fn a_private_key_of_any_kind_is_refused() {
        assert_eq!(findings(KEY), 1);
        assert_eq!(findings(&format!("EC {KEY}")), 1);
        assert_eq!(findings(&format!("ENCRYPTED {KEY}")), 1);
        assert_eq!(findings(&format!("PGP {KEY} BLOCK")), 1);
    }

    #[test]
    fn a_private_key_inside_a_string_is_refused() {
        let text = format!("const A: &str = \"{BEGIN}{KEY}-----\\nMC4C\";");
        assert_eq!(check(&[file("a.rs", &text)]).len(), 1);
    }
}
