use data_encoding::BASE64;

use super::*;
use crate::{SettingKind, Store, Trust};
use anchorwatch_remark::Remark as _;

fn a_certificate(name: &str) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    BASE64.encode(params.self_signed(&key).unwrap().der())
}

/// The inventory of a tree in which `/etc/chromium/policies` has these files.
fn read(files: &[(&str, &str)]) -> Inventory {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join("etc/chromium/policies").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    without_browsers(of_system(&Tree::open(folder.path()).unwrap()).0)
}

/// That the browser's folder is found is tested elsewhere.
fn without_browsers(mut inventory: Inventory) -> Inventory {
    inventory.browsers.clear();
    inventory
}

fn trust(stores: &[Store]) -> Vec<Vec<Trust>> {
    let of = |store: &Store| store.anchors.iter().map(|anchor| anchor.trust).collect();
    stores.iter().map(of).collect()
}

fn list(key: &str, certificates: &[&str]) -> String {
    serde_json::json!({ key: certificates }).to_string()
}

#[test]
fn every_file_counts_whatever_its_name() {
    let root = list("CACertificates", &[&a_certificate("a")]);
    for path in [
        "managed/a.json",
        "managed/zz",
        "managed/.hidden",
        "managed/a.json~",
        "recommended/a",
    ] {
        let found = read(&[(path, &root)]);
        assert_eq!(trust(&found.stores), [[Trust::Trusted]], "{path}");
        assert_eq!(found.stores[0].anchors[0].effective_for, [Client::Chromium]);
    }
    for path in ["managed/folder/a.json", "other/a.json", "a.json"] {
        assert_eq!(read(&[(path, &root)]), Inventory::default(), "{path}");
    }
}

#[test]
fn of_two_files_with_one_key_the_last_by_name_is_trusted_and_a_managed_one_before_that() {
    let root = list("CACertificates", &[&a_certificate("a")]);
    let none = list("CACertificates", &[]);
    for (files, expected) in [
        ([("managed/aa", &root), ("managed/zz", &none)], Trust::None),
        (
            [("managed/aa", &none), ("managed/zz", &root)],
            Trust::Trusted,
        ),
        (
            [("managed/aa", &none), ("recommended/zz", &root)],
            Trust::None,
        ),
        (
            [("managed/zz", &root), ("recommended/aa", &none)],
            Trust::Trusted,
        ),
    ] {
        let files = files.map(|(path, content)| (path, content.as_str()));
        let found = read(&files);
        let all: Vec<Trust> = trust(&found.stores).concat();
        assert_eq!(all, [expected], "{:?}", files.map(|(path, _)| path));
    }
}

#[test]
fn hints_are_not_trusted_and_a_refused_key_wins_over_a_trusted_one() {
    let (one, two) = (a_certificate("one"), a_certificate("two"));
    let text = serde_json::json!({
        "CACertificates": [one, two],
        "CADistrustedCertificates": [one],
        "CAHintCertificates": [two],
    });
    let found = read(&[("managed/a", &text.to_string())]);
    let expected = [
        Trust::Distrusted,
        Trust::Trusted,
        Trust::None,
        Trust::Distrusted,
    ];
    assert_eq!(trust(&found.stores), [expected]);
    // A list that a later file overrides refuses nothing.
    let distrust = list("CADistrustedCertificates", &[&one]);
    let found = read(&[
        ("managed/a", &list("CACertificates", &[&one])),
        ("managed/b", &distrust),
        ("managed/c", &list("CADistrustedCertificates", &[])),
    ]);
    assert_eq!(
        trust(&found.stores),
        [vec![Trust::Trusted], vec![Trust::None], vec![]]
    );
}

