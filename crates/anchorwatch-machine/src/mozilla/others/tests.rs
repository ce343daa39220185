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
