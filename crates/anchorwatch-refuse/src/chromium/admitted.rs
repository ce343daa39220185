//! With `--unlisted`: Chromium trusts its built-in roots, and of the added ones those that the
//! owner consents to.
//!
//! ```text
//! "CAPlatformIntegrationEnabled": false       nothing of an NSS database
//! "CACertificates": [base64 DER, …]           consented to for every name
//! "CACertificatesWithConstraints": [          consented to for some
//!   {"certificate": base64 DER,
//!    "constraints": {"permitted_dns_names": […], "permitted_cidrs": […]}}, …]
//! ```
//!
//! A consent for names alone must not allow addresses, nor one for networks allow names
//! (measured with Chromium: a missing list restricts nothing). So both lists are always
//! present; an empty one gets an entry that matches nothing reachable: the name `invalid` (RFC
//! 6761 §6.4), or the first address of an example network (RFC 5737).
//!
//! Roots that others' policies make the browser trust are overruled, except those of the public
//! program. These policies do not reach a profile's certificate manager (measured with Chromium
//! 156); unlisted roots there are refused by key.
//!
//! **Not covered:** a root added later to a profile's certificate manager, until the next
//! `block`. The hook notices the end of a consent only after an update.

use anchorwatch_identity::{Certificate, UnixSeconds, registry};
use anchorwatch_machine::StoreKind;
use anchorwatch_machine::distrust_cert;
use anchorwatch_policy::{
    Consent,
    consent::{ConsentScope, ConsentState, Consents, Coverage},
};
use data_encoding::BASE64;
use serde_json::{Map, Value, json};

use crate::added_roots::AddedRoots;

pub(super) const PLATFORM: &str = "CAPlatformIntegrationEnabled";
pub(super) const TRUSTED: &str = "CACertificates";
pub(super) const CONSTRAINED: &str = "CACertificatesWithConstraints";

const NO_NAME: &str = "invalid";
const NO_NETWORK: &str = "192.0.2.0/32";

/// Carriers that refuse the unlisted roots in profiles' certificate managers.
pub(super) fn carriers(added_roots: &AddedRoots) -> Vec<String> {
    let unlisted_roots = added_roots.unlisted_roots.iter();
    let kept_apart =
        unlisted_roots.filter(|one| one.store.kind == StoreKind::ChromiumServerCertificates);
    kept_apart
        .filter_map(|one| distrust_cert::of_key(one.certificate.spki_der()))
        .map(|carrier| BASE64.encode(carrier.der()))
        .collect()
}

/// The policies for the roots to trust.
pub(super) fn policies(added_roots: &AddedRoots) -> Map<String, Value> {
    let consented = added_roots.consented.iter();
    let mut admitted: Vec<(&Certificate, Option<&Consent>)> = consented
        .filter(|one| one.consent.is_in_force(added_roots.now))
        .flat_map(|one| one.certificates.iter().map(|it| (it, Some(&one.consent))))
        .collect();
    admitted.extend(added_roots.public.iter().map(|root| (root, None)));
    written(&admitted)
}

/// The same for our existing file, after a consent may have ended; `None` if the file
/// does not set these policies.
pub(super) fn renewed(
    said: &Map<String, Value>,
    consents: &Consents,
    now: UnixSeconds,
) -> Option<Map<String, Value>> {
    said.get(PLATFORM)?;
    let lists = [TRUSTED, CONSTRAINED].into_iter();
    let entries = lists.filter_map(|key| said.get(key)?.as_array()).flatten();
    let certificates: Vec<Certificate> = entries
        .filter_map(|entry| {
            entry
                .as_str()
                .or_else(|| entry.get("certificate")?.as_str())
        })
        .filter_map(|text| BASE64.decode(text.as_bytes()).ok())
        .filter_map(|der| Certificate::from_der(&der).ok())
        .collect();
    let admitted: Vec<(&Certificate, Option<&Consent>)> = certificates
        .iter()
        .filter_map(|one| match consents.state(one, now) {
            ConsentState::InForce(consent) => Some((one, Some(consent))),
            ConsentState::None if registry::in_public_program(&one.spki_sha256()) => {
                Some((one, None))
            }
            _ => None,
        })
        .collect();
    Some(written(&admitted))
}

fn written(admitted: &[(&Certificate, Option<&Consent>)]) -> Map<String, Value> {
    let (mut trusted, mut constrained) = (Vec::new(), Vec::new());
    for (certificate, consent) in admitted {
        let certificate = BASE64.encode(certificate.der());
        match consent.map(|consent| &consent.terms().coverage) {
            None | Some(Coverage::AllNames) => trusted.push(json!(certificate)),
            Some(Coverage::Scopes(scopes)) => constrained.push(json!({
                "certificate": certificate,
                "constraints": constraints(scopes),
            })),
        }
    }
    let orders = [
        (PLATFORM, Value::Bool(false)),
        (TRUSTED, Value::Array(trusted)),
        (CONSTRAINED, Value::Array(constrained)),
    ];
    orders
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn constraints(scopes: &[ConsentScope]) -> Value {
    let is_name = |scope: &&ConsentScope| matches!(scope, ConsentScope::Suffix(_));
    let (names, networks): (Vec<&ConsentScope>, Vec<&ConsentScope>) =
        scopes.iter().partition(is_name);
    json!({
        "permitted_dns_names": texts(&names, NO_NAME),
        "permitted_cidrs": texts(&networks, NO_NETWORK),
    })
}

fn texts(scopes: &[&ConsentScope], none: &str) -> Vec<String> {
    if scopes.is_empty() {
        return vec![none.to_owned()];
    }
    scopes.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests;
