use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use anchorwatch_home::{BlockedKey, Twins, Unlisted, UnlistedTreatment, encode_consents, paths};
use anchorwatch_identity::SpkiSha256;
use anchorwatch_policy::{
    Consent,
    consent::{Coverage, Terms},
};
use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};

use super::*;

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);
const DAY: i64 = 24 * 60 * 60;
const LIST: &str = "var/lib/dpkg/info/ca-certificates.list";
const SUMS: &str = "var/lib/dpkg/info/ca-certificates.md5sums";
const ISCA: &str = "Information Security Certification Authority";

/// A root with this name and key.
fn root(name: &str, pair: &rcgen::KeyPair) -> Certificate {
    let mut params = rcgen::CertificateParams::default();
    let mut subject = rcgen::DistinguishedName::new();
    if name == ISCA {
        subject.push(rcgen::DnType::CountryName, "KZ");
        subject.push(rcgen::DnType::OrganizationName, "ISCA");
    }
    subject.push(rcgen::DnType::CommonName, name);
    params.distinguished_name = subject;
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    Certificate::from_der(params.self_signed(pair).unwrap().der()).unwrap()
}

fn pair() -> rcgen::KeyPair {
    rcgen::KeyPair::generate().unwrap()
}

/// A machine whose package ships these certificates.
struct Machine(tempfile::TempDir);

impl Machine {
    fn shipping(certificates: &[&Certificate]) -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        let (mut list, mut sums) = ("/.\n/usr\n".to_owned(), String::new());
        for (at, certificate) in certificates.iter().enumerate() {
            let path = format!("usr/share/ca-certificates/mozilla/{at}.crt");
            machine.write(&path, certificate.der());
            list.push_str(&format!("/{path}\n"));
            let sum = HEXLOWER.encode(&Md5::digest(certificate.der()));
            sums.push_str(&format!("{sum}  {path}\n"));
        }
        machine.write(LIST, list.as_bytes());
        machine.write(SUMS, sums.as_bytes());
        machine
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    }

    fn consent(&self, certificate: &Certificate) {
        let terms = Terms {
            coverage: Coverage::Scopes(vec!["works.example".parse().unwrap()]),
            not_before: NOW,
            until: UnixSeconds::new(NOW.get() + DAY),
            by: "the owner".to_owned(),
            why: "a test".to_owned(),
        };
        let consent = Consent::new(certificate.spki_sha256(), terms).unwrap();
        let text = encode_consents(&Consents::default().with(consent));
        self.write(&paths::CONSENTS[1..], text.as_bytes());
    }

    fn tree(&self) -> Tree {
        Tree::open(self.0.path()).unwrap()
    }

    /// Whether the certificate is withheld at this time, and the messages.
    fn asked(&self, certificate: &Certificate, at: UnixSeconds) -> (bool, Vec<Told>) {
        let list =
            BlockList::default().limiting_unlisted(Unlisted::of(UnlistedTreatment::HoldOut, []));
        let tree = self.tree();
        let (allowlist, said) = Allowlist::of(&tree, &list, at);
        (allowlist.withholds(certificate), said)
    }

    /// What a store that holds roots to names may show.
    fn standing(&self, certificate: &Certificate, at: UnixSeconds) -> Standing {
        let unlisted = Unlisted::of(UnlistedTreatment::Confine, []);
        let list = BlockList::default().limiting_unlisted(unlisted);
        let tree = self.tree();
        let (allowlist, said) = Allowlist::of(&tree, &list, at);
        assert_eq!(said, []);
        allowlist.standing(certificate)
    }

    fn withholds(&self, certificate: &Certificate) -> bool {
        self.asked(certificate, NOW).0
    }
}

#[test]
fn what_the_package_ships_is_let_in_and_a_twin_or_an_unlisted_root_is_not() {
    let (shipped, unlisted_root) = (pair(), pair());
    let authority = root("Authority", &shipped);
    let machine = Machine::shipping(&[&authority]);
    assert_eq!(machine.asked(&authority, NOW), (false, Vec::new()));
    assert!(machine.withholds(&root("Renamed", &shipped)), "a twin");
    assert!(
        machine.withholds(&root("Authority", &unlisted_root)),
        "a namesake"
    );
}

