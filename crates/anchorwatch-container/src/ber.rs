//! Tag, length, contents: just enough of BER (X.690 §8) to walk a container.
//!
//! Files sent to people are often BER instead of DER: Apple's and NSS's tools write indefinite
//! lengths and constructed strings. Every element keeps its exact bytes, so a certificate's hash
//! is that of the bytes in the file.

use std::borrow::Cow;

use data_encoding::HEXLOWER;
use x509_parser::{
    asn1_rs::{self, Any, Class, FromBer as _, Tag},
    nom,
};

use super::{ContainerPart, Damage, Error, budget::TOO_DEEP};

/// How deep the pieces of a string may be nested; writers nest them once.
const MAX_PIECE_DEPTH: usize = 4;

/// One element.
#[derive(Debug, Clone)]
pub(crate) struct Element<'a> {
    class: Class,
    tag: u32,
    is_constructed: bool,
    /// The whole element, with tag and length.
    pub(crate) raw: &'a [u8],
    /// Its contents.
    pub(super) content: &'a [u8],
}

/// Reads the element at the start, and returns what follows.
pub(crate) fn first<'a>(
    bytes: &'a [u8],
    what: ContainerPart,
) -> Result<(Element<'a>, &'a [u8]), Error> {
    let (rest, any) = Any::from_ber(bytes).map_err(|error| Error::Damaged {
        what,
        why: damage(&error),
    })?;
    let consumed = bytes.len().saturating_sub(rest.len());
    let element = Element {
        class: any.class(),
        tag: any.tag().0,
        is_constructed: any.header.is_constructed(),
        raw: bytes.get(..consumed).unwrap_or_default(),
        content: any.data,
    };
    Ok((element, rest))
}

/// Reads one element that fills the bytes.
pub(super) fn only<'a>(bytes: &'a [u8], what: ContainerPart) -> Result<Element<'a>, Error> {
    match first(bytes, what)? {
        (element, []) => Ok(element),
        (_, rest) => Err(Error::SurplusBytes { count: rest.len() }),
    }
}

impl<'a> Element<'a> {
    fn is_universal(&self, tag: Tag) -> bool {
        self.class == Class::Universal && self.tag == tag.0
    }

    pub(super) fn is_sequence(&self) -> bool {
        self.is_universal(Tag::Sequence) && self.is_constructed
    }

    pub(super) fn is_set(&self) -> bool {
        self.is_universal(Tag::Set) && self.is_constructed
    }

    pub(super) fn is_integer(&self) -> bool {
        self.is_universal(Tag::Integer)
    }

    pub(super) fn is_octet_string(&self) -> bool {
        self.is_universal(Tag::OctetString)
    }

    /// The contents of an OBJECT IDENTIFIER.
    pub(super) fn oid(&self) -> Option<&'a [u8]> {
        self.is_universal(Tag::Oid).then_some(self.content)
    }

    /// Whether it is `[number]`, with elements inside.
    pub(super) fn is_context(&self, number: u32) -> bool {
        self.class == Class::ContextSpecific && self.tag == number
    }

    /// The number of its tag, as ASN.1 writes it.
    pub(super) fn tag_text(&self) -> String {
        match self.class {
            Class::Universal => format!("[UNIVERSAL {}]", self.tag),
            Class::Application => format!("[APPLICATION {}]", self.tag),
            Class::ContextSpecific => format!("[{}]", self.tag),
            Class::Private => format!("[PRIVATE {}]", self.tag),
        }
    }

    /// The elements inside, in order. The iterator ends at the first error.
    pub(super) fn children(&self, what: ContainerPart) -> Children<'a> {
        Children {
            rest: self.content,
            what,
        }
    }

    /// The octets of an OCTET STRING, or of an element with an implicit tag for one, with its
    /// pieces joined (X.690 §8.7.3).
    pub(super) fn octets(&self, what: ContainerPart) -> Result<Cow<'a, [u8]>, Error> {
        if !self.is_constructed {
            return Ok(Cow::Borrowed(self.content));
        }
        let mut joined = Vec::new();
        self.join(&mut joined, what, MAX_PIECE_DEPTH)?;
        Ok(Cow::Owned(joined))
    }

    fn join(&self, joined: &mut Vec<u8>, what: ContainerPart, depth: usize) -> Result<(), Error> {
        if !self.is_constructed {
            joined.extend_from_slice(self.content);
            return Ok(());
        }
        let deeper = depth.checked_sub(1).ok_or(TOO_DEEP)?;
        for piece in self.children(what) {
            let piece = piece?;
            if !piece.is_universal(Tag::OctetString) {
                return Err(not_as_expected(what));
            }
            piece.join(joined, what, deeper)?;
        }
        Ok(())
    }
}

