use std::fs;

use anchorwatch_machine::Client;

use super::*;

mod confined;

struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, content) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        Self { folder }
    }

    fn tree(&self) -> Tree {
        Tree::open(self.folder.path()).unwrap()
    }

    fn plan(&self, keys: Vec<RefusedKey>) -> Draft {
        let targets = Targets::of_keys(keys);
        let mut draft = Draft::default();
        of_system(&self.tree(), &targets, &mut draft);
        draft
    }

    fn apply(&self, draft: &Draft) {
        for change in &draft.changes {
            assert!(may_touch(&change.path), "{:?}", change.path);
            self.tree().make(change, ".test").unwrap();
        }
    }

    fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(path)).unwrap()
    }
}

fn key(names: &[&[u8]]) -> RefusedKey {
    RefusedKey {
        key: SpkiSha256::of(b"spki"),
        encodings: vec![b"spki".to_vec()],
        names: names.iter().map(|name| name.to_vec()).collect(),
        certificates: Vec::new(),
    }
}

const BESIDE: (&str, &[u8]) = ("usr/lib/firefox-esr/defaults/pref/channel-prefs.js", b"");
const MAIL: (&str, &[u8]) = ("usr/lib/thunderbird/application.ini", b"");
const NAMES: &[u8] = b"pref(\"general.config.filename\", \"theirs.cfg\");\n";
const NAMED: (&str, &[u8]) = ("usr/lib/firefox-esr/defaults/pref/theirs.js", NAMES);
const PLAIN: (&str, &[u8]) = (
    "usr/lib/firefox-esr/defaults/pref/theirs.js",
    b"pref(\"general.config.filename\", \"theirs.cfg\");pref(\"general.config.obscure_value\", 0);",
);
const THEIRS: &str = "usr/lib/firefox-esr/theirs.cfg";

#[test]
fn each_installed_program_gets_our_script_once() {
    let machine = Machine::with(&[BESIDE, MAIL]);
    let draft = machine.plan(vec![key(&[b"0 one"])]);
    assert_eq!(draft.blind_spots, []);
    assert_eq!(draft.warnings, [MozillaRemark::ReadAtStart.told()]);
    let paths: Vec<&Path> = draft.covered.iter().map(|one| &*one.path).collect();
    let scripts = [
        "/usr/lib/firefox-esr/anchorwatch.cfg",
        "/usr/lib/thunderbird/anchorwatch.cfg",
    ];
    assert_eq!(paths, scripts.map(Path::new));
    assert_eq!(draft.covered[1].clients, [Client::Thunderbird]);
    let draft = machine.plan(vec![key(&[b"0 one"])]);
    machine.apply(&draft);
    let again = machine.plan(vec![key(&[b"0 one"])]);
    assert_eq!((again.changes, again.covered.len()), (vec![], 2));
    // One more key or name makes another script.
    let more = machine.plan(vec![key(&[b"0 one", b"0 two"])]);
    assert_eq!(more.changes.len(), 2);
    let others = Others::of(&machine.tree(), &PROGRAMS[0], "/usr/lib/firefox-esr");
    assert_eq!(others.files, [""; 0]);

    let bare = Machine::with(&[("etc/firefox/x", b"")]).plan(vec![key(&[b"0 one"])]);
    assert_eq!(
        (bare.changes, bare.covered, bare.warnings),
        (vec![], vec![], vec![])
    );
}

#[test]
fn a_key_without_a_name_is_told_and_looked_for_in_the_program() {
    let machine = Machine::with(&[BESIDE]);
    let draft = machine.plan(vec![key(&[])]);
    machine.apply(&draft);
    let script = String::from_utf8(machine.read("usr/lib/firefox-esr/anchorwatch.cfg")).unwrap();
    let hash = data_encoding::BASE64.encode(SpkiSha256::of(b"spki").as_bytes());
    assert!(script.contains(&hash));
    assert_eq!(draft.warnings.len(), 2);
    let key = SpkiSha256::of(b"spki").to_string();
    assert_eq!(
        draft.warnings[0],
        MozillaRemark::KeyWithoutName { key }.told()
    );
}

