use std::os::unix::fs::{PermissionsExt, symlink};

use anchorwatch_home::{BlockedKey, Unlisted, UnlistedTreatment};
use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_machine::{Store, survey};

use super::*;
use crate::{
    java::made::{keystore_named, keystore_of, resealed},
    limited::search,
    mechanism, reverted,
    targets::Goal,
};

/// A tree with files.
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

    fn stores(&self) -> Vec<Store> {
        survey::read_system(&self.tree).stores
    }

    fn targets(&self, keystore: &[u8]) -> Targets {
        let list = refuse(keystore);
        Targets::of(Goal::Refuse, &self.tree, list, &self.stores())
    }

    fn draft(&self, keystore: &[u8]) -> Draft {
        let mut draft = Draft::default();
        of_system(&self.tree, &self.targets(keystore), &[], &mut draft);
        draft
    }
}

/// A list that refuses every key in a keystore.
fn refuse(keystore: &[u8]) -> BlockList {
    let all = filter::without(keystore, &[], &|_| true).unwrap().removed;
    let keys = all.iter().map(|removed| BlockedKey {
        key: removed
            .certificate
            .as_ref()
            .map(Certificate::spki_sha256)
            .unwrap(),
        because: "owner".to_owned(),
        since: UnixSeconds::new(0),
        twins: anchorwatch_home::Twins::default(),
    });
    BlockList::default().with(keys.collect::<Vec<_>>())
}

const JDK: &str = "/opt/jdk/lib/security/cacerts";

#[test]
fn every_keystore_of_the_system_with_a_refused_key_is_changed_once_and_no_other() {
    let machine = Machine::new();
    let (bad, good) = (keystore_of("a.test"), keystore_of("b.test"));
    machine.write(java::DEBIAN, &bad);
    machine.write(JDK, &bad);
    machine.write("/opt/good/lib/security/cacerts", &good);
    symlink(java::DEBIAN, machine.path("/opt/two/lib/security/cacerts")).unwrap();
    let draft = machine.draft(&bad);
    let paths: Vec<_> = draft
        .changes
        .iter()
        .map(|change| change.path.clone())
        .collect();
    assert_eq!(paths.len(), 2);
    assert!(paths.contains(&java::DEBIAN.into()) && paths.contains(&JDK.into()));
    assert_eq!(draft.withheld.len(), 2);
    assert_eq!(draft.covered.len(), 2);
    assert!(draft.blind_spots.is_empty());
    assert_eq!(draft.warnings, [JavaRemark::KeystoreReadAtStart.told()]);
    for change in &draft.changes {
        machine.tree.make(change, ".temporary").unwrap();
    }
    assert!(machine.draft(&bad).changes.is_empty());
}

/// Java does not apply constraints, so nothing stands in a root's place.
#[test]
fn an_unlisted_root_goes_from_a_keystore_that_is_not_a_jdk_s_own() {
    let machine = Machine::new();
    let keystore = keystore_of("works.test");
    let named = "/srv/trust.jks";
    machine.write(named, &keystore);
    machine.write(JDK, &keystore);
    let option = format!("JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore={named}\n");
    machine.write("/etc/environment", option.as_bytes());
    let treatment = UnlistedTreatment::Confine;
    let list = BlockList::default().limiting_unlisted(Unlisted::of(treatment, []));
    let now = UnixSeconds::new(1_800_000_000);
    let (allowlist, _) = Allowlist::of(&machine.tree, &list, now);
    let stores = machine.stores();
    let mut targets = Targets::of(Goal::Refuse, &machine.tree, list.clone(), &stores);
    search::limit(&mut targets, &machine.tree, &allowlist, (&stores, &[]), now);
    let mut draft = Draft::default();
    of_system(&machine.tree, &targets, &[], &mut draft);
    let paths: Vec<_> = draft.changes.iter().map(|change| &*change.path).collect();
    assert_eq!(paths, [Path::new(named)]);
    assert_eq!(draft.withheld.len(), 1);
}

#[test]
fn what_is_taken_out_comes_back_to_the_byte() {
    let machine = Machine::new();
    let bad = keystore_of("a.test");
    machine.write(java::DEBIAN, &bad);
    let draft = machine.draft(&bad);
    let [change] = draft.changes.as_slice() else {
        panic!("{draft:?}")
    };
    let Node::File(after) = &change.after else {
        panic!("{change:?}")
    };
    let edit = change.role.edit().unwrap();
    assert_eq!(edit.items[0].name, "one");
    let back = mechanism::revert(edit, &after.content).unwrap();
    assert_eq!(back, reverted::Reverted::Content(bad));
}

