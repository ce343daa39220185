//! What `audit` says.

use std::collections::BTreeMap;

use anchorwatch_identity::CertSha256;
use anchorwatch_policy::Class;
use anchorwatch_truststore::{
    Audit, Client, Finding, FindingKind, Found, Held, Store, Trust, Weight,
};

use super::{IF_READ, Page, count, sentence, short};

pub(crate) fn render(audit: &Audit, is_all: bool) -> String {
    let mut page = Page::default();
    let groups = grouped(audit, is_all);
    headline(&mut page, audit, &groups);
    for group in groups.iter().filter(|group| is_told_at_length(group)) {
        certificate(&mut page, audit, group);
    }
    settings(&mut page, audit);
    retired(&mut page, &groups);
    stores(&mut page, audit);
    not_checked(&mut page, audit);
    advice(&mut page, &groups);
    page.finish()
}

/// One certificate, and where it stands.
struct Group<'a> {
    held: &'a Held,
    findings: Vec<&'a Finding>,
}

impl Group<'_> {
    fn class(&self) -> Class {
        self.held.classification.class
    }
}

/// A stock system has some fifty retired roots, which deserve a line each.
fn is_told_at_length(group: &Group<'_>) -> bool {
    group.class() != Class::RetiredFromProgram
}

fn retired(page: &mut Page, groups: &[Group<'_>]) {
    let retired: Vec<_> = groups
        .iter()
        .filter(|group| !is_told_at_length(group))
        .collect();
    if retired.is_empty() {
        return;
    }
    page.head(&format!(
        "{}:",
        sentence(&count(
            retired.len(),
            "root that Mozilla has retired for web servers",
            "roots that Mozilla has retired for web servers"
        ))
        .trim_end_matches('.')
    ));
    for group in retired {
        page.point(&short(&group.held.certificate.subject().to_string()));
    }
}

/// Findings of the same certificate together, the worst first.
fn grouped(audit: &Audit, is_all: bool) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places: BTreeMap<CertSha256, usize> = BTreeMap::new();
    for (finding, held) in audit.held() {
        if !is_all && held.classification.class == Class::PublicProgram {
            continue;
        }
        let place = *places.entry(held.certificate.sha256()).or_insert_with(|| {
            let findings = Vec::new();
            groups.push(Group { held, findings });
            groups.len() - 1
        });
        groups[place].findings.push(finding);
    }
    groups
}

