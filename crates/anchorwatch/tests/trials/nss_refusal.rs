//! NSS refuses what `block` refuses, according to certutil and Chromium, in databases with an
//! empty and with a primary password. All of it can be undone.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
    time::{Duration, Instant},
};

use anchorwatch_lab::{
    Root, Sealed, Site,
    tree::{DebianTree, NamedRoot, NssAnchor, firefox_profile, nss_database},
    trial::expect,
};
use libtest_mimic::Failed;

use crate::world::{NAME, text};

const NICKNAME: &str = "imposed";
const OTHER: &str = "mine";

/// Enough for a slow machine; the awaited event takes a second.
const PATIENCE: Duration = Duration::from_secs(300);

struct Place {
    folder: tempfile::TempDir,
    imposed: Root,
}

impl Place {
    fn new() -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        DebianTree::create(&folder.path().join("root"), &NamedRoot::public(), &[])?;
        let imposed = Root::isca_like()?;
        fs::write(folder.path().join("imposed.der"), imposed.der())?;
        fs::write(folder.path().join("password"), "sesame-1")?;
        fs::write(folder.path().join("password-2"), "sesame-2")?;
        Ok(Self { folder, imposed })
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("root/root")
    }

    fn chromiums(&self) -> PathBuf {
        self.home().join(".pki/nssdb")
    }

    fn run(&self, program: &str, args: &[&str]) -> Result<Output, Failed> {
        Ok(Command::new(program)
            .args(args)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.folder.path())
            .current_dir(self.folder.path())
            .output()?)
    }

    fn certutil(&self, database: &str, args: &[&str]) -> Result<Output, Failed> {
        let database = format!("sql:{database}");
        self.run("certutil", &[args, &["-d", &database]].concat())
    }

    /// Runs certutil, which must succeed.
    fn done(&self, database: &str, args: &[&str]) -> Result<(), Failed> {
        let output = self.certutil(database, args)?;
        let said = text(&output);
        expect(
            output.status.success(),
            format!("certutil {args:?}: {said}"),
        )
    }

    fn expect_flags(
        &self,
        database: &str,
        name: &str,
        flags: &str,
        when: &str,
    ) -> Result<(), Failed> {
        let shown = text(&self.certutil(database, &["-L"])?);
        let line = shown.lines().find(|line| line.starts_with(name));
        let found = line.and_then(|line| line.split_whitespace().last());
        expect(
            found == Some(flags),
            format!("{when}: {name} in {database} is {found:?}, not {flags}: {shown}"),
        )
    }

    fn anchorwatch(&self, args: &[&str], code: i32) -> Result<String, Failed> {
        let root = self.folder.path().join("root").display().to_string();
        let args = [args, &["--root", &root]].concat();
        let output = self.run(env!("CARGO_BIN_EXE_anchorwatch"), &args)?;
        let (got, said) = (output.status.code(), text(&output));
        expect(
            got == Some(code),
            format!("{args:?}: {got:?}, not {code}: {said}"),
        )?;
        Ok(said)
    }

    fn block(&self, code: i32) -> Result<String, Failed> {
        let args = ["block", "--certificate", "imposed.der", "--apply"];
        self.anchorwatch(&args, code)
    }

    fn undo(&self) -> Result<(), Failed> {
        self.anchorwatch(&["undo", "--apply"], 0).map(drop)
    }

    /// The rows of a database and its signatures.
    fn rows(&self, database: &str) -> Result<String, Failed> {
        let mut rows = String::new();
        for (file, table) in [("cert9.db", "nssPublic"), ("key4.db", "metaData")] {
            let path = format!("{database}/{file}");
            let dump = format!(".dump {table}");
            let output = self.run("sqlite3", &[&path, &dump])?;
            expect(output.status.success(), text(&output))?;
            let mut lines: Vec<_> = text(&output).lines().map(str::to_owned).collect();
            lines.sort();
            rows.extend(lines);
        }
        Ok(rows)
    }
}

