//! A profile's trust in one certificate: a protocol buffers message.
//!
//! ```text
//! CertificateMetadata   1: CertificateTrust { 1: trust_type, a varint }
//!                       2: Constraints { 1: dns_names, 2: cidrs }
//! trust_type            2 refused, 3 trusted; any other has no effect
//! ```
//!
//! Source: Chromium's `server_certificate_database.proto`; the wire format is that of
//! protobuf.dev, «Encoding». Measured with Chromium 148: field 1 may be repeated, and the
//! last type counts; a varint is cut to 32 bits; a message that does not parse completely
//! grants no trust.
//!
//! **Not shown:** the constraints. A root that is trusted for one name is reported as
//! trusted.

use crate::{Trust, chromium::remark::ChromiumRemark};

const TRUST: u64 = 1;
const TYPE: u64 = 1;

/// The trust that the message gives the certificate.
pub(super) fn trust(message: &[u8]) -> Result<Trust, ChromiumRemark> {
    let mut said = 0;
    let mut fields = Fields::of(message);
    while let Some((number, value)) = fields.next()? {
        if let (TRUST, Value::Bytes(inner)) = (number, value) {
            let mut inner = Fields::of(inner);
            while let Some((number, value)) = inner.next()? {
                if let (TYPE, Value::Varint(value)) = (number, value) {
                    said = value & u64::from(u32::MAX);
                }
            }
        }
    }
    Ok(match said {
        2 => Trust::Distrusted,
        3 => Trust::Trusted,
        _ => Trust::None,
    })
}

/// The fields of a message, in order.
struct Fields<'a> {
    rest: &'a [u8],
    length: usize,
}

enum Value<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    Other,
}

impl<'a> Fields<'a> {
    fn of(message: &'a [u8]) -> Self {
        Self {
            rest: message,
            length: message.len(),
        }
    }

    fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, ChromiumRemark> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => Value::Varint(self.varint()?),
            1 => self.take(8).map(|_| Value::Other)?,
            2 => {
                let length = usize::try_from(self.varint()?).unwrap_or(usize::MAX);
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Other)?,
            kind => return Err(ChromiumRemark::RowTrustKind { kind }),
        };
        Ok(Some((tag >> 3, value)))
    }

    /// Up to ten octets with seven bits each, the lowest first.
    fn varint(&mut self) -> Result<u64, ChromiumRemark> {
        let mut value = 0;
        for place in 0..10 {
            let octet = self.take(1)?.first().copied().unwrap_or_default();
            value |= u64::from(octet & 0x7f) << (7 * place);
            if octet & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.cut_short())
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], ChromiumRemark> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or_else(|| self.cut_short())?;
        self.rest = rest;
        Ok(taken)
    }

    fn cut_short(&self) -> ChromiumRemark {
        ChromiumRemark::RowTrustCut {
            offset: (self.length - self.rest.len()) as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chromium_148_was_seen_to_trust_is_trusted_and_nothing_else() {
        for (message, expected) in [
            (&[0x0a, 2, 8, 3][..], Trust::Trusted),
            (&[0x0a, 2, 8, 2], Trust::Distrusted),
            (&[0x0a, 2, 8, 0], Trust::None),
            (&[0x0a, 2, 8, 1], Trust::None),
            (&[0x0a, 2, 8, 4], Trust::None),
            (&[0x0a, 2, 8, 0x7f], Trust::None),
            (&[], Trust::None),
            (&[0x0a, 3, 8, 0x83, 0], Trust::Trusted),
            (&[0x0a, 6, 8, 0x83, 0x80, 0x80, 0x80, 0x10], Trust::Trusted),
            (&[0x0a, 4, 8, 2, 8, 3], Trust::Trusted),
            (&[0x0a, 2, 8, 3, 0x0a, 2, 8, 2], Trust::Distrusted),
            (&[0x0a, 2, 8, 2, 0x0a, 2, 8, 3], Trust::Trusted),
            (&[0x0a, 2, 8, 3, 0x0a, 0], Trust::Trusted),
            (&[0x0a, 2, 8, 3, 0x12, 0], Trust::Trusted),
            (&[0x0a, 2, 8, 3, 0x1a, 1, 1], Trust::Trusted),
        ] {
            assert_eq!(trust(message), Ok(expected), "{message:x?}");
        }
    }

    #[test]
    fn a_message_that_does_not_end_with_a_field_is_an_error() {
        let whole = [0x0a, 2, 8, 3, 0x12, 3, 0x0a, 1, b'x', 0x15, 1, 2, 3, 4];
        assert_eq!(trust(&whole), Ok(Trust::Trusted));
        // At these lengths the message is complete.
        let borders = [0, 4, 9, 14];
        for length in 0..=whole.len() {
            let is_whole = borders.contains(&length);
            assert_eq!(trust(&whole[..length]).is_ok(), is_whole, "{length}");
        }
        assert_eq!(
            trust(&[0xff; 3]),
            Err(ChromiumRemark::RowTrustCut { offset: 3 })
        );
        assert_eq!(
            trust(&[0xff; 30]),
            Err(ChromiumRemark::RowTrustCut { offset: 10 })
        );
        assert_eq!(
            trust(&[0x0b]),
            Err(ChromiumRemark::RowTrustKind { kind: 3 })
        );
        let endless = [
            0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1,
        ];
        assert_eq!(
            trust(&endless),
            Err(ChromiumRemark::RowTrustCut { offset: 11 })
        );
    }
}
