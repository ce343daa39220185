//! Tar archives, header by header: also those that no tool would make.
//!
//! ```text
//! offset size
//!      0  100  name            zero-ended
//!    100    8  mode            octal, zero-ended; so are the numbers below
//!    108    8  uid
//!    116    8  gid
//!    124   12  size
//!    136   12  modification    Unix seconds
//!    148    8  checksum        the sum of all bytes, with spaces here
//!    156    1  type
//!    157  100  link target
//!    257    8  "ustar\0" "00"  or GNU's "ustar  \0"
//!    345  155  prefix of the name
//! ```
//!
//! POSIX.1-2017, pax, «ustar Interchange Format»; GNU tar 1.34, «Basic Tar Format».

use std::{
    io,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{FileTypeExt as _, MetadataExt as _},
    },
    path::Path,
};

const BLOCK: usize = 512;

/// An entry without its content.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name, as it is written; at most 100 bytes.
    pub path: Vec<u8>,
    /// The type: `0` file, `1` hard link, `2` symbolic link, `3` device, `5` folder, `6` FIFO.
    pub kind: u8,
    /// The target of a link; at most 100 bytes.
    pub target: Vec<u8>,
    /// Permission bits.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// The last modification, in Unix seconds.
    pub modified_at_unix_s: u64,
    /// The size that the header says; `None`: that of the content.
    pub size_bytes: Option<u64>,
    /// Whether the header is GNU's.
    pub is_gnu: bool,
}

impl Entry {
    /// An entry of root's.
    #[must_use]
    pub fn new(path: &str, kind: u8) -> Self {
        Self {
            path: path.into(),
            kind,
            target: Vec::new(),
            mode: if kind == b'5' { 0o755 } else { 0o644 },
            uid: 0,
            gid: 0,
            modified_at_unix_s: 1_700_000_000,
            size_bytes: None,
            is_gnu: false,
        }
    }

    fn header(&self, content_length: usize) -> [u8; BLOCK] {
        let mut header = [0; BLOCK];
        let size = self.size_bytes.unwrap_or(content_length as u64);
        put(&mut header, 0, &self.path, 100);
        put(&mut header, 100, format!("{:07o}", self.mode).as_bytes(), 8);
        put(&mut header, 108, format!("{:07o}", self.uid).as_bytes(), 8);
        put(&mut header, 116, format!("{:07o}", self.gid).as_bytes(), 8);
        put(&mut header, 124, &number(size), 12);
        let modified = format!("{:011o}", self.modified_at_unix_s);
        put(&mut header, 136, modified.as_bytes(), 12);
        put(&mut header, 148, b"        ", 8);
        put(&mut header, 156, &[self.kind], 1);
        put(&mut header, 157, &self.target, 100);
        let magic: &[u8] = if self.is_gnu {
            b"ustar  \0"
        } else {
            b"ustar\x0000"
        };
        put(&mut header, 257, magic, 8);
        header
    }
}

/// Twelve bytes: octal, or GNU's base 256 where that does not fit.
fn number(value: u64) -> Vec<u8> {
    if value < 1 << 33 {
        return format!("{value:011o}").into_bytes();
    }
    let mut bytes = vec![0x80, 0, 0, 0];
    bytes.extend_from_slice(&value.to_be_bytes());
    bytes
}

fn put(header: &mut [u8; BLOCK], at: usize, value: &[u8], most: usize) {
    let field = header.iter_mut().skip(at);
    for (place, byte) in field.zip(value.iter().take(most)) {
        *place = *byte;
    }
}

fn seal(header: &mut [u8; BLOCK]) {
    let sum: u32 = header.iter().copied().map(u32::from).sum();
    put(header, 148, format!("{sum:06o}\0 ").as_bytes(), 8);
}

/// An archive that grows.
#[derive(Debug, Clone, Default)]
pub struct Tar {
    bytes: Vec<u8>,
}

impl Tar {
    /// An archive without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The archive with the two empty blocks at its end.
    #[must_use]
    pub fn bytes(mut self) -> Vec<u8> {
        self.bytes.resize(self.bytes.len() + 2 * BLOCK, 0);
        self.bytes
    }

    /// The archive without its end.
    #[must_use]
    pub fn without_end(self) -> Vec<u8> {
        self.bytes
    }