/// The elements inside another.
#[derive(Debug)]
pub(super) struct Children<'a> {
    rest: &'a [u8],
    what: ContainerPart,
}

impl<'a> Children<'a> {
    /// The next element; its absence is an error.
    pub(super) fn expect(&mut self) -> Result<Element<'a>, Error> {
        self.next()
            .unwrap_or_else(|| Err(not_as_expected(self.what)))
    }

    /// The next element, which must satisfy the predicate.
    pub(super) fn expect_that(
        &mut self,
        holds: impl FnOnce(&Element<'a>) -> bool,
    ) -> Result<Element<'a>, Error> {
        let element = self.expect()?;
        if holds(&element) {
            Ok(element)
        } else {
            Err(not_as_expected(self.what))
        }
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Result<Element<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        match first(self.rest, self.what) {
            Ok((element, rest)) => {
                self.rest = rest;
                Some(Ok(element))
            }
            Err(error) => {
                self.rest = &[];
                Some(Err(error))
            }
        }
    }
}

/// The error for an unexpected element.
pub(super) fn not_as_expected(what: ContainerPart) -> Error {
    Error::Damaged {
        what,
        why: Damage::Element,
    }
}

fn damage(error: &nom::Err<asn1_rs::Error>) -> Damage {
    match error {
        nom::Err::Incomplete(_)
        | nom::Err::Error(asn1_rs::Error::Incomplete(_))
        | nom::Err::Failure(asn1_rs::Error::Incomplete(_)) => Damage::CutShort,
        nom::Err::Error(_) | nom::Err::Failure(_) => Damage::NotBer,
    }
}

/// An object identifier in dots, from its contents (X.690 §8.19); the start of one that is too
/// long, in hexadecimal.
pub(super) fn dotted(oid: &[u8]) -> String {
    // The longest in use has under 20 octets.
    if oid.len() > 64 {
        let (beginning, _) = oid.split_at(16);
        return HEXLOWER.encode(beginning) + "…";
    }
    asn1_rs::Oid::new(Cow::Borrowed(oid)).to_id_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHAT: ContainerPart = ContainerPart::File;

    #[test]
    fn a_string_in_pieces_is_joined_and_an_end_may_come_unannounced() {
        // 24 80 { 04 02 "ab", 24 03 { 04 01 "c" } } 00 00
        let bytes = [
            0x24, 0x80, 4, 2, b'a', b'b', 0x24, 3, 4, 1, b'c', 0, 0, 0x05, 0,
        ];
        let (element, rest) = first(&bytes, WHAT).unwrap();
        assert_eq!(rest, [5, 0]);
        assert_eq!(element.raw.len(), 13);
        assert_eq!(&*element.octets(WHAT).unwrap(), b"abc");
        assert_eq!(
            only(&bytes, WHAT).unwrap_err(),
            Error::SurplusBytes { count: 2 }
        );
    }

    #[test]
    fn a_length_beyond_the_end_is_refused() {
        assert!(first(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0], WHAT).is_err());
        assert!(first(&[0x30, 0x80, 0x30, 0x80], WHAT).is_err());
        assert!(first(&[0x30], WHAT).is_err() && first(&[], WHAT).is_err());
    }

    #[test]
    fn elements_without_end_in_one_another_are_refused() {
        assert!(first(&[0x30, 0x80].repeat(1_000_000), WHAT).is_err());
        let pieces = [0x24, 0x80].repeat(9);
        let ends = [0, 0].repeat(9);
        let deep = [pieces, ends].concat();
        let (element, _) = first(&deep, WHAT).unwrap();
        assert_eq!(element.octets(WHAT), Err(TOO_DEEP));
    }

    #[test]
    fn a_piece_of_another_kind_is_refused() {
        let element = only(&[0x24, 3, 2, 1, 0], WHAT).unwrap();
        assert!(element.octets(WHAT).is_err());
    }

    #[test]
    fn an_identifier_is_written_in_dots() {
        let signed_data = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
        assert_eq!(dotted(&signed_data), "1.2.840.113549.1.7.2");
    }
}
