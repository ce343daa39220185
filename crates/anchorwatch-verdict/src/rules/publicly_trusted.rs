//! A public root vouches for the chain and the name: no interception was seen.
//!
//! Counter-evidence: a public authority can sign for an interceptor, forced or by mistake; only
//! Certificate Transparency shows that.

use anchorwatch_evidence::PublicAnchors;
use anchorwatch_verify::{Decision, Via, ct::Status};

use crate::{
    Against, Confidence, Detail, Hit, RuleId, Saw, VerdictCode,
    caa::Allowance,
    case::Case,
    issuer_history::IssuerHistory,
    transparency::{is_list_too_new, status_of},
    tries::Missed,
};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Trusted(verified) = &case.decision else {
        return None;
    };
    if verified.anchor().via != Via::PublicProgram {
        return None;
    }
    if !case.is_usual() {
        return None;
    }
    let own = case.own()?;
    let history = IssuerHistory::of(case, own);
    let mut against = limits(case);
    against.extend(history.against(own));
    let forbidden = Allowance::of(case, own).restriction();
    against.extend(forbidden.map(|by| by.against(own)));
    let details = own_server(case)
        .into_iter()
        .chain(over_quic(case))
        .chain(notaries(case));
    // Without the handshake's signature, anyone could have replayed a public chain.
    case.is_key_proven().then(|| Hit {
        rule: RuleId::PubliclyTrusted,
        leads_to: VerdictCode::NotSeen,
        confidence: Confidence::hundredths(80),
        saw: Saw::PublicRootVouches {
            root: verified.anchor().subject.clone(),
            name: case.name.to_string(),
        },
        details: details.chain(history.detail()).collect(),
        against,
    })
}

/// Said beside it: what the measurer's own server received.
fn own_server(case: &Case<'_>) -> Option<Detail> {
    let both = case.compared.own_server?.both();
    (both.unchanged > 0).then(|| Detail::OwnServerUnchanged {
        unchanged: both.unchanged,
        total: both.total(),
    })
}

/// Said beside it, where nothing else came over QUIC.
fn over_quic(case: &Case<'_>) -> Option<Detail> {
    let compared = &case.compared;
    let count = compared.trusted_over_quic;
    (count > 0 && compared.refused_over_quic == 0).then_some(Detail::QuicAgrees { count })
}

/// Said beside it, and no reason: anyone can write such a file.
fn notaries(case: &Case<'_>) -> Option<Detail> {
    let (view, own) = (case.compared.views.notary.as_ref()?, case.own()?);
    let count = view.count;
    view.has_key_of(own)
        .then_some(Detail::NotariesAgree { count })
}

fn limits(case: &Case<'_>) -> Vec<Against> {
    let mut against = Vec::new();
    if case.measurement.anchors.public != PublicAnchors::Bundled {
        against.push(Against::PublicRootsWereGiven);
    }
    if let Some(transparency @ (Status::NotCompliant(_) | Status::NoScts)) = status_of(case)
        && !is_list_too_new(case)
    {
        against.push(Against::NotLogged { transparency });
    }
    against.push(Against::AuthorityCanBeMadeToSign);
    let tries = case.compared.tries;
    let [often, seldom] = Missed::with_tries(tries);
    against.push(Against::FewConnections {
        tries,
        missed: often.missed_percent,
        enough: often.enough_tries,
        missed_seldom: seldom.missed_percent,
        enough_seldom: seldom.enough_tries,
    });
    against
}
