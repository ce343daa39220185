//! A separate stack for everything whose stack use depends on what others send or write.
//!
//! A program decides how much stack its threads have, and with `SSL_MODE_ASYNC` OpenSSL gives a
//! handshake 32 KiB of the heap, with nothing behind it that stops an overflow. A long chain of
//! certificates needs more. So the function that catches a call maps a [`Stack`] and works
//! there; it uses only a few words of the caller's stack.
//!
//! No other thread does the work: the caller's thread goes on, on other memory. So a fork loses
//! nothing, no limit on threads and no sandbox gets in the way, and OpenSSL's state of the
//! thread stays the same. While the thread works there,
//!
//! - signals that can wait are blocked. So no handler leaves the stack by a long jump, and no
//!   garbage collector that stops threads by a signal and scans their stacks finds one that it
//!   does not know;
//! - the thread cannot be cancelled.
//!
//! A program's own callback may leave by a long jump or an exception, or end its thread. So
//! none is called from here, and nothing of ours is held while one runs: see [`on_new_stack`].

#![expect(
    unsafe_code,
    reason = "memory is mapped, and the stack pointer is set to it for one call"
)]

use std::{
    ffi::{c_int, c_void},
    marker::PhantomData,
    mem::MaybeUninit,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr::{self, NonNull},
};

/// What is missing to check a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Memory for a stack.
    Memory,
    /// The library to call, or something in it.
    Library,
}

/// Runs `work` on a new stack and frees the stack: nothing is held when this returns.
///
/// # Errors
/// There is no memory for the stack, or `work` returned `None` or panicked.
pub fn on_new_stack<T>(work: impl FnOnce() -> Option<T>) -> Result<T, Missing> {
    let mut stack = Stack::new().ok_or(Missing::Memory)?;
    stack.run(work).flatten().ok_or(Missing::Library)
}

/// Memory for a stack, with inaccessible pages at both ends.
#[derive(Debug)]
pub struct Stack {
    lowest: NonNull<c_void>,
}

impl Stack {
    /// Maps a new stack; `None` if there is no memory.
    #[must_use]
    pub fn new() -> Option<Self> {
        let kind = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_STACK | libc::MAP_NORESERVE;
        // SAFETY: a new mapping, which nothing refers to yet.
        let mapped =
            unsafe { libc::mmap(ptr::null_mut(), MAPPED_BYTES, libc::PROT_NONE, kind, -1, 0) };
        if ptr::eq(mapped, libc::MAP_FAILED) {
            return None;
        }
        // From here on, returning early drops the value, which frees the memory.
        let stack = Self {
            lowest: NonNull::new(mapped)?,
        };
        let usable = stack.lowest.as_ptr().wrapping_byte_add(GUARD_BYTES);
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: these bytes lie in our mapping.
        (unsafe { libc::mprotect(usable, BYTES, access) } == 0).then_some(stack)
    }

    /// Runs `work` and returns its result; `None` if it panics.
    ///
    /// Its captures and its result pass over the caller's stack, so both must be small, such as
    /// references and boxes.
    pub fn run<T>(&mut self, work: impl FnOnce() -> T) -> Option<T> {
        let mut task = Task {
            work: Some(work),
            answer: None,
        };
        let run_task = run_task_of(&task);
        let guard = SignalGuard::begin();
        // SAFETY: nothing else uses the stack while it is borrowed, and it is large enough for
        // what is done here; the inaccessible page stops anything that is not. The task lives
        // until the call returns, and `run_task` is the function for its type.
        unsafe { self.call(run_task, (&raw mut task).cast()) };
        drop(guard);
        task.answer
    }

    /// # Safety
    /// `function` may be called with `argument`.
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    unsafe fn call(&mut self, function: Function, argument: *mut c_void) {
        let top = self.lowest.as_ptr().wrapping_byte_add(GUARD_BYTES + BYTES);
        // SAFETY: the end of our memory, which is a multiple of 16 as every page is; the rest is
        // guaranteed by the caller.
        unsafe { call_on(top, function, argument) };
    }

    /// Uses a thread's stack on architectures without assembly code here.
    ///
    /// # Safety
    /// `function` may be called with `argument`, on any thread.
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    unsafe fn call(&mut self, function: Function, argument: *mut c_void) {
        struct Anywhere(*mut c_void);
        // SAFETY: the calling thread waits until it is done.
        unsafe impl Send for Anywhere {}
        let argument = Anywhere(argument);
        std::thread::scope(|scope| {
            let work = move || {
                let whole = argument;
                // SAFETY: guaranteed by the caller.
                unsafe { function(whole.0) }
            };
            // Without a thread there is no result, which is an answer too.
            drop(
                std::thread::Builder::new()
                    .stack_size(BYTES)
                    .spawn_scoped(scope, work),
            );
        });
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: our mapping, which is no longer in use.
        unsafe { libc::munmap(self.lowest.as_ptr(), MAPPED_BYTES) };
    }
}

