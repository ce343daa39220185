//! The real program is killed at the system calls with which SQLite changes a file, and such calls
//! fail, each once. The result is the state before or after, or the next run repairs it; the
//! program never reports success falsely. A call that fails leaves nothing beside the databases:
//! a program that only reads could not put it back.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anchorwatch_lab::{
    Root,
    tree::{DebianTree, NamedRoot, NssAnchor, nss_database},
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::text;

const NICKNAME: &str = "imposed";

/// The calls with which SQLite changes what others see. A kill at the start of a call leaves
/// the result of all calls before it; nothing else changes in between.
const CALLS: [&str; 3] = ["pwrite64", "unlink", "ftruncate"];

/// More calls of a kind than one run makes; limits the trial.
const MOST_CALLS: u32 = 400;

struct Place {
    folder: tempfile::TempDir,
}

/// Which run is killed.
#[derive(Clone, Copy, Debug)]
enum Killed {
    Block,
    Undo,
}

impl Killed {
    /// Every call of a block, and each third of an undo, which writes the same rows in the same way
    /// the other way round.
    const fn step(self) -> u32 {
        match self {
            Self::Block => 1,
            Self::Undo => 3,
        }
    }
}

impl Place {
    /// A tree whose root user has a database, in this mode, that trusts the imposed root.
    fn new(mode: &str) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let place = Self { folder };
        DebianTree::create(&place.path("before"), &NamedRoot::public()[..3], &[])?;
        let imposed = Root::isca_like()?;
        fs::write(place.path("imposed.der"), imposed.der())?;
        let anchor = NssAnchor {
            certificate: imposed.der(),
            trust_flags: "C,,",
            nickname: NICKNAME,
        };
        let database = place.path("before/root/.pki/nssdb");
        nss_database(&database, &[anchor])?;
        for file in ["cert9.db", "key4.db"] {
            let path = database.join(file).display().to_string();
            let mode = format!("PRAGMA journal_mode = {mode}");
            place.done("sqlite3", &[&path, &mode])?;
        }
        place.block_without(&database)?;
        Ok(place)
    }

    /// Blocks everything but the database, so that each later run writes that alone, and not the
    /// whole program too.
    fn block_without(&self, database: &Path) -> Result<(), Failed> {
        let aside = self.path("aside");
        fs::rename(database, &aside)?;
        fs::rename(self.path("before"), self.path("tree"))?;
        self.anchorwatch(Killed::Block)?;
        fs::rename(self.path("tree"), self.path("before"))?;
        Ok(fs::rename(aside, database)?)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn database(&self) -> PathBuf {
        self.path("tree/root/.pki/nssdb")
    }

    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("HOME", self.folder.path())
            .current_dir(self.folder.path());
        command
    }

    fn run(&self, program: &str, args: &[&str]) -> Result<Output, Failed> {
        Ok(self.command(program, args).output()?)
    }

    fn done(&self, program: &str, args: &[&str]) -> Result<String, Failed> {
        let output = self.run(program, args)?;
        let said = text(&output);
        expect(
            output.status.success(),
            format!("{program} {args:?}: {said}"),
        )?;
        Ok(said)
    }

    /// Restores a saved tree.
    fn restore(&self, kept: &str) -> Result<(), Failed> {
        let script = r#"rm -rf tree && cp -a "$1" tree"#;
        self.done("sh", &["-c", script, "sh", kept]).map(drop)
    }

    fn args(killed: Killed) -> Vec<&'static str> {
        match killed {
            Killed::Block => vec![
                "block",
                "--certificate",
                "imposed.der",
                "--apply",
                "--root",
                "tree",
            ],
            Killed::Undo => vec!["undo", "--apply", "--root", "tree"],
        }
    }

    fn anchorwatch(&self, killed: Killed) -> Result<String, Failed> {
        self.done(env!("CARGO_BIN_EXE_anchorwatch"), &Self::args(killed))
    }

    /// Builds the library that kills a program in which it is preloaded. strace could too, but
    /// stops at every call of any kind to do so, which takes six times as long.
    fn with_killer(self) -> Result<Self, Failed> {
        let source = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/trials/nss_killed/killer.c"
        );
        let built = self.path("killer.so").display().to_string();
        self.done("cc", &["-shared", "-fPIC", "-o", &built, source, "-ldl"])?;
        Ok(self)
    }

    /// Runs the program until this call for the given time; returns whether it got there.
    fn kill(&self, killed: Killed, call: &str, time: u32) -> Result<bool, Failed> {
        let output = self
            .command(env!("CARGO_BIN_EXE_anchorwatch"), &Self::args(killed))
            .env("LD_PRELOAD", self.path("killer.so"))
            .env("KILL_CALL", call)
            .env("KILL_TIME", time.to_string())
            .output()?;
        let said = text(&output);
        match output.status.code() {
            Some(0) => Ok(false),
            None => Ok(true),
            Some(code) => Err(format!("{call} {time}: exit {code}: {said}").into()),
        }
    }

    /// Runs the program, in which this call fails for this time; its exit code, if it came
    /// so far.
    fn refuse(&self, killed: Killed, call: &str, time: u32) -> Result<Option<i32>, Failed> {
        // A broken disk and a full one, in turn.
        let error = if time.is_multiple_of(2) {
            "ENOSPC"
        } else {
            "EIO"
        };
        let inject = format!("inject={call}:error={error}:when={time}");
        let trace = format!("trace={call}");
        let seen = self.path("seen");
        let seen_text = seen.display().to_string();
        let mut args = vec!["-f", "--seccomp-bpf", "-qq", "-o", &seen_text];
        args.extend(["-e", &trace, "-e", &inject]);
        args.push(env!("CARGO_BIN_EXE_anchorwatch"));
        args.extend(Self::args(killed));
        let output = self.run("strace", &args)?;
        let said = text(&output);
        if !fs::read_to_string(&seen)?.contains("(INJECTED)") {
            return Ok(None);
        }
        let code = output.status.code().ok_or("the program was killed")?;
        let is_done = ["\nDone.", "\nUndone."]
            .iter()
            .any(|word| said.contains(word));
        expect(
            (code == 0) == is_done,
            format!("{call} {time}: exit {code}: {said}"),
        )?;
        Ok(Some(code))
    }

    /// The root's flags as a read-only program sees them.
    fn flags(&self) -> Result<String, Failed> {
        let database = format!("sql:{}", self.database().display());
        let shown = self.done("certutil", &["-L", "-d", &database])?;
        let line = shown.lines().find(|line| line.starts_with(NICKNAME));
        let flags = line.and_then(|line| line.split_whitespace().last());
        flags
            .map(str::to_owned)
            .ok_or_else(|| format!("no {NICKNAME}: {shown}").into())
    }

    /// The flags as a writing program, such as the next browser, sees them.
    fn flags_of_a_copy(&self) -> Result<String, Failed> {
        let kept = self.path("kept");
        fs::rename(self.database(), &kept)?;
        let script = r#"d=tree/root/.pki/nssdb; cp -a kept $d
            for f in cert9.db key4.db; do sqlite3 $d/$f "BEGIN IMMEDIATE; COMMIT" || exit; done"#;
        self.done("sh", &["-c", script])?;
        let flags = self.flags();
        fs::remove_dir_all(self.database())?;
        fs::rename(&kept, self.database())?;
        flags
    }

    /// Whether our own reader says that the root is trusted.
    fn is_trusted(&self) -> Result<bool, Failed> {
        let args = ["audit", "--root", "tree", "--format", "json"];
        let output = self.run(env!("CARGO_BIN_EXE_anchorwatch"), &args)?;
        let said = String::from_utf8_lossy(&output.stdout);
        let answer: serde_json::Value = serde_json::from_str(&said)?;
        let findings = answer["findings"].as_array().ok_or("no findings")?;
        Ok(findings.iter().any(|finding| {
            let clients = finding["effective_for"].as_array();
            clients.is_some_and(|clients| clients.iter().any(|client| client == "chromium"))
        }))
    }

    fn rows(&self) -> Result<Vec<String>, Failed> {
        let mut rows = Vec::new();
        for (file, table) in [("cert9.db", "nssPublic"), ("key4.db", "metaData")] {
            let path = self.database().join(file).display().to_string();
            let dump = self.done("sqlite3", &[&path, &format!(".dump {table}")])?;
            rows.extend(dump.lines().map(str::to_owned));
        }
        rows.sort();
        Ok(rows)
    }

    /// The folder contains no leftovers of killed runs.
    fn expect_tidy(&self, at: &str) -> Result<(), Failed> {
        for entry in fs::read_dir(self.database())? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let is_known = ["cert9.db", "key4.db", "pkcs11.txt"].contains(&name.as_str());
            expect(is_known, format!("{at}: {name} was left behind"))?;
        }
        Ok(())
    }
}

