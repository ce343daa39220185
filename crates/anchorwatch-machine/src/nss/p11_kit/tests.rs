use std::fs;

use anchorwatch_container::certificate_file;

use super::{super::modules, *};
use crate::Trust;
use crate::debian;

const CLIENTS: [Client; 1] = [Client::Chromium];

fn root(name: &str) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new([]).unwrap();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    params.self_signed(&key).unwrap().pem()
}

/// The certificate with OpenSSL's mark that it is for TLS servers.
fn trusted_for_servers(pem: &str) -> String {
    let file = certificate_file(pem.as_bytes());
    let settings = [
        0x30, 0x0c, 0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01,
    ];
    let der = file.certificates().next().unwrap().der();
    let text = data_encoding::BASE64.encode(&[der, &settings].concat());
    format!("-----BEGIN TRUSTED CERTIFICATE-----\n{text}\n-----END TRUSTED CERTIFICATE-----\n")
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn tree(&self) -> Tree {
        Tree::open(self.folder.path()).unwrap()
    }

    /// The names of the roots that are trusted, and what is not understood.
    fn trust(&self, parameters: &str) -> (Vec<String>, Vec<Told>) {
        let brought = of_trust(&self.tree(), None, parameters, "/x", &CLIENTS);
        said(brought)
    }

    fn proxy(&self, user: Option<&User>) -> (Vec<String>, Vec<Told>) {
        said(modules::of_proxy(&self.tree(), user, "/x", &CLIENTS))
    }
}

fn said(brought: Brought) -> (Vec<String>, Vec<Told>) {
    let mut trusted = Vec::new();
    let mut unclear = brought.unclear;
    for store in brought.stores {
        unclear.extend(store.unreadable);
        unclear.extend(store.error);
        for anchor in store.anchors {
            if anchor.trust == Trust::Trusted && !anchor.effective_for.is_empty() {
                trusted.push(anchor.certificate.subject().to_string());
            }
        }
    }
    trusted.sort();
    (trusted, unclear)
}

#[test]
fn paths_are_read_as_p11_kit_reads_them() {
    let place = Place::new();
    place.write("/p/top.crt", root("top"));
    place.write("/p/anchors/anchor.pem", root("anchor"));
    place.write("/p/anchors/deeper/deep.pem", root("deep"));
    place.write("/p/blocklist/refused.pem", root("refused"));
    place.write("/p/trusted.pem", trusted_for_servers(&root("trusted")));
    let own = format!("[p11-kit-object-v1]\ntrusted: true\n{}", root("own"));
    place.write("/p/x.p11-kit", own);
    place.write("/one.pem", root("one"));
    place.write(debian::BUNDLE, root("bundle"));
    let names =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| format!("CN={name}")).collect() };
    let all = names(&["anchor", "own", "trusted"]);
    for parameters in [
        "paths=/p",
        "paths='/p'",
        "\"paths='/p'\"",
        "verbose=yes  paths=\"/p\"",
        "paths=/one.pem paths=/p",
        "'paths=/p'",
    ] {
        assert_eq!(
            place.trust(parameters),
            (all.clone(), vec![]),
            "{parameters}"
        );
    }
    assert_eq!(place.trust("paths=/one.pem:/nowhere").0, names(&["one"]));
    assert_eq!(place.trust("").0, names(&["bundle"]));
    assert_eq!(place.trust("paths=").0, names(&[]));
}

#[test]
fn what_is_not_understood_is_named() {
    let place = Place::new();
    for parameters in ["paths=p", "PATHS=/p", "other", "paths = /p"] {
        assert!(!place.trust(parameters).1.is_empty(), "{parameters}");
    }
    place.write(
        "/p/anchors/x.p11-kit",
        "[p11-kit-object-v1]\nvalue: \"%30%82\"\n",
    );
    assert!(!place.trust("paths=/p").1.is_empty());
}

#[test]
fn the_proxy_passes_on_what_its_modules_files_do_not_keep_from_it() {
    let place = Place::new();
    let user = User {
        name: "a".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/a".into(),
    };
    place.write(debian::BUNDLE, root("bundle"));
    place.write("/p.pem", root("own"));
    let bundle = vec!["CN=bundle".to_owned()];
    assert_eq!(place.proxy(None), (bundle.clone(), vec![]));

    let module = "/usr/share/p11-kit/modules/p11-kit-trust.module";
    let text = "# a comment\nmodule: p11-kit-trust.so\npriority: 1\ntrust-policy: yes\n";
    place.write(module, format!("{text}disable-in: p11-kit-proxy\n"));
    assert_eq!(place.proxy(None), (vec![], vec![]));
    place.write(module, text);
    assert_eq!(place.proxy(None).0, bundle);

    // The user's values override the system's.
    let own = "/home/a/.config/pkcs11/modules/p11-kit-trust.module";
    place.write(own, "x-init-reserved: paths=/p.pem\n");
    assert_eq!(place.proxy(Some(&user)).0, ["CN=own"]);
    for (text, is_named) in [
        ("module: /home/a/x.so\n", true),
        ("remote: |/home/a/x\n", true),
        ("x-unheard-of: 1\nmodule: opensc-pkcs11.so\n", true),
        ("module: /usr/lib/opensc-pkcs11.so\n", false),
    ] {
        place.write("/etc/pkcs11/modules/other.module", text);
        assert_eq!(!place.proxy(None).1.is_empty(), is_named, "{text}");
    }
}

#[test]
fn a_proxy_that_names_itself_is_read_once() {
    let place = Place::new();
    place.write(debian::BUNDLE, root("bundle"));
    let folder = "/usr/share/p11-kit/modules";
    place.write(
        &format!("{folder}/trust.module"),
        "module: p11-kit-trust.so\n",
    );
    let bundle = vec!["CN=bundle".to_owned()];
    assert_eq!(place.proxy(None), (bundle.clone(), vec![]));
    for library in ["p11-kit-proxy.so", "/usr/lib/p11-kit-proxy.so"] {
        let itself = format!("module: {library}\n");
        place.write(&format!("{folder}/itself.module"), itself);
        assert_eq!(place.proxy(None), (bundle.clone(), vec![]), "{library}");
    }
}
