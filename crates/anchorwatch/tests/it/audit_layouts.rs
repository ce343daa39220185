//! Distributions other than Debian: what is read, what trusts it, and that nothing is blocked
//! only partly.

use std::{collections::BTreeMap, fs, path::Path};

use anchorwatch_lab::{
    Root,
    tree::{DISTRIBUTIONS, Distribution, DistributionTree, Extracted, NamedRoot},
};
use serde_json::Value;

use crate::run::{Run, anchorwatch};

/// A distribution's tree to which an administrator added a root.
struct Machine {
    _folder: tempfile::TempDir,
    tree: DistributionTree,
}

impl Machine {
    fn new(distribution: &Distribution, added: &[NamedRoot], extracted: Extracted) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shipped = NamedRoot::public();
        let tree =
            DistributionTree::create(folder.path(), distribution, &shipped, added, extracted);
        Self {
            _folder: folder,
            tree: tree.unwrap(),
        }
    }

    fn run(&self, args: &[&str]) -> Run {
        let root = self.tree.path().display().to_string();
        anchorwatch(&[args, &["--root", &root]].concat())
    }

    fn audit(&self, code: i32) -> Value {
        let run = self.run(&["audit", "--format", "json"]);
        assert_eq!(run.code, code, "{}", run.stdout);
        run.json("anchorwatch.audit/1")
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.tree.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// The kinds of stores that hold certificates, each with the programs that trust them.
fn trusted(answer: &Value) -> BTreeMap<String, Vec<String>> {
    let mut trusted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in answer["findings"].as_array().unwrap() {
        if finding["kind"] != "certificate" {
            continue;
        }
        let store = answer["stores"]
            .as_array()
            .unwrap()
            .iter()
            .find(|store| store["id"] == finding["store_id"])
            .unwrap();
        let clients = finding["effective_for"].as_array().unwrap();
        let clients = clients.iter().map(|one| one.as_str().unwrap().to_owned());
        let kind = store["kind"].as_str().unwrap().to_owned();
        trusted.entry(kind).or_default().extend(clients);
    }
    trusted
}

fn codes(answer: &Value) -> Vec<&str> {
    let remarks = answer["remarks"].as_array().unwrap();
    remarks
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect()
}

fn named(name: &str) -> &'static Distribution {
    Distribution::named(name).unwrap()
}

fn imposed() -> [NamedRoot; 1] {
    [NamedRoot::new("imposed", &Root::isca_like().unwrap())]
}