/// With rollback journals, the default of NSS databases.
pub(crate) fn with_journals() -> Result<(), Failed> {
    kill_all("DELETE")
}

/// With a write-ahead log, where each of the two databases is committed on its own.
pub(crate) fn with_logs() -> Result<(), Failed> {
    kill_all("WAL")
}

/// Lets every call of SQLite's fail once, in a block and in an undo.
pub(crate) fn with_a_failing_disk() -> Result<(), Failed> {
    let place = Place::new("DELETE")?;
    place.restore("before")?;
    let rows = place.rows()?;
    let of_block = every_failure(&place, Killed::Block, "before", &rows)?;
    place.restore("before")?;
    place.anchorwatch(Killed::Block)?;
    place.done("cp", &["-a", "tree", "blocked"])?;
    let of_undo = every_failure(&place, Killed::Undo, "blocked", &rows)?;
    expect(
        of_block > 0 && of_undo > 0,
        format!("{of_block} and {of_undo} failures ended a run"),
    )
}

/// How many of the failures ended the run.
fn every_failure(
    place: &Place,
    killed: Killed,
    kept: &str,
    rows: &[String],
) -> Result<u32, Failed> {
    let mut ended = 0;
    for call in CALLS {
        let mut time = 1;
        while time < MOST_CALLS {
            place.restore(kept)?;
            let Some(code) = place.refuse(killed, call, time)? else {
                break;
            };
            let at = format!("{killed:?}, {call} {time} fails");
            ended += u32::from(code != 0);
            place.expect_tidy(&at)?;
            let flags = place.flags()?;
            let done = match killed {
                Killed::Block => "p,p,p",
                Killed::Undo => "C,,",
            };
            expect(
                code != 0 || flags == done,
                format!("{at}: exit 0, and it is {flags}"),
            )?;
            after_a_kill(place, killed, rows).map_err(|failed| {
                let why = failed.message().unwrap_or_default().to_owned();
                Failed::from(format!("{at}: {why}"))
            })?;
            time += killed.step();
        }
        expect(time < MOST_CALLS, format!("{call} has no end"))?;
    }
    Ok(ended)
}

