use std::{hint::black_box, thread};

use super::*;

/// Where the caller's frame lies, roughly.
#[inline(never)]
fn here() -> usize {
    let mark = 0_u8;
    black_box(&raw const mark).addr()
}

#[test]
fn work_is_done_on_other_memory_and_its_answer_comes_back() {
    let mut stack = Stack::new().unwrap();
    let memory = stack.lowest.addr().get();
    let usable = memory + GUARD_BYTES..memory + GUARD_BYTES + BYTES;
    let number = 41;
    let (place, answer) = stack.run(|| (here(), Box::new(number + 1))).unwrap();
    assert!(usable.contains(&place));
    assert!(!usable.contains(&here()));
    assert_eq!(*answer, 42);
    // And again, on the same.
    assert_eq!(stack.run(|| number), Some(41));
}

/// As deep as almost the whole of it.
#[test]
fn what_needs_far_more_than_a_small_thread_has_is_done() {
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
fn a_panic_ends_where_it_began() {
    let mut stack = Stack::new().unwrap();
    let kept = String::from("kept");
    let answer: Option<()> = stack.run(|| std::panic::panic_any("of a test"));
    assert_eq!(answer, None);
    assert_eq!(stack.run(|| kept.len()), Some(4));
}

fn blocked(signal: c_int) -> bool {
    let mut now = MaybeUninit::uninit();
    // SAFETY: the set is filled by the first call and read by the second.
    unsafe {
        libc::pthread_sigmask(libc::SIG_BLOCK, ptr::null(), now.as_mut_ptr());
        libc::sigismember(now.as_ptr(), signal) == 1
    }
}

#[test]
fn signals_that_can_wait_wait_and_others_do_not() {
    let mut stack = Stack::new().unwrap();
    let inside = stack.run(|| (blocked(libc::SIGALRM), blocked(libc::SIGSYS)));
    assert_eq!(inside, Some((true, false)));
    assert!(!blocked(libc::SIGALRM));
}

#[test]
fn a_child_that_was_forked_meanwhile_works_there_too() {
    let mut stack = Stack::new().unwrap();
    let ended = stack.run(|| {
        // SAFETY: the child only computes and leaves.
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
