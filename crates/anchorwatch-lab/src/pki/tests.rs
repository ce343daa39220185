use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::*;

fn parsed(der: &[u8]) -> X509Certificate<'_> {
    X509Certificate::from_der(der).unwrap().1
}

/// Asks webpki, as a referee, whether the chain leads to this root now, for this name.
fn leads_to(chain: &ServerChain, root: &CertificateDer<'_>, name: &str) -> Result<(), String> {
    let anchor = webpki::anchor_from_trusted_cert(root).unwrap();
    let leaf = webpki::EndEntityCert::try_from(&chain.certificates()[0]).unwrap();
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &[anchor],
        &chain.certificates()[1..],
        UnixTime::now(),
        webpki::KeyUsage::server_auth(),
        None,
        None,
    )
    .map_err(|error| error.to_string())?;
    leaf.verify_is_valid_for_subject_name(&ServerName::try_from(name).unwrap())
        .map_err(|error| error.to_string())
}

struct Authority {
    key: Vec<u8>,
    name: Vec<u8>,
    serial: Vec<u8>,
}

/// Returns subject key identifier and authority key identifier.
fn identifiers(der: &[u8]) -> (Vec<u8>, Option<Authority>) {
    let certificate = parsed(der);
    let mut subject_key = Vec::new();
    let mut authority = None;
    for extension in certificate.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) => subject_key = id.0.to_vec(),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                let name = match id.authority_cert_issuer.as_deref() {
                    Some([GeneralName::DirectoryName(name)]) => name.as_raw().to_vec(),
                    _ => Vec::new(),
                };
                authority = Some(Authority {
                    key: id.key_identifier.as_ref().unwrap().0.to_vec(),
                    name,
                    serial: id.authority_cert_serial.unwrap_or_default().to_vec(),
                });
            }
            _ => {}
        }
    }
    (subject_key, authority)
}

#[test]
fn isca_like_has_the_familys_name_octet_for_octet() {
    // From the certificate of 28 February 2020, 07:04:41 (SHA-256 235150de…b723dd): CN,
    // O, C, all PrintableString.
    let mut expected = vec![0x30, 0x53, 0x31, 0x35, 0x30, 0x33];
    expected.extend([0x06, 0x03, 0x55, 0x04, 0x03, 0x13, 0x2c]);
    expected.extend(b"Information Security Certification Authority");
    expected.extend([
        0x31, 0x0d, 0x30, 0x0b, 0x06, 0x03, 0x55, 0x04, 0x0a, 0x13, 0x04,
    ]);
    expected.extend(b"ISCA");
    expected.extend([
        0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02,
    ]);
    expected.extend(b"KZ");
    let root = Root::isca_like().unwrap();
    let certificate = parsed(root.der());
    assert_eq!(certificate.subject().as_raw(), expected);
    assert_eq!(certificate.issuer().as_raw(), expected);
    assert_eq!(root.recipe().subject.der(), expected);
}

#[test]
fn isca_like_bears_the_generator_mark() {
    // Several, so that key identifiers with and without top bit and with a leading zero octet
    // occur.
    for _ in 0..40 {
        let root = Root::isca_like().unwrap();
        let certificate = parsed(root.der());
        let (subject_key, authority) = identifiers(root.der());
        let authority = authority.unwrap();
        assert_eq!(subject_key.len(), 20);
        assert_eq!(authority.key, subject_key);
        assert_eq!(authority.name, certificate.issuer().as_raw());
        assert_eq!(authority.serial, certificate.raw_serial());
        let mut expected = subject_key.clone();
        expected[0] &= 0x7f;
        assert_eq!(certificate.raw_serial(), der::unsigned_integer(&expected));
        let bits = certificate.public_key().subject_public_key.data.as_ref();
        assert_eq!(
            subject_key,
            <sha1::Sha1 as sha1::Digest>::digest(bits).to_vec()
        );
    }
}

#[test]
fn isca_like_has_the_familys_extensions_in_its_order() {
    let root = Root::isca_like().unwrap();
    let certificate = parsed(root.der());
    let extensions: Vec<(String, bool)> = certificate
        .extensions()
        .iter()
        .map(|extension| (extension.oid.to_id_string(), extension.critical))
        .collect();
    let expected = [
        ("2.5.29.19", true),
        ("2.5.29.15", true),
        ("2.5.29.14", false),
        ("2.5.29.35", false),
    ];
    assert_eq!(
        extensions,
        expected.map(|(oid, critical)| (oid.to_owned(), critical))
    );
    assert!(certificate.is_ca());
}

