//! The generator mark: the serial number is the key identifier with its top bit cleared, the key
//! identifier is the SHA-1 of the key's bits, and the authority key identifier also names the
//! issuer and the serial number.
//!
//! True of all eight roots of 28 February 2020; not of Qaznet, of the root of 2021
//! or of the Russian root. It survives a new key and a new name. Source: computed
//! from the certificates, data/known-roots/kazakhstan.toml.

use crate::Certificate;

pub(super) fn matches(certificate: &Certificate) -> bool {
    let Some(authority) = certificate.authority_key_identifier() else {
        return false;
    };
    let mut positive = *certificate.public_key_sha1();
    positive[0] &= 0x7f;
    certificate.is_self_issued()
        && certificate.subject_key_identifier() == Some(certificate.public_key_sha1())
        && same_integer(certificate.serial(), &positive)
        && authority.has_directory_name
        && authority
            .serial
            .as_deref()
            .is_some_and(|serial| same_integer(serial, &positive))
}

/// DER drops leading zero octets of an INTEGER (X.690 §8.3.2), the hash keeps them.
fn same_integer(left: &[u8], right: &[u8]) -> bool {
    let significant = |octets: &[u8]| {
        let zeros = octets.iter().take_while(|octet| **octet == 0).count();
        octets[zeros..].to_vec()
    };
    significant(left) == significant(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zero_octets_do_not_hide_the_mark() {
        assert!(same_integer(&[0x12, 0x34], &[0x00, 0x12, 0x34]));
        assert!(same_integer(&[0x00, 0x12], &[0x12]));
        assert!(!same_integer(&[0x12, 0x00], &[0x12]));
    }
}
