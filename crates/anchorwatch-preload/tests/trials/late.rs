//! Programs that change something about themselves before they connect, or whose stderr is
//! unusual.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    os::{
        fd::{AsRawFd as _, FromRawFd as _, OwnedFd},
        unix::net::UnixStream,
    },
    path::PathBuf,
    process::Stdio,
    ptr,
};

use anchorwatch_lab::{client::Who, trial::expect};
use libtest_mimic::Failed;

use crate::world::{
    BUNDLE, CONFIGURATION, Case, LIBRARY, PRELOADED, World, compiled, refusing, text,
};

const VERBOSE: [(&str, &str); 2] = [("LD_PRELOAD", LIBRARY), ("ANCHORWATCH_VERBOSE", "1")];

/// Longer than it takes on the slowest machine; a program that waits forever is then killed.
const PATIENCE: [&str; 3] = ["timeout", "--signal=KILL", "300"];

const DAMAGED: &str = "[programs]\npublic-root = 1\n";

struct Late<'a> {
    world: &'a World,
    program: PathBuf,
    _folder: tempfile::TempDir,
}

impl<'a> Late<'a> {
    fn of(world: &'a World) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let libraries = ["-l:libssl.so.3", "-l:libcrypto.so.3"];
        Ok(Self {
            world,
            program: compiled("late.c", &folder, &libraries)?,
            _folder: folder,
        })
    }

    /// Returns what the program prints about a page; `stderr` is its stderr.
    fn says(
        &self,
        case: Case,
        variables: &[(&str, &str)],
        step: [&str; 2],
        stderr: Stdio,
    ) -> Result<String, Failed> {
        let [patience, more @ ..] = PATIENCE;
        let program = self.program.display().to_string();
        let port = self.world.port().to_string();
        let mut command = self.world.sealed.command_with(variables, patience);
        command
            .args(more)
            .args([&program, &port, case.name(), BUNDLE]);
        let output = command.args(step).stderr(stderr).output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        expect(
            output.status.success(),
            format!("{case:?} {step:?}: {} {said}", output.status),
        )?;
        Ok(said)
    }
}

/// The owner's files are those of the root folder in which the program was started.
pub(crate) fn in_another_root() -> Result<(), Failed> {
    let world = World::new()?;
    let late = Late::of(&world)?;
    world.succeeds("mkdir", &["-p", "/srv/empty"])?;
    let list = "/etc/anchorwatch/blocked.toml";
    let says = |case, step| late.says(case, &PRELOADED, step, Stdio::piped());
    let steps = [["none", "-"], ["chroot", "/srv/empty"]];
    let expect_says = |what: &str, answers: &[(Case, &str)]| {
        for step in steps {
            for (case, answer) in answers {
                let said = says(*case, step)?;
                expect(said == *answer, format!("{what} {case:?} {step:?}: {said}"))?;
            }
        }
        Ok::<(), Failed>(())
    };
    expect_says(
        "as the owner wants",
        &[
            (Case::Consented, "accepted"),
            (Case::Honest, "accepted"),
            (Case::Private, "accepted"),
            (Case::Forged, "refused"),
        ],
    )?;
    world
        .sealed
        .write(list, refusing(&world.imposed).as_bytes())?;
    expect_says("with a key refused", &[(Case::Private, "refused")])?;
    world.succeeds("rm", &[list])?;
    let before = world.succeeds("cat", &[CONFIGURATION])?;
    world.sealed.write(CONFIGURATION, DAMAGED.as_bytes())?;
    expect_says(
        "damaged",
        &[(Case::Private, "refused"), (Case::Honest, "refused")],
    )?;
    world.sealed.write(CONFIGURATION, before.as_bytes())?;
    world.succeeds("chmod", &["777", "/etc/anchorwatch"])?;
    expect_says("in a folder of all", &[(Case::Private, "refused")])
}

/// A line is written to where stderr was, if it is still there, without affecting the program.
pub(crate) fn with_another_stderr() -> Result<(), Failed> {
    let world = World::new()?;
    let late = Late::of(&world)?;
    let none = ["none", "-"];
    let lines = |variables: &[(&str, &str)], word: &str| {
        without_a_reader(&late, variables)?;
        not_emptied(&late, variables)?;
        what_the_program_put_there(&late, variables)?;
        a_file_that_may_not_grow(&late, variables)?;
        let (mut read, write) = io::pipe()?;
        let said = late.says(Case::Forged, variables, none, write.into())?;
        let mut line = String::new();
        read.read_to_string(&mut line)?;
        expect(
            said == "refused" && line.starts_with("anchorwatch: ") && line.contains(word),
            format!("a pipe that is read: {said} {line}"),
        )
    };
    let (mut read, write) = io::pipe()?;
    let memory = ["memory", "-"];
    let said = late.says(Case::Private, &PRELOADED, memory, write.into())?;
    let mut line = String::new();
    read.read_to_string(&mut line)?;
    expect(
        said == "refused" && line.contains("there is no memory for a stack"),
        format!("without memory: {said} {line}"),
    )?;
    // Each kind of line that is written at all.
    lines(&VERBOSE, "refused for www.example.kz")?;
    world.sealed.write(CONFIGURATION, DAMAGED.as_bytes())?;
    lines(&PRELOADED, "cannot understand /etc/anchorwatch/config.toml")?;
    the_owner_s_files_are_not_quoted(&world)
}

