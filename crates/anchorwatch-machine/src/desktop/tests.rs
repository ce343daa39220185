use super::*;

fn kinds(found: &[(SettingKind, String)]) -> Vec<(&'static str, &str)> {
    found
        .iter()
        .map(|(kind, words)| (kind.code(), words.as_str()))
        .collect()
}

#[test]
fn switches_that_end_verification_are_found_in_every_spelling_that_works() {
    for line in [
        "Exec=chromium --ignore-certificate-errors %U",
        "Exec = chromium -ignore-certificate-errors",
        "Exec=\"/opt/x y/app\" \"--ignore-certificate-errors\"",
        "Exec=sh -c \"chromium \\\\\"--ignore-certificate\\\\\"-errors;true\"",
        "[Desktop Action new]\nExec=chromium --ignore-certificate-errors",
    ] {
        let found = switch::of_desktop_file(line);
        assert_eq!(found.len(), 1, "{line}");
        assert_eq!(found[0].0, SettingKind::BrowserSwitch, "{line}");
    }
    // With a value after it Chromium 148 does not verify either.
    let found = switch::of_desktop_file("Exec=chromium --ignore-certificate-errors=false");
    assert_eq!(
        kinds(&found),
        [("browser_switch", "--ignore-certificate-errors=false")]
    );
}

#[test]
fn what_takes_no_verification_away_is_not_reported() {
    for line in [
        "Exec=chromium %U",
        "Comment=--ignore-certificate-errors",
        "TryExec=--ignore-certificate-errors",
        "Exec=chromium --IGNORE-certificate-errors",
        "Exec=chromium --ignore-certificate-errors-spki-list=",
        "Exec=chromium --test-type --allow-insecure-localhost --disable-web-security",
        "Exec=chromium --no-proxy-server --proxy-server=direct://",
        "Exec=chromium --x--ignore-certificate-errors",
    ] {
        assert_eq!(switch::of_desktop_file(line), [], "{line}");
    }
}

#[test]
fn comments_of_a_wrapper_are_not_its_flags() {
    assert_eq!(
        switch::of_lines("# --ignore-certificate-errors\nx=1 # --proxy-server=h:1"),
        []
    );
    let found = switch::of_lines("export CHROMIUM_FLAGS=\"$CHROMIUM_FLAGS --proxy-server=h:1#2\"");
    assert_eq!(
        kinds(&found),
        [("proxy_configuration", "--proxy-server=h:1#2")]
    );
}

#[test]
fn kdes_proxy_counts_only_where_it_is_switched_on() {
    let text = |kind: &str| {
        format!(
            "[x]\nProxyType=1\n[Proxy Settings]\nProxyType[$e]={kind}\nhttpsProxy=http://h 8080\nProxy Config Script=http://h/p.pac\n"
        )
    };
    assert_eq!(kde::proxies(&text("0")), []);
    assert_eq!(kde::proxies(&text("4")), []);
    assert_eq!(kde::proxies("[x]\nProxyType=1"), []);
    for (kind, words) in [
        ("1", "ProxyType=1, httpsProxy=http://h 8080"),
        ("2", "ProxyType=2, Proxy Config Script=http://h/p.pac"),
        ("3", "ProxyType=3"),
    ] {
        let found = kde::proxies(&text(kind));
        assert_eq!(kinds(&found), [("proxy_configuration", words)]);
    }
}

#[test]
fn a_file_of_a_million_switches_is_read_to_a_bound() {
    let many = "Exec=x --ignore-certificate-errors\n".repeat(1_000_000);
    assert_eq!(switch::of_desktop_file(&many).len(), 100);
    let long = format!("Exec=--proxy-server={}", "x".repeat(4 << 20));
    let found = switch::of_desktop_file(&long);
    assert!(redact(&found[0].1).len() < 300);
    assert_eq!(
        kde::proxies(&"[Proxy Settings]\nProxyType=1\nhttpProxy=h\n".repeat(100_000)).len(),
        1
    );
}

/// A tree in which `/etc/xdg/autostart` and a user's home have these files.
fn read(files: &[(&str, &str)]) -> (tempfile::TempDir, Inventory) {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let tree = Tree::open(folder.path()).unwrap();
    let user = User {
        name: "ana".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/ana".into(),
    };
    let mut all = of_system(&tree);
    all.add(of_user(&tree, &user));
    (folder, all)
}

const SWITCH: &str = "[Desktop Entry]\nExec=chromium --ignore-certificate-errors\n";

#[test]
fn every_folder_of_start_files_is_looked_into() {
    for path in [
        "usr/share/applications/chromium.desktop",
        "usr/share/applications/deep/er/chromium.desktop",
        "usr/local/share/applications/x.desktop",
        "var/lib/flatpak/exports/share/applications/x.desktop",
        "etc/xdg/autostart/x.desktop",
        "home/ana/.local/share/applications/x.desktop",
        "home/ana/.config/autostart/x.desktop",
        "home/ana/Desktop/x.desktop",
        "etc/chromium.d/zz",
        "home/ana/.var/app/org.chromium.Chromium/config/chromium-flags.conf",
        "home/ana/.config/chromium-flags.conf",
    ] {
        let (_folder, all) = read(&[(path, SWITCH)]);
        assert_eq!((all.settings.len(), all.stores.len()), (1, 1), "{path}");
        let id = format!("settings:/{path}");
        assert_eq!((&all.stores[0].id, &all.settings[0].store_id), (&id, &id));
        assert_eq!(all.closed, []);
    }
}

#[test]
fn files_that_no_wrapper_or_menu_reads_are_left_alone() {
    for path in [
        "usr/share/applications/notes.txt",
        "etc/chromium.d/README",
        "etc/chromium.d/zz.dpkg-old",
    ] {
        assert_eq!(read(&[(path, SWITCH)]).1, Inventory::default(), "{path}");
    }
    // Debian's wrapper does not read it.
    let flags = "home/ana/.config/chromium-flags.conf";
    let (_folder, all) = read(&[(flags, SWITCH), ("etc/debian_version", "12.14\n")]);
    assert_eq!(all, Inventory::default());
}

#[test]
fn a_file_too_large_to_be_read_is_said_and_a_circle_of_links_is_not_walked() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("usr/share/applications");
    std::fs::create_dir_all(&place).unwrap();
    std::os::unix::fs::symlink(".", place.join("circle")).unwrap();
    std::os::unix::fs::symlink("nowhere", place.join("x.desktop")).unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    assert_eq!(of_system(&tree), Inventory::default());
    let file = std::fs::File::create(place.join("y.desktop")).unwrap();
    file.set_len(5 << 20).unwrap();
    let all = of_system(&tree);
    assert!(all.stores.len() == 1 && all.stores[0].error.is_some());
}

#[test]
fn a_folder_behind_a_link_is_looked_into_once() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("usr/share/applications");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::create_dir(folder.path().join("more")).unwrap();
    std::fs::write(folder.path().join("more/x.desktop"), SWITCH).unwrap();
    for name in ["one", "two"] {
        std::os::unix::fs::symlink("/more", place.join(name)).unwrap();
    }
    let all = of_system(&Tree::open(folder.path()).unwrap());
    assert_eq!((all.stores.len(), all.settings.len()), (1, 1));
}
