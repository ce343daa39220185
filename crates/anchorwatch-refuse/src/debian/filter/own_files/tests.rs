use std::{fs, os::unix::fs::symlink};

use anchorwatch_home::{BlockList, BlockedKey, Change, Node, Role, Tree, Twins};
use anchorwatch_identity::{Certificate, UnixSeconds};
use data_encoding::BASE64;
use tempfile::TempDir;

use crate::{
    allowlist::Allowlist,
    debian::filter,
    draft::Draft,
    openssl,
    targets::{Goal, Targets},
};

const FOLDER: &str = "etc/ssl/certs";

struct Machine {
    root: TempDir,
    targets: Targets,
    /// The first of our files.
    file: String,
    /// All of our files, in the order of their links.
    files: Vec<String>,
    hash: String,
}

impl Machine {
    fn new() -> Self {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(["gov".to_owned()]).unwrap();
        let gov = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
        let blocked = BlockedKey {
            key: gov.spki_sha256(),
            because: "test".to_owned(),
            since: UnixSeconds::new(0),
            twins: Twins::of(&gov),
        };
        let root = tempfile::tempdir().unwrap();
        let tree = Tree::open(root.path()).unwrap();
        let list = BlockList::default().with(vec![blocked]);
        let targets = Targets::of(Goal::Refuse, &tree, list, &[]);
        let files = openssl::files(&targets);
        let names = files.iter().map(|file| file.name.to_str().unwrap());
        let names: Vec<String> = names.map(str::to_owned).collect();
        fs::create_dir_all(root.path().join(FOLDER)).unwrap();
        let machine = Self {
            root,
            file: names[0].clone(),
            files: names,
            hash: format!("{:08x}", files[0].hash),
            targets,
        };
        machine.write("ca-certificates.crt", "");
        machine.write("gov.pem", &pem(&gov));
        machine
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.root.path().join(FOLDER).join(name), content).unwrap();
    }

    fn link(&self, number: u32, target: &str) {
        let name = format!("{}.{number}", self.hash);
        symlink(target, self.root.path().join(FOLDER).join(name)).unwrap();
    }

    fn changes(&self) -> Vec<Change> {
        let mut draft = Draft::default();
        let tree = Tree::open(self.root.path()).unwrap();
        let allowlist = Allowlist::by_key(&self.targets.list);
        filter::changes(&tree, &self.targets, &allowlist, &mut draft).unwrap();
        draft.changes
    }

    fn make(&self) {
        let tree = Tree::open(self.root.path()).unwrap();
        for change in self.changes() {
            tree.make(&change, ".test").unwrap();
        }
        assert_eq!(self.changes(), []);
    }

    /// The targets of the hash links, by number.
    fn links(&self) -> Vec<String> {
        let folder = self.root.path().join(FOLDER);
        (0..)
            .map_while(|number| fs::read_link(folder.join(format!("{}.{number}", self.hash))).ok())
            .map(|target| target.to_str().unwrap().to_owned())
            .collect()
    }

    fn has(&self, name: &str) -> bool {
        self.root.path().join(FOLDER).join(name).is_file()
    }
}

fn pem(certificate: &Certificate) -> String {
    let body = BASE64.encode(certificate.der());
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

fn harmless() -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["gov".to_owned()]).unwrap();
    pem(&Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap())
}

fn harmless_named(name: &str) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    let kind = rcgen::DnType::CommonName;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(kind, name);
    pem(&Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap())
}

#[test]
fn the_root_goes_and_the_file_that_refuses_it_comes_in_its_place() {
    let machine = Machine::new();
    machine.link(0, "gov.pem");
    machine.make();
    assert!(!machine.has("gov.pem"));
    assert!(machine.has(&machine.file));
    assert_eq!(machine.links(), machine.files);
}

#[test]
fn a_harmless_namesake_keeps_its_number_before_or_behind() {
    for order in [["gov.pem", "same.pem"], ["same.pem", "gov.pem"]] {
        let machine = Machine::new();
        machine.write("same.pem", &harmless());
        machine.link(0, order[0]);
        machine.link(1, order[1]);
        machine.make();
        assert_eq!(
            machine.links(),
            [&["same.pem".to_owned()], &machine.files[..]].concat()
        );
    }
}

#[test]
fn a_file_that_was_taken_away_comes_back_under_its_old_link() {
    let machine = Machine::new();
    machine.make();
    fs::remove_file(machine.root.path().join(FOLDER).join(&machine.file)).unwrap();
    machine.make();
    assert!(machine.has(&machine.file));
    assert_eq!(machine.links(), machine.files);
}

