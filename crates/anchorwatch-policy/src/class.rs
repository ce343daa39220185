//! The class of a certificate in a trust store, with reasons.

mod issuer_name;
mod reason;

use std::sync::Arc;

use anchorwatch_identity::{
    Certificate, UnixSeconds,
    registry::{self, Conduct, KnownIntermediate, KnownKey},
};
use anchorwatch_remark::{Fact, Value};

use crate::distrust::SignedList;

pub use reason::{ClassReason, ReasonCode};

anchorwatch_remark::closed_list! {
    /// The class of a certificate in a trust store: the first one that matches.
    ///
    /// In the order in which they are tried.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum Class {
        /// Its private key is public: anyone can sign with it.
        LeakedKey,
        /// It was used for interception, or made for it.
        KnownInterception,
        /// It resembles a root of one of the classes above. Suspicion, not proof.
        SuspectedFamily,
        /// A signed list that this machine follows refuses it. Only
        /// [`judged_by`](Classification::judged_by) says so.
        DistrustedByList,
        /// A root program removed or blocked it for cause.
        DistrustedByProgram,
        /// A government root, in no browser's program; no interception with it is known.
        GovernmentRoot,
        /// Its key is in Mozilla's set for TLS servers.
        PublicProgram,
        /// Its authority is or was in Mozilla's program; it is not in the TLS-server set now.
        RetiredFromProgram,
        /// Its name is that of an antivirus or a gateway; a name proves nothing.
        InspectionProductName,
        /// It is in no table of this program: someone added it.
        Unknown,
    }
}

/// Its code: messages say what a class means.
impl Fact for Class {
    fn to_value(&self) -> Value {
        Value::Text(self.code().to_owned())
    }

    fn from_value(value: &Value) -> Option<Self> {
        let is_it = |class: &Self| class.to_value() == *value;
        Self::ALL.into_iter().find(is_it)
    }
}

impl Class {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeakedKey => "leaked_key",
            Self::KnownInterception => "known_interception",
            Self::SuspectedFamily => "suspected_family",
            Self::DistrustedByList => "distrusted_by_list",
            Self::DistrustedByProgram => "distrusted_by_program",
            Self::GovernmentRoot => "state_root",
            Self::PublicProgram => "public_program",
            Self::RetiredFromProgram => "retired_from_program",
            Self::InspectionProductName => "inspection_product_name",
            Self::Unknown => "unknown",
        }
    }

    /// The class with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// The class of a key with this conduct.
    #[must_use]
    pub const fn of_conduct(conduct: Conduct) -> Self {
        match conduct {
            Conduct::LeakedKey => Self::LeakedKey,
            Conduct::Interception => Self::KnownInterception,
            Conduct::RemovedForCause | Conduct::Misissued => Self::DistrustedByProgram,
            Conduct::GovernmentRoot => Self::GovernmentRoot,
        }
    }
}

/// The class of one certificate, with its reasons, the deciding one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// The class.
    pub class: Class,
    /// What is known about the same key.
    pub known: Option<&'static KnownKey>,
    /// The known intermediate that this certificate is.
    pub intermediate: Option<&'static KnownIntermediate>,
    /// Why; never empty.
    pub reasons: Vec<ClassReason>,
}

impl Classification {
    /// The identifier of the known key or intermediate.
    #[must_use]
    pub fn known_id(&self) -> Option<&'static str> {
        let by_hash = self.intermediate.map(|known| known.id);
        self.known.map(|known| known.id).or(by_hash)
    }
}

impl Classification {
    /// The same, with what a signed list says that this machine follows: it refuses the certificate,
    /// whatever that vouches for.
    #[must_use]
    pub fn judged_by(mut self, list: &Arc<SignedList>) -> Self {
        let reason = ClassReason::OnSignedList(Arc::clone(list));
        if self.class > Class::DistrustedByList {
            self.class = Class::DistrustedByList;
            self.reasons.insert(0, reason);
        } else {
            self.reasons.push(reason);
        }
        self
    }
}

/// Determines the class of a certificate in a trust store.
///
/// Names never lower the severity: a known key is known under any name, and a family match counts
/// whatever else the name says.
///
/// **Not checked:** who signed the certificate, unless it names a known key's owner as its
/// issuer; if the signature does not prove it then, the name alone is grounds for suspicion.
/// Consents are not considered.
#[must_use]
pub fn classify(certificate: &Certificate, now: UnixSeconds) -> Classification {
    let known = registry::known_key_of(certificate);
    let intermediate = registry::known_intermediate(certificate);
    let mut said = reason::of_key(certificate, known);
    said.extend(reason::of_intermediate(intermediate));
    said.extend(reason::of_family(certificate));
    said.extend(issuer_name::of_issuer(certificate));
    said.extend(reason::of_programs(certificate));
    said.extend(reason::of_name(certificate));
    said.extend(reason::of_government_name(certificate));
    if said.is_empty() {
        said.push((Class::Unknown, ClassReason::NotInAnyRegistry));
    }
    // A stable sort: within a class, the stronger reason stays first.
    said.sort_by_key(|(class, _)| *class);
    let class = said.first().map_or(Class::Unknown, |(class, _)| *class);
    let mut reasons: Vec<ClassReason> = said.into_iter().map(|(_, reason)| reason).collect();
    reasons.extend(reason::outside_validity(certificate, now));
    Classification {
        class,
        known,
        intermediate,
        reasons,
    }
}

#[cfg(test)]
mod tests;
