use anchorwatch_home::Tree;
use anchorwatch_identity::Certificate;
use data_encoding::BASE64;
use serde_json::json;

use super::*;
use crate::{Anchor, User, chromium};

const DATABASE: &str = "/home/ana/.pki/nssdb/cert9.db";
const PROFILE: &str = "/home/ana/.config/chromium/Default/ServerCertificate";

/// Two certificates with one key, and one with another key.
struct Roots {
    listed: Certificate,
    twin: Certificate,
    other: Certificate,
}

impl Roots {
    fn new() -> Self {
        let (key, other) = (a_key(), a_key());
        Self {
            listed: certificate("a.test", &key),
            twin: certificate("b.test", &key),
            other: certificate("a.test", &other),
        }
    }

    /// A policy that refuses the listed one.
    fn refusal(&self) -> String {
        json!({"CADistrustedCertificates": [BASE64.encode(self.listed.der())]}).to_string()
    }
}

fn a_key() -> rcgen::KeyPair {
    rcgen::KeyPair::generate().unwrap()
}

fn certificate(name: &str, key: &rcgen::KeyPair) -> Certificate {
    let params = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    Certificate::from_der(params.self_signed(key).unwrap().der()).unwrap()
}

/// A tree with these files; a path that ends in a slash is a folder.
fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let place = folder.path().join(path.trim_start_matches('/'));
        if path.ends_with('/') {
            std::fs::create_dir_all(place).unwrap();
        } else {
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(place, content).unwrap();
        }
    }
    let tree = Tree::open(folder.path()).unwrap();
    (folder, tree)
}

/// Which of the certificates Chromium still trusts in this store.
fn trusted(files: &[(&str, &str)], store: (StoreKind, &str), held: &[&Certificate]) -> Vec<bool> {
    let (_folder, tree) = tree(files);
    let (mut all, orders) = chromium::of_system(&tree);
    all.stores.clear();
    let ana = User {
        name: "ana".to_owned(),
        uid: None,
        gid: None,
        home: "/home/ana".into(),
    };
    all.add(chromium::of_user(&tree, &ana));
    let mut store = Store::new(&tree, store.0, store.1.as_ref(), Some(&ana));
    store.anchors = held
        .iter()
        .map(|one| Anchor::new((*one).clone(), Trust::Trusted, &[Client::Chromium]))
        .collect();
    all.stores = vec![store];
    orders.carry_out(&mut all, &[ana.home]);
    let anchors = &all.stores[0].anchors;
    anchors
        .iter()
        .map(|anchor| anchor.effective_for == [Client::Chromium])
        .collect()
}

#[test]
fn a_key_that_a_policy_refuses_is_trusted_in_no_store_of_a_home_and_another_is() {
    let roots = Roots::new();
    let refusal = roots.refusal();
    let held = [&roots.listed, &roots.twin, &roots.other];
    let files = [("/etc/chromium/policies/managed/a", refusal.as_str())];
    for store in [
        (StoreKind::Nss, DATABASE),
        (StoreKind::Nss, "/home/ana/.local/share/pki/nssdb/cert9.db"),
        (StoreKind::ChromiumServerCertificates, PROFILE),
    ] {
        assert_eq!(trusted(&files, store, &held), [false, false, true]);
        assert_eq!(trusted(&[], store, &held), [true; 3]);
    }
    // Whose policies apply here is unknown, or another browser's do.
    for store in [
        (StoreKind::Nss, "/etc/pki/nssdb/cert9.db"),
        (
            StoreKind::Nss,
            "/home/ana/snap/chromium/3/.pki/nssdb/cert9.db",
        ),
        (StoreKind::Nss, "/srv/db/cert9.db"),
        (
            StoreKind::ChromiumServerCertificates,
            "/home/ana/.config/google-chrome/Default/ServerCertificate",
        ),
        (
            StoreKind::ChromiumServerCertificates,
            "/home/ana/snap/chromium/3/.config/chromium/Default/ServerCertificate",
        ),
        (StoreKind::NamedDirectory, "/data/misc/user/0/cacerts-added"),
    ] {
        assert_eq!(trusted(&files, store, &held), [true; 3], "{store:?}");
    }
}

#[test]
fn only_a_mandatory_policy_that_is_in_force_takes_back() {
    let roots = Roots::new();
    let refusal = roots.refusal();
    let empty = json!({"CADistrustedCertificates": []}).to_string();
    let held = |files: &[(&str, &str)]| {
        let files: Vec<_> = files
            .iter()
            .map(|(name, content)| (format!("/etc/chromium/policies/{name}"), *content))
            .collect();
        let files: Vec<_> = files
            .iter()
            .map(|(name, content)| (name.as_str(), *content))
            .collect();
        trusted(&files, (StoreKind::Nss, DATABASE), &[&roots.listed])[0]
    };
    let ours = ("managed/zz-ours", refusal.as_str());
    assert!(!held(&[ours]));
    assert!(!held(&[("managed/aa", &empty), ours]));
    assert!(!held(&[ours, ("recommended/zzz", &empty)]));
    assert!(held(&[ours, ("managed/zzz", &empty)]));
    assert!(held(&[
        ours,
        ("managed/zzz", "{\"CADistrustedCertificates\": 1}")
    ]));
    assert!(held(&[("recommended/zz-ours", &refusal)]));
    // The browser may obey a file that we cannot read.
    assert!(held(&[ours, ("managed/zzz", "{\"CADistrusted")]));
    assert!(!held(&[ours, ("managed/README", "Put policies here.")]));
    assert!(!held(&[ours, ("recommended/zzz", "{\"CADistrusted")]));
}

