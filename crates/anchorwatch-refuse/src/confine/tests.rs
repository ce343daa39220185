use std::{fs, os::unix::fs::symlink, path::PathBuf};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{BlockList, Change, Node, Role, Tree, Unlisted, UnlistedTreatment};
use anchorwatch_identity::{CertSha256, UnixSeconds};
use anchorwatch_machine::confined_cert::Serial;
use anchorwatch_policy::PermittedSubtrees;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

use super::*;
use crate::{
    allowlist::Allowlist,
    debian::filter,
    draft::Draft,
    targets::{Goal, Targets},
};

const FOLDER: &str = "etc/ssl/certs";
const LOCAL: &str = "usr/local/share/ca-certificates/works.crt";

fn root(name: &str) -> Certificate {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

fn confined(root: &Certificate) -> Certificate {
    let permitted = PermittedSubtrees::private_and(&[]);
    confined_cert::of(root, &permitted, None, Serial::OfTheRoot).unwrap()
}

/// A Debian machine with an authority's root and a company's.
struct Machine {
    folder: tempfile::TempDir,
    list: BlockList,
    authority: Certificate,
    works: Certificate,
}

impl Machine {
    fn new() -> Self {
        let (authority, works) = (root("Authority"), root("Works"));
        let shipped = [authority.sha256()];
        let unlisted = Unlisted::of(UnlistedTreatment::Confine, shipped);
        let machine = Self {
            folder: tempfile::tempdir().unwrap(),
            list: BlockList::default().limiting_unlisted(unlisted),
            authority,
            works,
        };
        fs::create_dir_all(machine.path(FOLDER)).unwrap();
        machine.write(LOCAL, &pem(&machine.works));
        machine.update();
        machine
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, content: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), content).unwrap();
    }

    fn link(&self, name: &str, target: &str) {
        let path = self.path(FOLDER).join(name);
        fs::remove_file(&path).unwrap_or_default();
        symlink(target, path).unwrap();
    }

    fn hash(&self) -> String {
        format!("{:08x}", name_hash::of(self.works.subject().der()).unwrap())
    }

    /// What the distribution's tool does.
    fn update(&self) {
        let mut bundle = pem(&self.authority);
        if self.path(LOCAL).exists() {
            bundle.push_str(&pem(&self.works));
            self.link("works.pem", &format!("/{LOCAL}"));
            self.link(&format!("{}.0", self.hash()), "works.pem");
        }
        self.write(&format!("{FOLDER}/ca-certificates.crt"), &bundle);
    }

    fn tree(&self) -> Tree {
        Tree::open(self.folder.path()).unwrap()
    }

    fn plan(&self) -> Draft {
        let tree = self.tree();
        let targets = Targets::of(Goal::Refuse, &tree, self.list.clone(), &[]);
        let (allowlist, _) = Allowlist::of(&tree, &self.list, UnixSeconds::new(1_800_000_000));
        let mut draft = Draft::default();
        filter::changes(&tree, &targets, &allowlist, &mut draft).unwrap();
        draft
    }

    /// Filters, and returns the changes.
    fn filter(&self) -> Vec<Change> {
        let changes = self.plan().changes;
        for change in &changes {
            self.tree().make(change, ".test").unwrap();
        }
        changes
    }

    /// The certificates that a file shows.
    fn shows(&self, name: &str) -> Vec<CertSha256> {
        let content = fs::read(self.path(FOLDER).join(name)).unwrap_or_default();
        let file = certificate_file(&content);
        file.certificates().map(Certificate::sha256).collect()
    }

    fn own_file(&self) -> String {
        let file = file_of(&confined(&self.works)).unwrap();
        file.name.into_string().unwrap()
    }
}

#[test]
fn the_bundle_and_the_folder_show_the_confined_certificate_in_the_root_s_place() {
    let machine = Machine::new();
    machine.filter();
    let (authority, works) = (
        machine.authority.sha256(),
        confined(&machine.works).sha256(),
    );
    assert_eq!(machine.shows("ca-certificates.crt"), [authority, works]);
    assert_eq!(machine.shows(&machine.own_file()), [works]);
    assert_eq!(machine.shows(&format!("{}.0", machine.hash())), [works]);
    assert!(!machine.path(FOLDER).join("works.pem").exists());
    assert_eq!(machine.filter(), [], "a second run changes nothing");
    machine.update();
    machine.filter();
    assert_eq!(machine.shows("ca-certificates.crt"), [authority, works]);
    assert_eq!(machine.filter(), []);
}

