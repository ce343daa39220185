//! Records of earlier versions can still be read and undone.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use anchorwatch_home::{BlockList, BlockedKey, Twins};
use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_machine::survey;
use rusqlite::{Connection, types::Value};
use sha2::{Digest, Sha256};

use super::*;
use crate::block;

const PROFILE: &str = "home/alice/.mozilla/firefox/abcd1234.default-esr";
const BUNDLE: &str = "home/alice/work/.venv/lib/python3.11/site-packages/certifi/cacert.pem";

/// The machine on which a version blocked two keys, from its folder of test data.
struct Older {
    data: PathBuf,
    root: tempfile::TempDir,
}

impl Older {
    fn of(version: &str) -> Self {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/older");
        let older = Self {
            data: data.join(version),
            root: tempfile::tempdir().unwrap(),
        };
        let listed = older.listed("blocked.txt");
        for line in &listed {
            older.make(line);
        }
        // Set folder modes last, so that none prevents filling the folder.
        for line in listed.iter().filter(|line| line[0] == "folder") {
            older.set_mode(&older.path(&line[2]), &line[1]);
        }
        older
    }

    fn listed(&self, name: &str) -> Vec<Vec<String>> {
        let text = fs::read_to_string(self.data.join(name)).unwrap();
        let words = |line: &str| line.split(' ').map(str::to_owned).collect();
        text.lines().map(words).collect()
    }

    fn path(&self, inner: &str) -> PathBuf {
        self.root.path().join(inner)
    }

    fn tree(&self) -> Tree {
        Tree::open(self.root.path()).unwrap()
    }

    fn make(&self, line: &[String]) {
        match line[0].as_str() {
            "link" => symlink(&line[2], self.path(&line[1])).unwrap(),
            "folder" => fs::create_dir(self.path(&line[2])).unwrap(),
            "database" => {
                let sql = self.data.join(format!("files/{}.sql", line[2]));
                fill(&self.path(&line[2]), &sql);
                self.set_mode(&self.path(&line[2]), &line[1]);
            }
            "file" => {
                let mut content = fs::read(self.data.join("files").join(&line[2])).unwrap();
                if line[2].ends_with("receipt.json") {
                    content = self.owned(&content);
                }
                fs::write(self.path(&line[2]), content).unwrap();
                self.set_mode(&self.path(&line[2]), &line[1]);
            }
            other => panic!("{other}"),
        }
    }

