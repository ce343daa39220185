//! Bundles that programs read although no setting names them.

use super::*;
use crate::residual_trust::ResidualTrust;

const PLACES: [&str; 9] = [
    "root/miniconda3/ssl/cacert.pem",
    "root/.pyenv/versions/3.9.18/openssl/ssl/cert.pem",
    "root/.config/containers/certs.d/r/ca.crt",
    "usr/local/ssl/cert.pem",
    "usr/lib/ssl/cert.pem",
    "usr/lib/ssl/certs/0b0b0b0b.0",
    "opt/conda/ssl/cacert.pem",
    "etc/docker/certs.d/r:5000/ca.crt",
    "etc/containers/certs.d/r/ca.crt",
];

#[test]
fn a_block_reaches_them_and_undo_brings_every_byte_back() {
    let (imposed, good) = (certificate("Imposed"), certificate("Good").1);
    let machine = Machine::new(&imposed, &good);
    for place in PLACES {
        machine.write(place, &[good.as_str(), &imposed.1].concat());
    }
    let before = machine.snapshot();
    let read = |place: &str| fs::read_to_string(machine.path(place)).unwrap();
    assert!(is_trusted(&machine));
    machine.block(&machine.tree()).unwrap();
    assert!(!is_trusted(&machine));
    for place in PLACES {
        assert_eq!(read(place), good, "{place}");
    }
    machine.undo(&machine.tree()).unwrap();
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn what_nix_keeps_is_not_changed_and_said_to_go_on() {
    let imposed = certificate("Imposed");
    let machine = Machine::new(&imposed, &certificate("Good").1);
    let store = "nix/store/0a-cacert/etc/ssl/certs/ca-bundle.crt";
    machine.write(store, &imposed.1);
    let profile = machine.path("nix/var/nix/profiles/default");
    fs::create_dir_all(profile.parent().unwrap()).unwrap();
    symlink("/nix/store/0a-cacert", profile).unwrap();
    let tree = machine.tree();
    let stores = survey::read(&tree, Rights::Own).stores;
    let options = wish_of(&machine.imposed);
    let plan = plan(&tree, Rights::Own, options, b"program", &stores, NOW).unwrap();
    let is_in_profile = |told: &anchorwatch_remark::Told| match ResidualTrust::from_told(told) {
        Some(ResidualTrust::InStore { path, .. }) => path
            .to_string_lossy()
            .contains("profiles/default/etc/ssl/certs"),
        _ => false,
    };
    let not_refused = &plan.draft.not_refused;
    assert!(not_refused.iter().any(is_in_profile), "{not_refused:?}");
    machine.block(&tree).unwrap();
    assert_eq!(fs::read_to_string(machine.path(store)).unwrap(), imposed.1);
}

/// Chromium's own policy refuses a key; another browser's policy that trusts it goes on.
#[test]
fn a_policy_of_a_browser_that_no_policy_reaches_is_told_and_one_of_a_known_browser_is_not() {
    let imposed = certificate("Imposed");
    let told = |place: &str| {
        let machine = Machine::new(&imposed, &certificate("Good").1);
        let der = data_encoding::BASE64.encode(machine.imposed.der());
        let policy = format!("{{\"CACertificates\": [\"{der}\"]}}");
        machine.write(&format!("{place}/managed/a.json"), &policy);
        fs::create_dir_all(machine.path("etc/chromium")).unwrap();
        let tree = machine.tree();
        let stores = survey::read(&tree, Rights::Own).stores;
        let options = wish_of(&machine.imposed);
        let plan = plan(&tree, Rights::Own, options, b"program", &stores, NOW).unwrap();
        let is_it = |told: &anchorwatch_remark::Told| {
            let path = machine.path(place);
            matches!(
                ResidualTrust::from_told(told),
                Some(ResidualTrust::InStore { path: its, .. }) if its.starts_with(&path)
            )
        };
        plan.draft.not_refused.iter().any(is_it)
    };
    assert!(told("etc/opt/unheard-of/policies"));
    assert!(told("etc/opera/policies"));
    assert!(!told("etc/opt/yandex/browser/policies"));
    assert!(!told("etc/chromium/policies"));
}
