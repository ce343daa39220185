//! Takes numbers and vectors from octets (RFC 8446 §3).

use std::ops::Range;

/// Octets, of which some have been taken. Taking more than there are returns `None` and takes
/// nothing.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(octets: &'a [u8]) -> Self {
        Self {
            rest: octets,
            at: 0,
        }
    }

    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        self.at += length;
        Some(taken)
    }

    fn array<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        self.take(LENGTH)?.try_into().ok()
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    /// Takes a vector behind a length of one octet.
    pub(crate) fn vector8(&mut self) -> Option<&'a [u8]> {
        let length = self.u8()?;
        self.take(length.into())
    }

    /// Takes a vector behind a length of two octets.
    pub(crate) fn vector16(&mut self) -> Option<&'a [u8]> {
        let length = self.u16()?;
        self.take(length.into())
    }

    /// Returns where these octets, the last that were taken, are.
    pub(crate) const fn span(&self, taken: &[u8]) -> Range<usize> {
        self.at - taken.len()..self.at
    }

    /// Returns how many octets have been taken.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Returns how many octets are left.
    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Returns the value if nothing is left.
    pub(crate) fn ending_with<T>(&self, value: T) -> Option<T> {
        self.is_empty().then_some(value)
    }
}

/// Reads octets as numbers of two octets each; a last odd octet is left out.
pub(crate) fn numbers(octets: &[u8]) -> impl Iterator<Item = u16> + '_ {
    let pairs = octets.chunks_exact(2);
    pairs.filter_map(|pair| pair.try_into().ok().map(u16::from_be_bytes))
}
