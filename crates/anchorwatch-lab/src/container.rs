//! The files in which people receive certificates: PKCS #7, PKCS #12, Apple's configuration
//! profiles.
//!
//! Written from the standards with the lab's own few DER shapes, so that their reader is not
//! tested against itself. Nothing is encrypted or signed here: a signature holds only its
//! signer's name.

use data_encoding::BASE64;

use crate::pki::der::{OCTET_STRING, SEQUENCE, SET, tlv};

/// Writes the certificates as a PKCS #7 "certs-only" file (RFC 5652 §5.1, RFC 8551 §3.8).
pub fn pkcs7(certificates: &[&[u8]]) -> Vec<u8> {
    signed_data(None, certificates, &[])
}

/// Writes the same in BER with indefinite lengths (X.690 §8.1.3.6), as Apple's and NSS's tools
/// do.
pub fn pkcs7_without_lengths(certificates: &[&[u8]]) -> Vec<u8> {
    let endless = |tag: u8, content: &[u8]| [&[tag, 0x80], content, &[0, 0]].concat();
    let signed = [
        INTEGER_1.to_vec(),
        tlv(SET, &[]),
        endless(SEQUENCE, &DATA),
        endless(CONTEXT_0, &certificates.concat()),
        tlv(SET, &[]),
    ];
    let signed = endless(SEQUENCE, &signed.concat());
    endless(
        SEQUENCE,
        &[SIGNED_DATA.to_vec(), endless(CONTEXT_0, &signed)].concat(),
    )
}

/// Writes content with the certificates of its signature. The signer is named by the DER of its
/// issuer and the octets of its serial number. **The signature itself is empty.**
pub fn signed(content: &[u8], certificates: &[&[u8]], signer: (&[u8], &[u8])) -> Vec<u8> {
    let (issuer, serial) = signer;
    let name = tlv(SEQUENCE, &[issuer, &tlv(INTEGER, serial)].concat());
    let algorithm = tlv(SEQUENCE, &SHA_256);
    let info = [
        INTEGER_1.to_vec(),
        name,
        algorithm.clone(),
        algorithm,
        tlv(OCTET_STRING, &[]),
    ];
    let info = tlv(SEQUENCE, &info.concat());
    signed_data(Some(content), certificates, &info)
}

/// Writes the certificates as a PKCS #12 file without encryption and without a message
/// authentication code, as Java does without a password.
pub fn pkcs12(certificates: &[&[u8]]) -> Vec<u8> {
    pkcs12_of(&[content_info(
        &DATA,
        &tlv(OCTET_STRING, &safe_contents(certificates)),
    )])
}

/// Writes a PKCS #12 file of parts, each a ContentInfo (RFC 7292 §4.1).
pub fn pkcs12_of(parts: &[Vec<u8>]) -> Vec<u8> {
    let safe = tlv(SEQUENCE, &parts.concat());
    let info = content_info(&DATA, &tlv(OCTET_STRING, &safe));
    tlv(SEQUENCE, &[&[2, 1, 3], info.as_slice()].concat())
}

/// Writes an encrypted part of a PKCS #12 file from the complete AlgorithmIdentifier of the scheme
/// and the octets into which it encrypted [`safe_contents`].
pub fn encrypted_part(scheme: &[u8], octets: &[u8]) -> Vec<u8> {
    let info = [&DATA, scheme, &tlv(CONTEXT_0_PRIMITIVE, octets)].concat();
    let data = [&[2, 1, 0], tlv(SEQUENCE, &info).as_slice()].concat();
    content_info(&ENCRYPTED_DATA, &tlv(SEQUENCE, &data))
}

/// Writes the same, each certificate with the attribute that makes it trusted in Java.
pub fn pkcs12_trusted_by_java(certificates: &[&[u8]]) -> Vec<u8> {
    // The attribute's value is anyExtendedKeyUsage, as keytool 17 writes it.
    let any = [0x06, 4, 0x55, 0x1d, 0x25, 0];
    let attribute = [TRUSTED_KEY_USAGE.as_slice(), &tlv(SET, &any)].concat();
    let attributes = tlv(SET, &tlv(SEQUENCE, &attribute));
    let bags = certificates
        .iter()
        .map(|der| certificate_bag(der, &attributes));
    let bags = tlv(SEQUENCE, &bags.collect::<Vec<_>>().concat());
    pkcs12_of(&[content_info(&DATA, &tlv(OCTET_STRING, &bags))])
}