fn without_a_reader(late: &Late<'_>, variables: &[(&str, &str)]) -> Result<(), Failed> {
    let (read, write) = io::pipe()?;
    drop(read);
    let (near, far) = UnixStream::pair()?;
    drop(far);
    for (what, stderr) in [
        ("a pipe", write.into()),
        ("a socket", OwnedFd::from(near).into()),
    ] {
        let said = late.says(Case::Forged, variables, ["none", "-"], stderr)?;
        expect(
            said == "refused",
            format!("{what} without a reader: {said}"),
        )?;
    }
    Ok(())
}

/// Full pipes and sockets, and a stopped terminal.
fn not_emptied(late: &Late<'_>, variables: &[(&str, &str)]) -> Result<(), Failed> {
    let (_read, write) = io::pipe()?;
    let full: OwnedFd = write.into();
    fill(&full)?;
    let (near, _far) = UnixStream::pair()?;
    let socket = OwnedFd::from(near);
    fill(&socket)?;
    let (_terminal, stopped) = stopped_terminal()?;
    for (what, stderr) in [("pipe", full), ("socket", socket), ("terminal", stopped)] {
        let said = late.says(Case::Forged, variables, ["none", "-"], stderr.into())?;
        expect(said == "refused", format!("a full {what}: {said}"))?;
    }
    Ok(())
}

fn what_the_program_put_there(late: &Late<'_>, variables: &[(&str, &str)]) -> Result<(), Failed> {
    let own = "/srv/own";
    let said = late.says(Case::Forged, variables, ["reuse", own], Stdio::piped())?;
    let content = late.world.succeeds("cat", &[own])?;
    expect(
        said == "refused" && content.is_empty(),
        format!("{said}, and in the program's own file: {content}"),
    )
}

fn a_file_that_may_not_grow(late: &Late<'_>, variables: &[(&str, &str)]) -> Result<(), Failed> {
    let log = tempfile::tempfile()?;
    let said = late.says(Case::Forged, variables, ["limit", "-"], log.into())?;
    expect(said == "refused", said)
}

/// Nor does it fill the screen: a file that only root can read, with one long line, and a person
/// who runs a program with root's rights.
fn the_owner_s_files_are_not_quoted(world: &World) -> Result<(), Failed> {
    let secret = "the owner's secret ";
    let long = format!("{} = 1\n", secret.repeat(3_000));
    world
        .sealed
        .write("/etc/ld.so.preload", LIBRARY.as_bytes())?;
    world.copied("curl", "risen", "4755")?;
    let desk = world.desk()?;
    for file in ["config.toml", "blocked.toml", "consent.toml"] {
        let path = format!("/etc/anchorwatch/{file}");
        let before = world.sealed.command("cat").arg(&path).output()?.stdout;
        world.sealed.write(&path, long.as_bytes())?;
        world.succeeds("chmod", &["600", &path])?;
        let url = format!("https://{}:{}/", Case::Honest.name(), world.port());
        let mut command = desk.command(Who::Person, &[], "risen");
        let asked = command.args(["-sS", "--max-time", "20", &url]).output()?;
        let said = text(&asked);
        expect(
            asked.status.code() == Some(60)
                && said.contains(&format!("no connection is accepted: {}", "cannot"))
                && !said.contains("secret")
                && said.len() < 2_000,
            format!("{file}: {said}"),
        )?;
        match before.is_empty() {
            true => drop(world.succeeds("rm", &[&path])?),
            false => world.sealed.write(&path, &before)?,
        }
    }
    Ok(())
}

/// Writes until it is full; the next writer has to wait.
fn fill(end: &OwnedFd) -> Result<(), Failed> {
    let mut file = File::from(end.try_clone()?);
    let flags = flags(&file, None)?;
    self::flags(&file, Some(flags | libc::O_NONBLOCK))?;
    let mut size = 4_096;
    while size > 0 {
        match file.write(&vec![b'x'; size]) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => size /= 2,
            Err(error) => return Err(error.into()),
        }
    }
    self::flags(&file, Some(flags))?;
    Ok(())
}

#[expect(
    unsafe_code,
    reason = "the flags of an open file, for which there is no other call"
)]
fn flags(file: &File, set: Option<libc::c_int>) -> Result<libc::c_int, Failed> {
    let descriptor = file.as_raw_fd();
    // SAFETY: the descriptor is open, and flags are numbers.
    let answer = unsafe {
        match set {
            Some(flags) => libc::fcntl(descriptor, libc::F_SETFL, flags),
            None => libc::fcntl(descriptor, libc::F_GETFL),
        }
    };
    if answer < 0 {
        return Err(io::Error::last_os_error().into());
    }
    Ok(answer)
}

/// Opens both ends of a terminal whose output is stopped, as by Control-S.
#[expect(
    unsafe_code,
    reason = "a terminal is opened and stopped by the C library"
)]
fn stopped_terminal() -> Result<(OwnedFd, OwnedFd), Failed> {
    let (mut near, mut far) = (-1, -1);
    // SAFETY: there is room for both descriptors, which are ours then; no name or settings are
    // requested.
    let (near, far) = unsafe {
        let (name, settings, size) = (ptr::null_mut(), ptr::null(), ptr::null());
        if libc::openpty(&raw mut near, &raw mut far, name, settings, size) != 0 {
            return Err(io::Error::last_os_error().into());
        }
        libc::tcflow(far, libc::TCOOFF);
        (OwnedFd::from_raw_fd(near), OwnedFd::from_raw_fd(far))
    };
    Ok((near, far))
}