#[test]
fn name_only_has_no_mark_and_mark_only_no_name() {
    let named = Root::new(Recipe::isca_name_only()).unwrap();
    assert!(identifiers(named.der()).1.is_none());
    assert_eq!(named.recipe().subject, Subject::isca());
    let marked = Root::new(Recipe::mark_only("Example Works Root")).unwrap();
    assert!(identifiers(marked.der()).1.is_some());
    assert_ne!(marked.recipe().subject, Subject::isca());
}

#[test]
fn each_variation_changes_only_what_it_names() {
    let root = Root::isca_like().unwrap();
    let serial = |root: &Root| parsed(root.der()).raw_serial().to_vec();
    let name = |root: &Root| parsed(root.der()).subject().as_raw().to_vec();

    let reissued = root.reissued().unwrap();
    assert_eq!(reissued.spki_der(), root.spki_der());
    assert_eq!(name(&reissued), name(&root));
    assert_ne!(serial(&reissued), serial(&root));

    let renamed = root
        .renamed(Subject::common_name("Qaznet Trust Network"))
        .unwrap();
    assert_eq!(renamed.spki_der(), root.spki_der());
    assert_ne!(name(&renamed), name(&root));
    assert_eq!(serial(&renamed), serial(&root));

    let rekeyed = root.rekeyed().unwrap();
    assert_ne!(rekeyed.spki_der(), root.spki_der());
    assert_eq!(name(&rekeyed), name(&root));
}

#[test]
fn the_spki_is_the_one_in_the_certificate() {
    let root = Root::company("Example Works Root").unwrap();
    assert_eq!(parsed(root.der()).public_key().raw, root.spki_der());
}

#[test]
fn chains_lead_to_their_root_and_to_no_other() {
    let root = Root::isca_like().unwrap();
    for issuance in [Issuance::default(), Issuance::VIA_INTERMEDIATE] {
        let chain = root
            .issue_with(&["www.example.kz", "127.0.0.1"], &issuance)
            .unwrap();
        leads_to(&chain, root.der(), "www.example.kz").unwrap();
        leads_to(&chain, root.der(), "127.0.0.1").unwrap();
        leads_to(&chain, root.reissued().unwrap().der(), "www.example.kz").unwrap();
        assert!(leads_to(&chain, root.der(), "www.example.org").is_err());
        assert!(leads_to(&chain, root.rekeyed().unwrap().der(), "www.example.kz").is_err());
    }
}

#[test]
fn a_cross_signed_twin_leads_to_the_other_root() {
    let imposed = Root::isca_like().unwrap();
    let other = Root::company("Example Works Root").unwrap();
    let chain = imposed.issue(&["www.example.kz"]).unwrap();
    assert!(leads_to(&chain, other.der(), "www.example.kz").is_err());
    let chain = chain.followed_by(imposed.cross_signed_by(&other).unwrap());
    leads_to(&chain, other.der(), "www.example.kz").unwrap();
    leads_to(&chain, imposed.der(), "www.example.kz").unwrap();
}

#[test]
fn dates_outside_now_are_refused_as_expired_or_not_yet_valid() {
    let root = Root::company("Example Works Root").unwrap();
    let cases = [
        (Validity::EXPIRED, None),
        (Validity::NOT_YET, None),
        (Validity::CURRENT, Some(Validity::EXPIRED)),
        (Validity::CURRENT, Some(Validity::NOT_YET)),
    ];
    for (leaf, intermediate) in cases {
        let chain = root
            .issue_with(
                &["intranet.lan"],
                &Issuance {
                    leaf,
                    intermediate,
                    ..Issuance::default()
                },
            )
            .unwrap();
        let refusal = leads_to(&chain, root.der(), "intranet.lan").unwrap_err();
        assert!(
            refusal.contains("CertExpired") || refusal.contains("CertNotValidYet"),
            "{refusal}"
        );
    }
}

#[test]
fn rsa_roots_issue_too() {
    let recipe = Recipe {
        key_kind: KeyKind::Rsa2048,
        ..Recipe::isca_like()
    };
    let root = Root::new(recipe).unwrap();
    let chain = root.issue(&["www.example.kz"]).unwrap();
    leads_to(&chain, root.der(), "www.example.kz").unwrap();
}

#[test]
fn a_leaf_without_a_name_is_refused() {
    let root = Root::company("Example Works Root").unwrap();
    assert!(matches!(root.issue(&[]), Err(crate::Error::NoName)));
}

#[test]
fn names_beyond_ascii_are_utf8_strings() {
    let subject = Subject::common_name("НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ");
    let recipe = Recipe {
        subject: subject.clone(),
        ..Recipe::company("")
    };
    let root = Root::new(recipe).unwrap();
    assert_eq!(parsed(root.der()).subject().as_raw(), subject.der());
}

