use std::os::unix::fs::symlink;

use super::{keystore::tests as make, *};
use crate::limit::Limit;

/// A keystore with one certificate for a server of that name.
pub(crate) fn keystore_of(server: &str) -> Vec<u8> {
    make::jks(&make::der(server), "changeit")
}

struct Machine {
    folder: tempfile::TempDir,
    tree: Tree,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        Self { folder, tree }
    }

    fn path(&self, inside: &str) -> PathBuf {
        let path = self.folder.path().join(inside.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    fn write(&self, inside: &str, bytes: &[u8]) {
        std::fs::write(self.path(inside), bytes).unwrap();
    }

    fn keystore(&self, inside: &str) {
        self.write(inside, &make::jks(&make::der("a.test"), "changeit"));
    }

    /// Every store's identifier, and the trust in its one certificate.
    fn system(&self, homes: &[&str]) -> Vec<(String, Trust)> {
        let found = Installations {
            java_homes: homes.iter().map(PathBuf::from).collect(),
            ..Installations::default()
        };
        told(&of_system(&self.tree, &found))
    }
}

fn told(inventory: &Inventory) -> Vec<(String, Trust)> {
    let stores = inventory.stores.iter();
    stores
        .map(|store| {
            assert_eq!((&store.error, store.anchors.len()), (&None, 1));
            (store.id.clone(), store.anchors[0].trust)
        })
        .collect()
}

fn ana() -> User {
    User {
        name: "ana".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/ana".into(),
    }
}

#[test]
fn jssecacerts_takes_the_place_of_cacerts() {
    let machine = Machine::new();
    machine.keystore("/opt/jdk/lib/security/cacerts");
    let id = |name: &str| format!("java_keystore:/opt/jdk/lib/security/{name}");
    assert_eq!(
        machine.system(&["/opt/jdk"]),
        [(id("cacerts"), Trust::Trusted)]
    );
    machine.keystore("/opt/jdk/lib/security/jssecacerts");
    assert_eq!(
        machine.system(&["/opt/jdk"]),
        [
            (id("jssecacerts"), Trust::Trusted),
            (id("cacerts"), Trust::None)
        ]
    );
}

#[test]
fn a_file_that_several_javas_have_is_one_store_and_trusted_if_one_trusts_it() {
    let machine = Machine::new();
    machine.keystore(DEBIAN);
    for home in ["one", "two"] {
        let link = machine.path(&format!("/opt/{home}/lib/security/cacerts"));
        symlink(DEBIAN, link).unwrap();
    }
    machine.keystore("/opt/one/lib/security/jssecacerts");
    let debian = (format!("java_keystore:{DEBIAN}"), Trust::Trusted);
    let own = "java_keystore:/opt/one/lib/security/jssecacerts".to_owned();
    let own = (own, Trust::Trusted);
    assert_eq!(
        machine.system(&["/opt/one", "/opt/two"]),
        [debian.clone(), own.clone()]
    );
    // A Java that was not found may trust Debian's keystore.
    assert_eq!(machine.system(&["/opt/one"]), [debian, own]);
}

/// A keystore, and a JDK's list that refuses its one certificate.
fn refused(machine: &Machine, homes: &[&str]) -> String {
    let der = make::der("a.test");
    machine.write(DEBIAN, &make::jks(&der, "changeit"));
    for home in homes {
        let security = format!("/opt/{home}/lib/security");
        let link = machine.path(&format!("{security}/cacerts"));
        symlink(DEBIAN, link).unwrap();
    }
    let hash = Certificate::from_der(&der).unwrap().sha256().to_string();
    format!("Algorithm=SHA-256\n{}\n", hash.to_uppercase())
}

#[test]
fn a_shared_keystore_is_trusted_until_every_java_that_has_it_refuses_the_certificate() {
    let machine = Machine::new();
    let list = refused(&machine, &["one", "two"]);
    let homes = ["/opt/one", "/opt/two"];
    let trust = || {
        let [(_, trust)] = machine.system(&homes)[..] else {
            panic!("one store");
        };
        trust
    };
    assert_eq!(trust(), Trust::Trusted);
    machine.write("/opt/one/lib/security/blocked.certs", list.as_bytes());
    assert_eq!(trust(), Trust::Trusted);
    // As in Debian: a link to a settings file.
    machine.write("/etc/java/blocked.certs", list.as_bytes());
    let link = machine.path("/opt/two/lib/security/blocked.certs");
    symlink("/etc/java/blocked.certs", link).unwrap();
    assert_eq!(trust(), Trust::Distrusted);
    // Another certificate, and the right one in a form that Java never matches.
    for other in [
        list.replace(['0', '1', '2', '3', '4', '5', '6', '7'], "8"),
        list.to_lowercase()
            .replace("algorithm=sha", "Algorithm=SHA"),
    ] {
        machine.write("/etc/java/blocked.certs", other.as_bytes());
        assert_eq!(trust(), Trust::Trusted, "{other}");
    }
}

#[test]
fn a_list_that_cannot_be_read_refuses_nothing_and_is_told() {
    let machine = Machine::new();
    let list = refused(&machine, &["one"]);
    let place = "/opt/one/lib/security/blocked.certs";
    let read = || {
        let found = Installations {
            java_homes: vec!["/opt/one".into()],
            ..Installations::default()
        };
        let mut inventory = of_system(&machine.tree, &found);
        let store = inventory.stores.remove(0);
        (store.anchors[0].trust, store.remarks)
    };
    machine.write(place, list.as_bytes());
    assert_eq!(read(), (Trust::Distrusted, Vec::new()));
    let large = format!("{list}{}", "#".repeat(1 << 20));
    for damaged in [
        list.replace("SHA-256", "SHA-1"),
        list.replace("Algorithm=", ""),
        format!("{list}\\u00zz\n"),
        large,
    ] {
        machine.write(place, damaged.as_bytes());
        let damaged_len = damaged.len();
        let (trust, remarks) = read();
        assert_eq!((trust, remarks.len()), (Trust::Trusted, 1));
        let is_large = damaged_len > 1 << 20;
        let expected = if is_large {
            "java_blocked_list_unread"
        } else {
            "java_blocked_list_not_understood"
        };
        assert_eq!(remarks[0].code(), expected);
    }
    std::fs::remove_file(machine.path(place)).unwrap();
    std::fs::create_dir(machine.path(place)).unwrap();
    assert_eq!(read().1.len(), 1);
}

#[test]
fn a_list_that_only_root_can_read_refuses_nothing_to_a_java_of_the_system() {
    use std::os::unix::fs::PermissionsExt as _;

    let machine = Machine::new();
    let list = refused(&machine, &["one"]);
    let place = machine.path("/opt/one/lib/security/blocked.certs");
    std::fs::write(&place, list).unwrap();
    let trust = |mode| {
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(mode)).unwrap();
        machine.system(&["/opt/one"])[0].1
    };
    assert_eq!(trust(0o644), Trust::Distrusted);
    assert_eq!(trust(0o640), Trust::Trusted);
    // A user's own is read with the user's rights.
    let found = Installations {
        java_homes: vec!["/opt/one".into()],
        ..Installations::default()
    };
    let inventory = of_user(&machine.tree, &ana(), &found);
    assert_eq!(told(&inventory)[0].1, Trust::Distrusted);
}

