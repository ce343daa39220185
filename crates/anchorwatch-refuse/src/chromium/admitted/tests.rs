use anchorwatch_home::{BlockList, Tree, Unlisted, UnlistedTreatment, encode_consents};
use anchorwatch_policy::{Consents, consent::Terms};

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
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
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
        confined: None,
        by_script: Default::default(),
        left_out_count: 0,
        public: Vec::new(),
        unlisted_roots: Vec::new(),
    })
}

/// What is said of these policies at a later time, with these consents.
fn renewed_with(
    said: &Map<String, Value>,
    treatment: UnlistedTreatment,
    consents: &[Consent],
    now: UnixSeconds,
) -> Option<Map<String, Value>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("etc/anchorwatch");
    std::fs::create_dir_all(&path).unwrap();
    let all = Consents::of(consents.to_vec()).unwrap();
    std::fs::write(path.join("consent.toml"), encode_consents(&all)).unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let list = BlockList::default().limiting_unlisted(Unlisted::of(treatment, []));
    let (allowlist, _) = Allowlist::of(&tree, &list, now);
    renewed(said, &allowlist, now)
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
        let all = [consents[0].1.clone()];
        let said = of_consents(&consents, NOW);
        let renewed = renewed_with(&said, UnlistedTreatment::HoldOut, &all, now);
        assert_eq!(count(&renewed.unwrap()), admitted);
    }
}

#[test]
fn what_someone_wrote_into_our_file_is_not_renewed_without_a_consent() {
    let (company, stranger) = (root("company"), root("stranger"));
    let consents = [(
        company.clone(),
        consent(&company, scopes(&["works.example"])),
    )];
    let all = [consents[0].1.clone()];
    let renewed = |said: &_| renewed_with(said, UnlistedTreatment::HoldOut, &all, NOW);
    let written = of_consents(&consents, NOW);
    let mut said = written.clone();
    said.insert(
        TRUSTED.to_owned(),
        json!([der(&stranger), der(&company), 7]),
    );
    let renewed_one = renewed(&said).unwrap();
    assert!(!json!(renewed_one).to_string().contains(&der(&stranger)));
    assert_eq!(renewed(&written).unwrap(), written, "nothing to do");
    // A file from a block without `--unlisted` does not set these policies.
    assert!(renewed(&Map::new()).is_none());
}

#[test]
fn a_confined_root_speaks_for_private_names_and_for_its_consent_until_that_ends() {
    let (company, other) = (root("company"), root("other"));
    let given = consent(&company, scopes(&["works.example"]));
    let permitted = PermittedSubtrees::private_and(&["works.example".parse().unwrap()]);
    let said = policies(&AddedRoots {
        now: NOW,
        consented: vec![Consented {
            consent: given.clone(),
            certificates: vec![company.clone()],
        }],
        confined: Some(vec![
            (company.clone(), permitted),
            (other.clone(), PermittedSubtrees::private_and(&[])),
        ]),
        by_script: Default::default(),
        left_out_count: 0,
        public: Vec::new(),
        unlisted_roots: Vec::new(),
    });
    let names = |said: &Map<String, Value>| -> Vec<bool> {
        let list = said[CONSTRAINED].as_array().unwrap();
        let of = |one: &Value| one["constraints"]["permitted_dns_names"].clone();
        let has = |one: &Value, name: &str| of(one).as_array().unwrap().contains(&json!(name));
        assert!(list.iter().all(|one| has(one, "corp")), "{list:?}");
        list.iter().map(|one| has(one, "works.example")).collect()
    };
    assert_eq!(said[TRUSTED], json!([]));
    assert_eq!(names(&said), [true, false]);
    let all = [given];
    let renewed = |now| renewed_with(&said, UnlistedTreatment::Confine, &all, now);
    assert_eq!(renewed(NOW).unwrap(), said);
    let later = UnixSeconds::new(LATER.get() + 1);
    assert_eq!(names(&renewed(later).unwrap()), [false, false]);
}
