use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use proptest::prelude::*;

use super::*;

fn a_key() -> Vec<u8> {
    use rcgen::PublicKeyData;
    let key = rcgen::KeyPair::generate().unwrap();
    key.subject_public_key_info()
}

/// A well-formed key of any length, with an unknown algorithm and any bits.
fn any_key() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..700).prop_map(|bits| {
        let algorithm = tlv(SEQUENCE, &tlv(OBJECT_IDENTIFIER, &[0x2a, 0x03, 0x04]));
        let bits = tlv(BIT_STRING, &[&[0], bits.as_slice()].concat());
        tlv(SEQUENCE, &[algorithm, bits].concat())
    })
}

proptest! {
    #[test]
    fn whatever_the_key_the_carrier_has_it_and_is_made_the_same_again(key in any_key()) {
        let carrier = of_key(&key).unwrap();
        prop_assert_eq!(carrier.spki_sha256(), SpkiSha256::of(&key));
        prop_assert_eq!(&carrier, &of_key(&key).unwrap());
        prop_assert!(is_one(&carrier));
        let all = of_name_and_key(&common_name("a name"), &key);
        prop_assert_eq!(all.len(), 6);
        prop_assert_eq!(
            all[0].subject_key_identifier(),
            Some(all[0].public_key_sha1().as_slice())
        );
        for named in &all {
            prop_assert_eq!(named.spki_sha256(), SpkiSha256::of(&key));
            prop_assert!(is_one(named));
        }
        let serials: std::collections::BTreeSet<_> = all.iter().map(Certificate::serial).collect();
        prop_assert_eq!(serials.len(), 6);
    }

    #[test]
    fn bytes_that_are_no_key_never_become_a_carrier_of_another(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        if let Some(carrier) = of_key(&bytes) {
            prop_assert_eq!(carrier.spki_der(), bytes.as_slice());
        }
    }
}

#[test]
fn two_keys_have_two_carriers_and_two_serials() {
    let (one, two) = (of_key(&a_key()).unwrap(), of_key(&a_key()).unwrap());
    assert_ne!(one, two);
    assert_ne!(one.serial(), two.serial());
    let others = of_name_and_key(&common_name("another"), one.spki_der());
    assert!(others.iter().all(|other| other.serial() != one.serial()));
}

#[test]
fn a_carrier_is_expired_and_no_authority_and_not_its_own_issuer() {
    let carrier = of_key(&a_key()).unwrap();
    assert_eq!(carrier.validity().not_before, UnixSeconds::new(0));
    assert_eq!(carrier.validity().not_after, UnixSeconds::new(1));
    assert!(!carrier.is_ca());
    assert!(!carrier.is_self_issued());
    assert_eq!(carrier.subject().common_names(), [SUBJECT]);
}

/// webpki checks only name, key and name constraints of an anchor.
#[test]
fn a_reader_that_takes_a_carrier_for_an_anchor_trusts_nothing_through_it() {
    use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = params.self_signed(&key).unwrap();
    let issuer = rcgen::Issuer::from_params(&params, &key);
    for name in ["site.example", "10.0.0.7", "fd00::1"] {
        let leaf = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
        let leaf_key = rcgen::KeyPair::generate().unwrap();
        let leaf = leaf.signed_by(&leaf_key, &issuer).unwrap().der().clone();
        let is_trusted = |anchor: &CertificateDer<'_>| {
            let anchor = webpki::anchor_from_trusted_cert(anchor).unwrap();
            let leaf = webpki::EndEntityCert::try_from(&leaf).unwrap();
            let name = ServerName::try_from(name).unwrap();
            assert!(leaf.verify_is_valid_for_subject_name(&name).is_ok());
            leaf.verify_for_usage(
                webpki::ALL_VERIFICATION_ALGS,
                &[anchor],
                &[],
                UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_790_000_000)),
                webpki::KeyUsage::server_auth(),
                None,
                None,
            )
            .is_ok()
        };
        assert!(is_trusted(root.der()), "{name}");
        let root = Certificate::from_der(root.der()).unwrap();
        for carrier in of_name_and_key(root.subject().der(), root.spki_der()) {
            assert!(!is_trusted(&CertificateDer::from(carrier.der())), "{name}");
        }
    }
}

#[test]
fn a_key_with_a_field_behind_it_or_cut_short_is_refused() {
    let key = a_key();
    assert!(of_key(&key).is_some());
    assert!(of_key(&key[..key.len() - 1]).is_none());
    assert!(of_key(&[key.as_slice(), &[0x81, 1, 0]].concat()).is_none());
    assert!(of_key(&[key.as_slice(), &key].concat()).is_none());
    assert!(of_key(&[]).is_none());
    let name = common_name("a name");
    assert!(!of_name_and_key(&name, &key).is_empty());
    assert!(of_name_and_key(&[name.as_slice(), &key].concat(), &key).is_empty());
}

#[test]
fn a_real_certificate_of_the_key_is_not_taken_for_a_carrier() {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["a".to_owned()]).unwrap();
    let real = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
    assert!(!is_one(&real));
    let mut touched = of_key(real.spki_der()).unwrap().der().to_vec();
    *touched.last_mut().unwrap() = 1;
    assert!(!is_one(&Certificate::from_der(&touched).unwrap()));
}

/// Certificates that name their issuer's key by the identifier in its root find a distrust
/// certificate.
#[test]
fn the_identifier_of_every_public_root_is_one_of_the_carriers() {
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    let mut count_by_form = [0; 6];
    for root in roots {
        let root = Certificate::from_der(root).unwrap();
        let Some(identifier) = root.subject_key_identifier() else {
            continue;
        };
        let carriers = of_name_and_key(root.subject().der(), root.spki_der());
        let form = carriers
            .iter()
            .position(|carrier| carrier.subject_key_identifier() == Some(identifier));
        count_by_form[form.unwrap_or_else(|| panic!("{}", root.subject()))] += 1;
    }
    // SHA-1 of the bits, and of the whole field.
    assert!(
        count_by_form[0] > 100 && count_by_form[3] > 0,
        "{count_by_form:?}"
    );
}

/// rcgen derives them by RFC 7093's first method from the whole field; two of India's NIC
/// use RFC 5280's second method on the whole field, whose SHA-1 is given here.
#[test]
fn identifiers_of_the_rarer_forms_are_made_as_others_make_them() {
    use data_encoding::HEXLOWER;
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.key_identifier_method = rcgen::KeyIdMethod::Sha256;
    let root = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
    let carriers = of_name_and_key(root.subject().der(), root.spki_der());
    let identifier = root.subject_key_identifier();
    assert!(identifier.is_some());
    assert_eq!(carriers[5].subject_key_identifier(), identifier);
    let of_hash = |hash: &str| {
        let hash = HEXLOWER.decode(hash.as_bytes()).unwrap();
        HEXLOWER.encode(&shortened(hash[..].try_into().unwrap()))
    };
    assert_eq!(
        of_hash("077ac7de8da558643a06c5369e554faeb3dfa166"),
        "4e554faeb3dfa166"
    );
    assert_eq!(
        of_hash("f57179faea10c5438cb0c6e1cc277b6e0db2ff54"),
        "4c277b6e0db2ff54"
    );
}