/// Chromium's database and a Firefox profile, each with the imposed root and another.
pub(crate) fn run() -> Result<(), Failed> {
    let place = Place::new()?;
    let other = Root::company("Example Works")?;
    let anchor = |root: &'static str, certificate| NssAnchor {
        certificate,
        trust_flags: "C,,",
        nickname: root,
    };
    let anchors = [
        anchor(NICKNAME, place.imposed.der()),
        anchor(OTHER, other.der()),
    ];
    nss_database(&place.chromiums(), &anchors)?;
    let profile = firefox_profile(&place.home(), &anchors)?;
    let databases = [place.chromiums(), profile].map(|path| path.display().to_string());
    let rows = || -> Result<Vec<String>, Failed> {
        databases
            .iter()
            .map(|database| place.rows(database))
            .collect()
    };
    let before = rows()?;

    place.block(0)?;
    for database in &databases {
        place.expect_flags(database, NICKNAME, "p,p,p", "blocked")?;
        place.expect_flags(database, OTHER, "C,,", "blocked")?;
        let said = text(&place.certutil(database, &["-V", "-n", NICKNAME, "-u", "L"])?);
        expect(
            said.contains("marked as not trusted by the user"),
            format!("certutil -V: {said}"),
        )?;
    }
    let once = rows()?;
    place.block(0)?;
    expect(rows()? == once, "a second block changed something")?;

    // The installer imposes it again.
    let add = ["-A", "-n", "again", "-t", "C,,", "-i", "imposed.der"];
    place.done(&databases[0], &add)?;
    place.expect_flags(&databases[0], NICKNAME, "C,,", "added again")?;
    place.block(0)?;
    place.expect_flags(&databases[0], NICKNAME, "p,p,p", "blocked again")?;

    place.undo()?;
    for database in &databases {
        place.expect_flags(database, NICKNAME, "C,,", "taken back")?;
    }
    let after = rows()?;
    expect(after[1] == before[1], "undo left other rows in the profile")
}

/// We do not sign what a password protects; only the owner can change it.
pub(crate) fn behind_a_password() -> Result<(), Failed> {
    let place = Place::new()?;
    let database = place.chromiums().display().to_string();
    fs::create_dir_all(&database)?;
    place.done(&database, &["-N", "-f", "password"])?;
    let add = [
        "-A",
        "-n",
        NICKNAME,
        "-t",
        "C,,",
        "-i",
        "imposed.der",
        "-f",
        "password",
    ];
    place.done(&database, &add)?;
    let before = place.rows(&database)?;

    let said = place.block(0)?;
    expect(
        said.contains("primary password"),
        format!("no warning: {said}"),
    )?;
    place.expect_flags(&database, NICKNAME, ",,", "without the password")?;
    // NSS says the same once logged in for another certificate.
    fs::write(
        place.folder.path().join("other.der"),
        Root::company("Example Works")?.der(),
    )?;
    let both = "-A -n mine -t C,, -i other.der -f password\n-L\n-D -n mine -f password\n";
    fs::write(place.folder.path().join("batch"), both)?;
    let output = place.certutil(&database, &["-B", "-i", "batch", "-f", "password"])?;
    let shown = text(&output);
    let flags = |name: &str| {
        let line = shown.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().last().map(str::to_owned))
    };
    expect(
        flags(NICKNAME).as_deref() == Some(",,") && flags(OTHER).as_deref() == Some("C,,"),
        format!("with the password: {shown}"),
    )?;
    place.undo()?;
    expect(place.rows(&database)? == before, "undo left other rows")?;
    place.expect_flags(&database, NICKNAME, "C,,", "taken back")?;

    // The password can still be changed; then only its owner can set the trust.
    place.block(0)?;
    place.done(&database, &["-W", "-f", "password", "-@", "password-2"])?;
    let args = ["undo", "--apply"];
    let said = place.anchorwatch(&args, 1)?;
    expect(
        said.contains("password was changed"),
        format!("undo: {said}"),
    )?;
    place.done(
        &database,
        &["-M", "-n", NICKNAME, "-t", "C,,", "-f", "password-2"],
    )?;
    place.undo()
}

