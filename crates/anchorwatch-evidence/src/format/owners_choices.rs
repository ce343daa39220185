//! The owner's choices in JSON. A file without them is read as one whose owner chose nothing.

use anchorwatch_identity::UnixSeconds;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::FormatError;
use crate::owners_choices::{OwnersChoices, OwnersConsent};

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnersChoicesDocument {
    consents: Vec<ConsentDocument>,
    private_names: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentDocument {
    spki_sha256: String,
    /// Null: every name.
    covers: Option<String>,
    not_before: String,
    until: String,
}

impl OwnersChoicesDocument {
    pub(super) fn of(choices: &OwnersChoices) -> Self {
        let consents = choices.consents.iter();
        Self {
            consents: consents.map(ConsentDocument::of).collect(),
            private_names: choices.private_names.clone(),
        }
    }

    pub(super) fn read(self, index: u64) -> Result<OwnersChoices, FormatError> {
        let consents = self.consents.into_iter();
        Ok(OwnersChoices {
            consents: consents
                .map(|consent| consent.read(index))
                .collect::<Result<_, _>>()?,
            private_names: self.private_names,
        })
    }
}

impl ConsentDocument {
    fn of(consent: &OwnersConsent) -> Self {
        Self {
            spki_sha256: HEXLOWER.encode(&consent.spki_sha256),
            covers: consent.covers.clone(),
            not_before: consent.not_before.to_string(),
            until: consent.until.to_string(),
        }
    }

    fn read(self, index: u64) -> Result<OwnersConsent, FormatError> {
        let hash = HEXLOWER.decode(self.spki_sha256.as_bytes()).ok();
        let hash = hash.and_then(|hash| hash.try_into().ok());
        let key = "spki_sha256".to_owned();
        let time =
            |text: &str| UnixSeconds::parse_rfc3339(text).map_err(|_| FormatError::Time { index });
        Ok(OwnersConsent {
            spki_sha256: hash.ok_or(FormatError::Value { index, key })?,
            covers: self.covers,
            not_before: time(&self.not_before)?,
            until: time(&self.until)?,
        })
    }
}
