use std::fs;

use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_remark::{Remark as _, Told};
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::targets::RefusedKey;

const FOLDER: &str = "etc/chromium/policies/managed";

fn a_key() -> Vec<u8> {
    use rcgen::PublicKeyData;
    rcgen::KeyPair::generate()
        .unwrap()
        .subject_public_key_info()
}

fn targets(keys: &[Vec<u8>]) -> Targets {
    let of = |spki: &Vec<u8>| RefusedKey {
        key: SpkiSha256::of(spki),
        encodings: vec![spki.clone()],
        names: Vec::new(),
        certificates: Vec::new(),
    };
    Targets::of_keys(keys.iter().map(of).collect())
}

/// A machine with Chromium and these policies in its folder.
fn machine(files: &[(&str, Value)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join(FOLDER)).unwrap();
    for (name, policies) in files {
        write(&root, name, policies);
    }
    root
}

fn write(root: &TempDir, name: &str, policies: &Value) {
    fs::write(root.path().join(FOLDER).join(name), policies.to_string()).unwrap();
}

fn plan(root: &TempDir, targets: &Targets) -> Draft {
    let mut draft = Draft::default();
    of_system(&Tree::open(root.path()).unwrap(), targets, &mut draft);
    draft
}

fn make(root: &TempDir, draft: &Draft) {
    let tree = Tree::open(root.path()).unwrap();
    for change in &draft.changes {
        tree.make(change, ".test").unwrap();
    }
}

fn written(draft: &Draft) -> Value {
    let files = draft
        .changes
        .iter()
        .filter_map(|change| match &change.after {
            Node::File(file) => Some(&file.content),
            _ => None,
        });
    let files: Vec<_> = files.collect();
    let [file] = files.as_slice() else {
        panic!("{draft:?}");
    };
    serde_json::from_slice(file).unwrap()
}

fn keys_of(policies: &Value) -> Vec<SpkiSha256> {
    let entries = policies[DISTRUSTED].as_array().unwrap().iter();
    let ders = entries.filter_map(|entry| BASE64.decode(entry.as_str()?.as_bytes()).ok());
    ders.map(|der| Certificate::from_der(&der).unwrap().spki_sha256())
        .collect()
}

fn names_after(root: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(root.path().join(FOLDER)).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
    names.sort();
    names
}

#[test]
fn every_key_is_carried_and_the_second_plan_is_empty() {
    let (root, keys) = (machine(&[]), [a_key(), a_key()]);
    let draft = plan(&root, &targets(&keys));
    let policies = written(&draft);
    assert_eq!(
        keys_of(&policies),
        keys.each_ref().map(|key| SpkiSha256::of(key))
    );
    assert_eq!(policies[OVERRIDE], json!(false));
    assert_eq!(policies[ORIGINS], json!([]));
    assert_eq!(draft.covered.len(), 1);
    assert_eq!(draft.covered[0].mechanism.reach(), Reach::ByKey);
    make(&root, &draft);
    let again = plan(&root, &targets(&keys));
    assert_eq!(again.changes, []);
    assert_eq!(again.warnings, []);
    assert_eq!(again.covered, draft.covered);
}

#[test]
fn without_the_browser_or_without_keys_nothing_is_planned() {
    let empty = tempfile::tempdir().unwrap();
    let draft = plan(&empty, &targets(&[a_key()]));
    assert_eq!((draft.changes.len(), draft.covered.len()), (0, 0));
    let draft = plan(&machine(&[]), &targets(&[]));
    assert_eq!((draft.changes.len(), draft.covered.len()), (0, 0));
}

#[test]
fn a_browser_that_has_only_its_program_gets_the_folders_too() {
    let places = policy_folders().flat_map(|place| {
        let programs = place.browser.programs().iter();
        programs.map(move |program| (place, program))
    });
    for (place, program) in places {
        let root = tempfile::tempdir().unwrap();
        let program = root.path().join(&program[1..]);
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(&program, "").unwrap();
        let draft = plan(&root, &targets(&[a_key()]));
        make(&root, &draft);
        let file = root
            .path()
            .join(&place.path[1..])
            .join("managed")
            .join(NAME);
        assert!(file.is_file(), "{}", place.browser.name());
        assert!(
            draft.changes.iter().all(|change| is_ours(&change.path)),
            "{draft:?}"
        );
        let is_said = draft
            .warnings
            .iter()
            .any(|warning| warning.code() == "chromium_untried");
        assert_eq!(
            is_said,
            place.browser.known() == Known::Documented,
            "{}",
            place.browser.name()
        );
    }
}

