//! Windows's list of a certificate's properties, which serialized stores and registry values
//! contain.
//!
//! ```text
//! u32le id   u32le 1   u32le length   length octets     … and so on
//! id 32 the certificate (DER), 33 a CRL, 34 a CTL; 0 ends a store
//! ```
//!
//! Source: \[MS-GPEF\] §2.2.1.2.1 «Certificate BLOB» (each property's form), and Wine's
//! `dlls/crypt32/serialize.c`, which reads and writes both (read 2026-11-23). Other properties,
//! such as a friendly name or a hash, are only the maker's claims and are not read: a
//! certificate's hash is computed here.

use super::{ContainerPart, Damage, Error};

/// `CERT_CERT_PROP_ID`: the certificate itself.
pub(super) const CERTIFICATE: u32 = 32;
/// `CERT_CRL_PROP_ID` and `CERT_CTL_PROP_ID`: lists, which contain no certificate to trust.
pub(super) const LISTS: [u32; 2] = [33, 34];
/// The end of a store.
pub(super) const END: u32 = 0;

const WHAT: ContainerPart = ContainerPart::Properties;

/// The properties of a list, in order. The iterator ends at the first error.
pub(super) struct Properties<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Properties<'a> {
    type Item = Result<(u32, &'a [u8]), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let property = self.split();
        if property.is_err() {
            self.rest = &[];
        }
        Some(property)
    }
}

impl<'a> Properties<'a> {
    fn split(&mut self) -> Result<(u32, &'a [u8]), Error> {
        let (header, rest) = self
            .rest
            .split_first_chunk::<12>()
            .ok_or_else(|| damaged(Damage::PropertyHead))?;
        let [a, b, c, d, _, _, _, _, e, f, g, h] = *header;
        let id = u32::from_le_bytes([a, b, c, d]);
        let length = usize::try_from(u32::from_le_bytes([e, f, g, h])).unwrap_or(usize::MAX);
        let (value, rest) = rest
            .split_at_checked(length)
            .ok_or_else(|| damaged(Damage::PropertyLength))?;
        self.rest = rest;
        Ok((id, value))
    }
}

pub(super) const fn damaged(why: Damage) -> Error {
    Error::Damaged { what: WHAT, why }
}