/// A lock, a read-only file system, and a full one: nothing is lost.
pub(crate) fn faults() -> Result<(), Failed> {
    let place = Place::new()?;
    let sealed = Sealed::new()?;
    let shell = |script: &str| -> Result<Output, Failed> {
        let output = sealed
            .command("sh")
            .args(["-c", script, "sh"])
            .arg(place.folder.path())
            .arg(env!("CARGO_BIN_EXE_anchorwatch"))
            .output()?;
        Ok(output)
    };
    let make = r#"set -e; d="$1/root/home/ana"; mkdir -p "$d"
        mount -t tmpfs -o size=200k,mode=0755 tmpfs "$d"; mkdir -p "$d/.pki/nssdb"
        certutil -N --empty-password -d "sql:$d/.pki/nssdb"
        certutil -A -n imposed -t C,, -i "$1/imposed.der" -d "sql:$d/.pki/nssdb""#;
    let output = shell(make)?;
    expect(output.status.success(), text(&output))?;
    let block = r#"d="$1/root/home/ana"
        "$2" block --root "$1/root" --certificate "$1/imposed.der" --apply 2>&1
        code=$?; after; rm -f "$d/filling"
        certutil -L -d "sql:$d/.pki/nssdb" | grep imposed
        exit $code"#;
    for (before, after, said) in [
        (
            "mount -o remount,ro \"$1/root/home/ana\"",
            "mount -o remount,rw \"$1/root/home/ana\"",
            "may not be written",
        ),
        (
            "cat /dev/zero > \"$1/root/home/ana/filling\" 2>/dev/null",
            ":",
            "full",
        ),
    ] {
        let script = format!(
            "after() {{ {after}; }}; {before}\n{}",
            block.replace("after;", "after \"$1\";")
        );
        let output = shell(&script)?;
        let answer = text(&output);
        expect(
            output.status.code() == Some(1)
                && answer.contains(said)
                && answer.contains("cert9.db")
                && answer.contains("C,,"),
            format!("{before}: {answer}"),
        )?;
    }
    let output = shell(&format!(
        "after() {{ :; }}\n{}",
        block.replace("after;", ":;")
    ))?;
    let answer = text(&output);
    expect(
        answer.contains("p,p,p"),
        format!("without a fault: {answer}"),
    )
}

/// Another program holds the database: the wait is limited and the answer says what to do.
pub(crate) fn locked() -> Result<(), Failed> {
    let place = Place::new()?;
    let anchor = NssAnchor {
        certificate: place.imposed.der(),
        trust_flags: "C,,",
        nickname: NICKNAME,
    };
    nss_database(&place.chromiums(), &[anchor])?;
    let database = place.chromiums().display().to_string();
    let ready = place.folder.path().join("ready");
    let mut holder = Command::new("sqlite3")
        .arg(place.chromiums().join("cert9.db"))
        .current_dir(place.folder.path())
        .stdin(std::process::Stdio::piped())
        .spawn()?;
    let mut input = holder.stdin.take().ok_or("no input")?;
    std::io::Write::write_all(&mut input, b"BEGIN IMMEDIATE;\n.shell touch ready\n")?;
    let started = Instant::now();
    while !ready.exists() && started.elapsed() < PATIENCE {
        std::thread::yield_now();
    }
    let started = Instant::now();
    let said = place.block(1);
    drop(input);
    holder.wait()?;
    let said = said?;
    expect(
        said.contains("close the browser") && said.contains("cert9.db"),
        format!("locked: {said}"),
    )?;
    expect(started.elapsed() < PATIENCE, "the wait has no end")?;
    place.expect_flags(&database, NICKNAME, "C,,", "locked")?;
    place.block(0)?;
    place.expect_flags(&database, NICKNAME, "p,p,p", "free again")
}

