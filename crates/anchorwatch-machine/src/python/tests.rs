use super::*;

fn pem(name: &str) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    params.self_signed(&key).unwrap().pem()
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

    fn write(&self, inside: &str, bytes: &[u8]) {
        let path = self.folder.path().join(inside.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn read(&self, paths: &[&str]) -> Inventory {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        read(&self.tree, &paths, None)
    }
}

#[test]
fn a_bundle_is_trusted_by_the_package_that_brings_it() {
    let machine = Machine::new();
    let bundle = pem("a.test") + &pem("b.test");
    for (path, client) in [
        (
            "/v/site-packages/certifi/cacert.pem",
            Client::PythonRequests,
        ),
        (
            "/v/site-packages/requests/cacert.pem",
            Client::PythonRequests,
        ),
        (
            "/v/site-packages/pip/_vendor/certifi/cacert.pem",
            Client::Pip,
        ),
        ("/v/site-packages/botocore/cacert.pem", Client::AwsCli),
        ("/v/conda/ssl/cert.pem", Client::PythonSsl),
    ] {
        machine.write(path, bundle.as_bytes());
        let inventory = machine.read(&[path]);
        let [store] = inventory.stores.as_slice() else {
            panic!("{path}")
        };
        assert_eq!(
            (store.id.as_str(), store.anchors.len()),
            (&*format!("certifi:{path}"), 2)
        );
        assert!(
            store
                .anchors
                .iter()
                .all(|anchor| anchor.effective_for.contains(&client))
        );
    }
}

#[test]
fn copies_are_stores_of_their_own_and_their_damage_is_said_of_each() {
    let machine = Machine::new();
    let good = pem("a.test");
    let damaged = good.clone() + &good.replacen("MI", "M!", 1);
    machine.write("/1/certifi/cacert.pem", damaged.as_bytes());
    machine.write("/2/certifi/cacert.pem", damaged.as_bytes());
    machine.write("/3/certifi/cacert.pem", good.as_bytes());
    let paths = [
        "/1/certifi/cacert.pem",
        "/2/certifi/cacert.pem",
        "/3/certifi/cacert.pem",
    ];
    let inventory = machine.read(&paths);
    let told: Vec<_> = inventory
        .stores
        .iter()
        .map(|store| (store.anchors.len(), store.unreadable.len()))
        .collect();
    assert_eq!(told, [(1, 1), (1, 1), (1, 0)]);
}

#[test]
fn a_package_of_debians_that_names_the_systems_bundle_is_not_trusted() {
    let machine = Machine::new();
    let path = "/d/certifi/cacert.pem";
    machine.write(path, pem("a.test").as_bytes());
    let core = "\"\"\"x\"\"\"\n\nDEBIAN_CA_CERTS_PATH = '/etc/ssl/certs/ca-certificates.crt'\n\n\n\
        def where() -> str:\n    return DEBIAN_CA_CERTS_PATH\n\n";
    let trust = |core: &str| {
        machine.write("/d/certifi/core.py", core.as_bytes());
        machine.read(&[path]).stores[0].anchors[0].trust
    };
    assert_eq!(trust(core), Trust::None);
    let own = "\ndef where() -> str:\n    return f\n";
    assert_eq!(trust(own), Trust::Trusted);
    // The last definition is in force; one in a comment does not count.
    assert_eq!(trust(&(core.to_owned() + own)), Trust::Trusted);
    assert_eq!(
        trust(&core.replace("def where", "# def where")),
        Trust::Trusted
    );
    assert_eq!(trust(&core.replace("/etc/ssl", "/tmp/ssl")), Trust::Trusted);
}

#[test]
fn a_bundle_that_is_too_large_or_no_file_is_not_passed_over_as_clean() {
    let machine = Machine::new();
    machine.write("/a/certifi/cacert.pem", &vec![b'#'; 17 << 20]);
    machine.write("/b/certifi/cacert.pem/x", b"");
    let inventory = machine.read(&["/a/certifi/cacert.pem", "/b/certifi/cacert.pem", "/c"]);
    let [store] = inventory.stores.as_slice() else {
        panic!("{:?}", inventory.stores)
    };
    assert!(store.error.is_some() && inventory.closed.is_empty());
}
