//! A signature that is still to be checked, in the evidence file.

use serde::{Deserialize, Serialize};

use super::{FormatError, certificates::BinaryDocument};
use crate::KeySignature;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeySignatureDocument {
    scheme: u16,
    signed: BinaryDocument,
    signature: BinaryDocument,
}

impl KeySignatureDocument {
    pub(super) fn of(it: &KeySignature) -> Self {
        Self {
            scheme: it.scheme,
            signed: BinaryDocument::of(&it.signed),
            signature: BinaryDocument::of(&it.signature),
        }
    }

    pub(super) fn read(&self, index: u64) -> Result<KeySignature, FormatError> {
        Ok(KeySignature {
            scheme: self.scheme,
            signed: self.signed.read(index)?,
            signature: self.signature.read(index)?,
        })
    }
}
