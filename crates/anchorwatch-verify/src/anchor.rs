//! The roots that a decision may rest on.

use std::sync::OnceLock;

use anchorwatch_identity::{
    CertSha256, Certificate, SpkiSha256, UnixSeconds,
    registry::{self, KnownCertificate, KnownKey},
};
use anchorwatch_policy::{Consents, ReferenceName};
use rustls_pki_types::{CertificateDer, Der, TrustAnchor};

/// A root, ready for path building.
#[derive(Debug, Clone)]
pub struct Anchor {
    pub(crate) trust_anchor: TrustAnchor<'static>,
    spki_sha256: SpkiSha256,
    subject: String,
    certificate: Option<Certificate>,
}

/// A certificate that path building cannot use as a root.
#[derive(Debug, Clone)]
pub struct UnusableAnchor {
    /// Which one.
    pub cert_sha256: CertSha256,
    /// Its subject, RFC 4514.
    pub subject: String,
    /// What webpki says of it.
    pub why: webpki::Error,
}

/// The two sets of roots: those of the public program, and those that someone added; and
/// the consents that widen what the latter may speak for.
#[derive(Debug, Clone)]
pub struct Anchors {
    public: Vec<Anchor>,
    local: Vec<Anchor>,
    consents: Consents,
}

impl Anchor {
    /// The key.
    #[must_use]
    pub fn spki_sha256(&self) -> SpkiSha256 {
        self.spki_sha256
    }

    /// The subject, RFC 4514.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The certificate it came from; a known root's is not shipped.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    fn from_certificate(certificate: &Certificate) -> Result<Self, UnusableAnchor> {
        let der = CertificateDer::from(certificate.der());
        let trust_anchor = webpki::anchor_from_trusted_cert(&der)
            .map_err(|why| UnusableAnchor {
                cert_sha256: certificate.sha256(),
                subject: certificate.subject().to_string(),
                why,
            })?
            .to_owned();
        Ok(Self {
            trust_anchor,
            spki_sha256: certificate.spki_sha256(),
            subject: certificate.subject().to_string(),
            certificate: Some(certificate.clone()),
        })
    }

    /// A known key needs only its names; one that is known without a certificate has
    /// none, and no path leads to it.
    pub(crate) fn from_known_key(known: &'static KnownKey) -> Vec<Self> {
        let mut anchors: Vec<Self> = Vec::new();
        for certificate in known.certificates {
            let is_there = anchors
                .iter()
                .any(|anchor| anchor.subject == certificate.subject);
            if !is_there {
                anchors.extend(Self::from_name_and_key(certificate, known));
            }
        }
        anchors
    }

    fn from_name_and_key(
        certificate: &'static KnownCertificate,
        known: &'static KnownKey,
    ) -> Option<Self> {
        let trust_anchor = TrustAnchor {
            subject: Der::from_slice(sequence_content(certificate.subject_der)?),
            subject_public_key_info: Der::from_slice(sequence_content(known.spki_der)?),
            name_constraints: None,
        };
        Some(Self {
            trust_anchor,
            spki_sha256: known.spki_sha256,
            subject: certificate.subject.to_owned(),
            certificate: None,
        })
    }
}

impl Anchors {
    /// Mozilla's TLS-server roots as this program ships them, and the given local ones.
    ///
    /// A local certificate with a key of the public set is not local: path building
    /// uses the shipped copy, never a twin that someone installed. What cannot be
    /// used is returned beside.
    #[must_use]
    pub fn bundled_and(local: &[Certificate]) -> (Self, Vec<UnusableAnchor>) {
        let (local, unusable) = usable(
            local
                .iter()
                .filter(|root| !registry::in_public_program(&root.spki_sha256())),
        );
        (
            Self {
                public: bundled().clone(),
                local,
                consents: Consents::default(),
            },
            unusable,
        )
    }

    /// The given public and local roots.
    #[must_use]
    pub fn of(public: &[Certificate], local: &[Certificate]) -> (Self, Vec<UnusableAnchor>) {
        let (public, mut unusable) = usable(public.iter());
        let is_public = |root: &&Certificate| {
            public
                .iter()
                .any(|anchor| anchor.spki_sha256 == root.spki_sha256())
        };
        let (local, more) = usable(local.iter().filter(|root| !is_public(root)));
        unusable.extend(more);
        let anchors = Self {
            public,
            local,
            consents: Consents::default(),
        };
        (anchors, unusable)
    }

