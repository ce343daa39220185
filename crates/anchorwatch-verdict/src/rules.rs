//! The rules, one in each file.

use anchorwatch_verify::{Attribution, Decision, Refusal};

use crate::{Against, Confidence, Detail, Hit, Saw, ServerKey, VerdictCode, case::Case};

mod family_match;
mod inspection_issuer_name;
mod issuer_name;
mod known_key;
mod local_root_for_public_name;
mod no_chain;
mod private_name;
mod publicly_trusted;
mod unchecked_local_root;
mod untrusted_chain;

/// The rules, by their stable identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleId {
    /// The chain is signed by a key known for interception.
    KnownKey,
    /// Only a local root vouches for a public name.
    LocalRootForPublicName,
    /// The signer, or a certificate that was sent, resembles a known family.
    FamilyMatch,
    /// The chain names a local root as its issuer, and its signature cannot be checked.
    UncheckedLocalRoot,
    /// The chain names an interception root as its issuer, and no signature tells who signed.
    IssuerName,
    /// The chain names an antivirus or a gateway as its issuer, likewise.
    InspectionIssuerName,
    /// A public root vouches for the chain and the name.
    PubliclyTrusted,
    /// A local root vouches for a private name.
    PrivateName,
    /// No root vouches for the chain, for no known reason.
    UntrustedChain,
    /// No chain came.
    NoChain,
}

impl RuleId {
    /// All rules.
    pub const ALL: [Self; 10] = [
        Self::KnownKey,
        Self::LocalRootForPublicName,
        Self::FamilyMatch,
        Self::UncheckedLocalRoot,
        Self::IssuerName,
        Self::InspectionIssuerName,
        Self::PubliclyTrusted,
        Self::PrivateName,
        Self::UntrustedChain,
        Self::NoChain,
    ];

    /// The stable identifier.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::KnownKey => "known_key",
            Self::LocalRootForPublicName => "local_root_for_public_name",
            Self::FamilyMatch => "family_match",
            Self::UncheckedLocalRoot => "unchecked_local_root",
            Self::IssuerName => "issuer_name",
            Self::InspectionIssuerName => "inspection_issuer_name",
            Self::PubliclyTrusted => "publicly_trusted",
            Self::PrivateName => "private_name",
            Self::UntrustedChain => "untrusted_chain",
            Self::NoChain => "no_chain",
        }
    }
}

/// Applies one rule to a case.
pub(crate) fn apply(rule: RuleId, case: &Case<'_>) -> Option<Hit> {
    match rule {
        RuleId::KnownKey => known_key::apply(case),
        RuleId::LocalRootForPublicName => local_root_for_public_name::apply(case),
        RuleId::FamilyMatch => family_match::apply(case),
        RuleId::UncheckedLocalRoot => unchecked_local_root::apply(case),
        RuleId::IssuerName => issuer_name::apply(case),
        RuleId::InspectionIssuerName => inspection_issuer_name::apply(case),
        RuleId::PubliclyTrusted => publicly_trusted::apply(case),
        RuleId::PrivateName => private_name::apply(case),
        RuleId::UntrustedChain => untrusted_chain::apply(case),
        RuleId::NoChain => no_chain::apply(case),
    }
}

/// Who signed in place of the server's authority, if known.
pub(crate) fn signer(case: &Case<'_>) -> Option<String> {
    attribution(case).map(|attribution| attribution.subject.clone())
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

/// Added if a chain was signed but is not valid at this time.
fn holds_only_at(attribution: &Attribution) -> Option<Detail> {
    let time = attribution.holds_at?.to_string();
    Some(Detail::HoldsOnlyAt { time })
}

#[cfg(test)]
mod tests;
