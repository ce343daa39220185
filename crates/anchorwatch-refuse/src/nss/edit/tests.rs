//! A database on disk, made row by row like one from certutil 3.87 with an empty password.

use std::{fs, os::unix::fs as unix, path::PathBuf, process::Command};

use Trust::{Distrusted, None as Nothing, Trusted};
use anchorwatch_identity::Certificate;
use anchorwatch_machine::{Inventory, Trust, User, nss::pass_key::PassKey, read_user};
use data_encoding::HEXLOWER;
use rusqlite::{Connection, types::ValueRef};

use super::{record::Direction, *};
use crate::{item_view::ItemValue, limited::Limited};

mod beside;
mod faults;
mod killed;
mod limited;
mod stopped;

const FOLDER: &str = "/home/a/.pki/nssdb";
const CERT9: &str = "/home/a/.pki/nssdb/cert9.db";

const TRUSTED_DELEGATOR: u32 = 0xce53_4352;
const NOT_TRUSTED: u32 = 0xce53_435a;
const SERVER_AUTH: &str = "ace536358";

/// The numbers of the refused root's two objects, and of another root's.
const ROOT: u32 = 0x10;
const TRUST: u32 = 0x11;
const OTHER: u32 = 0x20;
const OTHER_TRUST: u32 = 0x21;

/// The password data that a real program wrote into `key4.db`, in hexadecimal: salt and check.
#[derive(Clone, Copy)]
struct Password {
    salt: &'static str,
    check: &'static str,
}

/// certutil 3.87: `-N --empty-password`.
const EMPTY: Password = Password {
    salt: "2b077bfce3e3deee3eafbd7e6b13fce4368b9c7b",
    check: "308181306d06092a864886f70d01050d3060304106092a864886f70d01050c3034042088f4d0b4159940ad76d3429554d31d86db6612b9f3fec63b4755966cb302a530020101020120300a06082a864886f70d0209301b060960864801650304012a040e36c022e58f11a38f07044e708a9c041055acd09bce95166dac8525009606b9d9",
};

/// certutil 3.87 with a primary password: ten thousand rounds.
const PRIMARY: Password = Password {
    salt: "efc8a4d7f7f73e386f30e1f4ece659679a064fdf",
    check: "308182306e06092a864886f70d01050d3061304206092a864886f70d01050c3035042055d41fe72953aa8523977f32d3e7ef38bdc355e4e9af779f7621b46aecb7ec4202022710020120300a06082a864886f70d0209301b060960864801650304012a040e8ca5de5d7ccfb3ce590ee5a4ad6504100db2f28ba00b4adde9cead05e7a1291c",
};

impl Password {
    fn row(self) -> (Vec<u8>, Vec<u8>) {
        let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).unwrap();
        (hex(self.salt), hex(self.check))
    }
}

struct Fixture {
    folder: tempfile::TempDir,
    refused: Certificate,
}