#[test]
fn no_policy_is_written_for_a_browser_whose_folder_is_not_certain_and_it_is_named() {
    let named = |place: &str| {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join(place)).unwrap();
        let draft = plan(&root, &targets(&[a_key()]));
        let named: Vec<_> = draft
            .warnings
            .iter()
            .filter_map(ChromiumRemark::from_told)
            .filter_map(|remark| match remark {
                ChromiumRemark::Uncertain { browser } => Some(browser),
                _ => None,
            })
            .collect();
        (draft.changes.len(), draft.covered.len(), named.concat())
    };
    let opera = (0, 0, "Opera".to_owned());
    assert_eq!(named("etc/opera"), opera);
    assert_eq!(named("etc/opt/opera/policies/managed"), opera);
    assert_eq!(named("etc"), (0, 0, String::new()));
    let (_, covered, unsure) = named("etc/opt/yandex/browser/policies/managed");
    assert_eq!((covered, unsure), (1, String::new()));
    let (_, covered, unsure) = named("etc/opt/chrome_for_testing");
    assert_eq!((covered, unsure), (1, String::new()));
}

#[test]
fn what_others_refuse_and_allow_is_kept() {
    let key = a_key();
    let their_entry = BASE64.encode(&their_root());
    for file in ["managed", "recommended"] {
        let root = machine(&[]);
        let folder = root.path().join("etc/chromium/policies").join(file);
        fs::create_dir_all(&folder).unwrap();
        let policies = json!({
            DISTRUSTED: ["no base64", their_entry],
            ORIGINS: ["https://nas.lan"],
            OVERRIDE: true,
            "HomepageLocation": "https://corp.example"
        });
        fs::write(folder.join("company.json"), policies.to_string()).unwrap();
        let mut targets = targets(std::slice::from_ref(&key));
        targets.override_origins = vec!["https://printer.lan".to_owned()];
        let policies = written(&plan(&root, &targets));
        assert_eq!(policies[DISTRUSTED][0], "no base64");
        assert_eq!(policies[DISTRUSTED][1], their_entry.as_str());
        assert_eq!(policies[DISTRUSTED].as_array().unwrap().len(), 3);
        assert_eq!(
            policies[ORIGINS],
            json!(["https://nas.lan", "https://printer.lan"])
        );
        assert_eq!(policies[OVERRIDE], json!(false));
        assert_eq!(policies.get("HomepageLocation"), None);
    }
}

fn their_root() -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["theirs".to_owned()]).unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

#[test]
fn ours_sorts_last_whatever_stands_there() {
    for hostile in [
        "zz-anchorwatch.jsoo",
        "zzz",
        "~",
        "{",
        "\u{10ffff}",
        "zz-anchorwatch.json~",
    ] {
        let hostile_policies = json!({ DISTRUSTED: [], OVERRIDE: true });
        let root = machine(&[("a.json", json!({})), (hostile, hostile_policies)]);
        let draft = plan(&root, &targets(&[a_key()]));
        make(&root, &draft);
        let names = names_after(&root);
        assert!(names.last().unwrap().ends_with(NAME), "{names:?}");
        assert_eq!(draft.covered.len(), 1, "{hostile}");
        assert!(draft.changes.iter().all(|change| is_ours(&change.path)));
        assert_eq!(plan(&root, &targets(&[a_key()])).changes.len(), 1);
    }
}

#[test]
fn a_later_file_is_named_and_outdone_and_what_was_kept_of_others_stays() {
    let (key, theirs) = (a_key(), "dGhlaXJz");
    let root = machine(&[("company.json", json!({ DISTRUSTED: [theirs] }))]);
    let targets = targets(std::slice::from_ref(&key));
    make(&root, &plan(&root, &targets));
    write(
        &root,
        "zzz-hostile",
        &json!({ DISTRUSTED: [], OVERRIDE: true, ORIGINS: ["*"] }),
    );
    let draft = plan(&root, &targets);
    let named = draft.warnings.iter().filter(|told| {
        let remark = ChromiumRemark::from_told(told);
        let later = root.path().join(FOLDER).join("zzz-hostile");
        matches!(remark, Some(ChromiumRemark::Overruled { path, .. }) if path == later)
    });
    assert_eq!(named.count(), 3, "{:?}", draft.warnings);
    let is_refused = |told: &Told| told.code() == "chromium_every_site";
    assert!(
        draft.warnings.iter().any(is_refused),
        "{:?}",
        draft.warnings
    );
    let policies = written(&draft);
    assert_eq!(policies[DISTRUSTED][0], theirs);
    assert_eq!(policies[DISTRUSTED].as_array().unwrap().len(), 2);
    assert_eq!(policies[ORIGINS], json!([]));
    make(&root, &draft);
    assert_eq!(
        names_after(&root),
        [
            "company.json",
            "zzz-hostile",
            "zzz-hostile-zz-anchorwatch.json"
        ]
    );
    assert_eq!(plan(&root, &targets).changes, []);
}

