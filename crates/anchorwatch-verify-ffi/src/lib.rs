//! Chain → decision, for programs that are not written in Rust.
//!
//! In the story it belongs beside `anchorwatch-verify`, which makes every decision. This crate
//! reads what a machine's owner has decided ([`Verifier::of_machine`]), and makes the check
//! available to other programs:
//!
//! - a **C ABI** ([`c_abi`], `include/anchorwatch.h`) for authors of programs;
//! - in it, a **callback for OpenSSL 3**, `anchorwatch_openssl_verify_callback`;
//! - [`openssl`] and [`gnutls`], which check after a program's own verification, for the library
//!   that is preloaded into unmodified programs.
//!
//! After a program's own verification there is one rule ([`Verifier::refusal`]): what the
//! program refuses stays refused, and what it accepts is accepted only if this check accepts it
//! too.
//!
//! Only [`c_abi`], [`openssl`], [`gnutls`], [`loaded`] and [`stack`] contain unsafe code. Whatever
//! they are given is copied into owned values, and safe code does the rest.

pub mod c_abi;
mod clock;
mod connection;
mod error;
mod generation;
pub mod gnutls;
pub mod loaded;
pub mod openssl;
mod owner;
mod place;
mod policies;
mod roots;
mod sentence;
mod signed_lists;
pub mod stack;
mod verifier;

pub use clock::now;
pub use connection::{Acceptance, Connection, Refusal};
pub use error::Error;
pub use owner::OwnerFiles;
pub use place::Place;
pub use roots::LocalRoots;
pub use verifier::Verifier;
