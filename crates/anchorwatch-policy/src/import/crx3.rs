//! CRX3, the signed carrier of Chromium's components, around a CRLSet.
//!
//! ```text
//! "Cr24" · u32 3 · u32 length · CrxFileHeader (protocol buffer) · zip archive
//! CrxFileHeader: 2 sha256_with_rsa*, 3 sha256_with_ecdsa*, each {1 key, 2 signature}
//!                10000 signed_header_data = SignedData {1 crx_id}
//! signed bytes:  "CRX3 SignedData\0" · u32 length · signed_header_data · archive
//! ```
//!
//! As Chromium's components/crx_file/crx_verifier.cc: every signature must hold, RSA is
//! PKCS #1 v1.5 (the comment in crx3.proto says PSS; the code and the real file do not),
//! the declared identifier must be that of one of the keys, and the component's own key
//! and the publisher's must both be among them.

use anchorwatch_identity::SpkiSha256;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};

use super::{
    Carrier, ComponentProblem, Error, Imported, MAX_LIST_BYTES, Part, VerifiedCarrier, crlset,
    cursor::Cursor, protobuf, zip,
};

/// The required signers.
struct Signers {
    component: SpkiSha256,
    publisher: SpkiSha256,
}

/// The CRLSet's component, `hfnkpimlhhgieaddgfemjhofmfblmnib`
/// (chrome/browser/component_updater/crl_set_component_installer.cc), and the key that signs
/// everything that Google publishes as a component (`kPublisherKeyHash` of
/// components/crx_file/crx_verifier.cc). Both are in the file of sequence 9941.
const SIGNERS: Signers = Signers {
    component: SpkiSha256::from_bytes([
        0x75, 0xda, 0xf8, 0xcb, 0x77, 0x68, 0x40, 0x33, 0x65, 0x4c, 0x97, 0xe5, 0xc5, 0x1b, 0xcd,
        0x81, 0x7b, 0x1e, 0xeb, 0x11, 0x2c, 0xe1, 0xa4, 0x33, 0x8c, 0xf5, 0x72, 0x5e, 0xed, 0xb8,
        0x43, 0x97,
    ]),
    publisher: SpkiSha256::from_bytes([
        0x61, 0xf7, 0xf2, 0xa6, 0xbf, 0xcf, 0x74, 0xcd, 0x0b, 0xc1, 0xfe, 0x24, 0x97, 0xcc, 0x9b,
        0x04, 0x25, 0x4c, 0x65, 0x8f, 0x79, 0xf2, 0x14, 0x53, 0x92, 0x86, 0x7e, 0xa8, 0x36, 0x63,
        0x67, 0xcf,
    ]),
};

const MAGIC: &[u8] = b"Cr24";
const CONTEXT: &[u8] = b"CRX3 SignedData\0";
/// The largest header: `kMaxHeaderSize` of Chromium's older reader, 256 KiB; the real
/// one has some 1,400 bytes.
const MAX_HEADER_BYTES: u32 = 256 << 10;
/// The most fields of a message. The real header has four; each signature costs work.
const MAX_FIELDS: usize = 16;

pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Checks the signatures of a component and reads the CRLSet in it.
///
/// **Not checked:** whether there is a newer one. An old component still verifies; compare
/// [`Imported::sequence`] with the last one seen.
///
/// # Errors
/// [`Error`]; nothing is read from a component with invalid signatures.
pub fn read(bytes: &[u8]) -> Result<Imported, Error> {
    read_signed_by(bytes, &SIGNERS)
}

fn read_signed_by(bytes: &[u8], signers: &Signers) -> Result<Imported, Error> {
    let (archive, carrier) = verified(bytes, signers)?;
    let crl_set = zip::entry(archive, "crl-set", MAX_LIST_BYTES)?;
    crlset::read_carried(&crl_set, Carrier::Crx3(carrier))
}

