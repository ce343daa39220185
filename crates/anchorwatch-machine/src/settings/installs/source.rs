//! A file that a script installs.

use std::path::Path;

use anchorwatch_container::certificate_file;
use anchorwatch_home::EntryKind;
use anchorwatch_identity::Certificate;

use super::super::{
    remark::SettingsRemark,
    scope::Value,
    sink::{Installed, Sink},
};
use crate::{Client, layout};

/// The most files of a folder that are read.
const MAX_FILES: usize = 200;

/// Lists the certificates of a file, or of a folder's files; false if it is not known what
/// they would be used for.
pub(super) fn take(
    sink: &mut Sink<'_>,
    at: &Path,
    what: &str,
    path: &Path,
    client: Client,
) -> bool {
    if let Some(known @ (Installed::Whole | Installed::Unknown)) = sink.installed.get(path) {
        return *known == Installed::Whole;
    }
    let Ok(entries) = sink.tree.list(path) else {
        return file(sink, at, what, path, client);
    };
    let files = entries
        .iter()
        .filter(|entry| entry.kind != EntryKind::Directory);
    let mut is_read = entries.len() <= MAX_FILES && files.clone().count() == entries.len();
    for entry in files.take(MAX_FILES) {
        is_read &= file(sink, at, what, &path.join(&entry.name), client);
    }
    let state = if is_read {
        Installed::Whole
    } else {
        Installed::Unknown
    };
    sink.installed.insert(path.to_owned(), state);
    is_read
}

fn file(sink: &mut Sink<'_>, at: &Path, what: &str, path: &Path, client: Client) -> bool {
    let kind = kind(sink, path);
    if matches!(kind, Installed::Root | Installed::Certificate) {
        let value = Value::plain(&path.to_string_lossy());
        sink.name_file(at, what, &value, &[client]);
        let what = what.to_owned();
        sink.remark(at, &SettingsRemark::InstallsRoots { what });
    }
    kind != Installed::Unknown
}

/// Whether a file outside the stores holds the certificate of an authority.
pub(super) fn is_root(sink: &mut Sink<'_>, path: &Path) -> bool {
    let is_in_a_store = layout::places().any(|place| path.starts_with(place));
    !is_in_a_store && kind(sink, path) == Installed::Root
}

/// What a file holds; each is read once.
fn kind(sink: &mut Sink<'_>, path: &Path) -> Installed {
    if let Some(kind) = sink.installed.get(path) {
        return *kind;
    }
    let kind = match sink.content_of_installed(path) {
        Some(content) => kind_of(&content),
        None => Installed::Unknown,
    };
    sink.installed.insert(path.to_owned(), kind);
    kind
}

fn kind_of(content: &[u8]) -> Installed {
    /// A sequence, as DER and PKCS #12 begin.
    const SEQUENCE: u8 = 0x30;
    let has = |mark: &[u8]| content.windows(mark.len()).any(|part| part == mark);
    let is_certificate = has(b"BEGIN CERTIFICATE")
        || has(b"BEGIN TRUSTED CERTIFICATE")
        || has(b"BEGIN X509 CERTIFICATE")
        || content.first() == Some(&SEQUENCE);
    if is_certificate {
        let file = certificate_file(content);
        if file.certificates().any(Certificate::is_ca) {
            return Installed::Root;
        }
        return Installed::Certificate;
    }
    // A private key, or nothing.
    if content.is_empty() || has(b"PRIVATE KEY-----") {
        Installed::Whole
    } else {
        Installed::Unknown
    }
}
