//! A hello cannot make its reader allocate much more than was sent.
#![expect(unsafe_code, reason = "an allocator is an unsafe trait")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use anchorwatch_evidence::{client_hello::ClientHello, server_hello::ServerHello};
use anchorwatch_lab::hello as make;

struct Measuring;

thread_local! {
    /// Octets in use and the most so far, per thread: other tests run at the same time.
    static IN_USE: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

fn count(added: usize, freed: usize) {
    IN_USE.with(|in_use| {
        let (now, most) = in_use.get();
        let now = now.saturating_add(added).saturating_sub(freed);
        in_use.set((now, most.max(now)));
    });
}

// SAFETY: every call is passed unchanged to the system's allocator; counting uses a thread-local
// cell that needs no allocation.
unsafe impl GlobalAlloc for Measuring {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller's guarantees are those that the system's allocator requires.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: the caller's guarantees are those that the system's allocator requires.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Measuring = Measuring;

/// The most octets in use at once while this runs, beyond those before it.
fn most_in_use<T>(act: impl FnOnce() -> T) -> usize {
    let (before, _) = IN_USE.with(Cell::get);
    IN_USE.with(|in_use| in_use.set((before, before)));
    drop(act());
    let (_, most) = IN_USE.with(Cell::get);
    most - before
}

/// A handshake message of this type that states this length and has no octet of its body.
fn endless(message_type: u8, length: u32) -> Vec<u8> {
    let [_, high, middle, low] = length.to_be_bytes();
    let message = [message_type, high, middle, low];
    make::records(0x0301, &message, 1 << 14)
}

#[test]
fn reading_needs_the_inputs_octets_and_twelve_for_each_record() {
    let chrome = make::ClientHello::chrome_143("www.example.org", 0x0a0a);
    let mut long = chrome.clone();
    long.cipher_suites = vec![0x2f; 32_767];
    long.extensions = Some(vec![(0, Vec::new()); 16_383]);
    for hello in [chrome, long] {
        for length in [1, 2, 100, 1 << 14] {
            let octets = hello.records(length);
            let records = hello.message().len().div_ceil(length);
            // A list begins with room for four.
            let most = octets.len() + 12 * records.max(4);
            let used = most_in_use(|| ClientHello::parse(&octets));
            assert!((1..=most).contains(&used), "{used} of {most}");
        }
    }
}

#[test]
fn a_stated_length_allocates_nothing() {
    // The octets that were sent, and a list with room for four records.
    let most = 9 + 16;
    for length in [131_396, 131_397, 0xff_ffff] {
        let octets = endless(1, length);
        assert!(most_in_use(|| ClientHello::parse(&octets)) <= most);
        let octets = endless(2, length);
        assert!(most_in_use(|| ServerHello::parse(&octets)) <= most);
    }
}
