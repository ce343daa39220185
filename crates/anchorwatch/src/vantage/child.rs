//! A program that is run for its output, within bounds of time and size.

use std::{
    fs::File,
    io::{self, Read as _},
    os::fd::OwnedFd,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Pid, PidfdFlags, pidfd_open},
};

use super::problem::VantageProblem;

/// How much of standard error is kept: its end, in which a program says why it failed.
const TAIL_BYTES: usize = 4 << 10;

/// The longest last line that is kept, in characters.
const MOST_CHARACTERS: usize = 300;

/// What is read at a time.
const PIECE_BYTES: usize = 16 << 10;

/// A program's whole output.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) status: ExitStatus,
    pub(super) stdout: Vec<u8>,
    /// The last line of standard error that is not blank.
    pub(super) says: String,
}

/// How long and how much.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) until: Instant,
    /// What `until` was counted from, for the message.
    pub(super) deadline: Duration,
    /// The most bytes of each output.
    pub(super) most: u64,
}

/// Runs a program without input. When this returns it has ended, and nothing waits to be reaped.
///
/// It stays in the process group of this program, so that Ctrl-C ends both.
pub(super) fn run(command: &mut Command, bounds: Bounds) -> Result<Output, VantageProblem> {
    let program = command.get_program().to_string_lossy().into_owned();
    let spawned = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let stopped = |error| match error {
        Stopped::Late => VantageProblem::Late {
            seconds: bounds.deadline.as_secs(),
        },
        Stopped::TooMuch => VantageProblem::TooMuch { most: bounds.most },
        Stopped::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            let program = program.clone();
            VantageProblem::ProgramMissing { program }
        }
        Stopped::Io(error) => VantageProblem::NotStarted {
            program: program.clone(),
            why: (&error).into(),
        },
    };
    let child = spawned.map_err(|error| stopped(error.into()))?;
    Running(child).output(bounds).map_err(stopped)
}

/// Why a program is not waited for any longer.
enum Stopped {
    Late,
    TooMuch,
    Io(io::Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Errno> for Stopped {
    fn from(error: Errno) -> Self {
        Self::Io(error.into())
    }
}

/// A program that is ended and reaped when this is dropped.
struct Running(Child);

impl Running {
    fn output(mut self, bounds: Bounds) -> Result<Output, Stopped> {
        let process = pidfd_open(Pid::from_child(&self.0), PidfdFlags::empty())?;
        let mut pipes = [
            Pipe::of(self.0.stdout.take().map(OwnedFd::from), Kept::Whole),
            Pipe::of(self.0.stderr.take().map(OwnedFd::from), Kept::End),
        ];
        loop {
            let left = bounds.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Stopped::Late);
            }
            if turn(&mut pipes, &process, left, bounds.most)?.has_ended {
                break;
            }
        }
        // What it wrote before its end is in the pipes. A process that it left behind may hold them
        // open: that one is not waited for.
        while turn(&mut pipes, &process, Duration::ZERO, bounds.most)?.has_read {}
        let status = self.0.wait()?;
        let [stdout, stderr] = pipes;
        Ok(Output {
            status,
            stdout: stdout.content,
            says: last_line(&stderr.content),
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended, and been reaped, already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// What happened in one turn.
struct Turn {
    has_ended: bool,
    has_read: bool,
}

/// Waits until there is something to read or the program ends, and reads once from each pipe.
fn turn(
    pipes: &mut [Pipe; 2],
    process: &OwnedFd,
    left: Duration,
    most: u64,
) -> Result<Turn, Stopped> {
    let timeout = Timespec::try_from(left).map_err(|_| Stopped::Late)?;
    let mut fds = vec![PollFd::new(process, PollFlags::IN)];
    let open = pipes.iter().filter_map(|pipe| pipe.open.as_ref());
    fds.extend(open.map(|file| PollFd::new(file, PollFlags::IN)));
    match poll(&mut fds, Some(&timeout)) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(error) => return Err(error.into()),
    }
    let mut ready = fds.iter().map(|fd| !fd.revents().is_empty());
    let has_ended = ready.next().unwrap_or_default();
    let ready: Vec<bool> = ready.collect();
    let mut has_read = false;
    let open = pipes.iter_mut().filter(|pipe| pipe.open.is_some());
    for (pipe, _) in open.zip(ready).filter(|(_, is_ready)| *is_ready) {
        pipe.read(most)?;
        has_read = true;
    }
    Ok(Turn {
        has_ended,
        has_read,
    })
}

/// What is kept of an output.
#[derive(Clone, Copy)]
enum Kept {
    Whole,
    End,
}

/// One output of the program.
struct Pipe {
    /// `None` once it has ended.
    open: Option<File>,
    kept: Kept,
    content: Vec<u8>,
    count: u64,
}

impl Pipe {
    fn of(fd: Option<OwnedFd>, kept: Kept) -> Self {
        Self {
            open: fd.map(File::from),
            kept,
            content: Vec::new(),
            count: 0,
        }
    }

    fn read(&mut self, most: u64) -> Result<(), Stopped> {
        let Some(file) = &mut self.open else {
            return Ok(());
        };
        let mut piece = [0; PIECE_BYTES];
        let count = match file.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            other => other?,
        };
        if count == 0 {
            self.open = None;
        }
        self.count += count as u64;
        if self.count > most {
            return Err(Stopped::TooMuch);
        }
        self.content.extend(piece.iter().take(count));
        if let Kept::End = self.kept {
            let surplus = self.content.len().saturating_sub(TAIL_BYTES);
            self.content.drain(..surplus);
        }
        Ok(())
    }
}

fn last_line(tail: &[u8]) -> String {
    let text = String::from_utf8_lossy(tail);
    let mut lines = text.lines().rev().map(str::trim);
    let last = lines.find(|line| !line.is_empty()).unwrap_or_default();
    last.chars().take(MOST_CHARACTERS).collect()
}

#[cfg(test)]
mod tests;
