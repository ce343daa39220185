//! The network wants a sign-in before it lets anyone through.
//!
//! It answers with the status for that (511, RFC 6585 §6), or redirects to a private name or address
//! (RFC 8910 §1 describes what such networks do), or it redirects to another site over HTTP while it
//! answers HTTP where TLS was asked for. Nobody reads anything, and no TLS connection gets through
//! until then. So it decides only where nothing else was reached (I0): a false look-up or a name that
//! is cut off is known by connections that got through, and a block page can look like a portal. If
//! the site was reached, this is only told. A page that offers a root is not judged here.
//! Counter-evidence: anyone on the way can send such a page.

use anchorwatch_evidence::{Failure, HttpRequest, Purpose};
use anchorwatch_policy::{NameScope, ReferenceName};

use super::Hit;
use crate::{
    Against, Confidence, RuleId, Saw, VerdictCode,
    case::Case,
    host::{host_of, is_other_site},
};

/// «Network Authentication Required».
const SIGN_IN_REQUIRED: u16 = 511;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let is_public = case.scope == NameScope::Public;
    let mut offered = case.compared.offered_roots.iter();
    if !is_public || offered.any(|it| it.public_issuer.is_none()) {
        return None;
    }
    let mut requests = case.measurement.requests.iter();
    let portal = requests.find(|request| is_portal(case, request))?;
    let page = portal.location.as_ref().unwrap_or(&portal.url);
    let (leads_to, confidence) = match portal.status {
        _ if !case.compared.trusted.is_empty() => (VerdictCode::Inconclusive, 0),
        Some(SIGN_IN_REQUIRED) => (VerdictCode::CaptivePortal, 90),
        _ => (VerdictCode::CaptivePortal, 60),
    };
    Some(Hit {
        rule: RuleId::CaptivePortal,
        leads_to,
        confidence: Confidence::hundredths(confidence),
        saw: Saw::SignInPage {
            name: case.name.to_string(),
            page: page.clone(),
        },
        details: Vec::new(),
        against: vec![Against::AnyoneCanAnswerInClear],
    })
}

fn is_portal(case: &Case<'_>, request: &HttpRequest) -> bool {
    if request.status == Some(SIGN_IN_REQUIRED) {
        return true;
    }
    let is_redirect = request.status.is_some_and(|it| (300..400).contains(&it));
    let location = request.location.as_deref().filter(|_| is_redirect);
    let Some(host) = location.and_then(host_of) else {
        return false;
    };
    let is_private = ReferenceName::parse(host).scope() != NameScope::Public;
    let mut handshakes = case.measurement.tls_handshakes.iter();
    let mut is_http = || {
        handshakes.any(|it| {
            it.purpose == Purpose::Target && it.failure == Some(Failure::PlainHttpResponse)
        })
    };
    is_private || is_other_site(host, &case.measurement.target.host) && is_http()
}