#[test]
fn pem_reads_back_as_the_same_bytes() {
    let root = Root::company("Example Works Root").unwrap();
    let text = root.pem();
    let (_, pem) = x509_parser::pem::parse_x509_pem(text.as_bytes()).unwrap();
    assert_eq!(pem.contents, root.der().as_ref());
    assert!(text.lines().all(|line| line.len() <= 64));
}

#[test]
fn every_public_root_name_is_found() {
    for name in PUBLIC_ROOT_NAMES {
        assert!(public_root(name).is_some(), "{name}");
    }
    assert!(public_root("Information Security Certification Authority").is_none());
}

#[test]
fn keys_do_not_show_in_debug() {
    let root = Root::isca_like().unwrap();
    let words = format!("{root:?} {:?}", root.issue(&["a.test"]).unwrap());
    assert_eq!(words.matches("<scrubbed>").count(), 2);
}

#[test]
fn a_promised_certificate_has_one_more_extension_and_leads_to_its_root() {
    let root = Root::company("Example Works Root").unwrap();
    let log = TransparencyLog::new(KeyKind::P256).unwrap();
    let names = ["www.example.kz"];
    for issuance in [Issuance::default(), Issuance::VIA_INTERMEDIATE] {
        let scts = [log.sct(1), log.sct(2)];
        let signed = root.issue_with_scts(&names, &issuance, &scts).unwrap();
        leads_to(&signed, root.der(), names[0]).unwrap();
        let plain = root.issue_with(&names, &issuance).unwrap();
        let oids = |chain: &ServerChain| {
            let leaf = parsed(&chain.certificates()[0]);
            let oids = leaf.extensions().iter();
            oids.map(|one| one.oid.to_id_string()).collect::<Vec<_>>()
        };
        let mut expected = oids(&plain);
        expected.push("1.3.6.1.4.1.11129.2.4.2".to_owned());
        assert_eq!(oids(&signed), expected);
        let leaf = parsed(&signed.certificates()[0]);
        let scts = leaf.extensions().last().unwrap().parsed_extension();
        let ParsedExtension::SCT(scts) = scts else {
            panic!("no list of promises")
        };
        let read = scts.iter().map(|sct| (sct.id.key_id, sct.timestamp));
        let read: Vec<_> = read.collect();
        assert_eq!(read, [(&log.id(), 1), (&log.id(), 2)]);
    }
}

#[test]
fn the_signed_part_of_a_certificate_is_its_tbs_certificate() {
    let root = Root::company("Example Works Root").unwrap();
    let tbs = parsed(root.der()).tbs_certificate;
    assert_eq!(transparency::signed_part(root.der()), tbs.as_ref());
    assert!(transparency::signed_part(&[]).is_empty());
    assert!(transparency::signed_part(&[0x30, 0x83, 1]).is_empty());
}

#[test]
fn a_forgery_of_2019_has_the_servers_names_moved_dates_and_most_of_its_serial() {
    let genuine = Root::company("Public")
        .unwrap()
        .issue(&["a.example", "b.example"])
        .unwrap();
    let genuine = &genuine.certificates()[0];
    let root = Root::isca_like().unwrap();
    let forged = root.forge(genuine, Forgery::KAZAKHSTAN_2019).unwrap();
    assert_eq!(leads_to(&forged, root.der(), "b.example"), Ok(()));
    let (_, genuine) = X509Certificate::from_der(genuine).unwrap();
    let (_, forged) = X509Certificate::from_der(&forged.certificates()[0]).unwrap();
    assert_eq!(forged.subject(), genuine.subject());
    let names = |one: &X509Certificate<'_>| {
        let names = one.subject_alternative_name().unwrap().unwrap();
        format!("{:?}", names.value.general_names)
    };
    assert_eq!(names(&forged), names(&genuine));
    assert_eq!(forged.extensions().len(), 1);
    for (moved, own) in [
        (forged.validity().not_before, genuine.validity().not_before),
        (forged.validity().not_after, genuine.validity().not_after),
    ] {
        assert_eq!(own.timestamp() - moved.timestamp(), 6 * 3_600);
    }
    let (copied, own) = (forged.raw_serial(), genuine.raw_serial());
    assert_eq!(copied.len(), own.len());
    let kept = own.len() - 5;
    assert_eq!(copied[..kept], own[..kept]);
    assert_eq!(copied[kept] & 0xfe, own[kept] & 0xfe);
    assert_ne!(copied[kept + 1..], own[kept + 1..]);
    assert!(genuine.public_key() != forged.public_key());
}
