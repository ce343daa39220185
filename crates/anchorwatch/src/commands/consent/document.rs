//! `anchorwatch.consents/1`: the owner's consents.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::Consents;
use serde::Serialize;

use crate::document::consent::ConsentDocument;

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    consents: Vec<ConsentDocument>,
}

impl Document {
    pub(crate) fn of(consents: &Consents, now: UnixSeconds) -> Self {
        Self {
            schema: "anchorwatch.consents/1",
            consents: consents
                .iter()
                .map(|consent| ConsentDocument::of(consent, now))
                .collect(),
        }
    }
}
