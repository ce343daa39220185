//! PEM blocks wherever they stand: certificates, and the containers that have a label.

use data_encoding::BASE64;

use super::{
    Error, Standing,
    reading::{Place, Reading},
};
use crate::{certificate_file::rejects_servers, pem};

/// Labels of blocks that hold a container: RFC 7468 §8 and §9, OpenSSL's older names.
const LABELS: [&str; 4] = ["PKCS7", "CMS", "PKCS #7 SIGNED DATA", "PKCS12"];

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";

/// Reads all blocks; whether there was one.
pub(super) fn read(reading: &mut Reading, text: &[u8], place: &Place) -> bool {
    let blocks = pem::blocks(text);
    let mut is_pem = !blocks.is_empty();
    for (index, block) in blocks.into_iter().enumerate() {
        let words = place.part(&format!("PEM block {}", index + 1));
        match block.certificates {
            // A body that was made to be read in two ways offers both certificates.
            Ok(certificates) => {
                let block = text.get(block.range).unwrap_or_default();
                for certificate in certificates {
                    let standing = if rejects_servers(block, &certificate) {
                        Standing::Distrusted
                    } else {
                        Standing::Offered
                    };
                    reading.push(words.clone(), standing, Ok(certificate));
                }
            }
            Err(source) => reading.push(words, Standing::Offered, Err(Error::Pem { source })),
        }
    }
    let mut rest = text;
    while let Some(at) = find(rest, BEGIN) {
        rest = rest.get(at + BEGIN.len()..).unwrap_or_default();
        if let Some((label, after)) = labelled(rest) {
            is_pem = true;
            let words = format!("PEM block «{label}»");
            let result = container(after).and_then(|der| {
                let inside = place.inside(&words);
                reading.read(&der, &inside)
            });
            if let Err(error) = result {
                reading.failed(place.part(&words), error);
            }
        }
    }
    is_pem
}

fn labelled(text: &[u8]) -> Option<(&'static str, &[u8])> {
    LABELS.iter().find_map(|label| {
        let after = text.strip_prefix(label.as_bytes())?;
        Some((*label, after.strip_prefix(b"-----")?))
    })
}

fn container(text: &[u8]) -> Result<Vec<u8>, Error> {
    let damaged = |why: &str| Error::Damaged {
        what: "the PEM block",
        why: why.to_owned(),
    };
    // A second begin mark before the end means that this block was cut short; looking no
    // further also keeps a file of begin marks from being searched once for each.
    let own = find(text, BEGIN).map_or(text, |next| text.get(..next).unwrap_or(text));
    let end = find(own, END).ok_or_else(|| damaged("it has no end"))?;
    let mut body = own.get(..end).unwrap_or_default().to_vec();
    body.retain(|byte| !byte.is_ascii_whitespace());
    BASE64
        .decode(&body)
        .map_err(|_| damaged("it is not base64"))
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len())
        .position(|window| window == needle)
}
