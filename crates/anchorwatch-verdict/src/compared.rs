//! What the handshakes of a measurement show only together.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_evidence::{Measurement, Purpose};

use crate::{
    decider::Decider,
    dns::DnsView,
    ech::EchAnswer,
    hellos::HelloAnswers,
    notary::OtherViews,
    offered_root::OfferedRoot,
    own_server::{self, ChangedHello, OwnServerView},
    shown::Shown,
    template::Template,
    transfers::Transfers,
    tries::tries,
};

/// The same for all cases of a measurement.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// What the server shows to other names.
    pub(crate) templates: Vec<Template>,
    /// What the measurer's own server shows.
    pub(crate) own_server: Option<OwnServerView>,
    /// The first ClientHello that reached the measurer's own server as another one; one with the
    /// target's name, if there is any.
    pub(crate) changed_hello: Option<ChangedHello>,
    /// How fast the measurer's own server's answers came, if long ones were asked for.
    pub(crate) transfers: Option<Transfers>,
    /// The certificates of those who answered to the target's name instead of the measurer's own
    /// server.
    pub(crate) strangers: BTreeSet<Vec<u8>>,
    /// Which keys came with which kind of handshake, and from how far away.
    pub(crate) shown: Shown,
    /// The target's own certificates in trusted chains with a proven key, with how often each came.
    pub(crate) trusted: BTreeMap<Vec<u8>, u64>,
    /// How many chains of the target were refused, with a proven key.
    pub(crate) refused: u64,
    /// How many were refused without a proven key.
    pub(crate) refused_unproven: u64,
    /// How many trusted chains of the target came over QUIC with a proven key: they are counted apart,
    /// since an interceptor of TCP may let QUIC pass.
    pub(crate) trusted_over_quic: u64,
    /// How many chains of the target that came over QUIC were refused.
    pub(crate) refused_over_quic: u64,
    /// Whether a root with the owner's consent signed every answer to the target's name.
    pub(crate) is_consented: bool,
    /// Whether a public root vouches for every chain that is judged.
    pub(crate) are_all_public: bool,
    /// Whether a public root vouches for each of them, or somebody else knows who signed it.
    pub(crate) are_all_known: bool,
    /// What other vantage points saw, and what was seen earlier.
    pub(crate) views: OtherViews,
    /// How many handshakes with the target ended with a proven key.
    pub(crate) tries: u64,
    /// How much was left out, because it would have been too much.
    pub(crate) left_out: u64,
    /// What resolvers said, if any was asked.
    pub(crate) dns: Option<DnsView>,
    /// What each kind of ClientHello got from the target.
    pub(crate) hellos: Vec<HelloAnswers>,
    /// Answers that say that the server could not read an encrypted name.
    pub(crate) ech: Vec<EchAnswer>,
    /// Roots that pages without encryption offer.
    pub(crate) offered_roots: Vec<OfferedRoot>,
}

impl Compared {
    /// What does not depend on how chains are judged. Once for a measurement: evidence can have
    /// thousands of handshakes.
    pub(crate) fn of(measurement: &Measurement, decider: &Decider<'_, '_>) -> Self {
        let handshakes = measurement.tls_handshakes.iter();
        let with_name = handshakes.filter(|it| it.purpose == Purpose::OwnServer);
        let strangers = with_name.filter(|it| own_server::is_of_somebody_else(it, measurement));
        let (own_server, changed_hello) = OwnServerView::of(measurement, decider.budget).unzip();
        Self {
            own_server,
            changed_hello: changed_hello.flatten(),
            strangers: strangers
                .filter_map(|it| it.peer_certificates.first().cloned())
                .collect(),
            transfers: Transfers::of(measurement),
            shown: Shown::of(measurement),
            tries: tries(measurement),
            offered_roots: OfferedRoot::all_of(measurement, decider),
            ..Self::default()
        }
    }

    /// How many handshakes showed a trusted chain, with a proven key.
    pub(crate) fn trusted_count(&self) -> u64 {
        self.trusted.values().sum()
    }

    /// Whether nothing that came is trusted. Not, if something was left out: it may be.
    pub(crate) fn is_none_trusted(&self) -> bool {
        self.trusted.is_empty() && self.left_out == 0
    }
}
