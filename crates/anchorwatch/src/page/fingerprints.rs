//! The hashes of a certificate, in the form that people compare.

use anchorwatch_identity::Certificate;

use super::{Page, padded};
use crate::words::Words;

/// Writes the hashes as browsers, phones and OpenSSL do.
pub(crate) fn write(page: &mut Page, certificate: &Certificate, words: &Words) {
    let mut label = words.say("label-fingerprint");
    let sha256 = certificate.sha256();
    for (name, octets) in [
        ("SHA-256", &sha256.as_bytes()[..]),
        ("SHA-1", &certificate.sha1()[..]),
    ] {
        let mut name = name;
        for part in octets.chunks(PAIRS_A_LINE) {
            let pairs: Vec<String> = part.iter().map(|octet| format!("{octet:02X}")).collect();
            let label = padded(&std::mem::take(&mut label), page.label_columns);
            page.line(&format!("    {label}{name:<8}{}", pairs.join(":")));
            name = "";
        }
    }
}

/// How many digit pairs fit on a line: a SHA-256 takes two lines.
const PAIRS_A_LINE: usize = 16;
