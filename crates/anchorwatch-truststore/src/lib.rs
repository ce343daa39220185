//! A machine's roots: read, audit, plan, apply, undo.
//!
//! The last place of the story, **action**, together with the reading that any
//! action on a machine starts from. [`audit()`] says which roots the programs of a
//! tree believe; [`block::plan`] turns keys into a list of changes; applying it takes
//! the plan and returns a receipt; [`undo`] takes a receipt back. There is no
//! function that takes a finding and deletes a certificate.
//!
//! Everything works on a [`Tree`](anchorwatch_home::Tree): the running system, a
//! disk image or a container's files.

pub mod audit;
pub mod block;
mod client;
mod debian;
mod nss;
mod store;
pub mod undo;

pub use audit::{Audit, Finding, FindingKind, NotChecked, Weight, audit};
pub use client::Client;
pub use store::{Anchor, Store, StoreKind, Trust};