    /// Adds an entry. A name or a target of more than 100 bytes gets GNU's header before it.
    #[must_use]
    pub fn entry(mut self, entry: &Entry, content: &[u8]) -> Self {
        for (long, kind) in [(&entry.path, b'L'), (&entry.target, b'K')] {
            if long.len() > 100 {
                let mut text = long.clone();
                text.push(0);
                let before = Entry {
                    is_gnu: true,
                    ..Entry::new("././@LongLink", kind)
                };
                self = self.entry(&before, &text);
            }
        }
        let mut header = entry.header(content.len());
        seal(&mut header);
        self.block(&header, content)
    }

    /// Adds bytes as they are, filled up to a block.
    #[must_use]
    pub fn block(mut self, header: &[u8], content: &[u8]) -> Self {
        for part in [header, content] {
            self.bytes.extend_from_slice(part);
            let filled = self.bytes.len().next_multiple_of(BLOCK);
            self.bytes.resize(filled, 0);
        }
        self
    }

    /// Adds pax records before the next entry (POSIX.1-2017, «pax Extended Header»).
    #[must_use]
    pub fn pax(self, records: &[(&str, &[u8])]) -> Self {
        let mut text = Vec::new();
        for (key, value) in records {
            // The length counts itself.
            let rest = key.len() + value.len() + 3;
            let mut length = rest + 1;
            while length != rest + length.to_string().len() {
                length += 1;
            }
            text.extend_from_slice(format!("{length} {key}=").as_bytes());
            text.extend_from_slice(value);
            text.push(b'\n');
        }
        self.entry(&Entry::new("PaxHeaders/x", b'x'), &text)
    }

    /// Adds a file of GNU's old sparse form: pieces by offset and content, and the whole size.
    #[must_use]
    pub fn sparse(self, path: &str, pieces: &[(u64, &[u8])], size_bytes: u64) -> Self {
        let content: Vec<u8> = pieces
            .iter()
            .flat_map(|(_, piece)| piece.to_vec())
            .collect();
        let entry = Entry {
            is_gnu: true,
            ..Entry::new(path, b'S')
        };
        let mut header = entry.header(content.len());
        for (number, (offset, piece)) in pieces.iter().enumerate().take(4) {
            let at = 386 + 24 * number;
            put(&mut header, at, &self::number(*offset), 12);
            put(&mut header, at + 12, &self::number(piece.len() as u64), 12);
        }
        put(&mut header, 483, &number(size_bytes), 12);
        seal(&mut header);
        self.block(&header, &content)
    }

    /// Adds a file of root's.
    #[must_use]
    pub fn file(self, path: &str, content: &[u8]) -> Self {
        self.entry(&Entry::new(path, b'0'), content)
    }

    /// Adds a folder of root's.
    #[must_use]
    pub fn folder(self, path: &str) -> Self {
        self.entry(&Entry::new(path, b'5'), b"")
    }

    /// Adds a symbolic link of root's.
    #[must_use]
    pub fn symlink(self, path: &str, target: &str) -> Self {
        let entry = Entry {
            target: target.into(),
            ..Entry::new(path, b'2')
        };
        self.entry(&entry, b"")
    }

    /// Adds a hard link.
    #[must_use]
    pub fn hard_link(self, path: &str, target: &str) -> Self {
        let entry = Entry {
            target: target.into(),
            ..Entry::new(path, b'1')
        };
        self.entry(&entry, b"")
    }

    /// Adds everything below a folder, with owners, modes and times.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn tree(mut self, root: &Path) -> io::Result<Self> {
        let mut left = vec![root.to_owned()];
        while let Some(path) = left.pop() {
            let seen = path.symlink_metadata()?;
            let inside = path.strip_prefix(root).unwrap_or(&path);
            let kind = seen.file_type();
            let is_root = inside.as_os_str().is_empty();
            let mut entry = Entry {
                path: if is_root {
                    b"./".to_vec()
                } else {
                    inside.as_os_str().as_bytes().to_vec()
                },
                mode: seen.mode() & 0o7777,
                uid: seen.uid(),
                gid: seen.gid(),
                modified_at_unix_s: u64::try_from(seen.mtime()).unwrap_or(0),
                ..Entry::new("", b'0')
            };
            let mut content = Vec::new();
            if kind.is_dir() {
                entry.kind = b'5';
                let mut below = Vec::new();
                for child in path.read_dir()? {
                    below.push(child?.path());
                }
                below.sort();
                left.extend(below.into_iter().rev());
            } else if kind.is_symlink() {
                entry.kind = b'2';
                entry.target = path.read_link()?.into_os_string().as_bytes().to_vec();
            } else if kind.is_fifo() {
                entry.kind = b'6';
            } else {
                content = std::fs::read(&path)?;
            }
            self = self.entry(&entry, &content);
        }
        Ok(self)
    }
}