fn everything(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        if path.is_symlink() {
            let target = fs::read_link(&path).unwrap().display().to_string();
            found.insert(name, target.into_bytes());
        } else if path.is_dir() {
            found.insert(name, Vec::new());
            everything(&path, found);
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
}

#[test]
fn a_stock_tree_has_no_finding_and_is_named_as_not_yet_blocked() {
    for distribution in DISTRIBUTIONS {
        let machine = Machine::new(distribution, &[], Extracted::After);
        let answer = machine.audit(0);
        assert_eq!(
            answer["findings"],
            serde_json::json!([]),
            "{}",
            distribution.name
        );
        assert_eq!(
            codes(&answer),
            ["not_refusable_yet"],
            "{}",
            distribution.name
        );
        let run = machine.run(&["audit"]);
        assert!(
            run.phrases().contains("does not know yet"),
            "{}",
            run.stdout
        );
        run.assert_readable();
    }
}

#[test]
fn an_imposed_root_is_an_alarm_before_the_tool_ran_and_after() {
    for distribution in DISTRIBUTIONS {
        let source = if distribution.uses_p11_kit() {
            "p11_kit_source"
        } else {
            "debian_local"
        };
        // A place that Debian has too keeps Debian's kind.
        let bundle = match distribution.bundle {
            "etc/ssl/certs/ca-certificates.crt" => "debian_bundle",
            _ => "system_bundle",
        };
        let before = Machine::new(distribution, &imposed(), Extracted::Before).audit(10);
        let by_store = trusted(&before);
        assert_eq!(
            by_store.keys().collect::<Vec<_>>(),
            [source],
            "{}",
            distribution.name
        );
        // GnuTLS reads p11-kit's folders; any other waits for the tool.
        let has_gnutls = by_store[source].iter().any(|client| client == "gnutls");
        assert_eq!(
            has_gnutls,
            distribution.uses_p11_kit(),
            "{}",
            distribution.name
        );
        let has_openssl = by_store[source].iter().any(|client| client == "openssl");
        assert!(!has_openssl, "{}", distribution.name);

        let after = Machine::new(distribution, &imposed(), Extracted::After).audit(10);
        let by_store = trusted(&after);
        for client in ["openssl", "go"] {
            let is_there = by_store[bundle].iter().any(|one| one == client);
            assert!(is_there, "{}: {client}: {by_store:?}", distribution.name);
        }
    }
}

#[test]
fn a_blocklist_holds_against_the_same_certificate_and_not_against_its_twin() {
    let root = Root::isca_like().unwrap();
    let added = [NamedRoot::new("imposed", &root)];
    let machine = Machine::new(named("Fedora"), &added, Extracted::Before);
    let blocklist = "etc/pki/ca-trust/source/blocklist/x.pem";
    let trusting_programs = |answer: &Value| trusted(answer).remove("p11_kit_source").unwrap();
    machine.write(blocklist, &root.pem());
    // Refused, but its key is still known: reported, and trusted by nothing.
    let refused = machine.audit(10);
    assert_eq!(trusting_programs(&refused), [""; 0]);
    machine.write(blocklist, &root.reissued().unwrap().pem());
    assert!(trusting_programs(&machine.audit(10)).contains(&"gnutls".to_owned()));
}

#[test]
fn block_and_remove_change_nothing_where_they_cannot_do_all() {
    for distribution in DISTRIBUTIONS {
        let machine = Machine::new(distribution, &imposed(), Extracted::After);
        let mut before = BTreeMap::new();
        everything(machine.tree.path(), &mut before);
        for command in ["block", "remove"] {
            let run = machine.run(&[command, "--class", "suspected_family", "--apply"]);
            run.assert_error(
                "how to refuse a key there is not known yet",
                "nothing was changed",
            );
        }
        let mut after = BTreeMap::new();
        everything(machine.tree.path(), &mut after);
        assert_eq!(before, after, "{}", distribution.name);
    }
}

#[test]
fn a_store_that_is_there_and_cannot_be_read_is_inconclusive() {
    let machine = Machine::new(named("Fedora"), &[], Extracted::After);
    machine.audit(0);
    machine.write(
        "etc/pki/ca-trust/source/anchors/x.p11-kit",
        "[p11-kit-object-v1]\nx: 1\n",
    );
    machine.audit(11);
    let machine = Machine::new(named("Arch Linux"), &[], Extracted::After);
    let bundle = "etc/ca-certificates/extracted/tls-ca-bundle.pem";
    let bundle = machine.tree.path().join(bundle);
    fs::remove_file(&bundle).unwrap();
    fs::create_dir(&bundle).unwrap();
    machine.audit(11);
}

/// Alpine's marker file on a Debian once hid OpenSSL's own folder from the audit and prevented
/// a block.
#[test]
fn the_mark_of_another_system_hides_no_root_and_stops_no_block() {
    let machine = crate::run::Machine::with(&[]);
    let dpkg = machine.path("var/lib/dpkg/info/ca-certificates.list");
    fs::create_dir_all(dpkg.parent().unwrap()).unwrap();
    fs::write(dpkg, "").unwrap();
    fs::create_dir_all(machine.path("etc/apk")).unwrap();
    let openssl = machine.path("usr/lib/ssl");
    fs::create_dir_all(&openssl).unwrap();
    let root = Root::isca_like().unwrap();
    fs::remove_file(openssl.join("cert.pem")).ok();
    fs::write(openssl.join("cert.pem"), root.pem()).unwrap();
    let place = machine.root_text();
    let run = anchorwatch(&["audit", "--root", &place, "--format", "json"]);
    assert_eq!(run.code, 10, "{}", run.stdout);
    let answer = run.json("anchorwatch.audit/1");
    let readers = answer["findings"][0]["effective_for"].as_array().unwrap();
    assert!(readers.contains(&"openssl".into()), "{readers:?}");
    let block = |place: &str| {
        let class = ["--class", "suspected_family"];
        let args = [&["block", "--root", place, "--format", "json"][..], &class].concat();
        let run = anchorwatch(&args);
        assert!([11, 12].contains(&run.code), "{}{}", run.stdout, run.stderr);
        let plan = run.json("anchorwatch.plan/1");
        let covered = plan["covered"].to_string();
        assert!(covered.contains("/usr/lib/ssl/cert.pem"), "{covered}");
        plan["not_refused"].to_string()
    };
    let bundle = machine.path("etc/pki/tls/certs/ca-bundle.crt");
    fs::create_dir_all(bundle.parent().unwrap()).unwrap();
    assert!(!block(&place).contains("ca-bundle.crt"));
    fs::write(&bundle, root.pem()).unwrap();
    assert!(block(&place).contains("ca-bundle.crt"), "{}", block(&place));
}

#[test]
fn a_tree_without_a_known_store_is_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("etc")).unwrap();
    let root = folder.path().display().to_string();
    let run = anchorwatch(&["audit", "--format", "json", "--root", &root]);
    assert_eq!(run.code, 0);
    assert_eq!(codes(&run.json("anchorwatch.audit/1")), ["no_system_store"]);
    for (language, said, never) in [
        ("en", "No system store that we know is here", "needs action"),
        (
            "ru",
            "Известного нам системного хранилища здесь нет",
            "не требуют действий",
        ),
        (
            "kk",
            "Мұнда бізге белгілі жүйелік қойма жоқ",
            "әрекетті қажет етпейді",
        ),
    ] {
        let run = anchorwatch(&["audit", "--language", language, "--root", &root]);
        let text = run.phrases();
        assert!(text.contains(said) && !text.contains(never), "{text}");
    }
}
