//! A connection that a program accepted by its own verification, and what we make of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{NameScope, ReferenceName};
use anchorwatch_verify::{Decision, Policy, RefusalReason};
use rustls_pki_types::CertificateDer;

use crate::{Verifier, sentence};

/// What a program saw of a server that its own verification accepted.
///
/// **Trust:** the certificates are the server's to choose; `believed` is what the program
/// ended its path in, and `names` what it asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The server's own certificate, then whatever else may belong to a path, in any order.
    pub presented: Vec<CertificateDer<'static>>,
    /// The certificates that the program's acceptance rests on; one too many does no harm.
    pub own_path: Vec<CertificateDer<'static>>,
    /// The roots that the program may have ended in.
    pub believed: Vec<CertificateDer<'static>>,
    /// The names and addresses that it asked for, all of which must be vouched for. Empty
    /// if nobody said: then only public roots may speak.
    pub names: Vec<ReferenceName>,
    /// The time.
    pub at: UnixSeconds,
}

/// Why a connection is refused that a program would accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The decision, never a trusted one.
    pub decision: Decision,
    /// For which name; nothing if none was known.
    pub name: Option<ReferenceName>,
}

/// What is said to a program about a connection that it accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// It may go on.
    Given,
    /// It may not.
    Denied,
}

impl Acceptance {
    /// The answer about a connection; none may be used that we fail at.
    pub(crate) fn of(
        ask: impl FnOnce(Option<&Connection>) -> Self,
        connection: impl FnOnce() -> Option<Connection>,
    ) -> Self {
        // No panic may reach a C program. What `ask` changes is behind locks and atomics.
        let asked = AssertUnwindSafe(|| ask(connection().as_ref()));
        catch_unwind(asked).unwrap_or(Self::Denied)
    }
}

type Decide = fn(&Policy, &[CertificateDer<'_>], &ReferenceName, UnixSeconds) -> Decision;

impl Objection {
    /// The objection in one sentence that is safe to print.
    #[must_use]
    pub fn sentence(&self) -> String {
        sentence::of(&self.decision, self.name.as_ref())
    }
}

impl Verifier {
    /// Why the connection is not to be used, if it is not.
    ///
    /// A public name must have a path to a public root, or to one with a consent for it.
    /// For a private name the program's own path will do, as long as no refused key stands
    /// in it; where one does, a clean path is looked for. Whether the server's certificate
    /// is for the name is the program's own question and not asked again: programs differ
    /// in how they name servers, and some were told not to ask.
    ///
    /// **Not checked:** that the program did verify; what it refused must not come here.
    #[must_use]
    pub fn objection(&self, connection: &Connection) -> Option<Objection> {
        self.objection_by(connection, Policy::decide)
    }

    /// Whether there is an objection, for whoever tells nobody of it: that is found out in
    /// less time.
    #[must_use]
    pub fn objects(&self, connection: &Connection) -> bool {
        self.objection_by(connection, Policy::decide_briefly)
            .is_some()
    }

    fn objection_by(&self, connection: &Connection, decide: Decide) -> Option<Objection> {
        if connection.names.is_empty() {
            // What cannot be parsed is public.
            let decision = self.objection_for(connection, &ReferenceName::parse(""), decide);
            return decision.map(|decision| Objection {
                decision,
                name: None,
            });
        }
        connection.names.iter().find_map(|name| {
            let decision = self.objection_for(connection, name, decide)?;
            Some(Objection {
                decision,
                name: Some(name.clone()),
            })
        })
    }

    fn objection_for(
        &self,
        connection: &Connection,
        name: &ReferenceName,
        decide: Decide,
    ) -> Option<Decision> {
        let is_private = matches!(self.policies.scope(name), NameScope::Private(_));
        if is_private && self.is_clean(&connection.own_path) {
            return None;
        }
        let believed: Vec<Certificate> = connection
            .believed
            .iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .collect();
        let policy = self.policies.believing(&believed);
        match decide(&policy, &connection.presented, name, connection.at) {
            Decision::Trusted(_) => None,
            Decision::Refused(refusal) if refusal.reason == RefusalReason::NameMismatch => None,
            decision => Some(decision),
        }
    }

    /// Whether there is a path and no key in it is refused. One that cannot be read has a
    /// key that nobody knows.
    fn is_clean(&self, path: &[CertificateDer<'_>]) -> bool {
        let is_clean = |der: &CertificateDer<'_>| {
            Certificate::from_der(der).is_ok_and(|certificate| !self.policies.refuses(&certificate))
        };
        !path.is_empty() && path.iter().all(is_clean)
    }
}

#[cfg(test)]
mod tests;
