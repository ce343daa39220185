//! `anchorwatch.decision/1`.

use anchorwatch_identity::{Certificate, UnixSeconds, registry::KnownName};
use anchorwatch_policy::EntrySource;
use anchorwatch_remark::Remark as _;
use anchorwatch_verify::{
    AnchorUse, Attribution, Deciding, Decision, IssuerName, NamedIssuer, PathElement, PathPosition,
    Via, ct,
};
use data_encoding::HEXLOWER;
use serde::Serialize;

use super::WordOfLogs;
use crate::{
    document::{
        RemarkDocument,
        chain::{self, ChainDocument},
    },
    input::LocalRoots,
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    decision: &'static str,
    reason_code: &'static str,
    path: Vec<PathDocument>,
    anchor: Option<AnchorDocument>,
    deciding: Option<DecidingDocument>,
    attribution: Option<AttributionDocument>,
    /// Null if the chain was refused for another reason, or not judged.
    certificate_transparency: Option<TransparencyDocument>,
    /// Set only if no signature shows who signed and the chain names a known issuer.
    issuer_name: Option<IssuerNameDocument>,
    /// The given chain, the server's own certificate first.
    chain: Vec<ChainDocument>,
    /// How many certificates were given, in case not all are listed.
    chain_count: usize,
}

