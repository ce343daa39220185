//! Finds the OpenSSL that a call came from, in a process that may have several.
//!
//! A Python module or a plug-in may bring its own copy, hidden from the rest, under the same
//! names or others; and the linker may bind one copy's calls to another's functions. So nothing
//! is concluded from names. All loaded copies of libssl are known, and each says under which
//! index it keeps its connection with a verification. If there are several, the value at that
//! index counts as a connection only if it begins as every connection does: with the address of
//! its methods, which lies in a libssl.

#![expect(
    unsafe_code,
    reason = "OpenSSL's functions are called by address, with its own pointers"
)]

use std::{
    ffi::{CStr, c_ulong, c_void},
    mem::{size_of, transmute},
    ptr::NonNull,
    sync::{Arc, Mutex},
};

use super::{
    Context, VerifyCert,
    functions::{Crypto, Ssl},
};
use crate::loaded::Library;

/// The copies of libssl in this process.
#[derive(Debug, Default)]
pub(super) struct Copies {
    ssl: Vec<Copy>,
    crypto_count: usize,
}

#[derive(Debug)]
struct Copy {
    functions: Ssl,
    /// The base address.
    place: usize,
    _library: Library,
}

struct Known {
    generation: (u64, u64),
    copies: Arc<Copies>,
}

/// The kind of connection that a verification belongs to.
pub(super) enum Seen {
    /// A client's connection: it verifies a server's certificate.
    Client(Ssl, *const c_void),
    /// Not a client's connection.
    NoClient,
    /// A connection, but it is unknown which one.
    Unknown,
}

/// What is at an address.
enum Beginning {
    Connection(Ssl),
    Other,
    Unreadable,
}

impl Copies {
    /// Returns the copies that are loaded now; `ours` does not count as a libcrypto. They are
    /// searched again only if a library was loaded or unloaded.
    pub(super) fn now(ours: Option<VerifyCert>) -> Arc<Self> {
        static KNOWN: Mutex<Option<Known>> = Mutex::new(None);
        let generation = Library::generation();
        // Never waits: after a fork, another process may hold the lock forever.
        let known = KNOWN.try_lock();
        if let Ok(Some(known)) = known.as_deref()
            && known.generation == generation
        {
            return Arc::clone(&known.copies);
        }
        let found = Arc::new(Self::find(ours));
        if let Ok(mut known) = known {
            let copies = Arc::clone(&found);
            *known = Some(Known { generation, copies });
        }
        found
    }

    fn find(ours: Option<VerifyCert>) -> Self {
        let ours = ours.map(|ours| ours as *const c_void);
        let mut copies = Self::default();
        let mut crypto_places = Vec::new();
        for library in Library::all() {
            let verify_cert = library.function(VERIFY_CERT);
            let verify_cert = verify_cert.filter(|it| Some(it.as_ptr().cast_const()) != ours);
            crypto_places.extend(verify_cert.and_then(|it| Library::place_of(it.addr().get())));
            if let Some(index) = library.function(CONNECTION_INDEX) {
                copies.add(index.addr().get());
            }
        }
        crypto_places.sort_unstable();
        crypto_places.dedup();
        copies.crypto_count = crypto_places.len();
        copies
    }

    /// Adds the libssl of OpenSSL 3 that contains this address.
    fn add(&mut self, address: usize) {
        let Some(place) = Library::place_of(address) else {
            return;
        };
        if self.ssl.iter().any(|copy| copy.place == place) {
            return;
        }
        // The program itself may contain one, and is not a library.
        let library = Library::of_code(address).unwrap_or_else(Library::global_scope);
        let functions = Ssl::of(&library);
        // SAFETY: it takes no arguments and only returns a constant.
        let functions = functions.filter(|it| unsafe { (it.version)() } >> 28 == 3);
        self.ssl.extend(functions.map(|functions| Copy {
            functions,
            place,
            _library: library,
        }));
    }

