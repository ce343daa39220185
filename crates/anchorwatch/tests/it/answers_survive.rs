//! `check --evidence` and `report` meet a full disk, and are killed: what they write is whole or not
//! there, and a file that was there stays.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anchorwatch_lab::{Root, Site};

use crate::run::{Run, anchorwatch, anchorwatch_in_bash, program};

const NAME: &str = "www.example.kz";

/// A site, evidence of it, and an empty folder into which everything is written.
struct Field {
    folder: tempfile::TempDir,
    site: Site,
}

impl Field {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::company("Public").unwrap();
        let site = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
        let field = Self { folder, site };
        std::fs::write(field.path("root.pem"), root.pem()).unwrap();
        for folder in ["out", "in"] {
            std::fs::create_dir(field.path(folder)).unwrap();
        }
        field
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn check(&self, evidence: &str) -> Vec<String> {
        let (root, address) = (self.text("root.pem"), self.site.address().to_string());
        let args = ["check", NAME, "--address", &address, "--timeout", "300"];
        let files = ["--public", &root, "--local", &root];
        let evidence = self.text(evidence);
        let out = ["--format", "json", "--evidence", &evidence];
        let all = [args.as_slice(), &files, &out].concat();
        all.into_iter().map(str::to_owned).collect()
    }

    /// Evidence for `report` to read.
    fn measured(&self) {
        let run = anchorwatch(&self.check("in/seen.jsonl"));
        assert_eq!(run.code, 0, "{}", run.stderr);
    }

    fn report(&self) -> Vec<String> {
        let paths = ["in", "out/page.html", "out/tables"].map(|it| self.text(it));
        let [read, page, tables] = &paths;
        let args = ["report", read, "--out", page, "--csv", tables];
        args.map(str::to_owned).into()
    }

    /// What is in the folder into which everything is written.
    fn written(&self) -> Vec<String> {
        let mut names = names(&self.path("out"));
        names.sort();
        names
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    names.map(|it| it.into_string().unwrap()).collect()
}

/// A file may have so many KiB at most; writing more fails instead of killing the process.
fn with_room_for(kib: u32, args: &[String]) -> Run {
    let script = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" \"$@\"");
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    anchorwatch_in_bash(&script, &args)
}

fn start(args: &[String]) -> Child {
    let mut command = Command::new(program());
    command.args(args).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Runs the command again and again, and kills it a little later each time, until it ends by itself.
/// Returns its exit code. `look` sees what each killed run leaves.
fn killed_ever_later(args: &[String], mut look: impl FnMut()) -> Option<i32> {
    let mut after = Duration::from_micros(500);
    loop {
        let mut child = start(args);
        std::thread::sleep(after);
        if let Some(ended) = child.try_wait().unwrap() {
            return ended.code();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        look();
        after = after.mul_f64(1.15);
    }
}

#[test]
fn a_full_disk_leaves_no_evidence_and_the_check_goes_on_elsewhere() {
    let field = Field::new();
    let args = field.check("out/seen.jsonl");
    let run = with_room_for(1, &args);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("seen.jsonl"), "{}", run.stderr);
    assert_eq!(field.written(), [] as [&str; 0]);
    let run = anchorwatch(&args);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(field.written(), ["seen.jsonl"]);
}

#[test]
fn a_check_that_is_killed_leaves_whole_evidence_or_none() {
    let field = Field::new();
    std::fs::write(field.path("out/other"), "theirs").unwrap();
    let args = field.check("out/seen.jsonl");
    let evidence = field.path("out/seen.jsonl");
    let code = killed_ever_later(&args, || match field.written().as_slice() {
        [other] => assert_eq!(other, "other"),
        both => {
            assert_eq!(both, ["other", "seen.jsonl"]);
            let judged = anchorwatch(&["verdict", evidence.to_str().unwrap()]);
            assert_eq!(judged.code, 0, "{}", judged.stderr);
            std::fs::remove_file(&evidence).unwrap();
        }
    });
    assert_eq!(code, Some(0));
    assert_eq!(field.written(), ["other", "seen.jsonl"]);
    assert_eq!(std::fs::read(field.path("out/other")).unwrap(), b"theirs");
}

#[test]
fn evidence_that_is_there_stays_whole() {
    let field = Field::new();
    std::fs::write(field.path("out/seen.jsonl"), "theirs").unwrap();
    let args = field.check("out/seen.jsonl");
    for run in [anchorwatch(&args), with_room_for(1, &args)] {
        run.assert_error("seen.jsonl", "hint");
    }
    // Refused before anything is asked.
    assert_eq!(field.site.accepted_count(), 0);
    assert_eq!(
        std::fs::read(field.path("out/seen.jsonl")).unwrap(),
        b"theirs"
    );
}

/// With room for nothing, for the tables alone, and for all.
#[test]
fn a_full_disk_leaves_neither_a_page_nor_tables() {
    let field = Field::new();
    field.measured();
    let args = field.report();
    for (kib, lacks) in [(0, "tables"), (2, "page.html")] {
        let run = with_room_for(kib, &args);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", run.stderr);
        assert!(run.stderr.contains(lacks), "{kib}: {}", run.stderr);
        assert_eq!(field.written(), [] as [&str; 0], "{kib}");
    }
    let run = anchorwatch(&args);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(field.written(), ["page.html", "tables"]);
    let tables = names(&field.path("out/tables"));
    assert_eq!(tables.len(), 3);
    for table in tables {
        let size = std::fs::metadata(field.path("out/tables").join(table))
            .unwrap()
            .len();
        assert!(size <= 2 << 10, "the tables have no room of their own");
    }
}

#[test]
fn a_report_that_is_killed_leaves_whole_files_and_tables_or_none() {
    let field = Field::new();
    field.measured();
    let args = field.report();
    let (page, tables) = (field.path("out/page.html"), field.path("out/tables"));
    let code = killed_ever_later(&args, || {
        if page.exists() {
            let text = std::fs::read_to_string(&page).unwrap();
            assert!(text.trim_end().ends_with("</html>"));
            std::fs::remove_file(&page).unwrap();
        }
        if tables.exists() {
            assert_eq!(names(&tables).len(), 3);
            std::fs::remove_dir_all(&tables).unwrap();
        }
        // Only the hidden folder of a run that was killed before it named its tables.
        for left in field.written() {
            assert!(
                left.starts_with(".tables.") && left.ends_with(".new"),
                "{left}"
            );
            std::fs::remove_dir_all(field.path("out").join(left)).unwrap();
        }
    });
    assert_eq!(code, Some(0));
    assert_eq!(field.written(), ["page.html", "tables"]);
}

#[test]
fn a_page_and_tables_that_are_there_stay_whole() {
    for there in ["page.html", "tables"] {
        let field = Field::new();
        field.measured();
        let path = field.path("out").join(there);
        std::fs::write(&path, "theirs").unwrap();
        anchorwatch(&field.report()).assert_error(there, "hint");
        assert_eq!(field.written(), [there]);
        assert_eq!(std::fs::read(&path).unwrap(), b"theirs");
    }
}
