//! What `identify` says.

use std::collections::BTreeSet;

use anchorwatch_identity::container::{Contents, Format, Role, Standing};
use anchorwatch_policy::Class;

use super::{Page, count, sentence, short};
use crate::command::identify::{Found, Identified};

/// How many of a kind are told at length; JSON has all.
const MOST: usize = 20;

pub(crate) fn render(identified: &[Identified]) -> String {
    let mut page = Page::default();
    headline(&mut page, identified);
    for one in identified {
        file(&mut page, one);
    }
    not_read(&mut page, identified);
    page.head("Not checked");
    page.point("Whether any signature is genuine, and who holds the keys. Names and descriptions are their maker's own words and prove nothing.");
    advice(&mut page, identified);
    page.finish()
}

fn worrying(identified: &[Identified]) -> impl Iterator<Item = &Found> {
    let all = identified.iter().flat_map(|one| &one.certificates);
    all.filter(|found| found.is_worrying())
}

fn headline(page: &mut Page, identified: &[Identified]) {
    let mut worst: Vec<&Found> = worrying(identified).collect();
    let group = |found: &Found| (found.standing, found.classification.class, found.role);
    worst.sort_by_key(|found| group(found));
    let mut said = BTreeSet::new();
    for found in &worst {
        if said.insert(group(found)) {
            let same: BTreeSet<_> = worst
                .iter()
                .filter(|other| group(other) == group(found))
                .map(|other| other.certificate.sha256())
                .collect();
            let class = found.classification.class;
            page.say(&match found.standing {
                Standing::Offered => would_believe(class, found.role, same.len()),
                Standing::InSignature => came_with_signature(class, same.len()),
            });
        }
    }
    let is_any_read = identified.iter().any(Identified::offers_any);
    let is_all_read = identified.iter().all(|one| one.unreadable.is_empty());
    if !is_all_read {
        page.say("Not everything could be read, so this is not the whole answer. See «Not read».");
    } else if !is_any_read {
        page.say("No certificate was found. That alone does not make a file harmless.");
    } else if said.is_empty() {
        page.say(
            "Every certificate that would be installed is, or was, in Mozilla's public program.",
        );
    }
    if identified.iter().any(Identified::has_effect) {
        page.say("A profile here does more to the device's traffic than bring certificates.");
    }
}

/// The plain words for the certificates of one class and role.
fn would_believe(class: Class, role: Role, number: usize) -> String {
    let (one, many) = match role {
        Role::Root => ("a root", "roots"),
        Role::Intermediate => ("an authority", "authorities"),
        Role::Leaf => ("a certificate", "certificates"),
    };
    let is_one = number == 1;
    let what = if is_one {
        one.to_owned()
    } else {
        format!("{number} {many}")
    };
    let pick = |single: &'static str, plural: &'static str| if is_one { single } else { plural };
    let holder = pick("whoever holds its key", "whoever holds their keys");
    let believe = "This would make your device believe";
    match class {
        Class::LeakedKey => {
            let whose = pick(
                "whose private key is public",
                "whose private keys are public",
            );
            format!("{believe} {what} {whose}: anyone can read your traffic.")
        }
        Class::KnownInterception => {
            let that = pick("that was used, or made,", "that were used, or made,");
            format!(
                "{believe} {what} {that} to read other people's traffic; {holder} can read your traffic."
            )
        }
        Class::SuspectedFamily => {
            let that = pick(
                "that looks like the next one",
                "that look like the next ones",
            );
            format!(
                "{believe} {what} {that} of the roots that read traffic; {holder} can read your traffic."
            )
        }
        Class::DistrustedByProgram => format!(
            "{believe} {what} that a root program removed or blocked for cause; {holder} could read your traffic."
        ),
        Class::StateRoot => format!(
            "{believe} {what} of a state, in no browser's program; {holder} could read your traffic."
        ),
        Class::InspectionProductName => {
            let that = pick("that is named", "that are named");
            format!(
                "{believe} {what} {that} like an antivirus or a gateway; a name proves nothing, and {holder} could read your traffic."
            )
        }
        _ if role == Role::Leaf => format!(
            "This holds {what} of a server or a person that no list here knows. Installed as a root, it would be believed as one."
        ),
        _ => format!(
            "{believe} {what} that no list here knows. Ask who made it, what for, and what it may be used for: {holder} could read your traffic."
        ),
    }
}

