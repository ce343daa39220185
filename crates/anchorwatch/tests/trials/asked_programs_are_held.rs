//! Programs that `audit --ask` starts are confined: they run as their user without privileges
//! or network, in their own environment, for a limited time. Whatever they print, start, fill
//! or hold, the audit ends and reports it.

use std::{
    fs,
    io::Read as _,
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use anchorwatch_lab::{Root, Sealed, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

/// A home that no user has yet.
const HOME: &str = "/srv/anchorwatch-held";
/// A file that only root can read.
const CLOSED: &str = "/srv/anchorwatch-held-root.pem";
/// A user ID that nobody has.
const UID: u32 = 4322;

/// What the shell records before it is asked anything.
const PROFILE: &str = r#"
{
  grep -E '^(Uid|Gid|Groups|NoNewPrivs|Cap[A-Z][a-z]+):' /proc/self/status
  sed 's/^/net: /' /proc/net/dev
  env | sed 's/^/env: /'
  echo "pid: $$"
  echo "folder: $PWD"
  (exec 3<>/dev/tcp/127.0.0.1/PORT) && echo CONNECTED
  (exec 3<>/dev/tty) && echo TTY_OPENED
} > ~/seen 2>&1
export PATH=/srv/anchorwatch-held/bin:$PATH
export GIT_SSL_CAINFO=/srv/none.pem
export https_proxy=http://me:s3cret@h.example:1
export npm_config__auth=s3cret
"#;

/// Programs that come before the system's in the user's PATH.
const HOSTILE: [(&str, &str); 8] = [
    // Leaves background processes, each in its own session.
    (
        "git",
        "id -u > ~/git-uid; env > ~/git-env\nfor i in $(seq 50); do setsid sleep 1000000 & done\n",
    ),
    // Prints without end.
    ("openssl", "exec yes /srv/anchorwatch-held/words\n"),
    // Does not end, and ignores signals.
    (
        "pip3",
        "trap '' TERM INT HUP\nsetsid sh -c 'while :; do sleep 1000000; done' &\nwhile :; do sleep 1000000; done\n",
    ),
    // Fills the disk.
    ("node", "head -c 100000000 /dev/zero > ~/big; echo true\n"),
    // Takes memory.
    (
        "npm",
        "perl -e '$x = \"a\" x (3 << 30); open F, q(>), q(/srv/anchorwatch-held/has-memory)'\n",
    ),
    // Names a file that only root can read.
    ("hg", "echo /srv/anchorwatch-held-root.pem\n"),
    // Kills every process that it can.
    ("ruby", "kill -9 -1\n"),
    ("php", "printf '/\\033]0;x\\007\\n%.0s' $(seq 5000)\n"),
];

/// Programs that confine the others; the user's versions must not replace them.
const HOLDERS: [&str; 6] = ["env", "prlimit", "setpriv", "setsid", "timeout", "unshare"];

/// The file for the answer, since the terminal would get it otherwise.
const ANSWER: &str = "/srv/anchorwatch-held-answer";

pub(crate) fn run() -> Result<(), Failed> {
    let sealed = Sealed::new()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port().to_string();
    let root = Root::company("Held Harbour Root")?;
    prepare(&sealed, &root, &port)?;
    // A process of the same user outside the confinement.
    let mut bystander = as_user(&sealed, "echo ready; read never").spawn()?;
    let mut ready = [0; 6];
    let mut stdout = bystander.stdout.take().ok_or("no output")?;
    stdout.read_exact(&mut ready)?;

    // In a terminal, like an administrator; a program with access to it could type there.
    let audit = env!("CARGO_BIN_EXE_anchorwatch");
    let audit = format!("tty >&2; {audit} audit --ask --format json > {ANSWER}");
    let output = sealed
        .command_with(
            &[
                ("ROOTS_SECRET", "s3cret"),
                ("BASH_ENV", "/srv/none"),
                ("SHELL", "/bin/sh"),
            ],
            "/usr/bin/script",
        )
        .args(["--quiet", "--command", &audit, "/dev/null"])
        .stdin(Stdio::null())
        .output()?;
    let terminal = String::from_utf8_lossy(&output.stdout).into_owned();
    expect(
        terminal.contains("/dev/pts/"),
        format!("there was no terminal: {terminal}"),
    )?;
    let text = sealed.command("cat").arg(ANSWER).output()?;
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    let document: Value =
        serde_json::from_str(&text).map_err(|error| format!("{error}: {terminal}"))?;
    let is_alive = bystander.try_wait()?.is_none();
    end(bystander)?;

    expect(
        listener.accept().is_err(),
        "a program that was asked reached the network",
    )?;
    has_nothing(&sealed)?;
    is_bounded(&sealed)?;
    expect(is_alive, "a program outside was ended")?;
    expect(
        processes_of_user() == 0,
        "what a program started is still there",
    )?;
    for name in ["openssl of held", "pip of held", "npm of held"] {
        expect(
            is_named(&document, name),
            format!("{name} is not named: {document:#}"),
        )?;
    }
    expect(
        !text.contains("s3cret") && !text.contains('\u{1b}') && !text.contains("Held Harbour"),
        format!("a secret, an escape or what only root reads is told: {document:#}"),
    )
}

fn prepare(sealed: &Sealed, root: &Root, port: &str) -> Result<(), Failed> {
    let program = |name: &str, text: &str| -> Result<(), Failed> {
        let path = format!("{HOME}/bin/{name}");
        sealed.write(&path, format!("#!/bin/bash\n{text}").as_bytes())?;
        sealed.command("chmod").args(["755", &path]).status()?;
        Ok(())
    };
    for (name, text) in HOSTILE {
        program(name, text)?;
    }
    for name in HOLDERS {
        program(
            name,
            &format!("id -u >> ~/holders\nexec /usr/bin/{name} \"$@\"\n"),
        )?;
    }
    let profile = PROFILE.replace("PORT", port);
    sealed.write(format!("{HOME}/.bash_profile"), profile.as_bytes())?;
    sealed.write(CLOSED, root.pem().as_bytes())?;
    sealed.command("chmod").args(["600", CLOSED]).status()?;
    let passwd =
        format!("root:x:0:0::/root:/usr/sbin/nologin\nheld:x:{UID}:{UID}::{HOME}:/bin/bash\n");
    sealed.write("/etc/passwd", passwd.as_bytes())?;
    let owner = format!("{UID}:{UID}");
    sealed
        .command("chown")
        .args(["-R", &owner, HOME])
        .status()?;
    Ok(())
}

/// A file that a program wrote.
fn file(sealed: &Sealed, name: &str) -> Result<String, Failed> {
    let output = sealed
        .command("cat")
        .arg(format!("{HOME}/{name}"))
        .output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What the shell saw.
fn has_nothing(sealed: &Sealed) -> Result<(), Failed> {
    let seen = file(sealed, "seen")?;
    let has = |line: &str| seen.lines().any(|other| other.trim_end() == line);
    let same = format!("{UID}\t{UID}\t{UID}\t{UID}");
    for line in [
        format!("Uid:\t{same}"),
        format!("Gid:\t{same}"),
        "Groups:".to_owned(),
        "NoNewPrivs:\t1".to_owned(),
        format!("env: HOME={HOME}"),
        "env: USER=held".to_owned(),
        "folder: /".to_owned(),
    ] {
        expect(has(&line), format!("«{line}» is not among {seen}"))?;
    }
    for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
        let line = format!("{set}:\t0000000000000000");
        expect(has(&line), format!("rights are left: {seen}"))?;
    }
    let devices = seen.lines().filter(|line| line.starts_with("net: "));
    let others = devices.filter(|line| line.contains(':') && line.matches(':').count() > 1);
    let others: Vec<&str> = others.filter(|line| !line.contains("lo:")).collect();
    expect(others.is_empty(), format!("it has a network: {others:?}"))?;
    let pid = seen.lines().find_map(|line| line.strip_prefix("pid: "));
    let is_small = pid.and_then(|pid| pid.parse::<u32>().ok());
    expect(
        is_small.is_some_and(|pid| pid < 10),
        format!("it sees other processes: {pid:?}"),
    )?;
    expect(
        ["ROOTS_SECRET", "CONNECTED", "TTY_OPENED"]
            .iter()
            .all(|word| !seen.contains(word)),
        format!("the environment of the caller, a connection or a terminal: {seen}"),
    )
}

/// What the other programs left behind.
fn is_bounded(sealed: &Sealed) -> Result<(), Failed> {
    let holders = file(sealed, "holders")?;
    let is_users = |line: &str| line == UID.to_string();
    expect(
        holders.lines().all(is_users),
        format!("a user's program ran with other rights: {holders}"),
    )?;
    let (git_uid, git) = (file(sealed, "git-uid")?, file(sealed, "git-env")?);
    expect(
        is_users(git_uid.trim()) && git.contains("GIT_SSL_CAINFO=/srv/none.pem"),
        format!("git was not asked as its user, with the shell's environment: {git_uid} {git}"),
    )?;
    expect(
        !git.contains("s3cret"),
        format!("a secret stands on a command line: {git}"),
    )?;
    let size = sealed
        .command("stat")
        .args(["-c", "%s", &format!("{HOME}/big")])
        .output()?;
    let size = String::from_utf8_lossy(&size.stdout).trim().to_owned();
    expect(
        size.parse::<u64>().is_ok_and(|size| size <= 1 << 20),
        format!("it filled the disk, or was not asked: {size:?}"),
    )?;
    let memory = sealed
        .command("test")
        .args(["-e", &format!("{HOME}/has-memory")])
        .status()?;
    expect(!memory.success(), "memory has no bound")
}

fn as_user(sealed: &Sealed, script: &str) -> Command {
    let mut command = sealed.command("setpriv");
    command
        .args([
            &format!("--reuid={UID}"),
            &format!("--regid={UID}"),
            "--clear-groups",
            "sh",
            "-c",
            script,
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// Closes its standard input, which ends it.
fn end(mut child: Child) -> Result<(), Failed> {
    drop(child.stdin.take());
    child.wait()?;
    Ok(())
}

fn processes_of_user() -> usize {
    let line = format!("Uid:\t{UID}\t");
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| fs::read_to_string(entry.path().join("status")).ok())
        .filter(|status| status.contains(&line))
        .count()
}

fn is_named(document: &Value, name: &str) -> bool {
    let entries = document["not_checked"].as_array().into_iter().flatten();
    entries
        .filter_map(|entry| entry["what"].as_str())
        .any(|what| what.ends_with(name))
}
