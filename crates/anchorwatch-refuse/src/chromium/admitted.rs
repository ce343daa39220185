//! With `--unlisted`: Chromium trusts its built-in roots, and of the added ones those that the
//! owner consents to. Unless it is `--hold-out`, it also holds the roots that users added to
//! private names.
//!
//! ```text
//! "CAPlatformIntegrationEnabled": false       nothing of an NSS database
//! "CACertificates": [base64 DER, …]           consented to for every name
//! "CACertificatesWithConstraints": [          held to names
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
//! `block`. A root added later to an NSS database speaks for no name until then. The hook notices the end of a consent only after an update.

use anchorwatch_identity::{Certificate, UnixSeconds, registry};
use anchorwatch_machine::StoreKind;
use anchorwatch_machine::distrust_cert;
use anchorwatch_policy::{
    Consent, PermittedSubtrees,
    consent::{ConsentScope, ConsentState, Coverage},
};
use data_encoding::BASE64;
use serde_json::{Map, Value, json};

use crate::{added_roots::AddedRoots, allowlist::Allowlist};

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
    let in_force = added_roots
        .consented
        .iter()
        .filter(|one| one.consent.is_in_force(added_roots.now));
    let consented = in_force.flat_map(|one| {
        let bounds = Bounds::of(&one.consent);
        let certificates = one.certificates.iter();
        certificates.map(move |it| (it, bounds))
    });
    let confined = added_roots.confined.as_deref();
    let is_said_below = |bounds: &Bounds<'_>| confined.is_some() && *bounds != Bounds::None;
    let mut admitted: Vec<(&Certificate, Bounds<'_>)> = consented
        .filter(|(_, bounds)| !is_said_below(bounds))
        .collect();
    let confined = confined.unwrap_or_default().iter();
    admitted.extend(confined.map(|(root, names)| (root, Bounds::Confined(names))));
    admitted.extend(added_roots.public.iter().map(|root| (root, Bounds::None)));
    written(&admitted)
}

/// The same for our existing file, after a consent may have ended; `None` if the file
/// does not set these policies.
pub(super) fn renewed(
    said: &Map<String, Value>,
    allowlist: &Allowlist<'_>,
    now: UnixSeconds,
) -> Option<Map<String, Value>> {
    let consents = allowlist.consents()?;
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
    let confined: Vec<Option<PermittedSubtrees>> = certificates
        .iter()
        .map(|one| allowlist.confinement(one))
        .collect();
    let admitted: Vec<(&Certificate, Bounds<'_>)> = certificates
        .iter()
        .zip(&confined)
        .filter_map(
            |(one, confined)| match (confined, consents.state(one, now)) {
                (Some(names), _) => Some((one, Bounds::Confined(names))),
                (None, ConsentState::InForce(consent)) => Some((one, Bounds::of(consent))),
                (None, ConsentState::None) if registry::in_public_program(&one.spki_sha256()) => {
                    Some((one, Bounds::None))
                }
                _ => None,
            },
        )
        .collect();
    Some(written(&admitted))
}

/// What an admitted root may speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bounds<'a> {
    None,
    Scopes(&'a [ConsentScope]),
    Confined(&'a PermittedSubtrees),
}

impl<'a> Bounds<'a> {
    fn of(consent: &'a Consent) -> Self {
        match &consent.terms().coverage {
            Coverage::AllNames => Self::None,
            Coverage::Scopes(scopes) => Self::Scopes(scopes),
        }
    }
}

fn written(admitted: &[(&Certificate, Bounds<'_>)]) -> Map<String, Value> {
    let (mut trusted, mut constrained) = (Vec::new(), Vec::new());
    for (certificate, bounds) in admitted {
        let certificate = BASE64.encode(certificate.der());
        match constraints(*bounds) {
            None => trusted.push(json!(certificate)),
            Some(constraints) => constrained.push(json!({
                "certificate": certificate,
                "constraints": constraints,
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

fn constraints(bounds: Bounds<'_>) -> Option<Value> {
    let (names, networks): (Vec<String>, Vec<String>) = match bounds {
        Bounds::None => return None,
        Bounds::Scopes(scopes) => {
            let is_name = |scope: &&ConsentScope| matches!(scope, ConsentScope::Suffix(_));
            let (names, networks): (Vec<_>, Vec<_>) = scopes.iter().partition(is_name);
            (texts(names), texts(networks))
        }
        Bounds::Confined(permitted) => {
            let suffixes = permitted.suffixes().map(|one| one.as_str());
            (texts(suffixes), texts(permitted.networks()))
        }
    };
    Some(json!({
        "permitted_dns_names": or_nobodys(names, NO_NAME),
        "permitted_cidrs": or_nobodys(networks, NO_NETWORK),
    }))
}

fn texts<T: ToString>(all: impl IntoIterator<Item = T>) -> Vec<String> {
    all.into_iter().map(|one| one.to_string()).collect()
}

fn or_nobodys(texts: Vec<String>, none: &str) -> Vec<String> {
    if texts.is_empty() {
        return vec![none.to_owned()];
    }
    texts
}

#[cfg(test)]
mod tests;
