use std::{fs, os::unix::fs::symlink};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

use super::*;
use crate::StoreKind;
use anchorwatch_remark::Told;

/// A root, and another one with its key.
struct Pair {
    one: String,
    twin: String,
}

impl Pair {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let root = |name: &str| {
            let mut params = CertificateParams::new([]).unwrap();
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.distinguished_name.push(DnType::CommonName, name);
            params.self_signed(&key).unwrap().pem()
        };
        Self {
            one: root(name),
            twin: root(&format!("{name} twin")),
        }
    }

    fn certificate(&self) -> Certificate {
        let file = anchorwatch_container::certificate_file(self.one.as_bytes());
        file.certificates().next().unwrap().clone()
    }
}

struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, paths: &[&str]) -> Vec<Store> {
        let tree = Tree::open(self.0.path()).unwrap();
        let places = paths.iter().map(|path| TokenPath {
            path: path.into(),
            store: Store::new(&tree, StoreKind::NamedDirectory, path.as_ref(), None),
        });
        let readers = Readers {
            gnutls: &[Client::Gnutls],
            nss: &[Client::Firefox],
        };
        read(&tree, places.collect(), readers)
    }

    /// Each certificate of `/p` by name: its trust, and who trusts it.
    fn said(&self) -> Vec<(String, Trust, Vec<Client>)> {
        let stores = self.read(&["/p"]);
        let [store] = stores.as_slice() else {
            panic!("{} stores", stores.len());
        };
        said(store)
    }

    fn unreadable(&self) -> Vec<Told> {
        let stores = self.read(&["/p"]);
        stores
            .into_iter()
            .flat_map(|store| store.unreadable)
            .collect()
    }
}

fn said(store: &Store) -> Vec<(String, Trust, Vec<Client>)> {
    let anchors = store.anchors.iter().map(|anchor| {
        let name = anchor.certificate.subject().to_string();
        (name, anchor.trust, anchor.effective_for.clone())
    });
    anchors.collect()
}

fn one(name: &str, trust: Trust, clients: &[Client]) -> Vec<(String, Trust, Vec<Client>)> {
    vec![(format!("CN={name}"), trust, clients.to_vec())]
}

const BOTH: &[Client] = &[Client::Firefox, Client::Gnutls];

fn quoted(octets: &[u8]) -> String {
    let octets: String = octets.iter().map(|octet| format!("%{octet:02x}")).collect();
    format!("\"{octets}\"")
}

fn object(more: &str) -> String {
    format!("[p11-kit-object-v1]\n{more}")
}

#[test]
fn a_certificate_is_what_its_folder_says_or_what_it_says_itself() {
    let root = Pair::new("x");
    let pem = &root.one;
    let value = format!(
        "class: certificate\ncertificate-type: x-509\nvalue: {}\n",
        quoted(root.certificate().der())
    );
    for (path, content, trust) in [
        ("p/anchors/x.pem", pem.clone(), Trust::Trusted),
        ("p/blocklist/x.pem", pem.clone(), Trust::Distrusted),
        ("p/blacklist/x.pem", pem.clone(), Trust::Distrusted),
        ("p/x.pem", pem.clone(), Trust::None),
        // OpenSSL's label without its trust settings (measured).
        (
            "p/x.pem",
            pem.replace(" CERT", " TRUSTED CERT"),
            Trust::None,
        ),
        (
            "p/x.p11-kit",
            object(&format!("trusted: true\n{pem}")),
            Trust::Trusted,
        ),
        (
            "p/x",
            object(&format!("trusted: true\n{value}")),
            Trust::Trusted,
        ),
        (
            "p/x.p11-kit",
            object(&format!("trusted: false\n{pem}")),
            Trust::None,
        ),
        (
            "p/x.p11-kit",
            object(&format!("x-distrusted: true\n{value}")),
            Trust::Distrusted,
        ),
        ("p/anchors/x.p11-kit", object(&value), Trust::Trusted),
        (
            "p/anchors/x.p11-kit",
            object(&format!("x-distrusted: true\n{pem}")),
            Trust::Distrusted,
        ),
        (
            "p/blocklist/x.p11-kit",
            object(&format!("trusted: true\n{pem}")),
            Trust::Distrusted,
        ),
    ] {
        let machine = Machine::new();
        machine.write(path, &content);
        let clients = if trust == Trust::Trusted { BOTH } else { &[] };
        assert_eq!(
            machine.said(),
            one("x", trust, clients),
            "{path}: {content}"
        );
        assert!(machine.unreadable().is_empty(), "{path}: {content}");
    }
}

#[test]
fn der_counts_and_a_folder_below_does_not() {
    let root = Pair::new("x");
    let machine = Machine::new();
    machine.write("p/anchors/x.der", root.certificate().der());
    machine.write("p/anchors/deeper/y.pem", Pair::new("y").one);
    assert_eq!(machine.said(), one("x", Trust::Trusted, BOTH));
}

