//! `anchorwatch.plan/1`: planned or applied changes.

use anchorwatch_home::{Change, Edit, NodeState, ReceiptId, Role};
use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_refuse::{block, consent, undo};
use anchorwatch_remark::{Remark as _, Told};
use serde::Serialize;

use super::{Aside, Left};
use crate::{
    document::RemarkDocument,
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    action: &'static str,
    is_applied: bool,
    receipts: Vec<String>,
    keys: Vec<String>,
    /// What happens to unlisted certificates; null: unchanged.
    unlisted: Option<&'static str>,
    changes: Vec<ChangeDocument>,
    covered: Vec<CoveredDocument>,
    #[serde(rename = "held_out")]
    withheld: Vec<WithheldDocument>,
    /// With `unlisted`: the roots that the system store holds to names.
    confined: Vec<ConfinedDocument>,
    /// With `unlisted`: the refused unlisted roots in the system store or a browser's store.
    newcomers: Vec<NewcomerDocument>,
    rebuild: Option<&'static str>,
    not_checked: Vec<String>,
    not_checked_coded: Vec<RemarkDocument>,
    /// Where a key stays trusted, or cannot be removed.
    not_refused: Vec<String>,
    not_refused_coded: Vec<RemarkDocument>,
    warnings: Vec<String>,
    warnings_coded: Vec<RemarkDocument>,
    /// Keys that were named by hash and are in no store here and not in the registry.
    unknown_keys: Vec<String>,
    /// Roots that `audit` warns of and the plan does not include.
    not_included: Vec<NotIncludedDocument>,
    /// Whether programs no longer follow signed lists afterwards.
    ends_signed_lists: bool,
}

#[derive(Debug, Serialize)]
struct NotIncludedDocument {
    severity: &'static str,
    class: &'static str,
    subject: String,
    cert_sha256: String,
    spki_sha256: String,
    /// The command that includes it.
    command: String,
}

#[derive(Debug, Serialize)]
struct ChangeDocument {
    path: String,
    role: &'static str,
    /// Whose rights are used; null: the program's own.
    uid: Option<u32>,
    /// The changes in a file that other programs also write.
    items: Vec<ItemDocument>,
    before: String,
    before_coded: RemarkDocument,
    after: String,
    after_coded: RemarkDocument,
}

#[derive(Debug, Serialize)]
struct ItemDocument {
    name: String,
    name_coded: RemarkDocument,
    before: Option<String>,
    before_coded: RemarkDocument,
    after: Option<String>,
    after_coded: RemarkDocument,
}

#[derive(Debug, Serialize)]
struct CoveredDocument {
    mechanism: &'static str,
    path: String,
    reach: &'static str,
    clients: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct WithheldDocument {
    path: String,
    subject: String,
    cert_sha256: String,
    spki_sha256: String,
}

#[derive(Debug, Serialize)]
struct ConfinedDocument {
    subject: String,
    /// The root's own hash, not that of the certificate that is shown instead.
    cert_sha256: String,
    spki_sha256: String,
    /// What it speaks for beyond private names.
    names: Vec<String>,
    /// Until when.
    not_after: String,
}

#[derive(Debug, Serialize)]
struct NewcomerDocument {
    subject: String,
    cert_sha256: String,
    spki_sha256: String,
}

impl Document {
    pub(crate) fn of_block(plan: &block::Plan, aside: &Aside) -> Self {
        Self::of_plan("block", plan, aside)
    }

    pub(crate) fn of_remove(plan: &block::Plan, aside: &Aside) -> Self {
        Self::of_plan("remove", plan, aside)
    }

    fn of_plan(action: &'static str, plan: &block::Plan, aside: &Aside) -> Self {
        let english = Words::of(Language::English);
        Self {
            schema: "anchorwatch.plan/1",
            action,
            is_applied: false,
            receipts: Vec::new(),
            keys: plan
                .keys
                .iter()
                .map(|blocked| blocked.key.to_string())
                .collect(),
            unlisted: match plan.unlisted_roots {
                block::UnlistedRoots::Allow => None,
                block::UnlistedRoots::Confine => Some("confine"),
                block::UnlistedRoots::HoldOut => Some("hold_out"),
            },
            changes: ChangeDocument::all(&plan.draft.changes, &english),
            covered: plan.draft.covered.iter().map(CoveredDocument::of).collect(),
            withheld: plan
                .draft
                .withheld
                .iter()
                .map(WithheldDocument::of)
                .collect(),
            confined: (plan.confined().iter())
                .map(|(root, held)| ConfinedDocument::of(root, held))
                .collect(),
            newcomers: plan.unlisted.iter().map(NewcomerDocument::of).collect(),
            rebuild: None,
            not_checked: texts(&plan.draft.blind_spots, &english),
            not_checked_coded: RemarkDocument::all(&plan.draft.blind_spots, &english),
            not_refused: texts(&plan.draft.not_refused, &english),
            not_refused_coded: RemarkDocument::all(&plan.draft.not_refused, &english),
            warnings: texts(&plan.draft.warnings, &english),
            warnings_coded: RemarkDocument::all(&plan.draft.warnings, &english),
            unknown_keys: aside.unknown.iter().map(ToString::to_string).collect(),
            not_included: aside.left.iter().map(NotIncludedDocument::of).collect(),
            ends_signed_lists: false,
        }
    }

    /// The same plan after it is applied.
    pub(crate) fn applied(self, receipt: &ReceiptId) -> Self {
        Self {
            is_applied: true,
            receipts: vec![receipt.to_string()],
            ..self
        }
    }

    /// The same document, with the keys that are unknown here.
    pub(crate) fn with_unknown(self, unknown: &[SpkiSha256]) -> Self {
        Self {
            unknown_keys: unknown.iter().map(ToString::to_string).collect(),
            ..self
        }
    }

