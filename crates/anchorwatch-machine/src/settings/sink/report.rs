//! Reports settings, and what of them was not read or not followed.

use std::path::Path;

use anchorwatch_home::ContentProblem;
use anchorwatch_remark::Remark as _;

use super::{SettingsRemark, Sink, Unclear, Value};
use crate::{Client, Setting, SettingKind, redact::redact};

/// The most settings listed for one owner; a tampered machine has a dozen.
const MAX_SETTINGS: usize = 1_000;
/// The most unresolved parts of one file that are reported one by one.
const MAX_NOTES: usize = 100;

impl Sink<'_> {
    /// A file that exists and was not read, or not completely.
    pub(in crate::settings) fn unread(&mut self, path: &Path, why: &SettingsRemark) {
        self.store(path).error = Some(why.told());
    }

    /// A file that cannot be parsed.
    pub(in crate::settings) fn not_parsed<'e, E>(&mut self, path: &Path, error: &'e E)
    where
        ContentProblem: From<&'e E>,
    {
        let why = error.into();
        self.unread(path, &SettingsRemark::NotParsed { why });
    }

    /// Something in a file that could lead to an anchor or a proxy and was not followed.
    pub(in crate::settings) fn unclear(&mut self, at: &Path, what: &str, why: Unclear) {
        let what = redact(what);
        self.not_followed(at, &SettingsRemark::Unclear { what, why });
    }

    /// The same without words of the file.
    pub(in crate::settings) fn not_followed(&mut self, at: &Path, remark: &SettingsRemark) {
        let note = remark.told();
        let notes = &mut self.store(at).unreadable;
        if notes.len() < MAX_NOTES && !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// A remark on a file that does not make the answer inconclusive.
    pub(in crate::settings) fn remark(&mut self, at: &Path, remark: &SettingsRemark) {
        let remark = remark.told();
        let remarks = &mut self.store(at).remarks;
        if remarks.len() < MAX_NOTES && !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }

    /// A setting that switches verification off or leads elsewhere.
    pub(in crate::settings) fn setting(
        &mut self,
        at: &Path,
        kind: SettingKind,
        what: &str,
        clients: &[Client],
    ) {
        let literal = redact(what);
        if self.settings.len() >= MAX_SETTINGS {
            let max = MAX_SETTINGS as u64;
            self.unread(at, &SettingsRemark::Limit { max });
            return;
        }
        if !self.settings.insert((at.to_owned(), literal.clone())) {
            return;
        }
        if let Some(remark) = self.force.remark(&literal) {
            self.remark(at, &remark);
        }
        let store_id = self.store(at).id.clone();
        self.inventory.settings.push(Setting {
            kind,
            store_id,
            literal,
            effective_for: clients.to_vec(),
        });
    }

    /// A proxy. A value that only names another variable is not followed.
    pub(in crate::settings) fn proxy(
        &mut self,
        at: &Path,
        kind: SettingKind,
        what: &str,
        value: &Value,
        clients: &[Client],
    ) {
        if value.has_words {
            self.setting(at, kind, what, clients);
        } else if value.is_open {
            self.unclear(at, what, Unclear::Proxy);
        }
    }
}