fn settings(page: &mut Page, audit: &Audit) {
    let found: Vec<_> = audit
        .findings
        .iter()
        .filter_map(|finding| match &finding.found {
            Found::Setting(setting) => Some((finding, setting)),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return;
    }
    page.head("Settings that weaken or redirect");
    for (finding, setting) in found {
        page.point(&format!(
            "{}: {} ({})",
            sentence(setting.kind.says()).trim_end_matches('.'),
            setting.literal,
            path(audit, finding)
        ));
    }
}

fn path(audit: &Audit, finding: &Finding) -> String {
    let store = audit
        .stores
        .iter()
        .find(|store| store.id == finding.store_id);
    store.map_or_else(
        || finding.store_id.clone(),
        |store| store.path.display().to_string(),
    )
}

/// What else there is to say of a certificate, each kind once.
fn further(audit: &Audit, held: &Held) -> Vec<FindingKind> {
    let mut kinds: Vec<FindingKind> = audit
        .findings
        .iter()
        .filter(|finding| match &finding.found {
            Found::SameKeyTwice { certificates, .. } => {
                certificates.contains(&held.certificate.sha256())
            }
            Found::PublicNameForeignKey(other) | Found::NewSinceLastAudit(other) => {
                other.certificate.sha256() == held.certificate.sha256()
            }
            Found::Certificate(_) | Found::Setting(_) => false,
        })
        .map(Finding::kind)
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn headline(page: &mut Page, audit: &Audit, groups: &[Group<'_>]) {
    let blind = audit.blind_spots().count();
    let of = |class| groups.iter().filter(|group| group.class() == class).count();
    let mut said = false;
    for (class, one, many) in HEADLINES {
        let number = of(class);
        if number > 0 {
            page.say(&sentence(&count(number, one, many)));
            said = true;
        }
    }
    if blind > 0 {
        let blind = count(
            blind,
            "place that could hold a root was not read",
            "places that could hold a root were not read",
        );
        page.say(&format!("{} See «Not checked».", sentence(&blind)));
    } else if !said {
        page.say("No root was found beyond those that are or were in the public program.");
    }
}

fn certificate(page: &mut Page, audit: &Audit, group: &Group<'_>) {
    let held = group.held;
    let class = group.class();
    page.head(&short(&held.certificate.subject().to_string()));
    page.field("class", &format!("{}. {}", class.code(), class.says()));
    for reason in &held.classification.reasons {
        page.field("because", &sentence(&reason.text()));
    }
    for kind in further(audit, held) {
        page.field("also", kind.says());
    }
    for finding in &group.findings {
        let note = trust_note(finding);
        page.field("found in", &format!("{}{note}", path(audit, finding)));
    }
    let mut clients: Vec<Client> = group
        .findings
        .iter()
        .flat_map(|finding| finding.effective_for.clone())
        .collect();
    clients.sort();
    clients.dedup();
    let names: Vec<&str> = clients.iter().map(|client| client.id()).collect();
    let believed = if names.is_empty() {
        "no program yet".to_owned()
    } else {
        names.join(", ")
    };
    page.field("believed by", &believed);
    page.field("key", &held.certificate.spki_sha256().to_string());
}

fn trust_note(finding: &Finding) -> &'static str {
    let trust = finding.held().map_or(Trust::None, |held| held.trust);
    match (trust, finding.effective_for.is_empty()) {
        (Trust::Trusted, false) => "",
        (Trust::Trusted, true) => " (taken in at the next update)",
        (Trust::None, _) => " (stored there, not believed)",
        (Trust::Distrusted, _) => " (marked there as distrusted)",
    }
}

fn stores(page: &mut Page, audit: &Audit) {
    page.head("Stores that were read");
    for store in &audit.stores {
        page.line(&format!("  {:>5}  {}", number(store), store.path.display()));
    }
    let public = audit
        .held()
        .filter(|(_, held)| held.classification.class == Class::PublicProgram);
    let public = count(public.count(), "entry is a root", "entries are roots");
    page.say(&format!(
        "  {public} of the public program (Mozilla's roots for web servers)."
    ));
}

fn number(store: &Store) -> String {
    match store.error {
        Some(_) => "?".to_owned(),
        None => store.believed_count().to_string(),
    }
}

fn not_checked(page: &mut Page, audit: &Audit) {
    page.head("Not checked");
    let mut entries: Vec<_> = audit.not_checked.iter().collect();
    entries.sort_by_key(|entry| entry.weight != Weight::Blinding);
    for entry in entries {
        page.point(&format!("{}: {}", entry.what, entry.why));
    }
}

fn advice(page: &mut Page, groups: &[Group<'_>]) {
    let has = |class| groups.iter().any(|group| group.class() == class);
    if has(Class::LeakedKey) || has(Class::KnownInterception) {
        page.head("What to do");
        page.say(&format!(
            "Refuse the key with `anchorwatch block`. {IF_READ}"
        ));
    } else if has(Class::SuspectedFamily) {
        page.head("What to do");
        page.say("Find out who installed it and why. If it was imposed on you, refuse it with `anchorwatch block --class suspected_family`.");
    } else if has(Class::StateRoot) {
        page.head("What to do");
        page.say("Keep it only if you need it: whoever holds its key can sign for every name. Refuse it with `anchorwatch block --class state_root`.");
    } else if has(Class::Unknown) || has(Class::InspectionProductName) {
        page.head("What to do");
        page.say("Ask whoever runs this machine before removing anything: a company's or an antivirus's own root looks the same.");
    }
}

/// What is said first of each class, for one and for many.
const HEADLINES: [(Class, &str, &str); 7] = [
    (
        Class::LeakedKey,
        "root here has a private key that everyone can have",
        "roots here have private keys that everyone can have",
    ),
    (
        Class::KnownInterception,
        "root here was used, or made, to read other people's traffic",
        "roots here were used, or made, to read other people's traffic",
    ),
    (
        Class::SuspectedFamily,
        "root here looks like the next one of the roots that read traffic",
        "roots here look like the next ones of the roots that read traffic",
    ),
    (
        Class::DistrustedByProgram,
        "root here was removed by a root program for cause",
        "roots here were removed by a root program for cause",
    ),
    (
        Class::StateRoot,
        "root here is a state's own, in no browser's program",
        "roots here are states' own, in no browser's program",
    ),
    (
        Class::InspectionProductName,
        "root here is named like an antivirus or a gateway; a name proves nothing",
        "roots here are named like antivirus programs or gateways; a name proves nothing",
    ),
    (
        Class::Unknown,
        "root here was added by someone; we do not know who",
        "roots here were added by someone; we do not know who",
    ),
];
