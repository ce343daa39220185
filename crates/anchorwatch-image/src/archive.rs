//! FILE itself: its parts by name.

use std::collections::BTreeMap;

use anchorwatch_home::image::{Extent, Place};

use crate::{
    Error,
    blob::Files,
    compression,
    entries::{Entries, Kind},
    error::FILE,
};

/// The most parts of FILE. An image has a few hundred: its layers, and a document or two for
/// each; `docker save` of many images some thousand.
const MAX_PARTS: usize = 100_000;

/// The longest name of a part, in bytes: a digest in hexadecimal and two folders have 77.
const MAX_NAME_BYTES: usize = 512;

/// How many links are followed from a part to another: `docker save` made one at the most.
const MOST_LINKS: usize = 8;

/// The parts of FILE.
#[derive(Debug)]
pub(crate) struct Archive {
    parts: BTreeMap<String, Part>,
}

#[derive(Debug)]
enum Part {
    Here(Extent),
    /// The name of the part that has the bytes.
    Link(String),
}

impl Archive {
    /// Reads the names of all parts. A file in gzip is unpacked into the spool first.
    pub(crate) fn read(files: &mut Files) -> Result<Self, Error> {
        let metadata = files.archive().metadata();
        let size_bytes = metadata.map_err(Error::io("look at the file"))?.len();
        let whole = Extent {
            place: Place::Archive,
            offset: 0,
            size_bytes,
        };
        let whole = compression::plain(files, whole, FILE)?;
        let mut entries = Entries::of(files, whole, FILE);
        let mut parts = BTreeMap::new();
        while let Some(entry) = entries.next()? {
            let Some(name) = cleaned(&entry.path) else {
                continue;
            };
            let part = match entry.kind {
                Kind::File(extent) => Part::Here(extent),
                Kind::Symlink => match beside(&name, &entry.target) {
                    Some(target) => Part::Link(target),
                    None => continue,
                },
                Kind::HardLink => match cleaned(&entry.target) {
                    Some(target) => Part::Link(target),
                    None => continue,
                },
                _ => continue,
            };
            if parts.len() >= MAX_PARTS {
                return Err(Error::too_large(FILE, MAX_PARTS as u64, "parts"));
            }
            // Of a name that comes twice the later one counts, as when it is unpacked.
            parts.insert(name, part);
        }
        Ok(Self { parts })
    }

    pub(crate) fn find(&self, name: &str) -> Option<Extent> {
        let mut name = name;
        for _ in 0..MOST_LINKS {
            match self.parts.get(name)? {
                Part::Here(extent) => return Some(*extent),
                Part::Link(target) => name = target,
            }
        }
        None
    }

    /// Finds a part whose name a document wrote, in any spelling of the same path.
    pub(crate) fn find_named(&self, name: &str) -> Option<Extent> {
        self.find(&cleaned(name.as_bytes())?)
    }

    /// Reads a document.
    pub(crate) fn document(
        &self,
        files: &Files,
        extent: Extent,
        what: &str,
        max_bytes: u64,
    ) -> Result<Vec<u8>, Error> {
        if extent.size_bytes > max_bytes {
            return Err(Error::too_large(what, max_bytes, "bytes"));
        }
        files
            .read_whole(extent)
            .map_err(Error::io("read the image"))
    }
}

/// Returns a name without `.`, `..` and doubled slashes; `None` for one that no image has.
fn cleaned(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    if name.len() > MAX_NAME_BYTES {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The name that a link's target has from the top.
fn beside(name: &str, target: &[u8]) -> Option<String> {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path = folder.as_bytes().to_vec();
    path.push(b'/');
    path.extend_from_slice(target);
    if target.starts_with(b"/") {
        return None;
    }
    cleaned(&path)
}
