//! One measurement, prepared once for all rules.

use std::{collections::HashSet, rc::Rc, sync::Arc};

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_identity::{
    Certificate,
    registry::{Conduct, known_key},
};
use anchorwatch_policy::{DistrustSet, NameScope, ReferenceName};
use anchorwatch_verify::{Decision, Via};

use crate::{
    HelloKind, ServerKey,
    budget::{self, Budget},
    compared::Compared,
    consented::is_consented,
    decider::{Decider, is_public},
    dns::DnsView,
    ech::EchAnswer,
    hellos::{HelloAnswer, HelloAnswers},
    judged_chain::ChainJudge,
    known_elsewhere::KnownElsewhere,
    measured_policy,
    notary::OtherViews,
    own_server::{self, OwnServerView},
    template::Template,
};

/// The input of a rule.
pub(crate) struct Case<'a> {
    pub(crate) measurement: &'a Measurement,
    /// The handshake that is judged.
    pub(crate) handshake: Option<&'a TlsHandshake>,
    /// Whether that was made over QUIC.
    pub(crate) is_over_quic: bool,
    pub(crate) name: ReferenceName,
    /// Whether the name is private, by the owner's choice too.
    pub(crate) scope: NameScope,
    /// The readable certificates of the chain.
    pub(crate) chain: Rc<[Certificate]>,
    /// Whether the first of them is the server's own.
    pub(crate) has_own: bool,
    pub(crate) decision: Decision,
    /// Whether a public root vouches for the chain and one of the certificate's own names.
    pub(crate) is_public_for_another_name: bool,
    /// Whether a public root vouched for the refused chain and the target's name at the end of the
    /// certificate's validity: it is the site's own, and over.
    pub(crate) is_sites_own: bool,
    /// The same, or now, with the certificates that came with the target's own elsewhere.
    pub(crate) is_completed_by_notary: bool,
    /// Who else knows the signer of the refused chain, if another program measured.
    pub(crate) known_elsewhere: Option<KnownElsewhere>,
    /// Whether some handshake of the measurement proved the key of the certificate.
    pub(crate) is_proven_elsewhere: bool,
    /// Whether no rule sees a difference to an earlier one. It only counts.
    pub(crate) is_repeated: bool,
    /// What the handshakes show together.
    pub(crate) compared: Rc<Compared>,
}

impl<'a> Case<'a> {
    /// One case for each handshake with a chain: an interceptor that lets every other connection
    /// through is still one. If there is none, one case for the last failed handshake.
    ///
    /// Handshakes with other names are not judged: the name in question is the target's. Of those
    /// with the measurer's own server, the ones count in which somebody else answered to the
    /// target's name alone: else the server may simply not be there.
    pub(crate) fn all_of(
        measurement: &'a Measurement,
        distrust: &Arc<DistrustSet>,
        views: OtherViews,
        budget: &Budget,
    ) -> Vec<Self> {
        let policy = measured_policy::of(measurement, distrust);
        let decider = Decider::new(&policy, budget, measurement.anchors.local.len());
        let mut compared = Compared::of(measurement, &decider);
        let mut judge = ChainJudge::new(measurement, &decider, views.notary.as_ref());
        let handshakes = measurement.tls_handshakes.iter();
        let mut latest = handshakes.clone().rev();
        let last = latest.find(|it| it.purpose == Purpose::Target && !it.is_limited());
        let mut judged: Vec<Option<&TlsHandshake>> = handshakes
            .filter(|handshake| is_judged(handshake, measurement, compared.own_server))
            .map(Some)
            .collect();
        if judged.is_empty() {
            judged.push(last);
        }
        let mut cases = Self::counted(judged, &mut judge, budget);
        cases.extend(over_quic(measurement, &mut judge, budget));
        add_target(&mut compared, &cases);
        compared.is_consented = is_consented(measurement, &decider);
        let targets: Vec<_> = cases.iter().filter_map(Self::proven_target).collect();
        compared.dns = DnsView::of(measurement, &decider, &targets);
        compared.hellos = HelloAnswers::all_of(&answers(measurement, &cases));
        compared.ech = EchAnswer::all_of(measurement, &decider);
        compared.templates = Template::all_of(measurement, &decider);
        cases.retain(|case| !case.is_repeated && case.can_decide());
        if cases.is_empty() {
            let last = last.filter(|it| it.peer_certificates.is_empty() || budget.left_out() == 0);
            cases.extend(Self::of(last, &mut judge));
        }
        compared.left_out = budget.left_out() + views.left_out();
        compared.views = views;
        let compared = Rc::new(compared);
        for case in &mut cases {
            case.compared = Rc::clone(&compared);
        }
        cases
    }

