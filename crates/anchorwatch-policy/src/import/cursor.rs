//! Reads bytes from the front and tracks the offset for error messages.

use super::{Error, Part};

/// The remaining bytes, and how many were read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            offset: 0,
        }
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn take(&mut self, part: Part, need: usize) -> Result<&'a [u8], Error> {
        let Some((taken, rest)) = self.rest.split_at_checked(need) else {
            return Err(self.cut_short(part, need));
        };
        self.rest = rest;
        self.offset += need;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self, part: Part) -> Result<[u8; N], Error> {
        let Some((taken, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(self.cut_short(part, N));
        };
        self.rest = rest;
        self.offset += N;
        Ok(*taken)
    }

    pub(super) fn u8(&mut self, part: Part) -> Result<u8, Error> {
        self.array(part).map(|[byte]| byte)
    }

    /// Little-endian.
    pub(super) fn u16(&mut self, part: Part) -> Result<u16, Error> {
        self.array(part).map(u16::from_le_bytes)
    }

    /// Little-endian.
    pub(super) fn u32(&mut self, part: Part) -> Result<u32, Error> {
        self.array(part).map(u32::from_le_bytes)
    }

    fn cut_short(&self, part: Part, need: usize) -> Error {
        Error::CutShort {
            part,
            offset: self.offset as u64,
            need: need as u64,
            left: self.rest.len() as u64,
        }
    }
}
