//! Roots in policies.
//!
//! ```text
//! CACertificates                 [base64 DER]    trusted
//! CACertificatesWithConstraints  [{certificate, constraints: {permitted_dns_names,
//!                                permitted_cidrs}}]    trusted for these names; without
//!                                any name or network Chromium ignores the entry
//! CAHintCertificates             [base64 DER]    helps to build paths, not trusted
//! CADistrustedCertificates       [base64 DER]    every certificate with its key refused
//! ```
//!
//! Source: Chromium's `profile_network_context_service.cc` and the policy descriptions;
//! each line was measured with Chromium 148. Chromium skips an entry that is not text or
//! not base64, reads the rest, and prefers a refused key over a trusted one.
//!
//! **Not shown:** the names to which a constraint limits a root. A constraint of networks
//! alone allows every name (measured).

use std::collections::BTreeSet;

use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_remark::Remark as _;
use data_encoding::BASE64;
use serde_json::{Map, Value};

use crate::{Anchor, Client, Store, Trust};

use super::{super::remark::ChromiumRemark, in_force::InForce};

/// The most entries read of one list; all public root programs together have under 500
/// roots.
const MAX_ENTRIES: usize = 10_000;

const TRUSTED: &str = "CACertificates";
const CONSTRAINED: &str = "CACertificatesWithConstraints";
const HINTS: &str = "CAHintCertificates";
const DISTRUSTED: &str = "CADistrustedCertificates";

/// Adds every root of each file to its store, with the browser's trust in it.
pub(super) fn add(policies: &[Map<String, Value>], in_force: &InForce<'_>, stores: &mut [Store]) {
    let refused = refused(in_force);
    for (place, (file, store)) in policies.iter().zip(stores).enumerate() {
        for key in [TRUSTED, CONSTRAINED, HINTS, DISTRUSTED] {
            let Some(value) = file.get(key) else {
                continue;
            };
            let is_in_force = in_force
                .get(key)
                .is_some_and(|(winner, _)| *winner == place);
            // A policy that a later file overrides neither trusts nor refuses.
            let says = if is_in_force {
                said_by(key)
            } else {
                Trust::None
            };
            for entry in entries(key, value) {
                match entry {
                    Ok(certificate) => {
                        let is_refused = refused.contains(&certificate.spki_sha256());
                        let trust = match says {
                            Trust::Trusted if is_refused => Trust::Distrusted,
                            says => says,
                        };
                        store
                            .anchors
                            .push(Anchor::new(certificate, trust, &[Client::Chromium]));
                    }
                    Err(remark) => store.unreadable.push(remark.told()),
                }
            }
        }
    }
}

fn said_by(key: &str) -> Trust {
    match key {
        TRUSTED | CONSTRAINED => Trust::Trusted,
        DISTRUSTED => Trust::Distrusted,
        _ => Trust::None,
    }
}

/// The keys that the list in force refuses.
pub(super) fn refused(in_force: &InForce<'_>) -> BTreeSet<SpkiSha256> {
    let list = in_force.get(DISTRUSTED).map(|(_, value)| *value);
    list.into_iter()
        .flat_map(|value| entries(DISTRUSTED, value))
        .filter_map(|entry| Some(entry.ok()?.spki_sha256()))
        .collect()
}

/// The certificates of one policy, without entries that the browser skips.
fn entries(key: &str, value: &Value) -> Vec<Result<Certificate, ChromiumRemark>> {
    let Value::Array(list) = value else {
        return Vec::new();
    };
    let mut found: Vec<_> = list
        .iter()
        .take(MAX_ENTRIES)
        .filter_map(|entry| {
            if key == CONSTRAINED {
                constrained(entry)
            } else {
                entry.as_str()
            }
        })
        .filter_map(|text| BASE64.decode(text.as_bytes()).ok())
        .map(|der| {
            Certificate::from_der(&der).map_err(|error| ChromiumRemark::PolicyEntry {
                key: key.to_owned(),
                why: (&error).into(),
            })
        })
        .collect();
    if list.len() > MAX_ENTRIES {
        found.push(Err(ChromiumRemark::PolicyEntriesLimit {
            key: key.to_owned(),
            max: MAX_ENTRIES as u64,
        }));
    }
    found
}

fn constrained(entry: &Value) -> Option<&str> {
    let constraints = entry.get("constraints")?;
    let is_some = |name: &str| {
        let list = constraints.get(name).and_then(Value::as_array);
        list.is_some_and(|list| !list.is_empty())
    };
    (is_some("permitted_dns_names") || is_some("permitted_cidrs"))
        .then(|| entry.get("certificate")?.as_str())?
}
