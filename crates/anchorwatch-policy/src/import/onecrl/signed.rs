//! OneCRL with its content signature.

use std::borrow::Cow;

use anchorwatch_identity::{CertSha256, UnixSeconds};
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    canonical,
    format::{self, Collection, Record},
    imported,
};
use crate::import::{
    Carrier, Error, Imported, SignatureCheck, VerifiedCarrier,
    content_signature::{Signer, SignerKey},
};

/// The name in the certificate of whoever signs the collections of security-state
/// (`SECURITY_STATE_SIGNER` of Firefox's RemoteSecuritySettings.sys.mjs), and the root of the
/// chain: CN=root-ca-production-amo, valid from 2024-02-01 to 2200, as it is built into Firefox
/// 153.8's libxul (`ROOT_CERT_SHA256_HASH_PROD` of application-services).
const SIGNER: Signer = Signer {
    name: "onecrl.content-signature.mozilla.org",
    root: CertSha256::from_bytes([
        0xc8, 0xa8, 0x0e, 0x9a, 0xfa, 0xef, 0x4e, 0x21, 0x9b, 0x6f, 0xb5, 0xd7, 0xa7, 0x1d, 0x0f,
        0x10, 0x12, 0x23, 0xba, 0xc5, 0x00, 0x1a, 0xc2, 0x8f, 0x9b, 0x0d, 0x43, 0xdc, 0x59, 0xa1,
        0x06, 0xdb,
    ]),
};

/// The only kind of signature that Firefox takes.
const MODE: &str = "p384ecdsa";

/// The most signatures of a collection that are looked at.
const MAX_SIGNATURES: usize = 16;

/// What a collection's server says of it. Nothing of this is signed.
#[derive(Deserialize, Default)]
struct Metadata<'a> {
    #[serde(borrow, default)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    bucket: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    signature: Option<Signature<'a>>,
    #[serde(borrow, default)]
    signatures: Option<Vec<Signature<'a>>>,
}

#[derive(Deserialize)]
struct Signature<'a> {
    #[serde(borrow, default)]
    signature: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    mode: Option<Cow<'a, str>>,
}

impl<'a> Metadata<'a> {
    /// Metadata of another shape are as good as none.
    fn read(text: &'a RawValue) -> Self {
        serde_json::from_str(text.get()).unwrap_or_default()
    }

    /// The signatures of the kind that Firefox takes. Those that are no base64 match no content.
    fn signatures(&self) -> impl Iterator<Item = Vec<u8>> {
        let several = self.signatures.iter().flatten();
        let all = several.chain(&self.signature).take(MAX_SIGNATURES);
        let usable = all.filter(|it| it.mode.as_ref().is_none_or(|mode| mode == MODE));
        usable.filter_map(|it| {
            let text = it.signature.as_ref().filter(|it| !it.is_empty())?;
            Some(BASE64URL_NOPAD.decode(text.as_bytes()).unwrap_or_default())
        })
    }

    fn is_of_another(&self) -> bool {
        let differs = |it: &Option<Cow<'_, str>>, own| it.as_ref().is_some_and(|it| it != own);
        differs(&self.id, "onecrl") || differs(&self.bucket, "security-state")
    }
}

/// Whether a collection has a signature of the kind that can be checked.
pub(super) fn has_signature(collection: &Collection<'_>) -> bool {
    let metadata = collection.metadata.map(Metadata::read);
    metadata.is_some_and(|it| it.signatures().next().is_some())
}

/// Reads a collection whose signature is checked with one of the chains.
///
/// The signed text is made from the file, as Firefox makes it, and the entries are read from that
/// text: from what was verified, and nothing else. Other collections have the same signer, so one
/// whose records are not OneCRL's is refused.
///
/// **Not checked:** whether there is a newer one. An old collection verifies as long as its
/// signer's certificate is valid; compare [`Imported::dated`] with the last one seen.
///
/// # Errors
/// [`Error::Chain`] if no chain leads to Mozilla's root, [`Error::ContentSignatureInvalid`],
/// [`Error::OtherCollection`], and the errors of [`read`](super::read).
pub(in crate::import) fn read(bytes: &[u8], check: &SignatureCheck<'_>) -> Result<Imported, Error> {
    read_signed_by(bytes, check, &SIGNER)
}

fn read_signed_by(
    bytes: &[u8],
    check: &SignatureCheck<'_>,
    signer: &Signer,
) -> Result<Imported, Error> {
    let collection = format::collection(bytes)?;
    let metadata = collection.metadata.map(Metadata::read).unwrap_or_default();
    if metadata.is_of_another() {
        return Err(Error::OtherCollection);
    }
    let milliseconds = collection
        .milliseconds
        .and_then(|it| u64::try_from(it).ok());
    let milliseconds = milliseconds.ok_or(Error::NotCanonical)?;
    let text = canonical::text(&collection.records, milliseconds)?;
    let carrier = verified(&text, &metadata, check, signer)?;
    let (records, milliseconds) = format::signed_records(&text)?;
    if records.iter().any(|it| is_of_another(it)) {
        return Err(Error::OtherCollection);
    }
    let mut imported = imported(&records, Some(milliseconds))?;
    // The signed text does not name its collection, and an empty one could be any.
    if imported.entries.is_empty() {
        return Err(Error::OtherCollection);
    }
    imported.carrier = Carrier::ContentSignature(carrier);
    Ok(imported)
}

fn is_of_another(record: &RawValue) -> bool {
    Record::read(record.get()).is_ok_and(|it| it.is_of_another_collection())
}

fn verified(
    text: &[u8],
    metadata: &Metadata<'_>,
    check: &SignatureCheck<'_>,
    signer: &Signer,
) -> Result<VerifiedCarrier, Error> {
    let signatures: Vec<Vec<u8>> = metadata.signatures().collect();
    let mut problem = None;
    let mut has_chain = false;
    for chain in check.chains {
        let key = match SignerKey::of_chain(chain, signer, check.now) {
            Ok(key) => key,
            Err(why) => {
                problem = problem.or(Some(why));
                continue;
            }
        };
        has_chain = true;
        if signatures.iter().any(|it| key.has_signed(text, it)) {
            return Ok(VerifiedCarrier::of_checked(vec![key.hash()]));
        }
    }
    match problem {
        Some(why) if !has_chain => Err(Error::Chain { why }),
        _ => Err(Error::ContentSignatureInvalid),
    }
}

/// When the collection says that it was changed.
pub(super) const fn seconds(milliseconds: i64) -> UnixSeconds {
    UnixSeconds::new(milliseconds.div_euclid(1000))
}

#[cfg(test)]
mod tests;
