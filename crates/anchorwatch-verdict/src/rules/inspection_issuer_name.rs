//! The chain names an antivirus or an inspection gateway as its issuer, and no signature tells
//! who signed.
//!
//! Such a program on the user's own machine, or a company's gateway, signs in place of the site's
//! authority and installs its root where it can. A program with its own store then sees this
//! (<https://github.com/curl/curl/issues/8848>, read 2026-11-28). The names are those of
//! `data/inspection-products.toml`.
//!
//! It is reported, but accuses nobody: a name proves nothing, and the owner may want the product.
//! It is reported for a private name too, where it may be the product's own web page.

use anchorwatch_identity::registry::KnownName;
use anchorwatch_verify::NamedIssuer;

use super::refusal;
use crate::{Against, Confidence, Hit, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let issuer = refusal(case)?.issuer_name.as_ref()?;
    let NamedIssuer::Known(KnownName::Product(product)) = issuer.known else {
        return None;
    };
    Some(Hit {
        rule: RuleId::InspectionIssuerName,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::NamedLikeProduct {
            issuer: issuer.name.clone(),
            product: product.name.to_owned(),
        },
        details: Vec::new(),
        against: vec![Against::AnyoneCanNameAProduct],
    })
}
