//! The server's own certificate beside the one that came in its place.

use std::cmp::Reverse;

use anchorwatch_identity::Certificate;
use anchorwatch_verdict::CertificatePair;

use crate::{NameTally, Witness};

/// Two certificates, and what the second has of the first.
#[derive(Debug)]
pub struct CertificatesSideBySide {
    /// The server's own.
    pub genuine: Certificate,
    /// What came in its place.
    pub forged: Certificate,
    /// What the second has of the first.
    pub pair: CertificatePair,
    /// Whether the first was seen for this name; else it is what the same server shows to other
    /// names.
    pub is_of_this_name: bool,
}

impl CertificatesSideBySide {
    /// `None` if no certificate of the server's own is known, or none came in its place.
    ///
    /// Of several the one counts that the forged one was made from: a name can have more than one
    /// certificate, and they change.
    #[must_use]
    pub fn of(name: &NameTally, witness: &Witness) -> Option<Self> {
        let forged = Certificate::from_der(witness.chain.first()?).ok()?;
        let own = name.genuine.iter().map(|(_, der)| (true, der));
        let others = witness.for_other_names.iter().map(|der| (false, der));
        let read = own.chain(others).filter_map(|(is_of_this_name, der)| {
            let genuine = Certificate::from_der(der).ok()?;
            let pair = CertificatePair::of(&genuine, &forged);
            // Neither the same certificate nor the server's next one is a forgery.
            let is_other = !pair.is_key_same && (!pair.is_issuer_same || pair.is_copy());
            is_other.then(|| Self {
                genuine,
                forged: forged.clone(),
                pair,
                is_of_this_name,
            })
        });
        read.min_by_key(|it| {
            let copied = it.pair.are_names_same || it.pair.is_serial_copied();
            (Reverse(copied), Reverse(it.is_of_this_name))
        })
    }
}
