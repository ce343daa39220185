//! A file that a script installs.

use std::path::Path;

use anchorwatch_container::certificate_file;
use anchorwatch_home::{EntryKind, Tree};
use anchorwatch_identity::Certificate;

use super::super::{remark::SettingsRemark, scope::Value, sink::Sink};
use crate::{Client, layout, store_builder::MAX_FILE_BYTES};

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
    let Ok(entries) = sink.tree.list(path) else {
        return file(sink, at, what, path, client);
    };
    let files = entries
        .iter()
        .filter(|entry| entry.kind != EntryKind::Directory);
    let is_whole = entries.len() <= MAX_FILES && files.clone().count() == entries.len();
    let files = files.take(MAX_FILES);
    files.fold(is_whole, |is_read, entry| {
        file(sink, at, what, &path.join(&entry.name), client) && is_read
    })
}

fn file(sink: &mut Sink<'_>, at: &Path, what: &str, path: &Path, client: Client) -> bool {
    /// A sequence, as DER and PKCS #12 begin.
    const SEQUENCE: u8 = 0x30;
    let Ok(content) = sink.tree.read(path, MAX_FILE_BYTES) else {
        return false;
    };
    let has = |mark: &[u8]| content.windows(mark.len()).any(|part| part == mark);
    let value = Value::plain(&path.to_string_lossy());
    let is_certificate = has(b"BEGIN CERTIFICATE")
        || has(b"BEGIN TRUSTED CERTIFICATE")
        || has(b"BEGIN X509 CERTIFICATE")
        || content.first() == Some(&SEQUENCE);
    if is_certificate {
        sink.name_file(at, what, &value, &[client]);
        let what = what.to_owned();
        sink.remark(at, &SettingsRemark::InstallsRoots { what });
        return true;
    }
    // A private key, or nothing.
    content.is_empty() || has(b"PRIVATE KEY-----")
}

/// Whether a file outside the stores holds the certificate of an authority.
pub(super) fn is_root(tree: &Tree, path: &Path) -> bool {
    let content = tree.read(path, MAX_FILE_BYTES).unwrap_or_default();
    let is_in_a_store = layout::places().any(|place| path.starts_with(place));
    !is_in_a_store
        && certificate_file(&content)
            .certificates()
            .any(Certificate::is_ca)
}
