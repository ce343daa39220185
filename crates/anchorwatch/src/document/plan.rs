//! `anchorwatch.plan/1`: what would be changed, or was.

use anchorwatch_home::{Change, ReceiptId, Role};
use anchorwatch_truststore::{block, undo};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    action: &'static str,
    is_applied: bool,
    receipts: Vec<String>,
    keys: Vec<String>,
    changes: Vec<ChangeDocument>,
    held_out: Vec<HeldOutDocument>,
    rebuild: Option<&'static str>,
    not_checked: Vec<String>,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ChangeDocument {
    path: String,
    role: &'static str,
    before: String,
    after: String,
}

#[derive(Debug, Serialize)]
struct HeldOutDocument {
    path: String,
    subject: String,
    cert_sha256: String,
    spki_sha256: String,
}

impl Document {
    pub(crate) fn of_block(plan: &block::Plan) -> Self {
        Self {
            schema: "anchorwatch.plan/1",
            action: "block",
            is_applied: false,
            receipts: Vec::new(),
            keys: plan
                .keys
                .iter()
                .map(|blocked| blocked.key.to_string())
                .collect(),
            changes: plan.changes.iter().map(ChangeDocument::of).collect(),
            held_out: plan.held_out.iter().map(HeldOutDocument::of).collect(),
            rebuild: None,
            not_checked: plan.blind_spots.clone(),
            warnings: plan.warnings.clone(),
        }
    }

    /// The same plan, made.
    pub(crate) fn applied(self, receipt: &ReceiptId) -> Self {
        Self {
            is_applied: true,
            receipts: vec![receipt.to_string()],
            ..self
        }
    }

    pub(crate) fn of_undo(plan: &undo::Plan, is_applied: bool) -> Self {
        let changes = plan.receipts.iter().flat_map(|(_, changes)| changes);
        Self {
            schema: "anchorwatch.plan/1",
            action: "undo",
            is_applied,
            receipts: plan.receipts.iter().map(|(id, _)| id.to_string()).collect(),
            keys: Vec::new(),
            changes: changes.map(ChangeDocument::of).collect(),
            held_out: Vec::new(),
            rebuild: match plan.rebuild {
                undo::Rebuild::NotNeeded => None,
                undo::Rebuild::Run => Some("run"),
                undo::Rebuild::LeftToOwner => Some("left_to_owner"),
            },
            not_checked: Vec::new(),
            warnings: plan.warnings.clone(),
        }
    }
}

impl ChangeDocument {
    fn of(change: &Change) -> Self {
        Self {
            path: change.path.display().to_string(),
            role: match change.role {
                Role::Own => "own",
                Role::Rebuilt => "rebuilt",
            },
            before: change.before.to_string(),
            after: change.after.to_string(),
        }
    }
}

impl HeldOutDocument {
    fn of(held: &block::HeldOut) -> Self {
        Self {
            path: held.path.display().to_string(),
            subject: held.certificate.subject().to_string(),
            cert_sha256: held.certificate.sha256().to_string(),
            spki_sha256: held.certificate.spki_sha256().to_string(),
        }
    }
}
