//! One root in full.

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_machine::{Audit, Client};
use anchorwatch_policy::ClassReason;

use super::{
    Asked, Page, certificate_facts,
    group::{Group, grouped},
    place,
};
use crate::{choices::Choices, output::Painted, words::Words};

const LABELS: [&str; 13] = [
    "label-severity",
    "label-class",
    "label-because",
    "label-source",
    "label-also",
    "label-issuer",
    "label-valid",
    "label-key",
    "label-fingerprint",
    "label-file",
    "label-found-in",
    "label-trusted-by",
    "label-to-do",
];

/// Every certificate with this key.
pub(super) fn render(
    asked: &Asked<'_>,
    key: SpkiSha256,
    audit: &Audit,
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) -> Painted {
    let mut page = Page::of(words, &LABELS);
    let groups = grouped(audit, true, choices, now);
    let of_key = groups
        .iter()
        .filter(|group| group.held.certificate.spki_sha256() == key);
    for (number, group) in of_key.enumerate() {
        if number > 0 {
            page.line("");
        }
        one(&mut page, asked, group, audit, choices, now, words);
    }
    page.finish_painted()
}

fn one(
    page: &mut Page,
    asked: &Asked<'_>,
    group: &Group<'_>,
    audit: &Audit,
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) {
    let certificate = &group.held.certificate;
    page.say(&words.name(&certificate.subject().to_string()));
    super::class_and_reasons(page, audit, group, words);
    for (url, read) in sources(group) {
        let facts = [("url", url.into()), ("read", read.into())];
        page.field(
            &words.say("label-source"),
            &words.with("screen-source", &facts),
        );
    }
    let issuer = words.name(&certificate.issuer().to_string());
    page.field(&words.say("label-issuer"), &issuer);
    certificate_facts(page, certificate, words);
    super::file(page, &certificate.sha256(), choices, words);
    for finding in &group.findings {
        page.field(
            &words.say("label-found-in"),
            &place(audit, finding, choices, now, words),
        );
        let names: Vec<&str> = finding
            .effective_for
            .iter()
            .copied()
            .map(Client::id)
            .collect();
        let trusted = match names.as_slice() {
            [] => super::no_program(audit, words),
            names => names.join(", "),
        };
        page.field(&words.say("label-trusted-by"), &trusted);
    }
    if let Some(consent) = words.standing(group.standing) {
        page.field(&words.say("label-consent"), &consent);
    }
    if group.counts() && !asked.can_be_changed {
        let to_do = words.say("audit-advice-image");
        page.field(&words.say("label-to-do"), &to_do);
    } else if group.counts() {
        let command = format!(
            "anchorwatch block{} --key {}",
            asked.root_option,
            certificate.spki_sha256()
        );
        page.field(
            &words.say("label-to-do"),
            &words.say("screen-explain-to-do"),
        );
        page.command("", &command);
    }
}

/// Sources for what is known of the key, each page once.
fn sources(group: &Group<'_>) -> Vec<(&'static str, &'static str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for reason in &group.held.classification.reasons {
        let sources = match reason {
            ClassReason::KnownKey(known)
            | ClassReason::SignedByKnownKey(known)
            | ClassReason::LookAlikeName(known)
            | ClassReason::LookAlikeIssuerName(known)
            | ClassReason::KnownIssuerName(known) => known.sources,
            ClassReason::KnownIntermediate(known) => known.sources,
            ClassReason::GovernmentIssuerName(named) | ClassReason::GovernmentRootName(named) => {
                named.known.map_or(&[][..], |known| known.sources)
            }
            _ => &[],
        };
        for source in sources {
            if !found.iter().any(|(url, _)| *url == source.url) {
                found.push((source.url, source.read));
            }
        }
    }
    found
}
