use anchorwatch_remark::Told;

use super::*;
use crate::chromium;

/// A tree with these files.
fn tree(files: &[&str]) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    for path in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "{\"ProxyMode\": \"auto_detect\"}").unwrap();
    }
    let tree = Tree::open(folder.path()).unwrap();
    (folder, tree)
}

/// The folders of unknown browsers that are named, and how many files were read.
fn named(tree: &Tree, found: &Inventory) -> (Vec<String>, usize) {
    let folder = |told: &Told| match ChromiumRemark::from_told(told) {
        Some(ChromiumRemark::UnknownBrowser { folder }) => {
            let folder = folder.strip_prefix(tree.display_path("/".as_ref()));
            Some(folder.unwrap().display().to_string())
        }
        _ => None,
    };
    let remarks = found.stores.iter().flat_map(|store| &store.remarks);
    let apart = found.stores.iter().filter(|it| it.is_of_unknown_program);
    (remarks.filter_map(folder).collect(), apart.count())
}

fn of_system(files: &[&str]) -> (Vec<String>, usize) {
    let (_folder, tree) = tree(files);
    let (found, _) = chromium::of_system(&tree);
    assert_eq!(found.settings.len(), usize::from(!found.stores.is_empty()));
    named(&tree, &found)
}

#[test]
fn policies_in_a_folder_that_no_row_knows_are_read_and_their_folder_is_named() {
    for folder in [
        "etc/unheard-of/policies",
        "etc/opt/unheard-of/policies",
        "etc/opt/vendor/unheard-of/policies",
    ] {
        for file in ["managed/a.json", "recommended/a"] {
            let path = format!("{folder}/{file}");
            assert_eq!(of_system(&[&path]), (vec![folder.to_owned()], 1), "{path}");
        }
    }
    let none = (Vec::new(), 0);
    assert_eq!(of_system(&["etc/firefox/policies/policies.json"]), none);
    assert_eq!(of_system(&["etc/a/b/policies/managed/a.json"]), none);
    assert_eq!(of_system(&["etc/chromium/policies/managed/a"]), none);
    let yandex = "etc/opt/yandex/browser/policies/managed/a";
    assert_eq!(of_system(&[yandex]), none);
    // Its row is known, and that a policy reaches it is not.
    assert_eq!(of_system(&["etc/opera/policies/managed/a"]), (vec![], 1));
}

#[test]
fn a_link_to_a_known_folder_is_read_once() {
    let (folder, tree) = tree(&["etc/chromium/policies/managed/a"]);
    std::os::unix::fs::symlink("chromium", folder.path().join("etc/unheard-of")).unwrap();
    let (found, _) = chromium::of_system(&tree);
    assert_eq!(found.stores.len(), 1);
    assert_eq!(named(&tree, &found), (vec![], 0));
}

fn of_home(files: &[&str]) -> (Vec<String>, usize) {
    let files: Vec<_> = files.iter().map(|it| format!("home/ana/{it}")).collect();
    let files: Vec<_> = files.iter().map(String::as_str).collect();
    let (_folder, tree) = tree(&files);
    let ana = User {
        name: "ana".to_owned(),
        uid: None,
        gid: None,
        home: "/home/ana".into(),
    };
    named(&tree, &chromium::of_user(&tree, &ana))
}

#[test]
fn a_folder_of_profiles_that_no_row_knows_is_named_and_its_certificates_are_read() {
    for folder in [
        ".config/unheard-of",
        ".config/vendor/unheard-of",
        ".config/BraveSoftware/Unheard-Of",
        "snap/unheard-of/common/unheard-of",
        ".var/app/org.unheard.Of/config/unheard-of",
    ] {
        let at = |name: &str| format!("{folder}/{name}");
        let named = vec![format!("home/ana/{folder}")];
        let state = at("Local State");
        let used = [state.as_str(), &at("Default/Preferences")];
        assert_eq!(of_home(&used), (named.clone(), 1), "{folder}");
        let imported = [state.as_str(), &at("Profile 1/ServerCertificate")];
        assert_eq!(of_home(&imported), (named, 2), "{folder}");
        // Programs built on Electron.
        let electron = [state.as_str(), &at("Preferences"), &at("Partitions/a/x")];
        assert_eq!(of_home(&electron), (vec![], 0), "{folder}");
    }
    let known = [
        ".config/chromium/Local State",
        ".config/chromium/Default/Preferences",
    ];
    assert_eq!(of_home(&known), (vec![], 0));
    // Opera's folder is its profile.
    let opera = [
        ".config/opera/Preferences",
        ".config/opera/ServerCertificate",
    ];
    assert_eq!(of_home(&opera), (vec![], 1));
    assert_eq!(of_home(&opera[1..]), (vec![], 0));
}

#[test]
fn a_policy_reaches_the_profiles_of_a_browser_that_is_installed_and_no_others() {
    let apart = |files: &[&str]| {
        let profile = "home/ana/.config/google-chrome/Default/ServerCertificate";
        let (_folder, tree) = tree(&[files, &[profile]].concat());
        let ana = User {
            name: "ana".to_owned(),
            uid: None,
            gid: None,
            home: "/home/ana".into(),
        };
        named(&tree, &chromium::of_user(&tree, &ana)).1
    };
    // The program may be unpacked in a home; another browser's folder is not its own.
    assert_eq!(apart(&[]), 1);
    assert_eq!(apart(&["etc/chromium/master_preferences"]), 1);
    assert_eq!(apart(&["etc/opt/chrome/x"]), 0);
    assert_eq!(apart(&["opt/google/chrome/chrome"]), 0);
}

#[test]
fn a_folder_with_more_names_than_are_looked_at_is_said() {
    let (folder, tree) = tree(&[]);
    for number in 0..=MAX_NAMES {
        std::fs::create_dir_all(folder.path().join(format!("etc/{number:05}"))).unwrap();
    }
    let mut found = Inventory::default();
    policies(&tree, &mut found);
    assert_eq!(found.closed.len(), 1);
    std::fs::remove_dir(folder.path().join("etc/00000")).unwrap();
    let mut found = Inventory::default();
    policies(&tree, &mut found);
    assert_eq!(found.closed, []);
}
