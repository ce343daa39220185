//! What PKCS #12 bags tell Java.

use super::*;

fn marks(bytes: &[u8]) -> Vec<JavaMark> {
    let contents = read(bytes, None).unwrap();
    assert_eq!(errors(&contents), Vec::<&Error>::new());
    contents.items.iter().map(|item| item.java_mark).collect()
}

#[test]
fn only_a_bag_with_javas_attribute_is_marked_as_trusted() {
    let pair = Pair::new();
    let trusted = make::pkcs12_trusted_by_java(&pair.both());
    assert_eq!(marks(&trusted), [JavaMark::Trusted, JavaMark::Trusted]);
    // The same with one byte of the second attribute's identifier changed.
    let attribute = [0x60, 0x86, 0x48, 0x01, 0x86, 0xf9, 0x66];
    let at = trusted
        .windows(attribute.len())
        .rposition(|window| window == attribute)
        .unwrap();
    let mut other = trusted.clone();
    other[at + 3] ^= 2;
    assert_eq!(marks(&other), [JavaMark::Trusted, JavaMark::None]);
    assert_eq!(
        marks(&make::pkcs12(&pair.both())),
        [JavaMark::OfAKey, JavaMark::None]
    );
    assert_eq!(marks(&pair.one), [JavaMark::None]);
}

#[test]
fn a_bag_that_bears_a_keys_identifier_is_that_keys() {
    let pair = Pair::new();
    let trusted = make::pkcs12_trusted_by_java(&pair.both());
    // localKeyID is three octets shorter than trustedKeyUsage, so the length of the value grows
    // by three octets for a second, empty value.
    let old = [
        0x06, 12, 0x60, 0x86, 0x48, 0x01, 0x86, 0xf9, 0x66, 0xad, 0xca, 0x7b, 0x01, 0x01, 0x31, 6,
        0x06, 4, 0x55, 0x1d, 0x25, 0,
    ];
    let new = [
        0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x15, 0x31, 9, 0x04, 7, 1, 2, 3,
        4, 5, 6, 7,
    ];
    let at = trusted
        .windows(old.len())
        .rposition(|window| window == old)
        .unwrap();
    let mut other = trusted;
    other[at..at + old.len()].copy_from_slice(&new);
    assert_eq!(marks(&other), [JavaMark::Trusted, JavaMark::OfAKey]);
}
