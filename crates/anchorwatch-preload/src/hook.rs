//! Where this library stands in the way of OpenSSL and GnuTLS.
//!
//! The dynamic linker gives our functions to whoever calls these names. Which library a
//! call came from decides whose function is called in turn, because a process may have
//! several and some are hidden from the rest (a module of Python, a wheel with its own
//! copy). The return address tells it; so each function is a few instructions that hand
//! it on.

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
    stack::{Missing, Stack, aside},
};

use crate::{names, notice, protection};

/// Makes a function of C that calls another with its caller's address as one argument more.
macro_rules! caught {
    ($symbol:ident($($argument:ident: $type:ty),*) $(-> $answer:ty)?, $x86_64:literal, $aarch64:literal, $inner:ident) => {
        #[cfg(target_arch = "x86_64")]
        #[unsafe(no_mangle)]
        #[unsafe(naked)]
        unsafe extern "C-unwind" fn $symbol($($argument: $type),*) $(-> $answer)? {
            // The return address stands on the stack; the arguments stay where they are.
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
            // SAFETY: as for the function that is called in turn. Without the address what
            // stands behind us and the usual names are looked at.
            unsafe { $inner($($argument,)* 0) }
        }
    };
}

caught!(
    X509_verify_cert(context: *mut X509StoreContext) -> c_int,
    "rsi", "x1", verify_cert
);
caught!(
    gnutls_certificate_verify_peers(
        session: *mut Session, data: *const TypedData, count: c_uint, status: *mut c_uint
    ) -> c_int,
    "r8", "x4", verify_peers
);
caught!(
    gnutls_server_name_set(
        session: *mut Session, kind: c_uint, name: *const c_void, length: usize
    ) -> c_int,
    "r8", "x4", set_name
);
caught!(gnutls_deinit(session: *mut Session), "rsi", "x1", deinit);

/// # Safety
/// Called with what `X509_verify_cert` is called with.
unsafe extern "C-unwind" fn verify_cert(context: *mut X509StoreContext, caller: usize) -> c_int {
    let errno = Errno::kept();
    let find = || {
        let found = Openssl::behind(caller, X509_verify_cert);
        if let Some(Openssl::Other(_)) = found {
            notice::left_alone();
        }
        found
    };
    // SAFETY: the caller's promise to OpenSSL, which is called as it would have been.
    let answer = unsafe { openssl::verify(find, context, protection::asked) };
    let answer = answer.unwrap_or_else(failed);
    errno.put_back();
    answer
}

/// # Safety
/// Called with what `gnutls_certificate_verify_peers` is called with.
unsafe extern "C-unwind" fn verify_peers(
    session: *mut Session,
    data: *const TypedData,
    count: c_uint,
    status: *mut c_uint,
    caller: usize,
) -> c_int {
    let errno = Errno::kept();
    let find = || Gnutls::behind(caller, gnutls_certificate_verify_peers);
    let call = (session, data, count, status);
    let name = || names::of(session.addr());
    // SAFETY: the caller's promise to GnuTLS, which is called as it would have been.
    let answer = unsafe { gnutls::verify(find, call, name, protection::asked) };
    let answer = answer.unwrap_or_else(failed);
    errno.put_back();
    answer
}

fn failed(missing: Missing) -> c_int {
    if missing == Missing::Memory {
        notice::no_stack();
    }
    NOT_FOUND
}

/// # Safety
/// Called with what `gnutls_server_name_set` is called with.
unsafe extern "C-unwind" fn set_name(
    session: *mut Session,
    kind: c_uint,
    name: *const c_void,
    length: usize,
    caller: usize,
) -> c_int {
    type Function =
        unsafe extern "C-unwind" fn(*mut Session, c_uint, *const c_void, usize) -> c_int;
    let found = aside(|| {
        if kind == DNS_NAME && !name.is_null() && length <= MAX_NAME_BYTES {
            // SAFETY: the program gives as many bytes as it says.
            let bytes = unsafe { std::slice::from_raw_parts(name.cast::<u8>(), length) };
            names::remember(session.addr(), String::from_utf8_lossy(bytes).into_owned());
        }
        Library::behind(caller, LIBGNUTLS, c"gnutls_server_name_set")
    });
    match found {
        // SAFETY: the function of that name has this type and gets what it was to get.
        Ok(theirs) => unsafe {
            transmute::<*mut c_void, Function>(theirs.as_ptr())(session, kind, name, length)
        },
        Err(missing) => failed(missing),
    }
}

/// # Safety
/// Called with what `gnutls_deinit` is called with.
unsafe extern "C-unwind" fn deinit(session: *mut Session, caller: usize) {
    let errno = Errno::kept();
    let over = || {
        names::forget(session.addr());
        Library::behind(caller, LIBGNUTLS, c"gnutls_deinit")
    };
    // What is needed here nobody else can enlarge, and a session must end.
    let found = match Stack::new() {
        Some(mut stack) => stack.run(over).flatten(),
        None => over(),
    };
    errno.put_back();
    if let Some(theirs) = found {
        // SAFETY: the function of that name has this type and gets what it was to get.
        unsafe {
            transmute::<*mut c_void, unsafe extern "C-unwind" fn(*mut Session)>(theirs.as_ptr())(
                session,
            );
        }
    }
}

/// The number of the last error of the system's, which a program may be about to read.
struct Errno(c_int);

impl Errno {
    fn kept() -> Self {
        // SAFETY: the place of this thread's own number, which is always there.
        Self(unsafe { *libc::__errno_location() })
    }

    fn put_back(self) {
        // SAFETY: as above.
        unsafe { *libc::__errno_location() = self.0 };
    }
}

/// What we stand in the way of is nowhere to be found; it cannot have been called. Both
/// libraries take a number below 0 for an error.
const NOT_FOUND: c_int = -1;

const LIBGNUTLS: &CStr = c"libgnutls.so.30";

/// `GNUTLS_NAME_DNS`.
const DNS_NAME: c_uint = 1;

/// GnuTLS's own limit, `MAX_SERVER_NAME_SIZE`.
const MAX_NAME_BYTES: usize = 256;
