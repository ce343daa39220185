//! Libraries that this process has already loaded, and functions in them.
//!
//! Nothing is ever loaded: a program that uses OpenSSL has loaded it, and one that does not
//! needs no check. So this crate depends on no version of a library.

#![expect(unsafe_code, reason = "the dynamic linker returns addresses for names")]

use std::{
    ffi::{CStr, CString, c_int, c_void},
    ptr::{self, NonNull},
};

use rustls_pki_types::CertificateDer;

/// A loaded library, which is kept loaded while this value lives.
#[derive(Debug)]
pub struct Library {
    handle: *mut c_void,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A handle that must be closed.
    Opened,
    /// One of the linker's constants for a place to search.
    Place,
}

impl Library {
    /// Returns the library that contains the code at an address, which is not dereferenced.
    /// `None` for the program itself, which is not a library.
    #[must_use]
    pub fn of_code(address: usize) -> Option<Self> {
        let name = info_of(address)?.dli_fname;
        if name.is_null() {
            return None;
        }
        // SAFETY: the name is a C string of the linker that lives as long as the library, and the
        // library cannot be unloaded while its code calls us.
        Self::named(unsafe { CStr::from_ptr(name) })
    }

    /// Returns the library with this file name or soname if it is loaded.
    #[must_use]
    pub fn named(name: &CStr) -> Option<Self> {
        // SAFETY: a C string and known flags.
        Self::of_handle(|flags| unsafe { libc::dlopen(name.as_ptr(), flags) })
    }

    /// Passes flags with which no code is run.
    fn of_handle(open: impl FnOnce(c_int) -> *mut c_void) -> Option<Self> {
        let handle = open(libc::RTLD_LAZY | libc::RTLD_NOLOAD);
        let kind = Kind::Opened;
        // Created only once the handle is known to be open, because dropping it closes it.
        (!handle.is_null()).then(|| Self { handle, kind })
    }

    /// Everything that is visible to the program and its libraries.
    #[must_use]
    pub fn global_scope() -> Self {
        Self {
            handle: libc::RTLD_DEFAULT,
            kind: Kind::Place,
        }
    }

    /// Everything that comes after the library this code is linked into.
    #[must_use]
    pub fn after_us() -> Self {
        Self {
            handle: libc::RTLD_NEXT,
            kind: Kind::Place,
        }
    }

    /// Returns the function that a call would have reached if it had not been caught: in the
    /// library that `caller` belongs to or one that this library needs, else in what comes after
    /// us, else in the library of the usual name.
    #[must_use]
    pub fn behind(caller: usize, usual: &CStr, name: &CStr) -> Option<NonNull<c_void>> {
        let mut libraries = Self::candidates(caller, &[usual]);
        libraries.find_map(|library| library.function(name))
    }

    /// Returns everything that is loaded: the program itself, then its libraries.
    pub(crate) fn all() -> Vec<Self> {
        // Opened only after the linker's own lock is released.
        let mut names: Vec<CString> = Vec::new();
        // SAFETY: `collect` gets our list, and the linker's data lives during each call.
        unsafe { libc::dl_iterate_phdr(Some(collect), (&raw mut names).cast()) };
        let program = Self::of_handle(|flags| {
            // SAFETY: a null name means the program itself.
            unsafe { libc::dlopen(ptr::null(), flags) }
        });
        let libraries = names.iter().filter_map(|name| Self::named(name));
        program.into_iter().chain(libraries).collect()
    }

    /// Returns how many libraries have been loaded and unloaded so far. If the numbers are the
    /// same, so is the set of libraries.
    pub(crate) fn generation() -> (u64, u64) {
        let mut counts = (0, 0);
        // SAFETY: `count` gets our pair.
        unsafe { libc::dl_iterate_phdr(Some(count), (&raw mut counts).cast()) };
        counts
    }

    /// Returns the base address of the library that contains an address, which identifies it.
    pub(crate) fn place_of(address: usize) -> Option<usize> {
        Some(info_of(address)?.dli_fbase.addr())
    }

    pub(crate) fn candidates(caller: usize, usual: &[&CStr]) -> impl Iterator<Item = Self> + use<> {
        let first = [Self::of_code(caller), Some(Self::after_us())];
        let usual: Vec<_> = usual.iter().map(|name| Self::named(name)).collect();
        first.into_iter().chain(usual).flatten()
    }

    /// Returns the address of a function in the library or in those that it needs.
    #[must_use]
    pub fn function(&self, name: &CStr) -> Option<NonNull<c_void>> {
        // SAFETY: the handle is open or one of the linker's constants, and the name is a C
        // string.
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
            // SAFETY: we opened the handle, and it is closed once.
            unsafe { libc::dlclose(self.handle) };
        }
    }
}

