//! The chain names an antivirus or an inspection gateway as its issuer, and nothing says
//! who signed.
//!
//! Such a program on one's own machine, or a company's gateway, signs in the site's place
//! and installs its root where it can; a program with a store of its own then sees this
//! (<https://github.com/curl/curl/issues/8848>, read 2026-11-28). The names are those of
//! `data/inspection-products.toml`.
//!
//! It is told and accuses nobody: a name proves nothing, and the owner may want the product.
//! For a private name it is what a product's own web page shows, and is told as well.

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