    fn set_mode(&self, path: &Path, octal: &str) {
        let mode = u32::from_str_radix(octal, 8).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// A receipt whose files belong to the user who runs the test, like the files here.
    fn owned(&self, receipt: &[u8]) -> Vec<u8> {
        let own = fs::metadata(self.root.path()).unwrap();
        let mut receipt: serde_json::Value = serde_json::from_slice(receipt).unwrap();
        for change in receipt["changes"].as_array_mut().unwrap() {
            for side in ["before", "after"] {
                if change[side].get("uid").is_some() {
                    change[side]["uid"] = own.uid().into();
                    change[side]["gid"] = own.gid().into();
                }
            }
        }
        serde_json::to_vec(&receipt).unwrap()
    }

    fn append(&self, inner: &str, text: &str) {
        let mut content = fs::read(self.path(inner)).unwrap();
        content.extend(text.as_bytes());
        fs::write(self.path(inner), content).unwrap();
    }

    fn text(&self, inner: &str) -> String {
        fs::read_to_string(self.path(inner)).unwrap()
    }

    fn take_all_back(&self) -> Vec<Told> {
        let tree = self.tree();
        let plan = plan(&tree, Rights::Own, &Which::All).unwrap();
        let said = [plan.warnings.clone(), plan.stays.clone()].concat();
        assert_eq!(plan.rebuild, Rebuild::NotNeeded);
        plan.apply(&tree, Rights::Own).unwrap();
        said
    }

    /// Every path except our own folders has its state before the first block.
    fn assert_is_as_before(&self) {
        for line in self.listed("before.txt") {
            let name = if line[0] == "link" {
                &line[1]
            } else {
                &line[2]
            };
            let path = self.path(name);
            let found = path.symlink_metadata();
            let found = found.unwrap_or_else(|error| panic!("{name}: {error}"));
            if line[0] == "link" {
                assert_eq!(fs::read_link(&path).unwrap(), Path::new(&line[2]));
                continue;
            }
            assert_eq!(format!("{:o}", found.mode() & 0o7777), line[1], "{name}");
            if line[0] == "file" {
                let hash = Sha256::digest(fs::read(&path).unwrap());
                assert_eq!(data_encoding::HEXLOWER.encode(&hash), line[3], "{name}");
            }
        }
        let expected = tempfile::tempdir().unwrap();
        let expected = expected.path().join("cert9.db");
        fill(&expected, &self.data.join("before-cert9.db.sql"));
        assert_eq!(
            rows(&self.path(&format!("{PROFILE}/cert9.db"))),
            rows(&expected)
        );
        let before = self.listed("before.txt").into_iter().map(|line| {
            let at = if line[0] == "link" { 1 } else { 2 };
            self.path(&line[at])
        });
        let before: BTreeSet<PathBuf> = before.collect();
        let new = |path: &PathBuf| !before.contains(path) && !path.starts_with(self.path("var"));
        let more: Vec<PathBuf> = below(self.root.path()).into_iter().filter(new).collect();
        assert_eq!(more, [] as [PathBuf; 0]);
    }
}

fn fill(path: &Path, sql: &Path) {
    let database = Connection::open(path).unwrap();
    let sql = fs::read_to_string(sql).unwrap();
    database.execute_batch(&sql).unwrap();
}

fn rows(path: &Path) -> Vec<Vec<Value>> {
    let database = Connection::open(path).unwrap();
    let mut all = database
        .prepare("SELECT * FROM nssPublic ORDER BY id")
        .unwrap();
    let width = all.column_count();
    let row = all.query_map([], |row| (0..width).map(|at| row.get(at)).collect());
    row.unwrap().map(Result::unwrap).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            all.extend(below(&entry.path()));
        }
        all.push(entry.path());
    }
    all
}

fn block_a_third_key(tree: &Tree) {
    let now = UnixSeconds::new(1_800_000_000);
    let key = BlockedKey {
        key: SpkiSha256::of(b"a third key"),
        because: "owner".to_owned(),
        since: now,
        twins: Twins::default(),
    };
    let options = block::BlockOptions {
        keys: vec![key],
        unlisted_roots: block::UnlistedRoots::Allow,
        override_origins: Vec::new(),
    };
    let stores = survey::read(tree, Rights::Own).stores;
    let plan = block::plan(tree, Rights::Own, options, b"program", &stores, now).unwrap();
    assert!(!plan.is_empty());
    plan.apply(tree, Rights::Own, now).unwrap();
}

#[test]
fn receipts_of_an_older_version_are_taken_back_byte_for_byte() {
    let older = Older::of("2026-11-25");
    let tree = older.tree();
    let receipts = Journal::new(&tree).receipts().unwrap();
    let purposes: Vec<_> = receipts.iter().map(|one| one.purpose.as_str()).collect();
    assert_eq!(purposes, ["block 1 keys", "block 1 keys"]);
    let edits = receipts.iter().flat_map(|receipt| &receipt.changes);
    let formats: BTreeSet<&str> = edits
        .filter_map(|change| Some(change.role.edit()?.format.code()))
        .collect();
    assert_eq!(
        formats.into_iter().collect::<Vec<_>>(),
        [
            "cert_override",
            "java_blocked_certs",
            "java_keystore",
            "mozilla_autoconfig",
            "mozilla_policies",
            "nss_database",
            "pem_bundle",
            "security_state",
        ]
    );
    assert_eq!(older.take_all_back(), []);
    older.assert_is_as_before();
}

/// An undo that is killed just before its end has done everything but not recorded it.
#[test]
fn what_an_undo_did_and_could_not_record_is_recorded_by_the_next() {
    for is_written_since in [false, true] {
        let older = Older::of("2026-11-25");
        let tree = older.tree();
        if is_written_since {
            older.append("usr/lib/firefox-esr/company.cfg", "// since\n");
            older.append(BUNDLE, "# since\n");
            older.append(&format!("{PROFILE}/cert_override.txt"), "# since\n");
        }
        older.take_all_back();
        let done = older.text("usr/lib/firefox-esr/company.cfg");
        let journal = Journal::new(&tree);
        for receipt in journal.receipts().unwrap() {
            assert_eq!(receipt.status, Status::Undone);
            journal.set_status(&receipt.id, Status::Applied).unwrap();
        }
        older.take_all_back();
        let receipts = journal.receipts().unwrap().into_iter();
        assert!(
            receipts
                .map(|one| one.status)
                .all(|one| one == Status::Undone)
        );
        assert_eq!(older.text("usr/lib/firefox-esr/company.cfg"), done);
        if !is_written_since {
            older.assert_is_as_before();
        }
    }
}