fn came_with_signature(class: Class, number: usize) -> String {
    let certificates = count(
        number,
        "certificate that came with the signature is",
        "certificates that came with the signature are",
    );
    format!(
        "{certificates} «{}». That is not among what the profile installs, but a program that takes the file for PKCS #7 may install it.",
        class.code()
    )
}

fn file(page: &mut Page, identified: &Identified) {
    let what = match &identified.contents {
        Some(contents) => contents.format.says(),
        None => "not read",
    };
    page.head(&format!("{}: {what}", name(&identified.file)));
    if let Some(contents) = &identified.contents {
        facts(page, contents);
    }
    let (told, counted): (Vec<_>, Vec<_>) = identified
        .certificates
        .iter()
        .partition(|found| found.is_worrying());
    for found in told.iter().take(MOST) {
        certificate(page, found);
    }
    more(page, told.len());
    for (class, one, many) in [
        (
            Class::PublicProgram,
            "certificate of the public program (Mozilla's roots for web servers)",
            "certificates of the public program (Mozilla's roots for web servers)",
        ),
        (
            Class::RetiredFromProgram,
            "certificate that Mozilla has retired for web servers",
            "certificates that Mozilla has retired for web servers",
        ),
    ] {
        let of_class = |found: &&&Found| found.classification.class == class;
        short_list(page, counted.iter().filter(of_class).copied(), one, many);
    }
    let of_signature = |found: &&&Found| {
        !matches!(
            found.classification.class,
            Class::PublicProgram | Class::RetiredFromProgram
        )
    };
    short_list(
        page,
        counted.iter().filter(of_signature).copied(),
        "certificate that no list knows came with the signature",
        "certificates that no list knows came with the signature",
    );
}

fn short_list<'a>(page: &mut Page, found: impl Iterator<Item = &'a Found>, one: &str, many: &str) {
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return;
    }
    page.say(&format!("  {}:", count(found.len(), one, many)));
    for found in found.iter().take(MOST) {
        page.point(&short(&found.certificate.subject().to_string()));
    }
    more(page, found.len());
}

fn more(page: &mut Page, number: usize) {
    if let Some(left_out @ 1..) = number.checked_sub(MOST) {
        page.point(&format!("and {left_out} more; --format json lists all"));
    }
}

fn facts(page: &mut Page, contents: &Contents) {
    for signer in &contents.signers {
        page.field("signed by", &format!("{signer} (as it says; not checked)"));
    }
    if contents.private_key_count > 0 {
        let keys = count(contents.private_key_count, "private key", "private keys");
        page.field("also holds", &format!("{keys}, not opened"));
    }
    let Some(profile) = &contents.profile else {
        return;
    };
    for (label, words) in [
        ("shown as", &profile.display_name),
        ("from", &profile.organization),
        ("identifier", &profile.identifier),
    ] {
        if let Some(words) = words {
            page.field(label, words);
        }
    }
    if profile.is_removal_disallowed {
        page.field("removal", "It forbids its own removal.");
    }
    let effects: BTreeSet<_> = profile
        .payloads
        .iter()
        .filter_map(|payload| Some((payload.effect?, payload.kind.as_str())))
        .collect();
    for (effect, kind) in effects.into_iter().take(MOST) {
        page.field("does", &format!("{} ({kind})", effect.says()));
    }
    let others = profile.payloads.iter().filter(|it| it.effect.is_none());
    let kinds: BTreeSet<&str> = others.map(|payload| payload.kind.as_str()).collect();
    let kinds: Vec<&str> = kinds.into_iter().take(MOST).collect();
    if !kinds.is_empty() {
        page.field("payloads", &kinds.join(", "));
    }
}

