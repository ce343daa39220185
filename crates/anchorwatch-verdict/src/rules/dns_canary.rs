//! A resolver denies the name by which networks switch off encrypted DNS in browsers.
//!
//! Firefox then asks the network's resolver in clear, unless its user chose otherwise (Mozilla,
//! «Canary domain - use-application-dns.net»). Companies and families do that too, so it accuses
//! nobody: whoever reads the verdict should know that the names of sites are seen.

use super::Hit;
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let denied = case.compared.dns.as_ref()?.canary.as_ref()?;
    Some(Hit {
        rule: RuleId::DnsCanary,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::DnsCanaryDenied {
            resolver: denied.resolver.clone(),
            canary: denied.canary.to_owned(),
        },
        details: Vec::new(),
        against: vec![Against::ResolverMayFilter],
    })
}
