//! Writes one line to stderr without affecting the program.
//!
//! The program did not ask for the line. So it goes only where the program's stderr went at its
//! start: a daemon may have opened another file under that number. It is written completely or not
//! at all, and never waited for: a pipe may be full, or its reader gone, which by default would
//! end the program.

#![expect(
    unsafe_code,
    reason = "the C library looks at a descriptor and writes to it"
)]

use std::{ffi::c_int, mem::MaybeUninit, ptr, sync::OnceLock};

use anchorwatch_verify_ffi::stack::SignalGuard;

/// The longest line, with its line feed. A pipe takes that much in one piece (`PIPE_BUF`).
pub(crate) const MAX_BYTES: usize = 512;

/// The file that was at stderr's number when the library was loaded, if any.
static AT_LOAD: OnceLock<Option<File>> = OnceLock::new();

/// Identifies a file.
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
        // SAFETY: there is room for the output, which is read only if it was written.
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

/// Writes a line to where stderr went at the start, if it still goes there. Uses little stack.
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
    let guard = SignalGuard::begin();
    let before = Pending::now();
    let written = match now.kind {
        libc::S_IFREG => write_plain(libc::STDERR_FILENO, line),
        libc::S_IFIFO => write_to_pipe(line),
        libc::S_IFSOCK => write_to_socket(line),
        libc::S_IFCHR => write_to_device(now, line),
        _ => Ok(()),
    };
    if let Err(errno) = written {
        before.discard_caused(errno);
    }
    drop(guard);
}

/// Returns whether this program has more rights than its caller, who may then choose nothing.
pub(crate) fn has_elevated_rights() -> bool {
    // SAFETY: this only returns a number.
    unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
}

/// The error is the system's `errno`.
type Written = Result<(), c_int>;

fn write_plain(descriptor: c_int, line: &[u8]) -> Written {
    // SAFETY: the length is the slice's.
    result_of(unsafe { libc::write(descriptor, line.as_ptr().cast(), line.len()) })
}

/// Writes to a pipe of our own, from which the kernel moves the bytes without waiting. The
/// original pipe's own flag for waiting belongs to its other users.
fn write_to_pipe(line: &[u8]) -> Written {
    let mut ends = [-1; 2];
    // SAFETY: there is room for both.
    result_of(
        unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC | libc::O_NONBLOCK) } as isize,
    )?;
    let [from, into] = ends;
    let written = write_plain(into, line).and_then(|()| {
        // SAFETY: two descriptors and no offsets, which pipes do not have.
        result_of(unsafe {
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

fn write_to_socket(line: &[u8]) -> Written {
    let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    // SAFETY: the length is the slice's.
    result_of(unsafe { libc::send(libc::STDERR_FILENO, line.as_ptr().cast(), line.len(), flags) })
}

/// A stopped terminal makes a writer wait, but not one that opens it again.
fn write_to_device(device: File, line: &[u8]) -> Written {
    let flags = libc::O_WRONLY | libc::O_NONBLOCK | libc::O_NOCTTY | libc::O_CLOEXEC;
    // SAFETY: a C string and known flags.
    let opened = unsafe { libc::open(c"/proc/self/fd/2".as_ptr(), flags) };
    result_of(opened as isize)?;
    let written = if File::at(opened) == Some(device) {
        write_plain(opened, line)
    } else {
        Ok(())
    };
    // SAFETY: opened above.
    unsafe { libc::close(opened) };
    written
}

fn result_of(answer: isize) -> Written {
    if answer >= 0 {
        return Ok(());
    }
    // SAFETY: the location of this thread's own number, which always exists.
    Err(unsafe { *libc::__errno_location() })
}

/// The signals with which the system tells a writer that nobody reads, or that the file may not
/// grow. The thread has them blocked at the moment; those that we caused must be gone before it
/// unblocks them.
struct Pending {
    waits: [bool; CAUSED.len()],
}

const CAUSED: [(c_int, c_int); 2] = [(libc::EPIPE, libc::SIGPIPE), (libc::EFBIG, libc::SIGXFSZ)];

impl Pending {
    fn now() -> Self {
        let mut set = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: the first call fills the set that the second reads.
        let waits = CAUSED.map(|(_, signal)| unsafe {
            libc::sigpending(set.as_mut_ptr()) == 0 && libc::sigismember(set.as_ptr(), signal) == 1
        });
        Self { waits }
    }

    /// Takes the signal that came with the error, unless one was pending before.
    fn discard_caused(&self, errno: c_int) {
        for ((with, signal), waited) in CAUSED.into_iter().zip(self.waits) {
            if errno != with || waited {
                continue;
            }
            let mut set = MaybeUninit::<libc::sigset_t>::uninit();
            let at_once = libc::timespec {
                tv_sec: 0,
                tv_nsec: 0,
            };
            // SAFETY: the set is ours and filled first; no information about the signal is
            // requested.
            unsafe {
                libc::sigemptyset(set.as_mut_ptr());
                libc::sigaddset(set.as_mut_ptr(), signal);
                libc::sigtimedwait(set.as_ptr(), ptr::null_mut(), &raw const at_once);
            }
        }
    }
}
