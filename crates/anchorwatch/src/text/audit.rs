//! What `audit` says.

use anchorwatch_identity::{UnixSeconds, registry};
use anchorwatch_policy::Class;
use anchorwatch_truststore::{
    Audit, Client, Finding, FindingKind, Store, StoreKind, Trust, Weight,
};

use super::{
    Page,
    table::{self, Row},
};
use crate::{choices::Choices, words::Words};

mod group;

use group::{Group, grouped, path, settings_of};

const LABELS: [&str; 7] = [
    "label-class",
    "label-because",
    "label-also",
    "label-found-in",
    "label-believed-by",
    "label-key",
    "label-consent",
];

pub(crate) fn render(
    audit: &Audit,
    is_all: bool,
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) -> String {
    let mut page = Page::of(words, &LABELS);
    let groups = grouped(audit, is_all, choices, now);
    headline(&mut page, audit, &groups, words);
    for group in groups.iter().filter(|group| group.is_told_at_length()) {
        certificate(&mut page, audit, group, choices, words);
    }
    settings(&mut page, audit, words);
    retired(&mut page, &groups, words);
    stores(&mut page, audit, words);
    not_checked(&mut page, audit, words);
    advice(&mut page, audit, &groups, words);
    data(&mut page, now, words);
    page.finish()
}