fn a_root(name: &str) -> Certificate {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new([]).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

/// Serial numbers in the fixture are short, so the DER length is one octet.
fn place_of(certificate: &Certificate) -> (Vec<u8>, Vec<u8>) {
    let serial = certificate.serial();
    let mut der = vec![2, u8::try_from(serial.len()).unwrap()];
    der.extend(serial);
    (certificate.issuer().der().to_vec(), der)
}

/// Makes a database in a folder that trusts this root and another one.
pub(crate) fn database_with(root: &Certificate, folder: &Path) {
    let fixture = Fixture {
        folder: tempfile::tempdir().unwrap(),
        refused: root.clone(),
    };
    fs::create_dir_all(fixture.path("")).unwrap();
    fixture.make();
    fs::create_dir_all(folder).unwrap();
    for name in ["cert9.db", "key4.db"] {
        fs::copy(fixture.path(name), folder.join(name)).unwrap();
    }
}

impl Fixture {
    /// Two roots, both trusted for servers.
    fn new() -> Self {
        let fixture = Self {
            folder: tempfile::tempdir().unwrap(),
            refused: a_root("Imposed"),
        };
        fs::create_dir_all(fixture.path("")).unwrap();
        fixture.make();
        fixture
    }

    fn make(&self) {
        let certs = self.open("cert9.db");
        let attributes = "a0, a1, a2, a3, a11, a80, a81, a82, a101, a102, a170, a62c, a62d, a62e, a62f, a635, ace536358, ace536359, ace53635a, ace53635b, ace536360, ace5363b4, ace5363b5";
        certs
            .execute_batch(&format!(
                "CREATE TABLE nssPublic (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, {attributes});
                 CREATE INDEX issuer ON nssPublic (a81);
                 CREATE INDEX subject ON nssPublic (a101);"
            ))
            .unwrap();
        let keys = self.open("key4.db");
        keys.execute_batch(
            "CREATE TABLE metaData (id PRIMARY KEY UNIQUE ON CONFLICT REPLACE, item1, item2);
             CREATE TABLE nssPrivate (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, a0);
             INSERT INTO nssPrivate VALUES (5, x'00000003');",
        )
        .unwrap();
        self.set_password(&EMPTY.row());
        self.add_certificate(ROOT, &self.refused.clone());
        self.add_trust(TRUST, &self.refused.clone(), TRUSTED_DELEGATOR);
        let other = a_root("Other");
        self.add_certificate(OTHER, &other);
        self.add_trust(OTHER_TRUST, &other, TRUSTED_DELEGATOR);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(&FOLDER[1..]).join(name)
    }

    fn tree(&self) -> Tree {
        Tree::open(self.folder.path()).unwrap()
    }

    fn open(&self, name: &str) -> Connection {
        Connection::open(self.path(name)).unwrap()
    }

    fn set_password(&self, (salt, check): &(Vec<u8>, Vec<u8>)) {
        self.open("key4.db")
            .execute(
                "REPLACE INTO metaData (id, item1, item2) VALUES ('password', ?, ?)",
                (salt, check),
            )
            .unwrap();
    }

    fn add_certificate(&self, number: u32, certificate: &Certificate) {
        let (issuer, serial) = place_of(certificate);
        self.open("cert9.db")
            .execute(
                "INSERT INTO nssPublic (id, a0, a1, a2, a3, a11, a81, a82, a101, a170) VALUES (?, x'00000001', x'01', x'00', x'696d70', ?, ?, ?, ?, x'01')",
                (number, certificate.der(), &issuer, serial, certificate.subject().der()),
            )
            .unwrap();
    }

    fn add_trust(&self, number: u32, certificate: &Certificate, server: u32) {
        let (issuer, serial) = place_of(certificate);
        self.open("cert9.db")
            .execute(
                "INSERT INTO nssPublic (id, a0, a1, a2, a3, a81, a82, a170, ace536359, ace53635a, ace53635b, ace536360, ace5363b4) VALUES (?, x'ce534353', x'01', x'00', x'a5005a', ?, ?, x'01', x'ce53435b', x'ce534353', x'ce534353', x'00', x'1234')",
                (number, issuer, serial),
            )
            .unwrap();
        self.set_trust(number, SERVER_AUTH, server);
        for attribute in ["ace536359", "ace53635a", "ace53635b"] {
            self.sign(number, attribute);
        }
    }

    /// Sets a value and signs it, as NSS does with an empty password.
    fn set_trust(&self, number: u32, column: &str, value: u32) {
        self.forge(number, column, value);
        self.sign(number, column);
    }

    /// Sets a value as anyone with write access to the file can.
    fn forge(&self, number: u32, column: &str, value: u32) {
        let statement = format!("UPDATE nssPublic SET {column} = ? WHERE id = ?");
        self.open("cert9.db")
            .execute(&statement, (value.to_be_bytes(), number))
            .unwrap();
    }

    fn sign(&self, number: u32, column: &str) {
        let (salt, check) = EMPTY.row();
        let key = PassKey::of_empty_password(&salt, &check).unwrap();
        let attribute = object::attribute_of(column).unwrap();
        let value: Vec<u8> = self
            .open("cert9.db")
            .query_row(
                &format!("SELECT {column} FROM nssPublic WHERE id = ?"),
                [number],
                |row| row.get(0),
            )
            .unwrap();
        let signature = key.sign(&[&number.to_be_bytes(), &attribute.to_be_bytes(), &value]);
        self.open("key4.db")
            .execute(
                "REPLACE INTO metaData (id, item1) VALUES (?, ?)",
                (format!("sig_cert_{number:08x}_{attribute:08x}"), signature),
            )
            .unwrap();
    }

    fn is_refused(&self) -> impl Fn(&Certificate) -> bool {
        let key = self.refused.spki_sha256();
        move |certificate| certificate.spki_sha256() == key
    }

    fn names(&self) -> [Vec<u8>; 1] {
        [self.refused.subject().der().to_vec()]
    }

    fn refuse(&self) -> Vec<EditItem> {
        self.wanted(&self.names()).unwrap().items
    }

    /// The plan that refuses the key under these names.
    fn wanted(&self, names: &[Vec<u8>]) -> Result<Wanted, Refused> {
        let limited = Limited::default();
        refuse(
            &self.tree(),
            CERT9.as_ref(),
            self.is_refused(),
            names,
            &limited,
        )
    }

    fn remove(&self) -> Vec<EditItem> {
        let names = self.names();
        remove(&self.tree(), CERT9.as_ref(), self.is_refused(), &names)
            .unwrap()
            .items
    }

    fn make_all(&self, items: &[EditItem], direction: Direction) -> Result<(), Error> {
        let items = match direction {
            Direction::Forward => items.to_vec(),
            Direction::Back => taken_back(items),
        };
        make(&self.tree(), CERT9.as_ref(), &items).map_err(|refused| refused.why)
    }

    fn block(&self) -> Vec<EditItem> {
        let items = self.refuse();
        assert!(!items.is_empty());
        self.make_all(&items, Direction::Forward).unwrap();
        items
    }

    /// The certificates and the trust in each, by the audit's reader.
    fn anchors(&self) -> Vec<(Certificate, Trust)> {
        let user = User {
            name: "a".to_owned(),
            uid: None,
            gid: None,
            home: "/home/a".into(),
        };
        let Inventory { stores, .. } = read_user(&self.tree(), &user);
        let mut stores = stores.into_iter();
        let store = stores
            .find(|store| store.path.ends_with("cert9.db"))
            .unwrap();
        assert_eq!(store.error, None);
        let anchors = store.anchors.into_iter();
        anchors.map(|it| (it.certificate, it.trust)).collect()
    }

    /// The trust of the refused certificate, and of the first other.
    fn trust(&self) -> (Trust, Trust) {
        let anchors = self.anchors();
        let is_refused = self.is_refused();
        let of = |wanted: bool| {
            let mut of = anchors.iter().filter(|(one, _)| is_refused(one) == wanted);
            of.next().map_or(Trust::None, |(_, trust)| *trust)
        };
        (of(true), of(false))
    }

    /// Every row of both files, except those with these numbers.
    fn dump_without(&self, numbers: &[u32]) -> Vec<String> {
        let signatures: Vec<String> = numbers
            .iter()
            .map(|number| format!("sig_cert_{number:08x}"))
            .collect();
        let of = |name: &str, table: &str| {
            let connection = self.open(name);
            let mut statement = connection
                .prepare(&format!("SELECT * FROM {table}"))
                .unwrap();
            let count = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            let mut dumped = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                let is_left_out = match row.get_ref(0).unwrap() {
                    ValueRef::Integer(number) => numbers.contains(&u32::try_from(number).unwrap()),
                    ValueRef::Text(text) => signatures
                        .iter()
                        .any(|name| text.starts_with(name.as_bytes())),
                    _ => false,
                };
                if !is_left_out {
                    let values: Vec<_> = (0..count).map(|at| row.get_ref(at).unwrap()).collect();
                    dumped.push(format!("{table} {values:?}"));
                }
            }
            dumped
        };
        let mut all = of("cert9.db", "nssPublic");
        all.extend(of("key4.db", "metaData"));
        all.extend(of("key4.db", "nssPrivate"));
        all.sort();
        all
    }

    fn dump(&self) -> Vec<String> {
        self.dump_without(&[])
    }

    fn seen(&self, items: &[EditItem]) -> Vec<Option<String>> {
        look(&self.tree(), CERT9.as_ref(), items).unwrap().seen
    }
}

