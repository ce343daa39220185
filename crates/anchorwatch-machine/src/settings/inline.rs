//! Roots that a settings file of an unknown program carries itself.
//!
//! ```text
//! ca: |                               "caCert": "-----BEGIN CERTIFICATE-----\nMII…"
//!   -----BEGIN CERTIFICATE-----       <ca>
//! ```
//!
//! The key decides, as it does for a file that is named (see [`super::unknown`]): the text
//! before the certificate, or one of the lines above it. Of a file of certificates alone nothing is
//! taken; it counts where something names it.
//!
//! **Not checked:** certificates that are no authority's own, and base64 without the PEM lines.

use std::path::Path;

use anchorwatch_identity::{Certificate, pem};

use super::{authority_key::speaks_of_authorities, sink::Sink};
use crate::Client;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The most certificates that are taken from one text.
const MAX_FOUND: usize = 1_000;
/// How many lines above a certificate may be its key: a list's sign, a mode, the key.
const KEY_LINES: usize = 3;
/// How many lines are looked through for those.
const MAX_LINES: usize = 8;

/// Endings of files that hold certificates alone, or a tunnel's own root.
const PASSED_OVER: [&str; 6] = ["pem", "crt", "cer", "cert", "0", "ovpn"];

/// Takes the roots of a text, for an unknown program.
pub(super) fn take(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let ending = at.extension().unwrap_or_default().to_string_lossy();
    if PASSED_OVER.contains(&&*ending) {
        return;
    }
    let roots = roots(text);
    if !roots.is_empty() {
        sink.inline(at, "certificate", &roots, &[Client::Other]);
    }
}

/// The roots whose key speaks of authorities, as PEM.
fn roots(text: &str) -> String {
    let (mut roots, mut last_end, mut is_wanted) = (String::new(), 0, false);
    for (start, _) in text.match_indices(BEGIN).take(MAX_FOUND) {
        let Some(length) = text.get(start..).and_then(|rest| rest.find(END)) else {
            break;
        };
        let Some(between) = text.get(last_end..start) else {
            continue;
        };
        // Certificates that follow each other have one key.
        let follows = last_end > 0 && between.len() < 40 && !has_key(&between.replace("\\n", ""));
        if !follows {
            is_wanted = is_keyed(text.get(..start).unwrap_or_default());
        }
        last_end = start + length + END.len();
        let block = plain(text.get(start..last_end).unwrap_or_default());
        if is_wanted && is_root(&block) {
            roots.push_str(&block);
        }
    }
    roots
}

/// Whether what is before a certificate gives it to the program as an authority's.
fn is_keyed(before: &str) -> bool {
    let lines = before.rsplit('\n').take(MAX_LINES);
    let is_remark = lines.clone().next().is_some_and(|line| {
        let line = line.trim_start();
        ["#", ";", "//"].iter().any(|sign| line.starts_with(sign))
    });
    // What is above another certificate is that one's key.
    let is_over = |line: &&str| line.contains("-----END") || line.trim_start().starts_with("</");
    let lines = lines.take_while(|line| !is_over(line));
    let mut keys = lines.filter(|line| has_key(line)).take(KEY_LINES);
    !is_remark && keys.any(speaks_of_authorities)
}

fn has_key(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The block without indents, quotes, and with real ends of lines.
fn plain(block: &str) -> String {
    let lines = block.replace("\\r", "").replace("\\n", "\n");
    let lines = lines.lines().map(|line| {
        let is_around = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '\\');
        line.trim_matches(is_around)
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn is_root(block: &str) -> bool {
    let blocks = pem::blocks(block.as_bytes());
    let mut read = blocks
        .iter()
        .filter_map(|block| block.certificates.as_ref().ok());
    let is_root = |one: &Certificate| one.is_self_issued() && one.issuing().is_ca != Some(false);
    read.any(|all| all.iter().any(is_root))
}

#[cfg(test)]
mod tests {
    use anchorwatch_lab::Root;

    use super::*;

    fn count(text: &str) -> usize {
        roots(text).matches(BEGIN).count()
    }

    #[test]
    fn a_root_counts_if_its_key_speaks_of_authorities() {
        let pem = Root::company("Works").unwrap().pem();
        let indented = pem.replace('\n', "\n    ");
        let escaped = pem.replace('\n', "\\n");
        for (text, expected) in [
            (format!("ca: |\n    {indented}"), 1),
            (format!("certificate: |\n    {indented}"), 0),
            (format!("ca_certs:\n  trusted:\n  - |\n    {indented}"), 1),
            (format!("{{\"caCert\": \"{escaped}\"}}"), 1),
            (format!("{{\"serverCert\": \"{escaped}\"}}"), 0),
            (format!("{{\"caCert\": \"{escaped}{escaped}\"}}"), 2),
            (format!("<ca>\n{pem}</ca>\n<cert>\n{pem}</cert>\n"), 1),
            (format!("ca: |\n# {}", pem.replace('\n', "\n# ")), 0),
            (format!("ca: |\n{}", &pem[..pem.len() / 2]), 0),
            (
                "ca: |\n-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n".into(),
                0,
            ),
        ] {
            assert_eq!(count(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_root_is_kept_whole_whatever_its_base64_begins_and_ends_with() {
        for number in 0..40 {
            let pem = Root::company(&format!("Works {number}")).unwrap().pem();
            let pem = pem.replace('\n', "\r\n");
            let text = format!("ca: |\r\n    {}", pem.replace('\n', "\n    "));
            assert_eq!(count(&text), 1, "{text}");
        }
    }

    #[test]
    fn a_servers_certificate_is_no_root_under_any_key() {
        let root = Root::company("Works").unwrap();
        let chain = root.issue(&["www.example"]).unwrap();
        let leaf = anchorwatch_lab::pki::certificate_pem(&chain.certificates()[0]);
        assert_eq!(count(&format!("ca: |\n{leaf}")), 0);
        assert_eq!(count(&format!("ca: |\n{leaf}{}", root.pem())), 1);
    }
}
