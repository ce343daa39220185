//! One measurement, prepared once for all rules.

use std::{collections::HashSet, rc::Rc, sync::Arc};

use anchorwatch_evidence::{Measurement, PublicAnchors, Purpose, TlsHandshake};
use anchorwatch_identity::{Certificate, registry::Conduct};
use anchorwatch_policy::{DistrustSet, NameScope, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, Policy, Via};

use crate::{
    Notaries, ServerKey,
    compared::Compared,
    dns::DnsView,
    ech::EchAnswer,
    hellos::{HelloAnswer, HelloAnswers},
    judged_chain::ChainJudge,
    notary,
    own_server::{self, OwnServerView},
    owners_choices,
    template::Template,
};

/// The input of a rule.
pub(crate) struct Case<'a> {
    pub(crate) measurement: &'a Measurement,
    /// The handshake that is judged.
    pub(crate) handshake: Option<&'a TlsHandshake>,
    pub(crate) name: ReferenceName,
    /// Whether the name is private, by the owner's choice too.
    pub(crate) scope: NameScope,
    /// The readable certificates of the chain.
    pub(crate) chain: Rc<[Certificate]>,
    pub(crate) decision: Decision,
    /// Whether a public root vouches for the chain and one of the certificate's own names.
    pub(crate) is_public_for_another_name: bool,
    /// Whether a public root vouched for the refused chain and the target's name at the end of the
    /// certificate's validity: it is the site's own, and over.
    pub(crate) is_sites_own: bool,
    /// The same, or now, with the certificates that came with the target's own elsewhere.
    pub(crate) is_completed_by_notary: bool,
    /// Whether some handshake of the measurement proved the key of the certificate.
    pub(crate) is_proven_elsewhere: bool,
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
        notaries: &Notaries<'_>,
    ) -> Vec<Self> {
        let policy = policy(measurement, distrust);
        let mut compared = Compared::of(measurement, Template::all_of(measurement, &policy));
        let notary = notaries.view(measurement, &policy);
        let mut judge = ChainJudge::new(measurement, &policy, notary.as_ref());
        let handshakes = measurement.tls_handshakes.iter();
        let mut latest = handshakes.clone().rev();
        let last = latest.find(|it| it.purpose == Purpose::Target && it.ttl.is_none());
        let mut judged: Vec<Option<&TlsHandshake>> = handshakes
            .filter(|handshake| is_judged(handshake, measurement, compared.own_server))
            .map(Some)
            .collect();
        if judged.is_empty() {
            judged.push(last);
        }
        let judged = judged.into_iter();
        let mut cases: Vec<Self> = judged
            .map(|handshake| Self::of(handshake, &mut judge))
            .collect();
        add_target(&mut compared, &cases);
        compared.is_consented = is_consented(measurement, &policy);
        let targets: Vec<_> = cases.iter().filter_map(Self::proven_target).collect();
        compared.dns = DnsView::of(measurement, &policy, &targets);
        compared.hellos = HelloAnswers::all_of(&answers(measurement, &cases));
        compared.ech = EchAnswer::all_of(measurement, &policy);
        cases.retain(Self::can_decide);
        drop_repeated(&mut cases);
        if cases.is_empty() {
            cases.push(Self::of(last, &mut judge));
        }
        compared.notary = notary;
        let compared = Rc::new(compared);
        for case in &mut cases {
            case.compared = Rc::clone(&compared);
        }
        cases
    }

    fn of(handshake: Option<&'a TlsHandshake>, judge: &mut ChainJudge<'a, '_>) -> Self {
        let name = ReferenceName::parse(&judge.measurement.target.host);
        let judged = judge.judge(handshake);
        Self {
            measurement: judge.measurement,
            handshake,
            scope: judge.policy.scope(&name),
            name,
            chain: judged.chain,
            decision: judged.decision,
            is_public_for_another_name: judged.is_public_for_another_name,
            is_sites_own: judged.is_sites_own,
            is_completed_by_notary: judged.is_completed_by_notary,
            is_proven_elsewhere: handshake.is_some_and(|it| judge.is_proven(it)),
            compared: Rc::default(),
        }
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
            (Some(Purpose::TargetNoName), Decision::Refused(refusal)) => {
                let known = refusal.attribution.as_ref().and_then(|it| it.known);
                known.is_some_and(|key| key.conduct == Conduct::Interception)
            }
            (None | Some(Purpose::Target | Purpose::OwnServer), _) => true,
            (Some(_), decision) => matches!(decision, Decision::Refused(_)),
        }
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
    fn proven_target(&self) -> Option<(&TlsHandshake, &Decision)> {
        let target = self.handshake.filter(|it| it.purpose == Purpose::Target)?;
        self.is_key_proven().then_some((target, &self.decision))
    }

    /// The server's own certificate, if it can be read.
    pub(crate) fn own(&self) -> Option<Certificate> {
        let own = self.handshake?.peer_certificates.first()?;
        Certificate::from_der(own).ok()
    }
}