fn taken_back(items: &[EditItem]) -> Vec<EditItem> {
    let swapped = items.iter().map(|item| EditItem {
        name: item.name.clone(),
        before: item.after.clone(),
        after: item.before.clone(),
    });
    swapped.collect()
}

fn before(items: &[EditItem]) -> Vec<Option<String>> {
    items.iter().map(|item| item.before.clone()).collect()
}

fn after(items: &[EditItem]) -> Vec<Option<String>> {
    items.iter().map(|item| item.after.clone()).collect()
}

#[test]
fn a_refused_root_is_distrusted_and_undo_brings_every_row_back() {
    let fixture = Fixture::new();
    let (all, others) = (fixture.dump(), fixture.dump_without(&[TRUST]));
    assert_eq!(fixture.trust(), (Trusted, Trusted));
    let items = fixture.block();
    assert_eq!(items.len(), 1);
    assert!(
        items[0]
            .name
            .contains(&fixture.refused.sha256().to_string())
    );
    assert_eq!(fixture.trust(), (Distrusted, Trusted));
    assert_eq!(fixture.seen(&items), after(&items));
    assert_eq!(fixture.dump_without(&[TRUST]), others);
    assert_ne!(fixture.dump(), all);

    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);
    assert_eq!(fixture.seen(&items), before(&items));
    // Repeating it changes nothing: an interrupted run is repeated.
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);
}

