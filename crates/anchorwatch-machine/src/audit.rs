//! Which roots the programs of a tree trust, and which should worry its owner.

use std::collections::BTreeSet;

use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, UnixSeconds, registry};
use anchorwatch_policy::{Class, classify};

use crate::{Inaccessible, Inventory, Store, StoreKind, Trust, distrust_cert};

mod finding;
mod origin;
mod remark;
mod severity;
mod twin;

pub use finding::{Finding, FindingKind, Found, StoredCertificate};
pub use origin::{Origin, origins};
pub use remark::TreeRemark;
pub use severity::{Severity, shipped_roots};

/// The result of an audit.
#[derive(Debug)]
pub struct Audit {
    /// Every existing store, in the order in which they were read.
    pub stores: Vec<Store>,
    /// The findings, the worst first.
    pub findings: Vec<Finding>,
    /// What was not checked, and why.
    pub not_checked: Vec<NotChecked>,
    /// Remarks about the tree as a whole.
    pub remarks: Vec<TreeRemark>,
}

/// Something that was not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotChecked {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
    /// The effect on the answer.
    pub weight: Impact,
}

/// How something that was not checked affects the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impact {
    /// It exists and could contain a root: without a finding the answer is «inconclusive».
    Inconclusive,
    /// Another user's home, or a kind of store that this version does not read.
    Informational,
}

/// Kinds of stores that programs use and that are not read; part of every answer.
const NOT_READ: &[(&str, &str)] = &[
    (
        "installations of Java, Python and browsers, and profiles, more than six folders deep, behind links, on other mounts, in caches or in zip archives",
        "they are looked for below /usr/lib, /usr/local, /opt, /srv and the homes",
    ),
    (
        "what a start-up script computes, and settings in projects more than six folders deep",
        "a script cannot be read to its end; what could matter in one and is not understood is named",
    ),
    (
        "bundles inside other programs",
        "this version does not read them",
    ),
    (
        "what Chromium's policies take back inside snap and Flatpak, and the names to which they bind a root",
        "each root is reported as it stands",
    ),
    (
        "GNOME's settings database (dconf)",
        "this version does not read them",
    ),
    (
        "signatures of trust values in NSS databases with a primary password",
        "they cannot be checked without it; the values are believed as they stand",
    ),
];

/// Judges an inventory of the tree.
///
/// `asking_uid` is the user whose own stores must be readable for a clean answer. An
/// inaccessible home of another user is reported, but makes the answer inconclusive only
/// for root. `earlier` are the certificates that an earlier audit listed, if there was one.
///
/// Never fails: what could not be read is part of the answer.
#[must_use]
pub fn audit(
    tree: &Tree,
    inventory: Inventory,
    asking_uid: u32,
    now: UnixSeconds,
    earlier: Option<&BTreeSet<CertSha256>>,
) -> Audit {
    let mut not_checked = not_checked(&inventory, asking_uid);
    not_checked.extend(nothing_at_all(tree));
    let remarks = remark::of(tree, &inventory.stores);
    let Inventory {
        stores, settings, ..
    } = inventory;
    let mut findings: Vec<Finding> = stores
        .iter()
        .flat_map(|store| findings_of(store, now))
        .collect();
    let mut further = twin::findings(&findings);
    further.extend(findings.iter().filter_map(named_like_a_public_root));
    further.extend(
        earlier
            .into_iter()
            .flat_map(|earlier| new(&findings, earlier)),
    );
    findings.extend(further);
    findings.extend(settings.into_iter().map(|setting| Finding {
        store_id: setting.store_id.clone(),
        effective_for: setting.effective_for.clone(),
        found: Found::Setting(setting),
    }));
    findings.sort_by_key(order);
    Audit {
        stores,
        findings,
        not_checked,
        remarks,
    }
}

impl Audit {
    /// What exists, could contain a root, and could not be read.
    pub fn blind_spots(&self) -> impl Iterator<Item = &NotChecked> {
        self.not_checked
            .iter()
            .filter(|entry| entry.weight == Impact::Inconclusive)
    }

    /// The findings other than roots that are or were in the public root program.
    pub fn worrying(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_worrying())
    }

    /// The certificates in stores, each with its finding.
    pub fn held(&self) -> impl Iterator<Item = (&Finding, &StoredCertificate)> {
        self.findings
            .iter()
            .filter_map(|finding| match &finding.found {
                Found::Certificate(held) => Some((finding, held)),
                _ => None,
            })
    }
}