#[test]
fn a_refused_key_is_withheld_though_it_is_shipped_and_without_unlisted_nothing_else_is() {
    let (one, two) = (root("One", &pair()), root("Two", &pair()));
    let machine = Machine::shipping(&[&one, &two]);
    let refused = BlockedKey {
        key: one.spki_sha256(),
        because: "owner".to_owned(),
        since: NOW,
        twins: Twins::default(),
    };
    let plain = BlockList::default().with([refused]);
    let strict = plain
        .clone()
        .limiting_unlisted(Unlisted::of(UnlistedTreatment::HoldOut, []));
    let stranger = root("Stranger", &pair());
    for (list, is_strict) in [(plain, false), (strict, true)] {
        let tree = machine.tree();
        let (allowlist, _) = Allowlist::of(&tree, &list, NOW);
        assert!(allowlist.withholds(&one) && !allowlist.withholds(&two));
        assert_eq!(allowlist.withholds(&stranger), is_strict);
        assert_eq!(allowlist.withholds_unreadable(), is_strict);
    }
}

#[test]
fn a_consent_lets_a_key_in_until_its_last_second() {
    let works = pair();
    let company = root("Works", &works);
    let machine = Machine::shipping(&[&root("Authority", &pair())]);
    assert!(machine.withholds(&company));
    machine.consent(&company);
    let at = |seconds: i64| UnixSeconds::new(NOW.get() + seconds);
    assert!(!machine.withholds(&company));
    assert!(
        !machine.withholds(&root("Works, again", &works)),
        "re-issued"
    );
    assert!(!machine.asked(&company, at(DAY)).0);
    assert!(machine.asked(&company, at(DAY + 1)).0 && machine.asked(&company, at(-1)).0);
    assert!(machine.withholds(&root("Works", &pair())), "re-keyed");
}

#[test]
fn what_looks_like_an_interceptors_is_withheld_whoever_ships_it_or_consents() {
    let (one, two) = (pair(), pair());
    let (shipped, consented) = (root(ISCA, &one), root(ISCA, &two));
    let machine = Machine::shipping(&[&shipped, &root("Authority", &pair())]);
    machine.consent(&consented);
    assert!(machine.withholds(&shipped) && machine.withholds(&consented));
    assert!(
        !machine.withholds(&root("Works", &two)),
        "the same key under its own name"
    );
}

