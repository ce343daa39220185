//! Mozilla's OneCRL: `import/onecrl.rs` describes it.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};

use super::{Not, Outgoing};
use crate::{DistrustEntry, KnownNames, distrust::Match};

pub(super) struct OneCrl<'a> {
    names: &'a KnownNames,
    milliseconds: i64,
    /// A reader takes one record of an identifier.
    identifiers: BTreeSet<String>,
    records: Vec<Value>,
}

impl<'a> OneCrl<'a> {
    pub(super) fn add(&mut self, entry: &DistrustEntry) -> Result<(), Not> {
        let known = |hash| self.names.get(hash).ok_or(Not::Name);
        let [(one, first), (other, second)] = match &entry.matches {
            Match::IssuerSerial { issuer, serial } => {
                let serial = BASE64.encode(serial.as_bytes());
                let issuer = BASE64.encode(known(issuer)?);
                [("issuerName", issuer), ("serialNumber", serial)]
            }
            Match::SubjectKey { subject, key } => {
                let key = BASE64.encode(key.as_bytes());
                let subject = BASE64.encode(known(subject)?);
                [("subject", subject), ("pubKeyHash", key)]
            }
            _ => return Err(Not::Kind),
        };
        let id = identifier(&first, &second);
        if !self.identifiers.insert(id.clone()) {
            return Ok(());
        }
        self.records.push(json!({
            "schema": self.milliseconds,
            "details": {
                "bug": "",
                "who": "",
                "why": entry.source.says().unwrap_or_default(),
                "name": "",
                "created": "",
            },
            "enabled": true,
            "id": id,
            "last_modified": self.milliseconds,
            one: first,
            other: second,
        }));
        Ok(())
    }

    pub(super) const fn new(list: &Outgoing<'a>) -> Self {
        Self {
            names: list.names,
            milliseconds: list.made_at.get().saturating_mul(1000),
            identifiers: BTreeSet::new(),
            records: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let list = json!({ "data": self.records, "timestamp": self.milliseconds });
        let mut bytes = list.to_string().into_bytes();
        bytes.push(b'\n');
        bytes
    }
}

/// An identifier that is the same for the same record, in the form of a UUID of one's own making
/// (RFC 9562 §5.8).
fn identifier(one: &str, other: &str) -> String {
    let hash = digest(&SHA256, format!("{one}\n{other}").as_bytes());
    let text: Vec<char> = HEXLOWER.encode(hash.as_ref()).chars().collect();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().iter();
    let parts = [
        part(0, 8).collect::<String>(),
        part(8, 12).collect(),
        format!("8{}", part(13, 16).collect::<String>()),
        format!("8{}", part(17, 20).collect::<String>()),
        part(20, 32).collect(),
    ];
    parts.join("-")
}
