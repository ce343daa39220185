//! Mozilla's content signatures: P-384 by a key whose certificate leads to Mozilla's own root.
//!
//! The signature is over `Content-Signature:`, a zero octet and the content. webpki builds the
//! path, for code signing and the signer's name; the root is recognised by its hash, as in
//! Firefox (security/manager/ssl/ContentSignatureVerifier.cpp) and application-services
//! (components/support/rc_crypto/src/contentsignature.rs).
//!
//! **Not checked:** revocation. The signers' certificates are valid for some weeks.

use std::time::Duration;

use anchorwatch_identity::{CertSha256, Certificate, CertificateFile, SpkiSha256, UnixSeconds};
use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED, UnparsedPublicKey};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::{
    ALL_VERIFICATION_ALGS, EndEntityCert, Error as PathError, KeyUsage, anchor_from_trusted_cert,
};

use super::ChainProblem;

/// The longest chain file that is read, in bytes. Mozilla's have about six thousand.
pub const MAX_CHAIN_BYTES: usize = 64 << 10;

/// The most certificates of a chain: Mozilla's have three.
const MAX_CERTIFICATES: usize = 8;

const CONTEXT: &[u8] = b"Content-Signature:\0";

/// id-kp-codeSigning, 1.3.6.1.5.5.7.3.3 (RFC 5280 §4.2.1.12).
const CODE_SIGNING: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x03];

/// Who must have signed.
pub(super) struct Signer {
    /// The DNS name in the signer's certificate.
    pub(super) name: &'static str,
    /// The root that its chain must lead to.
    pub(super) root: CertSha256,
}

/// A key that a chain vouches for at this time.
pub(super) struct SignerKey {
    spki_der: Vec<u8>,
}

impl SignerKey {
    /// Checks a chain: the signer's certificate first, the root anywhere.
    pub(super) fn of_chain(
        chain: &[u8],
        signer: &Signer,
        now: UnixSeconds,
    ) -> Result<Self, ChainProblem> {
        if chain.len() > MAX_CHAIN_BYTES {
            let max = MAX_CHAIN_BYTES as u64;
            return Err(ChainProblem::TooLong { max });
        }
        let certificates = CertificateFile::of_pem_and_der(chain).whole();
        let certificates = certificates.map_err(|_| ChainProblem::Unreadable)?;
        if certificates.len() > MAX_CERTIFICATES {
            let max = MAX_CERTIFICATES as u64;
            return Err(ChainProblem::TooManyCertificates { max });
        }
        let (root, others): (Vec<Certificate>, Vec<Certificate>) = certificates
            .into_iter()
            .partition(|it| it.sha256() == signer.root);
        let root = root.first().ok_or(ChainProblem::OtherRoot)?;
        let (leaf, between) = others.split_first().ok_or(ChainProblem::NoPath)?;
        verify(leaf, between, root, signer, now)?;
        Ok(Self {
            spki_der: leaf.spki_der().to_vec(),
        })
    }

    /// Whether the key signed the content.
    pub(super) fn has_signed(&self, content: &[u8], signature: &[u8]) -> bool {
        let message = [CONTEXT, content].concat();
        UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, &self.spki_der)
            .verify(&message, signature)
            .is_ok()
    }

    pub(super) fn hash(&self) -> SpkiSha256 {
        SpkiSha256::of(&self.spki_der)
    }
}

fn verify(
    leaf: &Certificate,
    between: &[Certificate],
    root: &Certificate,
    signer: &Signer,
    now: UnixSeconds,
) -> Result<(), ChainProblem> {
    let seconds = u64::try_from(now.get()).map_err(|_| ChainProblem::OutOfDate)?;
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let der = |it: &Certificate| CertificateDer::from(it.der().to_vec());
    let root = der(root);
    let anchor = anchor_from_trusted_cert(&root).map_err(|_| ChainProblem::Unreadable)?;
    let leaf = der(leaf);
    let leaf = EndEntityCert::try_from(&leaf).map_err(|_| ChainProblem::Unreadable)?;
    let between: Vec<_> = between.iter().map(der).collect();
    let usage = KeyUsage::required(CODE_SIGNING);
    leaf.verify_for_usage(
        ALL_VERIFICATION_ALGS,
        &[anchor],
        &between,
        time,
        usage,
        None,
        None,
    )
    .map_err(|why| problem(&why))?;
    let name = ServerName::try_from(signer.name).map_err(|_| ChainProblem::OtherName)?;
    leaf.verify_is_valid_for_subject_name(&name)
        .map_err(|_| ChainProblem::OtherName)
}

const fn problem(why: &PathError) -> ChainProblem {
    match why {
        PathError::CertExpired { .. } | PathError::CertNotValidYet { .. } => {
            ChainProblem::OutOfDate
        }
        PathError::RequiredEkuNotFoundContext(_) => ChainProblem::Purpose,
        _ => ChainProblem::NoPath,
    }
}
