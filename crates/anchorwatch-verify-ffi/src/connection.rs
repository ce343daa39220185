//! Checks a connection that a program's own verification accepted.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{NameScope, ReferenceName};
use anchorwatch_verify::{Decision, Policy, RefusalReason};
use rustls_pki_types::CertificateDer;

use crate::{Verifier, policies::Policies, sentence};

/// What a program that accepted a server saw of it.
///
/// **Trust:** the server chooses the certificates. `possible_roots` is where the program's path
/// ended, and `names` is what the program requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The server's own certificate, then any others that may belong to a path, in any order.
    pub presented: Vec<CertificateDer<'static>>,
    /// The certificates on which the program's acceptance rests. Extra ones do no harm.
    pub own_path: Vec<CertificateDer<'static>>,
    /// The roots in which the program's path may have ended.
    pub possible_roots: Vec<CertificateDer<'static>>,
    /// The requested names and addresses, each of which must be vouched for. If they are
    /// unknown this is empty, and only public roots are accepted.
    pub names: Vec<ReferenceName>,
    /// The time.
    pub at: UnixSeconds,
}

/// Why a connection is refused that the program would accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The decision, which is never a trusted one.
    pub decision: Decision,
    /// The name it was made for; `None` if no name was known.
    pub name: Option<ReferenceName>,
}

/// The answer to a program about a connection that it accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// The program may use it.
    Given,
    /// The program must not use it.
    Denied,
}

impl Acceptance {
    /// Returns the answer about a connection. If anything fails, the connection is refused.
    pub(crate) fn of(
        ask: impl FnOnce(Option<&Connection>) -> Self,
        connection: impl FnOnce() -> Option<Connection>,
    ) -> Self {
        // No panic may reach a C program. Whatever `ask` changes is behind locks and atomics.
        let asked = AssertUnwindSafe(|| ask(connection().as_ref()));
        catch_unwind(asked).unwrap_or(Self::Denied)
    }
}

type Decide = fn(&Policy, &[CertificateDer<'_>], &ReferenceName, UnixSeconds) -> Decision;

impl Refusal {
    /// Returns the refusal as one sentence that is safe to print.
    #[must_use]
    pub fn sentence(&self) -> String {
        sentence::of(&self.decision, self.name.as_ref())
    }
}

impl Verifier {
    /// Returns why the connection must not be used; `None` if it may be.
    ///
    /// A public name needs a path to a public root, or to a root with a consent for it. For a
    /// private name the program's own path is enough, as long as it contains no refused key. If
    /// it does, a path without one is looked for. Whether the server's certificate is valid for
    /// the name is left to the program and not checked again: programs differ in how they name
    /// servers, and some were told not to check.
    ///
    /// **Not checked:** that the program did verify. Do not pass connections that it refused.
    #[must_use]
    pub fn refusal(&self, connection: &Connection) -> Option<Refusal> {
        self.refusal_by(connection, Policy::decide)
    }

    /// Returns whether the connection is refused. This takes less time, for callers that do not
    /// report the reason.
    #[must_use]
    pub fn refuses(&self, connection: &Connection) -> bool {
        self.refusal_by(connection, Policy::decide_briefly)
            .is_some()
    }

    fn refusal_by(&self, connection: &Connection, decide: Decide) -> Option<Refusal> {
        let generation = self.generation();
        generation.policies.refusal_by(connection, decide)
    }
}

impl Policies {
    fn refusal_by(&self, connection: &Connection, decide: Decide) -> Option<Refusal> {
        if connection.names.is_empty() {
            // What cannot be parsed is public.
            let decision = self.refusal_for(connection, &ReferenceName::parse(""), decide);
            return decision.map(|decision| Refusal {
                decision,
                name: None,
            });
        }
        connection.names.iter().find_map(|name| {
            let decision = self.refusal_for(connection, name, decide)?;
            Some(Refusal {
                decision,
                name: Some(name.clone()),
            })
        })
    }

    fn refusal_for(
        &self,
        connection: &Connection,
        name: &ReferenceName,
        decide: Decide,
    ) -> Option<Decision> {
        let is_private = matches!(self.scope(name), NameScope::Private(_));
        if is_private && self.is_clean(&connection.own_path) {
            return None;
        }
        let possible_roots: Vec<Certificate> = connection
            .possible_roots
            .iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .collect();
        let policy = self.for_program(&possible_roots);
        match decide(&policy, &connection.presented, name, connection.at) {
            Decision::Trusted(_) => None,
            Decision::Refused(refusal) if refusal.reason == RefusalReason::NameMismatch => None,
            decision => Some(decision),
        }
    }

    /// Returns whether no entry can refuse the path. A certificate that cannot be parsed
    /// counts as refused, because its key is unknown.
    fn is_clean(&self, path: &[CertificateDer<'_>]) -> bool {
        let is_clean = |der: &CertificateDer<'_>| {
            Certificate::from_der(der).is_ok_and(|certificate| !self.may_refuse(&certificate))
        };
        !path.is_empty() && path.iter().all(is_clean)
    }
}

#[cfg(test)]
mod tests;
