//! Files, folders and keystores of certificates that settings name.

use std::path::{Path, PathBuf};

use super::{MAX_FILE_BYTES, SettingsRemark, Sink, Unclear, Value};
use crate::{
    Client, java,
    settings::referenced_bundles::{ReferencedBundles, Shape},
};

/// The most named files and folders that are read.
const MAX_NAMED: usize = 100;

impl Sink<'_> {
    /// Whether a setting names this file already.
    pub(in crate::settings) fn is_named(&self, path: &Path) -> bool {
        self.named.keys().any(|named| named.path == path)
    }

    /// A file of certificates that a setting names.
    pub(in crate::settings) fn name_file(
        &mut self,
        at: &Path,
        what: &str,
        value: &Value,
        clients: &[Client],
    ) {
        self.name(at, what, value, Shape::File, clients);
    }

    /// A folder of certificates that a setting names.
    pub(in crate::settings) fn name_folder(
        &mut self,
        at: &Path,
        what: &str,
        value: &Value,
        clients: &[Client],
    ) {
        self.name(at, what, value, Shape::Directory, clients);
    }

    fn name(&mut self, at: &Path, what: &str, value: &Value, shape: Shape, clients: &[Client]) {
        if value.text.is_empty() {
            return;
        }
        match self.path(value) {
            Some(path) => self.name_path(at, path, shape, clients),
            None => self.unclear(at, what, Unclear::Place),
        }
    }

    fn name_path(&mut self, at: &Path, path: PathBuf, shape: Shape, clients: &[Client]) {
        if self.named.len() >= MAX_NAMED {
            let max = MAX_NAMED as u64;
            self.unread(at, &SettingsRemark::BundlesLimit { max });
            return;
        }
        let named = ReferencedBundles { path, shape };
        self.named.entry(named).or_default().extend(clients);
    }

    /// A certificate file that programs read without any setting, if it exists.
    pub(in crate::settings) fn fixed_file(&mut self, path: PathBuf, clients: &[Client]) {
        self.fixed(path, Shape::File, clients);
    }

    /// The same for a folder.
    pub(in crate::settings) fn fixed_folder(&mut self, path: PathBuf, clients: &[Client]) {
        self.fixed(path, Shape::Directory, clients);
    }

    fn fixed(&mut self, path: PathBuf, shape: Shape, clients: &[Client]) {
        match self.tree.identity(&path) {
            Ok(_) => self.name_path(&path.clone(), path, shape, clients),
            Err(error) => self.not_read(&path, self.user.and_then(|user| user.uid), &error),
        }
    }

    /// The absolute path of a value; `None` if it depends on something unknown.
    pub(in crate::settings) fn path(&self, value: &Value) -> Option<PathBuf> {
        let is_broken = value.text.contains(char::REPLACEMENT_CHARACTER);
        if value.is_open || is_broken {
            return None;
        }
        let path = match value.text.strip_prefix("~/") {
            Some(rest) => self.user?.home.join(rest),
            None => PathBuf::from(&value.text),
        };
        path.is_absolute().then_some(path)
    }

    /// A certificate file, if the path is a file; a folder is read elsewhere.
    pub(in crate::settings) fn name_only_file(
        &mut self,
        at: &Path,
        path: &str,
        clients: &[Client],
    ) {
        if self.tree.list(path.as_ref()).is_err() {
            self.name_path(at, path.into(), Shape::File, clients);
        }
    }

    /// A file that a variable of unknown use names, if it holds certificates.
    pub(in crate::settings) fn guess_file(&mut self, at: &Path, what: &str, value: &Value) {
        const MAX_GUESSED_BYTES: u64 = 4 << 20;
        const MARKS: [&[u8]; 2] = [b"BEGIN CERTIFICATE", b"BEGIN TRUSTED CERTIFICATE"];
        let Some(path) = self.path(value) else { return };
        let content = self.tree.read(&path, MAX_GUESSED_BYTES).unwrap_or_default();
        let has = |mark: &&[u8]| content.windows(mark.len()).any(|part| part == *mark);
        if MARKS.iter().any(has) {
            self.name_file(at, what, value, &[Client::Other]);
        }
    }

    /// The same for a Java keystore, recognized by its first bytes.
    pub(in crate::settings) fn guess_keystore(&mut self, at: &Path, value: &Value) {
        /// Java's own two forms (`JavaKeyStore.java`, `JceKeyStore.java`).
        const MARKS: [[u8; 4]; 2] = [[0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce]];
        /// PKCS #12: a sequence with a long-form length that begins with version 3.
        const PKCS12: ([u8; 2], [u8; 3]) = ([0x30, 0x82], [0x02, 0x01, 0x03]);
        let Some(path) = self.path(value) else { return };
        let content = self.tree.read(&path, MAX_FILE_BYTES).unwrap_or_default();
        let is_javas = MARKS.iter().any(|mark| content.starts_with(mark));
        let is_pkcs12 = content.starts_with(&PKCS12.0)
            && content
                .get(4..)
                .is_some_and(|rest| rest.starts_with(&PKCS12.1));
        if is_javas || is_pkcs12 {
            let option = format!("-Djavax.net.ssl.trustStore=\"{}\"", path.display());
            java::take_options(self.tree, &option, at, self.user, &mut self.java);
        }
    }
}
