//! The roots that a decision may use.

use std::sync::{Arc, OnceLock};

use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, UnixSeconds, registry};
use anchorwatch_policy::{Consents, PublicPrograms, ReferenceName};
use rustls_pki_types::{CertificateDer, TrustAnchor};

use crate::cert_fields::CertFields;

/// A root, ready for path building: one name, one key, one set of name constraints.
#[derive(Debug, Clone)]
pub struct Anchor {
    spki_sha256: SpkiSha256,
    /// Facts from its certificates; for a shipped root, read on first use.
    told: OnceLock<Told>,
    shipped: Vec<&'static [u8]>,
    /// The latest `notBefore` of server certificates for which Mozilla trusts it.
    pub(crate) distrust_after: Option<UnixSeconds>,
}

#[derive(Debug, Clone)]
struct Told {
    subject: String,
    certificates: Vec<Certificate>,
}

/// A certificate that path building cannot use as a root.
#[derive(Debug, Clone)]
pub struct UnusableAnchor {
    /// The certificate.
    pub cert_sha256: CertSha256,
    /// Its subject, RFC 4514.
    pub subject: String,
    /// webpki's error.
    pub why: webpki::Error,
}

/// The two sets of roots, public and local, and the consents that widen what the local ones may
/// vouch for.
#[derive(Debug, Clone)]
pub struct Anchors {
    pub(crate) public: Arc<AnchorSet>,
    pub(crate) local: Arc<AnchorSet>,
    /// Local roots that path building cannot use; other verifiers may.
    unusable: Arc<[Anchor]>,
    extent: Extent,
    consents: Consents,
}

/// What an empty set of roots means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// There is no root.
    All,
    /// No root is related to the chain.
    ChosenForOneChain,
}

/// Roots and webpki's form of them, with the same indices: webpki keeps a root's name, key and
/// name constraints, and returns a reference to its own form.
#[derive(Debug, Default)]
pub(crate) struct AnchorSet {
    pub(crate) anchors: Vec<Anchor>,
    pub(crate) trust_anchors: Vec<TrustAnchor<'static>>,
}

impl Anchor {
    fn of(root: &Certificate) -> Self {
        Self {
            told: OnceLock::from(Told::by(vec![root.clone()])),
            ..Self::with_key(root.spki_sha256())
        }
    }

    fn with_key(spki_sha256: SpkiSha256) -> Self {
        Self {
            spki_sha256,
            told: OnceLock::new(),
            shipped: Vec::new(),
            distrust_after: registry::server_distrust_after(&spki_sha256),
        }
    }

    fn told(&self) -> &Told {
        // Never blocks: after a fork, the thread that was computing it may not exist.
        self.told.get().unwrap_or_else(|| {
            let shipped = self.shipped.iter();
            let read = shipped.filter_map(|der| Certificate::from_der(der).ok());
            let told = Told::by(read.collect());
            self.told.get_or_init(|| told)
        })
    }

    /// The key.
    #[must_use]
    pub fn spki_sha256(&self) -> SpkiSha256 {
        self.spki_sha256
    }

    /// The subject, RFC 4514.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.told().subject
    }

    /// The certificates with this name, key and constraints: a re-issued root has several. Never
    /// empty.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.told().certificates
    }
}

impl Told {
    fn by(certificates: Vec<Certificate>) -> Self {
        let subject = certificates.first().map(|root| root.subject().to_string());
        Self {
            subject: subject.unwrap_or_default(),
            certificates,
        }
    }
}

