//! What this machine's owner has decided, and what that means for a finding.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorwatch_home::{ListFiles, Tree, paths, read_consents};
use anchorwatch_identity::{CertSha256, SpkiSha256, UnixSeconds};
use anchorwatch_list::ListState;
use anchorwatch_machine::{
    Audit, Finding, FindingKind, Impact, NotChecked, Origin, Severity, Store, Unseen,
    read_problem::ReadProblem, shipped_roots,
};
use anchorwatch_policy::{Consents, consent::ConsentState};
use anchorwatch_refuse::{
    PlanError,
    block::{self, InForce},
};
use anchorwatch_remark::{Remark as _, Told};

mod baseline;

pub(crate) use baseline::{AUDIT_SCHEMA, Baseline};

/// What the owner of a tree has decided.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    pub(crate) consents: Consents,
    /// Certificates that the hook will withhold at the next update.
    pub(crate) withheld: BTreeSet<CertSha256>,
    /// What is refused here; `None` if nothing is.
    pub(crate) in_force: Option<InForce>,
    /// Keys for which every certificate found is refused in its store.
    refused_keys: BTreeSet<SpkiSha256>,
    /// Keys for which every certificate found is refused or held to names in its store.
    settled_keys: BTreeSet<SpkiSha256>,
    /// Findings that the owner already knows.
    pub(crate) baseline: Baseline,
    /// Certificates that the distribution ships.
    pub(crate) shipped: BTreeSet<CertSha256>,
    /// The files that certificates came from.
    pub(crate) origins: BTreeMap<CertSha256, Origin>,
}

/// The owner's decision about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// No decision: the finding counts.
    Open,
    /// A consent covers it.
    Consented,
    /// Programs hold it to the names that the owner allows.
    Confined,
    /// Its key is refused, and no program trusts it where it was found.
    Refused,
    /// It is in the baseline.
    Baseline,
}

impl Status {
    /// The stable codes.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Consented => "consented",
            Self::Confined => "confined",
            Self::Refused => "refused",
            Self::Baseline => "baseline",
        }
    }
}

impl Choices {
    /// Reads the decisions of a tree, and judges what was found by the signed lists that it follows.
    /// Consents, a block list or signed lists that cannot be read or trusted have no effect; the
    /// audit's `not_checked` names them.
    pub(crate) fn of(tree: &Tree, audit: &mut Audit, now: UnixSeconds) -> Self {
        judge_by_lists(tree, audit, now);
        let consents = read_consents(tree).unwrap_or_else(|error| {
            note(tree, audit, paths::CONSENTS, ReadProblem::told_of(&error));
            Consents::default()
        });
        let in_force = block::in_force(tree, &audit.stores, now).unwrap_or_else(|error| {
            let why = match &error {
                PlanError::Home(inner) => ReadProblem::told_of(inner),
                other => other.told(),
            };
            note(tree, audit, paths::BLOCK_LIST, why);
            None
        });
        let sources = audit.stores.iter().filter(|store| is_source(store));
        let waiting = sources
            .flat_map(|store| &store.anchors)
            .map(|anchor| &anchor.certificate);
        Self {
            withheld: block::withheld_next(tree, waiting, now),
            shipped: shipped_roots(tree),
            baseline: Baseline::default(),
            origins: BTreeMap::new(),
            refused_keys: keys(audit, in_force.as_ref(), InForce::refuses),
            settled_keys: keys(audit, in_force.as_ref(), |in_force, store, finding| {
                in_force.refuses(store, finding) || in_force.confines(store, finding)
            }),
            in_force,
            consents,
        }
    }

    /// For a container image. Consents and refused keys inside it come from the image's author
    /// and settle nothing.
    pub(crate) fn of_image(tree: &Tree, baseline: Baseline) -> Self {
        Self {
            baseline,
            shipped: shipped_roots(tree),
            ..Self::default()
        }
    }

