//! Which roots the programs of a tree trust, and which should worry its owner.

use std::collections::BTreeSet;

use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, UnixSeconds, registry};
use anchorwatch_policy::{
    Class, DistrustSet, EntrySource, classify,
    distrust::{Presented, Threshold},
};

use crate::{Inventory, Store, StoreKind, Trust, distrust_cert};

mod finding;
pub(crate) mod not_checked;
mod origin;
pub(crate) mod remark;
mod severity;
mod twin;

pub use finding::{Finding, FindingKind, Found, StoredCertificate};
pub use not_checked::{Impact, NotChecked, NotReadHere, Unseen};
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
    let not_checked = not_checked::of(tree, &inventory, asking_uid);
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
    /// Judges the certificates that were found by what signed lists refuse too. An entry of the quick
    /// threshold does not count for a root of the public program, nor one with limits for any.
    pub fn judge_by(&mut self, lists: &DistrustSet) {
        for held in self.findings.iter_mut().filter_map(Finding::held_mut) {
            let key = held.certificate.spki_sha256();
            let is_public = registry::in_public_program(&key);
            let presented = Presented::of(&held.certificate);
            let mut matching = lists.matching(&presented).filter(|entry| {
                entry.limits.are_none() && (!is_public || entry.threshold == Threshold::High)
            });
            if let Some(EntrySource::Signed(signed)) = matching.next().map(|it| &it.source) {
                held.classification = held.classification.clone().judged_by(&signed.list);
            }
        }
        self.findings.sort_by_key(order);
    }

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

    /// A store of the system that many programs read and that could not be read here: who
    /// trusts a root is not known then.
    #[must_use]
    pub fn unread_system_store(&self) -> Option<&Store> {
        let is_read_by_many = |kind| {
            matches!(
                kind,
                StoreKind::DebianBundle
                    | StoreKind::DebianDirectory
                    | StoreKind::OpensslFile
                    | StoreKind::OpensslDirectory
                    | StoreKind::SystemBundle
                    | StoreKind::SystemDirectory
            )
        };
        let mut stores = self.stores.iter();
        stores.find(|store| is_read_by_many(store.kind) && store.error.is_some())
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
