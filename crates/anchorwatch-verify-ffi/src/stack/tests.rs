use std::{hint::black_box, thread};

use super::*;

/// Returns roughly where the caller's frame is.
#[inline(never)]
fn here() -> usize {
    let mark = 0_u8;
    black_box(&raw const mark).addr()
}

#[test]
fn work_runs_on_the_new_stack_and_returns_its_result() {
    let mut stack = Stack::new().unwrap();
    let memory = stack.lowest.addr().get();
    let usable = memory + GUARD_BYTES..memory + GUARD_BYTES + BYTES;
    let number = 41;
    let (place, answer) = stack.run(|| (here(), Box::new(number + 1))).unwrap();
    assert!(usable.contains(&place));
    assert!(!usable.contains(&here()));
    assert_eq!(*answer, 42);
    // And again, on the same stack.
    assert_eq!(stack.run(|| number), Some(41));
}

/// Recursion that uses almost the whole stack.
#[test]
fn deep_recursion_works() {
    fn deep(left: usize) -> usize {
        let filled = black_box([1_u8; 4096]);
        match left {
            0 => 0,
            _ => deep(left - 1) + usize::from(filled[left % 4096]),
        }
    }
    let small = thread::Builder::new().stack_size(64 << 10);
    let depth = (BYTES - (128 << 10)) / (2 * 4096);
    let thread = small.spawn(move || Stack::new().unwrap().run(|| deep(depth)));
    assert_eq!(thread.unwrap().join().unwrap(), Some(depth));
}

#[test]
fn a_panic_does_not_leave_the_stack() {
    let mut stack = Stack::new().unwrap();
    let kept = String::from("kept");
    let answer: Option<()> = stack.run(|| std::panic::panic_any("of a test"));
    assert_eq!(answer, None);
    assert_eq!(stack.run(|| kept.len()), Some(4));
}

fn blocked(signal: c_int) -> bool {
    let mut now = MaybeUninit::uninit();
    // SAFETY: the first call fills the set, and the second reads it.
    unsafe {
        libc::pthread_sigmask(libc::SIG_BLOCK, ptr::null(), now.as_mut_ptr());
        libc::sigismember(now.as_ptr(), signal) == 1
    }
}

#[test]
fn asynchronous_signals_wait_and_synchronous_ones_do_not() {
    let mut stack = Stack::new().unwrap();
    let inside = stack.run(|| (blocked(libc::SIGALRM), blocked(libc::SIGSYS)));
    assert_eq!(inside, Some((true, false)));
    assert!(!blocked(libc::SIGALRM));
}

#[test]
fn a_child_forked_meanwhile_can_use_it_too() {
    let mut stack = Stack::new().unwrap();
    let ended = stack.run(|| {
        // SAFETY: the child only computes and exits.
        unsafe {
            match libc::fork() {
                0 => {
                    let answer = Stack::new().and_then(|mut own| own.run(|| 7));
                    libc::_exit(answer.unwrap_or(1));
                }
                child => {
                    let mut status = 0;
                    libc::waitpid(child, &raw mut status, 0);
                    libc::WEXITSTATUS(status)
                }
            }
        }
    });
    assert_eq!(ended, Some(7));
}
