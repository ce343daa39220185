//! What an entry matches, as members of the normal form.

use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256};
use data_encoding::HEXLOWER;

use super::entry::EntryDocument;
use crate::{
    distrust::{Match, MatchKind, SerialOctets, UnsignedSerial},
    import::EntryProblem,
};

/// The members of an entry that say what it matches.
pub(super) struct MatchDocument;

impl MatchDocument {
    pub(super) fn give(matches: &Match) -> EntryDocument {
        let mut document = EntryDocument {
            r#match: matches.kind().code().to_owned(),
            ..EntryDocument::default()
        };
        let it = &mut document;
        match matches {
            Match::Key(key) => it.spki_sha256 = Some(key.to_string()),
            Match::SubjectKey { subject, key } => {
                it.subject_der_sha256 = Some(subject.to_string());
                it.spki_sha256 = Some(key.to_string());
            }
            Match::SubjectUnlessKey { subject, keys } => {
                it.subject_der_sha256 = Some(subject.to_string());
                it.allowed_spki_sha256 = Some(keys.iter().map(ToString::to_string).collect());
            }
            Match::IssuerSerial { issuer, serial } => {
                it.issuer_der_sha256 = Some(issuer.to_string());
                it.serial_hex = Some(HEXLOWER.encode(serial.as_bytes()));
            }
            Match::IssuerKeySerial { issuer_key, serial } => {
                it.issuer_spki_sha256 = Some(issuer_key.to_string());
                it.serial_unsigned_hex = Some(HEXLOWER.encode(serial.as_bytes()));
            }
            Match::Certificate(hash) => it.cert_sha256 = Some(hash.to_string()),
        }
        document
    }

    /// The match that the members describe; members of another kind of match are refused.
    pub(super) fn take(document: &EntryDocument) -> Result<Match, EntryProblem> {
        let kind = MatchKind::from_code(&document.r#match).ok_or(EntryProblem::Match)?;
        let read = read(document, kind).ok_or(EntryProblem::MemberMissing)?;
        let again = Self::give(&read);
        if members(&again) == members(document) {
            Ok(read)
        } else {
            Err(EntryProblem::MemberSurplus)
        }
    }
}

fn members(document: &EntryDocument) -> [Option<String>; 8] {
    [
        document.spki_sha256.clone(),
        document.subject_der_sha256.clone(),
        document
            .allowed_spki_sha256
            .as_ref()
            .map(|keys| keys.join(" ")),
        document.issuer_der_sha256.clone(),
        document.issuer_spki_sha256.clone(),
        document.serial_hex.clone(),
        document.serial_unsigned_hex.clone(),
        document.cert_sha256.clone(),
    ]
}

fn read(document: &EntryDocument, kind: MatchKind) -> Option<Match> {
    let of = |text: &Option<String>| hash(text.as_deref()?);
    let bytes = |text: &Option<String>| HEXLOWER.decode(text.as_deref()?.as_bytes()).ok();
    let key = || of(&document.spki_sha256).map(SpkiSha256::from_bytes);
    let subject = || of(&document.subject_der_sha256).map(NameSha256::from_bytes);
    Some(match kind {
        MatchKind::Key => Match::Key(key()?),
        MatchKind::SubjectKey => Match::SubjectKey {
            subject: subject()?,
            key: key()?,
        },
        MatchKind::SubjectUnlessKey => {
            let keys = document.allowed_spki_sha256.as_ref()?.iter();
            let keys = keys.map(|key| hash(key).map(SpkiSha256::from_bytes));
            let mut keys = keys.collect::<Option<Vec<_>>>()?;
            keys.sort();
            keys.dedup();
            Match::SubjectUnlessKey {
                subject: subject()?,
                keys,
            }
        }
        MatchKind::IssuerSerial => Match::IssuerSerial {
            issuer: of(&document.issuer_der_sha256).map(NameSha256::from_bytes)?,
            serial: SerialOctets::new(&bytes(&document.serial_hex)?)?,
        },
        MatchKind::IssuerKeySerial => Match::IssuerKeySerial {
            issuer_key: of(&document.issuer_spki_sha256).map(SpkiSha256::from_bytes)?,
            serial: UnsignedSerial::new(&bytes(&document.serial_unsigned_hex)?)?,
        },
        MatchKind::Certificate => {
            Match::Certificate(of(&document.cert_sha256).map(CertSha256::from_bytes)?)
        }
    })
}

/// 64 lower-case hexadecimal digits.
pub(super) fn hash(text: &str) -> Option<[u8; 32]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}
