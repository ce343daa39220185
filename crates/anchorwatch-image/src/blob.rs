//! A part of FILE or of the spool, read as a stream.

use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::FileExt as _,
    sync::Arc,
};

use anchorwatch_home::image::{Extent, Place};

/// FILE, and the file without a name for what has to be written.
#[derive(Debug)]
pub(crate) struct Files {
    archive: Arc<File>,
    spool: Arc<File>,
    /// The length of the spool.
    spooled: u64,
}

/// The most bytes that are written to the spool. The largest images in use, with the models and
/// libraries of machine learning, unpack to some tens of gigabytes.
pub const MAX_SPOOL_BYTES: u64 = 64 << 30;

/// How much is read and written at once, in bytes.
const PIECE_BYTES: usize = 256 << 10;

impl Files {
    pub(crate) fn new(archive: File, spool: File) -> Self {
        Self {
            archive: Arc::new(archive),
            spool: Arc::new(spool),
            spooled: 0,
        }
    }

    /// The two files, for the image.
    pub(crate) fn both(&self) -> (Arc<File>, Arc<File>) {
        (Arc::clone(&self.archive), Arc::clone(&self.spool))
    }

    pub(crate) fn archive(&self) -> &File {
        &self.archive
    }

    pub(crate) fn read(&self, extent: Extent) -> Section {
        Section {
            file: Arc::clone(match extent.place {
                Place::Archive => &self.archive,
                Place::Spool => &self.spool,
            }),
            at: extent.offset,
            left: extent.size_bytes,
        }
    }

    /// Reads a whole part into memory. The caller has looked at its size.
    pub(crate) fn read_whole(&self, extent: Extent) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        self.read(extent).read_to_end(&mut content)?;
        if content.len() as u64 != extent.size_bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(content)
    }

    /// Writes a stream to the end of the spool, with as many bytes as `may_write` allows of a
    /// total.
    pub(crate) fn spool(
        &mut self,
        mut from: impl Read,
        may_write: impl Fn(u64) -> bool,
    ) -> Result<Extent, SpoolError> {
        let offset = self.spooled;
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let count = read_full(&mut from, &mut piece).map_err(SpoolError::Read)?;
            let size_bytes = self.spooled - offset;
            if count == 0 {
                return Ok(Extent {
                    place: Place::Spool,
                    offset,
                    size_bytes,
                });
            }
            let more = count as u64;
            if self.spooled + more > MAX_SPOOL_BYTES || !may_write(size_bytes + more) {
                return Err(SpoolError::TooMuch);
            }
            let read = piece.get(..count).unwrap_or_default();
            self.spool
                .write_all_at(read, self.spooled)
                .map_err(SpoolError::Write)?;
            self.spooled += more;
        }
    }

    /// Makes room for a file with holes, which reads as zeros.
    pub(crate) fn spool_hole(&mut self, size_bytes: u64) -> Result<Extent, SpoolError> {
        let offset = self.spooled;
        let end = offset.saturating_add(size_bytes);
        if end > MAX_SPOOL_BYTES {
            return Err(SpoolError::TooMuch);
        }
        self.spool.set_len(end).map_err(SpoolError::Write)?;
        self.spooled = end;
        Ok(Extent {
            place: Place::Spool,
            offset,
            size_bytes,
        })
    }

    /// Copies bytes into room that was made.
    pub(crate) fn copy_into_spool(&self, from: Extent, at: u64) -> Result<(), SpoolError> {
        let mut from = self.read(from);
        let mut at = at;
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let count = read_full(&mut from, &mut piece).map_err(SpoolError::Read)?;
            if count == 0 {
                return Ok(());
            }
            let read = piece.get(..count).unwrap_or_default();
            self.spool
                .write_all_at(read, at)
                .map_err(SpoolError::Write)?;
            at += count as u64;
        }
    }
}

/// Why a stream is not in the spool.
#[derive(Debug)]
pub(crate) enum SpoolError {
    Read(io::Error),
    Write(io::Error),
    TooMuch,
}

/// Reads until the buffer is full or the stream ends.
pub(crate) fn read_full(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = into.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A part of a file. Other readers of the same file do not move it.
#[derive(Debug)]
pub(crate) struct Section {
    file: Arc<File>,
    at: u64,
    left: u64,
}

impl Section {
    /// Passes over bytes without reading them; `false` if there are fewer.
    pub(crate) fn skip(&mut self, count: u64) -> bool {
        if count > self.left {
            return false;
        }
        self.at += count;
        self.left -= count;
        true
    }
}

impl Read for Section {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).map_or(into.len(), |left| left.min(into.len()));
        let count = match into.get_mut(..most) {
            Some(into) => self.file.read_at(into, self.at)?,
            None => 0,
        };
        self.at += count as u64;
        self.left -= count as u64;
        Ok(count)
    }
}
