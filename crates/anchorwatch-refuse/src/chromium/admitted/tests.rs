use anchorwatch_policy::consent::Terms;

use super::*;
use crate::added_roots::Consented;

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);
const LATER: UnixSeconds = UnixSeconds::new(1_800_100_000);

fn root(name: &str) -> Certificate {
    let pair = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    Certificate::from_der(params.self_signed(&pair).unwrap().der()).unwrap()
}

fn consent(root: &Certificate, coverage: Coverage) -> Consent {
    let terms = Terms {
        coverage,
        not_before: NOW,
        until: LATER,
        by: "an owner".to_owned(),
        why: "a test".to_owned(),
    };
    Consent::new(root.spki_sha256(), terms).unwrap()
}

fn scopes(texts: &[&str]) -> Coverage {
    Coverage::Scopes(texts.iter().map(|text| text.parse().unwrap()).collect())
}

fn of_consents(consents: &[(Certificate, Consent)], now: UnixSeconds) -> Map<String, Value> {
    let consented = consents.iter().map(|(certificate, consent)| Consented {
        consent: consent.clone(),
        certificates: vec![certificate.clone()],
    });
    policies(&AddedRoots {
        now,
        consented: consented.collect(),
        public: Vec::new(),
        unlisted_roots: Vec::new(),
    })
}

fn der(certificate: &Certificate) -> String {
    BASE64.encode(certificate.der())
}

#[test]
fn a_consent_for_names_opens_no_address_and_one_for_networks_no_name() {
    let [names, networks, both, all] = ["names", "networks", "both", "all"].map(root);
    let of = |root: &Certificate, coverage| (root.clone(), consent(root, coverage));
    let consents = [
        of(&names, scopes(&["works.example"])),
        of(&networks, scopes(&["10.1.0.0/16"])),
        of(&both, scopes(&["works.example", "10.1.0.0/16"])),
        of(&all, Coverage::AllNames),
    ];
    let said = of_consents(&consents, NOW);
    assert_eq!(said[PLATFORM], false);
    assert_eq!(said[TRUSTED], json!([der(&all)]));
    let bound = |root: &Certificate, names: &str, networks: &str| {
        json!({"certificate": der(root), "constraints": {
            "permitted_dns_names": [names], "permitted_cidrs": [networks],
        }})
    };
    assert_eq!(
        said[CONSTRAINED],
        json!([
            bound(&names, "works.example", NO_NETWORK),
            bound(&networks, NO_NAME, "10.1.0.0/16"),
            bound(&both, "works.example", "10.1.0.0/16"),
        ])
    );
}

#[test]
fn a_consent_admits_in_its_time_alone() {
    let company = root("company");
    let consents = [(
        company.clone(),
        consent(&company, scopes(&["works.example"])),
    )];
    let count = |said: &Map<String, Value>| said[CONSTRAINED].as_array().unwrap().len();
    let just = |now: UnixSeconds, by: i64| UnixSeconds::new(now.get() + by);
    for (now, admitted) in [
        (just(NOW, -1), 0),
        (NOW, 1),
        (LATER, 1),
        (just(LATER, 1), 0),
    ] {
        assert_eq!(count(&of_consents(&consents, now)), admitted, "{now}");
        let all = Consents::of([consents[0].1.clone()]).unwrap();
        let said = of_consents(&consents, NOW);
        assert_eq!(count(&renewed(&said, &all, now).unwrap()), admitted);
    }
}

#[test]
fn what_someone_wrote_into_our_file_is_not_renewed_without_a_consent() {
    let (company, stranger) = (root("company"), root("stranger"));
    let consents = [(
        company.clone(),
        consent(&company, scopes(&["works.example"])),
    )];
    let all = Consents::of([consents[0].1.clone()]).unwrap();
    let written = of_consents(&consents, NOW);
    let mut said = written.clone();
    said.insert(
        TRUSTED.to_owned(),
        json!([der(&stranger), der(&company), 7]),
    );
    let renewed_one = renewed(&said, &all, NOW).unwrap();
    assert!(!json!(renewed_one).to_string().contains(&der(&stranger)));
    assert_eq!(
        renewed(&written, &all, NOW).unwrap(),
        written,
        "nothing to do"
    );
    // A file from a block without `--unlisted` does not set these policies.
    assert!(renewed(&Map::new(), &all, NOW).is_none());
}