#[test]
fn a_second_plan_is_empty_and_a_root_that_was_added_again_is_planned_again() {
    let fixture = Fixture::new();
    fixture.block();
    assert_eq!(fixture.refuse(), []);
    fixture.set_trust(TRUST, SERVER_AUTH, TRUSTED_DELEGATOR);
    assert_eq!(fixture.trust().0, Trusted);
    fixture.block();
    assert_eq!(fixture.trust().0, Distrusted);
}

#[test]
fn only_mail_trust_is_taken_too() {
    let fixture = Fixture::new();
    fixture.block();
    fixture.set_trust(TRUST, "ace53635b", TRUSTED_DELEGATOR);
    assert_eq!(fixture.refuse().len(), 1);
}

#[test]
fn both_kinds_of_trust_objects_say_no() {
    let fixture = Fixture::new();
    let (issuer, serial) = place_of(&fixture.refused);
    fixture
        .open("cert9.db")
        .execute(
            "INSERT INTO nssPublic (id, a0, a81, a82) VALUES (18, x'0000000b', ?, ?)",
            (issuer, serial),
        )
        .unwrap();
    fixture.set_trust(18, "a62c", 2);
    fixture.set_trust(TRUST, SERVER_AUTH, NOT_TRUSTED);
    assert_eq!(fixture.trust().0, Trusted);
    let all = fixture.dump();
    let items = fixture.block();
    assert_eq!(items.len(), 2);
    assert_eq!(fixture.trust().0, Distrusted);
    assert_eq!(fixture.refuse(), []);
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);
}

#[test]
fn a_certificate_without_trust_gets_distrust_that_is_taken_away_again() {
    let fixture = Fixture::new();
    let gone = fixture.remove();
    fixture.make_all(&gone, Direction::Forward).unwrap();
    fixture.add_certificate(ROOT, &fixture.refused.clone());
    assert_eq!(fixture.trust(), (Nothing, Trusted));
    let all = fixture.dump();
    let items = fixture.block();
    assert_eq!(before(&items), [None]);
    assert_eq!(fixture.trust(), (Distrusted, Trusted));
    assert_eq!(fixture.refuse(), []);
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);
}