#[test]
fn of_two_blocklists_the_one_of_today_counts() {
    let (today, before) = (Pair::new("today"), Pair::new("before"));
    let machine = Machine::new();
    for root in [&today, &before] {
        let name = root.certificate().subject().to_string();
        machine.write(&format!("p/anchors/{name}"), &root.one);
    }
    machine.write("p/blacklist/x", &before.one);
    machine.write("p/blocklist/x", &today.one);
    let trusted: Vec<String> = (machine.said().into_iter())
        .filter(|(_, trust, _)| *trust == Trust::Trusted)
        .map(|(name, _, _)| name)
        .collect();
    assert_eq!(trusted, ["CN=before"]);
}

#[test]
fn a_refusal_reaches_each_reader_as_far_as_it_was_measured() {
    let root = Pair::new("x");
    let certificate = root.certificate();
    let serial = [
        &[0x02, certificate.serial().len() as u8],
        certificate.serial(),
    ]
    .concat();
    let by_serial = object(&format!(
        "class: certificate\ncertificate-type: x-509\nx-distrusted: true\nissuer: {}\nserial-number: {}\n",
        quoted(certificate.issuer().der()),
        quoted(&serial)
    ));
    let by_key = object(&format!(
        "class: certificate\ncertificate-type: x-509\nx-distrusted: true\npublic-key-info: {}\n",
        quoted(certificate.spki_der())
    ));
    let itself = object(&format!("x-distrusted: true\n{}", root.one));
    let all: &[Client] = &[];
    for (path, content, trust, clients, is_said) in [
        ("p/blocklist/x", &root.one, Trust::Distrusted, all, false),
        ("p/x.p11-kit", &by_serial, Trust::Distrusted, all, false),
        ("p/blocklist/x", &by_serial, Trust::Distrusted, all, false),
        // NSS follows the last statement of a token, GnuTLS any refusal.
        (
            "p/x.p11-kit",
            &itself,
            Trust::Trusted,
            &[Client::Firefox],
            true,
        ),
        // A refusal by key affects only the extracted files.
        ("p/x.p11-kit", &by_key, Trust::Trusted, BOTH, true),
        ("p/blocklist/twin", &root.twin, Trust::Trusted, BOTH, true),
    ] {
        let machine = Machine::new();
        machine.write("p/anchors/x.pem", &root.one);
        machine.write(path, content);
        let stores = machine.read(&["/p"]);
        let found = said(&stores[0])
            .into_iter()
            .find(|(name, _, _)| name == "CN=x");
        assert_eq!(found.unwrap(), one("x", trust, clients)[0], "{path}");
        assert_eq!(!stores[0].remarks.is_empty(), is_said, "{path}");
    }
}

#[test]
fn of_two_tokens_nss_asks_the_first() {
    let root = Pair::new("x");
    let machine = Machine::new();
    machine.write("a/anchors/x", &root.one);
    machine.write("b/blocklist/x", &root.one);
    let of = |paths: &[&str]| -> Vec<(Trust, Vec<Client>)> {
        let stores = machine.read(paths);
        let each = stores.iter().flat_map(said);
        each.map(|(_, trust, clients)| (trust, clients)).collect()
    };
    let refused = (Trust::Distrusted, vec![]);
    let by_nss = (Trust::Trusted, vec![Client::Firefox]);
    assert_eq!(of(&["/a", "/b"]), [by_nss, refused.clone()]);
    assert_eq!(of(&["/b", "/a"]), [refused.clone(), refused]);
    assert_eq!(of(&["/nowhere"]), []);
}

#[test]
fn uses_that_are_attached_to_a_key_are_those_of_its_certificates() {
    let root = Pair::new("x");
    let key = quoted(root.certificate().spki_der());
    // Extension { 2.5.29.37, critical, SEQUENCE OF { 1.3.6.1.5.5.7.3.N } }
    let uses = |last: u8| {
        let value = [
            0x30, 0x16, 0x06, 0x03, 0x55, 0x1d, 0x25, 0x01, 0x01, 0xff, 0x04, 0x0c, 0x30, 0x0a,
            0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, last,
        ];
        object(&format!(
            "class: x-certificate-extension\nobject-id: 2.5.29.37\nvalue: {}\npublic-key-info: {key}\n",
            quoted(&value)
        ))
    };
    for (last, trust, clients) in [(1, Trust::Trusted, BOTH), (4, Trust::None, &[][..])] {
        let machine = Machine::new();
        machine.write("p/anchors/x.pem", &root.one);
        machine.write("p/uses.p11-kit", uses(last));
        assert_eq!(machine.said(), one("x", trust, clients));
    }
}