    pub(crate) fn of_consent(plan: &consent::Plan) -> Self {
        let english = Words::of(Language::English);
        let (action, key) = match &plan.step {
            consent::Step::Give(consent) => ("consent", consent.key()),
            consent::Step::Withdraw(key) => ("withdraw", *key),
        };
        Self {
            schema: "anchorwatch.plan/1",
            action,
            is_applied: false,
            receipts: Vec::new(),
            keys: vec![key.to_string()],
            unlisted: None,
            changes: ChangeDocument::all(&plan.changes, &english),
            covered: Vec::new(),
            withheld: Vec::new(),
            confined: Vec::new(),
            newcomers: Vec::new(),
            rebuild: None,
            not_checked: Vec::new(),
            not_checked_coded: Vec::new(),
            not_refused: Vec::new(),
            not_refused_coded: Vec::new(),
            warnings: texts(&plan.warnings, &english),
            warnings_coded: RemarkDocument::all(&plan.warnings, &english),
            unknown_keys: Vec::new(),
            not_included: Vec::new(),
            ends_signed_lists: false,
        }
    }

    pub(crate) fn of_undo(plan: &undo::Plan, ends_lists: bool, is_applied: bool) -> Self {
        let english = Words::of(Language::English);
        let changes = plan.receipts.iter().flat_map(|(_, changes)| changes);
        Self {
            schema: "anchorwatch.plan/1",
            action: "undo",
            is_applied,
            receipts: plan.receipts.iter().map(|(id, _)| id.to_string()).collect(),
            keys: Vec::new(),
            unlisted: None,
            changes: ChangeDocument::all(changes, &english),
            covered: Vec::new(),
            withheld: Vec::new(),
            confined: Vec::new(),
            newcomers: Vec::new(),
            rebuild: match plan.rebuild {
                undo::Rebuild::NotNeeded => None,
                undo::Rebuild::Run => Some("run"),
                undo::Rebuild::LeftToOwner => Some("left_to_owner"),
            },
            not_checked: texts(&plan.stays, &english),
            not_checked_coded: RemarkDocument::all(&plan.stays, &english),
            not_refused: Vec::new(),
            not_refused_coded: Vec::new(),
            warnings: texts(&plan.warnings, &english),
            warnings_coded: RemarkDocument::all(&plan.warnings, &english),
            unknown_keys: Vec::new(),
            not_included: Vec::new(),
            ends_signed_lists: ends_lists,
        }
    }
}

/// The English of remarks, for the keys that had no codes.
fn texts(remarks: &[Told], english: &Words) -> Vec<String> {
    remarks.iter().map(|told| english.remark(told)).collect()
}

impl ChangeDocument {
    fn all<'a>(changes: impl IntoIterator<Item = &'a Change>, english: &Words) -> Vec<Self> {
        let changes = changes.into_iter();
        changes.map(|change| Self::of(change, english)).collect()
    }

    fn of(change: &Change, english: &Words) -> Self {
        let state = |node| RemarkDocument::of(&NodeState::from(node).told(), english);
        let edit = change.role.edit();
        Self {
            path: change.path.display().to_string(),
            role: match change.role {
                Role::Own => "own",
                Role::Rebuilt => "rebuilt",
                Role::Shared(_) => "shared",
            },
            uid: change.actor.map(|actor| actor.uid),
            items: edit.map_or_else(Vec::new, |edit| items_of(edit, english)),
            before: change.before.to_string(),
            before_coded: state(&change.before),
            after: change.after.to_string(),
            after_coded: state(&change.after),
        }
    }
}

fn items_of(edit: &Edit, english: &Words) -> Vec<ItemDocument> {
    let items = edit.items.iter().zip(block::items(edit));
    let items = items.map(|(item, view)| ItemDocument {
        name: item.name.clone(),
        name_coded: RemarkDocument::of(&view.what, english),
        before: item.before.clone(),
        before_coded: RemarkDocument::of(&view.before, english),
        after: item.after.clone(),
        after_coded: RemarkDocument::of(&view.after, english),
    });
    items.collect()
}

impl NotIncludedDocument {
    fn of(left: &Left) -> Self {
        Self {
            severity: left.severity.code(),
            class: left.class.code(),
            subject: left.subject.to_string(),
            cert_sha256: left.certificate.to_string(),
            spki_sha256: left.key.to_string(),
            command: left.command(),
        }
    }
}

impl CoveredDocument {
    fn of(covered: &block::Covered) -> Self {
        Self {
            mechanism: covered.mechanism.code(),
            path: covered.path.display().to_string(),
            reach: covered.mechanism.reach().code(),
            clients: covered.clients.iter().map(|client| client.id()).collect(),
        }
    }
}

impl ConfinedDocument {
    fn of(root: &Certificate, held: &block::Confined) -> Self {
        Self {
            subject: root.subject().to_string(),
            cert_sha256: root.sha256().to_string(),
            spki_sha256: root.spki_sha256().to_string(),
            names: held.names.clone(),
            not_after: held.certificate.validity().not_after.to_string(),
        }
    }
}

impl NewcomerDocument {
    fn of(certificate: &Certificate) -> Self {
        Self {
            subject: certificate.subject().to_string(),
            cert_sha256: certificate.sha256().to_string(),
            spki_sha256: certificate.spki_sha256().to_string(),
        }
    }
}

impl WithheldDocument {
    fn of(held: &block::Withheld) -> Self {
        Self {
            path: held.path.display().to_string(),
            subject: held.certificate.subject().to_string(),
            cert_sha256: held.certificate.sha256().to_string(),
            spki_sha256: held.certificate.spki_sha256().to_string(),
        }
    }
}
