//! Real chains of public authorities' test sites (collected on 2026-07-08), as if another program had
//! refused them and our roots did not vouch for them either.

use std::{path::Path, sync::Arc};

use anchorwatch_evidence::{
    AnchorView, Failure, ImportFormat, Measurement, OwnersChoices, PublicAnchors, Purpose, Target,
    TlsHandshake,
};
use anchorwatch_identity::{Certificate, is_signed_by};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verdict::{RuleId, Saw, Verdict, VerdictCode, judge};
use anchorwatch_verify::{Anchors, ct::Logs};
use data_encoding::BASE64;
use serde_json::Value;

const SITES: &str = "blocklists/upki/revoke-test-sites.json";

/// The chains without roots, the server's own certificate first; `None` without the corpus.
fn chains() -> Option<Vec<Vec<Vec<u8>>>> {
    let root = std::env::var_os("ANCHORWATCH_CORPUS")?;
    let text = std::fs::read(Path::new(&root).join(SITES)).unwrap();
    let sites: Value = serde_json::from_slice(&text).unwrap();
    let der = |it: &Value| BASE64.decode(it.as_str().unwrap().as_bytes()).unwrap();
    let sites = sites["sites"].as_array().unwrap().iter();
    let details = sites.map(|it| &it["detail"]).filter(|it| it.is_object());
    let chains = details.map(|detail| {
        let above = detail["intermediates"].as_array().unwrap().iter();
        let own = std::iter::once(&detail["end_entity_cert"]);
        own.chain(above).map(der).collect()
    });
    Some(chains.collect())
}

/// Refused by another program for its own name, on the day of our list of logs. None of the bundled
/// roots vouches for anything.
fn refused(chain: Vec<Vec<u8>>) -> Measurement {
    let own = Certificate::from_der(&chain[0]).unwrap();
    let name = own.server_names()[0].replacen('*', "www", 1);
    Measurement {
        target: Target {
            host: name.clone(),
            port: 443,
        },
        measured_at: Logs::bundled().as_of(),
        queries: Vec::new(),
        tcp_connect: Vec::new(),
        tls_handshakes: vec![TlsHandshake {
            purpose: Purpose::Target,
            address: Some("192.0.2.1:443".parse().unwrap()),
            ttl: None,
            min_ttl: None,
            server_name: Some(name),
            failure: Some(Failure::SslUnknownAuthority),
            failed_after: None,
            tls_version: None,
            cipher_suite: None,
            peer_certificates: chain,
            is_key_proven: None,
            key_signature: None,
            client_hello: Vec::new(),
            server_hello: Vec::new(),
            echo: None,
            transfer: None,
            elapsed: std::time::Duration::ZERO,
        }],
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors: AnchorView {
            public: PublicAnchors::Given(Vec::new()),
            local: Vec::new(),
            local_count: 0,
            local_source: String::new(),
            local_unreadable: Vec::new(),
            owners_choices: OwnersChoices::default(),
        },
        imported_from: Some(ImportFormat::Ooni),
    }
}

fn judged(measurement: &Measurement) -> Verdict {
    judge(measurement, &Arc::new(DistrustSet::built_in()))
}

/// Whether a state's authority is named: its answer stays open.
fn is_of_state(verdict: &Verdict) -> bool {
    let mut hits = verdict.hits.iter();
    let is_it = hits.any(|hit| hit.rule == RuleId::GovernmentIssuerName);
    assert!(!is_it || verdict.code == VerdictCode::Inconclusive);
    is_it
}

/// Those that are valid on that day.
fn valid(chains: Vec<Vec<Vec<u8>>>) -> Vec<Vec<Vec<u8>>> {
    let at = Logs::bundled().as_of();
    let is_valid = |chain: &Vec<Vec<u8>>| {
        chain.iter().all(|der| {
            let validity = Certificate::from_der(der).unwrap().validity();
            validity.not_before <= at && at <= validity.not_after
        })
    };
    chains.into_iter().filter(is_valid).collect()
}

