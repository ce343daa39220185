//! `anchorwatch.log-audit/1`.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_publisher::{LogAudit, LoggedText};
use anchorwatch_remark::{Remark as _, Told};
use anchorwatch_transparency::Cosigned;
use serde::Serialize;

use crate::{
    document::RemarkDocument,
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(super) struct Document {
    schema: &'static str,
    origin: String,
    size: u64,
    root: String,
    cosigned: Vec<CosignedDocument>,
    entries: Vec<EntryDocument>,
    findings: Vec<RemarkDocument>,
}

#[derive(Debug, Serialize)]
struct CosignedDocument {
    name: String,
    time: Option<String>,
}

#[derive(Debug, Serialize)]
struct EntryDocument {
    about: &'static str,
    epoch: Option<u64>,
    sequence: Option<u64>,
    sha256: Option<String>,
}

impl Document {
    pub(super) fn of(audit: &LogAudit) -> Self {
        let english = Words::of(Language::English);
        let findings: Vec<Told> = audit.findings.iter().map(|it| it.told()).collect();
        Self {
            schema: "anchorwatch.log-audit/1",
            origin: audit.origin.clone(),
            size: audit.head.size,
            root: audit.head.root.to_string(),
            cosigned: audit.cosigned.iter().map(CosignedDocument::of).collect(),
            entries: audit.entries.iter().map(EntryDocument::of).collect(),
            findings: RemarkDocument::all(&findings, &english),
        }
    }
}

impl CosignedDocument {
    fn of(one: &Cosigned) -> Self {
        Self {
            name: String::from_utf8_lossy(&one.name).into_owned(),
            time: time(one).map(|it| it.to_string()),
        }
    }
}

/// When it cosigned, if it says so.
pub(super) fn time(one: &Cosigned) -> Option<UnixSeconds> {
    let seconds = i64::try_from(one.unix_seconds).ok()?;
    (seconds != 0).then(|| UnixSeconds::new(seconds))
}

impl EntryDocument {
    fn of(entry: &LoggedText) -> Self {
        match entry {
            LoggedText::List {
                role,
                epoch,
                sequence,
                hash,
            } => Self {
                about: role.code(),
                epoch: Some(*epoch),
                sequence: Some(*sequence),
                sha256: Some(hash.to_string()),
            },
            LoggedText::Set { epoch, hash } => Self {
                about: "publishers",
                epoch: Some(*epoch),
                sequence: None,
                sha256: Some(hash.to_string()),
            },
            LoggedText::Other => Self {
                about: "unknown",
                epoch: None,
                sequence: None,
                sha256: None,
            },
        }
    }
}
