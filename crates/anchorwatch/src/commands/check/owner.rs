//! What this machine's owner decided about the target's name and the roots of its chain.
//!
//! Only that goes into the evidence: the one suffix of a consent that covers the name, and not the
//! others.

use std::path::Path;

use anchorwatch_evidence::{OwnersChoices, OwnersConsent, Target};
use anchorwatch_home::{
    BlockList, Configuration, MAX_CONSENT_BYTES, decode_consents, read_consents,
};
use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_policy::{
    Consent, Consents, ReferenceName,
    consent::{ConsentScope, Coverage},
};

use crate::{args::Roots, input};

/// The owner's files.
#[derive(Default)]
pub(super) struct Owner {
    consents: Consents,
    private_names: Vec<ConsentScope>,
    refused: BlockList,
}

impl Owner {
    /// Those of this machine do not apply to roots given with `--local`.
    ///
    /// # Errors
    /// One of them cannot be read, or cannot be trusted.
    pub(super) fn read(roots: &Roots, consents: Option<&Path>) -> anyhow::Result<Self> {
        let given = match consents {
            Some(path) => Some(decode_consents(
                &input::file(path, MAX_CONSENT_BYTES)?,
                path,
            )?),
            None => None,
        };
        if roots.local.is_some() {
            return Ok(Self {
                consents: given.unwrap_or_default(),
                ..Self::default()
            });
        }
        let tree = input::tree(Path::new("/"))?;
        Ok(Self {
            consents: match given {
                Some(given) => given,
                None => read_consents(&tree)?,
            },
            private_names: Configuration::read(&tree)?.private_names,
            refused: BlockList::read(&tree)?,
        })
    }

    /// What concerns this target and these roots, DER. A consent to a key that the owner refuses does
    /// not count.
    pub(super) fn choices(&self, target: &Target, roots: &[Vec<u8>]) -> OwnersChoices {
        let name = ReferenceName::parse(&target.host);
        // To read a root takes time, and a run asks for each name of each target.
        let has_consents = self.consents.iter().next().is_some();
        let named = roots.iter().filter(|_| has_consents);
        let keys: Vec<SpkiSha256> = named
            .filter_map(|der| Certificate::from_der(der).ok())
            .map(|root| root.spki_sha256())
            .collect();
        let consents = self.consents.iter().filter(|consent| {
            keys.contains(&consent.key()) && !self.refused.refuses(&consent.key())
        });
        let private = self.private_names.iter();
        OwnersChoices {
            consents: consents
                .filter_map(|consent| recorded(consent, &name))
                .collect(),
            private_names: private
                .filter(|scope| scope.covers(&name))
                .map(ToString::to_string)
                .collect(),
        }
    }
}

/// `None` if it does not cover the name.
fn recorded(consent: &Consent, name: &ReferenceName) -> Option<OwnersConsent> {
    let terms = consent.terms();
    let covers = match &terms.coverage {
        Coverage::AllNames => None,
        Coverage::Scopes(scopes) => {
            let scope = scopes.iter().find(|scope| scope.covers(name))?;
            Some(scope.to_string())
        }
    };
    Some(OwnersConsent {
        spki_sha256: *consent.key().as_bytes(),
        covers,
        not_before: terms.not_before,
        until: terms.until,
    })
}

#[cfg(test)]
mod tests;