#[test]
fn a_certificate_that_logs_have_seen_is_a_fault_of_the_other_program_s_roots() {
    let Some(chains) = chains() else { return };
    let chains = valid(chains);
    // A cross-signed certificate with a known root's key may have come along, and is said first.
    let (mut logged, mut known, mut of_states) = (Vec::new(), 0, 0);
    for chain in &chains {
        let verdict = judged(&refused(chain.clone()));
        if is_of_state(&verdict) {
            of_states += 1;
            continue;
        }
        assert_eq!(verdict.code, VerdictCode::StaleRoots, "{verdict:?}");
        match &verdict.hits[0].saw {
            Saw::RefusedThoughLogged { operators: 2.., .. } => logged.push(chain),
            Saw::RefusedUnderKnownRoot { .. } => known += 1,
            other => panic!("{other:?}"),
        }
    }
    println!(
        "{} in logs, {known} under a known root, {of_states} of a state",
        logged.len()
    );
    assert!(logged.len() > 30, "{}", logged.len());
    // The twins: its issuer did not come, another name, another day, another failure, our own
    // measurement, and another serial number, which no log and no authority signed.
    let chain = logged[0];
    let good = refused(chain.clone());
    let mut alone = good.clone();
    alone.tls_handshakes[0].peer_certificates.truncate(1);
    let mut other_name = good.clone();
    other_name.target.host = "www.example.org".to_owned();
    let mut over = good.clone();
    let end = Certificate::from_der(&chain[0])
        .unwrap()
        .validity()
        .not_after;
    over.measured_at = anchorwatch_identity::UnixSeconds::new(end.get() + 1);
    let mut reset = good.clone();
    reset.tls_handshakes[0].failure = Some(Failure::ConnectionReset);
    let mut ours = good.clone();
    ours.imported_from = None;
    let mut changed = good.clone();
    let own = &mut changed.tls_handshakes[0].peer_certificates[0];
    let serial = Certificate::from_der(own).unwrap().serial().to_vec();
    let at = own.windows(serial.len()).position(|it| it == serial);
    own[at.unwrap() + serial.len() - 1] ^= 1;
    let twins = [alone, other_name, over, reset, ours, changed];
    for (index, twin) in twins.iter().enumerate() {
        let verdict = judged(twin);
        assert_eq!(verdict.code, VerdictCode::Inconclusive, "{index}");
    }
    // One that nobody knows beside it keeps the answer open.
    let mut both = good;
    let mut unknown = both.tls_handshakes[0].clone();
    unknown.peer_certificates.truncate(1);
    both.tls_handshakes.push(unknown);
    assert_eq!(judged(&both).code, VerdictCode::Inconclusive);
}

/// The habits of 2019 are rare at public authorities, but one signs a key with the exponent 3: alone it
/// proves nothing.
#[test]
fn hardly_a_real_certificate_has_a_small_exponent_and_none_lacks_extensions() {
    let Some(chains) = chains() else { return };
    let own = chains
        .iter()
        .map(|chain| Certificate::from_der(&chain[0]).unwrap());
    let own: Vec<Certificate> = own.collect();
    let with_exponent = |exponent| {
        let mut all = own.iter().map(Certificate::rsa_exponent);
        all.by_ref().filter(|it| *it == exponent).count()
    };
    assert_eq!((own.len(), with_exponent(Some(3))), (115, 1));
    assert_eq!((with_exponent(Some(65_537)), with_exponent(None)), (82, 32));
    assert!(own.iter().all(|one| one.other_extension_count() >= 6));
}

#[test]
fn a_root_of_the_programs_that_came_along_is_named_if_it_signed() {
    let Some(chains) = chains() else { return };
    let (anchors, _) = Anchors::bundled_and(&[]);
    let mut named = 0;
    for mut chain in valid(chains) {
        let last = Certificate::from_der(chain.last().unwrap()).unwrap();
        let mut roots = anchors.public().iter().flat_map(|it| it.certificates());
        let Some(root) = roots.find(|root| is_signed_by(&last, root.spki_der())) else {
            continue;
        };
        chain.push(root.der().to_vec());
        let verdict = judged(&refused(chain.clone()));
        if is_of_state(&verdict) {
            continue;
        }
        assert_eq!(verdict.code, VerdictCode::StaleRoots, "{verdict:?}");
        let Saw::RefusedUnderKnownRoot { root: said, .. } = &verdict.hits[0].saw else {
            panic!("{verdict:?}");
        };
        named += usize::from(said == &root.subject().to_string());
        // Without what leads to it, it signed nothing that came.
        let without = refused(vec![chain[0].clone(), root.der().to_vec()]);
        let is_direct = is_signed_by(&Certificate::from_der(&chain[0]).unwrap(), root.spki_der());
        let expected = match is_direct {
            true => VerdictCode::StaleRoots,
            false => VerdictCode::Inconclusive,
        };
        assert_eq!(judged(&without).code, expected);
    }
    assert!(named > 40, "{named}");
}
