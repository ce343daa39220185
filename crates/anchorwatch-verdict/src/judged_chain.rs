//! What was decided about one chain. Each chain is decided once: evidence can have the same one in
//! thousands of handshakes, and to find out who signed it takes milliseconds.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use anchorwatch_evidence::{Measurement, TlsHandshake};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::Decision;

use crate::{decider::Decider, known_elsewhere::KnownElsewhere, notary::NotaryView};

/// The most certificates of a chain that rules look at; `verify` looks at no more.
const MOST_CERTIFICATES: usize = 256;

/// A chain for the target's name.
#[derive(Debug, Clone)]
pub(crate) struct JudgedChain {
    /// The readable certificates.
    pub(crate) chain: Rc<[Certificate]>,
    /// Whether the first of them is the server's own.
    pub(crate) has_own: bool,
    pub(crate) decision: Decision,
    /// Whether a public root vouches for the chain and one of the certificate's own names.
    pub(crate) is_public_for_another_name: bool,
    /// Whether a public root vouched for the refused chain at the end of its validity.
    pub(crate) is_sites_own: bool,
    /// The same, or now, with the certificates that came with the target's own elsewhere.
    pub(crate) is_completed_by_notary: bool,
    /// Who else knows the signer of the refused chain.
    pub(crate) known_elsewhere: Option<KnownElsewhere>,
}

/// Decides about the chains of one measurement.
pub(crate) struct ChainJudge<'a, 'd, 'p> {
    pub(crate) measurement: &'a Measurement,
    pub(crate) decider: &'d Decider<'a, 'p>,
    notary: Option<&'d NotaryView>,
    /// `None`: it would be too much.
    known: HashMap<&'a [Vec<u8>], Option<JudgedChain>>,
    /// The certificates whose key some handshake proved.
    proven: HashSet<&'a [u8]>,
}

impl<'a, 'd, 'p> ChainJudge<'a, 'd, 'p> {
    pub(crate) fn new(
        measurement: &'a Measurement,
        decider: &'d Decider<'a, 'p>,
        notary: Option<&'d NotaryView>,
    ) -> Self {
        let handshakes = measurement.tls_handshakes.iter();
        let proven = handshakes.filter(|it| it.is_key_proven == Some(true));
        Self {
            measurement,
            decider,
            notary,
            known: HashMap::new(),
            proven: proven.filter_map(own).collect(),
        }
    }

    /// The decision about the chain of this handshake; `None` if it would be too much.
    pub(crate) fn judge(&mut self, handshake: Option<&'a TlsHandshake>) -> Option<JudgedChain> {
        let sent = handshake
            .map(|it| it.peer_certificates.as_slice())
            .unwrap_or_default();
        if let Some(known) = self.known.get(sent) {
            return known.clone();
        }
        let judged = JudgedChain::of(sent, self);
        self.known.insert(sent, judged.clone());
        judged
    }

    /// Whether some handshake proved the key of the certificate that this one shows.
    pub(crate) fn is_proven(&self, handshake: &TlsHandshake) -> bool {
        own(handshake).is_some_and(|own| self.proven.contains(own))
    }
}

fn own(handshake: &TlsHandshake) -> Option<&[u8]> {
    handshake.peer_certificates.first().map(Vec::as_slice)
}

impl JudgedChain {
    fn of<'a>(sent: &'a [Vec<u8>], judge: &ChainJudge<'a, '_, '_>) -> Option<Self> {
        let (measurement, decider) = (judge.measurement, judge.decider);
        let (name, at) = (
            ReferenceName::parse(&measurement.target.host),
            measurement.measured_at,
        );
        let decision = decider.decide(sent, &name, at)?;
        let is_refused = matches!(decision, Decision::Refused(_));
        let readable = sent.iter().take(MOST_CERTIFICATES);
        let readable = readable.filter_map(|der| Certificate::from_der(der).ok());
        let chain: Rc<[Certificate]> = readable.collect();
        let first = chain.first().zip(sent.first());
        let has_own = first.is_some_and(|(first, sent)| first.der() == sent);
        let own = chain.first().filter(|_| has_own && is_refused);
        let is_sites_own = own.is_some_and(|own| {
            let end = own.validity().not_after;
            decider.is_public(sent, &name, end)
        });
        let notary = judge.notary.filter(|_| is_refused);
        let known_elsewhere = match &decision {
            Decision::Refused(refusal) if has_own => {
                KnownElsewhere::of(measurement, &chain, refusal, decider.budget)
            }
            _ => None,
        };
        Some(Self {
            known_elsewhere,
            is_public_for_another_name: own
                .is_some_and(|own| decider.is_public_for_own_name(own, sent, at)),
            is_sites_own,
            is_completed_by_notary: notary
                .is_some_and(|it| decider.is_completed(sent, it.rests(), &name, at)),
            chain,
            has_own,
            decision,
        })
    }
}
