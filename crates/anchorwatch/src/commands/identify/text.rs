//! The page of `identify`.

use std::collections::BTreeSet;

use anchorwatch_container::{Contents, Presence, Role};
use anchorwatch_identity::Certificate;
use anchorwatch_machine::confined_cert;
use anchorwatch_policy::Class;
use anchorwatch_remark::Remark as _;

use super::{Found, Identified};
use crate::{
    page::{Page, fingerprints},
    words::Words,
};

mod advice;
mod headline;

/// How many items of a kind are shown; JSON lists all.
const MOST: usize = 20;

const LABELS: [&str; 18] = [
    "label-class",
    "label-because",
    "label-role",
    "label-issuer",
    "label-valid",
    "label-comes",
    "label-found-in",
    "label-names",
    "label-fingerprint",
    "label-public-key",
    "label-signer",
    "label-also-holds",
    "label-shown-as",
    "label-from",
    "label-identifier",
    "label-removal",
    "label-does",
    "label-payloads",
];

pub(crate) fn render(identified: &[Identified], words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    headline::write(&mut page, identified, words);
    advice::write(&mut page, identified, words);
    for one in identified {
        file(&mut page, one, words);
    }
    not_read(&mut page, identified, words);
    page.head(&words.say("not-checked-head"));
    page.point(&words.say("identify-not-checked"));
    page.finish()
}

fn worrying(identified: &[Identified]) -> impl Iterator<Item = &Found> {
    let all = identified.iter().flat_map(|one| &one.certificates);
    all.filter(|found| found.is_worrying())
}

/// Whether a file marks a certificate as not to be trusted.
fn refuses(one: &Identified) -> bool {
    let mut certificates = one.certificates.iter();
    certificates.any(|found| found.presence == Presence::Distrusted)
}

fn file(page: &mut Page, identified: &Identified, words: &Words) {
    let what = match &identified.contents {
        Some(contents) => words.format(contents.format),
        None => words.say("identify-file-not-read"),
    };
    page.head(&format!("{}: {what}", name(&identified.file, words)));
    if let Some(contents) = &identified.contents {
        facts(page, contents, words);
    }
    let (told, counted): (Vec<_>, Vec<_>) = identified
        .certificates
        .iter()
        .partition(|found| found.is_worrying());
    for found in told.iter().take(MOST) {
        certificate(page, found, words);
    }
    more(page, told.len(), words);
    let of_class = |class| {
        let counted = counted.iter().copied();
        counted.filter(move |found| found.classification.class == class)
    };
    for class in [Class::PublicProgram, Class::RetiredFromProgram] {
        let id = format!("identify-counted-{}", class.code());
        short_list(page, of_class(class), &id, words);
    }
    for (presence, id) in [
        (Presence::InSignature, "identify-counted-signature"),
        (Presence::Distrusted, "identify-counted-refused"),
    ] {
        let others = counted.iter().copied().filter(|found| {
            let class = found.classification.class;
            let is_public = matches!(class, Class::PublicProgram | Class::RetiredFromProgram);
            found.presence == presence && !is_public
        });
        short_list(page, others, id, words);
    }
}

fn short_list<'a>(
    page: &mut Page,
    found: impl Iterator<Item = &'a Found>,
    id: &str,
    words: &Words,
) {
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return;
    }
    page.under(&words.with(id, &[("count", found.len().into())]));
    for found in found.iter().take(MOST) {
        page.point(&words.name(&found.certificate.subject().to_string()));
    }
    more(page, found.len(), words);
}

fn more(page: &mut Page, number: usize, words: &Words) {
    if let Some(left_out @ 1..) = number.checked_sub(MOST) {
        page.point(&words.with("identify-more", &[("count", left_out.into())]));
    }
}

