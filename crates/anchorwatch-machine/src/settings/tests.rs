use std::{collections::BTreeSet, ffi::OsString, fs, os::unix::ffi::OsStringExt};

use tempfile::TempDir;

use super::*;
use crate::{Client, SettingKind, StoreKind};

fn machine(files: &[(&str, &[u8])]) -> (TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let tree = Tree::open(folder.path()).unwrap();
    (folder, tree)
}

fn ana() -> User {
    User {
        name: "ana".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/ana".into(),
    }
}

fn read(files: &[(&str, &[u8])]) -> Inventory {
    let (_folder, tree) = machine(files);
    let mut inventory = of_system(&tree);
    inventory.add(of_user(&tree, &ana()));
    inventory
}

fn notes(inventory: &Inventory) -> usize {
    let notes = |store: &crate::Store| store.unreadable.len() + store.error.iter().count();
    inventory.stores.iter().map(notes).sum()
}

/// A line in each grammar, and the file that uses it.
const SAMPLES: [(&str, &str); 22] = [
    ("etc/environment", "https_proxy=\"http://h:1\" # x\n"),
    (
        "etc/security/pam_env.conf",
        "https_proxy DEFAULT=\"http://h:1\"\n",
    ),
    (
        "etc/profile.d/x.sh",
        "if x; then export A='b' https_proxy=\"${https_proxy:-http://h:1}\"; fi\n",
    ),
    ("etc/default/x", "https_proxy=http://h:1\n"),
    (
        "etc/systemd/system/x.service",
        "[Service]\nEnvironment=\"https_proxy=http://h:1\" A=b\nEnvironmentFile=-/etc/x%i\n",
    ),
    (
        "etc/systemd/system.conf",
        "[Manager]\nDefaultEnvironment='https_proxy=http://h:1'\n",
    ),
    (
        "etc/cron.d/x",
        "https_proxy = http://h:1\n* * * * * root x\n",
    ),
    (
        "etc/apt/apt.conf.d/1x",
        "Acquire { https { Proxy \"http://h:1\"; }; };\n",
    ),
    ("etc/wgetrc", "https_proxy = http://h:1\n"),
    ("etc/pip.conf", "[global]\nproxy = http://h:1\n"),
    ("etc/npmrc", "https-proxy=\"http://h:1\"\n"),
    (
        "etc/gitconfig",
        "[http \"https://h/\"]\n\tproxy = \"http://h:1\" ; x\n",
    ),
    (
        "home/ana/.config/fish/config.fish",
        "set -gx https_proxy 'http://h:1'\n",
    ),
    (
        "home/ana/.config/fish/fish_variables",
        "SETUVAR --export https_proxy:http\\x3a//h\\x3a1\n",
    ),
    (
        "home/ana/.docker/config.json",
        "{\"proxies\":{\"default\":{\"httpsProxy\":\"http://h:1\"}}}",
    ),
    ("home/ana/.curlrc", "--proxy \"http://h:1\"\n"),
    ("home/ana/.yarnrc", "https-proxy \"http://h:1\"\n"),
    ("home/ana/.yarnrc.yml", "httpsProxy: \"http://h:1\"\n"),
    (
        "home/ana/.cargo/config.toml",
        "[http]\nproxy = \"http://h:1\"\n",
    ),
    (
        "home/ana/.bashrc",
        "cat <<E\nx'\nE\nexport https_proxy=http://h:1\n",
    ),
    (
        "home/ana/.config/environment.d/x.conf",
        "https_proxy=http://h:1\n",
    ),
    ("home/ana/.pam_environment", "https_proxy=http://h:1\n"),
];

#[test]
fn every_grammar_finds_its_sample() {
    for (path, text) in SAMPLES {
        let inventory = read(&[(path, text.as_bytes())]);
        assert_eq!(inventory.settings.len(), 1, "{path}: {inventory:?}");
        let id = format!("settings:/{path}");
        assert_eq!(inventory.settings[0].store_id, id);
        assert!(
            inventory.stores.iter().any(|store| store.id == id),
            "{path}"
        );
        assert_eq!(notes(&inventory), 0, "{path}: {inventory:?}");
    }
}

