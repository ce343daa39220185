//! The functions of OpenSSL that are called, by address.

use std::ffi::{c_char, c_int, c_ulong, c_void};

use super::{Context, VerifyCert};
use crate::loaded::functions;

/// The program's verify callback.
pub(super) type VerifyCallback = unsafe extern "C-unwind" fn(c_int, Context) -> c_int;

functions! {
    /// Functions of libcrypto: <https://docs.openssl.org/3.0/man3/>, read 2026-11-25.
    pub(super) Crypto {
        verify_cert: c"X509_verify_cert" as VerifyCert,
        version: c"OpenSSL_version_num" as unsafe extern "C" fn() -> c_ulong,
        ex_data: c"X509_STORE_CTX_get_ex_data"
            as unsafe extern "C" fn(Context, c_int) -> *mut c_void,
        leaf: c"X509_STORE_CTX_get0_cert" as unsafe extern "C" fn(Context) -> *mut c_void,
        untrusted: c"X509_STORE_CTX_get0_untrusted"
            as unsafe extern "C" fn(Context) -> *mut c_void,
        chain: c"X509_STORE_CTX_get0_chain" as unsafe extern "C" fn(Context) -> *mut c_void,
        parameters: c"X509_STORE_CTX_get0_param" as unsafe extern "C" fn(Context) -> *mut c_void,
        error: c"X509_STORE_CTX_get_error" as unsafe extern "C" fn(Context) -> c_int,
        set_error: c"X509_STORE_CTX_set_error" as unsafe extern "C" fn(Context, c_int),
        set_error_depth: c"X509_STORE_CTX_set_error_depth"
            as unsafe extern "C" fn(Context, c_int),
        set_current_cert: c"X509_STORE_CTX_set_current_cert"
            as unsafe extern "C" fn(Context, *mut c_void),
        callback: c"X509_STORE_CTX_get_verify_cb"
            as unsafe extern "C" fn(Context) -> Option<VerifyCallback>,
        host: c"X509_VERIFY_PARAM_get0_host"
            as unsafe extern "C" fn(*mut c_void, c_int) -> *const c_char,
        ip: c"X509_VERIFY_PARAM_get1_ip_asc" as unsafe extern "C" fn(*mut c_void) -> *mut c_char,
        flags: c"X509_VERIFY_PARAM_get_flags" as unsafe extern "C" fn(*mut c_void) -> c_ulong,
        time: c"X509_VERIFY_PARAM_get_time"
            as unsafe extern "C" fn(*const c_void) -> libc::time_t,
        free: c"CRYPTO_free" as unsafe extern "C" fn(*mut c_void, *const c_char, c_int),
        mark_errors: c"ERR_set_mark" as unsafe extern "C" fn() -> c_int,
        forget_errors: c"ERR_pop_to_mark" as unsafe extern "C" fn() -> c_int,
        stack_length: c"OPENSSL_sk_num" as unsafe extern "C" fn(*const c_void) -> c_int,
        stack_value: c"OPENSSL_sk_value"
            as unsafe extern "C" fn(*const c_void, c_int) -> *mut c_void,
        encode: c"i2d_X509" as unsafe extern "C" fn(*const c_void, *mut *mut u8) -> c_int,
    }
}

functions! {
    /// Functions of libssl, from the same source, and the version of the libcrypto that it
    /// needs.
    pub(super) Ssl {
        version: c"OpenSSL_version_num" as unsafe extern "C" fn() -> c_ulong,
        connection_index: c"SSL_get_ex_data_X509_STORE_CTX_idx" as unsafe extern "C" fn() -> c_int,
        is_server: c"SSL_is_server" as unsafe extern "C" fn(*const c_void) -> c_int,
        dane: c"SSL_get0_dane_tlsa" as unsafe extern "C" fn(
            *const c_void, *mut u8, *mut u8, *mut u8, *mut *const u8, *mut usize) -> c_int,
        server_name: c"SSL_get_servername"
            as unsafe extern "C" fn(*const c_void, c_int) -> *const c_char,
    }
}
