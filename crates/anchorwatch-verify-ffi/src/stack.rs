//! A stack of our own, for everything whose need depends on what others send or write.
//!
//! A program decides how much stack its threads have, and OpenSSL gives a handshake in a
//! program with `SSL_MODE_ASYNC` 32 KiB of the heap, with nothing behind them that stops an
//! overflow. A long chain of certificates takes more than that. So whoever catches a call
//! maps a [`Stack`] and works there; the caller's own holds a few words of ours.
//!
//! No thread does the work: the thread of the caller goes on, on other memory. So there is
//! nothing that a fork loses, a limit on threads refuses or a sandbox kills, and OpenSSL's
//! state of the thread stays the same. While it works there,
//!
//! - signals that can wait do wait. So no handler leaves it by a long jump, and no collector
//!   that stops threads by a signal, to look through their stacks, finds one that it does
//!   not know;
//! - the thread cannot be cancelled.
//!
//! A program's own callback may leave by a long jump or an exception, or end its thread. So
//! none is called from here, and nothing of ours is held while one runs: see [`aside`].

#![expect(
    unsafe_code,
    reason = "memory is mapped, and the stack pointer set to it for one call"
)]

use std::{
    ffi::{c_int, c_void},
    marker::PhantomData,
    mem::MaybeUninit,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr::{self, NonNull},
};

/// What it takes to look at a connection, and is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Memory for a stack.
    Memory,
    /// The library that is to be asked, or something in it.
    Library,
}

/// Does work on a fresh stack, and gives that back: nothing is held when this returns.
///
/// # Errors
/// There is no memory for it, or the work found nothing or panicked.
pub fn aside<T>(work: impl FnOnce() -> Option<T>) -> Result<T, Missing> {
    let mut stack = Stack::new().ok_or(Missing::Memory)?;
    stack.run(work).flatten().ok_or(Missing::Library)
}

/// Memory to work on, with pages at both ends that nobody can touch.
#[derive(Debug)]
pub struct Stack {
    lowest: NonNull<c_void>,
}

impl Stack {
    /// A fresh one, if the system has the memory.
    #[must_use]
    pub fn new() -> Option<Self> {
        let kind = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_STACK | libc::MAP_NORESERVE;
        // SAFETY: a new mapping, of which nobody knows yet.
        let mapped =
            unsafe { libc::mmap(ptr::null_mut(), MAPPED_BYTES, libc::PROT_NONE, kind, -1, 0) };
        if ptr::eq(mapped, libc::MAP_FAILED) {
            return None;
        }
        // From here on, leaving early drops the value, and that gives the memory back.
        let stack = Self {
            lowest: NonNull::new(mapped)?,
        };
        let usable = stack.lowest.as_ptr().wrapping_byte_add(GUARD_BYTES);
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: these bytes lie in our mapping.
        (unsafe { libc::mprotect(usable, BYTES, access) } == 0).then_some(stack)
    }

    /// What `work` gives; nothing if it panics.
    ///
    /// What it takes and gives passes over the caller's stack: both are to be small, as
    /// references and boxes are.
    pub fn run<T>(&mut self, work: impl FnOnce() -> T) -> Option<T> {
        let mut errand = Errand {
            work: Some(work),
            answer: None,
        };
        let carry_out = carry_out_of(&errand);
        let quiet = Quiet::begin();
        // SAFETY: the stack is ours alone while it is borrowed, and large enough for what is
        // done here; a page that nobody can touch stops what is not. The errand lives until
        // the call returns, and `carry_out` is the function for its type.
        unsafe { self.call(carry_out, (&raw mut errand).cast()) };
        drop(quiet);
        errand.answer
    }

    /// # Safety
    /// `function` may be called with `argument`.
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    unsafe fn call(&mut self, function: Function, argument: *mut c_void) {
        let top = self.lowest.as_ptr().wrapping_byte_add(GUARD_BYTES + BYTES);
        // SAFETY: the end of our memory, which is a multiple of 16 as every page is, and the
        // caller's promise.
        unsafe { call_on(top, function, argument) };
    }

