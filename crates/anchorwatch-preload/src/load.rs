//! What is done when the library is loaded, before the program's first line.

#![expect(
    unsafe_code,
    reason = "the dynamic linker calls what stands in this section"
)]

use anchorwatch_verify_ffi::stack::Stack;

use crate::{notice, protection};

#[used]
#[unsafe(link_section = ".init_array")]
static AT_LOAD: extern "C" fn() = at_load;

extern "C" fn at_load() {
    // A fault of ours ends in a refusal, and is not written into the program's stderr.
    #[cfg(not(test))]
    std::panic::set_hook(Box::new(|_| {}));
    notice::listen();
    // Without memory for it, the files are read at the first connection.
    if let Some(mut stack) = Stack::new() {
        stack.run(protection::begin);
    }
}