#[test]
fn of_an_older_javas_two_lists_only_what_stands_in_both_is_refused() {
    let machine = Machine::new();
    let list = refused(&machine, &["one"]);
    let trust = |blocked: Option<&str>, blacklisted: Option<&str>| {
        for (name, list) in [("blocked", blocked), ("blacklisted", blacklisted)] {
            let place = machine.path(&format!("/opt/one/lib/security/{name}.certs"));
            drop(std::fs::remove_file(&place));
            if let Some(list) = list {
                std::fs::write(place, list).unwrap();
            }
        }
        machine.system(&["/opt/one"])[0].1
    };
    let none = Some("Algorithm=SHA-256\n");
    let list = Some(list.as_str());
    assert_eq!(trust(None, list), Trust::Distrusted);
    assert_eq!(trust(list, list), Trust::Distrusted);
    assert_eq!(trust(list, none), Trust::Trusted);
    assert_eq!(trust(none, list), Trust::Trusted);
}

#[test]
fn what_an_option_names_is_refused_if_every_java_of_the_system_refuses_it() {
    let machine = Machine::new();
    let list = refused(&machine, &["one", "two"]);
    std::fs::rename(machine.path(DEBIAN), machine.path("/srv/named")).unwrap();
    let option = b"X=-Djavax.net.ssl.trustStore=/srv/named\n";
    machine.write("/etc/environment", option);
    machine.write("/opt/one/lib/security/blocked.certs", list.as_bytes());
    let named = |trust| [("java_keystore:/srv/named".to_owned(), trust)];
    assert_eq!(machine.system(&["/opt/one"]), named(Trust::Distrusted));
    assert_eq!(
        machine.system(&["/opt/one", "/opt/two"]),
        named(Trust::Trusted)
    );
    assert_eq!(machine.system(&[]), named(Trust::Trusted));
    // In a home it may apply to any Java.
    machine.write("/home/ana/.profile", option);
    let found = Installations {
        java_homes: vec!["/opt/one".into()],
        ..Installations::default()
    };
    let inventory = of_user(&machine.tree, &ana(), &found);
    assert_eq!(told(&inventory), named(Trust::Trusted));
}

