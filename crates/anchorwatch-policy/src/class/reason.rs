//! Why a certificate has its class.

use anchorwatch_identity::{
    Certificate, UnixSeconds,
    family::{self, FamilyRule},
    registry::{self, KnownIntermediate, KnownKey},
};

use super::Class;

/// Why a certificate has its class, or what else is to be known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReasonCode {
    /// The key is in the registry of known keys.
    KnownKey,
    /// The key is known, but this is not a certificate that is known: a twin.
    KnownKeyOtherCertificate,
    /// The key is known, but is written here in other bytes, which have another hash.
    KnownKeyOtherEncoding,
    /// The certificate is an intermediate that was seen in an interception.
    KnownIntermediate,
    /// The name is the known family's.
    IscaName,
    /// The serial number and key identifiers are the known generator's.
    IscaGeneratorMark,
    /// A key that reads traffic, renamed.
    KnownKeyOtherName,
    /// A root that reads traffic, re-keyed.
    KnownNameNewKey,
    /// A known key's signature.
    SignedByKnownKey,
    /// The CCADB names a state's authority as the owner.
    StateAuthority,
    /// The key is in the public program.
    PublicProgramKey,
    /// The root left the public program, or was only ever in it for e-mail.
    RetiredFromProgram,
    /// The name is that of an antivirus or a gateway.
    InspectionProductName,
    /// The key is in no registry that ships with this program.
    NotInAnyRegistry,
    /// The certificate's validity has not begun or is over.
    OutsideValidity,
}

impl ReasonCode {
    /// All codes.
    pub const ALL: [Self; 15] = [
        Self::KnownKey,
        Self::KnownKeyOtherCertificate,
        Self::KnownKeyOtherEncoding,
        Self::KnownIntermediate,
        Self::IscaName,
        Self::IscaGeneratorMark,
        Self::KnownKeyOtherName,
        Self::KnownNameNewKey,
        Self::SignedByKnownKey,
        Self::StateAuthority,
        Self::PublicProgramKey,
        Self::RetiredFromProgram,
        Self::InspectionProductName,
        Self::NotInAnyRegistry,
        Self::OutsideValidity,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KnownKey => "known_key",
            Self::KnownKeyOtherCertificate => "known_key_other_certificate",
            Self::KnownKeyOtherEncoding => "known_key_other_encoding",
            Self::KnownIntermediate => "known_intermediate",
            Self::IscaName => FamilyRule::IscaName.id(),
            Self::IscaGeneratorMark => FamilyRule::IscaGeneratorMark.id(),
            Self::KnownKeyOtherName => FamilyRule::KnownKeyOtherName.id(),
            Self::KnownNameNewKey => FamilyRule::KnownNameNewKey.id(),
            Self::SignedByKnownKey => FamilyRule::SignedByKnownKey.id(),
            Self::StateAuthority => "state_authority",
            Self::PublicProgramKey => "public_program_key",
            Self::RetiredFromProgram => "retired_from_program",
            Self::InspectionProductName => "inspection_product_name",
            Self::NotInAnyRegistry => "not_in_any_registry",
            Self::OutsideValidity => "outside_validity",
        }
    }

    pub(super) const fn of_rule(rule: FamilyRule) -> Self {
        match rule {
            FamilyRule::IscaName => Self::IscaName,
            FamilyRule::IscaGeneratorMark => Self::IscaGeneratorMark,
            FamilyRule::KnownKeyOtherName => Self::KnownKeyOtherName,
            FamilyRule::KnownNameNewKey => Self::KnownNameNewKey,
            FamilyRule::SignedByKnownKey => Self::SignedByKnownKey,
        }
    }
}

/// A reason: a stable code, and a sentence in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassReason {
    /// For programs.
    pub code: ReasonCode,
    /// For people.
    pub text: String,
}

/// A reason, and the class that it speaks for.
pub(super) type Said = (Class, ClassReason);

