//! What `audit` says.

use std::collections::BTreeMap;

use anchorwatch_identity::CertSha256;
use anchorwatch_policy::Class;
use anchorwatch_truststore::{Audit, Client, Finding, Store, Trust, Weight};

use super::{IF_READ, Page, count, sentence, short};

pub(crate) fn render(audit: &Audit, is_all: bool) -> String {
    let mut page = Page::default();
    let groups = grouped(audit, is_all);
    headline(&mut page, audit, &groups);
    for findings in groups
        .iter()
        .filter(|findings| is_told_at_length(findings[0]))
    {
        certificate(&mut page, audit, findings);
    }
    retired(&mut page, &groups);
    stores(&mut page, audit);
    not_checked(&mut page, audit);
    advice(&mut page, &groups);
    page.finish()
}

/// A stock system has some fifty retired roots, which deserve a line each.
fn is_told_at_length(finding: &Finding) -> bool {
    finding.classification.class != Class::RetiredFromProgram
}

fn retired(page: &mut Page, groups: &[Vec<&Finding>]) {
    let retired: Vec<_> = groups
        .iter()
        .map(|group| group[0])
        .filter(|finding| !is_told_at_length(finding))
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
    for finding in retired {
        page.point(&short(&finding.certificate.subject().to_string()));
    }
}

/// Findings of the same certificate together, the worst first.
fn grouped(audit: &Audit, is_all: bool) -> Vec<Vec<&Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut places: BTreeMap<CertSha256, usize> = BTreeMap::new();
    for finding in &audit.findings {
        if !is_all && finding.classification.class == Class::PublicProgram {
            continue;
        }
        let place = *places
            .entry(finding.certificate.sha256())
            .or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
        groups[place].push(finding);
    }
    groups
}

fn headline(page: &mut Page, audit: &Audit, groups: &[Vec<&Finding>]) {
    let blind = audit.blind_spots().count();
    let of = |class| {
        groups
            .iter()
            .filter(|group| group[0].classification.class == class)
            .count()
    };
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

fn certificate(page: &mut Page, audit: &Audit, findings: &[&Finding]) {
    let first = findings[0];
    let class = first.classification.class;
    page.head(&short(&first.certificate.subject().to_string()));
    page.field("class", &format!("{}. {}", class.code(), class.says()));
    for reason in &first.classification.reasons {
        page.field("because", &sentence(&reason.text));
    }
    for finding in findings {
        let path = audit
            .stores
            .iter()
            .find(|store| store.id == finding.store_id)
            .map(|store| store.path.display());
        let path = path.map(|path| path.to_string()).unwrap_or_default();
        page.field("found in", &format!("{path}{}", trust_note(finding)));
    }
    let mut clients: Vec<Client> = findings
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
    page.field("key", &first.certificate.spki_sha256().to_string());
}

fn trust_note(finding: &Finding) -> &'static str {
    match (finding.trust, finding.effective_for.is_empty()) {
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
        .findings
        .iter()
        .filter(|finding| finding.classification.class == Class::PublicProgram);
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

fn advice(page: &mut Page, groups: &[Vec<&Finding>]) {
    let has = |class| {
        groups
            .iter()
            .any(|group| group[0].classification.class == class)
    };
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
