//! The default response to a certificate of each class.

use crate::Class;

anchorwatch_remark::closed_list! {
    /// The default response to a certificate of each class.
    ///
    /// This is the only such table; `docs/manual/defaults.md` has the reasons.
    ///
    /// The strongest first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Response {
        /// Refused by default, installed or not.
        Block,
        /// A finding, left to the owner.
        Warn,
        /// Counted or listed; no finding.
        Report,
    }
}

impl Response {
    /// The response to a class.
    #[must_use]
    pub const fn of(class: Class) -> Self {
        match class {
            // Proof that others intercept with the key, or could: no use of such a root is worth
            // that.
            Class::LeakedKey | Class::KnownInterception => Self::Block,
            // Suspicion, a program's judgement, a government root, a name, or nothing known:
            // someone may need it, and removing an unknown root does harm.
            Class::SuspectedFamily
            | Class::DistrustedByList
            | Class::DistrustedByProgram
            | Class::GovernmentRoot
            | Class::InspectionProductName
            | Class::Unknown => Self::Warn,
            // Refusing these would refuse the web, or roots that stock systems still ship.
            Class::PublicProgram | Class::RetiredFromProgram => Self::Report,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Warn => "warn",
            Self::Report => "report",
        }
    }
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::registry::{self, Conduct};

    use super::*;
    use crate::DistrustSet;

    #[test]
    fn every_class_has_the_response_of_the_manual() {
        let table = Class::ALL.map(|class| (class.code(), Response::of(class).code()));
        assert_eq!(
            table,
            [
                ("leaked_key", "block"),
                ("known_interception", "block"),
                ("suspected_family", "warn"),
                ("distrusted_by_list", "warn"),
                ("distrusted_by_program", "warn"),
                ("state_root", "warn"),
                ("public_program", "report"),
                ("retired_from_program", "report"),
                ("inspection_product_name", "warn"),
                ("unknown", "warn"),
            ]
        );
        let manual = include_str!("../../../docs/manual/defaults.md");
        for (class, response) in table {
            assert!(
                manual.contains(&format!("| `{class}` | {response} |")),
                "the manual does not say that {class} is {response}"
            );
        }
    }

    #[test]
    fn what_is_blocked_is_built_in_and_nothing_else() {
        let set = DistrustSet::built_in();
        for known in registry::known_roots() {
            let is_blocked = Response::of(Class::of_conduct(known.conduct)) == Response::Block;
            let is_proven = matches!(known.conduct, Conduct::Interception | Conduct::LeakedKey);
            assert_eq!(is_blocked, is_proven, "{}", known.id);
            assert_eq!(set.entry(&known.spki_sha256).is_some(), is_blocked);
        }
    }
}