fn verified<'a>(bytes: &'a [u8], signers: &Signers) -> Result<(&'a [u8], VerifiedCarrier), Error> {
    const PART: Part = Part::ComponentStart;
    let mut cursor = Cursor::new(bytes);
    let magic = cursor.take(PART, MAGIC.len())?;
    let version = cursor.u32(PART)?;
    if magic != MAGIC || version != 3 {
        return Err(Error::ComponentVersion {
            version: u64::from(version),
        });
    }
    let length = cursor.u32(PART)?;
    if length > MAX_HEADER_BYTES {
        return Err(Error::ComponentHeader {
            offset: 0,
            why: ComponentProblem::TooLong,
        });
    }
    let header = Header::read(cursor.take(Part::ComponentHeader, length as usize)?)?;
    let archive = cursor.rest();
    header.require(signers)?;
    let message = signed_bytes(header.signed_data, archive);
    let mut keys = Vec::with_capacity(header.proofs.len());
    for (index, proof) in header.proofs.iter().enumerate() {
        proof
            .verify(&message)
            .ok_or_else(|| Error::SignatureInvalid {
                index: index as u64,
                key: proof.key_hash().to_string(),
            })?;
        keys.push(proof.key_hash());
    }
    Ok((archive, VerifiedCarrier::of_checked(keys)))
}

fn signed_bytes(signed_data: &[u8], archive: &[u8]) -> Vec<u8> {
    // The header's limit is far below 2³².
    let length = u32::try_from(signed_data.len()).unwrap_or(u32::MAX);
    [CONTEXT, &length.to_le_bytes(), signed_data, archive].concat()
}

struct Header<'a> {
    proofs: Vec<Proof<'a>>,
    signed_data: &'a [u8],
    /// The identifier that the component declares.
    identifier: &'a [u8],
}

struct Proof<'a> {
    algorithm: &'static dyn VerificationAlgorithm,
    key: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Header<'a> {
    fn read(message: &'a [u8]) -> Result<Self, Error> {
        let fields = protobuf::fields(message, MAX_FIELDS)?;
        let of = |number| fields.iter().filter(move |field| field.number == number);
        let rsa = of(2).map(|field| Proof::read(&RSA_PKCS1_2048_8192_SHA256, field.bytes));
        let ecdsa = of(3).map(|field| Proof::read(&ECDSA_P256_SHA256_ASN1, field.bytes));
        // If a field is repeated the last one counts, as in every reader.
        let signed_data = of(10_000).next_back().map_or(&[][..], |field| field.bytes);
        let declared = protobuf::fields(signed_data, MAX_FIELDS)?;
        let identifier = declared.iter().rfind(|field| field.number == 1);
        Ok(Self {
            proofs: rsa.chain(ecdsa).collect::<Result<_, _>>()?,
            signed_data,
            identifier: identifier.map_or(&[][..], |field| field.bytes),
        })
    }

    /// Whether the header names all required signers; checked before the costly work.
    fn require(&self, signers: &Signers) -> Result<(), Error> {
        let has = |key: &SpkiSha256| self.proofs.iter().any(|proof| proof.key_hash() == *key);
        let own_identifier = signers.component.as_bytes().first_chunk::<16>();
        if own_identifier.is_none_or(|own| self.identifier != own) {
            return Err(Error::OtherComponent);
        }
        if !has(&signers.component) {
            return Err(Error::ComponentKeyMissing);
        }
        if !has(&signers.publisher) {
            return Err(Error::PublisherKeyMissing);
        }
        Ok(())
    }
}

impl<'a> Proof<'a> {
    fn read(
        algorithm: &'static dyn VerificationAlgorithm,
        message: &'a [u8],
    ) -> Result<Self, Error> {
        let fields = protobuf::fields(message, MAX_FIELDS)?;
        let last = |number| {
            let field = fields.iter().rfind(|field| field.number == number);
            field.map_or(&[][..], |field| field.bytes)
        };
        Ok(Self {
            algorithm,
            key: last(1),
            signature: last(2),
        })
    }

    fn key_hash(&self) -> SpkiSha256 {
        SpkiSha256::of(self.key)
    }

    fn verify(&self, message: &[u8]) -> Option<()> {
        UnparsedPublicKey::new(self.algorithm, self.key)
            .verify(message, self.signature)
            .ok()
    }
}

#[cfg(test)]
mod tests;
