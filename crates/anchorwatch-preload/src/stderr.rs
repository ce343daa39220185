//! One line on stderr, and nothing that a program could feel of it.
//!
//! The program did not ask for the line. So it goes only where the program's stderr went
//! when it was started: a daemon may have another file of its own at that number. It is
//! written whole or not at all, and never waited for: a pipe may be full, or its reader gone,
//! which by itself would end the program.

#![expect(
    unsafe_code,
    reason = "the C library looks at a descriptor and writes to it"
)]

use std::{ffi::c_int, mem::MaybeUninit, ptr, sync::OnceLock};

use anchorwatch_verify_ffi::stack::Quiet;

/// The longest line, with its end. A pipe takes as much as one piece (`PIPE_BUF`).
pub(crate) const MAX_BYTES: usize = 512;

/// Which file stood at stderr's number when the library was loaded, if any.
static AT_LOAD: OnceLock<Option<File>> = OnceLock::new();

/// What tells a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct File {
    device: u64,
    number: u64,
    of_device: u64,
    kind: libc::mode_t,
}

impl File {
    fn at(descriptor: c_int) -> Option<Self> {
        let mut seen = MaybeUninit::<libc::stat>::uninit();
        // SAFETY: there is room for what is written, and it is read only if it was.
        let seen = unsafe {
            if libc::fstat(descriptor, seen.as_mut_ptr()) != 0 {
                return None;
            }
            seen.assume_init()
        };
        Some(Self {
            device: seen.st_dev,
            number: seen.st_ino,
            of_device: seen.st_rdev,
            kind: seen.st_mode & libc::S_IFMT,
        })
    }
}

/// Remembers where stderr goes.
pub(crate) fn remember() {
    AT_LOAD.get_or_init(|| File::at(libc::STDERR_FILENO));
}

/// Writes a line where stderr went, if it still goes there. Little stack is used.
pub(crate) fn write(line: &[u8]) {
    let Some(line) = line.get(..line.len().min(MAX_BYTES)) else {
        return;
    };
    let known = AT_LOAD.get().copied().flatten();
    let now = File::at(libc::STDERR_FILENO);
    let (Some(known), Some(now)) = (known, now) else {
        return;
    };
    if known != now {
        return;
    }
    let quiet = Quiet::begin();
    let before = Pending::now();
    let written = match now.kind {
        libc::S_IFREG => plainly(libc::STDERR_FILENO, line),
        libc::S_IFIFO => into_the_pipe(line),
        libc::S_IFSOCK => into_the_socket(line),
        libc::S_IFCHR => to_the_device(now, line),
        _ => Ok(()),
    };
    if let Err(errno) = written {
        before.take_back(errno);
    }
    drop(quiet);
}

/// Whether this program has more rights than its caller, who then chooses nothing.
pub(crate) fn has_more_rights() -> bool {
    // SAFETY: only a number is asked for.
    unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
}

/// Ends with the number of the system's error.
type Written = Result<(), c_int>;

fn plainly(descriptor: c_int, line: &[u8]) -> Written {
    // SAFETY: as many bytes as there are.
    ended(unsafe { libc::write(descriptor, line.as_ptr().cast(), line.len()) })
}

/// By a pipe of our own, from which the kernel hands the bytes on without waiting. Whether
/// a write waits belongs to the pipe's other users.
fn into_the_pipe(line: &[u8]) -> Written {
    let mut ends = [-1; 2];
    // SAFETY: there is room for both.
    ended(unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC | libc::O_NONBLOCK) } as isize)?;
    let [from, into] = ends;
    let written = plainly(into, line).and_then(|()| {
        // SAFETY: two descriptors and no offsets, which pipes do not have.
        ended(unsafe {
            libc::splice(
                from,
                ptr::null_mut(),
                libc::STDERR_FILENO,
                ptr::null_mut(),
                line.len(),
                libc::SPLICE_F_NONBLOCK,
            )
        })
    });
    for end in ends {
        // SAFETY: opened above.
        unsafe { libc::close(end) };
    }
    written
}

fn into_the_socket(line: &[u8]) -> Written {
    let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    // SAFETY: as many bytes as there are.
    ended(unsafe { libc::send(libc::STDERR_FILENO, line.as_ptr().cast(), line.len(), flags) })
}

/// A terminal that is stopped lets a writer wait; whoever opens it anew need not.
fn to_the_device(device: File, line: &[u8]) -> Written {
    let flags = libc::O_WRONLY | libc::O_NONBLOCK | libc::O_NOCTTY | libc::O_CLOEXEC;
    // SAFETY: a C string and known flags.
    let opened = unsafe { libc::open(c"/proc/self/fd/2".as_ptr(), flags) };
    ended(opened as isize)?;
    let written = if File::at(opened) == Some(device) {
        plainly(opened, line)
    } else {
        Ok(())
    };
    // SAFETY: opened above.
    unsafe { libc::close(opened) };
    written
}

fn ended(answer: isize) -> Written {
    if answer >= 0 {
        return Ok(());
    }
    // SAFETY: the place of this thread's own number, which is always there.
    Err(unsafe { *libc::__errno_location() })
}

/// The signals by which the system tells a writer that nobody reads, or that the file may
/// not grow. The thread does not take any now; those of our making must be gone before it
/// does.
struct Pending {
    waits: [bool; OURS.len()],
}

const OURS: [(c_int, c_int); 2] = [(libc::EPIPE, libc::SIGPIPE), (libc::EFBIG, libc::SIGXFSZ)];

impl Pending {
    fn now() -> Self {
        let mut set = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: the first call fills the set that the second reads.
        let waits = OURS.map(|(_, signal)| unsafe {
            libc::sigpending(set.as_mut_ptr()) == 0 && libc::sigismember(set.as_ptr(), signal) == 1
        });
        Self { waits }
    }

    /// Takes the signal that came with the error, unless one waited before.
    fn take_back(&self, errno: c_int) {
        for ((with, signal), waited) in OURS.into_iter().zip(self.waits) {
            if errno != with || waited {
                continue;
            }
            let mut set = MaybeUninit::<libc::sigset_t>::uninit();
            let at_once = libc::timespec {
                tv_sec: 0,
                tv_nsec: 0,
            };
            // SAFETY: the set is ours and filled first; nothing is asked about the signal.
            unsafe {
                libc::sigemptyset(set.as_mut_ptr());
                libc::sigaddset(set.as_mut_ptr(), signal);
                libc::sigtimedwait(set.as_ptr(), ptr::null_mut(), &raw const at_once);
            }
        }
    }
}
