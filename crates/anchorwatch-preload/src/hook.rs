//! The functions that take the place of those of OpenSSL and GnuTLS.
//!
//! The dynamic linker resolves these names to the functions here. Which function to call in turn
//! depends on the library that the call came from, because a process may have several, some
//! hidden from the rest (a Python module, a wheel with its own copy). The return address shows
//! where a call came from, so each function is a few instructions that pass it on.

#![expect(
    unsafe_code,
    reason = "functions that the dynamic linker finds by name, called from C"
)]

use std::{
    ffi::{CStr, c_int, c_uint, c_void},
    mem::transmute,
};

use anchorwatch_verify_ffi::{
    gnutls::{self, Gnutls, Session, TypedData},
    loaded::Library,
    openssl::{self, Openssl, X509StoreContext},
    stack::{Missing, Stack, on_new_stack},
};

use crate::{names, notice, protection};

/// Defines a C function that calls another one with its caller's address as an extra argument.
macro_rules! replaced {
    ($symbol:ident($($argument:ident: $type:ty),*) $(-> $answer:ty)?, $x86_64:literal, $aarch64:literal, $inner:ident) => {
        #[cfg(target_arch = "x86_64")]
        #[unsafe(no_mangle)]
        #[unsafe(naked)]
        unsafe extern "C-unwind" fn $symbol($($argument: $type),*) $(-> $answer)? {
            // The return address is on the stack; the arguments stay where they are.
            std::arch::naked_asm!(
                "endbr64",
                concat!("mov ", $x86_64, ", [rsp]"),
                "jmp {inner}",
                inner = sym $inner,
            )
        }

        #[cfg(target_arch = "aarch64")]
        #[unsafe(no_mangle)]
        #[unsafe(naked)]
        unsafe extern "C-unwind" fn $symbol($($argument: $type),*) $(-> $answer)? {
            std::arch::naked_asm!(
                "bti c",
                concat!("mov ", $aarch64, ", x30"),
                "b {inner}",
                inner = sym $inner,
            )
        }

        #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
        #[unsafe(no_mangle)]
        unsafe extern "C-unwind" fn $symbol($($argument: $type),*) $(-> $answer)? {
            // SAFETY: as for the function that is called in turn. Without the address, it
            // searches what comes after us and the usual names.
            unsafe { $inner($($argument,)* 0) }
        }
    };
}

replaced!(
    X509_verify_cert(context: *mut X509StoreContext) -> c_int,
    "rsi", "x1", verify_cert
);
replaced!(
    gnutls_certificate_verify_peers(
        session: *mut Session, data: *const TypedData, count: c_uint, status: *mut c_uint
    ) -> c_int,
    "r8", "x4", verify_peers
);
replaced!(
    gnutls_server_name_set(
        session: *mut Session, kind: c_uint, name: *const c_void, length: usize
    ) -> c_int,
    "r8", "x4", set_name
);
replaced!(gnutls_deinit(session: *mut Session), "rsi", "x1", deinit);

/// # Safety
/// Called with the arguments of `X509_verify_cert`.
unsafe extern "C-unwind" fn verify_cert(context: *mut X509StoreContext, caller: usize) -> c_int {
    let errno = Errno::saved();
    let find = || {
        let found = Openssl::behind(caller, X509_verify_cert);
        if let Some(Openssl::Other(_)) = found {
            notice::left_alone();
        }
        found
    };
    // SAFETY: the caller's guarantee to OpenSSL, which is called as it would have been.
    let answer = unsafe { openssl::verify(find, context, protection::check) };
    let answer = answer.unwrap_or_else(failed);
    errno.restore();
    answer
}

/// # Safety
/// Called with the arguments of `gnutls_certificate_verify_peers`.
unsafe extern "C-unwind" fn verify_peers(
    session: *mut Session,
    data: *const TypedData,
    count: c_uint,
    status: *mut c_uint,
    caller: usize,
) -> c_int {
    let errno = Errno::saved();
    let find = || Gnutls::behind(caller, gnutls_certificate_verify_peers);
    let call = (session, data, count, status);
    let name = || names::of(session.addr());
    // SAFETY: the caller's guarantee to GnuTLS, which is called as it would have been.
    let answer = unsafe { gnutls::verify(find, call, name, protection::check) };
    let answer = answer.unwrap_or_else(failed);
    errno.restore();
    answer
}

fn failed(missing: Missing) -> c_int {
    if missing == Missing::Memory {
        notice::no_stack();
    }
    NOT_FOUND
}

/// # Safety
/// Called with the arguments of `gnutls_server_name_set`.
unsafe extern "C-unwind" fn set_name(
    session: *mut Session,
    kind: c_uint,
    name: *const c_void,
    length: usize,
    caller: usize,
) -> c_int {
    type Function =
        unsafe extern "C-unwind" fn(*mut Session, c_uint, *const c_void, usize) -> c_int;
    let found = on_new_stack(|| {
        if kind == DNS_NAME && !name.is_null() && length <= MAX_NAME_BYTES {
            // SAFETY: the program passes as many bytes as it says.
            let bytes = unsafe { std::slice::from_raw_parts(name.cast::<u8>(), length) };
            names::remember(session.addr(), String::from_utf8_lossy(bytes).into_owned());
        }
        Library::behind(caller, LIBGNUTLS, c"gnutls_server_name_set")
    });
    match found {
        // SAFETY: the function of that name has this type, and gets the original arguments.
        Ok(theirs) => unsafe {
            transmute::<*mut c_void, Function>(theirs.as_ptr())(session, kind, name, length)
        },
        Err(missing) => failed(missing),
    }
}

/// # Safety
/// Called with the arguments of `gnutls_deinit`.
unsafe extern "C-unwind" fn deinit(session: *mut Session, caller: usize) {
    let errno = Errno::saved();
    let over = || {
        names::forget(session.addr());
        Library::behind(caller, LIBGNUTLS, c"gnutls_deinit")
    };
    // A server cannot increase the stack that this needs, and a session must end in any case.
    let found = match Stack::new() {
        Some(mut stack) => stack.run(over).flatten(),
        None => over(),
    };
    errno.restore();
    if let Some(theirs) = found {
        // SAFETY: the function of that name has this type, and gets the original argument.
        unsafe {
            transmute::<*mut c_void, unsafe extern "C-unwind" fn(*mut Session)>(theirs.as_ptr())(
                session,
            );
        }
    }
}

/// The thread's `errno`, which a program may be about to read.
struct Errno(c_int);

impl Errno {
    fn saved() -> Self {
        // SAFETY: the location of this thread's own number, which always exists.
        Self(unsafe { *libc::__errno_location() })
    }

    fn restore(self) {
        // SAFETY: as above.
        unsafe { *libc::__errno_location() = self.0 };
    }
}

/// The function that was caught is nowhere to be found, so it cannot have been called. Both
/// libraries treat a negative number as an error.
const NOT_FOUND: c_int = -1;

const LIBGNUTLS: &CStr = c"libgnutls.so.30";

/// `GNUTLS_NAME_DNS`.
const DNS_NAME: c_uint = 1;

/// GnuTLS's own limit, `MAX_SERVER_NAME_SIZE`.
const MAX_NAME_BYTES: usize = 256;
