//! The entries of a tar archive, one after another, without their content.
//!
//! tar-core takes the headers apart: ustar, GNU's and pax's, long names and sparse files. Here
//! they are read piece by piece, and the content of each is passed over.

use anchorwatch_home::image::{Content, Extent, Inode};
use tar_core::{
    EntryType, HEADER_SIZE, Header, SparseEntry,
    parse::{Limits, ParseEvent, ParsedEntry, Parser},
};

use crate::{
    Damage, Error,
    blob::{Files, Section, read_full},
};

/// The most bytes of the headers before one entry: a path and a target of 4096 bytes, and
/// extended attributes, of which the kernel keeps 64 KiB (xattr(7)).
const MAX_METADATA_BYTES: u32 = 256 << 10;

/// The most pieces of a sparse file. Each costs 16 bytes of memory.
const MAX_SPARSE_PIECES: usize = 10_000;

/// How much is read at once: most headers come with content that is passed over.
const PIECE_BYTES: usize = 4 << 10;

/// The extended attributes by which overlayfs redirects and hides (overlayfs.rst of Linux 6.12).
const OVERLAY: [&[u8]; 2] = [b"trusted.overlay.", b"user.overlay."];

/// What an entry is.
#[derive(Debug)]
pub(crate) enum Kind {
    Directory,
    /// With the place of its bytes.
    File(Extent),
    /// With the pieces of its bytes, and its size.
    Sparse(Vec<SparseEntry>, Extent, u64),
    Symlink,
    HardLink,
    Fifo,
    Device,
    /// Nothing that a file system has.
    Unknown,
}

/// An entry.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) path: Vec<u8>,
    pub(crate) target: Vec<u8>,
    pub(crate) kind: Kind,
    mode: u32,
    uid: u32,
    gid: u32,
    modified_at_unix_s: u32,
    /// Whether it has attributes by which overlayfs shows something else.
    pub(crate) is_overlay: bool,
}

impl Entry {
    pub(crate) fn inode<'a>(&self, content: Content<'a>) -> Inode<'a> {
        Inode {
            mode: self.mode,
            uid: self.uid,
            gid: self.gid,
            modified_at_unix_s: self.modified_at_unix_s,
            content,
        }
    }
}

/// The entries of an archive.
pub(crate) struct Entries<'w> {
    parser: Parser,
    from: Section,
    /// Where the archive is.
    extent: Extent,
    /// What was read and not yet parsed, and where in the archive it begins.
    buffer: Vec<u8>,
    position: u64,
    /// The archive, for messages.
    what: &'w str,
}

impl<'w> Entries<'w> {
    pub(crate) fn of(files: &Files, extent: Extent, what: &'w str) -> Self {
        let limits = Limits {
            max_metadata_size: MAX_METADATA_BYTES,
            max_sparse_entries: MAX_SPARSE_PIECES,
            ..Limits::default()
        };
        let mut parser = Parser::new(limits);
        // As other programs do: an invalid number leaves the one of the plain header.
        parser.set_ignore_pax_errors(true);
        Self {
            parser,
            from: files.read(extent),
            extent,
            buffer: Vec::new(),
            position: 0,
            what,
        }
    }

    /// Returns the next entry; `None` at the end of the archive.
    pub(crate) fn next(&mut self) -> Result<Option<Entry>, Error> {
        let mut wanted = HEADER_SIZE;
        loop {
            self.fill(wanted)?;
            if self.buffer.is_empty() {
                // Go's writer, and so Docker's, may leave out the two blocks at the end.
                return Ok(None);
            }
            self.check_sizes()?;
            let (consumed, size, entry) = match self.parser.parse(&self.buffer) {
                Ok(ParseEvent::NeedData { min_bytes }) => {
                    let is_at_the_end = self.buffer.len() < wanted;
                    if is_at_the_end && self.buffer.iter().all(|byte| *byte == 0) {
                        return Ok(None);
                    }
                    if is_at_the_end || min_bytes <= self.buffer.len() {
                        return Err(self.damaged(Damage::EndsEarly));
                    }
                    wanted = min_bytes;
                    continue;
                }
                Ok(ParseEvent::End { .. }) => return Ok(None),
                // Docker and containerd pass over these too.
                Ok(ParseEvent::GlobalExtensions { consumed, .. }) => (consumed, 0, None),
                Ok(ParseEvent::Entry { consumed, entry }) => {
                    let at = self.content_at(consumed, entry.size);
                    (consumed, entry.size, Some(owned(&entry, kind(&entry, at))))
                }
                Ok(ParseEvent::SparseEntry {
                    consumed,
                    entry,
                    sparse_map,
                    real_size,
                }) => {
                    let at = self.content_at(consumed, entry.size);
                    let kind = Kind::Sparse(sparse_map, at, real_size);
                    (consumed, entry.size, Some(owned(&entry, kind)))
                }
                Err(_) => return Err(self.damaged(Damage::NotTar)),
            };
            self.pass(consumed, size)?;
            match entry {
                Some(entry) => return Ok(Some(entry)),
                None => wanted = HEADER_SIZE,
            }
        }
    }