impl AnchorSet {
    fn of<'a>(roots: impl Iterator<Item = &'a Certificate>) -> (Self, Vec<UnusableAnchor>) {
        let (mut set, mut unusable) = (Self::default(), Vec::new());
        for root in roots {
            let der = CertificateDer::from(root.der());
            match webpki::anchor_from_trusted_cert(&der) {
                Ok(trust_anchor) => set.add(root, trust_anchor.to_owned()),
                Err(why) => unusable.push(UnusableAnchor {
                    cert_sha256: root.sha256(),
                    subject: root.subject().to_string(),
                    why,
                }),
            }
        }
        (set, unusable)
    }

    fn add(&mut self, root: &Certificate, trust_anchor: TrustAnchor<'static>) {
        let place = self.trust_anchors.iter().position(|it| *it == trust_anchor);
        match place.and_then(|place| self.anchors.get_mut(place)) {
            Some(anchor) => {
                if let Some(told) = anchor.told.get_mut()
                    && !told.certificates.contains(root)
                {
                    told.certificates.push(root.clone());
                }
            }
            None => {
                self.trust_anchors.push(trust_anchor);
                self.anchors.push(Anchor::of(root));
            }
        }
    }

    /// Adds a shipped root. Reads only what path building needs.
    fn add_shipped(&mut self, der: &'static [u8]) {
        let certificate = CertificateDer::from(der);
        let trust_anchor = webpki::anchor_from_trusted_cert(&certificate);
        let (Ok(trust_anchor), Some(fields)) = (trust_anchor, CertFields::of(der)) else {
            return;
        };
        let trust_anchor = trust_anchor.to_owned();
        let place = self.trust_anchors.iter().position(|it| *it == trust_anchor);
        match place.and_then(|place| self.anchors.get_mut(place)) {
            Some(anchor) => anchor.shipped.push(der),
            None => {
                self.trust_anchors.push(trust_anchor);
                self.anchors.push(Anchor {
                    shipped: vec![der],
                    ..Anchor::with_key(SpkiSha256::of(fields.spki))
                });
            }
        }
    }

    /// The roots for which `is_kept` is true.
    pub(crate) fn only(&self, is_kept: impl Fn(&Anchor) -> bool) -> Self {
        let both = self.anchors.iter().zip(&self.trust_anchors);
        let (anchors, trust_anchors) = both
            .filter(|(anchor, _)| is_kept(anchor))
            .map(|(anchor, trust_anchor)| (anchor.clone(), trust_anchor.clone()))
            .unzip();
        Self {
            anchors,
            trust_anchors,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    pub(crate) fn has_key(&self, key: &SpkiSha256) -> bool {
        self.anchors.iter().any(|anchor| anchor.spki_sha256 == *key)
    }

    /// The index of a root that webpki returned, by its address or by its contents.
    pub(crate) fn place_of(&self, used: &TrustAnchor<'_>) -> Option<usize> {
        let mut all = self.trust_anchors.iter();
        let by_address = all.position(|it| std::ptr::addr_eq(it, used));
        by_address.or_else(|| self.trust_anchors.iter().position(|it| it == used))
    }
}

impl Anchors {
    /// Mozilla's TLS-server roots as this program ships them, and the given local ones.
    ///
    /// A local certificate with a key of the public set is not local: path building uses the
    /// shipped copy, never a twin that someone installed. Unusable certificates are returned
    /// separately.
    #[must_use]
    pub fn bundled_and(local: &[Certificate]) -> (Self, Vec<UnusableAnchor>) {
        Self::bundled_from(PublicPrograms::Mozilla, local)
    }

    /// The same, with the public roots of these programs. A local copy of a root that is left out
    /// counts as local.
    #[must_use]
    pub fn bundled_from(
        programs: PublicPrograms,
        local: &[Certificate],
    ) -> (Self, Vec<UnusableAnchor>) {
        let public = match programs {
            PublicPrograms::Mozilla => bundled(),
            PublicPrograms::All => Arc::new(bundled().only(is_in_all_programs)),
        };
        Self::from_public(public, local)
    }

    /// The given public and local roots.
    #[must_use]
    pub fn of(public: &[Certificate], local: &[Certificate]) -> (Self, Vec<UnusableAnchor>) {
        let (public, mut unusable) = AnchorSet::of(public.iter());
        let (anchors, more) = Self::from_public(Arc::new(public), local);
        unusable.extend(more);
        (anchors, unusable)
    }

    fn from_public(public: Arc<AnchorSet>, local: &[Certificate]) -> (Self, Vec<UnusableAnchor>) {
        let local = || {
            local
                .iter()
                .filter(|root| !public.has_key(&root.spki_sha256()))
        };
        let (set, unusable) = AnchorSet::of(local());
        let is_unusable = |root: &&Certificate| {
            let mut all = unusable.iter();
            all.any(|unusable| unusable.cert_sha256 == root.sha256())
        };
        let anchors = Self {
            unusable: local().filter(is_unusable).map(Anchor::of).collect(),
            local: Arc::new(set),
            public,
            extent: Extent::All,
            consents: Consents::default(),
        };
        (anchors, unusable)
    }

    /// The same public roots and consents, with other local roots.
    #[must_use]
    pub fn with_local(&self, local: &[Certificate]) -> (Self, Vec<UnusableAnchor>) {
        let (anchors, unusable) = Self::from_public(Arc::clone(&self.public), local);
        (anchors.with_consents(self.consents.clone()), unusable)
    }

    /// Marks the roots as chosen for one chain ([`roots_for`](crate::roots_for)). If there are
    /// none, no root signed that chain, and the decision is a refusal instead of inconclusive.
    #[must_use]
    pub fn chosen_for_one_chain(self) -> Self {
        Self {
            extent: Extent::ChosenForOneChain,
            ..self
        }
    }

    /// Whether no chain could be accepted, because there is no root.
    pub(crate) fn is_without_root(&self, local: &AnchorSet) -> bool {
        self.extent == Extent::All && self.public.is_empty() && local.is_empty()
    }

    /// The same roots, with the owner's consents.
    #[must_use]
    pub fn with_consents(self, consents: Consents) -> Self {
        Self { consents, ..self }
    }

    /// The public program's roots.
    #[must_use]
    pub fn public(&self) -> &[Anchor] {
        &self.public.anchors
    }

    /// The local roots.
    #[must_use]
    pub fn local(&self) -> &[Anchor] {
        &self.local.anchors
    }

    /// Every local root, including those that path building cannot use.
    pub(crate) fn added(&self) -> impl Iterator<Item = &Anchor> {
        self.local.anchors.iter().chain(self.unusable.iter())
    }

    /// The public roots in webpki's form, for callers that build paths with webpki and use a
    /// [`Check`](crate::Check). Same indices as [`public`](Self::public).
    #[must_use]
    pub fn public_trust_anchors(&self) -> &[TrustAnchor<'static>] {
        &self.public.trust_anchors
    }

    /// The local roots in webpki's form, likewise.
    #[must_use]
    pub fn local_trust_anchors(&self) -> &[TrustAnchor<'static>] {
        &self.local.trust_anchors
    }

    /// The local roots that a consent lets vouch for this name at this time. The consent must
    /// cover all certificates of such a key.
    pub(crate) fn consented(&self, name: &ReferenceName, at: UnixSeconds) -> Vec<SpkiSha256> {
        let mut keys: Vec<SpkiSha256> = Vec::new();
        for consent in self.consents.iter() {
            let of_key = self.local.anchors.iter();
            let mut roots = of_key
                .filter(|anchor| anchor.spki_sha256 == consent.key())
                .flat_map(Anchor::certificates)
                .peekable();
            if roots.peek().is_some() && roots.all(|root| self.consents.cover(root, name, at)) {
                keys.push(consent.key());
            }
        }
        keys
    }
}

fn is_in_all_programs(anchor: &Anchor) -> bool {
    let mut certificates = anchor.certificates().iter();
    certificates.all(|root| {
        let status = registry::program_status(root);
        let included = registry::ProgramStatus::Included;
        status.chrome == included && status.apple == included
    })
}

/// The shipped public roots, prepared once. Mozilla limits some of them to certain names without
/// saying so in the certificate; `webpki-roots` includes those limits.
fn bundled() -> Arc<AnchorSet> {
    static BUNDLED: OnceLock<Arc<AnchorSet>> = OnceLock::new();
    // Never blocks: after a fork, the thread that was computing it may not exist.
    let set = BUNDLED.get().unwrap_or_else(|| {
        let made = Arc::new(shipped());
        BUNDLED.get_or_init(|| made)
    });
    Arc::clone(set)
}

fn shipped() -> AnchorSet {
    let mut set = AnchorSet::default();
    for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        set.add_shipped(der);
    }
    let mut limited = webpki_roots::TLS_SERVER_ROOTS.to_vec();
    limited.retain(|listed| listed.name_constraints.is_some());
    for trust_anchor in &mut set.trust_anchors {
        let key = &trust_anchor.subject_public_key_info;
        let listed = limited
            .iter()
            .find(|listed| listed.subject_public_key_info == *key);
        if let Some(limits) = listed.and_then(|listed| listed.name_constraints.clone()) {
            trust_anchor.name_constraints = Some(limits);
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use anchorwatch_lab::Root;

    use super::*;

    #[test]
    fn every_public_root_is_usable_and_has_its_hash() {
        let (anchors, unusable) = Anchors::bundled_and(&[]);
        assert!(unusable.is_empty());
        assert_eq!(
            anchors.public().len(),
            webpki_root_certs::TLS_SERVER_ROOT_CERTS.len()
        );
        assert!(
            anchors
                .public()
                .iter()
                .all(|anchor| registry::in_public_program(&anchor.spki_sha256()))
        );
    }

    #[test]
    fn a_shipped_root_that_is_read_later_is_what_it_would_have_been_at_once() {
        let roots: Vec<Certificate> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .map(|der| Certificate::from_der(der).unwrap())
            .collect();
        let (at_once, _) = AnchorSet::of(roots.iter());
        let later = shipped();
        assert_eq!(later.anchors.len(), at_once.anchors.len());
        for (one, other) in later.anchors.iter().zip(&at_once.anchors) {
            assert!(one.told.get().is_none());
            assert_eq!(one.spki_sha256(), other.spki_sha256());
            assert_eq!(one.subject(), other.subject());
            assert_eq!(one.certificates(), other.certificates());
            assert!(!one.certificates().is_empty());
            assert_eq!(one.distrust_after, other.distrust_after);
        }
        for (one, other) in later.trust_anchors.iter().zip(&at_once.trust_anchors) {
            assert_eq!(one.subject, other.subject);
            assert_eq!(one.subject_public_key_info, other.subject_public_key_info);
        }
    }

    #[test]
    fn a_locally_installed_copy_of_a_public_root_is_not_local() {
        let copy = Certificate::from_der(&webpki_root_certs::TLS_SERVER_ROOT_CERTS[0]).unwrap();
        let (anchors, _) = Anchors::bundled_and(&[copy]);
        assert!(anchors.local().is_empty());
    }

    #[test]
    fn of_the_roots_on_which_all_programs_agree_each_is_included_by_all_three() {
        let (all, _) = Anchors::bundled_from(PublicPrograms::All, &[]);
        let (mozilla, _) = Anchors::bundled_and(&[]);
        assert!(all.public().len() < mozilla.public().len());
        let left_out = mozilla
            .public()
            .iter()
            .find(|anchor| !all.public.has_key(&anchor.spki_sha256()))
            .unwrap();
        let entries = registry::program_status(&left_out.certificates()[0]);
        let words = [entries.chrome, entries.apple];
        assert!(words != [registry::ProgramStatus::Included; 2], "{words:?}");
        // A copy on this machine is then local and may vouch for private names.
        let (with_copy, _) = Anchors::bundled_from(PublicPrograms::All, left_out.certificates());
        assert_eq!(with_copy.local().len(), 1);
    }

    #[test]
    fn a_root_that_was_issued_anew_is_one_anchor_with_two_certificates_and_a_renamed_one_is_not() {
        let root = Root::isca_like().unwrap();
        let other = anchorwatch_lab::pki::Subject::company("Other");
        let roots = [
            root.clone(),
            root.reissued().unwrap(),
            root.clone(),
            root.renamed(other).unwrap(),
        ];
        let roots = roots.map(|root| Certificate::from_der(root.der()).unwrap());
        let (anchors, _) = Anchors::of(&[], &roots);
        let counts: Vec<usize> = anchors
            .local()
            .iter()
            .map(|anchor| anchor.certificates().len())
            .collect();
        assert_eq!(counts, [2, 1]);
    }
}