#[test]
fn a_root_that_its_owner_uninstalls_goes_with_the_next_update() {
    let machine = Machine::new();
    machine.filter();
    fs::remove_file(machine.path(LOCAL)).unwrap();
    assert_eq!(machine.filter(), [], "until the update");
    machine.update();
    machine.filter();
    assert_eq!(
        machine.shows("ca-certificates.crt"),
        [machine.authority.sha256()]
    );
    let left = fs::read_dir(machine.path(FOLDER)).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["ca-certificates.crt"]);
}

#[test]
fn a_local_root_of_which_the_store_shows_nothing_is_confined_at_once() {
    let machine = Machine::new();
    let bundle = format!("{FOLDER}/ca-certificates.crt");
    machine.write(&bundle, &pem(&machine.authority));
    machine.write("usr/local/share/ca-certificates/deep/other.crt", "nothing");
    machine.filter();
    let (authority, works) = (
        machine.authority.sha256(),
        confined(&machine.works).sha256(),
    );
    assert_eq!(machine.shows("ca-certificates.crt"), [authority, works]);
    assert_eq!(machine.shows(&machine.own_file()), [works]);
    // The distribution's tool takes no other names.
    let taken = machine.path(LOCAL);
    fs::rename(&taken, taken.with_extension("pem")).unwrap();
    machine.write(&bundle, &pem(&machine.authority));
    machine.filter();
    assert_eq!(machine.shows("ca-certificates.crt"), [authority]);
}

#[test]
fn a_root_in_a_file_written_by_hand_is_confined_in_that_file_and_others_stay() {
    let machine = Machine::new();
    let text = format!("# mine\n{}{}", pem(&machine.authority), pem(&machine.works));
    machine.write(&format!("{FOLDER}/mine.pem"), &text);
    let changes = machine.filter();
    let works = confined(&machine.works);
    let expected = format!("# mine\n{}{}", pem(&machine.authority), pem(&works));
    let written = fs::read_to_string(machine.path(FOLDER).join("mine.pem")).unwrap();
    assert_eq!(written, expected);
    let by_hand: Vec<_> = changes
        .iter()
        .filter(|change| change.role == Role::Own)
        .map(|change| change.path.file_name().unwrap())
        .collect();
    assert_eq!(by_hand, ["mine.pem"], "it alone needs a receipt");
    assert_eq!(machine.filter(), []);
}

#[test]
fn a_root_with_openssl_s_own_trust_settings_is_withheld() {
    let machine = Machine::new();
    fs::remove_file(machine.path(LOCAL)).unwrap();
    let bundle = format!("{FOLDER}/ca-certificates.crt");
    let trusted = pem_text::block("TRUSTED CERTIFICATE", machine.works.der());
    machine.write(&bundle, &(pem(&machine.authority) + &trusted));
    machine.filter();
    assert_eq!(
        machine.shows("ca-certificates.crt"),
        [machine.authority.sha256()]
    );
}

#[test]
fn one_of_an_earlier_run_with_other_names_is_replaced() {
    let machine = Machine::new();
    let wide = PermittedSubtrees::private_and(&["example.com".parse().unwrap()]);
    let wide = confined_cert::of(&machine.works, &wide, None, Serial::OfTheRoot).unwrap();
    let file = file_of(&wide).unwrap();
    machine.write(
        &format!("{FOLDER}/ca-certificates.crt"),
        &(pem(&machine.authority) + &pem(&wide)),
    );
    let text = String::from_utf8(file.content).unwrap();
    machine.write(&format!("{FOLDER}/{}", file.name.display()), &text);
    // Under any other name of that form too.
    let other = own_file::name(PREFIX, &"0".repeat(NAME_DIGITS));
    let other = other.to_str().unwrap();
    machine.write(&format!("{FOLDER}/{other}"), &text);
    machine.link(&format!("{}.0", machine.hash()), other);
    machine.filter();
    let works = confined(&machine.works).sha256();
    assert_eq!(machine.shows("ca-certificates.crt")[1..], [works]);
    assert_eq!(machine.shows(&machine.own_file()), [works]);
    assert_eq!(machine.shows(&format!("{}.0", machine.hash())), [works]);
    assert!(!machine.path(FOLDER).join(other).exists());
    assert_eq!(machine.filter(), []);
}

#[test]
fn all_of_them_go_when_the_list_no_longer_confines() {
    let machine = Machine::new();
    machine.filter();
    let tree = machine.tree();
    let list = Change {
        path: anchorwatch_home::paths::BLOCK_LIST.into(),
        role: Role::Own,
        actor: None,
        before: Node::Absent,
        after: Node::Absent,
    };
    let changes = filter::beside_undo(&tree, &[&list]).unwrap();
    for change in &changes {
        tree.make(change, ".test").unwrap();
    }
    let left = fs::read_dir(machine.path(FOLDER)).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["ca-certificates.crt"]);
}