#[test]
fn a_file_that_is_cut_at_any_byte_or_has_a_strange_byte_does_no_harm() {
    for (path, text) in SAMPLES {
        let (folder, tree) = machine(&[(path, b"")]);
        let read = |content: &[u8]| {
            fs::write(folder.path().join(path), content).unwrap();
            drop(if path.starts_with("home") {
                of_user(&tree, &ana())
            } else {
                of_system(&tree)
            });
        };
        for at in 0..text.len() {
            read(&text.as_bytes()[..at]);
            for strange in [0, 0xff, b'"'] {
                let mut changed = text.as_bytes().to_vec();
                changed[at] = strange;
                read(&changed);
            }
        }
    }
}

#[test]
fn a_million_lines_are_bounded_and_the_surplus_is_said() {
    for path in ["etc/environment", "home/ana/.bashrc", "home/ana/.curlrc"] {
        let lines: String = (0..20_000)
            .map(|n| format!("proxy=http://h:{n}\nhttp_proxy=http://h:{n}\n"))
            .collect();
        let inventory = read(&[(path, lines.as_bytes())]);
        assert_eq!(inventory.settings.len(), 1_000, "{path}");
        assert!(notes(&inventory) > 0, "{path}");
    }
    let million = "A=b\n".repeat(1_000_000);
    for path in ["etc/environment", "home/ana/.bashrc", "home/ana/.gitconfig"] {
        assert_eq!(
            read(&[(path, million.as_bytes())]).settings.len(),
            0,
            "{path}"
        );
    }
}

#[test]
fn a_file_that_is_too_large_is_no_clean_answer() {
    let (folder, tree) = machine(&[("etc/environment", b"")]);
    let file = fs::File::create(folder.path().join("etc/environment")).unwrap();
    file.set_len(64 << 20).unwrap();
    let inventory = of_system(&tree);
    assert!(inventory.stores[0].error.is_some(), "{inventory:?}");
}

#[test]
fn a_configuration_that_a_program_s_start_script_names_is_read() {
    let script = b"#!/bin/sh\nexport PIP_CONFIG_FILE=/srv/pip.conf\n";
    let configuration = b"[global]\ncert = /srv/root.pem\n";
    let inventory = read(&[
        ("usr/bin/firefox", script),
        ("srv/pip.conf", configuration),
        ("srv/root.pem", b""),
    ]);
    let named = |store: &crate::Store| store.path.ends_with("srv/root.pem");
    assert!(inventory.stores.iter().any(named), "{inventory:?}");
}

#[test]
fn files_that_name_each_other_end() {
    let inventory = read(&[
        (
            "home/ana/.gitconfig",
            b"[include]\npath=a\n[http]\nproxy=http://h\n",
        ),
        ("home/ana/a", b"[include]\npath=.gitconfig\npath=~/a\n"),
        ("home/ana/.bashrc", b". ~/b\n"),
        ("home/ana/b", b". ~/.bashrc; . ~/b\nhttp_proxy=h\n"),
        (
            "home/ana/.curlrc",
            b"config=/home/ana/.curlrc\nconfig=/home/ana/c\n",
        ),
        ("home/ana/c", b"config=/home/ana/.curlrc\ninsecure\n"),
        ("home/ana/.npmrc", b"prefix=/home/ana/p\nstrict-ssl=false\n"),
        (
            "home/ana/p/etc/npmrc",
            b"prefix=/home/ana/p\nproxy=http://h\n",
        ),
    ]);
    assert_eq!(inventory.settings.len(), 5, "{inventory:?}");
}

