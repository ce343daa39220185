//! Ed25519 keys for which anyone can sign.
//!
//! Eight points of the curve have a small order. RFC 8032 lets a verifier accept them as public
//! keys, and aws-lc does: then a signature can be made without any secret, and one such point has
//! several encodings, which would pass for several keys. Nobody has such a key by accident.
//!
//! Source of the encodings: libsodium's `ge25519_has_small_order` refuses the same (so does "Taming
//! the many EdDSAs", Chalkias, Garillot and Nikolaenko, 2020). A test signs for them without a
//! secret.

/// Their y coordinates, with the bit of x cleared. The last two are 0 and 1 again, beyond the
/// prime.
const SMALL_ORDER: [[u8; 32]; 7] = [
    [0; 32],
    with_ends(0x01, 0x00, 0x00),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
    with_ends(0xec, 0xff, 0x7f),
    with_ends(0xed, 0xff, 0x7f),
    with_ends(0xee, 0xff, 0x7f),
];

const fn with_ends(first: u8, between: u8, last: u8) -> [u8; 32] {
    let mut octets = [between; 32];
    octets[0] = first;
    octets[31] = last;
    octets
}

/// Whether anyone can sign for an Ed25519 public key. One that is generated never is such a key.
#[must_use]
pub fn is_weak_key(public_key: &[u8]) -> bool {
    let Ok(mut key) = <[u8; 32]>::try_from(public_key) else {
        return false;
    };
    let [.., last] = &mut key;
    *last &= 0x7f;
    SMALL_ORDER.contains(&key)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    /// R is the key's own point or the neutral one, and s is 0. It holds for one in eight texts or
    /// more, so that whoever signs may choose the text.
    fn can_be_signed_for(key: &[u8; 32]) -> bool {
        let neutral = with_ends(0x01, 0x00, 0x00);
        (0..64_u8).any(|text| {
            let key = UnparsedPublicKey::new(&ED25519, key);
            let signature = [neutral, [0; 32]].concat();
            key.verify(&[text], &signature).is_ok()
        })
    }

    #[test]
    fn anyone_can_sign_for_a_weak_key() {
        let mut signed_for = 0;
        for key in SMALL_ORDER {
            for sign in [0, 0x80] {
                let mut key = key;
                key[31] |= sign;
                assert!(is_weak_key(&key));
                signed_for += usize::from(can_be_signed_for(&key));
            }
        }
        // aws-lc refuses some of the encodings.
        assert!(signed_for >= 8, "{signed_for}");
    }

    #[test]
    fn an_ordinary_key_is_not_weak() {
        // RFC 8032 §7.1, test 1.
        assert!(!is_weak_key(
            b"\
            \xd7\x5a\x98\x01\x82\xb1\x0a\xb7\xd5\x4b\xfe\xd3\xc9\x64\x07\x3a\
            \x0e\xe1\x72\xf3\xda\xa6\x23\x25\xaf\x02\x1a\x68\xf7\x07\x51\x1a"
        ));
    }
}
