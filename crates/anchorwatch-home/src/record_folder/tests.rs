use super::*;

fn folder() -> (tempfile::TempDir, RecordFolder) {
    let above = tempfile::tempdir().unwrap();
    let folder = RecordFolder::open_or_make(&above.path().join("run")).unwrap();
    (above, folder)
}

fn complete(number: u64) -> Record {
    Record {
        number,
        is_complete: true,
    }
}

fn growing(number: u64) -> Record {
    Record {
        number,
        is_complete: false,
    }
}

#[test]
fn a_record_grows_and_is_completed() {
    let (_above, folder) = folder();
    let mut record = folder.begin(1).unwrap();
    record.append(b"one\n").unwrap();
    assert_eq!(folder.records().unwrap(), [growing(1)]);
    record.append(b"two\n").unwrap();
    folder.complete(record).unwrap();
    assert_eq!(folder.records().unwrap(), [complete(1)]);
    assert_eq!(folder.read_record(complete(1), 9).unwrap(), b"one\ntwo\n");
    assert!(matches!(
        folder.read_record(complete(1), 7),
        Err(Error::TooLarge { .. })
    ));
}

#[test]
fn what_was_cut_short_goes_on_after_its_whole_part() {
    let (_above, folder) = folder();
    let mut record = folder.begin(7).unwrap();
    record.append(b"whole\nha").unwrap();
    drop(record);
    let mut record = folder.go_on(7, 6).unwrap();
    record.append(b"more\n").unwrap();
    folder.complete(record).unwrap();
    assert_eq!(
        folder.read_record(complete(7), 99).unwrap(),
        b"whole\nmore\n"
    );
}

#[test]
fn one_run_at_a_time() {
    let (_above, folder) = folder();
    let again = || RecordFolder::open_or_make(folder.path());
    assert!(matches!(again(), Err(Error::Busy { .. })));
    let path = folder.path().to_owned();
    drop(folder);
    assert!(RecordFolder::open(&path).is_ok());
}

#[test]
fn no_file_is_replaced_and_a_half_written_one_is() {
    let (_above, folder) = folder();
    std::fs::write(folder.path().join("run.json.part"), "half").unwrap();
    folder.write_new("run.json", b"{}").unwrap();
    assert!(folder.write_new("run.json", b"[]").is_err());
    assert_eq!(folder.read("run.json", 9).unwrap(), b"{}");
    let mut one = folder.begin(1).unwrap();
    one.append(b"new").unwrap();
    assert!(folder.begin(1).is_err());
    std::fs::write(folder.path().join("000001.jsonl"), "old").unwrap();
    assert!(folder.complete(one).is_err());
    assert_eq!(folder.read_record(complete(1), 9).unwrap(), b"old");
    // Both are there: the complete one counts.
    assert_eq!(folder.records().unwrap(), [complete(1)]);
}

#[test]
fn other_names_and_links_are_no_records() {
    let (above, folder) = folder();
    for name in ["1.jsonl", "00000x.jsonl", "000001.json", "run.json"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    assert_eq!(folder.records().unwrap(), []);
    std::fs::write(above.path().join("other"), "secret").unwrap();
    std::os::unix::fs::symlink("../other", folder.path().join("000002.jsonl")).unwrap();
    assert!(folder.read_record(complete(2), 99).is_err());
}

#[test]
fn a_number_after_which_none_fits_is_no_record() {
    let (_outer, folder) = folder();
    for name in [
        "18446744073709551615.jsonl",
        "18446744073709551615.jsonl.part",
    ] {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    assert_eq!(folder.records().unwrap(), []);
    folder.begin(1).unwrap();
}

#[test]
fn a_pipe_in_place_of_a_file_is_never_waited_for() {
    let (_outer, folder) = folder();
    let made = std::process::Command::new("mkfifo")
        .args(["run.json.part", "000001.jsonl.part"])
        .current_dir(folder.path())
        .status();
    assert!(made.unwrap().success());
    // One that is in the way of a new file goes; one that should be gone on with is refused.
    folder.write("run.json", b"x").unwrap();
    assert_eq!(folder.read("run.json", 9).unwrap(), b"x");
    assert!(folder.go_on(1, 0).is_err());
    // The twin: without it a record can begin.
    std::fs::remove_file(folder.path().join("000001.jsonl.part")).unwrap();
    folder.begin(1).unwrap();
}

#[test]
fn a_planted_file_gives_what_is_written_neither_its_mode_nor_a_second_name() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

    let (_above, folder) = folder();
    let planted = folder.path().join("run.note.part");
    std::fs::write(&planted, "planted").unwrap();
    std::fs::set_permissions(&planted, std::fs::Permissions::from_mode(0o666)).unwrap();
    let kept = folder.path().join("kept");
    std::fs::hard_link(&planted, &kept).unwrap();
    folder.write("run.note", b"signed").unwrap();
    let written = std::fs::metadata(folder.path().join("run.note")).unwrap();
    assert_eq!((written.mode() & 0o777, written.nlink()), (0o600, 1));
    assert_eq!(std::fs::read(&kept).unwrap(), b"planted");
}

#[test]
fn a_file_that_is_too_long_is_not_hashed() {
    let (_above, folder) = folder();
    std::fs::write(folder.path().join("one"), "three").unwrap();
    let hash = folder.file_sha256("one", 5).unwrap();
    let hash = data_encoding::HEXLOWER.encode(&hash);
    assert_eq!(hash, content_sha256(b"three"));
    let refused = |name, max| matches!(folder.file_sha256(name, max), Err(Error::TooLarge { .. }));
    assert!(refused("one", 4));
    let sparse = File::create(folder.path().join("sparse")).unwrap();
    sparse.set_len(1 << 40).unwrap();
    assert!(refused("sparse", 1 << 20));
}