    /// One for each handshake, as far as the budget goes.
    fn counted(
        judged: Vec<Option<&'a TlsHandshake>>,
        judge: &mut ChainJudge<'a, '_, '_>,
        budget: &Budget,
    ) -> Vec<Self> {
        let mut seen = HashSet::new();
        let mut cases = Vec::new();
        for handshake in judged {
            let Some(mut case) = Self::of(handshake, judge) else {
                continue;
            };
            case.is_repeated = handshake.is_some_and(|it| {
                let end = format!("{:?} {:?}", it.failure, it.failed_after);
                let (purpose, key) = (it.purpose.code(), it.is_key_proven);
                !seen.insert((purpose, it.address, it.ttl, key, end, &it.peer_certificates))
            });
            if case.is_repeated || budget.take(budget::CASE) {
                cases.push(case);
            }
        }
        cases
    }

    fn of(handshake: Option<&'a TlsHandshake>, judge: &mut ChainJudge<'a, '_, '_>) -> Option<Self> {
        let name = ReferenceName::parse(&judge.measurement.target.host);
        let judged = judge.judge(handshake)?;
        Some(Self {
            measurement: judge.measurement,
            handshake,
            is_over_quic: false,
            scope: judge.decider.policy.scope(&name),
            name,
            chain: judged.chain,
            has_own: judged.has_own,
            decision: judged.decision,
            is_public_for_another_name: judged.is_public_for_another_name,
            is_sites_own: judged.is_sites_own,
            is_completed_by_notary: judged.is_completed_by_notary,
            known_elsewhere: judged.known_elsewhere,
            is_proven_elsewhere: handshake.is_some_and(|it| judge.is_proven(it)),
            is_repeated: false,
            compared: Rc::default(),
        })
    }

    /// What came. Without a name, a certificate is for whatever the server likes.
    fn answer(&self, purpose: Purpose) -> HelloAnswer {
        let is_nameless = purpose == Purpose::TargetNoName;
        match &self.decision {
            _ if !self.is_key_proven() => HelloAnswer::Unclear,
            Decision::Trusted(_) => HelloAnswer::Trusted,
            Decision::Refused(_) if is_nameless && self.is_public_for_another_name => {
                HelloAnswer::Trusted
            }
            Decision::Refused(_) if !is_nameless => HelloAnswer::Refused,
            Decision::Refused(_) | Decision::Inconclusive(_) => HelloAnswer::Unclear,
        }
    }

    /// Whether it counts. What an unusual ClientHello gets can accuse, but it clears nobody: programs
    /// send the usual one. Without a name, a server shows what it likes, so that only a known key
    /// accuses.
    fn can_decide(&self) -> bool {
        let purpose = self.handshake.map(|handshake| handshake.purpose);
        match (purpose, &self.decision) {
            // Programs that cannot use QUIC, or meet a block of it, use TCP: it clears nobody.
            (_, Decision::Inconclusive(_)) if self.is_over_quic => false,
            _ if self.is_over_quic => !self.is_clean(),
            (Some(Purpose::TargetNoName), Decision::Refused(refusal)) => {
                let known = refusal.attribution.as_ref().and_then(|it| it.known);
                known.is_some_and(|key| key.conduct == Conduct::Interception)
            }
            (Some(Purpose::TargetNoName), _) => false,
            _ if self.is_usual() => true,
            (_, decision) => matches!(decision, Decision::Refused(_)) || self.has_misissued_key(),
        }
    }

    /// Whether it was made as programs make theirs, over TCP and with the usual ClientHello: another
    /// one clears nobody.
    pub(crate) fn is_usual(&self) -> bool {
        let purpose = self.handshake.map(|handshake| handshake.purpose);
        let is_of_these = matches!(purpose, None | Some(Purpose::Target | Purpose::OwnServer));
        is_of_these && !self.is_over_quic
    }

    /// Whether it is trusted without anybody's consent, and its key was not certified by mistake.
    fn is_clean(&self) -> bool {
        let is_trusted = match &self.decision {
            Decision::Trusted(verified) => verified.anchor().via != Via::Consent,
            Decision::Refused(_) | Decision::Inconclusive(_) => false,
        };
        is_trusted && !self.has_misissued_key()
    }

    fn has_misissued_key(&self) -> bool {
        let known = self.own().and_then(|own| known_key(&own.spki_sha256()));
        known.is_some_and(|key| key.conduct == Conduct::Misissued)
    }

    /// Whether the peer signed the handshake with the key of the certificate it sent;
    /// otherwise anyone could have replayed the chain.
    ///
    /// If that could not be checked, another handshake of the same measurement with the same
    /// certificate can prove it.
    pub(crate) fn is_key_proven(&self) -> bool {
        self.server_key() == Some(ServerKey::Proven)
    }

    /// Whether the server holds the key, if known; `None` without a handshake.
    pub(crate) fn server_key(&self) -> Option<ServerKey> {
        let judged = self.handshake?;
        let is_open = judged.is_key_proven.is_none();
        Some(match is_open && self.is_proven_elsewhere {
            true => ServerKey::Proven,
            false => ServerKey::of(judged, self.measurement),
        })
    }

    /// A handshake with the target whose key is proven, and how its chain was judged.
    fn proven_target(&self) -> Option<(&'a TlsHandshake, &Decision)> {
        let target = self.handshake.filter(|it| it.purpose == Purpose::Target)?;
        if self.is_over_quic {
            return None;
        }
        self.is_key_proven().then_some((target, &self.decision))
    }