    /// Returns the connection that a verification belongs to.
    ///
    /// # Safety
    /// The context is one of OpenSSL 3, with these functions, and is alive; `caller` called its
    /// verification.
    pub(super) unsafe fn seen(&self, context: Context, crypto: &Crypto, caller: usize) -> Seen {
        let is_alone = self.ssl.len() == 1 && self.crypto_count <= 1;
        let mut is_unknown = false;
        for copy in &self.ssl {
            // SAFETY: the context is alive; an index that is not in use there gives null.
            let kept = unsafe {
                let index = (copy.functions.connection_index)();
                (crypto.ex_data)(context, index).cast_const()
            };
            if kept.is_null() {
                continue;
            }
            let beginning = if is_alone {
                Beginning::Connection(copy.functions)
            } else {
                self.beginning(kept)
            };
            match beginning {
                // SAFETY: either libssl puts nothing else there, or it begins as a connection of
                // this libssl does; it is being verified, so it is alive.
                Beginning::Connection(ssl) if unsafe { (ssl.is_server)(kept) } == 0 => {
                    return Seen::Client(ssl, kept);
                }
                Beginning::Connection(_) => return Seen::NoClient,
                Beginning::Other => is_unknown |= self.is_of_ssl(caller),
                Beginning::Unreadable => is_unknown = true,
            }
        }
        if is_unknown {
            Seen::Unknown
        } else {
            Seen::NoClient
        }
    }

    fn is_of_ssl(&self, address: usize) -> bool {
        let place = Library::place_of(address);
        self.ssl.iter().any(|copy| Some(copy.place) == place)
    }

    /// Returns what begins at an address that a program may have set. The kernel reads it, so
    /// it need not be a valid address.
    fn beginning(&self, address: *const c_void) -> Beginning {
        let mut words = [0_usize; 8];
        let into = libc::iovec {
            iov_base: words.as_mut_ptr().cast(),
            iov_len: size_of::<[usize; 8]>(),
        };
        let from = libc::iovec {
            iov_base: address.cast_mut(),
            iov_len: size_of::<[usize; 8]>(),
        };
        // SAFETY: the output is ours and long enough; only the kernel accesses the address that
        // is read.
        let read = unsafe {
            libc::process_vm_readv(libc::getpid(), &raw const into, 1, &raw const from, 1, 0)
        };
        let Ok(read) = usize::try_from(read) else {
            let error = std::io::Error::last_os_error();
            return match error.raw_os_error() {
                Some(libc::EFAULT) => Beginning::Other,
                _ => Beginning::Unreadable,
            };
        };
        let words = words.iter().take(read / size_of::<usize>());
        let mut of = words.filter_map(|word| {
            let place = Library::place_of(*word)?;
            self.ssl.iter().find(|copy| copy.place == place)
        });
        of.next().map_or(Beginning::Other, |copy| {
            Beginning::Connection(copy.functions)
        })
    }
}

/// Returns the verification function that a call from `caller` would have reached if `ours` had
/// not caught it.
pub(super) fn verification(caller: usize, ours: VerifyCert) -> Option<NonNull<c_void>> {
    let is_theirs = |it: &NonNull<c_void>| it.as_ptr().cast_const() != ours as *const c_void;
    let of = |library: Option<Library>| library?.function(VERIFY_CERT).filter(is_theirs);
    let own = of(Library::of_code(caller));
    let behind = of(Some(Library::after_us()));
    match (own, behind) {
        // The linker searches what is visible to everyone first, if it has the requested
        // version.
        (Some(own), Some(behind)) if version_of(own) == version_of(behind) => Some(behind),
        (Some(own), _) => Some(own),
        (None, Some(behind)) => Some(behind),
        (None, None) => of(Library::named(LIBSSL)).or_else(|| of(Library::named(LIBCRYPTO))),
    }
}

fn version_of(verify_cert: NonNull<c_void>) -> Option<c_ulong> {
    let library = Library::of_code(verify_cert.addr().get())?;
    let version = library.function(VERSION)?;
    // SAFETY: the symbol is a function of this type in every version of OpenSSL and of its
    // forks.
    let version: unsafe extern "C" fn() -> c_ulong = unsafe { transmute(version.as_ptr()) };
    // SAFETY: it takes no arguments and only returns a constant.
    Some(unsafe { version() } >> 28)
}

pub(super) const VERIFY_CERT: &CStr = c"X509_verify_cert";
const VERSION: &CStr = c"OpenSSL_version_num";
const CONNECTION_INDEX: &CStr = c"SSL_get_ex_data_X509_STORE_CTX_idx";
pub(super) const LIBSSL: &CStr = c"libssl.so.3";
const LIBCRYPTO: &CStr = c"libcrypto.so.3";