    fn content_at(&self, consumed: usize, size_bytes: u64) -> Extent {
        let inside = self.position.saturating_add(consumed as u64);
        Extent {
            place: self.extent.place,
            offset: self.extent.offset.saturating_add(inside),
            size_bytes,
        }
    }

    /// Reads until there are as many bytes, or the archive ends.
    fn fill(&mut self, wanted: usize) -> Result<(), Error> {
        let have = self.buffer.len();
        if have >= wanted {
            return Ok(());
        }
        // The parser's own limits keep this small.
        let most = MAX_METADATA_BYTES as usize + MAX_SPARSE_PIECES * 48 + (64 << 10);
        if wanted > most {
            return Err(self.damaged(Damage::LongHeaders));
        }
        self.buffer.resize(wanted.next_multiple_of(PIECE_BYTES), 0);
        let rest = self.buffer.get_mut(have..).unwrap_or_default();
        let count = read_full(&mut self.from, rest).map_err(Error::io("read the image"))?;
        self.buffer.truncate(have + count);
        Ok(())
    }

    /// Refuses a header before an entry that is too long. tar-core 0.1.0 adds the sizes of such
    /// headers without looking for an overflow.
    fn check_sizes(&self) -> Result<(), Error> {
        let mut rest = self.buffer.as_slice();
        while let Some((header, after)) = rest.split_first_chunk::<HEADER_SIZE>() {
            let header = Header::from_bytes(header);
            let is_before_an_entry = matches!(
                header.entry_type(),
                EntryType::GnuLongName
                    | EntryType::GnuLongLink
                    | EntryType::XHeader
                    | EntryType::XGlobalHeader
            );
            if !is_before_an_entry {
                break;
            }
            let size = header.entry_size().unwrap_or(u64::MAX);
            if size > u64::from(MAX_METADATA_BYTES) {
                return Err(self.damaged(Damage::LongHeaders));
            }
            let padded = usize::try_from(size)
                .unwrap_or(usize::MAX)
                .next_multiple_of(HEADER_SIZE);
            rest = after.get(padded..).unwrap_or_default();
        }
        Ok(())
    }

    /// Passes over the headers of an entry, and over its content up to the next block.
    fn pass(&mut self, consumed: usize, size: u64) -> Result<(), Error> {
        let padded = size.checked_next_multiple_of(HEADER_SIZE as u64);
        let content = padded.ok_or_else(|| self.damaged(Damage::LongEntry))?;
        let total = (consumed as u64).saturating_add(content);
        let buffered = self.buffer.len() as u64;
        if total <= buffered {
            // It fits: the buffer is that long.
            self.buffer.drain(..usize::try_from(total).unwrap_or(0));
        } else {
            self.buffer.clear();
            let end = (consumed as u64).saturating_add(size);
            // The last entry may lack what fills its block.
            if !self.from.skip(total - buffered) && !self.from.skip(end.saturating_sub(buffered)) {
                return Err(self.damaged(Damage::EndsEarly));
            }
        }
        self.position = self.position.saturating_add(total);
        Ok(())
    }

    fn damaged(&self, why: Damage) -> Error {
        Error::damaged(self.what, why)
    }
}

fn kind(entry: &ParsedEntry<'_>, at: Extent) -> Kind {
    match entry.entry_type {
        EntryType::Directory => Kind::Directory,
        EntryType::Regular | EntryType::Continuous => {
            // Before POSIX a slash at the end was all that marked a folder.
            if entry.path.ends_with(b"/") {
                Kind::Directory
            } else {
                Kind::File(at)
            }
        }
        EntryType::Symlink => Kind::Symlink,
        EntryType::Link => Kind::HardLink,
        EntryType::Fifo => Kind::Fifo,
        EntryType::Char | EntryType::Block => Kind::Device,
        _ => Kind::Unknown,
    }
}

fn owned(entry: &ParsedEntry<'_>, kind: Kind) -> Entry {
    // Programs in C and Go end a name at the first zero.
    let text = |bytes: &[u8]| -> Vec<u8> {
        let text = bytes.split(|byte| *byte == 0).next();
        text.unwrap_or_default().to_vec()
    };
    // A number that no user can have is nobody's whom the tree knows.
    let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let has_prefix = |name: &[u8]| OVERLAY.iter().any(|prefix| name.starts_with(prefix));
    Entry {
        path: text(&entry.path),
        target: entry.link_target.as_deref().map(text).unwrap_or_default(),
        kind,
        mode: entry.mode,
        uid: number(entry.uid),
        gid: number(entry.gid),
        modified_at_unix_s: number(entry.mtime),
        is_overlay: entry.xattrs.iter().any(|(name, _)| has_prefix(name)),
    }
}
