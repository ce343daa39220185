//! What a measurement says about Certificate Transparency.

use anchorwatch_identity::Certificate;
use anchorwatch_verify::{
    Decision,
    ct::{Logs, NotAsked, Status},
};

use crate::{NotChecked, case::Case};

/// The result of checking the SCTs, or why they were not checked.
pub(crate) struct Transparency {
    pub(crate) status: Option<Status>,
    pub(crate) not_checked: Option<NotChecked>,
    /// Whether a chain came that a public root vouches for.
    pub(crate) has_public_chain: bool,
}

impl Transparency {
    /// Of several trusted chains, one that does not comply decides.
    pub(crate) fn of(cases: &[Case<'_>]) -> Self {
        let mut not_checked = NotChecked::TransparencyNoPublicChain;
        let mut status = None;
        let mut has_public_chain = false;
        for (case, one) in cases
            .iter()
            .filter_map(|case| Some((case, status_of(case)?)))
        {
            has_public_chain |= one != Status::NotAsked(NotAsked::AnchorNotPublic);
            match one {
                _ if is_list_too_new(case) => not_checked = NotChecked::TransparencyListTooNew,
                Status::NotAsked(NotAsked::ListTooOld) => {
                    not_checked = NotChecked::TransparencyListTooOld;
                }
                Status::NotAsked(NotAsked::Off) => not_checked = NotChecked::TransparencyOff,
                Status::NotAsked(NotAsked::AnchorNotPublic) => {}
                Status::Compliant => status = status.or(Some(one)),
                Status::NotCompliant(_) | Status::NoScts => status = Some(one),
            }
        }
        Self {
            status,
            not_checked: status.is_none().then_some(not_checked),
            has_public_chain,
        }
    }
}

/// `None` if no trusted chain came.
pub(crate) fn status_of(case: &Case<'_>) -> Option<Status> {
    match &case.decision {
        Decision::Trusted(verified) => Some(verified.transparency().status),
        Decision::Refused(_) | Decision::Inconclusive(_) => None,
    }
}

/// Whether the logs that signed the certificate may have left the list: once every certificate that
/// a log takes has expired, the log is closed and not listed any more. So a list says nothing
/// against a certificate that had expired when it was made.
pub(crate) fn is_list_too_new(case: &Case<'_>) -> bool {
    let expired = |own: &Certificate| own.validity().not_after < Logs::bundled().as_of();
    matches!(status_of(case), Some(Status::NotCompliant(_))) && case.own().is_some_and(expired)
}