fn certificate(page: &mut Page, found: &Found) {
    let certificate = &found.certificate;
    let class = found.classification.class;
    page.head(&short(&certificate.subject().to_string()));
    page.field("class", &format!("{}. {}", class.code(), says(class)));
    for reason in &found.classification.reasons {
        page.field("because", &sentence(&reason.text()));
    }
    page.field(
        "role",
        &format!("{}: {}.", found.role.code(), found.role.says()),
    );
    if found.role != Role::Root {
        page.field("issued by", &short(&certificate.issuer().to_string()));
    }
    let validity = certificate.validity();
    page.field(
        "valid",
        &format!("{} to {}", validity.not_before, validity.not_after),
    );
    if found.standing == Standing::InSignature {
        page.field(
            "comes",
            "with the signature; it is not among what the profile installs",
        );
    }
    if !found.place.is_empty() {
        page.field("found in", &found.place);
    }
    page.field("key", &certificate.spki_sha256().to_string());
    page.field("certificate", &certificate.sha256().to_string());
}

/// A file's name: it cannot rule the terminal.
fn name(file: &str) -> String {
    short(&file.replace(char::is_control, "\u{fffd}"))
}

/// The class in words for something that is not installed yet.
fn says(class: Class) -> &'static str {
    match class {
        Class::Unknown => "It is in no list here; we do not know who made it.",
        other => other.says(),
    }
}

fn not_read(page: &mut Page, identified: &[Identified]) {
    let all: Vec<_> = identified
        .iter()
        .flat_map(|one| one.unreadable.iter().map(move |it| (one, it)))
        .collect();
    if all.is_empty() {
        return;
    }
    page.head("Not read");
    for (one, unreadable) in all.iter().take(MOST) {
        let file = name(&one.file);
        let place = match unreadable.place.as_str() {
            "" => file,
            place => format!("{file}, {place}"),
        };
        page.point(&format!("{place}: {}.", unreadable.why));
    }
    more(page, all.len());
    if all.iter().any(|(_, it)| it.code == "needs_password") {
        page.say("Give the password with --password-file FILE.");
    }
}

fn advice(page: &mut Page, identified: &[Identified]) {
    let classes: BTreeSet<Class> = worrying(identified)
        .map(|found| found.classification.class)
        .collect();
    page.head("What to do");
    match classes.first() {
        Some(Class::LeakedKey | Class::KnownInterception | Class::SuspectedFamily) => {
            page.say("Do not install it. If it is installed already, `anchorwatch audit` shows where, and `anchorwatch block --certificate FILE` refuses a PEM or DER file's keys.");
            page.say("If it was installed, whoever holds the key may have read what you sent. Once the key is refused, from another network: change passwords, end open sessions and renew tokens. Refusing does not undo past reading.");
        }
        Some(_) => {
            page.say("Do not install it before you know who made it, what for, for which names it may be used, and who holds its key. A company's own root looks like any other. If it is installed already, `anchorwatch audit` shows where.");
        }
        None => {
            page.say("A root that is public already needs no installing: ask why you are told to install this. If you did, `anchorwatch audit` shows what your programs believe.");
        }
    }
    let is_profile = |one: &Identified| {
        let format = one.contents.as_ref().map(|contents| contents.format);
        matches!(format, Some(Format::Profile | Format::SignedProfile))
    };
    if identified.iter().any(is_profile) {
        page.say("On an iPhone or iPad, Settings, General, VPN & Device Management shows which profiles are installed. A root that you installed by hand is believed only once it is switched on under Settings, General, About, Certificate Trust Settings.");
    }
}