#[test]
fn a_keystore_that_an_option_names_is_read_with_the_password_beside_it() {
    let machine = Machine::new();
    let keystore = make::jks(&make::der("a.test"), "sesame");
    machine.write("/home/ana/company.jks", &keystore);
    let option = "-Djavax.net.ssl.trustStore=$HOME/company.jks";
    machine.write(
        "/home/ana/.profile",
        format!("export X='{option}'\n").as_bytes(),
    );
    let inventory = of_user(&machine.tree, &ana(), &Installations::default());
    let id = "java_keystore:/home/ana/company.jks".to_owned();
    assert_eq!(told(&inventory), [(id, Trust::Trusted)]);
    assert_eq!(inventory.stores[0].remarks.len(), 1);
    let more = format!("export X='{option} -Djavax.net.ssl.trustStorePassword=sesame'\n");
    machine.write("/home/ana/.profile", more.as_bytes());
    let inventory = of_user(&machine.tree, &ana(), &Installations::default());
    assert_eq!(inventory.stores[0].remarks.len(), 0);
}

#[test]
fn an_option_that_cannot_be_followed_is_said() {
    let machine = Machine::new();
    machine.write(
        "/etc/default/tomcat9",
        b"JAVA_OPTS=\"-Djavax.net.ssl.trustStore=$BASE/company.jks\"\n",
    );
    let inventory = of_system(&machine.tree, &Installations::default());
    assert_eq!(inventory.closed.len(), 1);
    let limit = Limit::JavaOption {
        value: "$BASE/company.jks".to_owned(),
    };
    assert_eq!(inventory.closed[0].why, limit.told());
    machine.write(
        "/etc/default/tomcat9",
        b"# JAVA_OPTS=\"-Djavax.net.ssl.trustStore=$BASE/x\"\n",
    );
    let inventory = of_system(&machine.tree, &Installations::default());
    assert_eq!(inventory, Inventory::default());
}

#[test]
fn a_users_java_with_the_systems_keystore_is_no_second_store() {
    let machine = Machine::new();
    machine.keystore(DEBIAN);
    let home = "/home/ana/.jdks/21";
    let cacerts = machine.path(&format!("{home}/lib/security/cacerts"));
    symlink(DEBIAN, &cacerts).unwrap();
    let found = Installations {
        java_homes: vec![home.into()],
        ..Installations::default()
    };
    let none = Installations::default();
    let mut all = of_system(&machine.tree, &none);
    all.add(of_user(&machine.tree, &ana(), &found));
    assert_eq!(told(&all).len(), 1);
    assert_eq!(of_user(&machine.tree, &ana(), &none), Inventory::default());
    machine.keystore("/etc/other");
    std::fs::remove_file(&cacerts).unwrap();
    symlink("/etc/other", &cacerts).unwrap();
    all.add(of_user(&machine.tree, &ana(), &found));
    assert_eq!(told(&all).len(), 2);
}

#[test]
fn what_the_systems_java_refuses_a_users_java_with_the_same_keystore_may_trust() {
    let machine = Machine::new();
    let list = refused(&machine, &["one"]);
    machine.write("/opt/one/lib/security/blocked.certs", list.as_bytes());
    let security = "/home/ana/.jdks/21/lib/security";
    symlink(DEBIAN, machine.path(&format!("{security}/cacerts"))).unwrap();
    let homes = |home: &str| Installations {
        java_homes: vec![home.into()],
        ..Installations::default()
    };
    let trusted_by = || {
        let mut all = of_system(&machine.tree, &homes("/opt/one"));
        all.add(of_user(&machine.tree, &ana(), &homes("/home/ana/.jdks/21")));
        assert_eq!(all.stores.len(), 1);
        let anchor = all.stores.remove(0).anchors.remove(0);
        (anchor.trust, anchor.effective_for)
    };
    assert_eq!(trusted_by(), (Trust::Trusted, vec![Client::Java]));
    machine.write(&format!("{security}/blocked.certs"), list.as_bytes());
    assert_eq!(trusted_by(), (Trust::Distrusted, Vec::new()));
}

#[test]
fn a_keystore_that_is_none_is_an_error_and_a_folder_in_its_place_is_nothing() {
    let machine = Machine::new();
    machine.write(DEBIAN, b"not a keystore");
    let inventory = of_system(&machine.tree, &Installations::default());
    assert!(inventory.stores[0].error.is_some());
    std::fs::remove_file(machine.path(DEBIAN)).unwrap();
    std::fs::create_dir(machine.path(DEBIAN)).unwrap();
    let inventory = of_system(&machine.tree, &Installations::default());
    assert_eq!(inventory, Inventory::default());
}