    /// Where we have no instructions for it, a thread's stack. Its memory is its own.
    ///
    /// # Safety
    /// `function` may be called with `argument`, on any thread.
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    unsafe fn call(&mut self, function: Function, argument: *mut c_void) {
        struct Anywhere(*mut c_void);
        // SAFETY: the one who asks waits until it is done.
        unsafe impl Send for Anywhere {}
        let argument = Anywhere(argument);
        std::thread::scope(|scope| {
            let work = move || {
                let whole = argument;
                // SAFETY: the caller's promise.
                unsafe { function(whole.0) }
            };
            // Where there is no thread there is no answer, which is one.
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
        // SAFETY: our mapping, on which nobody stands any more.
        unsafe { libc::munmap(self.lowest.as_ptr(), MAPPED_BYTES) };
    }
}

type Function = unsafe extern "C" fn(*mut c_void);

struct Errand<W, T> {
    work: Option<W>,
    answer: Option<T>,
}

fn carry_out_of<W: FnOnce() -> T, T>(_: &Errand<W, T>) -> Function {
    carry_out::<W, T>
}

/// # Safety
/// `errand` is an `Errand<W, T>` that nobody else touches.
unsafe extern "C" fn carry_out<W: FnOnce() -> T, T>(errand: *mut c_void) {
    // SAFETY: the caller's promise.
    let errand = unsafe { &mut *errand.cast::<Errand<W, T>>() };
    if let Some(work) = errand.work.take() {
        // No panic may leave this stack. What the work changes beyond its own values is
        // behind locks and atomics.
        errand.answer = catch_unwind(AssertUnwindSafe(work)).ok();
    }
}

/// Calls a function with the stack pointer set to `top`.
///
/// # Safety
/// Below `top`, a multiple of 16, there is memory that nobody uses; the function may be
/// called with the argument.
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

/// The thread as it is while it works for us: not cancelled, and told of signals later.
/// Dropping it ends that.
#[derive(Debug)]
pub struct Quiet {
    mask: MaybeUninit<libc::sigset_t>,
    cancelling: c_int,
    of_this_thread: PhantomData<*const ()>,
}

impl Quiet {
    /// Begins it.
    #[must_use]
    pub fn begin() -> Self {
        let mut quiet = Self {
            mask: MaybeUninit::uninit(),
            cancelling: 0,
            of_this_thread: PhantomData,
        };
        let mut most = MaybeUninit::uninit();
        // SAFETY: the sets are ours, and the first call fills the one that the others change.
        unsafe {
            libc::sigfillset(most.as_mut_ptr());
            for signal in AT_ONCE {
                libc::sigdelset(most.as_mut_ptr(), signal);
            }
            pthread_setcancelstate(CANCEL_DISABLE, &raw mut quiet.cancelling);
            libc::pthread_sigmask(libc::SIG_BLOCK, most.as_ptr(), quiet.mask.as_mut_ptr());
        }
        quiet
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // SAFETY: the set is the one that was filled, and both are as they were.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, self.mask.as_ptr(), ptr::null_mut());
            pthread_setcancelstate(self.cancelling, ptr::null_mut());
        }
    }
}

unsafe extern "C" {
    // The `libc` crate does not have it for Linux.
    fn pthread_setcancelstate(state: c_int, before: *mut c_int) -> c_int;
}

/// `PTHREAD_CANCEL_DISABLE` of GNU's C library.
const CANCEL_DISABLE: c_int = 1;

/// What the thread brings on itself. Blocked, it would end the process; and some sandboxes
/// carry out system calls in a handler of the last.
const AT_ONCE: [c_int; 6] = [
    libc::SIGSEGV,
    libc::SIGBUS,
    libc::SIGFPE,
    libc::SIGILL,
    libc::SIGTRAP,
    libc::SIGSYS,
];

/// Only what is used of it takes up memory.
const BYTES: usize = 1 << 20;

/// Larger than any stride of a function that does not touch every page.
const GUARD_BYTES: usize = 64 << 10;

const MAPPED_BYTES: usize = BYTES + 2 * GUARD_BYTES;

#[cfg(test)]
mod tests;
