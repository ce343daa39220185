//! Serial numbers as each list compares them.
//!
//! The lists do not agree. Chromium drops the leading zero octets of a certificate's serial
//! number and skips negative ones before it looks into a CRLSet, and takes the list's octets
//! unchanged (net/cert/crl_set.cc, `CheckSerial`). OneCRL compares the INTEGER's content octets,
//! leading zero included. Each kind has its own type, so that one is never looked up with the
//! other's form.

/// The longest serial number that is kept, in octets: the maximum of a CRLSet's length field; RFC
/// 5280 §4.1.2.2 allows 20.
pub const MAX_SERIAL_BYTES: usize = 255;

/// A serial number as the content octets of the INTEGER, the leading zero included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SerialOctets(Box<[u8]>);

impl SerialOctets {
    /// Takes 1 to [`MAX_SERIAL_BYTES`] octets; `None` otherwise.
    #[must_use]
    pub fn new(octets: &[u8]) -> Option<Self> {
        (1..=MAX_SERIAL_BYTES)
            .contains(&octets.len())
            .then(|| Self(octets.into()))
    }

    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A serial number as a number: no leading zero octets, except one octet for zero itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnsignedSerial(Box<[u8]>);

impl UnsignedSerial {
    /// Takes 1 to [`MAX_SERIAL_BYTES`] octets without a leading zero.
    ///
    /// `None` for others: Chromium compares a list's octets with a certificate's shortened ones,
    /// so a longer form in a list can match no certificate.
    #[must_use]
    pub fn new(octets: &[u8]) -> Option<Self> {
        let is_shortest = match octets {
            [_] => true,
            [first, ..] => *first != 0,
            [] => false,
        };
        (is_shortest && octets.len() <= MAX_SERIAL_BYTES).then(|| Self(octets.into()))
    }

    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A certificate's serial number as Chromium looks it up; `None` if it is negative.
pub(super) fn unsigned(octets: &[u8]) -> Option<&[u8]> {
    if octets.first().is_some_and(|first| first & 0x80 != 0) {
        return None;
    }
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    // Keep at least one octet.
    octets.get(zeros.min(octets.len().saturating_sub(1))..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_are_dropped_but_one_octet_stays() {
        assert_eq!(unsigned(&[0, 0x80, 1]), Some(&[0x80, 1][..]));
        assert_eq!(unsigned(&[0, 0, 7]), Some(&[7][..]));
        assert_eq!(unsigned(&[0]), Some(&[0][..]));
        assert_eq!(unsigned(&[0, 0]), Some(&[0][..]));
        assert_eq!(unsigned(&[]), Some(&[][..]));
        assert_eq!(unsigned(&[0x80]), None);
    }

    #[test]
    fn a_list_s_serial_that_can_match_no_certificate_is_refused() {
        assert!(UnsignedSerial::new(&[0]).is_some());
        assert!(UnsignedSerial::new(&[0x80]).is_some());
        assert_eq!(UnsignedSerial::new(&[0, 0x80]), None);
        assert_eq!(UnsignedSerial::new(&[]), None);
        assert_eq!(SerialOctets::new(&[]), None);
        assert!(SerialOctets::new(&[0, 0x80]).is_some());
        assert_eq!(SerialOctets::new(&[1; MAX_SERIAL_BYTES + 1]), None);
    }
}