/// Kills a block and an undo at every call.
fn kill_all(mode: &str) -> Result<(), Failed> {
    let place = Place::new(mode)?.with_killer()?;
    place.restore("before")?;
    let rows = place.rows()?;
    let of_block = every_kill(&place, Killed::Block, "before", &rows)?;
    place.restore("before")?;
    place.anchorwatch(Killed::Block)?;
    expect(place.flags()? == "p,p,p", "the block does nothing")?;
    place.done("cp", &["-a", "tree", "blocked"])?;
    let of_undo = every_kill(&place, Killed::Undo, "blocked", &rows)?;
    expect(
        of_block > 0 && of_undo > 0,
        format!("{mode}: {of_block} and {of_undo} kills hit a transaction"),
    )
}

/// Kills at every call; returns how many kills left something next to the databases.
fn every_kill(place: &Place, killed: Killed, kept: &str, rows: &[String]) -> Result<u32, Failed> {
    let mut in_the_middle = 0;
    for call in CALLS {
        let mut time = 1;
        while time < MOST_CALLS {
            place.restore(kept)?;
            if !place.kill(killed, call, time)? {
                break;
            }
            let at = format!("{killed:?} killed at {call} {time}");
            in_the_middle += u32::from(fs::read_dir(place.database())?.count() > 3);
            after_a_kill(place, killed, rows).map_err(|failed| {
                let why = failed.message().unwrap_or_default().to_owned();
                Failed::from(format!("{at}: {why}"))
            })?;
            place.expect_tidy(&at)?;
            time += killed.step();
        }
        expect(time < MOST_CALLS, format!("{call} has no end"))?;
    }
    Ok(in_the_middle)
}

fn after_a_kill(place: &Place, killed: Killed, rows: &[String]) -> Result<(), Failed> {
    let flags = place.flags_of_a_copy()?;
    let is_known = ["C,,", "p,p,p", ",,"].contains(&flags.as_str());
    expect(is_known, format!("the next program reads {flags}"))?;
    expect(
        place.is_trusted()? == (flags == "C,,"),
        format!("the audit says something else than {flags}"),
    )?;
    if let Killed::Block = killed {
        place.anchorwatch(Killed::Block)?;
        let flags = place.flags()?;
        expect(flags == "p,p,p", format!("blocked again, {flags}"))?;
    }
    let said = place.anchorwatch(Killed::Undo)?;
    let (flags, now) = (place.flags()?, place.rows()?);
    expect(
        flags == "C,," && now == rows,
        format!("taken back, {flags}: {said}"),
    )?;
    let spent = spent(&place.path("tree"))?;
    expect(spent, "a receipt is open although all is back")
}

/// Whether no receipt is open.
fn spent(tree: &Path) -> Result<bool, Failed> {
    let journal = tree.join("var/lib/anchorwatch/journal");
    let mut all = true;
    for entry in fs::read_dir(journal).into_iter().flatten() {
        let folder = entry?.path();
        if folder.join("receipt.json").exists() {
            all &= fs::read_to_string(folder.join("status"))? == "undone\n";
        }
    }
    Ok(all)
}