#[test]
fn of_files_that_others_wrote_since_only_what_is_ours_goes() {
    let older = Older::of("2026-11-25");
    let policies = "etc/firefox/policies/policies.json";
    let turned = older.text(policies);
    let turned = turned.replace("\"DisableTelemetry\": true", "\"DisableTelemetry\": false");
    fs::write(older.path(policies), &turned).unwrap();
    older.append("usr/lib/firefox-esr/company.cfg", "// since\n");
    older.append(
        "usr/lib/jvm/java-17/lib/security/blocked.certs",
        "# since\n",
    );
    older.append(BUNDLE, "# since\n");
    older.append(&format!("{PROFILE}/cert_override.txt"), "# since\n");
    older.take_all_back();

    let now = older.text(policies);
    assert!(
        now.contains("\"DisableTelemetry\": false") && !now.contains("Bypass"),
        "{now}"
    );
    let now = older.text("usr/lib/firefox-esr/company.cfg");
    assert!(now.starts_with("// The company's settings\n") && now.ends_with("// since\n"));
    assert!(!now.contains("nchorwatch"), "{now}");
    let now = older.text("usr/lib/jvm/java-17/lib/security/blocked.certs");
    assert_eq!(now.lines().count(), 3, "{now}");
    assert!(now.ends_with("# since\n"));
    let now = older.text(BUNDLE);
    assert_eq!(now.matches("BEGIN CERTIFICATE").count(), 2, "{now}");
    assert!(now.contains("# since\n"));
    let now = older.text(&format!("{PROFILE}/cert_override.txt"));
    assert!(now.contains("# since\nwww.example.kz:443:"), "{now}");
}

#[test]
fn a_block_on_top_of_an_older_one_goes_with_it() {
    let older = Older::of("2026-11-25");
    let tree = older.tree();
    let list = BlockList::read(&tree).unwrap();
    assert_eq!(list.keys().len(), 2);
    assert!(block::has_hook(&tree));
    block_a_third_key(&tree);
    assert_eq!(BlockList::read(&tree).unwrap().keys().len(), 3);
    older.take_all_back();
    older.assert_is_as_before();
}

/// The hook's name changes when another hook sorts after it: one receipt creates a file, a
/// later one removes it.
#[test]
fn a_file_that_one_receipt_made_and_another_took_away_is_no_remainder() {
    let older = Older::of("2026-11-25");
    let tree = older.tree();
    let hooks = "etc/ca-certificates/update.d";
    let other = older.path(&format!("{hooks}/zzz-other"));
    fs::write(&other, "#!/bin/sh\n").unwrap();
    block_a_third_key(&tree);
    assert!(!older.path(&format!("{hooks}/zz-anchorwatch")).exists());
    older.take_all_back();
    let open = Journal::new(&tree).receipts().unwrap();
    assert!(open.iter().all(|one| one.status == Status::Undone));
    fs::remove_file(other).unwrap();
    older.assert_is_as_before();
}

#[test]
fn a_receipt_that_edits_a_file_in_an_unknown_form_is_refused() {
    let older = Older::of("2026-11-25");
    let receipt = "var/lib/anchorwatch/journal/20261125T101514Z/receipt.json";
    for known in ["\"pem_bundle\"", "\"nss_database\""] {
        let text = older.text(receipt);
        let unknown = text.replace(known, "\"later\"");
        assert_ne!(text, unknown);
        fs::write(older.path(receipt), &unknown).unwrap();
        let refused = plan(&older.tree(), Rights::Own, &Which::All);
        assert!(refused.is_err());
        fs::write(older.path(receipt), &text).unwrap();
    }
    older.take_all_back();
    older.assert_is_as_before();
}
