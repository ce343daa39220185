//! Roots that a settings file of an unknown program carries itself.
//!
//! ```text
//! ca: |                               "caCert": "-----BEGIN CERTIFICATE-----\nMII…"
//!   -----BEGIN CERTIFICATE-----       <ca>
//! ```
//!
//! The key decides, as it does for a file that is named (see [`super::unknown`]): the text
//! before the certificate, or a line above it. Of a file of certificates alone nothing is taken;
//! it counts where something names it.
//!
//! **Not checked:** certificates of servers, and base64 without the PEM lines.

use std::path::Path;

use anchorwatch_identity::{Certificate, pem};

use super::{authority_key::speaks_of_authorities, sink::Sink};
use crate::Client;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const LABELS: [&str; 3] = ["CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"];

/// How many lines above a certificate may be its key: a list's sign, a mode, the key.
const KEY_LINES: usize = 3;

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

/// The roots whose key speaks of authorities, as PEM. After such a key every root counts, so
/// that no text between two of them hides the second.
fn roots(text: &str) -> String {
    let (mut roots, mut last_end, mut is_wanted) = (String::new(), 0, false);
    let mut begins = text.match_indices(BEGIN).map(|(at, _)| at).peekable();
    while let Some(start) = begins.next() {
        // A mark without an end does not swallow the next certificate.
        let limit = begins.peek().copied().unwrap_or(text.len());
        let block = text.get(start..limit).unwrap_or_default();
        let label = block.get(BEGIN.len()..).unwrap_or_default();
        let Some(label) = LABELS.iter().find(|name| label.starts_with(**name)) else {
            continue;
        };
        let mark = format!("{END}{label}-----");
        let Some(length) = block.find(&mark) else {
            continue;
        };
        is_wanted |= is_keyed(text.get(last_end..start).unwrap_or_default());
        last_end = start + length + mark.len();
        let block = plain(text.get(start..last_end).unwrap_or_default());
        if is_wanted && is_root(&block) {
            roots.push_str(&block);
        }
    }
    roots
}

/// Whether what is between the last certificate and this one gives this one to the program as
/// an authority's. Lines of `openssl x509 -text` may be between the key and the certificate.
fn is_keyed(before: &str) -> bool {
    if is_passed_over(before.rsplit('\n').next().unwrap_or_default()) {
        return false;
    }
    let keys = before.rsplit('\n').filter(|line| !is_passed_over(line));
    let mut keys = keys.filter(|line| line.contains(char::is_alphanumeric));
    let near = keys.by_ref().take(KEY_LINES).any(speaks_of_authorities);
    near || keys.any(|line| is_opening(line) && speaks_of_authorities(line))
}

/// A comment, or the end of an element.
fn is_passed_over(line: &str) -> bool {
    let line = line.trim_start();
    ["#", ";", "//", "</"]
        .iter()
        .any(|sign| line.starts_with(sign))
}

/// Whether the value of a key begins in the next line.
fn is_opening(line: &str) -> bool {
    let ends = ["|", "|-", "|+", ">", ">-", "=", "{", "[", ":", "\"", "'"];
    ends.iter().any(|end| line.trim_end().ends_with(end))
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
    // Go takes an intermediate as a root too.
    let is_root = |one: &Certificate| match one.issuing().is_ca {
        Some(is_ca) => is_ca,
        None => one.is_self_issued(),
    };
    read.any(|all| all.iter().any(is_root))
}

#[cfg(test)]
mod tests {
    use anchorwatch_lab::Root;

    use super::*;

    fn count(text: &str) -> usize {
        pem::blocks(roots(text).as_bytes()).len()
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
            (format!("<ca>\n{pem}</ca>\n"), 1),
            (format!("<cert>\n{pem}</cert>\n<key>\n</key>\n"), 0),
            // On one line.
            (
                format!("{{\"cert\": \"{escaped}\", \"ca\": \"{escaped}\"}}"),
                1,
            ),
            // No text hides a second root, and no mark without an end the first.
            (format!("ca: |\n{pem}# another\nname: x\n{pem}"), 2),
            (
                format!("note: \"-----BEGIN CERTIFICATE-----\"\nca: |\n{pem}"),
                1,
            ),
            (
                format!(
                    "ca: |\n{}{pem}",
                    "Subject: CN=x\n    Not After : y\n".repeat(30)
                ),
                1,
            ),
            (
                format!("ca: |\n{}", pem.replace(" CERT", " TRUSTED CERT")),
                1,
            ),
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
