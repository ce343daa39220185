//! What another program refused, and whose signer only seems to be known. Real chains are in
//! `tests/it/known_authorities.rs`.

use anchorwatch_evidence::ImportFormat;
use anchorwatch_verify::Anchors;

use super::*;

const NAME: &str = "www.example.kz";

/// Names prove nothing, and neither does a public root that came along and did not sign.
#[test]
fn a_known_root_that_came_along_and_did_not_sign_knows_nobody() {
    let (anchors, _) = Anchors::bundled_and(&[]);
    let known = &anchors.public()[0].certificates()[0];
    let stranger = Root::company("Stranger").unwrap();
    let chain = stranger.issue(&[NAME]).unwrap();
    let mut measurement = Scene::new(NAME).measurement();
    measurement.imported_from = Some(ImportFormat::Ooni);
    measurement.anchors.local.clear();
    measurement.anchors.public = PublicAnchors::Bundled;
    let handshake = &mut measurement.tls_handshakes[0];
    handshake.failure = Some(Failure::SslUnknownAuthority);
    handshake.is_key_proven = None;
    let own = chain.certificates()[0].to_vec();
    for sent in [
        vec![own.clone(), stranger.der().to_vec(), known.der().to_vec()],
        vec![own.clone(), known.der().to_vec()],
        vec![own, known.der().to_vec(), stranger.der().to_vec()],
    ] {
        measurement.tls_handshakes[0].peer_certificates = sent;
        let verdict = judged(&measurement);
        assert_eq!(verdict.code, VerdictCode::Inconclusive);
        assert!(!rules(&verdict).contains(&RuleId::StaleRoots));
    }
}
