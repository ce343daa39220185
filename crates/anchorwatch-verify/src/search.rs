//! webpki's path building, asked in our words.

use std::cell::RefCell;

use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, VerifiedPath};

use crate::{Anchor, PathElement};

mod reachable;

/// A path whose signatures and constraints webpki has checked.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    pub(crate) elements: Vec<PathElement>,
    pub(crate) anchor_spki_sha256: SpkiSha256,
    pub(crate) anchor_subject: String,
}

/// The first path to one of the anchors that `accept` does not refuse.
///
/// Of what the server sent only what can belong to a path is looked at
/// ([`reachable`]); within that, webpki bounds signatures and paths.
pub(crate) fn path(
    chain: &[CertificateDer<'_>],
    anchors: &[&Anchor],
    at: UnixSeconds,
    accept: &dyn Fn(&Path) -> bool,
) -> Result<Path, webpki::Error> {
    let Some(leaf) = chain.first() else {
        return Err(webpki::Error::UnknownIssuer);
    };
    let rest = reachable::intermediates(chain);
    let trust_anchors: Vec<TrustAnchor<'_>> = anchors
        .iter()
        .map(|anchor| anchor.trust_anchor.clone())
        .collect();
    let end_entity = EndEntityCert::try_from(leaf)?;
    let accepted = RefCell::new(None);
    let verify_path = |verified: &VerifiedPath<'_>| {
        let path = Path::of(verified, anchors)
            .filter(accept)
            .ok_or(webpki::Error::CertDistrusted)?;
        *accepted.borrow_mut() = Some(path);
        Ok(())
    };
    // Before 1970 nothing that webpki can say would be right; its clock starts there.
    let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(
        u64::try_from(at.get()).unwrap_or(0),
    ));
    end_entity.verify_for_usage(
        ALL_VERIFICATION_ALGS,
        &trust_anchors,
        &rest,
        time,
        KeyUsage::server_auth(),
        None,
        Some(&verify_path),
    )?;
    accepted.into_inner().ok_or(webpki::Error::UnknownIssuer)
}

impl Path {
    /// `None` if the path ends in a root that was not given, which webpki never does.
    fn of(verified: &VerifiedPath<'_>, anchors: &[&Anchor]) -> Option<Self> {
        let mut elements = vec![element(verified.end_entity())];
        elements.extend(verified.intermediate_certificates().map(element));
        let used = verified.anchor();
        let anchor = anchors.iter().find(|anchor| {
            anchor.trust_anchor.subject_public_key_info == used.subject_public_key_info
                && anchor.trust_anchor.subject == used.subject
        })?;
        Some(Self {
            elements,
            anchor_spki_sha256: anchor.spki_sha256(),
            anchor_subject: anchor.subject().to_owned(),
        })
    }
}

fn element(certificate: &webpki::Cert<'_>) -> PathElement {
    let subject =
        Certificate::from_der(&certificate.der()).map(|parsed| parsed.subject().to_string());
    PathElement {
        spki_sha256: SpkiSha256::of(&certificate.subject_public_key_info()),
        subject: subject.unwrap_or_else(|_| "(a name that cannot be read)".to_owned()),
    }
}