/// What is said first: how much there is of each class and of each kind of setting, the
/// worst first, and whether anything was not seen.
fn headline(page: &mut Page, audit: &Audit, groups: &[Group<'_>], words: &Words) {
    let mut said = false;
    let mut tell = |code: &str, count: usize| {
        if count > 0 {
            page.say(&words.with(&format!("audit-count-{code}"), &[("count", count.into())]));
            said = true;
        }
    };
    for class in HEADLINES {
        let of_class = groups.iter().filter(|group| group.class() == class);
        let of_class = of_class.filter(|group| !group.is_covered);
        tell(class.code(), of_class.count());
    }
    for kind in SETTINGS {
        tell(kind.code(), settings_of(audit, kind).count());
    }
    let covered = groups.iter().filter(|group| group.is_covered).count();
    tell("consented", covered);
    let blind = audit.blind_spots().count();
    if blind > 0 {
        page.say(&words.with("audit-blind", &[("count", blind.into())]));
    } else if !said {
        page.say(&words.say("audit-nothing"));
    }
}

fn certificate(
    page: &mut Page,
    audit: &Audit,
    group: &Group<'_>,
    choices: &Choices,
    words: &Words,
) {
    let held = group.held;
    let class = group.class();
    page.head(&words.name(&held.certificate.subject().to_string()));
    let says = format!("{}. {}", class.code(), words.class(class));
    page.field(&words.say("label-class"), &says);
    for reason in &held.classification.reasons {
        page.field(&words.say("label-because"), &words.reason(reason));
    }
    for kind in group.further(audit) {
        page.field(&words.say("label-also"), &words.finding_kind(kind));
    }
    for finding in &group.findings {
        let place = place(audit, finding, choices, words);
        page.field(&words.say("label-found-in"), &place);
    }
    let clients = group.clients();
    let names: Vec<&str> = clients.into_iter().map(Client::id).collect();
    let believed = match names.as_slice() {
        [] => words.say("audit-no-program"),
        names => names.join(", "),
    };
    page.field(&words.say("label-believed-by"), &believed);
    let key = held.certificate.spki_sha256().to_string();
    page.field(&words.say("label-key"), &key);
    if let Some(consent) = words.standing(group.standing) {
        page.field(&words.say("label-consent"), &consent);
    }
}

/// Where a certificate stands, and what its store makes of it.
fn place(audit: &Audit, finding: &Finding, choices: &Choices, words: &Words) -> String {
    let path = path(audit, finding);
    let mut stores = audit.stores.iter();
    let store = stores.find(|store| store.id == finding.store_id);
    let is_source = store.is_some_and(|store| {
        matches!(
            store.kind,
            StoreKind::DebianLocal | StoreKind::DebianPackaged
        )
    });
    let trust = finding.held().map_or(Trust::None, |held| held.trust);
    let id = match (trust, finding.effective_for.is_empty()) {
        (Trust::Trusted, false) => return path,
        (Trust::Trusted, true) if choices.holds_out(audit, finding) => "audit-trust-held-out",
        (Trust::Trusted, true) if is_source => "audit-trust-waiting",
        (Trust::Trusted, true) => "audit-trust-unused",
        (Trust::None, _) => "audit-trust-none",
        (Trust::Distrusted, _) => "audit-trust-distrusted",
    };
    words.with(id, &[("path", path.into())])
}

fn settings(page: &mut Page, audit: &Audit, words: &Words) {
    for kind in SETTINGS {
        let mut found = settings_of(audit, kind).peekable();
        if found.peek().is_some() {
            page.head(&words.finding_kind(kind));
        }
        for (finding, setting) in found {
            let facts = [
                ("what", words.setting(setting.kind).into()),
                ("literal", setting.literal.as_str().into()),
                ("path", path(audit, finding).into()),
            ];
            page.point(&words.with("audit-setting", &facts));
        }
    }
}

fn retired(page: &mut Page, groups: &[Group<'_>], words: &Words) {
    let retired: Vec<_> = groups
        .iter()
        .filter(|group| !group.is_told_at_length())
        .collect();
    if retired.is_empty() {
        return;
    }
    page.head(&words.with("audit-retired", &[("count", retired.len().into())]));
    for group in retired {
        page.point(&words.name(&group.held.certificate.subject().to_string()));
    }
}

fn stores(page: &mut Page, audit: &Audit, words: &Words) {
    page.head(&words.say("audit-stores-head"));
    let head = Row {
        number: words.say("audit-column-roots"),
        kind: words.say("audit-column-kind"),
        path: words.say("audit-column-path"),
    };
    let rows = audit.stores.iter().map(|store| Row {
        number: number(store),
        kind: words.store_kind(store.kind),
        path: store.path.display().to_string(),
    });
    let rows: Vec<Row> = std::iter::once(head).chain(rows).collect();
    table::write(page, &rows);
    let public = audit
        .held()
        .filter(|(_, held)| held.classification.class == Class::PublicProgram);
    page.under(&words.with("audit-public", &[("count", public.count().into())]));
}

/// How many roots a store believes; never «0» for what was not read.
fn number(store: &Store) -> String {
    match store.error {
        Some(_) => "?".to_owned(),
        None => store.believed_count().to_string(),
    }
}

fn not_checked(page: &mut Page, audit: &Audit, words: &Words) {
    page.head(&words.say("not-checked-head"));
    let mut entries: Vec<_> = audit.not_checked.iter().collect();
    entries.sort_by_key(|entry| entry.weight != Weight::Blinding);
    for entry in entries {
        let what = words.not_checked_what(&entry.what);
        let why = words.not_checked_why(&entry.why);
        page.point(&format!("{what}: {why}"));
    }
}

fn advice(page: &mut Page, audit: &Audit, groups: &[Group<'_>], words: &Words) {
    let has = |class| {
        let mut open = groups.iter().filter(|group| !group.is_covered);
        open.any(|group| group.class() == class)
    };
    let is_known = has(Class::LeakedKey) || has(Class::KnownInterception);
    let mut said: Vec<String> = Vec::new();
    if is_known {
        said.push(words.say("audit-advice-known"));
        said.push(words.say("if-read"));
    } else if has(Class::SuspectedFamily) {
        said.push(words.say("audit-advice-family"));
    } else if has(Class::StateRoot) {
        said.push(words.say("audit-advice-state"));
    } else if has(Class::Unknown) || has(Class::InspectionProductName) {
        said.push(words.say("audit-advice-ask"));
    }
    for kind in SETTINGS {
        if settings_of(audit, kind).next().is_some() {
            said.push(words.say(&format!("audit-advice-{}", kind.code())));
        }
    }
    if !said.is_empty() {
        page.head(&words.say("advice-head"));
    }
    for words in said {
        page.say(&words);
    }
}

/// From which data, and when.
fn data(page: &mut Page, now: UnixSeconds, words: &Words) {
    let facts = [
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("known", registry::known_roots().len().into()),
        ("public", registry::public_program_key_count().into()),
        ("time", now.to_string().into()),
    ];
    page.head(&words.with("audit-data", &facts));
}

/// The classes that the headline counts, the worst first.
pub(super) const HEADLINES: [Class; 7] = [
    Class::LeakedKey,
    Class::KnownInterception,
    Class::SuspectedFamily,
    Class::DistrustedByProgram,
    Class::StateRoot,
    Class::InspectionProductName,
    Class::Unknown,
];

/// The kinds of findings that are settings, the worse first.
pub(super) const SETTINGS: [FindingKind; 2] = [
    FindingKind::VerificationDisabled,
    FindingKind::ProxyConfigured,
];

#[cfg(test)]
mod tests;
