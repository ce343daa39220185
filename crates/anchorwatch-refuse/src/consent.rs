//! Records an owner's consents, as a plan with a receipt like any other change.

use std::path::PathBuf;

use anchorwatch_home::{
    BlockList, Change, Lock, ReceiptId, Tree, encode_consents, paths, read_consents,
};
use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_machine::Rights;
use anchorwatch_policy::{Consent, Consents};

use anchorwatch_remark::{Remark as _, Told};

use crate::{
    ApplyError, PlanError, apply,
    draft::Draft,
    plan_file::plan_file,
    reapply::{Trigger, reapply},
};

anchorwatch_remark::remarks! {
    /// What an owner should know of a consent.
    pub(crate) enum ConsentRemark {
        /// The key is refused, and stays so.
        "consent_to_refused_key" => ToRefusedKey {
            /// The list of refused keys.
            path: PathBuf,
        },
        /// The root comes into the system store at once.
        "consent_admits" => Admits,
        /// The root goes out of the system store at once.
        "consent_withdrawn_withholds" => WithdrawnWithholds,
        /// The system store holds the root to these names at once.
        "consent_confines" => Confines,
        /// The root's owner can read what goes to these names.
        "consent_lets_read" => LetsRead,
        /// The system store holds the root to private names at once.
        "consent_withdrawn_confines" => WithdrawnConfines,
        /// The system store trusts the root for every name at once.
        "consent_for_all_names" => TrustsForAllNames,
        /// A store does not limit a root to names.
        "consent_holds_for_every_name" => HoldsForEveryName,
        /// The browsers' policies do not know the consent yet.
        "consent_unknown_to_browsers" => UnknownToBrowsers,
    }
}

/// What to do with a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Give it; replaces an earlier one for the same key.
    Give(Box<Consent>),
    /// Withdraw it.
    Withdraw(SpkiSha256),
}

/// The changes to make. Nothing is changed yet.
#[derive(Debug)]
pub struct Plan {
    /// The step.
    pub step: Step,
    /// The current consent for the same key.
    pub earlier: Option<Consent>,
    /// The changes, in the order in which they are made.
    pub changes: Vec<Change>,
    /// What the owner should know first.
    pub warnings: Vec<Told>,
}

/// Plans to give or withdraw a consent.
///
/// # Errors
/// [`PlanError::Home`]: the current consents cannot be read, trusted or understood.
pub fn plan(tree: &Tree, step: Step) -> Result<Plan, PlanError> {
    let now = read_consents(tree)?;
    let (key, after) = match &step {
        Step::Give(consent) => (consent.key(), now.clone().with((**consent).clone())),
        Step::Withdraw(key) => (*key, now.clone().without(key)),
    };
    let mut draft = Draft::default();
    if after != now {
        want(tree, &after, &mut draft)?;
    }
    Ok(Plan {
        warnings: warnings(tree, &step, &key),
        earlier: now.for_key(&key).cloned(),
        changes: draft.changes,
        step,
    })
}

fn want(tree: &Tree, consents: &Consents, draft: &mut Draft) -> Result<(), PlanError> {
    let text = encode_consents(consents);
    let owner = tree.owner();
    plan_file(tree, draft, paths::CONSENTS, text.as_bytes(), 0o644, owner)?;
    Ok(())
}

fn warnings(tree: &Tree, step: &Step, key: &SpkiSha256) -> Vec<Told> {
    let Ok(list) = BlockList::read(tree) else {
        return Vec::new();
    };
    let mut warnings = Vec::new();
    let is_given = matches!(step, Step::Give(_));
    if is_given && list.refuses(key) {
        let path = tree.display_path(paths::BLOCK_LIST.as_ref());
        warnings.push(ConsentRemark::ToRefusedKey { path });
    }
    let is_for_all_names = matches!(step, Step::Give(consent) if consent.is_for_all_names());
    if list.confines_unlisted() {
        warnings.extend(match (is_given, is_for_all_names) {
            (false, _) => vec![ConsentRemark::WithdrawnConfines],
            (true, false) => vec![
                ConsentRemark::Confines,
                ConsentRemark::LetsRead,
                ConsentRemark::UnknownToBrowsers,
            ],
            (true, true) => vec![
                ConsentRemark::TrustsForAllNames,
                ConsentRemark::UnknownToBrowsers,
            ],
        });
    } else if list.unlisted().is_some() && is_given {
        warnings.push(ConsentRemark::Admits);
        warnings.push(ConsentRemark::HoldsForEveryName);
        warnings.push(ConsentRemark::UnknownToBrowsers);
    } else if list.unlisted().is_some() {
        warnings.push(ConsentRemark::WithdrawnWithholds);
    }
    warnings.iter().map(ConsentRemark::told).collect()
}

/// Filters the system store again after the consents have changed, if it limits unlisted roots.
///
/// # Errors
/// [`ApplyError::NotRefiltered`]: its next update or change filters it again.
pub fn have_store_follow(tree: &Tree, now: UnixSeconds) -> Result<(), ApplyError> {
    let why = match BlockList::read(tree) {
        Ok(list) if list.unlisted().is_none() => return Ok(()),
        Ok(_) => match reapply(tree, now, Trigger::Consent) {
            Ok(reapplied) => reapplied.blind_spots,
            Err(error) => vec![error.told()],
        },
        Err(error) => vec![error.told()],
    };
    if why.is_empty() {
        Ok(())
    } else {
        Err(ApplyError::NotRefiltered { why })
    }
}

impl Plan {
    /// Whether nothing needs to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Makes the changes and returns the receipt that undoes them. Where the system store limits
    /// unlisted roots, it is filtered again.
    ///
    /// # Errors
    /// [`ApplyError::Home`]: usually missing rights, or a file that changed since the plan.
    /// [`ApplyError::NotRefiltered`]: the consent is recorded, and the store does not follow it
    /// everywhere; its next update or change filters it again.
    pub fn apply(
        self,
        tree: &Tree,
        rights: Rights,
        now: UnixSeconds,
    ) -> Result<ReceiptId, ApplyError> {
        let lock = Lock::take(tree)?;
        let purpose = match &self.step {
            Step::Give(consent) => format!("consent to {}", consent.key()),
            Step::Withdraw(key) => format!("withdraw the consent to {key}"),
        };
        let receipt = apply::make(tree, rights, &purpose, &self.changes, now)?;
        drop(lock);
        have_store_follow(tree, now)?;
        Ok(receipt)
    }
}