#[test]
fn a_fifo_a_folder_or_garbage_that_is_named_as_anchors_is_said() {
    for (make, is_said) in [
        ("fifo", true),
        ("garbage", true),
        ("folder", false),
        ("nothing", false),
    ] {
        let (folder, tree) = machine(&[("etc/environment", b"SSL_CERT_FILE=/srv/ca\n")]);
        let path = folder.path().join("srv/ca");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match make {
            "fifo" => {
                let mode = rustix::fs::Mode::from_raw_mode(0o644);
                let kind = rustix::fs::FileType::Fifo;
                rustix::fs::mknodat(rustix::fs::CWD, &path, kind, mode, 0).unwrap();
            }
            "garbage" => fs::write(&path, "garbage").unwrap(),
            "folder" => fs::create_dir(&path).unwrap(),
            _ => {}
        }
        let inventory = of_system(&tree);
        assert_eq!(notes(&inventory) > 0, is_said, "{make}: {inventory:?}");
    }
}

#[test]
fn a_path_that_is_not_utf_8_is_said_and_not_passed_over() {
    let inventory = read(&[("etc/environment", b"SSL_CERT_FILE=/srv/\xff\n")]);
    assert_eq!(notes(&inventory), 1, "{inventory:?}");
}

#[test]
fn more_anchor_files_than_are_read_are_said() {
    let lines: String = (0..200)
        .map(|n| format!("SSL_CERT_FILE=/srv/{n}\n"))
        .collect();
    assert_eq!(notes(&read(&[("etc/environment", lines.as_bytes())])), 1);
}

#[test]
fn the_environment_of_whoever_asks_is_read() {
    let (_folder, tree) = machine(&[("srv/wgetrc", b"check_certificate=off\n")]);
    let variables = [
        ("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
        ("WGETRC", "/srv/wgetrc"),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "http.sslVerify"),
        ("GIT_CONFIG_VALUE_0", "false"),
        ("PATH", "/bin"),
    ];
    let inventory = read_environment(&tree, variables.map(|(n, v)| (n.into(), v.into())));
    let mut found: Vec<_> = inventory
        .settings
        .iter()
        .map(|setting| (setting.kind, setting.store_id.as_str()))
        .collect();
    found.sort();
    let process = "environment:process";
    assert_eq!(
        found,
        [
            (SettingKind::NodeTlsRejectUnauthorized, process),
            (SettingKind::GitSslVerify, process),
            (SettingKind::WgetCheckCertificate, "settings:/srv/wgetrc"),
        ]
    );
    let odd = OsString::from_vec(b"\xff=/".to_vec());
    let nothing = read_environment(
        &tree,
        [(odd.clone(), odd), ("SSL_CERT_FILE".into(), "".into())],
    );
    assert_eq!(nothing, Inventory::default());
}

#[test]
fn what_several_settings_name_is_one_store_with_all_their_programs() {
    let certificate = rcgen::generate_simple_self_signed(vec!["a".to_owned()]).unwrap();
    let pem = certificate.cert.pem();
    let inventory = read(&[
        ("srv/ca.pem", pem.as_bytes()),
        ("etc/environment", b"SSL_CERT_FILE=/srv/ca.pem\n"),
        ("etc/npmrc", b"cafile=/srv/ca.pem\n"),
        ("home/ana/.gitconfig", b"[http]\nsslCAInfo=/srv/ca.pem\n"),
        (
            "home/ana/.profile",
            b"NODE_OPTIONS='--use-openssl-ca'\nCURL_CA_BUNDLE=/srv/ca.pem",
        ),
    ]);
    let named: Vec<_> = inventory
        .stores
        .iter()
        .filter(|store| store.kind == StoreKind::NamedFile)
        .collect();
    assert_eq!(named.len(), 1, "{named:?}");
    use Client::*;
    assert_eq!(
        named[0].anchors[0].effective_for,
        [
            Openssl,
            Curl,
            Git,
            PythonSsl,
            PythonRequests,
            Node,
            Pip,
            Go,
            Cargo,
            Perl
        ]
    );
}

