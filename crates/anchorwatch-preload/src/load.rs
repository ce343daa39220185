//! Runs when the library is loaded, before the program starts.

#![expect(
    unsafe_code,
    reason = "the dynamic linker calls the functions in this section"
)]

use anchorwatch_verify_ffi::stack::Stack;

use crate::{notice, protection};

#[used]
#[unsafe(link_section = ".init_array")]
static AT_LOAD: extern "C" fn() = at_load;

extern "C" fn at_load() {
    // A panic of ours ends in a refusal, and must not write to the program's stderr.
    #[cfg(not(test))]
    std::panic::set_hook(Box::new(|_| {}));
    notice::init();
    // Without memory for the stack, the files are read at the first connection.
    if let Some(mut stack) = Stack::new() {
        stack.run(protection::begin);
    }
}