/// Returns what the linker knows about an address, which is compared with the mappings and
/// never read.
fn info_of(address: usize) -> Option<libc::Dl_info> {
    // SAFETY: `Dl_info` is four pointers, and all null is a valid value.
    let mut info: libc::Dl_info = unsafe { std::mem::zeroed() };
    // SAFETY: `info` is writable.
    let is_found = unsafe { libc::dladdr(ptr::without_provenance(address), &raw mut info) } != 0;
    is_found.then_some(info)
}

/// # Safety
/// `info` comes from the linker and `names` is a list of names.
unsafe extern "C" fn collect(
    info: *mut libc::dl_phdr_info,
    _size: usize,
    names: *mut c_void,
) -> c_int {
    // SAFETY: guaranteed by the caller; a name that is not null is a C string.
    unsafe {
        let (name, names) = ((*info).dlpi_name, &mut *names.cast::<Vec<CString>>());
        if !name.is_null() && *name != 0 && names.len() < MAX_LIBRARIES {
            names.push(CStr::from_ptr(name).to_owned());
        }
    }
    0
}

/// # Safety
/// `info` comes from the linker and `counts` is a pair of numbers.
unsafe extern "C" fn count(
    info: *mut libc::dl_phdr_info,
    _size: usize,
    counts: *mut c_void,
) -> c_int {
    // SAFETY: guaranteed by the caller.
    unsafe { *counts.cast::<(u64, u64)>() = ((*info).dlpi_adds, (*info).dlpi_subs) };
    // Every library reports the same numbers, so the first is enough.
    1
}

/// Declares a table of a library's functions. If one of them is missing, so is the table.
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
                    // SAFETY: the symbol is a function, and this is its type in the library's
                    // documentation.
                    unsafe { std::mem::transmute::<*mut std::ffi::c_void, $type>(found.as_ptr()) }
                },)* })
            }
        }
    };
}
pub(crate) use functions;

/// Copies a C string as text. What is not UTF-8 cannot be a name and is replaced.
///
/// # Safety
/// `text` is null or a C string that does not change during the call.
pub(crate) unsafe fn text_of(text: *const std::ffi::c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: guaranteed by the caller.
    let text = unsafe { CStr::from_ptr(text) };
    Some(text.to_string_lossy().into_owned())
}

/// Copies the bytes at an address.
///
/// # Safety
/// `data` points to `length` readable bytes, or `length` is 0.
pub(crate) unsafe fn bytes_of(data: *const u8, length: usize) -> Option<Vec<u8>> {
    if length == 0 || length > MAX_CERTIFICATE_BYTES || ptr::eq(data, ptr::null()) {
        return None;
    }
    // SAFETY: guaranteed by the caller, and the address is not null.
    Some(unsafe { std::slice::from_raw_parts(data, length) }.to_vec())
}

/// Keeps a certificate's position among others. One that could not be copied becomes an empty
/// one, which nobody can parse: without it the next would take its place, and the first is the
/// server's.
pub(crate) fn or_empty(copied: Option<Vec<u8>>) -> CertificateDer<'static> {
    CertificateDer::from(copied.unwrap_or_default())
}

/// The limit of our parser, which refuses larger ones.
pub(crate) const MAX_CERTIFICATE_BYTES: usize = 1 << 20;

/// More libraries than any program loads.
const MAX_LIBRARIES: usize = 10_000;

/// More certificates than fit into any message that the libraries accept by default.
pub(crate) const MAX_CERTIFICATES: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_found_by_its_code_and_a_function_in_it_by_name() {
        let global_scope = Library::global_scope();
        let getpid = global_scope.function(c"getpid").unwrap();
        let libc = Library::of_code(getpid.addr().get()).unwrap();
        assert_eq!(libc.function(c"getpid"), Some(getpid));
        assert_eq!(libc.function(c"anchorwatch_no_such_function"), None);
    }

    #[test]
    fn an_oversized_certificate_keeps_its_position_and_others_their_bytes() {
        for (length, kept) in [
            (MAX_CERTIFICATE_BYTES, MAX_CERTIFICATE_BYTES),
            (MAX_CERTIFICATE_BYTES + 1, 0),
        ] {
            let bytes = vec![0x30; length];
            // SAFETY: this is the length of the slice.
            let copied = unsafe { bytes_of(bytes.as_ptr(), bytes.len()) };
            assert_eq!(or_empty(copied).len(), kept);
        }
    }

    #[test]
    fn unloaded_libraries_and_invalid_addresses_are_not_found() {
        assert!(Library::named(c"libanchorwatch-nowhere.so.1").is_none());
        assert!(Library::of_code(0).is_none());
    }
}
