//! Chain → decision, before programs that know nothing of it.
//!
//! Beside `anchorwatch-verify` in the story. Preloaded into a program
//! (`LD_PRELOAD=libanchorwatch_preload.so`), this library stands where OpenSSL 3 and GnuTLS
//! verify the certificates of a server: at `X509_verify_cert` and
//! `gnutls_certificate_verify_peers`, which every connection goes through before its first
//! byte is sent. Their own verification runs first; what they accept, we are asked about
//! ([`anchorwatch_verify_ffi::Verifier::objection`]).
//!
//! It reads `/etc/anchorwatch` and no file of the user's, when it is loaded and once.
//! If something there is damaged, no connection is accepted, and one line on stderr says
//! why: whoever preloads a guard does not want to go without it. The one variable that it
//! heeds is `ANCHORWATCH_VERBOSE`, and that not in a program with more rights than its
//! caller. It never writes to stdout, and on stderr never so that a program could feel it.
//!
//! **Not covered:** programs that bring their own TLS (Go, Rust, Java, NSS, BoringSSL) or
//! link OpenSSL statically, other versions of OpenSSL than 3, programs that were told not to
//! verify, and sessions that were resumed.

mod hook;
mod load;
mod names;
mod notice;
mod protection;
mod stderr;