    /// Which consent, if any, applies to the certificate of a finding.
    pub(crate) fn standing(&self, finding: &Finding, now: UnixSeconds) -> ConsentState<'_> {
        finding.standing(&self.consents, now)
    }

    /// How urgent a finding is, before any decision of the owner; `None` for a public root.
    pub(crate) fn severity(&self, finding: &Finding) -> Option<Severity> {
        finding.severity(&self.shipped)
    }

    /// The owner's decision about a finding.
    pub(crate) fn status(&self, audit: &Audit, finding: &Finding, now: UnixSeconds) -> Status {
        if self.confines(audit, finding) {
            Status::Confined
        } else if self.refuses(audit, finding) {
            Status::Refused
        } else if finding.is_covered(&self.consents, now) {
            Status::Consented
        } else if self
            .severity(finding)
            .is_some_and(|severity| self.baseline.has(finding, severity))
        {
            Status::Baseline
        } else {
            Status::Open
        }
    }

    /// The severity of a finding that counts; `None` if the owner has settled it.
    pub(crate) fn counted(
        &self,
        audit: &Audit,
        finding: &Finding,
        now: UnixSeconds,
    ) -> Option<Severity> {
        let is_open = self.status(audit, finding, now) == Status::Open;
        self.severity(finding).filter(|_| is_open)
    }

    /// Whether its key is refused and no program trusts it where it was found. A finding about
    /// a key counts as refused if all its certificates are.
    fn refuses(&self, audit: &Audit, finding: &Finding) -> bool {
        let Some(in_force) = &self.in_force else {
            return false;
        };
        if finding.kind() == FindingKind::SameKeyTwice {
            let key = finding.held().map(|held| held.certificate.spki_sha256());
            return key.is_some_and(|key| self.refused_keys.contains(&key));
        }
        store_of(audit, finding).is_some_and(|store| in_force.refuses(store, finding))
    }

    /// Whether programs hold it to the names that the owner allows, where it was found.
    fn confines(&self, audit: &Audit, finding: &Finding) -> bool {
        if finding.kind() == FindingKind::SameKeyTwice {
            let key = finding.held().map(|held| held.certificate.spki_sha256());
            return key.is_some_and(|key| {
                self.settled_keys.contains(&key) && !self.refused_keys.contains(&key)
            });
        }
        let in_force = self.in_force.as_ref();
        let store = store_of(audit, finding);
        in_force
            .zip(store)
            .is_some_and(|(in_force, store)| in_force.confines(store, finding))
    }

    /// Whether the key is refused here, though some program may still trust it.
    pub(crate) fn concerns(&self, finding: &Finding) -> bool {
        let in_force = self.in_force.as_ref();
        in_force.is_some_and(|in_force| in_force.concerns(finding))
    }

    /// Whether the owner's list limits it because it is unlisted; its key is not refused.
    pub(crate) fn is_unlisted(&self, finding: &Finding) -> bool {
        let in_force = self.in_force.as_ref();
        in_force.is_some_and(|in_force| in_force.is_unlisted(finding))
    }

    /// Whether its certificate is in a source of the next update and will be withheld.
    pub(crate) fn withholds(&self, audit: &Audit, finding: &Finding) -> bool {
        store_of(audit, finding).is_some_and(is_source)
            && finding
                .held()
                .is_some_and(|held| self.withheld.contains(&held.certificate.sha256()))
    }
}

/// The keys of which everything that was found is so.
fn keys(
    audit: &Audit,
    in_force: Option<&InForce>,
    is_so: impl Fn(&InForce, &Store, &Finding) -> bool,
) -> BTreeSet<SpkiSha256> {
    let Some(in_force) = in_force else {
        return BTreeSet::new();
    };
    let stores: HashMap<&str, &Store> = audit
        .stores
        .iter()
        .map(|store| (store.id.as_str(), store))
        .collect();
    let mut keys: BTreeMap<SpkiSha256, bool> = BTreeMap::new();
    for (finding, held) in audit.held() {
        let store = stores.get(finding.store_id.as_str());
        let is_so = store.is_some_and(|store| is_so(in_force, store, finding));
        *keys.entry(held.certificate.spki_sha256()).or_insert(true) &= is_so;
    }
    keys.retain(|_, is_so| *is_so);
    keys.into_keys().collect()
}

/// The store in which something was found.
pub(crate) fn store_of<'a>(audit: &'a Audit, finding: &Finding) -> Option<&'a Store> {
    audit
        .stores
        .iter()
        .find(|store| store.id == finding.store_id)
}

fn is_source(store: &Store) -> bool {
    store.kind.waits_for_update()
}

fn judge_by_lists(tree: &Tree, audit: &mut Audit, now: UnixSeconds) {
    let octets = ListFiles::new(tree).published();
    let octets = octets.map_err(|error| ReadProblem::told_of(&error));
    let read = |octets: Vec<u8>| ListState::decode(&octets).map_err(|why| why.told());
    match octets.and_then(|octets| octets.map(read).transpose()) {
        Ok(None) => {}
        Ok(Some(lists)) => audit.judge_by(&lists.distrust_set(now)),
        Err(why) => note(tree, audit, paths::SIGNED_LISTS, why),
    }
}

fn note(tree: &Tree, audit: &mut Audit, path: &str, why: Told) {
    audit.not_checked.push(NotChecked {
        what: Unseen::Place {
            path: tree.display_path(path.as_ref()),
        },
        why,
        weight: Impact::Inconclusive,
    });
}