#[test]
fn a_link_to_nothing_that_would_end_openssl_s_search_makes_way() {
    let machine = Machine::new();
    machine.link(0, "nothing.pem");
    machine.make();
    assert_eq!(machine.links(), machine.files);
    // A link with another hash is ignored.
    symlink(
        "nothing.pem",
        machine.root.path().join(FOLDER).join("0badcafe.0"),
    )
    .unwrap();
    assert_eq!(machine.changes(), []);
}

#[test]
fn what_cannot_be_loaded_makes_way_where_ours_would_stand_behind_it() {
    let machine = Machine::new();
    let garbage = format!("{}.0", machine.hash);
    machine.write(&garbage, "garbage");
    machine.write("0badcafe.0", "garbage");
    machine.make();
    assert_eq!(machine.links(), machine.files);
    assert!(machine.has("0badcafe.0"), "one of another name");
    // OpenSSL loads a namesake, and then ours.
    let machine = Machine::new();
    machine.write(&garbage.replace(".0", ".txt"), "");
    machine.write(&format!("{}.0", machine.hash), &harmless());
    machine.make();
    assert!(!machine.root.path().join(FOLDER).join(&garbage).is_symlink());
    assert!(machine.has(&format!("{}.1", machine.hash)));
}

#[test]
fn someone_else_s_root_under_our_file_s_name_is_cut_and_replaced() {
    let machine = Machine::new();
    let root = machine.root.path().join(FOLDER).join("gov.pem");
    machine.write(&machine.file, &fs::read_to_string(root).unwrap());
    machine.make();
    let placed = fs::read_to_string(machine.root.path().join(FOLDER).join(&machine.file)).unwrap();
    assert!(placed.contains("TRUSTED CERTIFICATE"), "{placed}");
    // Also a link to a root elsewhere, as the distribution's tool would make it.
    let file = machine.root.path().join(FOLDER).join(&machine.file);
    fs::remove_file(&file).unwrap();
    machine.write("same.pem", &harmless());
    symlink("same.pem", &file).unwrap();
    machine.make();
    assert!(!file.is_symlink());
}

#[test]
fn a_file_of_ours_with_one_byte_changed_is_written_anew() {
    let machine = Machine::new();
    machine.make();
    let file = machine.root.path().join(FOLDER).join(&machine.file);
    let ours = fs::read_to_string(&file).unwrap();
    fs::write(&file, ours.replace("TRUSTED ", "")).unwrap();
    machine.make();
    assert_eq!(fs::read_to_string(&file).unwrap(), ours);
}

impl Machine {
    /// What `undo` does with our files and the links to them.
    fn take_away(&self) {
        let tree = Tree::open(self.root.path()).unwrap();
        let going = |file: &String| {
            let path = std::path::Path::new("/").join(FOLDER).join(file);
            Change {
                before: tree.node(&path).unwrap(),
                after: Node::Absent,
                role: Role::Own,
                actor: None,
                path,
            }
        };
        let going: Vec<Change> = self.files.iter().map(going).collect();
        assert_eq!(filter::beside_undo(&tree, &[]).unwrap(), []);
        let all: Vec<&Change> = going.iter().collect();
        let stale = filter::beside_undo(&tree, &all).unwrap();
        for change in going.iter().chain(&stale) {
            tree.make(change, ".test").unwrap();
        }
    }
}

/// What `undo` plans after the store was rebuilt: the file is removed, and the record of its
/// links is out of date.
#[test]
fn a_link_with_another_number_goes_with_its_file_and_a_namesake_moves_up() {
    let machine = Machine::new();
    machine.make();
    let folder = machine.root.path().join(FOLDER);
    for number in 0..machine.files.len() {
        fs::remove_file(folder.join(format!("{}.{number}", machine.hash))).unwrap();
    }
    machine.write("same.pem", &harmless());
    machine.link(0, &machine.files[0]);
    machine.link(1, "same.pem");
    for (number, file) in (2..).zip(&machine.files[1..]) {
        machine.link(number, file);
    }
    machine.take_away();
    assert_eq!(machine.links(), ["same.pem"]);
}

#[test]
fn a_file_of_another_hash_that_is_too_large_to_read_keeps_no_link() {
    let machine = Machine::new();
    machine.make();
    assert!(!machine.links().is_empty());
    let other = machine.root.path().join(FOLDER).join("0a0a0a0a.0");
    let other = fs::File::create(other).unwrap();
    other.set_len((256 << 20) + 1).unwrap();
    machine.take_away();
    assert!(machine.links().is_empty());
}

const BUNDLE: &str = "ca-certificates.crt";

impl Machine {
    fn bundle(&self) -> String {
        fs::read_to_string(self.root.path().join(FOLDER).join(BUNDLE)).unwrap()
    }

