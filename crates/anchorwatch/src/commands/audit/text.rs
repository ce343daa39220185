//! The page of `audit`.

use std::path::Path;

use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, UnixSeconds, registry};
use anchorwatch_machine::{Audit, Client, Finding, FindingKind, Severity, Store, Trust};
use anchorwatch_policy::Class;
use anchorwatch_remark::Remark as _;

use crate::{
    choices::{Choices, Status, store_of},
    output::Painted,
    page::{
        Page, escaped, fingerprints, sentence,
        table::{self, Row},
    },
    words::Words,
};

mod advice;
mod explain;
mod group;
mod screen;
mod settled;
mod unseen;

use group::{Group, grouped, path, settings_of};

const LABELS: [&str; 11] = [
    "label-severity",
    "label-class",
    "label-because",
    "label-also",
    "label-found-in",
    "label-file",
    "label-trusted-by",
    "label-valid",
    "label-key",
    "label-fingerprint",
    "label-consent",
];

/// How much of an audit is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// What needs the reader's attention; the rest is counted.
    Screen,
    /// Everything.
    All,
    /// Every certificate with this key.
    Explain(SpkiSha256),
}

/// The request, and how to show the answer.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    /// The tree as the user gave it; other paths are shown relative to it.
    pub(crate) root: &'a Path,
    /// The option that makes a printed command mean the same tree.
    pub(crate) root_option: &'a str,
    /// Whether it can be changed; an image cannot.
    pub(crate) can_be_changed: bool,
    pub(crate) view: View,
    /// The width of the first screen; by default, the terminal's.
    pub(crate) columns: Option<usize>,
}

pub(crate) fn render(
    asked: &Asked<'_>,
    audit: &Audit,
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) -> Painted {
    match asked.view {
        View::Screen => screen::render(asked, audit, choices, now, words),
        View::All => everything(asked, audit, choices, now, words).into(),
        View::Explain(key) => explain::render(asked, key, audit, choices, now, words),
    }
}

fn everything(
    asked: &Asked<'_>,
    audit: &Audit,
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) -> String {
    let mut page = Page::of(words, &LABELS);
    let groups = grouped(audit, true, choices, now);
    headline(&mut page, audit, &groups, choices, now, words);
    let at_length = |group: &&Group<'_>| group.is_told_at_length();
    for group in groups.iter().filter(at_length) {
        certificate(&mut page, audit, group, choices, now, words);
    }
    settings(&mut page, audit, choices, now, words);
    settled::confined_and_refused(&mut page, audit, &groups, choices, now, words);
    settled::baseline(&mut page, audit, &groups, choices, now, words);
    settled::notes(&mut page, &groups, words);
    stores(&mut page, audit, words);
    remarks(&mut page, audit, words);
    unseen::not_checked(&mut page, audit, asked.root, words);
    if asked.can_be_changed {
        advice::advice(&mut page, audit, &groups, choices, now, words);
    } else if groups.iter().any(Group::counts) {
        page.head(&words.say("advice-head"));
        page.say(&words.say("audit-advice-image"));
    }
    data(&mut page, now, words);
    page.finish()
}

/// Remarks about the tree as a whole.
fn remarks(page: &mut Page, audit: &Audit, words: &Words) {
    for remark in &audit.remarks {
        page.say(&sentence(&words.remark(&remark.told())));
    }
}

/// The first lines: how many findings there are of each class and kind of setting, the worst
/// first, and whether anything was not read.
fn headline(
    page: &mut Page,
    audit: &Audit,
    groups: &[Group<'_>],
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) {
    let mut said = false;
    let mut tell = |code: &str, count: usize| {
        if count > 0 {
            page.say(&words.with(&format!("audit-count-{code}"), &[("count", count.into())]));
            said = true;
        }
    };
    let open = || groups.iter().filter(|group| group.counts());
    for class in HEADLINES {
        tell(
            class.code(),
            open().filter(|group| group.class() == class).count(),
        );
    }
    for kind in SETTINGS {
        let counted = settings_of(audit, kind)
            .filter(|(finding, _)| choices.counted(audit, finding, now).is_some());
        tell(kind.code(), counted.count());
    }
    let of = |status: Status| groups.iter().filter(|group| group.status == status).count();
    tell("consented", of(Status::Consented));
    tell("confined", of(Status::Confined));
    tell("refused", of(Status::Refused));
    let is_let_off = |group: &&Group<'_>| {
        group.status == Status::Baseline
            && group
                .severity
                .is_some_and(|severity| severity != Severity::Note)
    };
    tell("baseline", groups.iter().filter(is_let_off).count());
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
    now: UnixSeconds,
    words: &Words,
) {
    let held = group.held;
    page.head(&words.name(&held.certificate.subject().to_string()));
    class_and_reasons(page, audit, group, words);
    for finding in &group.findings {
        let place = place(audit, finding, choices, now, words);
        page.field(&words.say("label-found-in"), &place);
    }
    file(page, &held.certificate.sha256(), choices, words);
    let clients = group.clients();
    let names: Vec<&str> = clients.into_iter().map(Client::id).collect();
    let trusted_by = match names.as_slice() {
        [] => no_program(audit, words),
        names => names.join(", "),
    };
    page.field(&words.say("label-trusted-by"), &trusted_by);
    certificate_facts(page, &held.certificate, words);
    if let Some(consent) = words.standing(group.standing) {
        page.field(&words.say("label-consent"), &consent);
    }
}