#[test]
fn a_consent_that_others_could_write_lets_nobody_in_and_is_said() {
    let company = root("Works", &pair());
    let machine = Machine::shipping(&[&root("Authority", &pair())]);
    machine.consent(&company);
    let file = machine.path(&paths::CONSENTS[1..]);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    let (is_withheld, said) = machine.asked(&company, NOW);
    assert!(
        is_withheld && said[0].code() == "consents_unreadable",
        "{said:?}"
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(!machine.withholds(&company));
    fs::write(&file, "count = 1\n").unwrap();
    assert!(machine.withholds(&company));
}

#[test]
fn a_shipped_file_that_was_changed_is_no_longer_shipped_and_said() {
    let (authority, stranger) = (root("Authority", &pair()), root("Stranger", &pair()));
    let machine = Machine::shipping(&[&authority, &root("Other", &pair())]);
    machine.write("usr/share/ca-certificates/mozilla/0.crt", stranger.der());
    let (is_withheld, said) = machine.asked(&stranger, NOW);
    assert!(
        is_withheld && said[0].code() == "shipped_changed",
        "{said:?}"
    );
    // A file beside the shipped ones, and one that the list names but the sums do not.
    machine.write("usr/share/ca-certificates/mozilla/9.crt", stranger.der());
    assert!(machine.withholds(&stranger));
    let list = fs::read_to_string(machine.path(LIST)).unwrap();
    let more = list + "/usr/share/ca-certificates/mozilla/9.crt\n";
    machine.write(LIST, more.as_bytes());
    assert!(machine.withholds(&stranger));
    let elsewhere = more + "/usr/share/ca-certificates/../../local/x.crt\n";
    machine.write("usr/local/x.crt", stranger.der());
    machine.write(LIST, elsewhere.as_bytes());
    assert!(machine.withholds(&stranger));
}

#[test]
fn without_the_packages_records_what_it_shipped_at_the_plan_is_let_in_and_nothing_new() {
    let (old, new) = (root("Old", &pair()), root("New", &pair()));
    let list = BlockList::default()
        .limiting_unlisted(Unlisted::of(UnlistedTreatment::HoldOut, [old.sha256()]));
    let damage: [fn(&Path); 5] = [
        |root| fs::remove_file(root.join(LIST)).unwrap(),
        |root| fs::remove_file(root.join(SUMS)).unwrap(),
        |root| fs::write(root.join(SUMS), "no sum\n").unwrap(),
        |root| fs::write(root.join(LIST), "").unwrap(),
        |root| fs::set_permissions(root.join(LIST), fs::Permissions::from_mode(0o666)).unwrap(),
    ];
    for damage in damage {
        let machine = Machine::shipping(&[&old, &new]);
        let tree = machine.tree();
        let (allowlist, said) = Allowlist::of(&tree, &list, NOW);
        assert!(!allowlist.withholds(&new) && said.is_empty(), "{said:?}");
        damage(machine.0.path());
        let (allowlist, said) = Allowlist::of(&tree, &list, NOW);
        assert!(!allowlist.withholds(&old) && allowlist.withholds(&new));
        assert!(said[0].code() == "shipped_records_unreadable", "{said:?}");
    }
}

#[test]
fn a_public_root_that_the_package_lacks_is_let_in_by_its_key() {
    let machine = Machine::shipping(&[&root("Authority", &pair())]);
    let public = webpki_root_certs::TLS_SERVER_ROOT_CERTS.first().unwrap();
    let public = Certificate::from_der(public).unwrap();
    assert!(registry::in_public_program(&public.spki_sha256()));
    assert!(!machine.withholds(&public));
    let key = SpkiSha256::of(b"no public key");
    assert!(!registry::in_public_program(&key));
}

/// A self-signed certificate for these names, as PEM.
fn of_a_server(names: &[&str], is_ca: rcgen::IsCa) -> String {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = rcgen::CertificateParams::new(names).unwrap();
    params.is_ca = is_ca;
    params.self_signed(&pair()).unwrap().pem()
}

#[test]
fn a_server_s_own_certificate_stays_in_its_file_and_nothing_finds_it_as_a_root() {
    use rcgen::IsCa::{self, ExplicitNoCa, NoCa};
    let shipped = root("Shipped", &pair());
    let any_ca = || IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    for (names, is_ca, stays) in [
        (
            &["localhost", "10.0.0.7", "nas.lan"][..],
            ExplicitNoCa,
            true,
        ),
        (&["localhost", "www.example.kz"], ExplicitNoCa, false),
        (&["localhost"], NoCa, false),
        (&["localhost"], any_ca(), false),
    ] {
        let machine = Machine::shipping(&[&shipped]);
        machine.write("etc/ssl/certs/ca-certificates.crt", shipped.der());
        let pem = of_a_server(names, is_ca);
        machine.write("etc/ssl/certs/own.pem", pem.as_bytes());
        let link = machine.path("etc/ssl/certs/0123abcd.0");
        std::os::unix::fs::symlink("own.pem", link).unwrap();
        let tree = Tree::open(machine.0.path()).unwrap();
        let list = BlockList::default()
            .limiting_unlisted(Unlisted::of(UnlistedTreatment::HoldOut, BTreeSet::new()));
        let (allowlist, _) = Allowlist::of(&tree, &list, NOW);
        let targets =
            crate::targets::Targets::of(crate::targets::Goal::Refuse, &tree, list.clone(), &[]);
        let mut draft = crate::draft::Draft::default();
        crate::debian::filter::changes(&tree, &targets, &allowlist, &mut draft).unwrap();
        let goes = |path: &str| {
            let change = draft.changes.iter().find(|one| one.path == Path::new(path));
            change.is_some_and(|change| change.after == anchorwatch_home::Node::Absent)
        };
        assert!(goes("/etc/ssl/certs/0123abcd.0"), "{names:?}");
        assert_eq!(goes("/etc/ssl/certs/own.pem"), !stays, "{names:?}");
        let path = tree.display_path("/etc/ssl/certs/own.pem".as_ref());
        let own = DebianRemark::ServerCertificateStays { path };
        let is_said = draft.not_refused.contains(&own.told());
        assert_eq!(is_said, stays, "{:?}", draft.not_refused);
    }
}

#[test]
fn what_is_no_authority_vouches_for_every_name_in_a_program_that_takes_it_for_a_root() {
    let (own, other) = (pair(), pair());
    let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.is_ca = rcgen::IsCa::ExplicitNoCa;
    let anchor = params.self_signed(&own).unwrap().der().clone();
    let read = Certificate::from_der(&anchor).unwrap();
    assert_eq!(read.names_of_no_authority().unwrap(), ["localhost"]);
    let anchors = [webpki::anchor_from_trusted_cert(&anchor).unwrap()];
    let is_trusted = |signer: &rcgen::KeyPair| {
        let issuer = rcgen::Issuer::from_params(&params, signer);
        let leaf = rcgen::CertificateParams::new(vec!["www.example.com".to_owned()]).unwrap();
        let leaf = leaf.signed_by(&pair(), &issuer).unwrap().der().clone();
        let leaf = webpki::EndEntityCert::try_from(&leaf).unwrap();
        let name = "www.example.com".try_into().unwrap();
        leaf.verify_is_valid_for_subject_name(&name).unwrap();
        let at = std::time::Duration::from_secs(NOW.get().unsigned_abs());
        leaf.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &anchors,
            &[],
            rustls_pki_types::UnixTime::since_unix_epoch(at),
            webpki::KeyUsage::server_auth(),
            None,
            None,
        )
        .is_ok()
    };
    assert!(is_trusted(&own), "so the plan says that it is");
    assert!(!is_trusted(&other));
}