#[test]
fn trust_for_a_certificate_that_is_not_in_the_database_goes_by_its_issuer() {
    let fixture = Fixture::new();
    let delete = "DELETE FROM nssPublic WHERE id = ?";
    fixture.open("cert9.db").execute(delete, [ROOT]).unwrap();
    fixture.open("cert9.db").execute(delete, [OTHER]).unwrap();
    let others = fixture.dump_without(&[TRUST]);
    assert_eq!(fixture.block().len(), 1);
    assert_eq!(fixture.dump_without(&[TRUST]), others);
    assert_eq!(fixture.refuse(), []);
    let unnamed = fixture.wanted(&[]).unwrap();
    assert_eq!(unnamed.items, []);
}

#[test]
fn a_row_that_hides_whose_certificate_it_is_keeps_no_trust() {
    let fixture = Fixture::new();
    fixture
        .open("cert9.db")
        .execute("UPDATE nssPublic SET a81 = x'3000' WHERE id = ?", [ROOT])
        .unwrap();
    let items = fixture.block();
    assert!(items[0].name.starts_with("CKO_NSS_TRUST 00000011"));
    assert_eq!(fixture.refuse(), []);
}

#[test]
fn behind_a_primary_password_trust_is_taken_away_and_comes_back_whole() {
    let fixture = Fixture::new();
    fixture.set_password(&PRIMARY.row());
    let all = fixture.dump();
    let items = fixture.block();
    assert_eq!(fixture.trust(), (Nothing, Trusted));
    assert_eq!(fixture.refuse(), []);
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);
    // Without trust there is nothing to remove, and no distrust that could be signed.
    fixture.make_all(&items, Direction::Forward).unwrap();
    let delete = "DELETE FROM nssPublic WHERE id = ?";
    fixture.open("cert9.db").execute(delete, [TRUST]).unwrap();
    let names = fixture.names();
    let wanted = fixture.wanted(&names).unwrap();
    assert_eq!(
        (wanted.items, wanted.held.len(), wanted.warnings.len()),
        (vec![], 1, 1)
    );
}

#[test]
fn trust_cannot_come_back_under_a_password_that_was_set_since() {
    let fixture = Fixture::new();
    let items = fixture.block();
    fixture.set_password(&PRIMARY.row());
    let all = fixture.dump();
    let refused = fixture.make_all(&items, Direction::Back);
    assert!(matches!(refused, Err(Error::PasswordChanged { .. })));
    assert_eq!(fixture.dump(), all);
    // A plan from before the password was set cannot be applied either.
    let other = Fixture::new();
    let items = other.refuse();
    other.set_password(&PRIMARY.row());
    let refused = other.make_all(&items, Direction::Forward);
    assert!(matches!(refused, Err(Error::PasswordChanged { .. })));
    assert_eq!(other.trust().0, Trusted);
}

#[test]
fn trust_that_nss_did_not_heed_is_not_signed_by_undo() {
    let fixture = Fixture::new();
    fixture.set_trust(TRUST, SERVER_AUTH, NOT_TRUSTED);
    fixture.forge(TRUST, SERVER_AUTH, TRUSTED_DELEGATOR);
    assert_eq!(fixture.trust().0, Nothing);
    let all = fixture.dump();
    let items = fixture.block();
    assert_eq!(fixture.trust().0, Distrusted);
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!((fixture.trust().0, fixture.dump()), (Nothing, all));
}

#[test]
fn distrust_without_a_signature_is_signed() {
    let fixture = Fixture::new();
    for column in [SERVER_AUTH, "ace536359", "ace53635a", "ace53635b"] {
        fixture.forge(TRUST, column, NOT_TRUSTED);
    }
    assert_eq!(fixture.trust().0, Nothing);
    fixture.block();
    assert_eq!((fixture.trust().0, fixture.refuse()), (Distrusted, vec![]));
}

