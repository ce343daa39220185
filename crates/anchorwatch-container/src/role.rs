//! The role of a certificate in a chain.

use anchorwatch_identity::Certificate;

anchorwatch_remark::closed_list! {
    /// The role that a certificate claims.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Role {
        /// Subject and issuer are the same bytes: chains end here, whatever else the certificate
        /// says. Version 1 certificates and roots without `cA TRUE` (Dell's eDellRoot) are roots.
        Root,
        /// Issued by another name, and `cA TRUE` (RFC 5280 §4.2.1.9).
        Intermediate,
        /// Everything else: a server's or a person's.
        Leaf,
    }
}

impl Role {
    /// The role of a certificate.
    ///
    /// **Not checked:** who signed it. A store may contain any certificate as an anchor, so a
    /// role says what a certificate was made for, not what it can do.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        if certificate.is_self_issued() {
            Self::Root
        } else if certificate.is_ca() {
            Self::Intermediate
        } else {
            Self::Leaf
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Intermediate => "intermediate",
            Self::Leaf => "leaf",
        }
    }
}
