//! The rules, one in each file.

use anchorwatch_identity::{is_self_signed, is_signed_by_own_key};
use anchorwatch_verify::{Attribution, Decision, Refusal, Via};

use crate::{
    Against, Confidence, Detail, Hit, Saw, ServerKey, VerdictCode, case::Case, server_hellos,
};

mod answers_differ;
mod captive_portal;
mod changed_client_hello;
mod copied_certificate;
mod dns_canary;
mod dns_ech_missing;
mod dns_tampered;
mod ech_blocked;
pub(crate) mod ech_rejected;
mod family_match;
mod government_issuer_name;
mod inspected_with_consent;
mod inspection_issuer_name;
mod install_page;
mod issuer_name;
mod known_key;
mod local_root_for_public_name;
mod misissued_certificate;
mod name_cut_off;
mod no_chain;
mod only_some_hellos;
mod own_server_key;
mod private_name;
mod public_certificate_differs;
mod publicly_trusted;
mod quic_cut_off;
mod quic_silent;
mod refused_here_alone;
mod site_fault;
mod stale_roots;
mod throttled;
pub(crate) mod too_much_to_judge;
mod unchecked_local_root;
mod untrusted_chain;

/// Declares the rules: identifier, name, and the module that applies it.
macro_rules! rules {
    ($($(#[$attribute:meta])* $id:literal => $rule:ident by $module:ident,)*) => {
        /// The rules, by their stable identifiers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum RuleId {
            $($(#[$attribute])* $rule,)*
        }

        impl RuleId {
            /// All rules.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$rule),*];

            /// The stable identifier.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$rule => $id,)*
                }
            }
        }

        /// Applies one rule to a case.
        pub(crate) fn apply(rule: RuleId, case: &Case<'_>) -> Option<Hit> {
            match rule {
                $(RuleId::$rule => $module::apply(case),)*
            }
        }
    };
}

rules! {
    /// The chain is signed by a key known for interception.
    "known_key" => KnownKey by known_key,
    /// At the measurer's own server, another key answers to the name.
    "own_server_key" => OwnServerKey by own_server_key,
    /// Another ClientHello reached the measurer's own server.
    "changed_client_hello" => ChangedClientHello by changed_client_hello,
    /// The certificate is a copy of the server's own, under another key.
    "copied_certificate" => CopiedCertificate by copied_certificate,
    /// ECH was rejected under a root that is not public.
    "ech_rejected" => EchRejected by ech_rejected,
    /// Only a local root vouches for a public name.
    "local_root_for_public_name" => LocalRootForPublicName by local_root_for_public_name,
    /// What came is refused, and another vantage point sees a chain that is not.
    "refused_here_alone" => RefusedHereAlone by refused_here_alone,
    /// The server's own key is one that a public authority certified by mistake.
    "misissued_certificate" => MisissuedCertificate by misissued_certificate,
    /// Another vantage point sees another public certificate, and no log has this one.
    "public_certificate_differs" => PublicCertificateDiffers by public_certificate_differs,
    /// A local root vouches for a public name, and the owner consented to that.
    "inspected_with_consent" => InspectedWithConsent by inspected_with_consent,
    /// The signer, or a certificate that was sent, resembles a known family.
    "family_match" => FamilyMatch by family_match,
    /// The chain names a local root as its issuer, and its signature cannot be checked.
    "unchecked_local_root" => UncheckedLocalRoot by unchecked_local_root,
    /// The chain names an interception root as its issuer, and no signature tells who signed.
    "issuer_name" => IssuerName by issuer_name,
    /// The chain names a state's root as its issuer, likewise.
    "state_issuer_name" => GovernmentIssuerName by government_issuer_name,
    /// The chain names an antivirus or a gateway as its issuer, likewise.
    "inspection_issuer_name" => InspectionIssuerName by inspection_issuer_name,
    /// A page without encryption leads to a root to install.
    "install_page" => InstallPage by install_page,
    /// The network wants a sign-in before it lets anyone through.
    "captive_portal" => CaptivePortal by captive_portal,
    /// A resolver's answer leads away from the target.
    "dns_tampered" => DnsTampered by dns_tampered,
    /// Connections are cut off for the name, and not for others.
    "name_cut_off" => NameCutOff by name_cut_off,
    /// Over QUIC, handshakes are cut off for the name, and not for others.
    "quic_cut_off" => QuicCutOff by quic_cut_off,
    /// Octets come much more slowly for the name than for others.
    "throttled" => Throttled by throttled,
    /// Hellos with an encrypted name are cut off.
    "ech_blocked" => EchBlocked by ech_blocked,
    /// Some handshakes show a trusted certificate, and others one that is refused.
    "answers_differ" => AnswersDiffer by answers_differ,
    /// The site's own certificate is over, or incomplete.
    "site_fault" => SiteFault by site_fault,
    /// The program that measured knows other roots.
    "stale_roots" => StaleRoots by stale_roots,
    /// An answer in clear lacks the key for Encrypted Client Hello.
    "dns_ech_missing" => DnsEchMissing by dns_ech_missing,
    /// A resolver switches off encrypted DNS in browsers.
    "dns_canary" => DnsCanary by dns_canary,
    /// The answer depends on how the name is asked for.
    "only_some_hellos" => OnlySomeHellos by only_some_hellos,
    /// Nobody answers over QUIC, though the site offers it.
    "quic_silent" => QuicSilent by quic_silent,
    /// Not everything could be judged.
    "too_much_to_judge" => TooMuchToJudge by too_much_to_judge,
    /// A public root vouches for the chain and the name.
    "publicly_trusted" => PubliclyTrusted by publicly_trusted,
    /// A local root vouches for a private name.
    "private_name" => PrivateName by private_name,
    /// No root vouches for the chain, for no known reason.
    "untrusted_chain" => UntrustedChain by untrusted_chain,
    /// No chain came.
    "no_chain" => NoChain by no_chain,
}

impl RuleId {
    /// Whether it looks at the measurement as a whole, and so at any one case.
    pub(crate) const fn is_of_measurement(self) -> bool {
        matches!(
            self,
            Self::OwnServerKey
                | Self::ChangedClientHello
                | Self::EchRejected
                | Self::InstallPage
                | Self::CaptivePortal
                | Self::DnsTampered
                | Self::DnsEchMissing
                | Self::DnsCanary
                | Self::NameCutOff
                | Self::QuicCutOff
                | Self::Throttled
                | Self::EchBlocked
                | Self::AnswersDiffer
                | Self::OnlySomeHellos
                | Self::QuicSilent
                | Self::TooMuchToJudge
        )
    }
}

impl Hit {
    /// Whether it reassures, so that nothing may have been left out.
    pub(crate) fn reassures(&self) -> bool {
        matches!(
            self.leads_to,
            VerdictCode::NotSeen
                | VerdictCode::SiteFault
                | VerdictCode::StaleRoots
                | VerdictCode::InspectedWithConsent
        )
    }

    /// Whether it forbids the answer that nothing was seen, though it accuses nobody.
    pub(crate) fn forbids_not_seen(&self) -> bool {
        let is_of_these = matches!(
            self.rule,
            RuleId::OwnServerKey
                | RuleId::PublicCertificateDiffers
                | RuleId::AnswersDiffer
                | RuleId::EchRejected
                | RuleId::TooMuchToJudge
        );
        is_of_these && self.leads_to == VerdictCode::Inconclusive
    }
}

/// Who signed in place of the server's authority, if known.
pub(crate) fn signer(case: &Case<'_>) -> Option<String> {
    match &case.decision {
        Decision::Trusted(verified) if verified.anchor().via == Via::Consent => {
            Some(verified.anchor().subject.clone())
        }
        _ => attribution(case).map(|attribution| attribution.subject.clone()),
    }
}

fn refusal<'a>(case: &'a Case<'_>) -> Option<&'a Refusal> {
    match &case.decision {
        Decision::Refused(refusal) => Some(refusal),
        Decision::Trusted(_) | Decision::Inconclusive(_) => None,
    }
}

fn attribution<'a>(case: &'a Case<'_>) -> Option<&'a Attribution> {
    refusal(case)?.attribution.as_ref()
}

/// Interception, with the rule's confidence, if the peer proved that it holds the forged
/// certificate's key. Otherwise a suspicion: anyone can replay a published chain to accuse
/// someone.
fn accuse(
    case: &Case<'_>,
    rule: RuleId,
    confidence: Confidence,
    saw: Saw,
    against: Option<Against>,
) -> Hit {
    let mut hit = Hit {
        rule,
        leads_to: VerdictCode::Intercepted,
        confidence,
        saw,
        details: attribution(case)
            .and_then(holds_only_at)
            .into_iter()
            .chain(signers_key(case))
            .chain(other_server_hello(case))
            .collect(),
        against: against.into_iter().collect(),
    };
    if !case.is_key_proven() {
        let server_key = case.server_key().unwrap_or(ServerKey::NotReached);
        hit.against.push(Against::RecordedChain { server_key });
        hit.leads_to = VerdictCode::Suspected;
        hit.confidence = confidence.min(Confidence::hundredths(60));
    }
    hit
}

/// Added if a root signed of which the registry says that no public log accepts it. Of others nobody
/// knows.
fn not_in_logs(attribution: &Attribution) -> Option<Detail> {
    let as_of = attribution.known?.not_in_logs_as_of?.to_owned();
    Some(Detail::RootNotInLogs { as_of })
}

/// Added if no other vantage point can say whether it sees the same.
fn no_other_vantage(case: &Case<'_>) -> Option<Detail> {
    let view = case.compared.views.notary.as_ref();
    let has_looked = view.is_some_and(|view| view.count > 0);
    (!has_looked).then_some(Detail::NoOtherVantage)
}

/// Added if the ServerHello is another one than for other names.
fn other_server_hello(case: &Case<'_>) -> Option<Detail> {
    // None is kept over QUIC.
    if case.is_over_quic {
        return None;
    }
    server_hellos::difference(case.measurement, case.handshake?.purpose)
}

/// Added if a chain was signed but is not valid at this time.
fn holds_only_at(attribution: &Attribution) -> Option<Detail> {
    let time = attribution.holds_at?.to_string();
    Some(Detail::HoldsOnlyAt { time })
}

/// Added if an authority certified its own key again, under the server's name.
fn signers_key(case: &Case<'_>) -> Option<Detail> {
    let own = case.own()?;
    let is_own = is_signed_by_own_key(own) && !is_self_signed(own);
    is_own.then_some(Detail::SignersKey)
}

#[cfg(test)]
mod tests;
