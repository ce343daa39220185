//! `anchorwatch.identity/1`.

use anchorwatch_container::{Contents, PlaceStep, Presence, Profile};
use anchorwatch_machine::confined_cert;
use anchorwatch_remark::{Remark, Told};
use data_encoding::HEXLOWER;
use serde::Serialize;

use super::{Found, Identified, Unreadable};
use crate::{
    document::{Reason, RemarkDocument},
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    files: Vec<FileDocument>,
    certificates: Vec<CertificateDocument>,
    unreadable: Vec<UnreadableDocument>,
}

#[derive(Debug, Serialize)]
struct FileDocument {
    file: String,
    format: Option<&'static str>,
    /// Who signed the file, as it claims; not verified.
    signers: Vec<String>,
    signers_coded: Vec<RemarkDocument>,
    private_key_count: usize,
    /// Keys, requests and revocation lists outside of PKCS #12.
    also_holds: Vec<OtherDocument>,
    profile: Option<ProfileDocument>,
}

#[derive(Debug, Serialize)]
struct OtherDocument {
    code: &'static str,
    count: usize,
}

#[derive(Debug, Serialize)]
struct ProfileDocument {
    display_name: Option<String>,
    organization: Option<String>,
    identifier: Option<String>,
    is_removal_disallowed: bool,
    payloads: Vec<PayloadDocument>,
}

#[derive(Debug, Serialize)]
struct PayloadDocument {
    kind: String,
    display_name: Option<String>,
    effect: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct CertificateDocument {
    file: String,
    /// Where in the file, in words; null if the file is a single certificate.
    place: Option<String>,
    place_coded: Vec<RemarkDocument>,
    is_in_signature: bool,
    /// Whether the file marks it as not to be trusted.
    is_distrusted: bool,
    cert_sha256: String,
    cert_sha1: String,
    spki_sha256: String,
    subject: String,
    subject_der_sha256: String,
    issuer: String,
    serial_hex: String,
    not_before: String,
    not_after: String,
    /// At most 1,000.
    alternative_names: Vec<AlternativeNameDocument>,
    role: &'static str,
    /// The root that it holds to names, if it is a certificate that `block` writes into a store.
    confines_cert_sha256: Option<String>,
    class: &'static str,
    known_id: Option<&'static str>,
    reasons: Vec<Reason>,
}

#[derive(Debug, Serialize)]
struct AlternativeNameDocument {
    kind: &'static str,
    value: String,
}

#[derive(Debug, Serialize)]
struct UnreadableDocument {
    file: String,
    place: Option<String>,
    place_coded: Vec<RemarkDocument>,
    code: &'static str,
    error: String,
    /// Each is the reason of the one before it.
    error_coded: Vec<RemarkDocument>,
    /// The operating system's error, if the file could not be opened.
    system: Option<RemarkDocument>,
}

impl Document {
    pub(crate) fn of(identified: &[Identified]) -> Self {
        let each = || identified.iter();
        let english = Words::of(Language::English);
        Self {
            schema: "anchorwatch.identity/1",
            files: each().map(|it| FileDocument::of(it, &english)).collect(),
            certificates: each()
                .flat_map(|it| it.certificates.iter().map(|found| (&it.file, found)))
                .map(|(file, found)| CertificateDocument::of(file, found, &english))
                .collect(),
            unreadable: each()
                .flat_map(|it| {
                    it.unreadable
                        .iter()
                        .map(|unreadable| (&it.file, unreadable))
                })
                .map(|(file, unreadable)| UnreadableDocument::of(file, unreadable, &english))
                .collect(),
        }
    }
}

impl FileDocument {
    fn of(identified: &Identified, english: &Words) -> Self {
        let contents = identified.contents.as_ref();
        let signers = contents.map(|contents| told(&contents.signers));
        let signers = signers.unwrap_or_default();
        Self {
            file: identified.file.clone(),
            format: contents.map(|contents| contents.format.code()),
            signers: signers.iter().map(|one| english.remark(one)).collect(),
            signers_coded: RemarkDocument::all(&signers, english),
            private_key_count: contents.map_or(0, |contents| contents.private_key_count),
            also_holds: contents.map_or_else(Vec::new, |contents| {
                let others = contents.others.iter();
                others
                    .map(|(other, count)| OtherDocument {
                        code: other.code(),
                        count: *count,
                    })
                    .collect()
            }),
            profile: contents.and_then(ProfileDocument::of),
        }
    }
}

impl ProfileDocument {
    fn of(contents: &Contents) -> Option<Self> {
        let profile: &Profile = contents.profile.as_ref()?;
        Some(Self {
            display_name: profile.display_name.clone(),
            organization: profile.organization.clone(),
            identifier: profile.identifier.clone(),
            is_removal_disallowed: profile.is_removal_disallowed,
            payloads: profile
                .payloads
                .iter()
                .map(|payload| PayloadDocument {
                    kind: payload.kind.clone(),
                    display_name: payload.display_name.clone(),
                    effect: payload.effect.map(|effect| effect.code()),
                })
                .collect(),
        })
    }
}

impl CertificateDocument {
    fn of(file: &str, found: &Found, english: &Words) -> Self {
        let certificate = &found.certificate;
        let classification = &found.classification;
        Self {
            file: file.to_owned(),
            place: place(&found.place, english),
            place_coded: RemarkDocument::all(&told(&found.place), english),
            is_in_signature: found.presence == Presence::InSignature,
            is_distrusted: found.presence == Presence::Distrusted,
            cert_sha256: certificate.sha256().to_string(),
            cert_sha1: HEXLOWER.encode(&certificate.sha1()),
            spki_sha256: certificate.spki_sha256().to_string(),
            subject: certificate.subject().to_string(),
            subject_der_sha256: certificate.subject().sha256().to_string(),
            issuer: certificate.issuer().to_string(),
            serial_hex: HEXLOWER.encode(certificate.serial()),
            not_before: certificate.validity().not_before.to_string(),
            not_after: certificate.validity().not_after.to_string(),
            alternative_names: certificate
                .alternative_names()
                .into_iter()
                .map(|name| AlternativeNameDocument {
                    kind: name.kind.code(),
                    value: name.value,
                })
                .collect(),
            role: found.role.code(),
            confines_cert_sha256: confined_cert::root_of(certificate)
                .map(|root| root.sha256().to_string()),
            class: classification.class.code(),
            known_id: classification.known_id(),
            reasons: classification
                .reasons
                .iter()
                .map(|reason| Reason::of(reason.code().code(), &reason.told(), english))
                .collect(),
        }
    }
}

impl UnreadableDocument {
    fn of(file: &str, unreadable: &Unreadable, english: &Words) -> Self {
        Self {
            file: file.to_owned(),
            place: place(&unreadable.place, english),
            place_coded: RemarkDocument::all(&told(&unreadable.place), english),
            code: unreadable.code,
            error: english.causes(&unreadable.why),
            error_coded: RemarkDocument::all(&unreadable.why, english),
            system: unreadable
                .system
                .as_ref()
                .map(|told| RemarkDocument::of(told, english)),
        }
    }
}

/// The place in English; `None` for the file itself.
fn place(steps: &[PlaceStep], english: &Words) -> Option<String> {
    (!steps.is_empty()).then(|| english.place(steps))
}

fn told<R: Remark>(remarks: &[R]) -> Vec<Told> {
    remarks.iter().map(Remark::told).collect()
}
