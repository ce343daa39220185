use anchorwatch_home::{BlockedKey, Twins};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::Root;
use anchorwatch_policy::consent::Terms;

use super::*;

fn target(host: &str) -> Target {
    Target {
        host: host.to_owned(),
        port: 443,
    }
}

/// An owner who consents to these roots, each for two suffixes.
fn consenting(roots: &[&Root]) -> Owner {
    let consents = roots.iter().map(|root| {
        let key = Certificate::from_der(root.der()).unwrap().spki_sha256();
        let scopes = ["works.example", "other.example"];
        let terms = Terms {
            coverage: Coverage::Scopes(scopes.map(|scope| scope.parse().unwrap()).into()),
            not_before: UnixSeconds::new(0),
            until: UnixSeconds::new(86_400),
            by: "M. Owner".to_owned(),
            why: "a test".to_owned(),
        };
        Consent::new(key, terms).unwrap()
    });
    Owner {
        consents: Consents::of(consents).unwrap(),
        private_names: vec!["corp.example".parse().unwrap()],
        refused: BlockList::default(),
    }
}

#[test]
fn only_what_concerns_this_name_and_these_roots_is_recorded() {
    let (works, absent) = (
        Root::company("Works").unwrap(),
        Root::company("No").unwrap(),
    );
    let owner = consenting(&[&works, &absent]);
    let roots = [works.der().to_vec()];
    let choices = owner.choices(&target("www.works.example"), &roots);
    assert_eq!(choices.consents.len(), 1);
    assert_eq!(choices.consents[0].covers.as_deref(), Some("works.example"));
    assert!(choices.private_names.is_empty());
    let choices = owner.choices(&target("wiki.corp.example"), &roots);
    assert!(choices.consents.is_empty());
    assert_eq!(choices.private_names, ["corp.example"]);
}

#[test]
fn a_consent_to_a_key_that_the_owner_refuses_is_not_recorded() {
    let works = Root::company("Works").unwrap();
    let certificate = Certificate::from_der(works.der()).unwrap();
    let mut owner = consenting(&[&works]);
    owner.refused = BlockList::default().with([BlockedKey {
        key: certificate.spki_sha256(),
        because: "a test".to_owned(),
        since: UnixSeconds::new(0),
        twins: Twins::of(&certificate),
    }]);
    let choices = owner.choices(&target("www.works.example"), &[works.der().to_vec()]);
    assert!(choices.is_empty());
}
