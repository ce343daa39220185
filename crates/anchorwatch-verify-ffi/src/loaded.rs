//! Libraries that this process has loaded already, and functions in them.
//!
//! Nothing is ever loaded: a program that uses OpenSSL has it, and one that does not is
//! none of our business. So no version of a library is a dependency of ours.

#![expect(
    unsafe_code,
    reason = "the dynamic linker is asked by name and answers with addresses"
)]

use std::{
    ffi::{CStr, CString, c_int, c_void},
    ptr::{self, NonNull},
};

use rustls_pki_types::CertificateDer;

/// A library that is loaded, and is kept so while this value lives.
#[derive(Debug)]
pub struct Library {
    handle: *mut c_void,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A handle that is to be given back.
    Opened,
    /// One of the linker's words for a place to look in.
    Place,
}

impl Library {
    /// The library that the code at an address belongs to; nobody follows the address.
    /// Nothing for the program itself, which is no library.
    #[must_use]
    pub fn of_code(address: usize) -> Option<Self> {
        let name = info_of(address)?.dli_fname;
        if name.is_null() {
            return None;
        }
        // SAFETY: the name is a C string of the linker's own, which lives as long as the
        // library; the library cannot go while its code calls us.
        Self::named(unsafe { CStr::from_ptr(name) })
    }

    /// The library of this file or soname, if it is loaded.
    #[must_use]
    pub fn named(name: &CStr) -> Option<Self> {
        // SAFETY: a C string and known flags.
        Self::of_handle(|flags| unsafe { libc::dlopen(name.as_ptr(), flags) })
    }

    /// With flags under which no code is run.
    fn of_handle(open: impl FnOnce(c_int) -> *mut c_void) -> Option<Self> {
        let handle = open(libc::RTLD_LAZY | libc::RTLD_NOLOAD);
        let kind = Kind::Opened;
        // Not before it is known to be open: it is closed when it is dropped.
        (!handle.is_null()).then(|| Self { handle, kind })
    }

    /// Whatever the program and its libraries can see.
    #[must_use]
    pub fn everywhere() -> Self {
        Self {
            handle: libc::RTLD_DEFAULT,
            kind: Kind::Place,
        }
    }

    /// Whatever stands behind the library that this code is linked into.
    #[must_use]
    pub fn behind_us() -> Self {
        Self {
            handle: libc::RTLD_NEXT,
            kind: Kind::Place,
        }
    }

    /// The function of a name that a call would have reached if we had not caught it:
    /// in the library that `caller` belongs to or one that it needs, else behind us, else
    /// in the library of the usual name.
    #[must_use]
    pub fn behind(caller: usize, usual: &CStr, name: &CStr) -> Option<NonNull<c_void>> {
        let mut libraries = Self::candidates(caller, &[usual]);
        libraries.find_map(|library| library.function(name))
    }

    /// All that is loaded: the program itself, then its libraries.
    pub(crate) fn all() -> Vec<Self> {
        // Opened when the linker's own lock is given back.
        let mut names: Vec<CString> = Vec::new();
        // SAFETY: `collect` is handed our list, and what it is told lives while it is called.
        unsafe { libc::dl_iterate_phdr(Some(collect), (&raw mut names).cast()) };
        let program = Self::of_handle(|flags| {
            // SAFETY: no name stands for the program itself.
            unsafe { libc::dlopen(ptr::null(), flags) }
        });
        let libraries = names.iter().filter_map(|name| Self::named(name));
        program.into_iter().chain(libraries).collect()
    }

    /// How often a library was loaded and unloaded so far: with the same numbers the same
    /// ones are there.
    pub(crate) fn generation() -> (u64, u64) {
        let mut counts = (0, 0);
        // SAFETY: `count` is handed our pair.
        unsafe { libc::dl_iterate_phdr(Some(count), (&raw mut counts).cast()) };
        counts
    }

    /// Where the library begins that an address lies in, which tells it from others.
    pub(crate) fn place_of(address: usize) -> Option<usize> {
        Some(info_of(address)?.dli_fbase.addr())
    }

    pub(crate) fn candidates(caller: usize, usual: &[&CStr]) -> impl Iterator<Item = Self> + use<> {
        let first = [Self::of_code(caller), Some(Self::behind_us())];
        let usual: Vec<_> = usual.iter().map(|name| Self::named(name)).collect();
        first.into_iter().chain(usual).flatten()
    }

    /// The address of a function of the library or of those that it needs.
    #[must_use]
    pub fn function(&self, name: &CStr) -> Option<NonNull<c_void>> {
        // SAFETY: the handle is open or one of the linker's words, and the name is a C string.
        NonNull::new(unsafe { libc::dlsym(self.handle, name.as_ptr()) })
    }
}

// SAFETY: the linker's functions may be called from any thread, with any handle.
unsafe impl Send for Library {}
// SAFETY: as above.
unsafe impl Sync for Library {}

