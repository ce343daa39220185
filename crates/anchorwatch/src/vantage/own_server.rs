//! A server of one's own, which looks at a name from where it is.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_evidence::{Evidence, Target};
use anchorwatch_probe::{LookKey, LookProblem, LookRefusal, LookRequest, Pace, look};

use super::problem::VantageProblem;

/// A server of one's own that has the same key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LookingServer<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) key: &'a LookKey,
    /// The name that is sent to it in clear: not the target's, so that nobody who looks for that one
    /// is in between.
    pub(crate) sent_name: &'a str,
}

impl LookingServer<'_> {
    /// Asks it for a look at one target.
    ///
    /// # Errors
    /// Nothing was seen. That says nothing about the target.
    pub(crate) async fn ask(
        &self,
        target: &Target,
        step: Duration,
        pace: &mut Pace,
    ) -> Result<Evidence, VantageProblem> {
        let request = LookRequest {
            server: self.address,
            sent_name: self.sent_name,
            target,
            key: self.key,
            step,
        };
        let seen = look(&request, pace).await.map_err(problem)?;
        let evidence = Evidence::decode(&seen);
        let evidence = evidence.map_err(|why| VantageProblem::Unreadable { why })?;
        match evidence.measurements.is_empty() {
            true => Err(VantageProblem::Silent),
            false => Ok(evidence),
        }
    }
}

fn problem(problem: LookProblem) -> VantageProblem {
    match problem {
        LookProblem::NotConnected(failure) => VantageProblem::NotConnected { failure },
        LookProblem::NotOffered => VantageProblem::DoesNotLook,
        LookProblem::Refused(LookRefusal::Key) => VantageProblem::OtherKey,
        LookProblem::Refused(LookRefusal::Name) => VantageProblem::NoNameToLookAt,
        LookProblem::Refused(LookRefusal::Port) => VantageProblem::PortNotAllowed,
        LookProblem::Refused(LookRefusal::Address) => VantageProblem::AddressNotAllowed,
        LookProblem::Refused(LookRefusal::Busy) => VantageProblem::Busy,
        LookProblem::Forged => VantageProblem::Forged,
        _ => VantageProblem::Cut,
    }
}
