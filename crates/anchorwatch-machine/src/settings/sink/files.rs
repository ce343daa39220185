//! Reads the files of one owner's settings, each once and within bounds.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Entry, EntryKind, Error};

use super::{MAX_FILE_BYTES, SettingsRemark, Sink};
use crate::{Store, StoreKind, java, not_read::NoFile};

/// The most files read for one owner; a desktop has some 600 units and drop-ins.
const MAX_FILES: usize = 20_000;

impl Sink<'_> {
    /// The text of a settings file, read once; a missing path, or one that is not a file,
    /// is skipped.
    pub(in crate::settings) fn read(&mut self, path: &Path) -> Option<String> {
        self.read_for(path, self.user.and_then(|user| user.uid))
    }

    /// The same for a file that only root's services read: if others cannot read it,
    /// nothing about their own programs is hidden from them.
    pub(in crate::settings) fn read_of_service(&mut self, path: &Path) -> Option<String> {
        let uid = self.user.map_or(Some(0), |user| user.uid);
        self.read_for(path, uid)
    }

    fn read_for(&mut self, path: &Path, uid: Option<u32>) -> Option<String> {
        let identity = self.tree.identity(path);
        if let Ok(identity) = identity
            && (self.seen.len() >= MAX_FILES || !self.seen.insert(identity))
        {
            if self.seen.len() >= MAX_FILES && !self.seen.contains(&identity) {
                let max = MAX_FILES as u64;
                self.unread(path, &SettingsRemark::FilesLimit { max });
            }
            return None;
        }
        match self.tree.read(path, MAX_FILE_BYTES.min(self.bytes_left)) {
            Ok(content) => {
                self.bytes_left -= content.len() as u64;
                let text = String::from_utf8_lossy(&content).into_owned();
                java::take_options(self.tree, &text, path, self.user, &mut self.java);
                Some(text)
            }
            Err(error) => {
                self.not_read(path, uid, &error);
                None
            }
        }
    }

    /// The text of a small file that no table names, read once. Anything that is not text
    /// or cannot be read is skipped.
    pub(in crate::settings) fn peek(&mut self, path: &Path) -> Option<String> {
        /// Larger than any configuration that a person writes.
        const MAX_BYTES: u64 = 4 << 20;
        /// As much of a file as shows whether it is a text.
        const START_BYTES: u64 = 512;
        let identity = self.tree.identity(path).ok()?;
        if self.seen.contains(&identity) || !self.peeked.insert(identity) {
            return None;
        }
        let start = self.tree.read_start(path, START_BYTES).ok()?;
        if start.contains(&0) {
            return None;
        }
        let content = match self.tree.read(path, MAX_BYTES.min(self.bytes_left)) {
            Ok(content) => content,
            Err(error) => {
                self.unpeeked += usize::from(matches!(error, Error::TooLarge { .. }));
                return None;
            }
        };
        self.bytes_left -= content.len() as u64;
        let text = String::from_utf8(content).ok()?;
        if text.contains('\0') {
            return None;
        }
        java::take_options(self.tree, &text, path, self.user, &mut self.java);
        Some(text)
    }

    /// A file that a script installs; `None` if it cannot be read.
    pub(in crate::settings) fn content_of_installed(&mut self, path: &Path) -> Option<Vec<u8>> {
        /// A bundle of every public root has some 300 KB.
        const MAX_BYTES: u64 = 4 << 20;
        let content = self.tree.read(path, MAX_BYTES.min(self.bytes_left)).ok()?;
        self.bytes_left -= content.len() as u64;
        Some(content)
    }

    /// The files and folders in a folder whose names are `is_wanted`.
    pub(in crate::settings) fn list(
        &mut self,
        folder: &Path,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Vec<PathBuf> {
        let entries: Vec<Entry> = match self.tree.list(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.not_read(folder, self.user.and_then(|user| user.uid), &error);
                return Vec::new();
            }
        };
        let mut paths: Vec<PathBuf> = entries
            .into_iter()
            .filter(|entry| entry.kind != EntryKind::Other)
            .filter(|entry| entry.name.to_str().is_none_or(&is_wanted))
            .map(|entry| folder.join(entry.name))
            .collect();
        if paths.len() > MAX_FILES {
            paths.truncate(MAX_FILES);
            let max = MAX_FILES as u64;
            self.unread(folder, &SettingsRemark::NamesLimit { max });
        }
        paths
    }

    pub(super) fn not_read(&mut self, path: &Path, uid: Option<u32>, error: &Error) {
        let store = Store::new(self.tree, StoreKind::Settings, path, self.user);
        self.inventory
            .not_read(self.tree, store, path, uid, NoFile::Nothing, error);
    }
}
