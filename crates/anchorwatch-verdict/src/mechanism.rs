//! What a verdict is called in OONI's vocabulary.
//!
//! Nodes and states are those of OONI's ontology, taxonomy version 1, §12.3 and §6.3
//! (ooni/data, docs/ontology.md, commit 24cb353a, read 2026-11-30). Identifiers there are
//! append-only. A node is the deepest one that the evidence supports (§12.4): without the issuer's
//! certificate nothing shows that a certificate is validly signed, so it is `tls.mitm` alone.

use anchorwatch_evidence::{Failure, Measurement, Purpose, TlsHandshake};
use anchorwatch_identity::{Certificate, is_self_signed, is_signed_by};
use anchorwatch_verify::Decision;

use crate::{
    Hit, RuleId, Saw, VerdictCode, case::Case, decider::is_public, own_server::is_lost, rules,
};

/// With fewer handshakes without a certificate, one lost packet would decide.
const ENOUGH: usize = 2;

/// How many certificates of a chain may be the issuer's.
const MOST_ABOVE: usize = 16;

/// The version of OONI's taxonomy.
pub const OONI_TAXONOMY: u32 = 1;

/// Declares codes of OONI's: the variant, and OONI's word.
macro_rules! words {
    ($(#[$list:meta])* $name:ident { $($(#[$attribute:meta])* $variant:ident = $id:literal,)* }) => {
        $(#[$list])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$attribute])* $variant,)*
        }

        impl $name {
            /// All that a verdict can carry.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$variant),*];

            /// OONI's word.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }
        }
    };
}

words! {
    /// A node of OONI's taxonomy of mechanisms: how the connection was interfered with.
    Mechanism {
        /// The resolver's answer leads elsewhere.
        DnsInjection = "dns.injection",
        /// It is an address that no public server has.
        DnsInjectionBogon = "dns.injection.bogon",
        /// It denies a name that exists.
        DnsNxdomain = "dns.nxdomain",
        /// Something happened during the handshake; no deeper node fits.
        Tls = "tls",
        /// The connection is reset because of the name.
        TlsResetSni = "tls.reset.sni",
        /// The connection is reset because of something else in the handshake.
        TlsResetOther = "tls.reset.other",
        /// The handshake stalls.
        TlsTimeout = "tls.timeout",
        /// What follows the handshake is slowed down because of the name.
        TlsThrottleSni = "tls.throttle.sni",
        /// Somebody else answers; nothing shows how the certificate is signed.
        TlsMitm = "tls.mitm",
        /// With a self-signed certificate.
        TlsMitmSelfSigned = "tls.mitm.self_signed",
        /// With a certificate that is validly signed, by an issuer that is not the site's.
        TlsMitmCaSigned = "tls.mitm.ca_signed",
    }
}

words! {
    /// A state of OONI's presentation.
    OoniState {
        /// A rule that decides, with something that settles it alone.
        Blocked = "blocked",
        /// A rule that decides, without that.
        LikelyBlocked = "likely_blocked",
        /// It does not work, and why is not clear.
        Impaired = "impaired",
        /// It does not work, and nobody interferes.
        Down = "down",
        /// It can be reached, and nothing was seen.
        Ok = "ok",
        /// There is too little to say anything.
        Insufficient = "insufficient",
    }
}

impl Mechanism {
    /// `None` if the verdict is of no interference.
    pub(crate) fn of(code: VerdictCode, hits: &[Hit], shown: Option<&Case<'_>>) -> Option<Self> {
        match code {
            VerdictCode::NotSeen | VerdictCode::Inconclusive => None,
            _ if is_sent_elsewhere(hits) => Some(Self::DnsInjection),
            _ if hits.first()?.rule == RuleId::DnsTampered => Some(of_dns(&hits.first()?.saw)),
            _ if is_page_alone(hits, shown) => None,
            VerdictCode::Intercepted
            | VerdictCode::Suspected
            | VerdictCode::InspectedWithConsent => Some(of_certificate(shown)),
            VerdictCode::CensoredOrDown => hits.iter().find_map(cut_off),
            VerdictCode::Throttled => Some(Self::TlsThrottleSni),
            VerdictCode::DnsTampered
            | VerdictCode::CaptivePortal
            | VerdictCode::SiteFault
            | VerdictCode::StaleRoots => None,
        }
    }
}

impl OoniState {
    /// `None` where OONI has no word: the owner wants it so, or what failed is the program that
    /// measured, which OONI keeps apart from the network's state (§10).
    pub(crate) fn of(code: VerdictCode, hits: &[Hit], measurement: &Measurement) -> Option<Self> {
        let is_at_own = |hit: &Hit| matches!(hit.saw, Saw::NameCutOffAtOwnServer { .. });
        let is_left_out = |hit: &Hit| hit.rule == RuleId::TooMuchToJudge;
        Some(match code {
            VerdictCode::InspectedWithConsent | VerdictCode::StaleRoots => return None,
            VerdictCode::SiteFault => Self::Down,
            VerdictCode::Inconclusive if is_below_floor(measurement) => Self::Insufficient,
            // What was left out may be all that is needed.
            VerdictCode::Inconclusive if hits.iter().any(is_left_out) => Self::Insufficient,
            VerdictCode::Intercepted => Self::Blocked,
            VerdictCode::Suspected | VerdictCode::Throttled => Self::LikelyBlocked,
            // Until somebody signs in, nothing is known about the site.
            VerdictCode::CaptivePortal => Self::Insufficient,
            VerdictCode::CensoredOrDown if hits.iter().any(is_at_own) => Self::LikelyBlocked,
            // The server may refuse the name itself.
            VerdictCode::DnsTampered | VerdictCode::CensoredOrDown | VerdictCode::Inconclusive => {
                Self::Impaired
            }
            VerdictCode::NotSeen => Self::Ok,
        })
    }
}

/// Whether no certificate came, and not even two handshakes with the target failed.
fn is_below_floor(measurement: &Measurement) -> bool {
    let handshakes = measurement.tls_handshakes.iter();
    let tried = handshakes.filter(|it| it.purpose == Purpose::Target && !is_lost(it));
    let mut tried: Vec<&TlsHandshake> = tried.collect();
    let count = tried.len();
    tried.retain(|it| !it.peer_certificates.is_empty());
    count < ENOUGH && tried.is_empty()
}

/// `shown` is the handshake that shows the interception best.
fn of_certificate(shown: Option<&Case<'_>>) -> Mechanism {
    let Some((case, own)) = shown.and_then(|case| Some((case, case.own()?))) else {
        return Mechanism::TlsMitm;
    };
    let purpose = case.handshake.map(|handshake| handshake.purpose);
    let is_trusted = matches!(case.decision, Decision::Trusted(_));
    if is_public(&case.decision) && purpose == Some(Purpose::Target) {
        // The site's own chain; what shows the interception is not a certificate.
        return Mechanism::TlsMitm;
    }
    if is_self_signed(own) {
        return Mechanism::TlsMitmSelfSigned;
    }
    let signs = |one: &Certificate| is_signed_by(own, one.spki_der());
    let mut above = case.chain.iter().take(MOST_ABOVE);
    let is_signed = is_trusted || rules::signer(case).is_some() || above.any(signs);
    match is_signed {
        true => Mechanism::TlsMitmCaSigned,
        false => Mechanism::TlsMitm,
    }
}

/// Whether nothing stronger shows who answers: the connection went to another address than it does
/// elsewhere (OONI maps such answers to the inner node, §12.6).
fn is_sent_elsewhere(hits: &[Hit]) -> bool {
    let first = hits.first();
    first.is_some_and(|hit| matches!(hit.saw, Saw::SentElsewhere { .. }))
}

/// Whether a page that offers a root is the suspicion, and the site's own certificate came: nothing
/// interfered with TLS, and OONI has no node for an offer.
fn is_page_alone(hits: &[Hit], shown: Option<&Case<'_>>) -> bool {
    let is_page = hits
        .first()
        .is_some_and(|hit| hit.rule == RuleId::InstallPage);
    is_page && shown.is_none_or(|case| matches!(case.decision, Decision::Trusted(_)))
}

fn of_dns(saw: &Saw) -> Mechanism {
    match saw {
        Saw::DnsNoPublicAddress { .. } => Mechanism::DnsInjectionBogon,
        Saw::DnsNoSuchName { .. } => Mechanism::DnsNxdomain,
        _ => Mechanism::DnsInjection,
    }
}

/// OONI has no nodes for QUIC: the layer is the one in which it shows (§3), and that is TLS.
fn cut_off(hit: &Hit) -> Option<Mechanism> {
    match &hit.saw {
        Saw::EchBlockedForName { failure, .. } | Saw::EchBlocked { failure, .. } => {
            Some(match failure {
                Failure::ConnectionReset => Mechanism::TlsResetOther,
                Failure::GenericTimeoutError => Mechanism::TlsTimeout,
                _ => Mechanism::Tls,
            })
        }
        Saw::NameCutOff { failure, .. } | Saw::NameCutOffAtOwnServer { failure, .. } => {
            Some(match failure {
                Failure::ConnectionReset => Mechanism::TlsResetSni,
                Failure::GenericTimeoutError => Mechanism::TlsTimeout,
                // OONI has no node for an orderly end.
                _ => Mechanism::Tls,
            })
        }
        Saw::NameCutOffOverQuic { failure, .. } => Some(match failure {
            Failure::GenericTimeoutError => Mechanism::TlsTimeout,
            _ => Mechanism::Tls,
        }),
        _ => None,
    }
}
