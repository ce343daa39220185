//! Why a certificate has its class.

use std::sync::Arc;

use anchorwatch_identity::{
    Certificate, UnixSeconds,
    family::{self, FamilyRule},
    registry::{self, GovernmentName, InspectionProduct, KnownIntermediate, KnownKey},
};
use anchorwatch_remark::{Remark as _, Told, Value};

use super::Class;
use crate::distrust::SignedList;

anchorwatch_remark::closed_list! {
    /// Why a certificate has its class, or what else to know about it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum ReasonCode {
        /// The key is in the registry of known keys.
        KnownKey,
        /// The key is known, but not this certificate: a twin.
        KnownKeyOtherCertificate,
        /// The key is known, but encoded here in other bytes, which have another hash.
        KnownKeyOtherEncoding,
        /// No public log would accept a certificate that leads to the key.
        NotInLogs,
        /// The certificate is an intermediate that was seen in an interception.
        KnownIntermediate,
        /// The name is that of the known family.
        IscaName,
        /// The serial number and key identifiers are those of the known generator.
        IscaGeneratorMark,
        /// An interception key under another name.
        KnownKeyOtherName,
        /// The name of an interception root with another key.
        KnownNameNewKey,
        /// The name looks like that of an interception root, with another key.
        LookAlikeName,
        /// A known key signed it.
        SignedByKnownKey,
        /// The issuer's name is that of an interception root.
        KnownIssuerName,
        /// The issuer's name looks like that of an interception root.
        LookAlikeIssuerName,
        /// The issuer's name is that of the known family.
        IscaIssuerName,
        /// The issuer's name is that of a state's root.
        GovernmentIssuerName,
        /// The issuer's name is that of an antivirus or a gateway.
        InspectionIssuerName,
        /// The CCADB names a government authority as the owner.
        GovernmentAuthority,
        /// The name is that of a state's root, with another key.
        GovernmentRootName,
        /// The key is in the public program.
        PublicProgramKey,
        /// The root left the public program, or was only ever in it for e-mail.
        RetiredFromProgram,
        /// The name is that of an antivirus or a gateway.
        InspectionProductName,
        /// The key is in no registry that ships with this program.
        NotInAnyRegistry,
        /// A signed list that this machine follows refuses it.
        OnSignedList,
        /// The certificate is not valid yet or has expired.
        OutsideValidity,
    }
}

impl ReasonCode {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KnownKey => "known_key",
            Self::KnownKeyOtherCertificate => "known_key_other_certificate",
            Self::KnownKeyOtherEncoding => "known_key_other_encoding",
            Self::NotInLogs => "not_in_logs",
            Self::KnownIntermediate => "known_intermediate",
            Self::IscaName => FamilyRule::IscaName.id(),
            Self::IscaGeneratorMark => FamilyRule::IscaGeneratorMark.id(),
            Self::KnownKeyOtherName => FamilyRule::KnownKeyOtherName.id(),
            Self::KnownNameNewKey => FamilyRule::KnownNameNewKey.id(),
            Self::LookAlikeName => FamilyRule::LookAlikeName.id(),
            Self::SignedByKnownKey => FamilyRule::SignedByKnownKey.id(),
            Self::KnownIssuerName => "known_issuer_name",
            Self::LookAlikeIssuerName => "look_alike_issuer_name",
            Self::IscaIssuerName => "isca_issuer_name",
            Self::GovernmentIssuerName => "state_issuer_name",
            Self::InspectionIssuerName => "inspection_issuer_name",
            Self::GovernmentAuthority => "state_authority",
            Self::GovernmentRootName => "state_root_name",
            Self::PublicProgramKey => "public_program_key",
            Self::RetiredFromProgram => "retired_from_program",
            Self::InspectionProductName => "inspection_product_name",
            Self::NotInAnyRegistry => "not_in_any_registry",
            Self::OnSignedList => "on_signed_list",
            Self::OutsideValidity => "outside_validity",
        }
    }

    const fn of_rule(rule: FamilyRule) -> Self {
        match rule {
            FamilyRule::IscaName => Self::IscaName,
            FamilyRule::IscaGeneratorMark => Self::IscaGeneratorMark,
            FamilyRule::KnownKeyOtherName => Self::KnownKeyOtherName,
            FamilyRule::KnownNameNewKey => Self::KnownNameNewKey,
            FamilyRule::LookAlikeName => Self::LookAlikeName,
            FamilyRule::SignedByKnownKey => Self::SignedByKnownKey,
        }
    }
}

