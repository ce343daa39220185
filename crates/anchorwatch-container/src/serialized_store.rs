//! A serialized certificate store of Windows (`.sst`), which `certutil -generateSSTFromWU`
//! and the certificate manager write.
//!
//! ```text
//! u32le 0   "CERT"   properties, see [`property_list`](super::property_list)
//! ```
//!
//! Source: Wine's `dlls/crypt32/serialize.c` (read 2026-11-23), whose tests compare it with
//! Windows. **Not tried here** with a file that Windows wrote.

use anchorwatch_identity::Certificate;

use super::{
    Damage, Error, PlaceStep,
    place::Place,
    property_list::{self, Properties, damaged},
    reading::Reading,
};

/// The first octets of such a file.
pub(super) const MAGIC: &[u8] = b"\0\0\0\0CERT";

/// Reads the bytes after [`MAGIC`].
pub(super) fn read(reading: &mut Reading, body: &[u8], place: &Place) -> Result<(), Error> {
    let mut properties = Properties { rest: body };
    let mut count = 0;
    loop {
        let (id, value) = properties
            .next()
            .unwrap_or_else(|| Err(damaged(Damage::CutShort)))?;
        match id {
            property_list::END => break,
            property_list::CERTIFICATE => {
                count += 1;
                reading.budget.unfold(value.len())?;
                let words = place.part(PlaceStep::Certificate { number: count });
                match Certificate::from_der(value) {
                    Ok(certificate) => reading.offered(words, certificate),
                    Err(source) => reading.failed(words, Error::Certificate { source }),
                }
            }
            _ => {}
        }
    }
    if !properties.rest.is_empty() {
        let error = Error::SurplusBytes {
            count: properties.rest.len(),
        };
        reading.failed(place.part(PlaceStep::AfterEnd), error);
    }
    Ok(())
}