/// Each home is changed with its owner's rights, and no planted link leads out of it.
/// One of root's databases is deeper than the search for databases goes.
pub(crate) fn each_users_rights() -> Result<(), Failed> {
    let place = Place::new()?;
    let sealed = Sealed::new()?;
    let shell = |script: &str| -> Result<String, Failed> {
        let output = sealed
            .command("sh")
            .args(["-e", "-c", script, "sh"])
            .arg(place.folder.path())
            .arg(env!("CARGO_BIN_EXE_anchorwatch"))
            .output()?;
        let said = text(&output);
        expect(output.status.success(), format!("{script}: {said}"))?;
        Ok(said)
    };
    shell(
        r#"for d in /home/ana/.pki/nssdb /srv/others /srv/a/b/c/d/e/f/g/kept; do
            mkdir -p "$d"; certutil -N --empty-password -d "sql:$d"
            certutil -A -n imposed -t C,, -i "$1/imposed.der" -d "sql:$d"; done
        mkdir -p /home/eve/.pki /home/eve/.mozilla/firefox/p.default /home/eve/.thunderbird/p.default
        ln -s /srv/others /home/eve/.pki/nssdb
        ln -s /srv/a/b/c/d/e/f/g/kept/cert9.db /home/eve/.mozilla/firefox/p.default/cert9.db
        cp /srv/others/cert9.db /home/eve/.thunderbird/p.default
        ln -s /srv/others/key4.db /home/eve/.thunderbird/p.default/key4.db
        chown -hR 4321:4321 /home/ana; chown -hR 4322:4322 /home/eve
        chmod 777 /srv/others; chmod 666 /srv/others/*"#,
    )?;
    let sums = "sha256sum /srv/others/*.db /srv/a/b/c/d/e/f/g/kept/*.db";
    let before = shell(sums)?;
    let said = shell(
        r#""$2" block --verbose --certificate "$1/imposed.der" --apply 2>&1 || test $? = 11"#,
    )?;
    expect(
        shell(sums)? == before,
        format!("a link was followed: {said}"),
    )?;
    for place in [
        "/home/eve/.pki/nssdb is a link",
        "/home/eve/.thunderbird/p.default/key4.db is a link",
    ] {
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        expect(
            said.contains(place),
            format!("{place}: nothing is said: {said}"),
        )?;
    }
    let shown =
        shell("certutil -L -d sql:/home/ana/.pki/nssdb; stat -c %u:%g /home/ana/.pki/nssdb/*")?;
    expect(
        shown.contains("p,p,p") && shown.lines().filter(|line| *line == "4321:4321").count() == 3,
        format!("the user's own: {shown}"),
    )?;
    shell(r#""$2" undo --apply"#)?;
    let shown = shell("certutil -L -d sql:/home/ana/.pki/nssdb")?;
    expect(shown.contains("C,,"), format!("taken back: {shown}"))
}

/// The browser itself, in a home where only the database is changed.
pub(crate) fn chromium() -> Result<(), Failed> {
    let place = Place::new()?;
    let site = Site::builder(place.imposed.issue(&[NAME])?).titled("the forged page");
    let site = site.start()?;
    let anchor = NssAnchor {
        certificate: place.imposed.der(),
        trust_flags: "C,,",
        nickname: NICKNAME,
    };
    nss_database(&place.chromiums(), &[anchor])?;
    let sealed = Sealed::new()?;
    let home = place.home().display().to_string();
    let is_fooled = || -> Result<bool, Failed> {
        let output = sealed
            .command_with(&[("HOME", &home)], "timeout")
            .args([
                "600",
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args(["--disable-sync", "--no-first-run", "--dump-dom"])
            .arg(format!(
                "--host-resolver-rules=MAP {NAME} {}",
                site.address()
            ))
            .arg(format!("https://{NAME}/"))
            .output()?;
        let page = text(&output);
        let is_loaded = page.contains("the forged page");
        expect(
            is_loaded || page.contains("ERR_CERT_AUTHORITY_INVALID"),
            format!("neither page nor refusal: {page}"),
        )?;
        Ok(is_loaded)
    };
    expect(is_fooled()?, "the root is not trusted before")?;
    place.block(0)?;
    expect(!is_fooled()?, "the root is trusted although it is blocked")?;
    place.undo()?;
    expect(is_fooled()?, "the root is not trusted after undo")
}
