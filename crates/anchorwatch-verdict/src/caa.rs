//! Which authorities the owner of a name lets sign for it: its CAA records (RFC 8659).
//!
//! Only resolvers count that proved their names. An authority is forbidden only if it is known by
//! which names it is allowed, and every resolver that gave the records leaves all of them out. What
//! cannot be read, such as a critical property that is not known here, forbids nothing.
//!
//! **Not checked:** parameters, which can demand an account or a method (RFC 8657). An authority looks
//! at the records when it signs; these are those of the time of the measurement.

mod authority;
mod records;

use anchorwatch_identity::Certificate;
use anchorwatch_policy::ReferenceName;

use crate::{Against, Detail, NotChecked, case::Case};

pub(crate) use records::CaaAnswers;
use records::Permission;

/// What the records say of a certificate's authority.
pub(crate) enum Allowance {
    /// No resolver gave the records, or they cannot be read.
    NoRecords,
    /// It is not known by which names the authority is allowed.
    UnknownAuthority,
    /// They allow it, or do not say who may sign.
    Allowed,
    /// They allow others only.
    Forbidden(Restriction),
}

/// Records that allow others only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Restriction {
    /// The name that has the records: the target's, or one above it.
    pub(crate) record: String,
    /// Who may sign, by the names in the records.
    pub(crate) allowed: Vec<String>,
}

impl Allowance {
    pub(crate) fn of(case: &Case<'_>, own: &Certificate) -> Self {
        let answers = case.compared.dns.as_ref().map(|dns| &dns.caa);
        let Some(answers) = answers.filter(|it| !it.is_empty()) else {
            return Self::NoRecords;
        };
        let names = names_for(&case.name, own);
        let organisation = own.issuer().organizations().first();
        let identifiers = organisation.and_then(|it| authority::identifiers(it));
        let Some(identifiers) = identifiers else {
            return match names.iter().any(|name| answers.are_known(name)) {
                true => Self::UnknownAuthority,
                false => Self::NoRecords,
            };
        };
        let mut found = Self::NoRecords;
        for name in &names {
            match answers.permission(name, identifiers) {
                Permission::Unknown => {}
                Permission::Allowed => return Self::Allowed,
                Permission::Forbidden(by) => found = Self::Forbidden(by),
            }
        }
        found
    }

    /// What is not known of it.
    pub(crate) fn not_checked(&self, own: &Certificate) -> Option<NotChecked> {
        match self {
            Self::NoRecords => Some(NotChecked::AllowedAuthorities),
            Self::UnknownAuthority => Some(NotChecked::AuthorityIdentifiers {
                issuer: own.issuer().to_string(),
            }),
            Self::Allowed | Self::Forbidden(_) => None,
        }
    }

    pub(crate) fn restriction(self) -> Option<Restriction> {
        match self {
            Self::Forbidden(by) => Some(by),
            Self::NoRecords | Self::UnknownAuthority | Self::Allowed => None,
        }
    }
}

impl Restriction {
    /// How many it allows.
    pub(crate) fn count(&self) -> u64 {
        self.allowed.len() as u64
    }

    /// Said beside something else that is suspicious.
    pub(crate) fn detail(self) -> Detail {
        Detail::RecordsForbidAuthority {
            count: self.count(),
            record: self.record,
            allowed: self.allowed,
        }
    }

    /// Said where nothing else is suspicious.
    pub(crate) fn against(self, own: &Certificate) -> Against {
        Against::RecordsForbidAuthority {
            issuer: own.issuer().to_string(),
            count: self.count(),
            record: self.record,
            allowed: self.allowed,
        }
    }
}

/// A name in a certificate whose records the authority has to look at.
pub(crate) struct SignedName {
    /// The name, of a wildcard without its first label.
    name: String,
    is_wildcard: bool,
}

/// The certificate's names that cover the target's.
fn names_for(target: &ReferenceName, own: &Certificate) -> Vec<SignedName> {
    let Some(target) = target.dns() else {
        return Vec::new();
    };
    let target = target.trim_end_matches('.').to_ascii_lowercase();
    let parent = target.split_once('.').map(|(_, parent)| parent);
    let names = own.server_names().into_iter();
    let names = names.filter_map(|name| {
        let name = name.to_ascii_lowercase();
        match name.strip_prefix("*.") {
            Some(below) => (parent == Some(below)).then(|| SignedName {
                name: below.to_owned(),
                is_wildcard: true,
            }),
            None => (name == target).then_some(SignedName {
                name,
                is_wildcard: false,
            }),
        }
    });
    names.collect()
}