#[test]
fn without_key4_nothing_is_signed_and_all_comes_back() {
    for is_there in [false, true] {
        let fixture = Fixture::new();
        if is_there {
            let delete = "DELETE FROM metaData WHERE id = 'password'";
            fixture.open("key4.db").execute(delete, []).unwrap();
        } else {
            fs::rename(fixture.path("key4.db"), fixture.path("kept")).unwrap();
        }
        let certs = fs::read(fixture.path("cert9.db")).unwrap();
        let items = fixture.block();
        assert_eq!(fixture.trust(), (Distrusted, Trusted));
        assert_eq!(fixture.path("key4.db").exists(), is_there);
        assert_eq!(fixture.refuse(), []);
        fixture.make_all(&items, Direction::Back).unwrap();
        assert_eq!(fixture.trust(), (Trusted, Trusted));
        assert_eq!(
            fs::read(fixture.path("cert9.db")).unwrap().len(),
            certs.len()
        );
    }
}

#[test]
fn a_removed_root_is_gone_and_comes_back_with_its_numbers() {
    let fixture = Fixture::new();
    let (all, others) = (fixture.dump(), fixture.dump_without(&[ROOT, TRUST]));
    let items = fixture.remove();
    assert_eq!(items.len(), 2);
    fixture.make_all(&items, Direction::Forward).unwrap();
    assert_eq!(fixture.dump(), others);
    assert_eq!(fixture.seen(&items), after(&items));
    assert_eq!(fixture.remove(), []);
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);
}

#[test]
fn a_removed_root_that_was_added_again_is_not_added_twice() {
    let fixture = Fixture::new();
    let items = fixture.remove();
    fixture.make_all(&items, Direction::Forward).unwrap();
    fixture.add_certificate(0x30, &fixture.refused.clone());
    fixture.add_trust(0x31, &fixture.refused.clone(), TRUSTED_DELEGATOR);
    let all = fixture.dump();
    assert_eq!(fixture.seen(&items), before(&items));
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);
}

#[test]
fn a_root_that_its_owner_deleted_since_does_not_come_back() {
    let fixture = Fixture::new();
    let items = fixture.block();
    let gone = fixture.remove();
    fixture.make_all(&gone, Direction::Forward).unwrap();
    let all = fixture.dump();
    assert_eq!(fixture.seen(&items), before(&items));
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);
}

#[test]
fn what_someone_else_changed_since_is_left_and_named() {
    let fixture = Fixture::new();
    let items = fixture.block();
    fixture.set_trust(TRUST, SERVER_AUTH, 0xce53_4351);
    let all = fixture.dump();
    let refused = fixture.make_all(&items, Direction::Back);
    let trusted = "CKA_NSS_TRUST_SERVER_AUTH=CKT_NSS_TRUSTED".to_owned();
    assert!(matches!(
        refused,
        Err(Error::Changed { now: ItemValue::Trust { values }, .. }) if values.contains(&trusted)
    ));
    assert_eq!(fixture.dump(), all);
    let seen = fixture.seen(&items);
    assert!(seen != before(&items) && seen != after(&items));
    // Another certificate's trust under the same number is not ours.
    let fixture = Fixture::new();
    let items = fixture.refuse();
    fixture
        .open("cert9.db")
        .execute("UPDATE nssPublic SET a82 = x'020101' WHERE id = ?", [TRUST])
        .unwrap();
    let refused = fixture.make_all(&items, Direction::Forward);
    assert!(matches!(refused, Err(Error::Changed { .. })));
}

#[test]
fn of_several_items_all_are_made_or_none() {
    let fixture = Fixture::new();
    let mut items = fixture.refuse();
    items.push(EditItem {
        name: "CKO_NSS_TRUST 00000021 of x".to_owned(),
        before: Some("a82=00".to_owned()),
        after: Some("a82=01 signature=new".to_owned()),
    });
    let all = fixture.dump();
    let refused = fixture.make_all(&items, Direction::Forward);
    assert!(matches!(refused, Err(Error::Changed { .. })));
    assert_eq!(fixture.dump(), all);
}