    fn ours(&self) -> String {
        let folder = self.root.path().join(FOLDER);
        let files = self.files.iter().map(|file| folder.join(file));
        files
            .map(|file| fs::read_to_string(file).unwrap())
            .collect()
    }
}

#[test]
fn beside_a_namesake_the_bundle_begins_with_what_refuses_and_without_one_it_does_not() {
    let machine = Machine::new();
    let gov = fs::read_to_string(machine.root.path().join(FOLDER).join("gov.pem")).unwrap();
    let (namesake, other) = (harmless(), harmless_named("another"));
    machine.write(BUNDLE, &[gov.clone(), other.clone()].concat());
    machine.make();
    assert_eq!(machine.bundle(), other);
    machine.write(BUNDLE, &[namesake.clone(), gov, other.clone()].concat());
    machine.make();
    let expected = [machine.ours(), namesake, other.clone()].concat();
    assert_eq!(machine.bundle(), expected);
    // Wherever and however often it occurs: once, at the start.
    machine.write(BUNDLE, &[expected.as_str(), &machine.ours()].concat());
    machine.make();
    assert_eq!(machine.bundle(), expected);
    // The namesake is gone, so our text for it goes too.
    machine.write(BUNDLE, &[machine.ours(), other.clone()].concat());
    machine.make();
    assert_eq!(machine.bundle(), other);
}

#[test]
fn a_name_in_another_string_type_and_letter_case_is_a_namesake_to_openssl() {
    let machine = Machine::new();
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(["x".to_owned()]).unwrap();
    let name = rcgen::DnValue::PrintableString("RCGEN Self Signed Cert".try_into().unwrap());
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    let namesake = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
    machine.write(BUNDLE, &pem(&namesake));
    machine.make();
    assert_eq!(machine.bundle(), [machine.ours(), pem(&namesake)].concat());
}

#[test]
fn what_only_looks_like_ours_is_cut_out_of_the_bundle_like_any_other() {
    let machine = Machine::new();
    machine.make();
    let ours = fs::read_to_string(machine.root.path().join(FOLDER).join(&machine.file)).unwrap();
    let other = harmless_named("another");
    let heads: String = ours.split_inclusive('\n').take(3).collect();
    for fake in [
        // A trusted certificate of the refused key, without the refusal.
        ours.replace("TRUSTED ", ""),
        ours.replacen("# Written by", "# Written  by", 1),
        // A head without an end before it.
        [heads.as_str(), &ours].concat(),
    ] {
        machine.write(BUNDLE, &[fake.as_str(), &other].concat());
        machine.make();
        assert!(!machine.bundle().contains("END TRUSTED"), "{fake}");
        assert!(machine.bundle().ends_with(&other));
    }
}

#[test]
fn taking_another_key_out_leaves_what_stands_in_front_of_the_bundle() {
    let machine = Machine::new();
    machine.write(BUNDLE, &harmless());
    machine.make();
    let before = machine.bundle();
    assert!(before.starts_with("# Written by"));
    let tree = Tree::open(machine.root.path()).unwrap();
    let list = BlockList::default();
    let targets = Targets::of(Goal::Remove, &tree, list, &[]);
    let mut draft = Draft::default();
    let allowlist = Allowlist::by_key(&targets.list);
    filter::changes(&tree, &targets, &allowlist, &mut draft).unwrap();
    assert_eq!(draft.changes, []);
}

/// A folder may have a million names: only those that change, and those that OpenSSL counts
/// together with them, are kept while planning.
#[test]
fn of_a_folder_only_what_changes_and_the_names_of_its_hash_are_held() {
    let machine = Machine::new();
    machine.write("same.pem", &harmless());
    machine.link(0, "gov.pem");
    machine.link(1, "same.pem");
    for name in ["note.txt", "other.pem", "0badcafe.0"] {
        machine.write(name, "x");
    }
    symlink(
        "nothing",
        machine.root.path().join(FOLDER).join("0badcafe.1"),
    )
    .unwrap();
    let tree = Tree::open(machine.root.path()).unwrap();
    let allowlist = Allowlist::by_key(&machine.targets.list);
    let rejects = openssl::files(&machine.targets);
    let mut draft = Draft::default();
    let folder = std::path::Path::new("/").join(FOLDER);
    let (current, wanted) =
        filter::current_and_wanted(&tree, &folder, &allowlist, &rejects, &mut draft).unwrap();
    let names = |held: &std::collections::BTreeMap<std::ffi::OsString, Node>| {
        let names = held.keys().map(|name| name.to_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let link = |number: u32| format!("{}.{number}", machine.hash);
    let mut held = [link(0), link(1), "gov.pem".to_owned()];
    held.sort();
    assert_eq!(names(&current), held);
    assert_eq!(names(&wanted), [link(0)]);
}