/// Sorts trusted certificates first; among them the worse class first, and for one
/// certificate first itself and then the other findings about it; settings last.
fn order(finding: &Finding) -> (bool, bool, Option<Class>, FindingKind) {
    let held = finding.held();
    (
        held.is_none(),
        held.is_some_and(|held| held.trust != Trust::Trusted),
        finding.class(),
        finding.kind(),
    )
}

fn findings_of(store: &Store, now: UnixSeconds) -> Vec<Finding> {
    let mut findings = Vec::new();
    for anchor in &store.anchors {
        let classification = classify(&anchor.certificate, now);
        // Browsers keep intermediates that they have seen. An untrusted one is worth
        // reporting only for its key or family.
        let is_accused = matches!(
            classification.class,
            Class::LeakedKey | Class::KnownInterception | Class::SuspectedFamily
        );
        // A policy's list of refused roots is someone's block, and installs nothing.
        let is_block = anchor.trust == Trust::Distrusted
            && (store.kind == StoreKind::ChromiumPolicy
                || distrust_cert::is_one(&anchor.certificate));
        if anchor.trust == Trust::Trusted || is_accused && !is_block {
            findings.push(Finding {
                store_id: store.id.clone(),
                effective_for: anchor.effective_for.clone(),
                found: Found::Certificate(StoredCertificate {
                    certificate: anchor.certificate.clone(),
                    classification,
                    trust: anchor.trust,
                }),
            });
        }
    }
    findings
}

/// Retired roots may share a name with their successors, so only roots that were never in a
/// root program count.
fn named_like_a_public_root(finding: &Finding) -> Option<Finding> {
    let held = finding.held().filter(|_| finding.is_worrying())?;
    let is_named_so = registry::names_public_root(held.certificate.subject());
    is_named_so.then(|| Finding {
        found: Found::PublicNameForeignKey(held.clone()),
        ..finding.clone()
    })
}

fn new<'a>(
    findings: &'a [Finding],
    earlier: &'a BTreeSet<CertSha256>,
) -> impl Iterator<Item = Finding> + 'a {
    findings.iter().filter_map(|finding| {
        let held = finding.held()?;
        // The answer counts public roots and does not list them.
        let is_counted = finding.class() == Some(Class::PublicProgram);
        let is_new = !is_counted && !earlier.contains(&held.certificate.sha256());
        is_new.then(|| Finding {
            found: Found::NewSinceLastAudit(held.clone()),
            ..finding.clone()
        })
    })
}

fn not_checked(inventory: &Inventory, asking_uid: u32) -> Vec<NotChecked> {
    let mut not_checked = Vec::new();
    not_checked.extend(inventory.stores.iter().flat_map(not_read));
    not_checked.extend(
        inventory
            .closed
            .iter()
            .map(|closed| shut(closed, asking_uid)),
    );
    not_checked.extend(NOT_READ.iter().map(|(what, why)| NotChecked {
        what: (*what).to_owned(),
        why: (*why).to_owned(),
        weight: Impact::Informational,
    }));
    // A file that several programs read is inaccessible to each of them.
    let mut said = BTreeSet::new();
    not_checked.retain(|entry| said.insert((entry.what.clone(), entry.why.clone())));
    not_checked
}

/// An unmounted disk looks like this, and is not a clean system.
fn nothing_at_all(tree: &Tree) -> Option<NotChecked> {
    let is_empty = tree.list("/".as_ref()).is_ok_and(|names| names.is_empty());
    is_empty.then(|| NotChecked {
        what: tree.display_path("/".as_ref()).display().to_string(),
        why: "there is nothing in it".to_owned(),
        weight: Impact::Inconclusive,
    })
}

fn shut(closed: &Inaccessible, asking_uid: u32) -> NotChecked {
    // What is inaccessible even to root is unusual enough to prevent a clean answer.
    let is_other_user = asking_uid != 0 && closed.uid.is_some_and(|uid| uid != asking_uid);
    NotChecked {
        what: closed.place.display().to_string(),
        why: closed.why.clone(),
        weight: if is_other_user && closed.is_denied {
            Impact::Informational
        } else {
            Impact::Inconclusive
        },
    }
}

fn not_read(store: &Store) -> Vec<NotChecked> {
    let place = store.path.display().to_string();
    let whole = store.error.iter().map(|why| (place.clone(), why.clone()));
    let parts = store
        .unreadable
        .iter()
        .map(|why| (format!("a part of {place}"), why.clone()));
    let remarks = store.remarks.iter().map(|why| NotChecked {
        what: place.clone(),
        why: why.clone(),
        weight: Impact::Informational,
    });
    whole
        .chain(parts)
        .map(|(what, why)| NotChecked {
            what,
            why,
            weight: Impact::Inconclusive,
        })
        .chain(remarks)
        .collect()
}
