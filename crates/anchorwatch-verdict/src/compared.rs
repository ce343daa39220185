//! What the handshakes of a measurement show only together.

use std::collections::BTreeSet;

use anchorwatch_evidence::{Measurement, Purpose};
use anchorwatch_identity::Certificate;

use crate::{
    dns::DnsView,
    ech::EchAnswer,
    hellos::HelloAnswers,
    notary::NotaryView,
    offered_root::OfferedRoot,
    own_server::{self, ChangedHello, OwnServerView},
    template::Template,
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
    /// The certificates of those who answered to the target's name instead of the measurer's own
    /// server.
    pub(crate) strangers: BTreeSet<Vec<u8>>,
    /// The target's own certificate, once for each handshake with the target that showed one.
    pub(crate) shown: Vec<Certificate>,
    /// The target's own certificates in trusted chains with a proven key, each as often as it came.
    pub(crate) trusted: Vec<Vec<u8>>,
    /// How many chains of the target were refused, with a proven key.
    pub(crate) refused: u64,
    /// How many were refused without a proven key.
    pub(crate) refused_unproven: u64,
    /// Whether a root with the owner's consent signed every answer to the target's name.
    pub(crate) is_consented: bool,
    /// Whether a public root vouches for every chain that is judged.
    pub(crate) are_all_public: bool,
    /// What other vantage points saw; `None` if nobody was asked.
    pub(crate) notary: Option<NotaryView>,
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
    pub(crate) fn of(measurement: &Measurement, templates: Vec<Template>) -> Self {
        let handshakes = measurement.tls_handshakes.iter();
        let targets = handshakes
            .clone()
            .filter(|it| it.purpose.sends_target_name());
        let shown = targets.filter_map(|it| it.peer_certificates.first());
        let with_name = handshakes.filter(|it| it.purpose == Purpose::OwnServer);
        let strangers = with_name.filter(|it| own_server::is_of_somebody_else(it, measurement));
        Self {
            templates,
            own_server: OwnServerView::of(measurement),
            changed_hello: own_server::first_changed_hello(measurement),
            strangers: strangers
                .filter_map(|it| it.peer_certificates.first().cloned())
                .collect(),
            shown: shown
                .filter_map(|der| Certificate::from_der(der).ok())
                .collect(),
            trusted: Vec::new(),
            refused: 0,
            refused_unproven: 0,
            is_consented: false,
            are_all_public: false,
            notary: None,
            dns: None,
            hellos: Vec::new(),
            ech: Vec::new(),
            offered_roots: OfferedRoot::all_of(measurement),
        }
    }
}
