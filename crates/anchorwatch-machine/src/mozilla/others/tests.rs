use std::fs;

use super::*;

fn machine(files: &[&str]) -> (tempfile::TempDir, Tree, User) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "[Profile0]\nPath=x\n").unwrap();
    }
    let tree = Tree::open(folder.path()).unwrap();
    let user = User {
        name: "a".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/a".into(),
    };
    (folder, tree, user)
}

#[test]
fn a_folder_of_profiles_is_found_under_any_name() {
    let (folder, tree, user) = machine(&[
        "home/a/.fennec/profiles.ini",
        "home/a/.config/fennec/profiles.ini",
        "home/a/.zen/profiles.ini",
        "home/a/fennec/profiles.ini",
    ]);
    let other = folder.path().join("home/a/.other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("profiles.ini"), "[Sound]\nPath=x\n").unwrap();
    let expected = [".fennec", ".config/fennec"].map(PathBuf::from);
    assert_eq!(profiles(&tree, &user), expected);
}

/// Root asks whether a script reaches a profile, and must not read the home for that.
#[test]
fn the_reading_says_which_databases_a_program_uses_that_is_not_known() {
    let (folder, tree, user) = machine(&[
        "home/a/.fennec/profiles.ini",
        "home/a/.mozilla/firefox/profiles.ini",
    ]);
    for profiles in [".fennec", ".mozilla/firefox"] {
        let profile = folder.path().join("home/a").join(profiles).join("x");
        fs::create_dir(&profile).unwrap();
        fs::write(profile.join("cert9.db"), "a database that cannot be read").unwrap();
    }
    let stores = crate::read_user(&tree, &user).stores.into_iter();
    let databases = stores.filter(|store| store.path.ends_with("cert9.db"));
    let said: Vec<(bool, bool)> = databases
        .map(|store| {
            let is_fennecs = store.path.to_string_lossy().contains(".fennec");
            (is_fennecs, store.is_of_unknown_program)
        })
        .collect();
    assert_eq!(said.len(), 2);
    assert!(
        said.iter()
            .all(|(is_fennecs, is_said)| is_fennecs == is_said),
        "{said:?}"
    );
}
