//! The key for Encrypted Client Hello is missing in an answer in clear, and there in one over TLS.
//!
//! Without it browsers send the site's name in clear, and who looks at names sees it; mitmproxy's
//! `strip_ech` does that. It does not show that anybody reads the connection.
//!
//! **Not hit:** a resolver that does not answer the question, or answers it with an error.

use super::Hit;
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let missing = case.compared.dns.as_ref()?.ech.as_ref()?;
    Some(Hit {
        rule: RuleId::DnsEchMissing,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::DnsEchMissing {
            name: case.name.to_string(),
            resolver: missing.resolver.clone(),
            sure: missing.sure.clone(),
        },
        details: Vec::new(),
        against: vec![Against::ResolverMayNotKnowType],
    })
}
