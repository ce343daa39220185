//! Combines the results of the rules. Contains no rule.

use std::sync::Arc;

use anchorwatch_evidence::{Measurement, Purpose};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::{Decision, ct};

use crate::{
    Against, Confidence, Detail, Hit, Location, Mechanism, Missed, NotChecked, Notaries, OoniState,
    RuleId, ServerKey, VerdictCode,
    arrival::Witness,
    budget::{self, Budget},
    case::Case,
    compared::Compared,
    issuer_history::IssuerHistory,
    joint::{self, Joint},
    location::Placed,
    notary::OtherViews,
    own_server::OwnServerView,
    quic, rules,
    transparency::Transparency,
};

/// Changes whenever a rule does, so that verdicts can be compared.
pub const RULES_VERSION: u32 = 22;

/// How many hundredths surer a verdict is if the answer comes from nearer than the answer to another
/// name, and the TTLs of both do not say otherwise; or if trace and TTLs agree that the two come from
/// different places.
const ANOTHER_PLACE: u8 = 3;

/// What a measurement shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The overall result.
    pub code: VerdictCode,
    /// The combined confidence of the rules that lead to it.
    pub confidence: Confidence,
    /// Who signed in place of the server's authority, RFC 4514, if known.
    pub signer: Option<String>,
    /// The rules that applied, the strongest first; never empty.
    pub hits: Vec<Hit>,
    /// What speaks against it.
    pub against: Vec<Against>,
    /// Whether the server holds the key of its certificate; of several handshakes, the surest.
    /// `None` if no certificate came.
    pub server_key: Option<ServerKey>,
    /// The result of checking the SCTs in a publicly trusted chain; `None` if no such chain came,
    /// or they were not checked.
    pub transparency: Option<ct::Status>,
    /// How far away the answer came from that shows the interception, if that was traced.
    pub location: Option<Location>,
    /// How many handshakes with the target ended with a proven key.
    pub tries: u64,
    /// What so many tries miss.
    pub missed: [Missed; 2],
    /// How OONI calls the way in which the connection was interfered with; `None` if no
    /// interference was seen.
    pub ooni_mechanism: Option<Mechanism>,
    /// How OONI calls the state of the target; `None` if it has no word for it.
    pub ooni_state: Option<OoniState>,
    /// Which of the measurement's handshakes shows it best, from 0, those over QUIC last; `None` if no
    /// certificate came for the target's name.
    pub shown_by: Option<usize>,
    /// What was not checked.
    pub not_checked: Vec<NotChecked>,
}

/// Judges one measurement.
///
/// `distrust` has the distrusted keys; the time is that of the measurement.
#[must_use]
pub fn judge(measurement: &Measurement, distrust: &Arc<DistrustSet>) -> Verdict {
    judge_with(measurement, distrust, &Notaries::default())
}

/// Judges one measurement beside what other vantage points saw of the same target.
///
/// Only a notary's chain that a public root vouches for counts, at most a day before or after. No
/// notary makes an answer a good one, and none accuses without a chain that was refused here.
#[must_use]
pub fn judge_with(
    measurement: &Measurement,
    distrust: &Arc<DistrustSet>,
    notaries: &Notaries<'_>,
) -> Verdict {
    judge_beside(measurement, distrust, notaries, &Notaries::default())
}

/// Judges one measurement beside what other vantage points saw, and what was measured earlier
/// ([`Notaries::earlier`]).
///
/// What was measured earlier never makes an answer a good one.
#[must_use]
pub fn judge_beside(
    measurement: &Measurement,
    distrust: &Arc<DistrustSet>,
    notaries: &Notaries<'_>,
    earlier: &Notaries<'_>,
) -> Verdict {
    let views = OtherViews {
        notary: notaries.view(measurement, distrust),
        earlier: earlier.view(measurement, distrust),
        joint: Joint::default(),
    };
    let budget = Budget::of(budget::MOST_STEPS);
    judge_within(measurement, distrust, views, &budget)
}

/// Judges one measurement with so much work.
pub(crate) fn judge_within(
    measurement: &Measurement,
    distrust: &Arc<DistrustSet>,
    views: OtherViews,
    budget: &Budget,
) -> Verdict {
    let cases = Case::all_of(measurement, distrust, views, budget);
    verdict(measurement, &cases, hits(&cases))
}