/// What each handshake with the target got, with its purpose.
fn answers(measurement: &Measurement, cases: &[Case<'_>]) -> Vec<(Purpose, HelloAnswer)> {
    let handshakes = measurement.tls_handshakes.iter();
    let silent = handshakes.filter(|it| it.ttl.is_none() && it.peer_certificates.is_empty());
    let silent = silent.map(|it| (it.purpose, HelloAnswer::None));
    let with_chain = cases.iter().filter_map(|case| {
        let handshake = case.handshake?;
        let has_chain = !handshake.peer_certificates.is_empty();
        has_chain.then(|| (handshake.purpose, case.answer(handshake.purpose)))
    });
    silent.chain(with_chain).collect()
}

/// Keeps the first of those in which no rule sees a difference. They are counted before.
fn drop_repeated(cases: &mut Vec<Case<'_>>) {
    let mut seen = HashSet::new();
    cases.retain(|case| {
        let Some(it) = case.handshake else {
            return true;
        };
        let end = format!("{:?} {:?}", it.failure, it.failed_after);
        let (purpose, key) = (it.purpose.code(), it.is_key_proven);
        seen.insert((purpose, it.address, it.ttl, key, end, &it.peer_certificates))
    });
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
            (Decision::Trusted(_), Some(own)) if is_for_name && case.is_key_proven() => {
                compared.trusted.push(own.clone());
            }
            (Decision::Refused(_), _) if is_refusable && case.is_key_proven() => {
                compared.refused += 1;
            }
            (Decision::Refused(_), _) if is_refusable => compared.refused_unproven += 1,
            _ => {}
        }
    }
    let mut with_chain = cases.iter().filter(|case| {
        let purpose = case.handshake.map(|handshake| handshake.purpose);
        let sent = case.handshake.map(|handshake| &handshake.peer_certificates);
        // Without a name, the server may show any certificate.
        sent.is_some_and(|sent| !sent.is_empty()) && purpose != Some(Purpose::TargetNoName)
    });
    compared.are_all_public = with_chain.all(|case| notary::is_public(&case.decision));
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
        | Purpose::TargetNoName => true,
        // Otherwise the certificate is for the outer name.
        Purpose::TargetEch => handshake.failure.is_none(),
        Purpose::OwnServer => {
            own_server.is_some_and(OwnServerView::is_selective)
                && own_server::is_of_somebody_else(handshake, measurement)
        }
        Purpose::TargetControl
        | Purpose::OwnServerControl
        | Purpose::OtherAddress
        | Purpose::Resolver => false,
    };
    is_for_target && !handshake.peer_certificates.is_empty()
}

/// How chains are decided: by the roots of the vantage point, and by what its owner decided.
fn policy(measurement: &Measurement, distrust: &Arc<DistrustSet>) -> Policy {
    let choices = &measurement.anchors.owners_choices;
    let anchors = anchors(measurement).with_consents(owners_choices::consents(choices));
    Policy::new(anchors, Arc::clone(distrust))
        .with_private_names(owners_choices::private_names(choices))
}

/// Whether a root with the owner's consent signed every answer to the target's name, and every one
/// that somebody else gave in place of the measurer's own server, whatever the name: then it
/// explains what changed on the way there. Where no certificate came, nothing was signed.
fn is_consented(measurement: &Measurement, policy: &Policy) -> bool {
    if measurement.anchors.owners_choices.consents.is_empty() {
        return false;
    }
    let handshakes = measurement.tls_handshakes.iter();
    let answered = handshakes.filter(|it| !it.peer_certificates.is_empty());
    let answered = answered.filter(|it| match it.purpose {
        Purpose::OwnServer => true,
        Purpose::OwnServerControl => own_server::is_of_somebody_else(it, measurement),
        other => other.sends_target_name(),
    });
    let (mut known, mut is_any) = (HashSet::new(), false);
    for it in answered {
        let is_new = known.insert((it.purpose.code(), &it.server_name, &it.peer_certificates));
        let is_proven = it.is_key_proven == Some(true);
        if !is_proven || is_new && !is_by_consented_root(it, measurement, policy) {
            return false;
        }
        is_any = true;
    }
    is_any
}

/// Other names than the target's need no consent of their own: it is the same root that signs.
fn is_by_consented_root(it: &TlsHandshake, measurement: &Measurement, policy: &Policy) -> bool {
    let sent = it.peer_certificates.iter();
    let sent: Vec<_> = sent.map(|der| der.as_slice().into()).collect();
    let target = &measurement.target.host;
    let is_control = it.purpose == Purpose::OwnServerControl;
    let control = it.server_name.as_ref().filter(|_| is_control);
    let name = ReferenceName::parse(control.unwrap_or(target));
    let choices = &measurement.anchors.owners_choices;
    let has_consent = |key: &[u8; 32]| choices.consents.iter().any(|it| it.spki_sha256 == *key);
    match policy.decide(&sent, &name, measurement.measured_at) {
        Decision::Trusted(verified) => verified.anchor().via == Via::Consent,
        Decision::Refused(refusal) if is_control => {
            let signer = refusal.attribution.as_ref();
            signer.is_some_and(|signer| has_consent(signer.spki_sha256.as_bytes()))
        }
        Decision::Refused(_) | Decision::Inconclusive(_) => false,
    }
}

fn anchors(measurement: &Measurement) -> Anchors {
    let readable = |all: &[Vec<u8>]| {
        all.iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .collect::<Vec<_>>()
    };
    let local = readable(&measurement.anchors.local);
    // A root that path building cannot use vouches for nothing here, but may have signed.
    let (anchors, _unusable) = match &measurement.anchors.public {
        PublicAnchors::Bundled => Anchors::bundled_and(&local),
        PublicAnchors::Given(given) => Anchors::of(&readable(given), &local),
    };
    anchors.chosen_for_one_chain()
}