impl Drop for Library {
    fn drop(&mut self) {
        if self.kind == Kind::Opened {
            // SAFETY: the handle was opened by us and is given back once.
            unsafe { libc::dlclose(self.handle) };
        }
    }
}

/// What the linker knows of an address, which is compared with what is mapped and never
/// read.
fn info_of(address: usize) -> Option<libc::Dl_info> {
    // SAFETY: `Dl_info` is four pointers; all of them null is a value of it.
    let mut info: libc::Dl_info = unsafe { std::mem::zeroed() };
    // SAFETY: `info` is ours to be written.
    let is_found = unsafe { libc::dladdr(ptr::without_provenance(address), &raw mut info) } != 0;
    is_found.then_some(info)
}

/// # Safety
/// `info` is the linker's and `names` a list of names.
unsafe extern "C" fn collect(
    info: *mut libc::dl_phdr_info,
    _size: usize,
    names: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise; a name that is there is a C string.
    unsafe {
        let (name, names) = ((*info).dlpi_name, &mut *names.cast::<Vec<CString>>());
        if !name.is_null() && *name != 0 && names.len() < MAX_LIBRARIES {
            names.push(CStr::from_ptr(name).to_owned());
        }
    }
    0
}

/// # Safety
/// `info` is the linker's and `counts` two numbers.
unsafe extern "C" fn count(
    info: *mut libc::dl_phdr_info,
    _size: usize,
    counts: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { *counts.cast::<(u64, u64)>() = ((*info).dlpi_adds, (*info).dlpi_subs) };
    // The same numbers come with every library.
    1
}

/// A table of functions of a library, each found by name or the whole table not at all.
macro_rules! functions {
    ($(#[$doc:meta])* $seen:vis $table:ident {
        $($field:ident: $symbol:literal as $type:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        $seen struct $table { $($seen $field: $type,)* }

        impl $table {
            $seen fn of(library: &$crate::loaded::Library) -> Option<Self> {
                Some(Self { $($field: {
                    let found = library.function($symbol)?;
                    // SAFETY: the symbol is a function, and its type here is the one that
                    // the library's documentation gives for that name.
                    unsafe { std::mem::transmute::<*mut std::ffi::c_void, $type>(found.as_ptr()) }
                },)* })
            }
        }
    };
}
pub(crate) use functions;

/// The bytes of a C string as text; what is not UTF-8 cannot be a name and becomes a sign.
///
/// # Safety
/// `text` is null or a C string that is not changed meanwhile.
pub(crate) unsafe fn text_of(text: *const std::ffi::c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(text) };
    Some(text.to_string_lossy().into_owned())
}

/// The bytes at an address, copied.
///
/// # Safety
/// `data` points to `length` bytes that can be read, or `length` is 0.
pub(crate) unsafe fn bytes_of(data: *const u8, length: usize) -> Option<Vec<u8>> {
    if length == 0 || length > MAX_CERTIFICATE_BYTES || ptr::eq(data, ptr::null()) {
        return None;
    }
    // SAFETY: the caller's promise, and the address is not null.
    Some(unsafe { std::slice::from_raw_parts(data, length) }.to_vec())
}

/// A certificate in its place among others. One that was not copied is an empty one, which
/// nobody can read: left out, the next would pass for it, and the first is the server's own.
pub(crate) fn in_its_place(copied: Option<Vec<u8>>) -> CertificateDer<'static> {
    CertificateDer::from(copied.unwrap_or_default())
}

/// As our parser: a larger one is refused there.
pub(crate) const MAX_CERTIFICATE_BYTES: usize = 1 << 20;

/// More libraries than any program loads.
const MAX_LIBRARIES: usize = 10_000;

/// More certificates than any message can hold that libraries accept by default.
pub(crate) const MAX_CERTIFICATES: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_found_by_its_code_and_a_function_in_it_by_name() {
        let everywhere = Library::everywhere();
        let getpid = everywhere.function(c"getpid").unwrap();
        let libc = Library::of_code(getpid.addr().get()).unwrap();
        assert_eq!(libc.function(c"getpid"), Some(getpid));
        assert_eq!(libc.function(c"anchorwatch_no_such_function"), None);
    }

    #[test]
    fn a_certificate_that_is_too_large_keeps_its_place_and_one_that_is_not_its_bytes() {
        for (length, kept) in [
            (MAX_CERTIFICATE_BYTES, MAX_CERTIFICATE_BYTES),
            (MAX_CERTIFICATE_BYTES + 1, 0),
        ] {
            let bytes = vec![0x30; length];
            // SAFETY: as many bytes as there are.
            let copied = unsafe { bytes_of(bytes.as_ptr(), bytes.len()) };
            assert_eq!(in_its_place(copied).len(), kept);
        }
    }

    #[test]
    fn what_is_not_loaded_or_no_code_is_not_found() {
        assert!(Library::named(c"libanchorwatch-nowhere.so.1").is_none());
        assert!(Library::of_code(0).is_none());
    }
}