#[test]
fn a_policy_that_only_root_can_read_takes_nothing_back() {
    use std::os::unix::fs::PermissionsExt as _;

    let roots = Roots::new();
    let place = "/etc/chromium/policies/managed/a";
    let (folder, tree) = tree(&[(place, &roots.refusal())]);
    let refused = |path: &str, mode| {
        let path = folder.path().join(path);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let (_, orders) = chromium::of_system(&tree);
        let count = orders.0[&Browser::Chromium].refused.len();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        count
    };
    assert_eq!(refused(&place[1..], 0o644), 1);
    assert_eq!(refused(&place[1..], 0o600), 0);
    assert_eq!(refused("etc/chromium/policies", 0o711), 1);
    assert_eq!(refused("etc/chromium/policies", 0o700), 0);
}

#[test]
fn another_browser_without_the_policy_goes_on_trusting_the_database_of_all() {
    let roots = Roots::new();
    let refusal = roots.refusal();
    let ours = ("/etc/chromium/policies/managed/a", refusal.as_str());
    let held = |more: &[(&str, &str)], store| {
        let files = [&[ours], more].concat();
        trusted(&files, store, &[&roots.listed])[0]
    };
    let (database, own) = (
        (StoreKind::Nss, DATABASE),
        (StoreKind::ChromiumServerCertificates, PROFILE),
    );
    for place in [
        "/home/ana/.config/google-chrome/",
        "/home/ana/.config/BraveSoftware/Brave-Browser/",
        "/home/ana/.config/vivaldi-snapshot/",
        "/etc/opt/edge/policies/",
        "/opt/google/chrome/chrome",
        "/opt/vivaldi/vivaldi-bin",
        "/home/ana/.config/opera/",
        "/opt/yandex/browser/yandex_browser",
        "/etc/opt/chrome_for_testing/policies/",
    ] {
        assert!(held(&[(place, "")], database), "{place}");
        assert!(!held(&[(place, "")], own), "{place}");
    }
    // The two Chromiums share one profile folder.
    assert!(held(&[("/etc/chromium-browser/policies/", "")], own));
    for place in [
        "/home/ana/.config/chromium/",
        "/usr/lib/chromium/",
        "/home/ana/.config/operetta/",
    ] {
        assert!(!held(&[(place, "")], database), "{place}");
    }
    let chrome = ("/etc/opt/chrome/policies/managed/a", refusal.as_str());
    assert!(!held(
        &[("/opt/google/chrome/chrome", ""), chrome],
        database
    ));
    // Vivaldi may read either folder.
    let first = ("/etc/vivaldi/policies/managed/a", refusal.as_str());
    let second = ("/etc/opt/vivaldi/policies/managed/a", refusal.as_str());
    assert!(held(&[first], database));
    assert!(held(&[second], database));
    assert!(!held(&[first, second], database));
}

#[test]
fn what_an_unknown_browser_or_one_with_an_uncertain_folder_says_takes_nothing_back() {
    let roots = Roots::new();
    let refusal = roots.refusal();
    let held = |files: &[(&str, &str)]| {
        let ours = ("/etc/chromium/policies/managed/a", refusal.as_str());
        let files = [&[ours], files].concat();
        trusted(&files, (StoreKind::Nss, DATABASE), &[&roots.listed])[0]
    };
    let state = ("/home/ana/.config/unheard-of/Local State", "{}");
    let profile = ("/home/ana/.config/unheard-of/Default/Preferences", "{}");
    assert!(held(&[state, profile]));
    assert!(!held(&[state]));
    assert!(!held(&[profile]));
    assert!(held(&[("/etc/unheard-of/policies/managed/a", &refusal)]));
    assert!(!held(&[("/etc/unheard-of/policies/other/a", &refusal)]));
    assert!(held(&[("/etc/opera/policies/managed/a", &refusal)]));
    // The maker of this one documents its folder.
    let yandex = "/etc/opt/yandex/browser/policies/managed/a";
    assert!(!held(&[(yandex, &refusal)]));
    assert!(held(&[(yandex, "{}")]));
}

#[test]
fn without_platform_integration_no_database_is_trusted_and_the_browsers_own_is() {
    let roots = Roots::new();
    let held = |policies: serde_json::Value, store| {
        let text = policies.to_string();
        let files = [("/etc/chromium/policies/managed/a", text.as_str())];
        trusted(&files, store, &[&roots.other])[0]
    };
    let (database, own) = (
        (StoreKind::Nss, DATABASE),
        (StoreKind::ChromiumServerCertificates, PROFILE),
    );
    let off = json!({"CAPlatformIntegrationEnabled": false});
    assert!(!held(off.clone(), database));
    assert!(held(off, own));
    for on in [json!(true), json!(0), json!("false"), json!(null)] {
        assert!(held(json!({"CAPlatformIntegrationEnabled": on}), database));
    }
}
