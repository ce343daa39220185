//! Chain → decision, for programs that are not written in Rust.
//!
//! Beside `anchorwatch-verify` in the story: nothing is decided here that is not decided
//! there. This crate reads what a machine's owner wants ([`Verifier::of_machine`]), and
//! puts the question where other programs can ask it:
//!
//! - a **C ABI** ([`c_abi`], `include/anchorwatch.h`) for whoever writes a program;
//! - a **callback of OpenSSL 3** in it, `anchorwatch_openssl_verify_callback`;
//! - [`openssl`] and [`gnutls`], which ask after a program's own verification, for the
//!   library that is preloaded into unmodified programs.
//!
//! Behind a program's own verification the rule is one ([`Verifier::objection`]): what the
//! program refuses stays refused, and what it accepts is accepted only if we accept it too.
//!
//! Unsafe code stands in [`c_abi`], [`openssl`], [`gnutls`] and [`loaded`] alone; each of
//! them copies what it is handed into owned values and asks the safe rest.

pub mod c_abi;
mod clock;
mod connection;
mod error;
pub mod gnutls;
pub mod loaded;
pub mod openssl;
mod owner;
mod policies;
mod roots;
mod sentence;
pub mod stack;
mod verifier;

pub use clock::now;
pub use connection::{Acceptance, Connection, Objection};
pub use error::Error;
pub use owner::OwnersFiles;
pub use roots::LocalRoots;
pub use verifier::Verifier;