/// Says that no program trusts a root, or that this cannot be known.
fn no_program(audit: &Audit, words: &Words) -> String {
    match audit.unread_system_store() {
        Some(store) => {
            let path = store.path.display().to_string();
            words.with("audit-program-unknown", &[("path", path.into())])
        }
        None => words.say("audit-no-program"),
    }
}

/// Its severity, its class, and the reasons for them.
fn class_and_reasons(page: &mut Page, audit: &Audit, group: &Group<'_>, words: &Words) {
    let held = group.held;
    let class = group.class();
    if let Some(severity) = group.severity {
        page.field(&words.say("label-severity"), &words.severity(severity));
    }
    let says = format!("{}. {}", class.code(), words.class(class));
    page.field(&words.say("label-class"), &says);
    for reason in &held.classification.reasons {
        page.field(&words.say("label-because"), &words.reason(reason));
    }
    for kind in group.further(audit) {
        page.field(&words.say("label-also"), &words.finding_kind(kind));
    }
    if let Some(names) = held.certificate.names_of_no_authority() {
        let names = words.name(&names.join(", "));
        let said = words.with("audit-no-authority", &[("names", names.into())]);
        page.field(&words.say("label-also"), &said);
    }
}

/// Its dates, key and fingerprints.
fn certificate_facts(page: &mut Page, certificate: &Certificate, words: &Words) {
    let validity = certificate.validity();
    let facts = [
        ("from", day(validity.not_before).into()),
        ("until", day(validity.not_after).into()),
    ];
    let valid = words.with("audit-valid", &facts);
    page.field(&words.say("label-valid"), &valid);
    let key = certificate.spki_sha256().to_string();
    page.field(&words.say("label-key"), &key);
    fingerprints::write(page, certificate, words);
}

/// The file that it came from, when it was modified, its owner and its package.
fn file(page: &mut Page, certificate: &CertSha256, choices: &Choices, words: &Words) {
    let Some(origin) = choices.origins.get(certificate) else {
        return;
    };
    let owner = match origin.uid {
        0 => "root".to_owned(),
        uid => format!("uid {uid}"),
    };
    let modified = origin.modified.map(day).unwrap_or_else(|| "?".to_owned());
    let mut facts = vec![
        ("path", origin.path.display().to_string().into()),
        ("day", modified.into()),
        ("owner", owner.into()),
    ];
    let mut id = "audit-file";
    if let Some(package) = &origin.package {
        facts.push(("package", escaped(package).into()));
        id = "audit-file-packaged";
    }
    let said = words.with(id, &facts);
    page.field(&words.say("label-file"), &said);
}

/// The date of a time, as `2027-06-30`.
fn day(time: UnixSeconds) -> String {
    let text = time.to_string();
    let day = text.split('T').next().map(str::to_owned);
    day.unwrap_or(text)
}

/// Where a certificate is, and how its store treats it.
fn place(
    audit: &Audit,
    finding: &Finding,
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) -> String {
    let path = path(audit, finding);
    let is_source = store_of(audit, finding).is_some_and(|store| store.kind.waits_for_update());
    let status = choices.status(audit, finding, now);
    let is_refused = status == Status::Refused;
    let trust = finding.held().map_or(Trust::None, |held| held.trust);
    let id = match (trust, finding.effective_for.is_empty()) {
        (Trust::Trusted, _) if status == Status::Confined => "audit-trust-confined",
        (Trust::Trusted, false) if is_refused => "audit-trust-refused",
        (Trust::Trusted, false) => return path,
        (Trust::Trusted, true) if choices.withholds(audit, finding) => "audit-trust-held-out",
        (Trust::Trusted, true) if is_source => "audit-trust-waiting",
        (Trust::Trusted, true) => "audit-trust-unused",
        (Trust::None, _) => "audit-trust-none",
        (Trust::Distrusted, _) => "audit-trust-distrusted",
    };
    words.with(id, &[("path", path.into())])
}

fn settings(page: &mut Page, audit: &Audit, choices: &Choices, now: UnixSeconds, words: &Words) {
    for kind in SETTINGS {
        let counted = settings_of(audit, kind)
            .filter(|(finding, _)| choices.counted(audit, finding, now).is_some());
        let mut found = counted.peekable();
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

/// How many roots a store trusts; never «0» for a store that was not read.
fn number(store: &Store) -> String {
    match store.error {
        Some(_) => "?".to_owned(),
        None => store.trusted_count().to_string(),
    }
}

/// The data that the answer is based on, and the time.
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
pub(super) const HEADLINES: [Class; 8] = [
    Class::LeakedKey,
    Class::KnownInterception,
    Class::SuspectedFamily,
    Class::DistrustedByList,
    Class::DistrustedByProgram,
    Class::GovernmentRoot,
    Class::InspectionProductName,
    Class::Unknown,
];

/// The kinds of findings that are settings, the worst first.
pub(super) const SETTINGS: [FindingKind; 2] = [
    FindingKind::VerificationDisabled,
    FindingKind::ProxyConfigured,
];

impl Words {
    /// How urgent something is: the word and its meaning.
    pub(crate) fn severity(&self, severity: Severity) -> String {
        self.say(&format!("severity-{}", severity.code()))
    }
}

#[cfg(test)]
mod tests;