fn held_to(root: &Certificate, names: &[&str], end: Option<UnixSeconds>) -> Standing {
    let names: Vec<ConsentScope> = names.iter().map(|name| name.parse().unwrap()).collect();
    let permitted = PermittedSubtrees::private_and(&names);
    Standing::Instead(Box::new(
        confined_cert::of(root, &permitted, end, Serial::OfTheRoot).unwrap(),
    ))
}

#[test]
fn an_unlisted_root_is_held_to_private_names_and_to_those_of_its_consent_until_that_ends() {
    let (shipped, company) = (root("Authority", &pair()), root("Company", &pair()));
    let machine = Machine::shipping(&[&shipped]);
    assert_eq!(machine.standing(&shipped, NOW), Standing::Admitted);
    assert_eq!(
        machine.standing(&company, NOW),
        held_to(&company, &[], None)
    );

    machine.write(
        "etc/anchorwatch/config.toml",
        b"[names]\nprivate = [\"intra.example\"]\n",
    );
    let own = held_to(&company, &["intra.example"], None);
    assert_eq!(machine.standing(&company, NOW), own);

    machine.consent(&company);
    let end = UnixSeconds::new(NOW.get() + DAY);
    let consented = held_to(&company, &["intra.example", "works.example"], Some(end));
    assert_eq!(machine.standing(&company, NOW), consented);
    assert_eq!(
        machine.standing(&company, UnixSeconds::new(end.get() + 1)),
        own
    );
    // The consent is for a key: its twins are the owner's too.
    let other = root("Somebody", &pair());
    assert_eq!(
        machine.standing(&other, NOW),
        held_to(&other, &["intra.example"], None)
    );
}

#[test]
fn under_a_wrong_clock_a_root_speaks_for_private_names_and_for_no_others() {
    let company = root("Company", &pair());
    let machine = Machine::shipping(&[&root("Authority", &pair())]);
    machine.consent(&company);
    let private = held_to(&company, &[], None);
    let end = NOW.get() + DAY;
    for clock in [0, NOW.get() - 3_600, end + 1, 1 << 40] {
        let clock = UnixSeconds::new(clock);
        assert_eq!(machine.standing(&company, clock), private, "{clock}");
    }
}

#[test]
fn a_confined_certificate_is_treated_as_the_root_that_it_stands_for() {
    let (company, isca) = (root("Company", &pair()), root(ISCA, &pair()));
    let machine = Machine::shipping(&[&root("Authority", &pair())]);
    let permitted = PermittedSubtrees::private_and(&["elsewhere.example".parse().unwrap()]);
    let of =
        |root: &Certificate| confined_cert::of(root, &permitted, None, Serial::OfTheRoot).unwrap();
    let right = held_to(&company, &[], None);
    assert_eq!(machine.standing(&of(&company), NOW), right);
    let Standing::Instead(confined) = &right else {
        panic!("not confined");
    };
    assert_eq!(machine.standing(confined, NOW), right);
    assert!(machine.withholds(confined), "where roots are held out");
    assert_eq!(machine.standing(&of(&isca), NOW), Standing::Withheld(None));
    let shipping = Machine::shipping(&[&company]);
    let itself = Standing::Instead(Box::new(company.clone()));
    assert_eq!(shipping.standing(confined, NOW), itself);
}

#[test]
fn a_root_that_constraints_would_not_hold_is_withheld_with_the_reason() {
    let machine = Machine::shipping(&[&root("Authority", &pair())]);
    let mut params = rcgen::CertificateParams::new(["nas.lan".to_owned()]).unwrap();
    params.is_ca = rcgen::IsCa::ExplicitNoCa;
    let own = params.self_signed(&pair()).unwrap();
    let own = Certificate::from_der(own.der()).unwrap();
    let why = NotConfined::NotAnAuthority;
    assert_eq!(machine.standing(&own, NOW), Standing::Withheld(Some(why)));
}
