//! One word for a certificate in a trust store, with the reasons for it.

use anchorwatch_identity::{
    Certificate, UnixSeconds,
    family::{self, FamilyRule},
    registry::{self, Conduct, KnownRoot},
};

/// What a certificate in a trust store is: the first that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Its key is known to have been used to read other people's traffic.
    KnownInterception,
    /// It looks like the next one of a known operator. Suspicion, not proof.
    SuspectedFamily,
    /// A root program removed it for cause.
    DistrustedByProgram,
    /// Its key is in Mozilla's set for TLS servers.
    PublicProgram,
    /// Its authority is or was in Mozilla's program; it is not in the TLS-server set now.
    RetiredFromProgram,
    /// It is in no table of this program: someone added it.
    Unknown,
}

impl Class {
    /// All classes, in the order in which they are tried.
    pub const ALL: [Self; 6] = [
        Self::KnownInterception,
        Self::SuspectedFamily,
        Self::DistrustedByProgram,
        Self::PublicProgram,
        Self::RetiredFromProgram,
        Self::Unknown,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KnownInterception => "known_interception",
            Self::SuspectedFamily => "suspected_family",
            Self::DistrustedByProgram => "distrusted_by_program",
            Self::PublicProgram => "public_program",
            Self::RetiredFromProgram => "retired_from_program",
            Self::Unknown => "unknown",
        }
    }

    /// What the class means, as one sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::KnownInterception => {
                "This key was used to read other people's encrypted traffic."
            }
            Self::SuspectedFamily => {
                "It looks like the next root of a known interception operator; that is suspicion, not proof."
            }
            Self::DistrustedByProgram => {
                "A root program removed it for cause; no interception with it is known."
            }
            Self::PublicProgram => "It is in Mozilla's set of roots for web servers.",
            Self::RetiredFromProgram => {
                "Its authority is or was in Mozilla's program; its roots for web servers do not hold this one now."
            }
            Self::Unknown => "Someone added it; we do not know who. Ask before removing.",
        }
    }

    /// The class with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// Why a certificate has its class, or what else is to be known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReasonCode {
    /// The key is in the registry of known roots.
    KnownKey,
    /// The key is known, but this is not the certificate that is known: a twin.
    KnownKeyOtherCertificate,
    /// The name is the known family's.
    IscaName,
    /// The serial number and key identifiers are the known generator's.
    IscaGeneratorMark,
    /// The key is in the public program.
    PublicProgramKey,
    /// The root left the public program, or was only ever in it for e-mail.
    RetiredFromProgram,
    /// The key is in no registry that ships with this program.
    NotInAnyRegistry,
    /// The certificate's validity has not begun or is over.
    OutsideValidity,
}

impl ReasonCode {
    /// All codes.
    pub const ALL: [Self; 8] = [
        Self::KnownKey,
        Self::KnownKeyOtherCertificate,
        Self::IscaName,
        Self::IscaGeneratorMark,
        Self::PublicProgramKey,
        Self::RetiredFromProgram,
        Self::NotInAnyRegistry,
        Self::OutsideValidity,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KnownKey => "known_key",
            Self::KnownKeyOtherCertificate => "known_key_other_certificate",
            Self::IscaName => FamilyRule::IscaName.id(),
            Self::IscaGeneratorMark => FamilyRule::IscaGeneratorMark.id(),
            Self::PublicProgramKey => "public_program_key",
            Self::RetiredFromProgram => "retired_from_program",
            Self::NotInAnyRegistry => "not_in_any_registry",
            Self::OutsideValidity => "outside_validity",
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

/// The class of one certificate, with its reasons, the deciding one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// The class.
    pub class: Class,
    /// The known root with the same key.
    pub known: Option<&'static KnownRoot>,
    /// Why; never empty.
    pub reasons: Vec<ClassReason>,
}

/// Says what a certificate in a trust store is.
///
/// Names never lower the severity: a known key is known under any name, and a
/// family match stands whatever else the name says.
///
/// **Not checked:** who signed the certificate, and what its owner consented to.
#[must_use]
pub fn classify(certificate: &Certificate, now: UnixSeconds) -> Classification {
    let known = registry::known_key(&certificate.spki_sha256());
    let public = registry::in_public_program(&certificate.spki_sha256());
    let family = family::matches(certificate);

    let mut reasons: Vec<ClassReason> = known
        .into_iter()
        .flat_map(|root| known_reasons(root, certificate))
        .collect();
    let is_retired = !public && registry::is_retired_from_program(certificate);
    let class = match known.map(|root| root.conduct) {
        Some(Conduct::Interception) => Class::KnownInterception,
        _ if !family.is_empty() => Class::SuspectedFamily,
        Some(Conduct::RemovedForCause) => Class::DistrustedByProgram,
        None if public => Class::PublicProgram,
        None if is_retired => Class::RetiredFromProgram,
        None => Class::Unknown,
    };
    reasons.extend(family.into_iter().map(family_reason));
    if public {
        reasons.push(ClassReason {
            code: ReasonCode::PublicProgramKey,
            text: "the key is in Mozilla's set of roots for TLS servers".to_owned(),
        });
    }
    if is_retired {
        reasons.push(ClassReason {
            code: ReasonCode::RetiredFromProgram,
            text: "it is in the CCADB's records of Mozilla's program and not in the set for TLS servers".to_owned(),
        });
    }
    if reasons.is_empty() {
        reasons.push(ClassReason {
            code: ReasonCode::NotInAnyRegistry,
            text: "the key is neither in Mozilla's set nor among the known roots".to_owned(),
        });
    }
    reasons.extend(outside_validity(certificate, now));
    Classification {
        class,
        known,
        reasons,
    }
}

fn known_reasons(root: &KnownRoot, certificate: &Certificate) -> Vec<ClassReason> {
    let mut reasons = vec![ClassReason {
        code: ReasonCode::KnownKey,
        text: format!(
            "the key is that of {} ({}), operated by {}",
            root.id, root.subject, root.operator
        ),
    }];
    if certificate.sha256() != root.cert_sha256 {
        reasons.push(ClassReason {
            code: ReasonCode::KnownKeyOtherCertificate,
            text:
                "the certificate is another than the known one: re-issued, renamed or cross-signed"
                    .to_owned(),
        });
    }
    reasons
}

fn family_reason(rule: FamilyRule) -> ClassReason {
    let code = match rule {
        FamilyRule::IscaName => ReasonCode::IscaName,
        FamilyRule::IscaGeneratorMark => ReasonCode::IscaGeneratorMark,
    };
    ClassReason {
        code,
        text: rule.says().to_owned(),
    }
}

fn outside_validity(certificate: &Certificate, now: UnixSeconds) -> Option<ClassReason> {
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

#[cfg(test)]
mod tests;
