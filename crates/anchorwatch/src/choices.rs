//! What this machine's owner decided already, and what that makes of a finding.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorwatch_home::{Tree, paths, read_consents};
use anchorwatch_identity::{CertSha256, SpkiSha256, UnixSeconds};
use anchorwatch_machine::{
    Audit, Finding, FindingKind, Impact, NotChecked, Origin, Severity, Store, shipped_roots,
};
use anchorwatch_policy::{Consents, consent::Standing};
use anchorwatch_refuse::block::{self, InForce};

mod baseline;

pub(crate) use baseline::Baseline;

/// What a tree's owner decided.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    pub(crate) consents: Consents,
    /// The certificates that wait for an update at which the hook will hold them out.
    pub(crate) held_out: BTreeSet<CertSha256>,
    /// What is refused here; nothing if nothing is.
    pub(crate) in_force: Option<InForce>,
    /// The keys of which every certificate in a store is refused where it was found.
    refused_keys: BTreeSet<SpkiSha256>,
    /// What the owner knows of already.
    pub(crate) baseline: Baseline,
    /// The certificates that the distribution ships.
    pub(crate) shipped: BTreeSet<CertSha256>,
    /// The files that certificates came from.
    pub(crate) origins: BTreeMap<CertSha256, Origin>,
}

/// What the owner made of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Nothing: it counts.
    Open,
    /// A consent covers it.
    Consented,
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
            Self::Refused => "refused",
            Self::Baseline => "baseline",
        }
    }
}

impl Choices {
    /// The tree's. Consents and a list that cannot be read or trusted change nothing, and
    /// that is noted in the audit.
    pub(crate) fn of(tree: &Tree, audit: &mut Audit, now: UnixSeconds) -> Self {
        let consents = read_consents(tree).unwrap_or_else(|error| {
            note(tree, audit, paths::CONSENTS, error);
            Consents::default()
        });
        let in_force = block::in_force(tree, &audit.stores, now).unwrap_or_else(|error| {
            note(tree, audit, paths::BLOCK_LIST, error);
            None
        });
        let sources = audit.stores.iter().filter(|store| is_source(store));
        let waiting = sources
            .flat_map(|store| &store.anchors)
            .map(|anchor| &anchor.certificate);
        Self {
            held_out: block::held_out_next(tree, waiting, now),
            shipped: shipped_roots(tree),
            baseline: Baseline::default(),
            origins: BTreeMap::new(),
            refused_keys: refused_keys(audit, in_force.as_ref()),
            in_force,
            consents,
        }
    }

    /// Those for a container image. Consents and a list of refused keys in it are those of
    /// whoever made the image, and settle nothing.
    pub(crate) fn of_image(tree: &Tree, baseline: Baseline) -> Self {
        Self {
            baseline,
            shipped: shipped_roots(tree),
            ..Self::default()
        }
    }

    /// What the consents say of the certificate that a finding is about.
    pub(crate) fn standing(&self, finding: &Finding, now: UnixSeconds) -> Standing<'_> {
        finding.standing(&self.consents, now)
    }

    /// How urgent a finding is, whatever the owner made of it; `None` for a public root.
    pub(crate) fn severity(&self, finding: &Finding) -> Option<Severity> {
        finding.severity(&self.shipped)
    }

    /// What the owner made of a finding.
    pub(crate) fn status(&self, audit: &Audit, finding: &Finding, now: UnixSeconds) -> Status {
        if self.refuses(audit, finding) {
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

    /// The severity of a finding that counts: `None` for one that is settled.
    pub(crate) fn counted(
        &self,
        audit: &Audit,
        finding: &Finding,
        now: UnixSeconds,
    ) -> Option<Severity> {
        let is_open = self.status(audit, finding, now) == Status::Open;
        self.severity(finding).filter(|_| is_open)
    }

    /// Whether its key is refused, and no program trusts it where it was found. What is
    /// said of a key is refused where every certificate with it is.
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

    /// Whether the key is refused here, though some program may still trust it.
    pub(crate) fn concerns(&self, finding: &Finding) -> bool {
        let in_force = self.in_force.as_ref();
        in_force.is_some_and(|in_force| in_force.concerns(finding))
    }

    /// Whether the certificate that it is about stands where the next update takes
    /// certificates from, and will be held out.
    pub(crate) fn holds_out(&self, audit: &Audit, finding: &Finding) -> bool {
        store_of(audit, finding).is_some_and(is_source)
            && finding
                .held()
                .is_some_and(|held| self.held_out.contains(&held.certificate.sha256()))
    }
}

fn refused_keys(audit: &Audit, in_force: Option<&InForce>) -> BTreeSet<SpkiSha256> {
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
        let is_refused = store.is_some_and(|store| in_force.refuses(store, finding));
        *keys.entry(held.certificate.spki_sha256()).or_insert(true) &= is_refused;
    }
    keys.retain(|_, is_refused| *is_refused);
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

fn note(tree: &Tree, audit: &mut Audit, path: &str, error: impl Into<anyhow::Error>) {
    let error = error.into();
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    audit.not_checked.push(NotChecked {
        what: tree.display_path(path.as_ref()).display().to_string(),
        why: causes.join(": "),
        weight: Impact::Inconclusive,
    });
}
