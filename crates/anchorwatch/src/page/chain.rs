//! The received certificates, for people.

use anchorwatch_identity::{Certificate, is_self_signed};

use super::Page;
use crate::words::Words;

/// How many certificates are shown; JSON lists more.
const MOST_CERTIFICATES: usize = 8;
/// How many names of one certificate are shown.
const MOST_NAMES: usize = 10;

/// The labels of the fields.
pub(crate) const LABELS: [&str; 6] = [
    "label-subject",
    "label-chain-names",
    "label-chain-issuer",
    "label-chain-valid",
    "label-sha256",
    "label-not-read",
];

/// Writes the chain as received, the server's own certificate first.
pub(crate) fn write<'a>(page: &mut Page, chain: impl IntoIterator<Item = &'a [u8]>, words: &Words) {
    let chain: Vec<&[u8]> = chain.into_iter().collect();
    if chain.is_empty() {
        return;
    }
    page.head(&words.say("chain-head"));
    for (index, der) in chain.iter().take(MOST_CERTIFICATES).enumerate() {
        let number = ("number", (index + 1).into());
        let count = ("count", chain.len().into());
        if let Some(first) = chain.iter().take(index).position(|it| it == der) {
            let first = ("first", (first + 1).into());
            page.point(&words.with("chain-again", &[number, count, first]));
            continue;
        }
        page.point(&match index {
            0 => words.say("chain-own"),
            _ => words.with("chain-sent", &[number, count]),
        });
        match Certificate::from_der(der) {
            Ok(certificate) => one(page, &certificate, words),
            Err(error) => {
                page.field(&words.say("label-not-read"), &error.to_string());
            }
        }
    }
    if let Some(more @ 1..) = chain.len().checked_sub(MOST_CERTIFICATES) {
        page.point(&words.with("chain-more", &[("count", more.into())]));
    }
}

fn one(page: &mut Page, certificate: &Certificate, words: &Words) {
    let mut field = |label: &str, text: &str| {
        page.field(&words.say(label), text);
    };
    field(
        "label-subject",
        &words.name(&certificate.subject().to_string()),
    );
    let names = certificate.server_names();
    if !names.is_empty() {
        let shown = names.iter().take(MOST_NAMES);
        let mut shown: Vec<String> = shown.map(|name| words.name(name)).collect();
        if let Some(more @ 1..) = names.len().checked_sub(MOST_NAMES) {
            shown.push(words.with("chain-more-names", &[("count", more.into())]));
        }
        field("label-chain-names", &shown.join(", "));
    }
    let issuer = words.name(&certificate.issuer().to_string());
    let issuer = if is_self_signed(certificate) {
        words.with("chain-self-signed", &[("issuer", issuer.into())])
    } else {
        issuer
    };
    field("label-chain-issuer", &issuer);
    let validity = certificate.validity();
    let facts = [
        ("from", validity.not_before.to_string().into()),
        ("to", validity.not_after.to_string().into()),
    ];
    field("label-chain-valid", &words.with("chain-validity", &facts));
    field("label-sha256", &certificate.sha256().to_string());
}
