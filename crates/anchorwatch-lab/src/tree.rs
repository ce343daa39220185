//! A small folder tree that looks like a Debian machine to a program that reads trust stores.
//!
//! ```text
//! etc/passwd                                     root, alice, bob
//! etc/ca-certificates.conf                       the packaged roots, one a line
//! etc/ssl/certs/ca-certificates.crt              packaged roots, then local ones
//! etc/ssl/certs/NAME.pem                         absolute links to the two folders below
//! etc/ssl/certs/HASH.0                           links to NAME.pem (with openssl only)
//! usr/share/ca-certificates/mozilla/NAME.crt     packaged roots
//! usr/local/share/ca-certificates/NAME.crt       local roots
//! root/ home/alice/ home/bob/                    homes, empty
//! ```
//!
//! The links are absolute, as Debian's are: a program that reads the tree from outside must not
//! follow them into the real machine.

mod distribution;
mod layout;
mod nss;

pub use distribution::{DISTRIBUTIONS, Distribution, DistributionTree, Extracted};
pub use layout::{DebianTree, HashLinks, NamedRoot, USERS};
pub use nss::{NssAnchor, firefox_profile, nss_database};
