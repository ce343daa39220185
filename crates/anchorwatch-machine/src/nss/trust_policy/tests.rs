use std::fs;

use super::*;
use crate::Trust;

const STOCK: &str = "module: p11-kit-trust.so\npriority: 1\ntrust-policy: yes\nx-init-reserved:\n";

fn root(name: &str) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new([]).unwrap();
    let kind = rcgen::DnType::CommonName;
    params.distinguished_name.push(kind, name);
    params.self_signed(&key).unwrap().pem()
}

struct Machine(tempfile::TempDir);

impl Machine {
    /// One whose GnuTLS reads p11-kit, or Debian.
    fn new(is_fedora: bool) -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        if is_fedora {
            machine.write("/etc/pki/ca-trust/source/README", "");
            machine.write("/etc/pki/ca-trust/ca-legacy.conf", "");
        } else {
            machine.write("/etc/ca-certificates.conf", "");
        }
        machine.write("/usr/share/p11-kit/modules/p11-kit-trust.module", STOCK);
        machine
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.0.path().join(path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, user: Option<&User>) -> Inventory {
        read(&Tree::open(self.0.path()).unwrap(), user)
    }

    /// The remarks about modules that may bring any root.
    fn said(&self, user: Option<&User>) -> Vec<NssRemark> {
        let found = self.read(user);
        let said = found.stores.iter().flat_map(|store| &store.unreadable);
        said.map(|told| NssRemark::from_told(told).unwrap())
            .collect()
    }
}

fn user() -> User {
    User {
        name: "a".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/a".into(),
    }
}

#[test]
fn a_foreign_module_that_brings_trust_is_named_and_one_without_trust_is_not() {
    let machine = Machine::new(true);
    assert_eq!(machine.read(None), Inventory::default());
    for folder in ["/etc/pkcs11/modules", "/usr/share/p11-kit/modules"] {
        for (text, library) in [
            ("module: /opt/x.so\ntrust-policy: yes\n", Some("/opt/x.so")),
            (
                "module: x.so\ntrust-policy: yes\n",
                Some("/usr/lib/pkcs11/x.so"),
            ),
            (
                "remote: |/opt/x -y\ntrust-policy: yes\n",
                Some("|/opt/x -y"),
            ),
            (
                "module: /home/a/p11-kit-trust.so\ntrust-policy: yes\n",
                Some("/home/a/p11-kit-trust.so"),
            ),
            ("module: /opt/x.so\n", None),
            ("module: /opt/x.so\ntrust-policy: no\n", None),
            ("# module: /opt/x.so\ntrust-policy: yes\n", None),
            ("remote: |/opt/x\n", None),
            ("module: p11-kit-trust.so\ntrust-policy: yes\n", None),
        ] {
            machine.write(&format!("{folder}/x.module"), text);
            let expected = library.map(|library| NssRemark::TrustModule {
                library: library.to_owned(),
            });
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(machine.said(None), expected, "{text}");
        }
        machine.write(&format!("{folder}/x.module"), "");
    }
}

#[test]
fn where_gnutls_reads_the_bundle_that_is_said() {
    let machine = Machine::new(false);
    assert_eq!(machine.read(None), Inventory::default());
    let text = "module: /opt/x.so\ntrust-policy: yes\n";
    machine.write("/etc/pkcs11/modules/x.module", text);
    let said = NssRemark::TrustModuleUnused {
        library: "/opt/x.so".to_owned(),
    };
    assert_eq!(machine.said(None), [said]);
}

#[test]
fn a_users_own_module_and_a_users_change_of_the_systems_are_the_users() {
    let machine = Machine::new(true);
    assert_eq!(machine.read(Some(&user())), Inventory::default());
    let own = "/home/a/.config/pkcs11/modules";
    machine.write(
        &format!("{own}/p11-kit-trust.module"),
        "module: /home/a/x.so\n",
    );
    let said = NssRemark::TrustModule {
        library: "/home/a/x.so".to_owned(),
    };
    assert_eq!(machine.said(Some(&user())), [said]);
    assert_eq!(machine.said(None), []);
    let found = machine.read(Some(&user()));
    assert_eq!(found.stores[0].user.as_deref(), Some("a"));
    // It brings no trust any more.
    let text = "module: /home/a/x.so\ntrust-policy: no\n";
    machine.write(&format!("{own}/p11-kit-trust.module"), text);
    assert_eq!(machine.said(Some(&user())), []);
}

#[test]
fn what_the_trust_module_is_led_to_is_read() {
    for (is_fedora, is_trusted) in [(true, true), (false, false)] {
        let machine = Machine::new(is_fedora);
        machine.write("/srv/p/anchors/own.pem", &root("own"));
        let change = "x-init-reserved: paths=/srv/p\n";
        machine.write("/etc/pkcs11/modules/p11-kit-trust.module", change);
        let found = machine.read(None);
        let anchors = found.stores.iter().flat_map(|store| &store.anchors);
        let anchors: Vec<_> = anchors
            .map(|anchor| (anchor.trust, anchor.effective_for.contains(&Client::Gnutls)))
            .collect();
        assert_eq!(anchors, [(Trust::Trusted, is_trusted)]);
    }
}
