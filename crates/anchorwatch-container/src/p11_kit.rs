//! p11-kit's text: what `trust dump` writes and `trust anchor --store` reads.
//!
//! ```text
//! [p11-kit-object-v1]
//! class: certificate
//! trusted: true                  x-distrusted: true   refused
//! value: "%30%82…"               the certificate, octets as %XX if they are not text
//! ```
//!
//! An object's certificate may also be there as PEM. It is read like any PEM, as something that
//! the file offers, whatever the object says about it: for every other program the text is a PEM
//! file.
//!
//! The format is read by [`anchorwatch_identity::p11_kit`]. If p11-kit would refuse an attribute,
//! this reader continues: only the certificates and `x-distrusted` matter here.

use anchorwatch_identity::{
    Certificate,
    p11_kit::{self, Class},
};

use super::{ContainerPart, Damage, Error, PlaceStep, Presence, place::Place, reading::Reading};

pub(super) use p11_kit::is_one;

/// Reads a text in this format.
pub(super) fn read(reading: &mut Reading, text: &[u8], place: &Place) -> Result<(), Error> {
    let objects = p11_kit::read(text).objects;
    for object in objects
        .iter()
        .filter(|one| one.class() == Class::Certificate)
    {
        let Some(value) = object.quoted_value() else {
            continue;
        };
        reading.budget.unfold(value.len())?;
        let certificate = p11_kit::unquoted(value)
            .ok_or(Error::Damaged {
                what: ContainerPart::P11KitObject,
                why: Damage::NotQuoted,
            })
            .and_then(|der| {
                Certificate::from_der(&der).map_err(|source| Error::Certificate { source })
            });
        let presence = if object.is_distrusted() {
            Presence::Distrusted
        } else {
            Presence::Offered
        };
        let words = place.part(PlaceStep::Object {
            number: object.number as u64,
        });
        reading.push(words, presence, certificate);
    }
    Ok(())
}