/// What the rules say, the strongest first.
fn hits(cases: &[Case<'_>]) -> Vec<Hit> {
    hits_by(cases, &rules::apply)
}

fn hits_by(cases: &[Case<'_>], apply: &dyn Fn(RuleId, &Case<'_>) -> Option<Hit>) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let rules = RuleId::ALL.into_iter();
        let rules = rules.filter(|rule| index == 0 || !rule.is_of_measurement());
        for hit in rules.filter_map(|rule| apply(rule, case)) {
            let is_unsure = hit.reassures() && case.compared.left_out > 0;
            // Seeing the same twice adds no confidence.
            if !is_unsure && !hits.contains(&hit) {
                hits.push(hit);
            }
        }
    }
    hits.sort_by_key(|hit| {
        let is_seen = hit.leads_to < VerdictCode::NotSeen;
        let is_first = is_seen || hit.forbids_not_seen();
        (!is_first, hit.leads_to, std::cmp::Reverse(hit.confidence))
    });
    hits
}

fn verdict(measurement: &Measurement, cases: &[Case<'_>], mut hits: Vec<Hit>) -> Verdict {
    let code = hits
        .first()
        .map_or(VerdictCode::Inconclusive, |hit| hit.leads_to);
    let mut against = against(&hits, code);
    let signer = cases.iter().find_map(rules::signer);
    let signer = signer.or_else(|| cases.first().and_then(rules::ech_rejected::signer));
    let transparency = Transparency::of(cases);
    let compared = cases.first().map(|case| &*case.compared);
    let mut not_checked = not_checked(measurement, cases, &transparency);
    let placed = Location::of(measurement, cases).filter(|_| code <= VerdictCode::Suspected);
    if let Some(Placed::ComesAndGoes) = placed {
        not_checked.push(NotChecked::PlaceComesAndGoes);
    }
    let location = placed.and_then(Placed::location);
    let mut confidence = combined(&hits, code);
    let is_elsewhere = is_elsewhere(location.as_ref(), &mut against, &mut not_checked);
    if is_elsewhere {
        confidence = confidence.plus(ANOTHER_PLACE);
    }
    let joint = compared.map(|it| it.views.joint).unwrap_or_default();
    if let Some(hit) = hits
        .first_mut()
        .filter(|_| code == VerdictCode::Intercepted)
    {
        confidence = confidence.plus(raise(joint, &mut hit.details));
    }
    let shown = best_shown(cases);
    let tries = compared.map_or(0, |it| it.tries);
    Verdict {
        code,
        confidence,
        signer,
        ooni_mechanism: Mechanism::of(code, &hits, shown),
        ooni_state: OoniState::of(code, &hits, measurement),
        hits,
        against,
        server_key: cases
            .iter()
            .filter(|case| !case.chain.is_empty())
            .filter_map(Case::server_key)
            .min(),
        transparency: transparency.status,
        location,
        tries,
        missed: Missed::with_tries(tries),
        shown_by: shown.and_then(|case| place(measurement, case)),
        not_checked,
    }
}

/// Whether the target's answer comes from another place than that to another name. What is said of
/// the second witness beside it is added.
fn is_elsewhere(
    location: Option<&Location>,
    against: &mut Vec<Against>,
    not_checked: &mut Vec<NotChecked>,
) -> bool {
    let is_nearer = location.is_some_and(Location::is_nearer);
    match location.map(Location::second_witness) {
        Some(Witness::Agrees { is_elsewhere }) => is_elsewhere,
        Some(Witness::SaysOtherwise { name, control }) => {
            let (name, control) = (name.into(), control.into());
            against.push(Against::ArrivalTtlsSayOtherwise { name, control });
            false
        }
        Some(Witness::Unclear) => {
            not_checked.push(NotChecked::ArrivalTtls);
            is_nearer
        }
        None => is_nearer,
    }
}

impl Verdict {
    /// Whether something forbids to call the name clean, though it accuses nobody.
    #[must_use]
    pub fn forbids_not_seen(&self) -> bool {
        self.hits.iter().any(Hit::forbids_not_seen)
    }
}

/// How many hundredths surer an interception is by what was measured beside it.
fn raise(joint: Joint, details: &mut Vec<Detail>) -> u8 {
    let mut hundredths = 0;
    let count = joint.other_domains;
    if count > 0 {
        hundredths += joint::ANOTHER_DOMAIN;
        details.push(Detail::SameIssuerElsewhere { count });
    }
    if joint.is_seen_elsewhere {
        hundredths += joint::ANOTHER_VANTAGE;
        details.push(Detail::SeenElsewhere);
    }
    hundredths
}

/// Each reason once. The limits of «not seen» do not speak against what was seen.
fn against(hits: &[Hit], code: VerdictCode) -> Vec<Against> {
    let mut against: Vec<Against> = Vec::new();
    let counted = hits
        .iter()
        .filter(|hit| code == VerdictCode::NotSeen || hit.leads_to != VerdictCode::NotSeen);
    for reason in counted.flat_map(|hit| &hit.against) {
        if !against.contains(reason) {
            against.push(reason.clone());
        }
    }
    against
}

fn not_checked(
    measurement: &Measurement,
    cases: &[Case<'_>],
    transparency: &Transparency,
) -> Vec<NotChecked> {
    let compared = cases.first().map(|case| &*case.compared);
    let mut not_checked = Vec::new();
    let left_out = compared.map_or(0, |compared| compared.left_out);
    if left_out > 0 {
        not_checked.push(NotChecked::TooMuch { left_out });
    }
    if measurement.imported_from.is_some() {
        not_checked.push(NotChecked::LocalRoots);
    }
    not_checked.extend(other_names(measurement));
    let own_server = compared.and_then(|compared| compared.own_server);
    match own_server.map(OwnServerView::both) {
        None => not_checked.push(NotChecked::OwnServer),
        Some(both) if both.unclear > 0 => not_checked.push(NotChecked::OwnServerUnclear {
            unclear: both.unclear,
            total: both.total(),
        }),
        Some(_) => {}
    }
    not_checked.extend(throttling(compared));
    match compared.and_then(|compared| compared.views.notary.as_ref()) {
        None => not_checked.push(NotChecked::OtherNetworks),
        Some(view) if view.count == 0 => {
            let notary = view.problem;
            not_checked.push(NotChecked::NotaryUnusable { notary });
        }
        Some(_) => {}
    }
    match compared.and_then(|compared| compared.dns.as_ref()) {
        None => not_checked.push(NotChecked::Resolver),
        Some(dns) if !dns.is_known => {
            let asked = dns.asked;
            not_checked.push(NotChecked::ResolverUnclear { asked });
        }
        Some(_) => {}
    }
    if measurement.handshakes().all(|it| it.ttl.is_none()) {
        not_checked.push(NotChecked::PlaceOnPath);
    }
    not_checked.extend(quic::not_checked(measurement));
    not_checked.extend(transparency.not_checked.clone());
    if transparency.has_public_chain {
        not_checked.extend(IssuerHistory::not_checked(cases));
    }
    not_checked.push(NotChecked::Revocation);
    not_checked
}

/// Why nothing is known of speeds; `None` if they were compared.
fn throttling(compared: Option<&Compared>) -> Option<NotChecked> {
    match compared.and_then(|compared| compared.transfers) {
        None => Some(NotChecked::Throttling),
        Some(transfers) if transfers.is_enough() => None,
        Some(transfers) => Some(NotChecked::ThrottlingUnclear {
            tries: transfers.with_name.count,
            controls: transfers.with_controls.count,
        }),
    }
}

/// Why nothing is known of other names; `None` if one of them got a certificate.
fn other_names(measurement: &Measurement) -> Option<NotChecked> {
    let of = |purpose| {
        let handshakes = measurement.tls_handshakes.iter();
        handshakes.filter(move |it| it.purpose == purpose)
    };
    let sent = of(Purpose::TargetControl).count() as u64;
    let is_answered = of(Purpose::TargetControl).any(|it| !it.peer_certificates.is_empty());
    match sent {
        _ if is_answered => None,
        0 if of(Purpose::Target).next().is_none() => Some(NotChecked::OtherNamesNotReached),
        0 => Some(NotChecked::OtherNames),
        sent => Some(NotChecked::OtherNamesUnanswered { sent }),
    }
}

/// The handshake in which somebody else answered at the measurer's own server, or one whose chain
/// is not trusted, or else the last one.
fn best_shown<'a, 'b>(cases: &'a [Case<'b>]) -> Option<&'a Case<'b>> {
    let with_chain = cases.iter().rev().filter(|case| !case.chain.is_empty());
    with_chain.max_by_key(|case| {
        let purpose = case.handshake.map(|handshake| handshake.purpose);
        let is_trusted = matches!(case.decision, Decision::Trusted(_));
        (purpose == Some(Purpose::OwnServer), !is_trusted)
    })
}

fn place(measurement: &Measurement, case: &Case<'_>) -> Option<usize> {
    let shown = case.handshake?;
    let mut handshakes = measurement.handshakes();
    handshakes.position(|handshake| std::ptr::eq(handshake, shown))
}

/// Combines the rules that lead to the verdict or support it, each once.
pub(crate) fn combined(hits: &[Hit], code: VerdictCode) -> Confidence {
    let mut counted: Vec<RuleId> = Vec::new();
    let mut sum = Confidence::hundredths(0);
    for hit in hits.iter().filter(|hit| supports(hit.leads_to, code)) {
        if !counted.contains(&hit.rule) {
            counted.push(hit.rule);
            sum = sum.and(hit.confidence);
        }
    }
    sum
}

/// A suspicion adds confidence to an interception; nothing else adds across verdicts.
fn supports(leads_to: VerdictCode, code: VerdictCode) -> bool {
    leads_to == code || (code == VerdictCode::Intercepted && leads_to == VerdictCode::Suspected)
}

#[cfg(test)]
mod tests;