type Function = unsafe extern "C" fn(*mut c_void);

struct Task<W, T> {
    work: Option<W>,
    answer: Option<T>,
}

fn run_task_of<W: FnOnce() -> T, T>(_: &Task<W, T>) -> Function {
    run_task::<W, T>
}

/// # Safety
/// `task` is a `Task<W, T>` that nothing else uses.
unsafe extern "C" fn run_task<W: FnOnce() -> T, T>(task: *mut c_void) {
    // SAFETY: guaranteed by the caller.
    let task = unsafe { &mut *task.cast::<Task<W, T>>() };
    if let Some(work) = task.work.take() {
        // No panic may leave this stack. Whatever the work changes beyond its own values is
        // behind locks and atomics.
        task.answer = catch_unwind(AssertUnwindSafe(work)).ok();
    }
}

/// Calls a function with the stack pointer set to `top`.
///
/// # Safety
/// Below `top`, which is a multiple of 16, there is unused memory; `function` may be called with
/// the argument.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
unsafe extern "C" fn call_on(top: *mut c_void, function: Function, argument: *mut c_void) {
    std::arch::naked_asm!(
        ".cfi_startproc",
        "push rbp",
        ".cfi_def_cfa_offset 16",
        ".cfi_offset rbp, -16",
        "mov rbp, rsp",
        ".cfi_def_cfa_register rbp",
        "mov rsp, rdi",
        "mov rdi, rdx",
        "call rsi",
        "mov rsp, rbp",
        "pop rbp",
        ".cfi_def_cfa rsp, 8",
        ".cfi_restore rbp",
        "ret",
        ".cfi_endproc",
    )
}

/// As above.
///
/// # Safety
/// As above.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
unsafe extern "C" fn call_on(top: *mut c_void, function: Function, argument: *mut c_void) {
    std::arch::naked_asm!(
        ".cfi_startproc",
        "stp x29, x30, [sp, #-16]!",
        ".cfi_def_cfa_offset 16",
        ".cfi_offset x30, -8",
        ".cfi_offset x29, -16",
        "mov x29, sp",
        ".cfi_def_cfa_register x29",
        "mov sp, x0",
        "mov x0, x2",
        "blr x1",
        "mov sp, x29",
        "ldp x29, x30, [sp], #16",
        ".cfi_def_cfa sp, 0",
        ".cfi_restore x30",
        ".cfi_restore x29",
        "ret",
        ".cfi_endproc",
    )
}

/// Keeps the thread from being cancelled, and delays its signals, until it is dropped.
#[derive(Debug)]
pub struct SignalGuard {
    mask: MaybeUninit<libc::sigset_t>,
    cancelling: c_int,
    of_this_thread: PhantomData<*const ()>,
}

impl SignalGuard {
    /// Starts it.
    #[must_use]
    pub fn begin() -> Self {
        let mut guard = Self {
            mask: MaybeUninit::uninit(),
            cancelling: 0,
            of_this_thread: PhantomData,
        };
        let mut most = MaybeUninit::uninit();
        // SAFETY: the sets are ours, and the first call fills the one that the others change.
        unsafe {
            libc::sigfillset(most.as_mut_ptr());
            for signal in SYNCHRONOUS {
                libc::sigdelset(most.as_mut_ptr(), signal);
            }
            pthread_setcancelstate(CANCEL_DISABLE, &raw mut guard.cancelling);
            libc::pthread_sigmask(libc::SIG_BLOCK, most.as_ptr(), guard.mask.as_mut_ptr());
        }
        guard
    }
}

impl Drop for SignalGuard {
    fn drop(&mut self) {
        // SAFETY: the set has been filled, and this restores what was there before.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, self.mask.as_ptr(), ptr::null_mut());
            pthread_setcancelstate(self.cancelling, ptr::null_mut());
        }
    }
}

unsafe extern "C" {
    // The `libc` crate does not declare it for Linux.
    fn pthread_setcancelstate(state: c_int, before: *mut c_int) -> c_int;
}

/// `PTHREAD_CANCEL_DISABLE` of GNU's C library.
const CANCEL_DISABLE: c_int = 1;

/// Signals that a thread causes itself. If they were blocked, the process would end; and some
/// sandboxes carry out system calls in a handler of the last one.
const SYNCHRONOUS: [c_int; 6] = [
    libc::SIGSEGV,
    libc::SIGBUS,
    libc::SIGFPE,
    libc::SIGILL,
    libc::SIGTRAP,
    libc::SIGSYS,
];

/// Only the part that is used takes up memory.
const BYTES: usize = 1 << 20;

/// Larger than the frame of any function that does not touch every page.
const GUARD_BYTES: usize = 64 << 10;

const MAPPED_BYTES: usize = BYTES + 2 * GUARD_BYTES;

#[cfg(test)]
mod tests;
