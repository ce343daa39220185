//! Chain → decision, for programs that know nothing about it.
//!
//! In the story it belongs beside `anchorwatch-verify`. Preloaded into a program
//! (`LD_PRELOAD=libanchorwatch_preload.so`), this library replaces the functions with which
//! OpenSSL 3 and GnuTLS verify a server's certificates: `X509_verify_cert` and
//! `gnutls_certificate_verify_peers`, which every connection calls before its first byte is sent.
//! The original verification runs first; what it accepts is then checked
//! ([`anchorwatch_verify_ffi::Verifier::refusal`]).
//!
//! It reads `/etc/anchorwatch` once, when it is loaded, except for new signed lists, which it
//! follows; and no file of the user's. If anything
//! there is damaged, no connection is accepted and one line on stderr says why: someone who
//! preloads a guard does not want to go without it. The only variable it reads is
//! `ANCHORWATCH_VERBOSE`, and not even that in a program with more rights than its caller. It
//! never writes to stdout, and it writes to stderr only in ways that cannot affect the program.
//!
//! **Not covered:** programs that bring their own TLS (Go, Rust, Java, NSS, BoringSSL) or link
//! OpenSSL statically, versions of OpenSSL other than 3, programs that were told not to verify,
//! and resumed sessions.

mod hook;
mod load;
mod names;
mod notice;
mod protection;
mod stderr;
