//! A layer: its entries and whiteouts, put on the layers below.

use std::os::unix::ffi::OsStringExt as _;
use std::{ffi::OsString, path::PathBuf};

use anchorwatch_home::{
    Image,
    image::{Content, Effect, Extent, MAX_KEPT_BYTES},
};
use tar_core::SparseEntry;

use crate::{
    Damage, Error,
    blob::{Files, SpoolError},
    entries::{Entries, Entry, Kind},
    error::SPARSE_FILE,
};

/// What the name of a whiteout begins with, and the rest of an opaque one (layer.md).
const WHITEOUT: &[u8] = b".wh.";
const OPAQUE: &[u8] = b".wh..opq";

/// What the names of AUFS's own files begin with: no program puts them into a container.
const OF_AUFS: &[u8] = b".wh.";

/// The most paths of which it is said that programs may see them differently.
const MAX_AMBIGUOUS: usize = 20;

/// Puts the layer in a tar archive on an image. Returns the paths that other programs may see
/// differently.
pub(crate) fn apply(
    files: &mut Files,
    image: &mut Image,
    layer: Extent,
    what: &str,
) -> Result<Vec<PathBuf>, Error> {
    let mut ambiguous = Vec::new();
    let refused = |path: &[u8], source| Error::Entry {
        layer: what.to_owned(),
        path: String::from_utf8_lossy(path).chars().take(200).collect(),
        source,
    };
    image
        .begin_layer()
        .map_err(|source| refused(b"/", source))?;
    let mut entries = Entries::of(files, layer, what);
    while let Some(entry) = entries.next()? {
        let effect = match whiteout(&entry.path) {
            Some(Whiteout::Name(path)) => image.whiteout(&path),
            Some(Whiteout::Siblings) => image.whiteout_siblings(&entry.path),
            Some(Whiteout::OfAufs) => Ok(Effect::Clear),
            None => match &entry.kind {
                Kind::HardLink => image.put_hard_link(&entry.path, &entry.target),
                _ => match content(files, &entry)? {
                    Some(content) => image.put(&entry.path, &entry.inode(content)),
                    None => Ok(Effect::Clear),
                },
            },
        };
        let effect = effect.map_err(|source| refused(&entry.path, source))?;
        if (effect == Effect::Ambiguous || entry.is_overlay) && ambiguous.len() < MAX_AMBIGUOUS {
            ambiguous.push(PathBuf::from(OsString::from_vec(entry.path)));
        }
    }
    image.end_layer();
    Ok(ambiguous)
}

enum Whiteout {
    Name(Vec<u8>),
    Siblings,
    OfAufs,
}

fn whiteout(path: &[u8]) -> Option<Whiteout> {
    let at = path.iter().rposition(|byte| *byte == b'/');
    let name_at = at.map_or(0, |at| at + 1);
    let hidden = path.get(name_at..)?.strip_prefix(WHITEOUT)?;
    if hidden == OPAQUE {
        return Some(Whiteout::Siblings);
    }
    // `.wh.` alone names nothing, and the rest would name a folder above.
    if hidden.starts_with(OF_AUFS) || matches!(hidden, b"" | b"." | b"..") {
        return Some(Whiteout::OfAufs);
    }
    let mut hides = path.get(..name_at)?.to_vec();
    hides.extend_from_slice(hidden);
    Some(Whiteout::Name(hides))
}

fn content<'e>(files: &mut Files, entry: &'e Entry) -> Result<Option<Content<'e>>, Error> {
    Ok(Some(match &entry.kind {
        Kind::Directory => Content::Directory,
        Kind::File(extent) => Content::File(*extent),
        Kind::Sparse(pieces, at, size_bytes) => {
            Content::File(filled(files, pieces, *at, *size_bytes)?)
        }
        Kind::Symlink => Content::Symlink(&entry.target),
        Kind::Fifo => Content::Fifo,
        Kind::Device => Content::Other,
        Kind::HardLink | Kind::Unknown => return Ok(None),
    }))
}

/// Writes a sparse file to the spool as a program reads it.
fn filled(
    files: &mut Files,
    pieces: &[SparseEntry],
    at: Extent,
    size_bytes: u64,
) -> Result<Extent, Error> {
    if size_bytes > MAX_KEPT_BYTES {
        return Ok(Extent { size_bytes, ..at });
    }
    let spooled = |error| match error {
        SpoolError::Read(source) | SpoolError::Write(source) => {
            Error::io("write the unpacked layers")(source)
        }
        SpoolError::TooMuch => Error::damaged(SPARSE_FILE, Damage::FillsDisk),
    };
    let whole = files.spool_hole(size_bytes).map_err(spooled)?;
    let mut read = 0_u64;
    for piece in pieces {
        let end = piece.offset.checked_add(piece.length);
        let read_end = read.checked_add(piece.length);
        let is_inside = end.is_some_and(|end| end <= size_bytes)
            && read_end.is_some_and(|end| end <= at.size_bytes);
        if !is_inside {
            return Err(Error::damaged(SPARSE_FILE, Damage::PieceOutside));
        }
        let from = Extent {
            place: at.place,
            offset: at.offset.saturating_add(read),
            size_bytes: piece.length,
        };
        let to = whole.offset.saturating_add(piece.offset);
        files.copy_into_spool(from, to).map_err(spooled)?;
        read += piece.length;
    }
    Ok(whole)
}
