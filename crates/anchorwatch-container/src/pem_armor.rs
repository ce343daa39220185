//! PEM blocks at any position: certificates, and containers with a label.

use std::ops::Range;

use anchorwatch_identity::{
    certificate_file::rejects_servers,
    pem::{
        self,
        body::{decode, only_base64},
        find,
    },
};

use super::{
    ContainerPart, Damage, Error, Other, PlaceStep, Presence, ber,
    place::{Place, number},
    reading::Reading,
};

pub(super) const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// The longest label that is looked at; RFC 7468's longest has 21 characters.
const MAX_LABEL: usize = 64;

/// The blocks of a text.
#[derive(Debug, Default)]
pub(super) struct Armor {
    /// How many blocks contain something that is read here.
    pub(super) places: usize,
    /// The positions of all blocks, in order.
    pub(super) ranges: Vec<Range<usize>>,
}

/// Reads all blocks.
pub(super) fn read(reading: &mut Reading, text: &[u8], place: &Place) -> Armor {
    let mut armor = Armor::default();
    for (index, block) in pem::blocks(text).into_iter().enumerate() {
        armor.places += 1;
        let step = PlaceStep::PemBlock {
            number: number(index),
        };
        let words = place.part(step.clone());
        match block.certificates {
            // A body crafted to be read in two ways offers both certificates.
            Ok(certificates) => {
                let own = text.get(block.range.clone()).unwrap_or_default();
                for certificate in certificates {
                    let presence = if rejects_servers(own, &certificate) {
                        Presence::Distrusted
                    } else {
                        Presence::Offered
                    };
                    reading.push(words.clone(), presence, Ok(certificate));
                }
            }
            Err(source) => {
                let own = text.get(block.range.clone()).unwrap_or_default();
                let inside = place.inside(step);
                if let Err(error) = container_as_certificate(reading, own, &inside, source) {
                    reading.push(words, Presence::Offered, Err(error));
                }
            }
        }
        armor.ranges.push(block.range);
    }
    for block in other_blocks(text) {
        armor.places += usize::from(labelled(reading, &block, place));
        armor.ranges.push(block.range);
    }
    armor.ranges.sort_by_key(|range| range.start);
    armor
}

/// A chain as PKCS #7 with a certificate's label, as Microsoft's AD CS and others provide it;
/// OpenSSL and browsers refuse it, Windows installs it.
fn container_as_certificate(
    reading: &mut Reading,
    block: &[u8],
    inside: &Place,
    source: pem::Error,
) -> Result<(), Error> {
    let der = find(block, END, 0)
        .and_then(|end| body(block.get(..end)?))
        .unwrap_or_default();
    let is_container = ber::first(&der, ContainerPart::PemBlock).is_ok_and(|(outer, _)| {
        let first = outer.children(ContainerPart::PemBlock).expect();
        first.is_ok_and(|first| first.oid().is_some() || first.content == [3])
    });
    if is_container {
        reading.read(&der, inside).map(drop)
    } else {
        Err(Error::Pem { source })
    }
}

/// A block with another label than a certificate's.
struct Labelled<'a> {
    label: &'a [u8],
    /// From its begin mark to after its end mark, or to where the next block begins.
    range: Range<usize>,
    /// The text between its marks, if it has both.
    body: Option<Vec<u8>>,
}

/// Reads a block if its label is known, and returns whether it is.
fn labelled(reading: &mut Reading, block: &Labelled<'_>, place: &Place) -> bool {
    let label = String::from_utf8_lossy(block.label);
    let step = PlaceStep::LabelledPemBlock {
        label: super::text::printable(&label),
    };
    if let Some(other) = Other::of_label(block.label) {
        let Some(der) = &block.body else {
            return false;
        };
        // The label may lie; a key encrypted in PEM's own way is not DER.
        let is_other = Other::of_der(der).is_some();
        if is_other || reading.read(der, &place.inside(step.clone())).is_err() {
            reading.other(other);
        }
        return true;
    }
    if !is_container(block.label) {
        return false;
    }
    let result = match &block.body {
        Some(der) => reading.read(der, &place.inside(step.clone())).map(drop),
        None => Err(Error::Damaged {
            what: ContainerPart::PemBlock,
            why: Damage::NotPem,
        }),
    };
    if let Err(error) = result {
        reading.failed(place.part(step), error);
    }
    true
}

/// Labels of blocks that hold a container: RFC 7468 §8 and §9, OpenSSL's older names, and
/// everything else that mentions certificates.
fn is_container(label: &[u8]) -> bool {
    let has = |word: &[u8]| label.windows(word.len()).any(|window| window == word);
    label == b"CMS" || has(b"PKCS") || has(b"CERTIFICATE") || has(b"CERT CHAIN")
}

fn other_blocks(text: &[u8]) -> Vec<Labelled<'_>> {
    let mut blocks = Vec::new();
    let mut from = 0;
    while let Some(begin) = find(text, BEGIN, from) {
        let own = text.get(begin + BEGIN.len()..).unwrap_or_default();
        // A second begin mark before the end means that this block was truncated. Stopping there
        // also keeps a file of begin marks from being searched once for each.
        let own = find(own, BEGIN, 0).map_or(own, |next| own.get(..next).unwrap_or(own));
        from = begin + BEGIN.len() + own.len();
        let near = own.get(..(MAX_LABEL + DASHES.len()).min(own.len()));
        let Some(length) = near.and_then(|near| find(near, DASHES, 0)) else {
            continue;
        };
        let (label, rest) = own.split_at(length);
        if pem::is_certificate_label(label) {
            continue;
        }
        let end = find(rest, END, 0);
        let whole = end.map_or(own.len(), |end| {
            let mark = rest.get(end + END.len()..).unwrap_or_default();
            let line = mark.iter().position(|byte| *byte == b'\n');
            length + end + END.len() + line.unwrap_or(mark.len())
        });
        blocks.push(Labelled {
            label,
            range: begin..begin + BEGIN.len() + whole,
            body: end.and_then(|end| body(rest.get(..end)?)),
        });
    }
    blocks
}

/// The octets between the dashes that end a begin mark and the end mark.
fn body(text: &[u8]) -> Option<Vec<u8>> {
    let after = match text.strip_prefix(BEGIN) {
        Some(label) => label.get(find(label, DASHES, 0)?..)?,
        None => text,
    };
    let octets = decode(&only_base64(after.strip_prefix(DASHES)?));
    (!octets.is_empty()).then_some(octets)
}
