use std::collections::BTreeSet;

use anchorwatch_home::{EditFormat, EditItem};
use anchorwatch_machine::layout::LAYOUTS;

use super::*;

fn edit(format: &'static str) -> Role {
    Role::Shared(Edit {
        format: EditFormat::new(format),
        items: Vec::<EditItem>::new(),
    })
}

fn touches(path: &str, role: &Role, uid: Option<u32>) -> bool {
    let actor = uid.map(|uid| Actor { uid, gid: uid });
    can_take_back(path.as_ref(), role, actor, [&Node::Absent, &Node::Absent])
}

#[test]
fn every_mechanism_has_one_row_and_every_format_one_mechanism() {
    let codes: Vec<&str> = mechanisms().map(|(one, _)| one.code()).collect();
    let once: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(once.len(), codes.len(), "{codes:?}");
    let formats: Vec<&str> = edit_formats().collect();
    let once: BTreeSet<&str> = formats.iter().copied().collect();
    assert_eq!(once.len(), formats.len());
    for code in codes {
        assert_eq!(with_code(code).unwrap().code(), code);
    }
    assert_eq!(with_code("later"), None);
}

#[test]
fn the_layouts_in_which_keys_can_be_refused_are_those_with_a_row() {
    let refusable = LAYOUTS.iter().filter(|layout| layout.can_refuse);
    let refusable: BTreeSet<&str> = refusable.map(|layout| layout.code).collect();
    let rows = system_stores().flat_map(|store| store.layouts);
    assert_eq!(rows.copied().collect::<BTreeSet<&str>>(), refusable);
}

#[test]
fn what_a_receipt_may_take_back_is_what_a_row_touches() {
    let keystore = "/opt/app/cacerts";
    assert!(touches(keystore, &edit("java_keystore"), None));
    assert!(!touches(keystore, &edit("java_blocked_certs"), None));
    assert!(!touches(keystore, &Role::Own, None));
    let blocked = "/opt/jdk/lib/security/blocked.certs";
    assert!(touches(blocked, &edit("java_blocked_certs"), None));
    let profile = "/root/.mozilla/firefox/p";
    for (name, format) in [
        ("cert_override.txt", "cert_override"),
        ("security_state/data.safe.bin", "security_state"),
    ] {
        let path = format!("{profile}/{name}");
        assert!(touches(&path, &edit(format), None));
        assert!(!touches(&format!("{path}.old"), &edit(format), None));
    }
    for path in ["/etc/passwd", "/etc/cron.d/x", "/usr/bin/sudo"] {
        assert!(!touches(path, &Role::Own, None), "{path}");
        assert!(!touches(path, &Role::Rebuilt, None), "{path}");
        assert!(!touches(path, &edit("mozilla_policies"), None), "{path}");
    }
    for path in [
        "/etc/ssl/certs/x.pem",
        "/usr/local/share/ca-certificates/x.crt",
        "/etc/anchorwatch/blocked.toml",
        "/etc/chromium/policies/managed/zz-anchorwatch.json",
        "/usr/lib/firefox-esr/anchorwatch.cfg",
        "/etc/firefox/policies/policies.json",
    ] {
        assert!(touches(path, &Role::Own, None), "{path}");
        let up = format!("/etc/../{path}");
        assert!(!touches(&up, &Role::Own, None), "{up}");
    }
}

#[test]
fn an_edit_of_an_unknown_format_is_nobodys() {
    for path in ["/etc/ssl/certs/x.pem", "/home/ana/x.pem"] {
        for uid in [None, Some(1000)] {
            assert!(!touches(path, &edit("later"), uid), "{path}");
        }
    }
    assert!(touches("/home/ana/x.pem", &edit("pem_bundle"), Some(1000)));
    assert!(touches("/home/ana/x.pem", &Role::Own, Some(1000)));
    let Role::Shared(unknown) = edit("later") else {
        panic!();
    };
    assert!(revert(&unknown, b"").is_err());
    let Role::Shared(in_place) = edit("nss_database") else {
        panic!();
    };
    assert!(revert(&in_place, b"").is_err());
}