fn facts(page: &mut Page, contents: &Contents, words: &Words) {
    for signer in &contents.signers {
        let signer = words.remark(&signer.told());
        let signer = words.with("identify-signer", &[("signer", signer.into())]);
        page.field(&words.say("label-signer"), &signer);
    }
    if !contents.others.is_empty() {
        let others = words.others(&contents.others);
        page.field(&words.say("label-also-holds"), &others);
    }
    if contents.private_key_count > 0 {
        let count = contents.private_key_count.into();
        let keys = words.with("identify-private-keys", &[("count", count)]);
        page.field(&words.say("label-also-holds"), &keys);
    }
    let Some(profile) = &contents.profile else {
        return;
    };
    for (label, said) in [
        ("label-shown-as", &profile.display_name),
        ("label-from", &profile.organization),
        ("label-identifier", &profile.identifier),
    ] {
        if let Some(said) = said {
            page.field(&words.say(label), said);
        }
    }
    if profile.is_removal_disallowed {
        let forbids = words.say("identify-removal-disallowed");
        page.field(&words.say("label-removal"), &forbids);
    }
    let effects: BTreeSet<_> = profile
        .payloads
        .iter()
        .filter_map(|payload| Some((payload.effect?, payload.kind.as_str())))
        .collect();
    for (effect, kind) in effects.into_iter().take(MOST) {
        let does = format!("{} ({kind})", words.effect(effect));
        page.field(&words.say("label-does"), &does);
    }
    let others = profile.payloads.iter().filter(|it| it.effect.is_none());
    let kinds: BTreeSet<&str> = others.map(|payload| payload.kind.as_str()).collect();
    let kinds: Vec<&str> = kinds.into_iter().take(MOST).collect();
    if !kinds.is_empty() {
        page.field(&words.say("label-payloads"), &kinds.join(", "));
    }
}

fn certificate(page: &mut Page, found: &Found, words: &Words) {
    let certificate = &found.certificate;
    let class = found.classification.class;
    page.head(&words.name(&certificate.subject().to_string()));
    let says = format!("{}. {}", class.code(), says(class, words));
    page.field(&words.say("label-class"), &says);
    for reason in &found.classification.reasons {
        page.field(&words.say("label-because"), &words.reason(reason));
    }
    if let Some(root) = confined_cert::root_of(certificate) {
        let root = [("root", root.sha256().to_string().into())];
        page.field(
            &words.say("label-because"),
            &words.with("identify-confines", &root),
        );
    }
    let role = format!("{}: {}.", found.role.code(), words.role(found.role));
    page.field(&words.say("label-role"), &role);
    if found.role == Role::Leaf {
        names(page, certificate, words);
    }
    if found.role != Role::Root {
        let issuer = words.name(&certificate.issuer().to_string());
        page.field(&words.say("label-issuer"), &issuer);
    }
    let validity = certificate.validity();
    let ends = [
        ("from", validity.not_before.to_string().into()),
        ("to", validity.not_after.to_string().into()),
    ];
    let valid = words.with("identify-validity", &ends);
    page.field(&words.say("label-valid"), &valid);
    if found.presence == Presence::InSignature {
        let comes = words.say("identify-in-signature");
        page.field(&words.say("label-comes"), &comes);
    }
    if !found.place.is_empty() {
        page.field(&words.say("label-found-in"), &words.place(&found.place));
    }
    hashes(page, certificate, words);
}

/// The hashes of the certificate, and that of its key, which looks similar.
fn hashes(page: &mut Page, certificate: &Certificate, words: &Words) {
    fingerprints::write(page, certificate, words);
    let key = certificate.spki_sha256().to_string();
    page.field(&words.say("label-public-key"), &key);
    page.field("", &words.say("identify-key-note"));
}

/// The names that a server's or a person's certificate is issued for.
fn names(page: &mut Page, certificate: &Certificate, words: &Words) {
    let names = certificate.alternative_names();
    if names.is_empty() {
        return;
    }
    let shown = names.iter().take(MOST).map(|name| words.name(&name.value));
    let mut shown: Vec<String> = shown.collect();
    if let Some(left_out @ 1..) = names.len().checked_sub(MOST) {
        shown.push(words.with("identify-more", &[("count", left_out.into())]));
    }
    page.field(&words.say("label-names"), &shown.join(", "));
}

/// A file's name, with control characters replaced.
fn name(file: &str, words: &Words) -> String {
    if file == "-" {
        return words.say("identify-stdin");
    }
    words.name(&file.replace(char::is_control, "\u{fffd}"))
}

/// The class, in words for something not yet installed.
fn says(class: Class, words: &Words) -> String {
    match class {
        Class::Unknown => words.say("identify-class-unknown"),
        other => words.class(other),
    }
}

fn not_read(page: &mut Page, identified: &[Identified], words: &Words) {
    let all: Vec<_> = identified
        .iter()
        .flat_map(|one| one.unreadable.iter().map(move |it| (one, it)))
        .collect();
    if all.is_empty() {
        return;
    }
    page.head(&words.say("identify-not-read-head"));
    for (one, unreadable) in all.iter().take(MOST) {
        let file = name(&one.file, words);
        let place = if unreadable.place.is_empty() {
            file
        } else {
            format!("{file}, {}", words.place(&unreadable.place))
        };
        let why = match &unreadable.system {
            Some(told) => words.remark(told),
            None => words.causes(&unreadable.why),
        };
        page.point(&format!("{place}: {why}."));
    }
    more(page, all.len(), words);
}