#[test]
fn what_p11_kit_may_not_understand_counts_as_a_root_and_is_named() {
    let root = Pair::new("x");
    let value = format!("value: {}\n", quoted(root.certificate().der()));
    for text in [
        format!("x-distrusted: true\nx-of-tomorrow: 1\n{}", root.one),
        format!("class: certificate\n{value}x-of-tomorrow: 1\n"),
        format!("trusted: 1\n{}", root.one),
    ] {
        let machine = Machine::new();
        machine.write("p/x.p11-kit", object(&text));
        assert_eq!(machine.said(), one("x", Trust::Trusted, BOTH), "{text}");
        assert_eq!(machine.unreadable().len(), 1, "{text}");
    }
    // In the blocklist p11-kit refuses PEM by either reading.
    let machine = Machine::new();
    machine.write(
        "p/blocklist/x",
        object(&format!("x-of-tomorrow: 1\n{}", root.one)),
    );
    assert_eq!(machine.said(), one("x", Trust::Distrusted, &[]));
    // Octets there are refused by only one reading.
    machine.write(
        "p/blocklist/x",
        object(&format!("x-of-tomorrow: 1\n{value}")),
    );
    assert_eq!(machine.said(), []);
}

#[test]
fn trust_in_nss_own_words_is_not_understood() {
    let machine = Machine::new();
    machine.write("p/x.p11-kit", object("class: nss-trust\nlabel: \"x\"\n"));
    assert_eq!(machine.unreadable().len(), 1);
}

#[test]
fn what_cannot_be_read_is_never_nothing() {
    let root = Pair::new("x").one;
    let machine = Machine::new();
    machine.write("p/anchors/x.pem", &root);
    symlink("loop", machine.path("p/anchors/loop")).unwrap();
    symlink("nowhere", machine.path("p/anchors/dangling")).unwrap();
    symlink("..", machine.path("p/anchors/up")).unwrap();
    assert_eq!(machine.said(), one("x", Trust::Trusted, BOTH));
    assert_eq!(machine.unreadable(), Vec::<Told>::new());

    let pipe = machine.path("p/anchors/pipe.p11-kit");
    let status = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(status.unwrap().success());
    assert_eq!(machine.unreadable().len(), 1);
    fs::remove_file(pipe).unwrap();

    // 100 MB that take no space on the disk.
    let huge = fs::File::create(machine.path("p/huge.p11-kit")).unwrap();
    huge.set_len(100 << 20).unwrap();
    assert_eq!(machine.unreadable().len(), 1);
    assert_eq!(machine.said(), one("x", Trust::Trusted, BOTH));
}

#[test]
fn more_files_than_any_folder_has_are_named() {
    let machine = Machine::new();
    fs::create_dir_all(machine.path("p/anchors")).unwrap();
    for number in 0..=MAX_FILES {
        fs::write(machine.path(&format!("p/anchors/{number}")), "").unwrap();
    }
    assert_eq!(machine.unreadable().len(), 1);
    fs::remove_file(machine.path("p/anchors/0")).unwrap();
    assert_eq!(machine.unreadable(), Vec::<Told>::new());
}

#[test]
fn a_refusal_that_p11_kit_may_not_load_refuses_nothing() {
    let root = Pair::new("x");
    let certificate = root.certificate();
    let key = quoted(certificate.spki_der());
    let refusal = format!(
        "class: certificate\ncertificate-type: x-509\nx-distrusted: true\npublic-key-info: {key}\n"
    );
    let by_itself = format!("x-distrusted: true\n{}", root.one);
    let typed = "certificate-type: x-509\n";
    for (text, is_certain) in [
        (object(&by_itself), true),
        (object(&refusal), true),
        // Without its type p11-kit loads no object (measured).
        (object(&refusal.replace(typed, "")), false),
        (object(&refusal.replace("x-509", "wtls")), false),
        (object(&format!("{refusal}issuer: \"%30\"\n")), false),
        (object(&format!("{refusal}id: \"x\"\n")), false),
        // An object before it prevents the file from being read.
        (object("label: \"x\"\n") + &object(&by_itself), false),
        (object("class: data\n") + &object(&by_itself), false),
    ] {
        for place in ["p/x.p11-kit", "p/blocklist/x.p11-kit"] {
            let machine = Machine::new();
            machine.write("p/anchors/x.pem", &root.one);
            machine.write(place, &text);
            let stores = machine.read(&["/p"]);
            let anchor = &stores[0].anchors[0];
            let is_whole = anchor.effective_for == BOTH && stores[0].remarks.is_empty();
            assert_eq!(is_whole, !is_certain, "{place}: {text}");
            assert_eq!(
                stores[0].unreadable.is_empty(),
                is_certain,
                "{place}: {text}"
            );
        }
    }
}