#[test]
fn a_keystore_that_others_can_write_or_that_is_locked_is_said_and_not_changed() {
    let machine = Machine::new();
    let bad = keystore_of("a.test");
    machine.write(java::DEBIAN, &bad);
    let file = machine.path(java::DEBIAN);
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o666)).unwrap();
    let draft = machine.draft(&bad);
    assert!(draft.changes.is_empty() && draft.covered.is_empty());
    assert_eq!(draft.blind_spots[0].code(), "others_can_write");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    assert_eq!(machine.draft(&bad).changes.len(), 1);

    machine.write(java::DEBIAN, &resealed(&bad, "sesame"));
    let draft = machine.draft(&bad);
    assert!(draft.changes.is_empty() && draft.covered.is_empty());
    let unknown = FilterRemark::AtPath {
        path: machine.tree.display_path(java::DEBIAN.as_ref()),
        why: JavaRemark::PasswordUnknown.told().into(),
    };
    assert_eq!(draft.blind_spots, [unknown.told()]);
    // Twin: the owner recorded the password where Debian's scripts look for it.
    machine.write("/etc/default/cacerts", b"# x\nstorepass='sesame'\n");
    assert_eq!(machine.draft(&bad).changes.len(), 1);
}

#[test]
fn a_users_keystore_is_changed_by_the_users_part_alone() {
    let machine = Machine::new();
    let bad = keystore_of("a.test");
    let user = User {
        name: "ana".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/ana".into(),
    };
    machine.write("/home/ana/jdk/lib/security/cacerts", &bad);
    machine.write("/etc/outside", &bad);
    let link = machine.path("/home/ana/two/lib/security/cacerts");
    symlink("/etc/outside", link).unwrap();
    let stores = survey::read_user(&machine.tree, &user).stores;
    let targets = Targets::of(Goal::Refuse, &machine.tree, refuse(&bad), &stores);
    let (mut system, mut own) = (Draft::default(), Draft::default());
    of_system(
        &machine.tree,
        &targets,
        std::slice::from_ref(&user),
        &mut system,
    );
    of_user(&machine.tree, &user, &targets, &mut own);
    assert!(system.changes.is_empty());
    let paths: Vec<_> = own
        .changes
        .iter()
        .map(|change| change.path.as_path())
        .collect();
    assert_eq!(paths, [Path::new("/home/ana/jdk/lib/security/cacerts")]);
    assert!(
        own.warnings
            .iter()
            .any(|warning| warning.code() == "link_out_of_home")
    );
}

#[test]
fn after_an_update_what_the_tool_brings_back_is_rebuilt_and_the_rest_is_kept() {
    let machine = Machine::new();
    let bad = keystore_named("debian:gov.pem", "a.test");
    machine.write(java::DEBIAN, &bad);
    machine.write("/usr/lib/jvm/jdk/lib/security/cacerts", &bad);
    let list = refuse(&bad);
    let link = Change {
        path: "/etc/ssl/certs/Gov.pem".into(),
        role: Role::Rebuilt,
        actor: None,
        before: Node::Other,
        after: Node::Absent,
    };
    let mut draft = Draft::default();
    draft.changes.push(link);
    after_update(&machine.tree, &list, &Allowlist::by_key(&list), &mut draft);
    assert_eq!(draft.changes.len(), 3);
    assert!(
        draft
            .changes
            .iter()
            .all(|change| change.role == Role::Rebuilt)
    );
    // Twin: no link was made from it, so nothing would re-create the entry.
    let mut draft = Draft::default();
    after_update(&machine.tree, &list, &Allowlist::by_key(&list), &mut draft);
    assert_eq!(draft.changes.len(), 2);
    assert!(
        draft
            .changes
            .iter()
            .all(|change| change.role.edit().is_some())
    );
    for change in &draft.changes {
        machine.tree.make(change, ".temporary").unwrap();
    }
    let mut draft = Draft::default();
    after_update(&machine.tree, &list, &Allowlist::by_key(&list), &mut draft);
    assert!(draft.changes.is_empty() && draft.withheld.is_empty());
}
