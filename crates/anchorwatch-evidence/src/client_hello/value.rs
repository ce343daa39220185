//! What single extensions of a client say.

use super::ClientHello;
use crate::hello::{self, HelloError, Reader, id, numbers};

/// A group and a key.
type KeyShare<'a> = (u16, &'a [u8]);

impl ClientHello {
    /// The name of the host that the client wants (RFC 6066 §3): not empty, ASCII. `None` if it
    /// names none.
    ///
    /// **Not checked:** that it is a DNS name; it may contain control characters.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format, or names two hosts.
    pub fn server_name(&self) -> Result<Option<&str>, HelloError> {
        self.value(id::SERVER_NAME, server_name)
            .map(Option::flatten)
    }

    /// The groups for key exchange in the client's order (RFC 8446 §4.2.7; of TLS 1.2, RFC 8422
    /// §5.1.1), with GREASE. `None` without the extension.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format.
    pub fn supported_groups(&self) -> Result<Option<Vec<u16>>, HelloError> {
        self.value(id::SUPPORTED_GROUPS, hello::numbers_behind_u16)
    }

    /// The formats of curves' points in the client's order (RFC 8422 §5.1.2). `None` without the
    /// extension.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format.
    pub fn ec_point_formats(&self) -> Result<Option<&[u8]>, HelloError> {
        self.value(id::EC_POINT_FORMATS, |body| {
            let mut reader = Reader::new(body);
            let formats = reader.vector8().filter(|list| !list.is_empty())?;
            reader.ending_with(formats)
        })
    }

    /// The signature algorithms in the client's order (RFC 8446 §4.2.3), with GREASE. `None`
    /// without the extension.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format.
    pub fn signature_algorithms(&self) -> Result<Option<Vec<u16>>, HelloError> {
        self.value(id::SIGNATURE_ALGORITHMS, hello::numbers_behind_u16)
    }

    /// The names of application protocols in the client's order (ALPN, RFC 7301 §3.1), none of
    /// them empty. `None` without the extension.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format.
    pub fn application_protocols(&self) -> Result<Option<Vec<&[u8]>>, HelloError> {
        self.value(id::APPLICATION_PROTOCOLS, hello::application_protocols)
    }

    /// The versions of TLS in the client's order (RFC 8446 §4.2.1), with GREASE. `None` without the
    /// extension: then the version is [`Self::legacy_version`] or a lower one.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format.
    pub fn supported_versions(&self) -> Result<Option<Vec<u16>>, HelloError> {
        self.value(id::SUPPORTED_VERSIONS, |body| {
            let mut reader = Reader::new(body);
            let list = reader
                .vector8()
                .filter(|list| hello::is_list_of_numbers(list))?;
            reader.ending_with(numbers(list).collect())
        })
    }

    /// The groups for which the client sends a key (RFC 8446 §4.2.8), in its order, with GREASE;
    /// empty if it asks the server to choose one. `None` without the extension.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format.
    pub fn key_share_groups(&self) -> Result<Option<Vec<u16>>, HelloError> {
        let shares = self.key_shares()?;
        Ok(shares.map(|shares| shares.into_iter().map(|(group, _key)| group).collect()))
    }

    /// The groups with their keys.
    pub(super) fn key_shares(&self) -> Result<Option<Vec<KeyShare<'_>>>, HelloError> {
        self.value(id::KEY_SHARE, |body| {
            let mut outer = Reader::new(body);
            let mut reader = Reader::new(outer.vector16()?);
            let mut shares = Vec::new();
            while !reader.is_empty() {
                let group = reader.u16()?;
                let key = reader.vector16().filter(|key| !key.is_empty())?;
                shares.push((group, key));
            }
            outer.ending_with(shares)
        })
    }

    fn value<'a, T>(
        &'a self,
        extension: u16,
        read: impl FnOnce(&'a [u8]) -> Option<T>,
    ) -> Result<Option<T>, HelloError> {
        hello::value(self.extensions(), extension, read)
    }
}

/// `NameType.host_name` (RFC 6066 §3).
const HOST_NAME: u8 = 0;

/// Reads the list of names. Names of other types have the same length field; nobody defined one.
fn server_name(body: &[u8]) -> Option<Option<&str>> {
    let mut outer = Reader::new(body);
    let mut reader = Reader::new(outer.vector16().filter(|list| !list.is_empty())?);
    let mut host = None;
    while !reader.is_empty() {
        let name_type = reader.u8()?;
        let name = reader.vector16()?;
        if name_type == HOST_NAME {
            let is_first_name = host.is_none() && !name.is_empty() && name.is_ascii();
            let name = std::str::from_utf8(name).ok().filter(|_| is_first_name)?;
            host = Some(name);
        }
    }
    outer.ending_with(host)
}
