//! The network wants a sign-in before it lets anyone through.
//!
//! It answers with the status for that (511, RFC 6585 §6), or redirects to a private name or address
//! (RFC 8910 §1 describes what such networks do), or it redirects to another site over HTTP while it
//! answers HTTP where TLS was asked for. Nobody reads anything, and no TLS connection gets through
//! until then, so nothing else can be said. A page that offers a root is not judged here.

use anchorwatch_evidence::{Failure, HttpRequest, Purpose};
use anchorwatch_policy::{NameScope, ReferenceName};

use super::Hit;
use crate::{
    Confidence, RuleId, Saw, VerdictCode,
    case::Case,
    host::{host_of, is_other_site},
};

/// «Network Authentication Required».
const SIGN_IN_REQUIRED: u16 = 511;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let is_public = case.scope == NameScope::Public;
    if !is_public || !case.compared.offered_roots.is_empty() {
        return None;
    }
    let mut requests = case.measurement.requests.iter();
    let portal = requests.find(|request| is_portal(case, request))?;
    let page = portal.location.as_ref().unwrap_or(&portal.url);
    Some(Hit {
        rule: RuleId::CaptivePortal,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::SignInPage {
            name: case.name.to_string(),
            page: page.clone(),
        },
        details: Vec::new(),
        against: Vec::new(),
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