#[test]
fn the_systems_own_bundle_is_not_read_twice_and_its_new_users_are_kept() {
    let files: [(&str, &[u8]); 2] = [
        ("etc/ssl/certs/ca-certificates.crt", b"x"),
        (
            "etc/environment",
            b"NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt\n",
        ),
    ];
    let inventory = read(&files);
    assert!(inventory.stores.is_empty(), "{inventory:?}");
    assert_eq!(
        inventory.followers.into_iter().collect::<Vec<_>>(),
        [(StoreKind::DebianBundle, Client::Node)]
    );
}

#[test]
fn a_symbolic_link_cannot_lead_out_of_the_tree() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("wgetrc"), "check_certificate=off\n").unwrap();
    let (folder, tree) = machine(&[("etc/x", b"")]);
    let link = folder.path().join("etc/wgetrc");
    std::os::unix::fs::symlink(outside.path().join("wgetrc"), link).unwrap();
    assert_eq!(of_system(&tree), Inventory::default());
}

#[test]
fn debians_node_trusts_what_openssl_trusts_and_another_build_does_not() {
    let library = "usr/lib/x86_64-linux-gnu/libnode.so.108";
    let environment: (&str, &[u8]) = ("etc/environment", b"SSL_CERT_FILE=/srv/ca.pem\n");
    let certificate = rcgen::generate_simple_self_signed(vec!["a".to_owned()]).unwrap();
    let pem = certificate.cert.pem();
    for (build, is_openssls) in [
        ("x \"defines\": [\"NODE_OPENSSL_CERT_STORE\"] x", true),
        ("x \"defines\": [\"NODE_OPENSSL_CONF_NAME\"] x", false),
    ] {
        let inventory = read(&[
            (library, build.as_bytes()),
            environment,
            ("srv/ca.pem", pem.as_bytes()),
        ]);
        let follows = inventory
            .followers
            .contains(&(StoreKind::DebianBundle, Client::Node));
        let named = inventory
            .stores
            .iter()
            .find(|store| store.kind == StoreKind::NamedFile);
        let clients = &named.unwrap().anchors[0].effective_for;
        assert_eq!(follows, is_openssls, "{build}");
        assert_eq!(clients.contains(&Client::Node), is_openssls, "{build}");
    }
}

#[test]
fn options_of_node_count_with_underscores_and_in_quotes() {
    for (text, follows) in [
        ("NODE_OPTIONS=--use_openssl_ca", true),
        ("NODE_OPTIONS='\"--use-openssl-ca\"'", true),
        (
            "NODE_OPTIONS=\"--max_old_space_size=1 --use_system_ca\"",
            true,
        ),
        ("NODE_USE_SYSTEM_CA=1", true),
        ("npm_config_node_options=--use-openssl-ca", true),
        ("NODE_OPTIONS=--use_bundled_ca", false),
        ("NODE_OPTIONS=--use-openssl-cas", false),
        ("NODE_USE_SYSTEM_CA=0", false),
    ] {
        let inventory = read(&[("home/ana/.profile", format!("export {text}\n").as_bytes())]);
        let node = (StoreKind::DebianBundle, Client::Node);
        assert_eq!(inventory.followers.contains(&node), follows, "{text}");
        assert_eq!(notes(&inventory), 0, "{text}");
    }
}

#[test]
fn a_home_that_a_setting_names_is_told_and_ones_own_is_not() {
    let inventory = read(&[
        ("etc/profile", b"export HOME=/srv/h\n"),
        ("home/ana/.profile", b"HOME=~; HOME=$HOME; HOME=/home/ana\n"),
    ]);
    let homes: Vec<_> = inventory.homes.into_iter().collect();
    assert_eq!(homes, [PathBuf::from("/srv/h")]);
}