/// Writes certificate bags (RFC 7292 §4.2.3).
pub fn safe_contents(certificates: &[&[u8]]) -> Vec<u8> {
    let bags = certificates.iter().map(|der| certificate_bag(der, &[]));
    tlv(SEQUENCE, &bags.collect::<Vec<_>>().concat())
}

fn certificate_bag(der: &[u8], attributes: &[u8]) -> Vec<u8> {
    let value = tlv(CONTEXT_0, &tlv(OCTET_STRING, der));
    let value = tlv(SEQUENCE, &[X509_CERTIFICATE.as_slice(), &value].concat());
    let value = tlv(CONTEXT_0, &value);
    let bag = [CERTIFICATE_BAG.as_slice(), &value, attributes].concat();
    tlv(SEQUENCE, &bag)
}

/// Writes an unsigned configuration profile with these payloads.
pub fn profile(display_name: &str, payloads: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n\
         <key>PayloadContent</key>\n<array>\n{}</array>\n\
         <key>PayloadDisplayName</key><string>{display_name}</string>\n\
         <key>PayloadIdentifier</key><string>test.example.profile</string>\n\
         <key>PayloadOrganization</key><string>Example Works</string>\n\
         <key>PayloadType</key><string>Configuration</string>\n\
         <key>PayloadUUID</key><string>3E4A6F2C-0000-4000-8000-000000000001</string>\n\
         <key>PayloadVersion</key><integer>1</integer>\n\
         </dict>\n</plist>\n",
        payloads.concat()
    )
}

/// Writes a payload of this type, with optional content and password.
pub fn payload(kind: &str, content: Option<&[u8]>, password: Option<&str>) -> String {
    let content = content.map_or_else(String::new, |content| {
        format!(
            "<key>PayloadContent</key>\n<data>\n{}\n</data>\n",
            BASE64.encode(content)
        )
    });
    let password = password.map_or_else(String::new, |password| {
        format!("<key>Password</key><string>{password}</string>\n")
    });
    format!(
        "<dict>\n{content}{password}<key>PayloadType</key><string>{kind}</string>\n\
         <key>PayloadVersion</key><integer>1</integer>\n</dict>\n"
    )
}

/// Writes SignedData from the given content, certificates and SignerInfos (RFC 5652 §5.1).
pub fn signed_data(content: Option<&[u8]>, certificates: &[&[u8]], signer_infos: &[u8]) -> Vec<u8> {
    let content = content.map_or_else(Vec::new, |octets| {
        tlv(CONTEXT_0, &tlv(OCTET_STRING, octets))
    });
    let signed = [
        INTEGER_1.to_vec(),
        tlv(SET, &[]),
        tlv(SEQUENCE, &[DATA.as_slice(), &content].concat()),
        tlv(CONTEXT_0, &certificates.concat()),
        tlv(SET, signer_infos),
    ];
    content_info(&SIGNED_DATA, &tlv(SEQUENCE, &signed.concat()))
}

fn content_info(kind: &[u8], content: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[kind, &tlv(CONTEXT_0, content)].concat())
}

const INTEGER: u8 = 0x02;
const CONTEXT_0: u8 = 0xa0;
const CONTEXT_0_PRIMITIVE: u8 = 0x80;
const INTEGER_1: [u8; 3] = [INTEGER, 1, 1];

/// 1.2.840.113549.1.7.1, .2 and .6 (RFC 5652 §4, §5, §8).
const DATA: [u8; 11] = pkcs7_kind(1);
const SIGNED_DATA: [u8; 11] = pkcs7_kind(2);
const ENCRYPTED_DATA: [u8; 11] = pkcs7_kind(6);

const fn pkcs7_kind(last: u8) -> [u8; 11] {
    [
        0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, last,
    ]
}

/// 2.16.840.1.113894.746875.1.1: Oracle's trustedKeyUsage.
const TRUSTED_KEY_USAGE: [u8; 14] = [
    0x06, 12, 0x60, 0x86, 0x48, 0x01, 0x86, 0xf9, 0x66, 0xad, 0xca, 0x7b, 0x01, 0x01,
];

/// 1.2.840.113549.1.12.10.1.3 (RFC 7292 §4.2.3).
const CERTIFICATE_BAG: [u8; 13] = [
    0x06, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x03,
];
/// 1.2.840.113549.1.9.22.1 (RFC 7292 §4.2.3).
const X509_CERTIFICATE: [u8; 12] = [
    0x06, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x16, 0x01,
];
/// 2.16.840.1.101.3.4.2.1 (RFC 5754 §2.2).
const SHA_256: [u8; 11] = [
    0x06, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
];
