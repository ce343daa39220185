//! Reads the bodies of extensions that both sides send.

use super::{
    error::HelloError,
    extension::Extensions,
    reader::{Reader, numbers},
};

/// Reads the body of the first extension with this number; `None` without such an extension.
pub(crate) fn value<'a, T>(
    extensions: Extensions<'a>,
    extension: u16,
    read: impl FnOnce(&'a [u8]) -> Option<T>,
) -> Result<Option<T>, HelloError> {
    let Some(body) = extensions.body(extension) else {
        return Ok(None);
    };
    match read(body) {
        Some(value) => Ok(Some(value)),
        None => Err(HelloError::MalformedExtension {
            extension: extension.into(),
        }),
    }
}

/// Reads numbers, at least one, behind a length of two octets.
pub(crate) fn numbers_behind_u16(body: &[u8]) -> Option<Vec<u16>> {
    let mut reader = Reader::new(body);
    let list = reader.vector16().filter(|list| is_list_of_numbers(list))?;
    reader.ending_with(numbers(list).collect())
}

/// Returns whether the octets are whole numbers, at least one.
pub(crate) fn is_list_of_numbers(list: &[u8]) -> bool {
    !list.is_empty() && list.len().is_multiple_of(2)
}

/// Reads names of protocols, at least one (RFC 7301 §3.1).
pub(crate) fn application_protocols(body: &[u8]) -> Option<Vec<&[u8]>> {
    let mut outer = Reader::new(body);
    let mut reader = Reader::new(outer.vector16().filter(|list| !list.is_empty())?);
    let mut names = Vec::new();
    while !reader.is_empty() {
        names.push(reader.vector8().filter(|name| !name.is_empty())?);
    }
    outer.ending_with(names)
}