#[test]
fn a_root_bound_to_names_is_trusted_and_one_bound_to_nothing_is_not() {
    let root = a_certificate("a");
    let with = |constraints: serde_json::Value| {
        let entry = serde_json::json!([{"certificate": root, "constraints": constraints}]);
        let text = serde_json::json!({ "CACertificatesWithConstraints": entry });
        trust(&read(&[("managed/a", &text.to_string())]).stores).concat()
    };
    assert_eq!(
        with(serde_json::json!({"permitted_dns_names": ["a.test"]})),
        [Trust::Trusted]
    );
    assert_eq!(
        with(serde_json::json!({"permitted_cidrs": ["10.0.0.0/8"]})),
        [Trust::Trusted]
    );
    assert_eq!(with(serde_json::json!({"permitted_dns_names": []})), []);
    assert_eq!(with(serde_json::json!({})), []);
    assert_eq!(with(serde_json::Value::Null), []);
}

#[test]
fn an_entry_that_chromium_passes_over_does_not_hide_the_next() {
    let root = a_certificate("a");
    let text = serde_json::json!({ "CACertificates": [1, null, "!!!", " ", root] });
    let found = read(&[("managed/a", &text.to_string())]);
    assert_eq!(trust(&found.stores), [[Trust::Trusted]]);
    assert!(found.stores[0].unreadable.is_empty());
    // Base64 that is not a certificate is reported.
    let found = read(&[("managed/a", &list("CACertificates", &["AAAA", &root]))]);
    assert_eq!(trust(&found.stores), [[Trust::Trusted]]);
    assert_eq!(found.stores[0].unreadable.len(), 1);
    // A value that is not a list is not a policy.
    let found = read(&[(
        "managed/a",
        &serde_json::json!({ "CACertificates": root }).to_string(),
    )]);
    assert_eq!(trust(&found.stores), [[]; 1] as [[Trust; 0]; 1]);
}

#[test]
fn a_broken_policy_is_said_and_a_readme_is_not() {
    let found = read(&[("managed/a.json", "{\"CACertificates\": [")]);
    assert!(found.stores[0].error.is_some());
    assert_eq!(
        read(&[("managed/README", "Put your policies here.")]),
        Inventory::default()
    );
    assert_eq!(read(&[("managed/empty", "")]), Inventory::default());
}

fn settings(policies: serde_json::Value) -> Vec<(SettingKind, String)> {
    let found = read(&[("managed/a", &policies.to_string())]).settings;
    let id = "chromium_policy:/etc/chromium/policies/managed/a";
    assert!(found.iter().all(|setting| setting.store_id == id));
    found
        .into_iter()
        .map(|setting| (setting.kind, setting.literal))
        .collect()
}

#[test]
fn a_proxy_counts_where_a_mode_puts_it_in_force() {
    for policies in [
        serde_json::json!({"ProxyMode": "fixed_servers", "ProxyServer": "h:1"}),
        serde_json::json!({"ProxyServerMode": 2, "ProxyServer": "h:1"}),
        serde_json::json!({"ProxyMode": "pac_script", "ProxyPacUrl": "http://h/p"}),
        serde_json::json!({"ProxyMode": "auto_detect"}),
        serde_json::json!({"ProxySettings": {"ProxyMode": "fixed_servers", "ProxyServer": "h:1"}}),
        serde_json::json!({"ProxyOverrideRules": [{"ProxyList": ["PROXY h:1"]}]}),
    ] {
        let found = settings(policies.clone());
        assert_eq!(found.len(), 1, "{policies}");
        assert_eq!(found[0].0, SettingKind::ProxyPolicy);
    }
    for policies in [
        serde_json::json!({"ProxyServer": "h:1"}),
        serde_json::json!({"ProxyMode": "direct", "ProxyServer": "h:1"}),
        serde_json::json!({"ProxyMode": "system"}),
        serde_json::json!({"ProxyServerMode": 3}),
        serde_json::json!({"ProxySettings": {"ProxyServer": "h:1"}}),
        serde_json::json!({"ProxySettings": {}, "ProxyMode": "auto_detect"}),
        serde_json::json!({"ProxyOverrideRules": []}),
        serde_json::json!({"EncryptedClientHelloEnabled": false, "SSLErrorOverrideAllowed": false}),
    ] {
        assert_eq!(settings(policies.clone()), [], "{policies}");
    }
}