#[test]
fn a_key_is_refused_in_each_of_its_forms_under_each_of_its_names() {
    let targets = Targets::of_keys(vec![RefusedKey {
        encodings: vec![b"another form".to_vec()],
        ..key(&[b"0 one", b"0 two"])
    }]);
    let Refused { rows, keys, .. } = refused(&targets);
    assert_eq!(rows.len(), 4);
    assert_eq!(keys.len(), 2);
    let of_hash = |hash: SpkiSha256, spki: Option<Vec<u8>>| {
        let matching = rows.iter().filter(|row| row.key == hash);
        matching.filter(|row| row.spki == spki).count()
    };
    assert_eq!(of_hash(SpkiSha256::of(b"spki"), None), 2);
    let other = SpkiSha256::of(b"another form");
    assert_eq!(of_hash(other, Some(b"another form".to_vec())), 2);
}

#[test]
fn our_part_is_put_into_someone_else_s_script() {
    let moved: Vec<u8> = b"// x\nlockPref(\"a\", 1);\n"
        .iter()
        .map(|one| one + 13)
        .collect();
    let machine = Machine::with(&[BESIDE, NAMED, (THEIRS, &moved)]);
    let draft = machine.plan(vec![key(&[b"0 one"])]);
    assert_eq!(draft.changes.len(), 1);
    machine.apply(&draft);
    let plain: Vec<u8> = machine.read(THEIRS).iter().map(|one| one - 13).collect();
    let refused = refused(&Targets::of_keys(vec![key(&[b"0 one"])]));
    let expected = format!("// x\n{}lockPref(\"a\", 1);\n", script::part(&refused));
    assert_eq!(String::from_utf8(plain).unwrap(), expected);
    assert_eq!(machine.plan(vec![key(&[b"0 one"])]).changes, []);
    assert!(
        !machine
            .folder
            .path()
            .join("usr/lib/firefox-esr/anchorwatch.cfg")
            .exists()
    );
}

#[test]
fn a_script_that_cannot_take_our_part_is_left_and_told() {
    let file = (THEIRS, b"// x\n".as_slice());
    let sandboxed = b"pref(\"general.config.sandbox_enabled\", true);\n".as_slice();
    let disagreeing = b"pref(\"general.config.obscure_value\", 0);\npref(\"x\", 1);".as_slice();
    let mail = "usr/lib/firefox-esr/browser/defaults/preferences/x.js";
    for files in [
        vec![NAMED, file, (mail, sandboxed)],
        vec![
            NAMED,
            file,
            (mail, disagreeing),
            (
                "etc/firefox/defaults/pref/x.js",
                b"pref(\"general.config.obscure_value\", 7);",
            ),
        ],
        vec![NAMED],
        vec![
            PLAIN,
            (
                THEIRS,
                script::part(&Refused::default()).split_at(60).0.as_bytes(),
            ),
        ],
    ] {
        let machine = Machine::with(&files);
        let draft = machine.plan(vec![key(&[b"0 one"])]);
        assert_eq!((draft.changes, draft.covered), (vec![], vec![]));
        assert_eq!(draft.blind_spots.len(), 1, "{files:?}");
    }
    let machine = Machine::with(&[NAMED, ("usr/lib/firefox-esr/real.cfg", b"// x\n")]);
    let link = machine.folder.path().join(THEIRS);
    std::os::unix::fs::symlink("real.cfg", link).unwrap();
    let draft = machine.plan(vec![key(&[b"0 one"])]);
    assert_eq!((draft.changes, draft.blind_spots.len()), (vec![], 1));
}

#[test]
fn a_receipt_may_touch_our_files_and_the_folders_above_and_no_other() {
    for path in [
        "/usr/lib/firefox-esr/defaults/pref/anchorwatch.js",
        "/usr/lib/firefox-esr/defaults",
        "/etc/firefox/theirs.cfg",
    ] {
        assert!(may_touch(path.as_ref()), "{path}");
    }
    for path in [
        "/usr/lib/firefox-esr/defaults/pref/x.js",
        "/usr/bin/x",
        "/etc/passwd",
    ] {
        assert!(!may_touch(path.as_ref()), "{path}");
    }
}
