//! `anchorwatch.status/1`: what is in force.

use anchorwatch_home::{BlockedKey, Receipt, Status, UnlistedTreatment};
use anchorwatch_machine::Finding;
use anchorwatch_refuse::block::Watch;
use anchorwatch_remark::Told;
use serde::Serialize;

use super::State;
use crate::{
    choices::store_of,
    document::{NotChecked, RemarkDocument, consent::ConsentDocument},
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    version: &'static str,
    time: String,
    root: String,
    /// `none`, `in_force`, or `impaired` if some part of it no longer works.
    state: &'static str,
    /// When the first of the keys was refused.
    since: Option<String>,
    keys: Vec<KeyDocument>,
    /// What happens to unlisted certificates; null: no block changes it.
    unlisted: Option<&'static str>,
    /// Why the list of keys cannot be used.
    error: Option<String>,
    error_coded: Option<RemarkDocument>,
    has_hook: bool,
    /// Whether the hook is unchanged and can run.
    hook_stands: bool,
    watch: WatchDocument,
    drift: Vec<DriftDocument>,
    /// Roots in stores here that are refused and that no program trusts.
    refused_count: usize,
    still_trusted: Vec<TrustedDocument>,
    receipts: Vec<ReceiptDocument>,
    consents: Vec<ConsentDocument>,
    not_checked: Vec<NotChecked>,
}

#[derive(Debug, Serialize)]
struct KeyDocument {
    spki_sha256: String,
    because: String,
    since: String,
}

#[derive(Debug, Serialize)]
struct WatchDocument {
    state: &'static str,
    why: Option<String>,
    why_coded: Option<RemarkDocument>,
}

#[derive(Debug, Serialize)]
struct DriftDocument {
    path: String,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct TrustedDocument {
    store_id: String,
    path: Option<String>,
    subject: Option<String>,
    cert_sha256: Option<String>,
    spki_sha256: Option<String>,
    effective_for: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct ReceiptDocument {
    id: String,
    made_at: String,
    purpose: String,
    status: &'static str,
    change_count: usize,
    is_rebuilt: bool,
    /// Why it cannot be undone; empty if it can.
    lost_originals: Vec<RemarkDocument>,
}

impl Document {
    pub(crate) fn of(state: &State) -> Self {
        let english = Words::of(Language::English);
        Self {
            schema: "anchorwatch.status/1",
            version: env!("CARGO_PKG_VERSION"),
            time: state.now.to_string(),
            root: state.root.clone(),
            state: match (state.is_whole(), state.is_blocked()) {
                (false, _) => "impaired",
                (true, true) => "in_force",
                (true, false) => "none",
            },
            since: state.since().map(|since| since.to_string()),
            keys: state.list.keys().iter().map(KeyDocument::of).collect(),
            unlisted: state.list.unlisted().map(|it| match it.treatment() {
                UnlistedTreatment::Confine => "confine",
                UnlistedTreatment::HoldOut => "hold_out",
            }),
            error: state.list_error.as_ref().map(|why| english.remark(why)),
            error_coded: coded(state.list_error.as_ref(), &english),
            has_hook: state.has_hook,
            hook_stands: state.is_hook_intact,
            watch: WatchDocument::of(&state.watch, &english),
            drift: state
                .drift
                .iter()
                .map(|drift| DriftDocument {
                    path: state.tree.display_path(&drift.path).display().to_string(),
                    kind: drift.kind.code(),
                })
                .collect(),
            refused_count: state.refused_count,
            still_trusted: state
                .trusted
                .iter()
                .map(|finding| TrustedDocument::of(state, finding))
                .collect(),
            receipts: state
                .receipts
                .iter()
                .map(|receipt| ReceiptDocument::of(state, receipt, &english))
                .collect(),
            consents: state
                .consents
                .iter()
                .map(|consent| ConsentDocument::of(consent, state.now))
                .collect(),
            not_checked: state
                .not_checked
                .iter()
                .map(|(what, why)| NotChecked::of(what, why, &english))
                .collect(),
        }
    }
}

fn coded(told: Option<&Told>, english: &Words) -> Option<RemarkDocument> {
    told.map(|told| RemarkDocument::of(told, english))
}

impl WatchDocument {
    fn of(watch: &Watch, english: &Words) -> Self {
        let why = match watch {
            Watch::Stopped { why } => Some(why),
            _ => None,
        };
        Self {
            state: watch.code(),
            why: why.map(|why| english.remark(why)),
            why_coded: coded(why, english),
        }
    }
}

impl KeyDocument {
    fn of(blocked: &BlockedKey) -> Self {
        Self {
            spki_sha256: blocked.key.to_string(),
            because: blocked.because.clone(),
            since: blocked.since.to_string(),
        }
    }
}

impl TrustedDocument {
    fn of(state: &State, finding: &Finding) -> Self {
        let certificate = finding.held().map(|held| &held.certificate);
        let store = store_of(&state.audit, finding);
        Self {
            store_id: finding.store_id.clone(),
            path: store.map(|store| store.path.display().to_string()),
            subject: certificate.map(|one| one.subject().to_string()),
            cert_sha256: certificate.map(|one| one.sha256().to_string()),
            spki_sha256: certificate.map(|one| one.spki_sha256().to_string()),
            effective_for: finding.effective_for.iter().map(|one| one.id()).collect(),
        }
    }
}

impl ReceiptDocument {
    fn of(state: &State, receipt: &Receipt, english: &Words) -> Self {
        let lost = state.lost.get(&receipt.id).into_iter().flatten();
        Self {
            id: receipt.id.to_string(),
            made_at: receipt.made_at.to_string(),
            purpose: receipt.purpose.clone(),
            status: code(receipt.status),
            change_count: receipt.changes.len(),
            is_rebuilt: receipt.is_rebuilt,
            lost_originals: lost.map(|told| RemarkDocument::of(told, english)).collect(),
        }
    }
}

/// How far a receipt has come, as a code.
pub(crate) const fn code(status: Status) -> &'static str {
    match status {
        Status::Begun => "begun",
        Status::Applied => "applied",
        Status::Undone => "undone",
    }
}