#[test]
fn the_words_of_a_proxy_show_no_password() {
    let policies =
        serde_json::json!({"ProxyMode": "fixed_servers", "ProxyServer": "http://eve:s3cret@h:1"});
    let words = "ProxyMode = fixed_servers, ProxyServer = http://<scrubbed>@h:1";
    assert_eq!(
        settings(policies),
        [(SettingKind::ProxyPolicy, words.to_owned())]
    );
}

#[test]
fn exemptions_from_the_public_logs_are_reported_unless_they_are_empty() {
    let key = "CertificateTransparencyEnforcementDisabledForUrls";
    let words = format!("{key} = [\"example.kz\"]");
    let found = settings(serde_json::json!({ key: ["example.kz"] }));
    assert_eq!(found, [(SettingKind::BrowserPolicy, words)]);
    assert_eq!(settings(serde_json::json!({ key: [] })), []);
}

#[test]
fn every_relatives_folder_is_looked_into() {
    let root = list("CACertificates", &[&a_certificate("a")]);
    let places = Browser::ALL.iter().flat_map(|one| one.policy_folders());
    for place in places {
        let folder = tempfile::tempdir().unwrap();
        let managed = folder.path().join(&place[1..]).join("managed");
        std::fs::create_dir_all(&managed).unwrap();
        std::fs::write(managed.join("a.json"), &root).unwrap();
        let (found, _) = of_system(&Tree::open(folder.path()).unwrap());
        assert_eq!(trust(&found.stores), [[Trust::Trusted]], "{place}");
    }
}

#[test]
fn a_list_of_a_million_entries_is_read_to_a_bound_and_that_is_said() {
    let text = format!(
        "{{\"CACertificates\":[{}\"AAAA\"]}}",
        "1,".repeat(1_000_000)
    );
    let found = read(&[("managed/a", &text)]);
    let limit = ChromiumRemark::PolicyEntriesLimit {
        key: "CACertificates".to_owned(),
        max: 10_000,
    };
    assert_eq!(found.stores[0].unreadable, [limit.told()]);
}

fn of_ana(files: &[(&str, &[u8])]) -> Inventory {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join("home/ana").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    std::fs::create_dir_all(folder.path().join("home/ana/snap/chromium")).unwrap();
    std::os::unix::fs::symlink("3", folder.path().join("home/ana/snap/chromium/current")).unwrap();
    let user = User {
        name: "ana".to_owned(),
        uid: None,
        gid: None,
        home: "/home/ana".into(),
    };
    without_browsers(of_user(&Tree::open(folder.path()).unwrap(), &user))
}

#[test]
fn every_profile_and_every_sandbox_is_looked_into_once() {
    for path in [
        ".config/chromium/Default/ServerCertificate",
        ".config/chromium/any name/ServerCertificate",
        ".config/BraveSoftware/Brave-Browser/Default/ServerCertificate",
        "snap/chromium/common/chromium/Default/ServerCertificate",
        ".var/app/com.google.Chrome/config/google-chrome/Profile 1/ServerCertificate",
        "snap/chromium/3/.pki/nssdb/cert9.db",
        "snap/chromium/3/.local/share/pki/nssdb/cert9.db",
        ".var/app/org.chromium.Chromium/.pki/nssdb/cert9.db",
        ".var/app/org.chromium.Chromium/data/pki/nssdb/cert9.db",
    ] {
        let found = of_ana(&[(path, b"no database")]);
        assert_eq!((found.stores.len(), found.closed.len()), (1, 0), "{path}");
        assert!(found.stores[0].error.is_some(), "{path}");
    }
    assert_eq!(
        of_ana(&[(".config/chromium/ServerCertificate", b"x")]),
        Inventory::default()
    );
}

#[test]
fn a_journal_with_bytes_is_said_and_the_empty_one_that_chromium_leaves_is_not() {
    let profile = ".config/chromium/Default/ServerCertificate";
    let with = |ending: &str, content: &[u8]| {
        let journal = format!("{profile}{ending}");
        of_ana(&[(profile, b""), (&journal, content)]).stores[0]
            .unreadable
            .len()
    };
    assert_eq!(with("-journal", b""), 0);
    assert_eq!(with("-journal", b"x"), 1);
    assert_eq!(with("-wal", b"x"), 1);
}