#[test]
fn where_no_longer_name_is_possible_the_hostile_file_is_named_and_nothing_is_claimed() {
    let hostile = "z".repeat(MAX_NAME);
    let root = machine(&[(&hostile, json!({ DISTRUSTED: [] }))]);
    let draft = plan(&root, &targets(&[a_key()]));
    assert!(draft.covered.is_empty());
    let decides = root.path().join(FOLDER).join(&hostile);
    let is_named = |told: &Told| {
        let remark = ChromiumRemark::from_told(told);
        matches!(remark, Some(ChromiumRemark::DecidedElsewhere { path, .. }) if path == decides)
    };
    assert!(
        draft.not_refused.iter().any(is_named),
        "{:?}",
        draft.not_refused
    );
    // A file with an equally long name that sets other policies is harmless.
    let root = machine(&[(&hostile, json!({ "HomepageLocation": "x" }))]);
    assert_eq!(plan(&root, &targets(&[a_key()])).covered.len(), 1);
}

#[test]
fn a_carrier_of_a_key_that_is_refused_no_longer_goes() {
    let (root, keys) = (machine(&[]), [a_key(), a_key()]);
    make(&root, &plan(&root, &targets(&keys)));
    let policies = written(&plan(&root, &targets(&keys[1..])));
    assert_eq!(keys_of(&policies), [SpkiSha256::of(&keys[1])]);
}

#[test]
fn what_someone_added_to_our_file_stays() {
    let (root, key) = (machine(&[]), a_key());
    make(&root, &plan(&root, &targets(std::slice::from_ref(&key))));
    let path = root.path().join(FOLDER).join(NAME);
    let mut policies: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    policies["HomepageLocation"] = json!("https://corp.example");
    policies[OVERRIDE] = json!(true);
    fs::write(&path, policies.to_string()).unwrap();
    let policies = written(&plan(&root, &targets(&[key])));
    assert_eq!(policies["HomepageLocation"], json!("https://corp.example"));
    assert_eq!(policies[OVERRIDE], json!(false));
}

#[test]
fn a_key_of_which_only_the_hash_is_known_is_told_as_not_refused() {
    let (root, known) = (machine(&[]), a_key());
    let mut targets = targets(&[known, a_key()]);
    targets.keys[1].encodings.clear();
    let draft = plan(&root, &targets);
    let only_hash = ChromiumRemark::OnlyHash {
        key: targets.keys[1].key.to_string(),
    };
    assert_eq!(draft.not_refused, [only_hash.told()]);
    assert_eq!(keys_of(&written(&draft)), [targets.keys[0].key]);
}

#[test]
fn a_folder_that_others_can_write_to_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let (root, key) = (machine(&[]), a_key());
    let is_said = |draft: &Draft| {
        draft
            .warnings
            .iter()
            .any(|one| one.code() == "chromium_folder_writable")
    };
    assert!(!is_said(&plan(&root, &targets(std::slice::from_ref(&key)))));
    let folder = root.path().join(FOLDER);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    assert!(is_said(&plan(&root, &targets(&[key]))));
}

#[test]
fn only_our_names_in_these_folders_are_ours() {
    for path in [
        "/etc/chromium/policies/managed/zz-anchorwatch.json",
        "/etc/chromium",
        "/etc",
    ] {
        assert!(is_ours(Path::new(path)), "{path}");
    }
    for path in [
        "/etc/chromium/policies/managed/a.json",
        "/etc/chromium/policies/managed/folder/zz-anchorwatch.json",
        "/etc/chromium/policies/recommended/zz-anchorwatch.json",
        "/etc/passwd",
    ] {
        assert!(!is_ours(Path::new(path)), "{path}");
    }
}
