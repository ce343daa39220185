//! p11-kit's text: what `trust dump` writes and `trust anchor --store` reads.
//!
//! ```text
//! [p11-kit-object-v1]
//! class: certificate
//! trusted: true                  x-distrusted: true   refused
//! value: "%30%82…"               the certificate, octets as %XX where they are no text
//! ```
//!
//! An object's certificate may also stand there as PEM. That is read as any PEM is, as
//! something that the file offers, whatever the object says of it: for every other program
//! the text is a PEM file.
//!
//! Source: p11-kit's `trust/persist.c` and `trust/input/*.p11-kit` (read 2026-11-23).
//! **Not tried here** with p11-kit itself. Where p11-kit would refuse an attribute, this
//! reader goes on: only the certificates and `x-distrusted` matter here.

use anchorwatch_identity::Certificate;

use super::{
    Error, Standing,
    reading::{Place, Reading},
};

/// The line that begins an object.
const HEADER: &[u8] = b"[p11-kit-object-v1]";
const WHAT: &str = "the p11-kit object";

/// Whether a line of the text begins an object.
pub(super) fn is_one(text: &[u8]) -> bool {
    lines(text).any(|line| line == HEADER)
}

/// Reads a text that is one.
pub(super) fn read(reading: &mut Reading, text: &[u8], place: &Place) -> Result<(), Error> {
    for object in objects(text).iter().filter(|object| object.is_certificate) {
        if let Some(value) = object.value {
            reading.budget.unfold(value.len())?;
            let certificate = unquoted(value).and_then(|der| {
                Certificate::from_der(&der).map_err(|source| Error::Certificate { source })
            });
            let words = place.part(&format!("object {}", object.number));
            reading.push(words, object.standing, certificate);
        }
    }
    Ok(())
}

/// One object, without its PEM.
struct Object<'a> {
    number: usize,
    is_certificate: bool,
    standing: Standing,
    value: Option<&'a [u8]>,
}

fn objects(text: &[u8]) -> Vec<Object<'_>> {
    let mut objects: Vec<Object<'_>> = Vec::new();
    for line in lines(text) {
        if line == HEADER {
            objects.push(Object {
                number: objects.len() + 1,
                is_certificate: false,
                standing: Standing::Offered,
                value: None,
            });
        } else if let Some(object) = objects.last_mut()
            && let Some((key, value)) = attribute(line)
        {
            match (key, value) {
                (b"class", class) => object.is_certificate = class == b"certificate",
                (b"x-distrusted", b"true") => object.standing = Standing::Distrusted,
                (b"value", value) => object.value = Some(value),
                _ => {}
            }
        }
    }
    objects
}

fn attribute(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|byte| *byte == b':')?;
    let (key, value) = line.split_at(at);
    Some((key.trim_ascii(), value.get(1..)?.trim_ascii()))
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii)
}

/// The octets of a quoted value.
fn unquoted(value: &[u8]) -> Result<Vec<u8>, Error> {
    let damaged = |why: &str| Error::Damaged {
        what: WHAT,
        why: why.to_owned(),
    };
    let mut rest = value
        .strip_prefix(b"\"")
        .and_then(|value| value.strip_suffix(b"\""))
        .ok_or_else(|| damaged("its value does not stand between quotation marks"))?;
    let mut octets = Vec::new();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            octets.push(byte);
            continue;
        }
        let (pair, after) = rest
            .split_first_chunk::<2>()
            .ok_or_else(|| damaged("its value ends within an octet"))?;
        let octet = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| pair.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        octets.push(octet.ok_or_else(|| damaged("an octet is not two hexadecimal digits"))?);
        rest = after;
    }
    Ok(octets)
}