    /// The server's own certificate, if it can be read.
    pub(crate) fn own(&self) -> Option<&Certificate> {
        self.chain.first().filter(|_| self.has_own)
    }
}

/// Those of the handshakes over QUIC with the target that showed a chain. Keys that were proven over
/// TCP prove none here, nor the other way round: one path can be another's.
fn over_quic<'a>(
    measurement: &'a Measurement,
    judge: &mut ChainJudge<'a, '_, '_>,
    budget: &Budget,
) -> Vec<Case<'a>> {
    let handshakes = measurement.quic_handshakes.iter().map(|it| &it.tls);
    let judged = handshakes.filter(|it| is_judged(it, measurement, None));
    let mut cases = Case::counted(judged.map(Some).collect(), judge, budget);
    for case in &mut cases {
        (case.is_over_quic, case.is_proven_elsewhere) = (true, false);
    }
    cases
}

/// What each handshake with the target got, with the kind of its hello.
fn answers(measurement: &Measurement, cases: &[Case<'_>]) -> Vec<(HelloKind, HelloAnswer)> {
    let is_silent = |it: &&TlsHandshake| !it.is_limited() && it.peer_certificates.is_empty();
    let over_tcp = measurement.tls_handshakes.iter().filter(is_silent);
    let over_tcp = over_tcp.filter_map(|it| HelloKind::of(it.purpose, false));
    let over_quic = measurement.quic_handshakes.iter().map(|it| &it.tls);
    let over_quic = over_quic.filter(is_silent);
    let over_quic = over_quic.filter_map(|it| HelloKind::of(it.purpose, true));
    let silent = over_tcp.chain(over_quic).map(|it| (it, HelloAnswer::None));
    let with_chain = cases.iter().filter_map(|case| {
        let purpose = case.handshake?.purpose;
        let kind = HelloKind::of(purpose, case.is_over_quic)?;
        let has_chain = !case.handshake?.peer_certificates.is_empty();
        has_chain.then(|| (kind, case.answer(purpose)))
    });
    silent.chain(with_chain).collect()
}

/// Adds how the target's own handshakes were judged.
fn add_target(compared: &mut Compared, cases: &[Case<'_>]) {
    for case in cases {
        let Some(handshake) = case.handshake else {
            continue;
        };
        let own = handshake.peer_certificates.first();
        let is_for_name = handshake.purpose.sends_target_name();
        // An encrypted name clears nobody, because whoever answers may have chosen its key.
        let is_refusable = is_for_name || handshake.purpose == Purpose::TargetEch;
        match (&case.decision, own) {
            (Decision::Trusted(_), _) if case.is_over_quic => {
                compared.trusted_over_quic += u64::from(case.is_clean() && case.is_key_proven());
            }
            (Decision::Refused(_), _) if case.is_over_quic => compared.refused_over_quic += 1,
            (Decision::Trusted(_), Some(own)) if is_for_name && case.is_key_proven() => {
                match compared.trusted.get_mut(own) {
                    Some(count) => *count += 1,
                    None => {
                        compared.trusted.insert(own.clone(), 1);
                    }
                }
            }
            (Decision::Refused(_), _) if is_refusable && case.is_key_proven() => {
                compared.refused += 1;
            }
            (Decision::Refused(_), _) if is_refusable => compared.refused_unproven += 1,
            _ => {}
        }
    }
    let with_chain = cases.iter().filter(|case| {
        let purpose = case.handshake.map(|handshake| handshake.purpose);
        let sent = case.handshake.map(|handshake| &handshake.peer_certificates);
        // Without a name, the server may show any certificate.
        sent.is_some_and(|sent| !sent.is_empty()) && purpose != Some(Purpose::TargetNoName)
    });
    compared.are_all_public = with_chain.clone().all(|case| is_public(&case.decision));
    compared.are_all_known = with_chain
        .clone()
        .all(|case| is_public(&case.decision) || case.known_elsewhere.is_some());
}

fn is_judged(
    handshake: &TlsHandshake,
    measurement: &Measurement,
    own_server: Option<OwnServerView>,
) -> bool {
    let is_for_target = match handshake.purpose {
        Purpose::Target
        | Purpose::TargetSplitHello
        | Purpose::TargetTls12
        | Purpose::TargetTls13
        | Purpose::TargetGreaseEch
        | Purpose::TargetEchOwnName
        | Purpose::TargetNoName => true,
        // Otherwise the certificate is for the outer name.
        Purpose::TargetEch => handshake.failure.is_none(),
        Purpose::OwnServer => {
            own_server.is_some_and(OwnServerView::is_selective)
                && own_server::is_of_somebody_else(handshake, measurement)
        }
        Purpose::TargetControl
        | Purpose::OuterName
        | Purpose::OuterGreaseEch
        | Purpose::OwnServerControl
        | Purpose::OtherAddress
        | Purpose::Resolver => false,
    };
    is_for_target && !handshake.peer_certificates.is_empty()
}
