use std::{fs, os::unix::fs::symlink};

use super::*;

fn machine(files: &[(&str, &str)]) -> (tempfile::TempDir, Tree, User) {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
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

fn program(folder: &str) -> [(String, &'static str); 2] {
    [
        (format!("{folder}/application.ini"), "[App]\nName=Fennec\n"),
        (format!("{folder}/omni.ja"), "x"),
    ]
}

fn with_programs(folders: &[&str], files: &[(&str, &str)]) -> (tempfile::TempDir, Tree, User) {
    let programs: Vec<_> = folders.iter().flat_map(|folder| program(folder)).collect();
    let programs = programs.iter().map(|(path, text)| (path.as_str(), *text));
    let all: Vec<_> = programs.chain(files.iter().copied()).collect();
    machine(&all)
}

#[test]
fn the_systems_programs_are_found_under_any_name_and_known_ones_are_not_repeated() {
    let (_folder, tree, _) = with_programs(
        &[
            "opt/fennec",
            "opt/zen",
            "opt/tor-browser/Browser",
            "var/lib/flatpak/app/org.x.X/x86_64/stable/active/files/lib/x",
            "srv/flatpak/app/org.y.Y/x86_64/stable/active/files/lib/y",
            "snap/x/current/usr/lib/x",
            "data/one",
            "data/two",
            "home/a/three",
        ],
        &[
            ("opt/other/application.ini", "x"),
            (
                "etc/flatpak/installations.d/more.conf",
                "[Installation \"x\"]\nPath=/srv/flatpak\n",
            ),
            (
                "usr/local/bin/one",
                "#!/bin/sh\nexec \"/data/one/firefox\" \"$@\"\n",
            ),
            (
                "usr/share/applications/x.desktop",
                "[Desktop Entry]\nExec=/data/two/firefox %u\nTryExec=/home/a/three/firefox\n",
            ),
        ],
    );
    let found = system(&tree, &[]);
    let expected = [
        "/opt/fennec",
        "/opt/tor-browser/Browser",
        "/var/lib/flatpak/app/org.x.X/x86_64/stable/active/files/lib/x",
        "/srv/flatpak/app/org.y.Y/x86_64/stable/active/files/lib/y",
        "/snap/x/current/usr/lib/x",
        "/data/one",
        "/data/two",
    ];
    assert_eq!(found, expected.map(PathBuf::from));
}

#[test]
fn a_users_programs_are_found_by_links_entries_and_the_profiles_they_opened() {
    let (folder, tree, user) = with_programs(
        &[
            "home/a/firefox",
            "data/one",
            "data/two",
            "data/three",
            "data/four",
            "home/a/.local/share/flatpak/app/org.x.X/x86_64/stable/active/files/lib/x",
        ],
        &[
            (
                "home/a/.local/share/applications/x.desktop",
                "[Desktop Entry]\nExec=env A=b /data/two/firefox %u\n",
            ),
            (
                "home/a/.mozilla/firefox/x.default/compatibility.ini",
                "[Compatibility]\nLastVersion=140_1/1\nLastPlatformDir=/data/three\nLastAppDir=/data/four/browser\n",
            ),
            (
                "home/a/.mozilla/firefox/y.default/compatibility.ini",
                "[Compatibility]\nLastPlatformDir=/gone\nLastAppDir=relative\n",
            ),
        ],
    );
    fs::create_dir_all(folder.path().join("home/a/.local/bin")).unwrap();
    symlink(
        "/data/one/firefox",
        folder.path().join("home/a/.local/bin/firefox"),
    )
    .unwrap();
    let found = users(&tree, &user, &[PathBuf::from("/home/a/firefox")]);
    let expected = [
        "/home/a/firefox",
        "/home/a/.local/share/flatpak/app/org.x.X/x86_64/stable/active/files/lib/x",
        "/data/one",
        "/data/two",
        "/data/three",
        "/data/four",
    ];
    assert_eq!(found, expected.map(PathBuf::from));
}

#[test]
fn a_program_says_its_own_name_and_no_path() {
    let at = |name: &str| {
        let text = format!("[App]\nVendor=x\nName={name}\n");
        let (_folder, tree, _) = machine(&[("opt/x/application.ini", &text)]);
        identity(&tree, "/opt/x".as_ref())
    };
    for (name, client, settings) in [
        ("Firefox", Client::Firefox, "/etc/firefox"),
        ("Betterbird", Client::Thunderbird, "/etc/betterbird"),
        ("../home/a", Client::Firefox, "/etc/firefox"),
        ("", Client::Firefox, "/etc/firefox"),
    ] {
        let settings = PathBuf::from(settings);
        assert_eq!(at(name), Identity { client, settings }, "{name}");
    }
}
