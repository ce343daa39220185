//! Roots that pages without encryption offer.

use std::collections::BTreeSet;

use anchorwatch_evidence::{HttpRequest, Measurement};
use anchorwatch_identity::{
    Certificate, UnixSeconds, is_signed_by,
    registry::{self, Conduct},
};
use anchorwatch_verify::Policy;

use crate::{
    budget::{self, Budget},
    decider::Decider,
    host::{host_of, is_other_site},
};

/// Of how many requests, roots and chains so much is asked: evidence can have thousands.
const MOST: usize = 20;

/// Among how many different certificates roots are looked for. A page of the largest size that is read
/// has fewer, so no root hides behind others.
const MOST_CERTIFICATES: usize = 2_000;

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
    /// The public root that signed it, if one did: it is no root, and devices trust it already.
    pub(crate) public_issuer: Option<String>,
}

impl OfferedRoot {
    pub(crate) fn all_of(measurement: &Measurement, decider: &Decider<'_, '_>) -> Vec<Self> {
        let (policy, budget) = (decider.policy, decider.budget);
        let requests = measurement.requests.iter().take(MOST);
        let says_install = requests.clone().any(|request| request.says_install);
        let offered = requests.flat_map(|request| {
            let certificates = request.certificates.iter();
            certificates.map(move |der| (request, der))
        });
        let mut seen = BTreeSet::new();
        let offered = offered.filter(|(request, der)| seen.insert((&request.url, *der)));
        let roots = offered
            .take(MOST_CERTIFICATES)
            .filter_map(|(request, der)| Some((request, root(der)?)));
        let roots = roots.map(|(request, root)| {
            let public = public_issuer(&root, policy, measurement.measured_at, budget);
            (request, root, public)
        });
        let mut roots: Vec<(&HttpRequest, Certificate, Option<String>)> = roots.collect();
        if roots.is_empty() {
            return Vec::new();
        }
        roots.sort_by_key(|(_, root, public)| (!is_known(root), public.is_some()));
        let chains = chains(measurement);
        let roots = roots.into_iter().take(MOST);
        roots
            .map(|(request, root, public_issuer)| {
                let signed = |one: &Certificate| {
                    budget.take(budget::SIGNATURE) && is_signed_by(one, root.spki_der())
                };
                Self {
                    signed_target: chains.iter().any(signed),
                    says_install,
                    public_issuer,
                    ..Self::of(request, &root, measurement)
                }
            })
            .collect()
    }

    fn of(request: &HttpRequest, root: &Certificate, measurement: &Measurement) -> Self {
        Self {
            subject: root.subject().to_string(),
            url: request.url.clone(),
            is_elsewhere: host_of(&request.url)
                .is_some_and(|host| is_other_site(host, &measurement.target.host)),
            is_known: is_known(root),
            signed_target: false,
            says_install: false,
            public_issuer: None,
        }
    }
}

/// A certificate that a device would install as a root, unless it is public.
fn root(der: &[u8]) -> Option<Certificate> {
    let root = Certificate::from_der(der).ok()?;
    // Old roots have no mark of an authority, and sign themselves.
    let is_root = root.is_ca() || root.is_self_issued();
    (is_root && !registry::in_public_program(&root.spki_sha256())).then_some(root)
}

/// The public root that signed an authority's certificate which is valid at this time. Not for a key
/// that is known for interception. If too much was asked already, it is taken for public: what is left
/// out accuses nobody.
fn public_issuer(
    root: &Certificate,
    policy: &Policy,
    at: UnixSeconds,
    budget: &Budget,
) -> Option<String> {
    let validity = root.validity();
    let is_valid = (validity.not_before..=validity.not_after).contains(&at);
    if is_known(root) || root.is_self_issued() || !is_valid {
        return None;
    }
    let issuer = root.issuer();
    let named = policy.anchors().public().iter().filter(|anchor| {
        let mut certificates = anchor.certificates().iter();
        certificates.any(|it| it.subject().der() == issuer.der())
    });
    let mut keys = named.filter_map(|anchor| anchor.certificates().first());
    let signed =
        keys.any(|public| !budget.take(budget::SIGNATURE) || is_signed_by(root, public.spki_der()));
    signed.then(|| issuer.to_string())
}

fn is_known(root: &Certificate) -> bool {
    let known = registry::known_key(&root.spki_sha256());
    known.is_some_and(|it| it.conduct == Conduct::Interception)
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