    /// The same roots, with what the owner consents to.
    #[must_use]
    pub fn with_consents(self, consents: Consents) -> Self {
        Self { consents, ..self }
    }

    /// The public program's roots.
    #[must_use]
    pub fn public(&self) -> &[Anchor] {
        &self.public
    }

    /// The roots that someone added.
    #[must_use]
    pub fn local(&self) -> &[Anchor] {
        &self.local
    }

    /// The roots that someone added and a consent lets speak for this name now.
    pub(crate) fn consented<'a>(
        &'a self,
        name: &'a ReferenceName,
        at: UnixSeconds,
    ) -> impl Iterator<Item = &'a Anchor> {
        self.local.iter().filter(move |anchor| {
            let root = anchor.certificate.as_ref();
            root.is_some_and(|root| self.consents.cover(root, name, at))
        })
    }
}

fn usable<'a>(roots: impl Iterator<Item = &'a Certificate>) -> (Vec<Anchor>, Vec<UnusableAnchor>) {
    let (mut anchors, mut unusable) = (Vec::new(), Vec::new());
    for root in roots {
        match Anchor::from_certificate(root) {
            Ok(anchor) => anchors.push(anchor),
            Err(error) => unusable.push(error),
        }
    }
    (anchors, unusable)
}

/// The shipped public roots, prepared once. Mozilla limits some of them to certain
/// names without saying so in the certificate; `webpki-roots` carries those limits.
fn bundled() -> &'static Vec<Anchor> {
    static BUNDLED: OnceLock<Vec<Anchor>> = OnceLock::new();
    BUNDLED.get_or_init(|| {
        let readable = webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .filter_map(|der| Certificate::from_der(der).ok());
        let roots: Vec<Certificate> = readable.collect();
        let (mut anchors, _unusable) = usable(roots.iter());
        for anchor in &mut anchors {
            let key = &anchor.trust_anchor.subject_public_key_info;
            let listed = webpki_roots::TLS_SERVER_ROOTS
                .iter()
                .find(|listed| listed.subject_public_key_info == *key);
            if let Some(limits) = listed.and_then(|listed| listed.name_constraints.clone()) {
                anchor.trust_anchor.name_constraints = Some(limits);
            }
        }
        anchors
    })
}

/// The content of a DER SEQUENCE: webpki keeps names and keys without the outer
/// tag and length.
fn sequence_content(der: &[u8]) -> Option<&[u8]> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let length_octets = if first < 0x80 {
        0
    } else {
        usize::from(first & 0x7f)
    };
    let content = rest.get(length_octets..)?;
    (tag == 0x30).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anchorwatch_identity::registry;

    #[test]
    fn every_known_key_can_stand_as_an_anchor_under_each_of_its_names() {
        for known in registry::known_roots() {
            let anchors = Anchor::from_known_key(known);
            for certificate in known.certificates {
                let anchor = anchors
                    .iter()
                    .find(|anchor| anchor.subject == certificate.subject)
                    .unwrap();
                let TrustAnchor {
                    subject,
                    subject_public_key_info,
                    ..
                } = &anchor.trust_anchor;
                assert!(certificate.subject_der.ends_with(subject), "{}", known.id);
                assert!(known.spki_der.ends_with(subject_public_key_info));
            }
        }
    }

    #[test]
    fn a_key_with_two_names_stands_twice_and_one_without_a_name_not_at_all() {
        let of = |id: &str| {
            let mut known = registry::known_roots().iter();
            Anchor::from_known_key(known.find(|known| known.id == id).unwrap()).len()
        };
        assert_eq!(of("diginotar-root"), 1);
        assert_eq!(of("diginotar-cyber-ca"), 2);
        assert_eq!(of("trustwave-enterprise-inspection"), 0);
    }

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
    fn a_locally_installed_copy_of_a_public_root_is_not_local() {
        let copy = Certificate::from_der(&webpki_root_certs::TLS_SERVER_ROOT_CERTS[0]).unwrap();
        let (anchors, _) = Anchors::bundled_and(&[copy]);
        assert!(anchors.local().is_empty());
    }
}
