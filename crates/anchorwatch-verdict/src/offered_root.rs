//! Roots that pages without encryption offer.

use anchorwatch_evidence::{HttpRequest, Measurement};
use anchorwatch_identity::{
    Certificate, is_signed_by,
    registry::{self, Conduct},
};

use crate::host::{host_of, is_other_site};

/// Of how many requests, certificates and chains so much is asked: evidence can have thousands.
const MOST: usize = 20;

/// A root that is not public, and where it was offered.
#[derive(Debug)]
pub(crate) struct OfferedRoot {
    pub(crate) subject: String,
    /// Where it came from, without a query.
    pub(crate) url: String,
    /// Whether that is another site than the target.
    pub(crate) is_elsewhere: bool,
    /// Whether its key is known for interception.
    pub(crate) is_known: bool,
    /// Whether it signed a certificate of a chain that came for the target's name, with a proven key.
    pub(crate) signed_target: bool,
    /// Whether a page on the way has words for «install» and «certificate».
    pub(crate) says_install: bool,
}

impl OfferedRoot {
    pub(crate) fn all_of(measurement: &Measurement) -> Vec<Self> {
        let requests = measurement.requests.iter().take(MOST);
        let says_install = requests.clone().any(|request| request.says_install);
        let offered = requests.flat_map(|request| {
            let certificates = request.certificates.iter();
            certificates.map(move |der| (request, der))
        });
        let offered = offered.take(MOST);
        let chains = chains(measurement);
        offered
            .filter_map(|(request, der)| Self::of(request, der, measurement, &chains, says_install))
            .collect()
    }

    fn of(
        request: &HttpRequest,
        der: &[u8],
        measurement: &Measurement,
        chains: &[Certificate],
        says_install: bool,
    ) -> Option<Self> {
        let root = Certificate::from_der(der).ok()?;
        let key = root.spki_sha256();
        // Old roots have no mark of an authority, and sign themselves.
        let is_root = root.is_ca() || root.is_self_issued();
        if !is_root || registry::in_public_program(&key) {
            return None;
        }
        let known = registry::known_key(&key);
        Some(Self {
            subject: root.subject().to_string(),
            url: request.url.clone(),
            is_elsewhere: host_of(&request.url)
                .is_some_and(|host| is_other_site(host, &measurement.target.host)),
            is_known: known.is_some_and(|it| it.conduct == Conduct::Interception),
            signed_target: chains.iter().any(|one| is_signed_by(one, root.spki_der())),
            says_install,
        })
    }
}

/// The certificates that came for the target's name, each once.
fn chains(measurement: &Measurement) -> Vec<Certificate> {
    let handshakes = measurement.tls_handshakes.iter();
    let with_name =
        handshakes.filter(|it| it.purpose.sends_target_name() && it.is_key_proven == Some(true));
    let mut all: Vec<&Vec<u8>> = with_name
        .take(MOST)
        .flat_map(|it| &it.peer_certificates)
        .collect();
    all.sort_unstable();
    all.dedup();
    let all = all.into_iter().take(MOST);
    all.filter_map(|der| Certificate::from_der(der).ok())
        .collect()
}
