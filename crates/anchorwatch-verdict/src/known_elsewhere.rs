//! Whether somebody other than our public roots knows who signed a refused chain: the root programs, by
//! their records of present and past roots, or the public logs.
//!
//! It is asked only of what other programs measured, and lets nothing through: an answer says that the
//! certificate is a known authority's, so that a program which refused it may know other roots. Names
//! prove nothing, so each signature up to the root is checked, and those of the logs.
//!
//! **Not covered:** a root that was not sent. Of most roots only the hash of the key is known here, by
//! which no signature can be checked.

use std::collections::BTreeSet;

use anchorwatch_evidence::Measurement;
use anchorwatch_identity::{
    Certificate, UnixSeconds, is_signed_by,
    registry::{ProgramStatus, government_authority, known_key_of, program_status},
};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::{
    Refusal, RefusalReason,
    ct::{self, Logs, SctStatus},
    speaks_for,
};

use crate::budget::{self, Budget};

/// The most certificates of a path; real ones have four at most.
const MOST_IN_PATH: usize = 8;

/// The most certificates of a chain among which an issuer is looked for.
const MOST_SENT: usize = 16;

/// So many operators of logs have to have seen a certificate: one alone, or its key, can be somebody's.
const ENOUGH_OPERATORS: usize = 2;

/// Who knows the signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KnownElsewhere {
    /// The root programs: this root signed the chain.
    Root {
        /// Its subject.
        subject: String,
    },
    /// Public logs have seen the certificate.
    Logs {
        /// How many operators they have.
        operators: u64,
    },
}

impl KnownElsewhere {
    /// `None` if this program measured, nobody knows, or the chain is refused for another reason than its
    /// root.
    pub(crate) fn of(
        measurement: &Measurement,
        chain: &[Certificate],
        refusal: &Refusal,
        budget: &Budget,
    ) -> Option<Self> {
        let own = chain.first()?;
        let at = measurement.measured_at;
        let name = ReferenceName::parse(&measurement.target.host);
        let is_of_its_root = refusal.reason == RefusalReason::UnknownIssuer
            && refusal.attribution.is_none()
            && refusal.issuer_name.is_none();
        let counts = measurement.imported_from.is_some()
            && is_of_its_root
            && is_valid(own, at)
            && speaks_for(&own.der().into(), &name);
        if !counts {
            return None;
        }
        let path = path(own, chain, at, budget);
        let mut known = path.iter().filter(|one| is_of_programs(one));
        if let Some(root) = known.next() {
            let subject = root.subject().to_string();
            return Some(Self::Root { subject });
        }
        let operators = operators(own, path.first()?, at, budget);
        (operators >= ENOUGH_OPERATORS).then_some(Self::Logs {
            operators: operators as u64,
        })
    }
}

/// The certificates that signed each other, from the one above the server's own.
fn path<'c>(
    own: &'c Certificate,
    chain: &'c [Certificate],
    at: UnixSeconds,
    budget: &Budget,
) -> Vec<&'c Certificate> {
    let mut path: Vec<&Certificate> = Vec::new();
    let mut last = own;
    while path.len() < MOST_IN_PATH {
        let mut above = chain.iter().skip(1).take(MOST_SENT).filter(|one| {
            let is_new = one.der() != last.der() && !path.iter().any(|it| it.der() == one.der());
            is_new && one.is_ca() && is_valid(one, at) && one.subject().is_same_as(last.issuer())
        });
        let signed = |one: &&Certificate| {
            budget.take(budget::SIGNATURE) && is_signed_by(last, one.spki_der())
        };
        let Some(signer) = above.find(signed) else {
            break;
        };
        path.push(signer);
        last = signer;
    }
    path
}

/// Whether a root program has or had the authority, and nothing is known against it. A state's root and
/// one that a program blocks do not count: those can be an interceptor's.
fn is_of_programs(one: &Certificate) -> bool {
    use ProgramStatus::{Blocked, Included, NotBefore, Removed};
    let status = program_status(one);
    let others = [status.chrome, status.apple, status.microsoft];
    let is_known = matches!(status.mozilla, Included | Removed)
        || others.iter().any(|it| matches!(it, Included | NotBefore));
    let is_blocked = status.mozilla == Blocked || others.contains(&Blocked);
    is_known && !is_blocked && known_key_of(one).is_none() && government_authority(one).is_none()
}

/// How many operators of logs have signed that they saw the certificate.
fn operators(own: &Certificate, issuer: &Certificate, at: UnixSeconds, budget: &Budget) -> usize {
    let report = ct::examine(own.der(), issuer.spki_der(), Logs::bundled(), at);
    budget.charge(budget::SIGNATURE * report.scts.len() as u64);
    let valid = report.scts.iter().filter(|it| it.is == SctStatus::Valid);
    let operators = valid.filter_map(|it| {
        let seconds = i64::try_from(it.timestamp_ms / 1000).unwrap_or(i64::MAX);
        Some(it.log?.operator_at(UnixSeconds::new(seconds)))
    });
    operators.collect::<BTreeSet<_>>().len()
}

fn is_valid(one: &Certificate, at: UnixSeconds) -> bool {
    let validity = one.validity();
    validity.not_before <= at && at <= validity.not_after
}
