//! Writes the evidence, and beside it what other vantage points answered, so that `verdict` can judge both
//! again.

use std::path::{Path, PathBuf};

use anchorwatch_evidence::Evidence;
use anchorwatch_note::SigningKey;

use crate::{output, page, signature, words::Words};

/// The files beside the evidence, one for each vantage point that is asked.
pub(super) fn notary_paths(evidence: &Path) -> impl Iterator<Item = PathBuf> {
    (1_usize..).map(move |number| {
        let mut path = evidence.as_os_str().to_owned();
        path.push(format!(".notary-{number}"));
        path.into()
    })
}

/// Writes the files, each of which must be new, and a note that signs the evidence. `notaries` has an
/// entry for each vantage point that was asked; what they answered is not signed, since it was not
/// measured here.
///
/// # Errors
/// One cannot be written.
pub(super) fn keep(
    path: &Path,
    evidence: &Evidence,
    notaries: &[Option<Evidence>],
    key: Option<&SigningKey>,
    words: &Words,
) -> anyhow::Result<()> {
    let encoded = evidence.encode();
    write(path, &encoded, words)?;
    for (path, seen) in notary_paths(path).zip(notaries) {
        if let Some(seen) = seen {
            write(&path, &seen.encode(), words)?;
        }
    }
    if let Some(key) = key {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let files = [(&*name.to_string_lossy(), encoded.as_slice())];
        signature::write(key, &files, &signature::note_path(path), words)?;
    }
    Ok(())
}

fn write(path: &Path, encoded: &[u8], words: &Words) -> anyhow::Result<()> {
    anchorwatch_home::write_new_file(path, encoded)?;
    let path = path.display().to_string();
    let said = words.with("check-evidence", &[("path", path.into())]);
    output::to_stderr(&format!("{}\n", page::escaped(&said)));
    Ok(())
}
