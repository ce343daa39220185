//! The members of one entry in JSON.

use serde::{Deserialize, Serialize};

/// `flatten` would disable `deny_unknown_fields`, so all members of all matches are in one flat
/// list here, and `matching.rs` converts them.
#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryDocument {
    pub(super) r#match: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spki_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject_der_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) allowed_spki_sha256: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) issuer_der_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) issuer_spki_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) serial_hex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) serial_unsigned_hex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cert_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) limits: Option<LimitsDocument>,
    pub(super) threshold: String,
    pub(super) source: SourceDocument,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsDocument {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) names_inside: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) names_outside: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) leaf_not_before_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scts_after: Option<String>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceDocument {
    pub(super) list: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sequence: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) says: Option<String>,
}
