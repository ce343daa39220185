//! The result of one rule, and what it leads to.

use crate::{Against, Confidence, Detail, RuleId, Saw};

anchorwatch_remark::closed_list! {
    /// The overall result of a measurement; the strongest first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum VerdictCode {
        /// The connection was re-signed in transit.
        Intercepted,
        /// Something suggests interception, but does not prove it.
        Suspected,
        /// A resolver's answer leads away from the site, which was not reached.
        DnsTampered,
        /// Connections with the name are cut off: nobody reads them, and nobody gets through.
        CensoredOrDown,
        /// Connections with the name are slowed down, and others are not.
        Throttled,
        /// The network wants a sign-in first, and lets nobody through until then.
        CaptivePortal,
        /// The connection is re-signed in transit, and the owner of the machine consented to that
        /// for this name.
        InspectedWithConsent,
        /// The site's own certificate is over, or came without its issuer's.
        SiteFault,
        /// The program that measured refused a chain that a public root vouches for.
        StaleRoots,
        /// No interception was seen: for this name, on this path, at this time.
        NotSeen,
        /// The measurement does not answer the question.
        Inconclusive,
    }
}

impl VerdictCode {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Intercepted => "intercepted",
            Self::Suspected => "suspected",
            Self::DnsTampered => "dns_tampered",
            Self::CensoredOrDown => "censored_or_down",
            Self::Throttled => "throttled",
            Self::CaptivePortal => "captive_portal",
            Self::InspectedWithConsent => "inspected_with_consent",
            Self::SiteFault => "site_fault",
            Self::StaleRoots => "stale_roots",
            Self::NotSeen => "not_seen",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// The result of one rule that applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The rule.
    pub rule: RuleId,
    /// The result it leads to.
    pub leads_to: VerdictCode,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it saw.
    pub saw: Saw,
    /// Further details.
    pub details: Vec<Detail>,
    /// Other explanations, without interception.
    pub against: Vec<Against>,
}
