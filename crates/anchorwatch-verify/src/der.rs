//! A minimal parser for strict DER (X.690 §10), to locate fields of certificates and to remove
//! one extension. webpki accepts no other encoding.
//!
//! ```text
//! element = tag (one octet, number 0 to 30)
//!           length (definite, the shortest form, at most MAX_LENGTH_OCTETS octets more)
//!           content
//! ```
//!
//! Contents that are not parsed are copied octet by octet, without checking that they are DER.

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;

/// A TBSCertificate for an SCT has under 2^24 octets (RFC 6962 §3.2).
const MAX_LENGTH_OCTETS: usize = 3;
const LONG_FORM: u8 = 0x80;
const HIGH_TAG_NUMBER: u8 = 0x1f;

/// The bytes are not strict DER, or not the expected element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotDer;

/// Tag, length and content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    /// With tag and length.
    pub(crate) whole: &'a [u8],
}

/// Elements in sequence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next element; its absence is an error.
    pub(crate) fn next(&mut self) -> Result<Element<'a>, NotDer> {
        let (element, rest) = element(self.rest)?;
        self.rest = rest;
        Ok(element)
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<Element<'a>, NotDer> {
        match self.next()? {
            element if element.tag == tag => Ok(element),
            _ => Err(NotDer),
        }
    }

    /// The next element, if it has this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Result<Option<Element<'a>>, NotDer> {
        match self.rest.first() {
            Some(first) if *first == tag => self.next().map(Some),
            _ => Ok(None),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Checks that nothing is left.
    pub(crate) fn end(&self) -> Result<(), NotDer> {
        if self.is_empty() { Ok(()) } else { Err(NotDer) }
    }
}

/// The one element that fills the bytes, with this tag.
pub(crate) fn only(bytes: &[u8], tag: u8) -> Result<Element<'_>, NotDer> {
    let mut reader = Reader::new(bytes);
    let element = reader.expect(tag)?;
    reader.end()?;
    Ok(element)
}

/// An element with these contents in sequence.
pub(crate) fn encode(tag: u8, contents: &[&[u8]]) -> Vec<u8> {
    let length: usize = contents.iter().map(|part| part.len()).sum();
    let mut encoded = Vec::with_capacity(length + 2 + size_of::<usize>());
    encoded.push(tag);
    match u8::try_from(length) {
        Ok(short) if short < LONG_FORM => encoded.push(short),
        _ => {
            let octets = length.to_be_bytes();
            let zeros = octets.iter().take_while(|octet| **octet == 0).count();
            let significant = octets.get(zeros..).unwrap_or_default();
            // A usize has at most eight octets.
            encoded.push(LONG_FORM | u8::try_from(significant.len()).unwrap_or(0));
            encoded.extend_from_slice(significant);
        }
    }
    contents
        .iter()
        .for_each(|part| encoded.extend_from_slice(part));
    encoded
}

fn element(bytes: &[u8]) -> Result<(Element<'_>, &[u8]), NotDer> {
    let (&tag, after_tag) = bytes.split_first().ok_or(NotDer)?;
    if tag & HIGH_TAG_NUMBER == HIGH_TAG_NUMBER {
        return Err(NotDer);
    }
    let (length, after_length) = length(after_tag)?;
    let (content, rest) = after_length.split_at_checked(length).ok_or(NotDer)?;
    let whole = bytes.get(..bytes.len() - rest.len()).ok_or(NotDer)?;
    let element = Element {
        tag,
        content,
        whole,
    };
    Ok((element, rest))
}

fn length(bytes: &[u8]) -> Result<(usize, &[u8]), NotDer> {
    let (&first, rest) = bytes.split_first().ok_or(NotDer)?;
    if first < LONG_FORM {
        return Ok((usize::from(first), rest));
    }
    let octet_count = usize::from(first & !LONG_FORM);
    if octet_count > MAX_LENGTH_OCTETS {
        return Err(NotDer);
    }
    let (octets, rest) = rest.split_at_checked(octet_count).ok_or(NotDer)?;
    let length = octets
        .iter()
        .fold(0, |length, octet| length << 8 | usize::from(*octet));
    // Without octets it would be the indefinite form; then the length 0 fails this check.
    let is_shortest = octets.first() != Some(&0) && length >= usize::from(LONG_FORM);
    if is_shortest {
        Ok((length, rest))
    } else {
        Err(NotDer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_read_back_and_nothing_else_has_its_lengths() {
        for length in [0, 1, 127, 128, 255, 256, 65_535, 65_536, 1 << 20] {
            let content = vec![7; length];
            let (one, two) = content.split_at(length / 3);
            let encoded = encode(SEQUENCE, &[one, two]);
            let read = only(&encoded, SEQUENCE).unwrap();
            assert_eq!((read.content, read.whole), (&content[..], &encoded[..]));
            assert_eq!(only(&encoded, OCTET_STRING), Err(NotDer));
            assert_eq!(only(&encoded[..encoded.len() - 1], SEQUENCE), Err(NotDer));
            let trailing = [&encoded[..], &[0]].concat();
            assert_eq!(only(&trailing, SEQUENCE), Err(NotDer));
        }
    }

    #[test]
    fn a_length_in_another_form_than_the_shortest_is_refused() {
        let read = |bytes: &[u8]| {
            Reader::new(bytes)
                .next()
                .map(|element| element.content.len())
        };
        assert_eq!(read(&[0x30, 0x01, 7]), Ok(1));
        for hostile in [
            &[0x30, 0x81, 0x01, 7][..],
            &[0x30, 0x82, 0x00, 0x80],
            &[0x30, 0x80, 7, 0, 0],
            &[0x30, 0x84, 0, 0, 0, 1, 7],
            &[0x30, 0xff, 7],
            &[0x3f, 0x01, 7],
            &[0x30],
            &[],
        ] {
            assert_eq!(read(hostile), Err(NotDer), "{hostile:02x?}");
        }
        let long = [&[0x30, 0x81, 0x80][..], &[7; 128]].concat();
        assert_eq!(read(&long), Ok(128));
        let padded = [&[0x30, 0x82, 0x00, 0x80][..], &[7; 128]].concat();
        assert_eq!(read(&padded), Err(NotDer));
        // 2^64 + 128, which would overflow to 128 in a usize.
        let beyond = [&[0x30, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0x80][..], &[7; 128]].concat();
        assert_eq!(read(&beyond), Err(NotDer));
    }
}
