use std::os::unix::fs::symlink;

use anchorwatch_home::{BlockList, BlockedKey, Twins};
use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_remark::{Remark as _, Told};

use super::*;
use crate::{mechanism, reverted};

const STOCK: &str =
    "Algorithm=SHA-256\n03DB9E5E79FE6117177F81C11595AF598CB176AF766290DBCEB2C318B32E39A2\n";
const DEBIANS: &str = "/etc/java-17-openjdk/security/blocked.certs";
const VENDORS: &str = "/opt/jdk/lib/security/blocked.certs";

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

    fn write(&self, inside: &str, text: &str) {
        std::fs::write(self.path(inside), text).unwrap();
    }

    fn draft(&self, goal: Goal, twins: &[CertSha256]) -> Draft {
        let twins = Twins {
            certificates: twins.to_vec(),
            ..Twins::default()
        };
        let key = BlockedKey {
            key: SpkiSha256::of(b"a key"),
            because: "owner".to_owned(),
            since: UnixSeconds::new(0),
            twins,
        };
        let list = BlockList::default().with([key]);
        let targets = Targets::of(goal, &self.tree, list, &[]);
        let mut draft = Draft::default();
        of_system(&self.tree, &targets, &[], &mut draft);
        draft
    }
}

fn twin() -> CertSha256 {
    CertSha256::of(b"a certificate")
}

#[test]
fn the_list_of_every_jdk_gets_each_known_twin_once() {
    let machine = Machine::new();
    machine.write(DEBIANS, STOCK);
    machine.write(VENDORS, STOCK);
    for home in ["one", "two"] {
        let link = machine.path(&format!("/usr/lib/jvm/{home}/lib/security/blocked.certs"));
        symlink(DEBIANS, link).unwrap();
    }
    let draft = machine.draft(Goal::Refuse, &[twin()]);
    let paths: Vec<_> = draft
        .changes
        .iter()
        .map(|change| change.path.as_path())
        .collect();
    assert_eq!(paths, [Path::new(DEBIANS), Path::new(VENDORS)]);
    let codes: Vec<&str> = draft.warnings.iter().map(|told| told.code()).collect();
    assert_eq!(
        codes,
        [
            "blocked_certs_of_package",
            "blocked_certs_replaced_by_upgrade"
        ]
    );
    for change in &draft.changes {
        assert!(is_one(&change.path));
        let (Node::File(after), Some(edit)) = (&change.after, change.role.edit()) else {
            panic!("{change:?}")
        };
        let line = twin().to_string().to_uppercase() + "\n";
        assert!(after.content.starts_with(STOCK.as_bytes()));
        assert!(after.content.ends_with(line.as_bytes()));
        let back = mechanism::revert(edit, &after.content).unwrap();
        assert_eq!(back, reverted::Reverted::Content(STOCK.as_bytes().to_vec()));
        machine.tree.make(change, ".temporary").unwrap();
    }
    let again = machine.draft(Goal::Refuse, &[twin()]);
    assert!(again.changes.is_empty() && again.warnings.is_empty());
    assert_eq!(again.covered.len(), 2);
}

#[test]
fn nothing_is_added_where_no_twin_is_known_or_the_root_is_taken_out() {
    let machine = Machine::new();
    machine.write(VENDORS, STOCK);
    assert!(machine.draft(Goal::Refuse, &[]).covered.is_empty());
    assert!(machine.draft(Goal::Remove, &[twin()]).covered.is_empty());
    assert_eq!(machine.draft(Goal::Refuse, &[twin()]).covered.len(), 1);
}

#[test]
fn a_list_of_another_algorithm_and_a_jdk_without_one_are_said() {
    let machine = Machine::new();
    machine.write(VENDORS, &STOCK.replace("256", "1"));
    machine.write("/opt/bare/lib/modules", "");
    machine.write("/opt/bare/lib/security/java.security", "");
    let draft = machine.draft(Goal::Refuse, &[twin()]);
    assert!(draft.changes.is_empty() && draft.covered.is_empty());
    assert_eq!(draft.blind_spots.len(), 2);
    let missing = JavaRemark::BlockedCertsMissing {
        path: machine.tree.display_path("/opt/bare".as_ref()),
    };
    assert!(draft.blind_spots.contains(&missing.told()));
    let is_said = |told: &Told| format!("{told:?}").contains("list_algorithm");
    assert!(draft.blind_spots.iter().any(is_said));
}

#[test]
fn a_path_of_another_name_is_no_such_list() {
    assert!(is_one(Path::new(VENDORS)));
    assert!(!is_one(Path::new("/etc/passwd")));
    assert!(!is_one(Path::new("/opt/jdk/lib/security/blocked.certs/x")));
}