#[test]
fn how_certain_it_is_that_a_setting_is_in_force_is_told_beside_it() {
    let off = b"[http]\nsslVerify=0\n";
    let more = ("home/ana/more", &off[..]);
    let script = |text: &'static str| vec![("etc/profile.d/a.sh", text.as_bytes())];
    let git = |text: &'static str| vec![("home/ana/.gitconfig", text.as_bytes()), more];
    for (files, literal, code) in [
        (script("GOINSECURE=*.x\n"), "GOINSECURE=*.x", None),
        (
            script("if true; then GOINSECURE=*.x; fi\n"),
            "GOINSECURE=*.x",
            Some("settings_conditional"),
        ),
        (git("[include]\npath=more\n"), "http.sslverify = 0", None),
        (
            git("[includeIf \"gitdir:/x\"]\npath=more\n"),
            "http.sslverify = 0",
            Some("settings_included_on_condition"),
        ),
    ] {
        let inventory = read(&files);
        let [setting] = &inventory.settings[..] else {
            panic!("{files:?}: {:?}", inventory.settings);
        };
        assert_eq!(setting.literal, literal);
        let mut stores = inventory.stores.iter();
        let store = stores.find(|store| store.id == setting.store_id).unwrap();
        let codes = store.remarks.iter().map(|remark| remark.code());
        assert_eq!(codes.collect::<Vec<_>>(), Vec::from_iter(code), "{files:?}");
    }
}

#[test]
fn a_setting_of_running_programs_is_the_same_however_many_they_are() {
    let (_folder, tree) = machine(&[]);
    for count in [1, 7] {
        let mut sink = reader::begin(&tree, None);
        let assignment = Assignment {
            name: "GOINSECURE".to_owned(),
            value: Value::plain("*.x"),
            is_conditional: false,
            running_count: count,
        };
        effect::take(&mut sink, sink::RUNNING.as_ref(), &assignment);
        let inventory = reader::finish(sink);
        assert_eq!(inventory.settings[0].literal, "GOINSECURE=*.x");
        let told = inventory.stores[0].remarks[0].clone();
        assert_eq!(told.code(), "settings_running");
        let number = anchorwatch_remark::Value::Number(count as u64);
        assert_eq!(told.fact("count"), Some(&number));
    }
}

/// The codes of what was not read or not followed, which make an answer inconclusive.
fn left_out(inventory: &Inventory) -> BTreeSet<&str> {
    let notes = inventory.stores.iter().flat_map(|store| &store.unreadable);
    notes.map(|note| note.code()).collect()
}

#[test]
fn a_bound_of_scripts_and_environments_is_never_reached_in_silence() {
    let commands = |count: usize| format!("#!/bin/sh\n{}", "true x\n".repeat(count));
    let documents = |count: usize| format!("#!/bin/sh\n{}", "cat <<E\nx\nE\n".repeat(count));
    for (script, is_whole) in [
        (commands(1_000), true),
        (commands(100_001), false),
        (documents(100), true),
        (documents(101), false),
    ] {
        let found = read(&[("etc/profile.d/x.sh", script.as_bytes())]);
        assert_ne!(left_out(&found).contains("settings_script_limit"), is_whole);
    }

    let environments = |count: usize| {
        let lines = (0..count).map(|one| format!("export VIRTUAL_ENV=/srv/{one}\n"));
        let profile: String = lines.collect();
        let named: Vec<String> = (0..count)
            .map(|one| format!("srv/{one}/pyvenv.cfg"))
            .collect();
        let mut files: Vec<(&str, &[u8])> = vec![("home/ana/.profile", profile.as_bytes())];
        files.extend(
            named
                .iter()
                .map(|path| (path.as_str(), b"home = /usr/bin\n" as &[u8])),
        );
        let found = read(&files);
        left_out(&found).contains("settings_environments_limit")
    };
    assert!(!environments(200) && environments(201));

    let folders = |count: usize| {
        let folders: Vec<String> = (0..count).map(|one| format!("/srv/{one}")).collect();
        let profile = format!("PATH=$PATH:{}\n", folders.join(":"));
        let found = read(&[("home/ana/.profile", profile.as_bytes())]);
        left_out(&found).contains("settings_search_path_limit")
    };
    assert!(!folders(90) && folders(120));
}