/// A reason, with its facts. [`told`](Self::told) gives them without a type, for rendering.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClassReason {
    /// The key is in the registry of known keys.
    KnownKey(&'static KnownKey),
    /// The key is known, but not this certificate: a twin.
    KnownKeyOtherCertificate,
    /// The key is known, but encoded here in other bytes, which have another hash.
    KnownKeyOtherEncoding,
    /// No public log would accept a certificate that leads to the key, as of this day.
    NotInLogs {
        /// The day, `YYYY-MM-DD`.
        as_of: &'static str,
    },
    /// A known key signed it.
    SignedByKnownKey(&'static KnownKey),
    /// The certificate is an intermediate that was seen in an interception.
    KnownIntermediate(&'static KnownIntermediate),
    /// It resembles a known family.
    Family(FamilyRule),
    /// Its name looks like that of an interception root.
    LookAlikeName(&'static KnownKey),
    /// The certificate names an interception root as its issuer.
    KnownIssuerName(&'static KnownKey),
    /// The certificate's issuer has a name that looks like that of an interception root.
    LookAlikeIssuerName(&'static KnownKey),
    /// The certificate's issuer has a name of the known family.
    IscaIssuerName,
    /// The certificate names a state's root as its issuer.
    GovernmentIssuerName(&'static GovernmentName),
    /// The certificate names an antivirus or a gateway as its issuer.
    InspectionIssuerName(&'static InspectionProduct),
    /// The CCADB names a government authority as the owner.
    GovernmentAuthority {
        /// The country, ISO 3166-1 alpha-2.
        country: &'static str,
    },
    /// The name is that of a state's root, with another key.
    GovernmentRootName(&'static GovernmentName),
    /// The key is in the public program.
    PublicProgramKey,
    /// The root left the public program, or was only ever in it for e-mail.
    RetiredFromProgram,
    /// The name is that of an antivirus or a gateway.
    InspectionProductName(&'static InspectionProduct),
    /// The key is in no registry that ships with this program.
    NotInAnyRegistry,
    /// A signed list that this machine follows refuses it.
    OnSignedList(Arc<SignedList>),
    /// The certificate is not valid yet.
    NotYetValid {
        /// When its validity begins.
        not_before: UnixSeconds,
    },
    /// The certificate has expired.
    Expired {
        /// When its validity ended.
        not_after: UnixSeconds,
    },
}

impl ClassReason {
    /// The code of the reason.
    #[must_use]
    pub const fn code(&self) -> ReasonCode {
        match self {
            Self::KnownKey(_) => ReasonCode::KnownKey,
            Self::KnownKeyOtherCertificate => ReasonCode::KnownKeyOtherCertificate,
            Self::KnownKeyOtherEncoding => ReasonCode::KnownKeyOtherEncoding,
            Self::NotInLogs { .. } => ReasonCode::NotInLogs,
            Self::SignedByKnownKey(_) => ReasonCode::SignedByKnownKey,
            Self::KnownIntermediate(_) => ReasonCode::KnownIntermediate,
            Self::Family(rule) => ReasonCode::of_rule(*rule),
            Self::LookAlikeName(_) => ReasonCode::LookAlikeName,
            Self::KnownIssuerName(_) => ReasonCode::KnownIssuerName,
            Self::LookAlikeIssuerName(_) => ReasonCode::LookAlikeIssuerName,
            Self::IscaIssuerName => ReasonCode::IscaIssuerName,
            Self::GovernmentIssuerName(_) => ReasonCode::GovernmentIssuerName,
            Self::InspectionIssuerName(_) => ReasonCode::InspectionIssuerName,
            Self::GovernmentAuthority { .. } => ReasonCode::GovernmentAuthority,
            Self::GovernmentRootName(_) => ReasonCode::GovernmentRootName,
            Self::PublicProgramKey => ReasonCode::PublicProgramKey,
            Self::RetiredFromProgram => ReasonCode::RetiredFromProgram,
            Self::InspectionProductName(_) => ReasonCode::InspectionProductName,
            Self::NotInAnyRegistry => ReasonCode::NotInAnyRegistry,
            Self::OnSignedList(_) => ReasonCode::OnSignedList,
            Self::NotYetValid { .. } | Self::Expired { .. } => ReasonCode::OutsideValidity,
        }
    }

    /// The reason as a remark: `reason_` and the code, with the facts.
    #[must_use]
    pub fn told(&self) -> Told {
        let told = Told::of(format!("reason_{}", self.code().code()));
        let text = |text: &str| Value::Text(text.to_owned());
        let operator = |code: &str| Value::Remark(Told::of(format!("operator_{code}")));
        match self {
            Self::KnownKey(known)
            | Self::SignedByKnownKey(known)
            | Self::LookAlikeName(known)
            | Self::LookAlikeIssuerName(known)
            | Self::KnownIssuerName(known) => told
                .with("id", text(known.id))
                .with("title", text(known.title()))
                .with("operator", operator(known.operator_code)),
            Self::KnownIntermediate(known) => told
                .with("id", text(known.id))
                .with("operator", operator(known.operator_code))
                .with("seen", text(&known.seen.to_string())),
            Self::NotInLogs { as_of } => told.with("as_of", text(as_of)),
            Self::GovernmentAuthority { country } => told.with("country", text(country)),
            Self::GovernmentRootName(named) | Self::GovernmentIssuerName(named) => told
                .with("name", text(&named.name))
                .with("country", text(&named.country)),
            Self::InspectionProductName(product) | Self::InspectionIssuerName(product) => {
                told.with("product", text(product.name))
            }
            Self::OnSignedList(list) => told.with("list", Value::Remark(list.said_by().told())),
            Self::NotYetValid { not_before } => told
                .with("when", text("begins"))
                .with("time", text(&not_before.to_string())),
            Self::Expired { not_after } => told
                .with("when", text("ended"))
                .with("time", text(&not_after.to_string())),
            Self::KnownKeyOtherCertificate
            | Self::KnownKeyOtherEncoding
            | Self::Family(_)
            | Self::IscaIssuerName
            | Self::PublicProgramKey
            | Self::RetiredFromProgram
            | Self::NotInAnyRegistry => told,
        }
    }
}

/// A reason, and the class that it speaks for.
pub(super) type Said = (Class, ClassReason);

pub(super) fn of_key(certificate: &Certificate, known: Option<&'static KnownKey>) -> Vec<Said> {
    let Some(known) = known else {
        return Vec::new();
    };
    let class = Class::of_conduct(known.conduct);
    let mut said = vec![(class, ClassReason::KnownKey(known))];
    let is_twin = !known.certificates.is_empty()
        && known
            .certificates
            .iter()
            .all(|one| one.sha256 != certificate.sha256());
    if is_twin {
        said.push((class, ClassReason::KnownKeyOtherCertificate));
    }
    if known.spki_sha256 != certificate.spki_sha256() {
        said.push((class, ClassReason::KnownKeyOtherEncoding));
    }
    let not_in_logs = known.not_in_logs_as_of;
    said.extend(not_in_logs.map(|as_of| (class, ClassReason::NotInLogs { as_of })));
    said
}

pub(super) fn of_intermediate(known: Option<&'static KnownIntermediate>) -> Option<Said> {
    let reason = ClassReason::KnownIntermediate(known?);
    Some((Class::KnownInterception, reason))
}

pub(super) fn of_family(certificate: &Certificate) -> Vec<Said> {
    family::matches(certificate)
        .into_iter()
        .filter_map(|rule| match rule {
            FamilyRule::SignedByKnownKey => registry::known_signer(certificate).map(signed_by),
            FamilyRule::LookAlikeName => registry::resembled(certificate.subject())
                .map(|known| (Class::SuspectedFamily, ClassReason::LookAlikeName(known))),
            rule => Some((Class::SuspectedFamily, ClassReason::Family(rule))),
        })
        .collect()
}

/// What a known key signed is as bad as the key: the signature is proof.
fn signed_by(signer: &'static KnownKey) -> Said {
    let class = Class::of_conduct(signer.conduct);
    (class, ClassReason::SignedByKnownKey(signer))
}

pub(super) fn of_programs(certificate: &Certificate) -> Vec<Said> {
    let mut said = Vec::new();
    if let Some(country) = registry::government_authority(certificate) {
        said.push((
            Class::GovernmentRoot,
            ClassReason::GovernmentAuthority { country },
        ));
    }
    if registry::in_public_program(&certificate.spki_sha256()) {
        said.push((Class::PublicProgram, ClassReason::PublicProgramKey));
    }
    if registry::is_retired_from_program(certificate) {
        said.push((Class::RetiredFromProgram, ClassReason::RetiredFromProgram));
    }
    said
}

pub(super) fn of_name(certificate: &Certificate) -> Option<Said> {
    let product = registry::inspection_product(certificate.subject())?;
    Some((
        Class::InspectionProductName,
        ClassReason::InspectionProductName(product),
    ))
}

/// A state's name over a key that is not the state's. It excuses nothing and accuses nobody: a
/// state may renew its root. `None` if a known key says more.
pub(super) fn of_government_name(certificate: &Certificate) -> Option<Said> {
    let is_known = registry::known_key_of(certificate).is_some()
        || registry::government_authority(certificate).is_some()
        || registry::known_signer(certificate).is_some();
    let named = registry::government_name(certificate.subject()).filter(|_| !is_known)?;
    Some((Class::Unknown, ClassReason::GovernmentRootName(named)))
}

pub(super) fn outside_validity(certificate: &Certificate, now: UnixSeconds) -> Option<ClassReason> {
    let validity = certificate.validity();
    if now < validity.not_before {
        Some(ClassReason::NotYetValid {
            not_before: validity.not_before,
        })
    } else if now > validity.not_after {
        Some(ClassReason::Expired {
            not_after: validity.not_after,
        })
    } else {
        None
    }
}
