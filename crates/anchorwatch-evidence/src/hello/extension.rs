//! The extensions of a hello (RFC 8446 §4.2).

use super::reader::Reader;

/// Numbers of the extensions that are read here (IANA, TLS ExtensionType Values).
pub(crate) mod id {
    pub(crate) const SERVER_NAME: u16 = 0;
    pub(crate) const SUPPORTED_GROUPS: u16 = 10;
    pub(crate) const EC_POINT_FORMATS: u16 = 11;
    pub(crate) const SIGNATURE_ALGORITHMS: u16 = 13;
    pub(crate) const APPLICATION_PROTOCOLS: u16 = 16;
    pub(crate) const COMPRESS_CERTIFICATE: u16 = 27;
    pub(crate) const RECORD_SIZE_LIMIT: u16 = 28;
    pub(crate) const SUPPORTED_VERSIONS: u16 = 43;
    pub(crate) const PSK_KEY_EXCHANGE_MODES: u16 = 45;
    pub(crate) const KEY_SHARE: u16 = 51;
}

/// One extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension<'a> {
    /// Its number.
    pub id: u16,
    /// Its body, as it was sent. **Not checked:** its format.
    pub body: &'a [u8],
}

/// The extensions in the order in which they were sent, repeated ones too.
#[derive(Debug, Clone)]
pub struct Extensions<'a>(Reader<'a>);

impl<'a> Extensions<'a> {
    /// Reads a list without its length. It ends at the first extension that is cut off.
    pub(crate) const fn of(list: &'a [u8]) -> Self {
        Self(Reader::new(list))
    }

    /// Returns whether every octet of the list belongs to an extension.
    pub(crate) fn are_complete(list: &'a [u8]) -> bool {
        let mut extensions = Self::of(list);
        extensions.by_ref().for_each(drop);
        extensions.0.is_empty()
    }

    /// Returns the body of the first extension with this number.
    #[must_use]
    pub fn body(mut self, id: u16) -> Option<&'a [u8]> {
        self.find(|one| one.id == id).map(|one| one.body)
    }
}

impl<'a> Iterator for Extensions<'a> {
    type Item = Extension<'a>;

    fn next(&mut self) -> Option<Extension<'a>> {
        let mut reader = self.0.clone();
        let id = reader.u16()?;
        let body = reader.vector16()?;
        self.0 = reader;
        Some(Extension { id, body })
    }
}