#[derive(Debug, Serialize)]
struct IssuerNameDocument {
    name: String,
    /// What the name is: `suspected` of a root that reads traffic, `inspection_product` of an
    /// antivirus or a gateway, `added_root` of a local root whose signature cannot be checked.
    says: &'static str,
    known_id: Option<&'static str>,
    product: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct PathDocument {
    spki_sha256: String,
    subject: String,
}

#[derive(Debug, Serialize)]
struct AnchorDocument {
    spki_sha256: String,
    subject: String,
    /// Null if the root has no right to vouch for the name.
    via: Option<&'static str>,
    /// Null where that does not matter: the root is public, or was given in a file.
    is_in_system_bundle: Option<bool>,
}

#[derive(Debug, Serialize)]
struct DecidingDocument {
    cert_index: IndexDocument,
    spki_sha256: String,
    rule_id: &'static str,
    entry_source: Option<String>,
    /// The signed list that has the entry, if it is from one.
    said_by: Option<RemarkDocument>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum IndexDocument {
    InPath(usize),
    Anchor(&'static str),
}

#[derive(Debug, Serialize)]
struct AttributionDocument {
    spki_sha256: String,
    subject: String,
    basis: &'static str,
    known_id: Option<&'static str>,
    family: Vec<&'static str>,
    is_retired: bool,
    holds_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct TransparencyDocument {
    mode: &'static str,
    status: &'static str,
    log_list_as_of: String,
    scts: Vec<SctDocument>,
}

#[derive(Debug, Serialize)]
struct SctDocument {
    log_id: String,
    /// The log's name in the list; null if it is not listed.
    log: Option<&'static str>,
    /// Who ran the log when it signed.
    operator: Option<&'static str>,
    /// Null if it cannot be read. Truncated to seconds; logs use milliseconds.
    timestamp: Option<String>,
    status: &'static str,
}

impl Document {
    pub(crate) fn of(
        decision: &Decision,
        local: &LocalRoots,
        logs: &WordOfLogs,
        chain: &[Certificate],
    ) -> Self {
        let empty = Self {
            schema: "anchorwatch.decision/1",
            decision: "",
            reason_code: "",
            path: Vec::new(),
            anchor: None,
            deciding: None,
            attribution: None,
            certificate_transparency: TransparencyDocument::of(logs),
            issuer_name: None,
            chain: chain::of(chain.iter().map(Certificate::der)),
            chain_count: chain.len(),
        };
        match decision {
            Decision::Trusted(verified) => Self {
                decision: "trusted",
                reason_code: verified.anchor().via.code(),
                path: path(verified.path()),
                anchor: Some(AnchorDocument::of(verified.anchor(), local)),
                ..empty
            },
            Decision::Refused(refusal) => Self {
                decision: "refused",
                reason_code: refusal.reason.code(),
                path: path(&refusal.path),
                anchor: refusal
                    .anchor
                    .as_ref()
                    .map(|anchor| AnchorDocument::of(anchor, local)),
                deciding: refusal.deciding.as_ref().map(DecidingDocument::of),
                attribution: refusal.attribution.as_ref().map(AttributionDocument::of),
                issuer_name: refusal.issuer_name.as_ref().map(IssuerNameDocument::of),
                ..empty
            },
            Decision::Inconclusive(why) => Self {
                decision: "inconclusive",
                reason_code: why.code(),
                ..empty
            },
        }
    }
}

fn path(elements: &[PathElement]) -> Vec<PathDocument> {
    let document = |element: &PathElement| PathDocument {
        spki_sha256: element.spki_sha256().to_string(),
        subject: element.subject(),
    };
    elements.iter().map(document).collect()
}

impl AnchorDocument {
    fn of(anchor: &AnchorUse, local: &LocalRoots) -> Self {
        Self {
            is_in_system_bundle: local.is_in_bundle(anchor),
            spki_sha256: anchor.spki_sha256.to_string(),
            subject: anchor.subject.clone(),
            via: (anchor.via != Via::NoRight).then(|| anchor.via.code()),
        }
    }
}

impl DecidingDocument {
    fn of(deciding: &Deciding) -> Self {
        Self {
            cert_index: match deciding.certificate {
                PathPosition::InPath(index) => IndexDocument::InPath(index),
                PathPosition::Anchor => IndexDocument::Anchor("anchor"),
            },
            spki_sha256: deciding.spki_sha256.to_string(),
            rule_id: deciding.rule.id(),
            entry_source: deciding.entry_source.as_ref().map(ToString::to_string),
            said_by: (deciding.entry_source.as_ref())
                .and_then(EntrySource::said_by)
                .map(|it| RemarkDocument::of(&it.told(), &Words::of(Language::English))),
        }
    }
}

impl TransparencyDocument {
    fn of(logs: &WordOfLogs) -> Option<Self> {
        let report = logs.report.as_ref()?;
        Some(Self {
            mode: logs.mode.code(),
            status: report.status.code(),
            log_list_as_of: ct::Logs::bundled().as_of().to_string(),
            scts: report.scts.iter().map(SctDocument::of).collect(),
        })
    }
}

impl SctDocument {
    fn of(sct: &ct::Sct) -> Self {
        let seconds = i64::try_from(sct.timestamp_ms / 1000).unwrap_or(i64::MAX);
        let time = UnixSeconds::new(seconds);
        Self {
            log_id: HEXLOWER.encode(&sct.log_id),
            log: sct.log.map(|log| log.description),
            operator: sct.log.map(|log| log.operator_at(time)),
            timestamp: (sct.timestamp_ms != 0).then(|| time.to_string()),
            status: sct.is.code(),
        }
    }
}

impl IssuerNameDocument {
    fn of(issuer: &IssuerName) -> Self {
        let (says, known_id, product) = match issuer.known {
            NamedIssuer::Known(KnownName::ReadsTraffic(known)) => {
                ("suspected", Some(known.id), None)
            }
            NamedIssuer::Known(KnownName::LookAlike(known)) => ("look_alike", Some(known.id), None),
            NamedIssuer::Known(KnownName::IscaFamily) => ("suspected", None, None),
            NamedIssuer::Known(KnownName::GovernmentRoot(named)) => {
                ("state_root", named.known.map(|known| known.id), None)
            }
            NamedIssuer::Known(KnownName::Product(product)) => {
                ("inspection_product", None, Some(product.name))
            }
            NamedIssuer::AddedRoot => ("added_root", None, None),
        };
        Self {
            name: issuer.name.clone(),
            says,
            known_id,
            product,
        }
    }
}

impl AttributionDocument {
    fn of(attribution: &Attribution) -> Self {
        Self {
            spki_sha256: attribution.spki_sha256.to_string(),
            subject: attribution.subject.clone(),
            basis: attribution.basis.code(),
            known_id: attribution.known.map(|known| known.id),
            family: attribution.family.iter().map(|rule| rule.id()).collect(),
            is_retired: attribution.is_retired,
            holds_at: attribution.holds_at.map(|time| time.to_string()),
        }
    }
}