pub(super) fn of_key(certificate: &Certificate, known: Option<&KnownKey>) -> Vec<Said> {
    let Some(known) = known else {
        return Vec::new();
    };
    let class = Class::of_conduct(known.conduct);
    let text = format!(
        "the key is that of {} ({}), held by {}",
        known.id,
        known.title(),
        known.operator
    );
    let mut said = vec![say(class, ReasonCode::KnownKey, text)];
    let is_twin = !known.certificates.is_empty()
        && known
            .certificates
            .iter()
            .all(|one| one.sha256 != certificate.sha256());
    if is_twin {
        said.push(say(
            class,
            ReasonCode::KnownKeyOtherCertificate,
            "the certificate is another than the known one: re-issued, renamed or cross-signed",
        ));
    }
    if known.spki_sha256 != certificate.spki_sha256() {
        said.push(say(
            class,
            ReasonCode::KnownKeyOtherEncoding,
            "the key is written in other bytes than the known one, so that lists of hashes miss it",
        ));
    }
    said
}

pub(super) fn of_intermediate(known: Option<&KnownIntermediate>) -> Vec<Said> {
    let said = known.map(|known| {
        let text = format!(
            "it is the intermediate {}, which {} used to read traffic, as measured at {}",
            known.id, known.operator, known.seen
        );
        say(
            Class::KnownInterception,
            ReasonCode::KnownIntermediate,
            text,
        )
    });
    said.into_iter().collect()
}

pub(super) fn of_family(certificate: &Certificate) -> Vec<Said> {
    family::matches(certificate)
        .into_iter()
        .map(|rule| match (rule, registry::known_signer(certificate)) {
            (FamilyRule::SignedByKnownKey, Some(signer)) => signed_by(signer),
            _ => say(
                Class::SuspectedFamily,
                ReasonCode::of_rule(rule),
                rule.says(),
            ),
        })
        .collect()
}

/// What a known key signed is as bad as the key: the signature proves the hand.
fn signed_by(signer: &KnownKey) -> Said {
    let text = format!(
        "it is signed by the key of {} ({}), held by {}",
        signer.id,
        signer.title(),
        signer.operator
    );
    let class = Class::of_conduct(signer.conduct);
    say(class, ReasonCode::SignedByKnownKey, text)
}

pub(super) fn of_programs(certificate: &Certificate) -> Vec<Said> {
    let mut said = Vec::new();
    if let Some(country) = registry::state_authority(certificate) {
        let text = format!(
            "the CCADB names a state's authority as its owner ({country}), and no browser's program ever held it"
        );
        said.push(say(Class::StateRoot, ReasonCode::StateAuthority, text));
    }
    if registry::in_public_program(&certificate.spki_sha256()) {
        said.push(say(
            Class::PublicProgram,
            ReasonCode::PublicProgramKey,
            "the key is in Mozilla's set of roots for TLS servers",
        ));
    }
    if registry::is_retired_from_program(certificate) {
        said.push(say(
            Class::RetiredFromProgram,
            ReasonCode::RetiredFromProgram,
            "it is in the records of Mozilla's program and not in the set for TLS servers",
        ));
    }
    said
}

pub(super) fn of_name(certificate: &Certificate) -> Vec<Said> {
    let product = registry::inspection_product(certificate.subject());
    let said = product.map(|product| {
        let text = format!(
            "it is named like a root of {}, a name that anyone can bear",
            product.name
        );
        say(
            Class::InspectionProductName,
            ReasonCode::InspectionProductName,
            text,
        )
    });
    said.into_iter().collect()
}

pub(super) fn nothing_known() -> Said {
    say(
        Class::Unknown,
        ReasonCode::NotInAnyRegistry,
        "the key is neither in a root program that we know nor among the known roots",
    )
}

pub(super) fn outside_validity(certificate: &Certificate, now: UnixSeconds) -> Option<ClassReason> {
    let validity = certificate.validity();
    let text = if now < validity.not_before {
        format!("its validity begins only at {}", validity.not_before)
    } else if now > validity.not_after {
        format!("its validity ended at {}", validity.not_after)
    } else {
        return None;
    };
    Some(ClassReason {
        code: ReasonCode::OutsideValidity,
        text,
    })
}

fn say(class: Class, code: ReasonCode, text: impl Into<String>) -> Said {
    let text = text.into();
    (class, ClassReason { code, text })
}
