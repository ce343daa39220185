//! What this machine's owner decided already, and what that makes of a finding.

use std::collections::BTreeSet;

use anchorwatch_home::{Tree, paths, read_consents};
use anchorwatch_identity::{CertSha256, UnixSeconds};
use anchorwatch_policy::{Consents, consent::Standing};
use anchorwatch_truststore::{Audit, Finding, NotChecked, StoreKind, Weight, block};

/// What a tree's owner decided.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    pub(crate) consents: Consents,
    /// The certificates that wait for an update at which the hook will hold them out.
    pub(crate) held_out: BTreeSet<CertSha256>,
}

impl Choices {
    /// The tree's. Consents that cannot be read or trusted cover nothing, and that is
    /// noted in the audit.
    pub(crate) fn of(tree: &Tree, audit: &mut Audit, now: UnixSeconds) -> Self {
        let consents = read_consents(tree).unwrap_or_else(|error| {
            let why = anyhow::Error::new(error);
            let causes: Vec<String> = why.chain().map(ToString::to_string).collect();
            audit.not_checked.push(NotChecked {
                what: tree.shown(paths::CONSENTS.as_ref()).display().to_string(),
                why: causes.join(": "),
                weight: Weight::Blinding,
            });
            Consents::default()
        });
        let sources = audit.stores.iter().filter(|store| {
            matches!(
                store.kind,
                StoreKind::DebianLocal | StoreKind::DebianPackaged
            )
        });
        let waiting = sources
            .flat_map(|store| &store.anchors)
            .map(|anchor| &anchor.certificate);
        Self {
            held_out: block::held_out_next(tree, waiting, now),
            consents,
        }
    }

    /// What the consents say of the certificate that a finding is about.
    pub(crate) fn standing(&self, finding: &Finding, now: UnixSeconds) -> Standing<'_> {
        finding.standing(&self.consents, now)
    }

    /// Whether a consent makes it nothing to worry about.
    pub(crate) fn covers(&self, finding: &Finding, now: UnixSeconds) -> bool {
        finding.is_covered(&self.consents, now)
    }

    /// Whether the certificate that it is about stands where the next update takes
    /// certificates from, and will be held out.
    pub(crate) fn holds_out(&self, audit: &Audit, finding: &Finding) -> bool {
        let mut stores = audit.stores.iter();
        let store = stores.find(|store| store.id == finding.store_id);
        let is_source = store.is_some_and(|store| {
            matches!(
                store.kind,
                StoreKind::DebianLocal | StoreKind::DebianPackaged
            )
        });
        is_source
            && finding
                .held()
                .is_some_and(|held| self.held_out.contains(&held.certificate.sha256()))
    }
}
