//! The hash of a file, without keeping its content.

use std::{io::Read as _, path::Path};

use rustix::fs::{Mode, OFlags};
use sha2::{Digest as _, Sha256};

use super::Tree;
use crate::{EntryKind, Error};

impl Tree {
    /// SHA-256 of one of Anchorwatch's files, lower-case hexadecimal. It is read piece by piece.
    ///
    /// # Errors
    /// Those of [`read_own`](Self::read_own).
    pub fn sha256_own(&self, path: &Path, max_bytes: u64) -> Result<String, Error> {
        if self.image().is_some() {
            let content = self.read_own(path, max_bytes)?;
            return Ok(data_encoding::HEXLOWER.encode(&Sha256::digest(content)));
        }
        let shown = self.display_path(path);
        // Checking the type first keeps a FIFO from blocking and a device from being opened.
        let seen = self.seen(path)?;
        if seen.kind != EntryKind::File {
            return Err(Error::NotARegularFile { path: shown });
        }
        if !self.is_ours(&seen) {
            return Err(Error::NotOurs {
                path: shown,
                uid: seen.uid,
                mode: seen.mode,
            });
        }
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let fd = self.open_below(path, flags, Mode::empty(), "read")?;
        let mut rest = std::fs::File::from(fd).take(max_bytes.saturating_add(1));
        let (mut hash, mut count) = (Sha256::new(), 0);
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let read = rest.read(&mut piece).map_err(|source| Error::Io {
                action: "read",
                path: shown.clone(),
                source,
            })?;
            let Some(filled @ [_, ..]) = piece.get(..read) else {
                break;
            };
            count += read as u64;
            hash.update(filled);
        }
        if count > max_bytes {
            return Err(Error::TooLarge {
                path: shown,
                max: max_bytes,
            });
        }
        Ok(data_encoding::HEXLOWER.encode(&hash.finalize()))
    }
}

const PIECE_BYTES: usize = 64 << 10;
