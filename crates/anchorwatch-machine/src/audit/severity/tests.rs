use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, chown},
    path::Path,
};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::classify;
use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};

use super::*;
use crate::{Setting, SettingKind, StoredCertificate, Trust};

fn certificate() -> (Certificate, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut parameters = rcgen::CertificateParams::default();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let made = parameters.self_signed(&key).unwrap();
    (Certificate::from_der(made.der()).unwrap(), made.pem())
}

fn held(certificate: &Certificate, class: Class) -> StoredCertificate {
    let mut classification = classify(certificate, UnixSeconds::new(1_800_000_000));
    classification.class = class;
    StoredCertificate {
        certificate: certificate.clone(),
        classification,
        trust: Trust::Trusted,
    }
}

fn finding(found: Found) -> Finding {
    Finding {
        store_id: "debian_bundle".to_owned(),
        effective_for: Vec::new(),
        found,
    }
}

#[test]
fn each_class_has_its_severity_and_only_what_is_shipped_is_let_off() {
    let (certificate, _) = certificate();
    let shipped = BTreeSet::from([certificate.sha256()]);
    let none = BTreeSet::new();
    let severity = |class, shipped: &BTreeSet<CertSha256>| {
        finding(Found::Certificate(held(&certificate, class))).severity(shipped)
    };
    for (class, of_a_stranger, of_the_distribution) in [
        (Class::LeakedKey, Severity::Alarm, Severity::Alarm),
        (Class::KnownInterception, Severity::Alarm, Severity::Alarm),
        (Class::SuspectedFamily, Severity::Alarm, Severity::Alarm),
        (Class::DistrustedByList, Severity::Alarm, Severity::Alarm),
        (Class::DistrustedByProgram, Severity::Ask, Severity::Note),
        (Class::GovernmentRoot, Severity::Ask, Severity::Ask),
        (Class::InspectionProductName, Severity::Ask, Severity::Ask),
        (Class::Unknown, Severity::Ask, Severity::Ask),
        (Class::RetiredFromProgram, Severity::Note, Severity::Note),
    ] {
        assert_eq!(severity(class, &none), Some(of_a_stranger), "{class:?}");
        assert_eq!(
            severity(class, &shipped),
            Some(of_the_distribution),
            "{class:?}"
        );
    }
    assert_eq!(severity(Class::PublicProgram, &none), None);
}

#[test]
fn a_public_name_over_a_foreign_key_is_at_least_a_question_and_a_setting_is_one() {
    let (certificate, _) = certificate();
    let shipped = BTreeSet::from([certificate.sha256()]);
    for (class, expected) in [
        (Class::DistrustedByProgram, Severity::Ask),
        (Class::Unknown, Severity::Ask),
        (Class::SuspectedFamily, Severity::Alarm),
    ] {
        let named = finding(Found::PublicNameForeignKey(held(&certificate, class)));
        assert_eq!(named.severity(&shipped), Some(expected), "{class:?}");
    }
    let setting = finding(Found::Setting(Setting {
        kind: SettingKind::GitSslVerify,
        store_id: "settings:/etc/gitconfig".to_owned(),
        literal: "http.sslVerify = false".to_owned(),
        effective_for: Vec::new(),
    }));
    assert_eq!(setting.severity(&shipped), Some(Severity::Ask));
}

#[test]
fn a_key_in_a_second_certificate_that_nobody_ships_is_no_note() {
    let (one, _) = certificate();
    let (other, _) = certificate();
    let twin = |certificates: &[&Certificate]| {
        finding(Found::SameKeyTwice {
            key: one.spki_sha256(),
            held: held(&one, Class::DistrustedByProgram),
            certificates: certificates.iter().map(|it| it.sha256()).collect(),
        })
    };
    let shipped = BTreeSet::from([one.sha256()]);
    assert_eq!(twin(&[&one]).severity(&shipped), Some(Severity::Note));
    assert_eq!(
        twin(&[&one, &other]).severity(&shipped),
        Some(Severity::Ask)
    );
}

struct Machine(tempfile::TempDir);

impl Machine {
    fn with(pem: &str) -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        machine.write("usr/share/ca-certificates/mozilla/a.crt", pem);
        machine
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn record(&self, pem: &str) {
        let path = "usr/share/ca-certificates/mozilla/a.crt";
        let sum = HEXLOWER.encode(&Md5::digest(pem.as_bytes()));
        self.write(
            "var/lib/dpkg/info/ca-certificates.list",
            &format!("/{path}\n"),
        );
        self.write(
            "var/lib/dpkg/info/ca-certificates.md5sums",
            &format!("{sum}  {path}\n"),
        );
    }

    fn shipped(&self) -> BTreeSet<CertSha256> {
        shipped_roots(&Tree::open(self.0.path()).unwrap())
    }

    fn file(&self) -> PathBuf {
        let path = Path::new("usr/share/ca-certificates/mozilla/a.crt");
        self.0.path().join(path)
    }
}

#[test]
fn with_records_only_a_file_that_is_as_it_was_shipped_counts() {
    let (one, pem) = certificate();
    let machine = Machine::with(&pem);
    machine.record(&pem);
    assert_eq!(machine.shipped(), BTreeSet::from([one.sha256()]));
    let (_, other) = certificate();
    machine.record(&other);
    assert_eq!(machine.shipped(), BTreeSet::new());
    // Half of the records is worse than none: someone removed the other half.
    fs::remove_file(
        machine
            .0
            .path()
            .join("var/lib/dpkg/info/ca-certificates.list"),
    )
    .unwrap();
    assert_eq!(machine.shipped(), BTreeSet::new());
}

#[test]
fn without_records_the_packages_own_folder_counts_if_root_alone_can_write_there() {
    let (one, pem) = certificate();
    let machine = Machine::with(&pem);
    assert_eq!(machine.shipped(), BTreeSet::from([one.sha256()]));
    machine.write("usr/share/ca-certificates/extra.crt", &certificate().1);
    machine.write("usr/local/share/ca-certificates/mine.crt", &certificate().1);
    assert_eq!(machine.shipped(), BTreeSet::from([one.sha256()]));

    let set_mode = |mode| fs::set_permissions(machine.file(), fs::Permissions::from_mode(mode));
    set_mode(0o666).unwrap();
    assert_eq!(machine.shipped(), BTreeSet::new());
    set_mode(0o644).unwrap();
    if anchorwatch_home::effective_user().0 == 0 {
        chown(machine.file(), Some(1234), None).unwrap();
        assert_eq!(machine.shipped(), BTreeSet::new());
    }
}
