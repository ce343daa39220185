//! Our own files, and the care with which any file is touched.
//!
//! Beside the line of the story: what the acting crates stand on.
//!
//! - [`Tree`] reads and changes files below one root folder and cannot be led out
//!   of it by links; the root may be `/`, a disk image or a container's tree.
//! - [`Change`] is one path's state before and after; [`Journal`] writes the whole
//!   set of changes down before the first is made, so that a crash at any point
//!   leaves the old or the new state of each path and a record that can go on or back.
//! - [`BlockList`] is the owner's list of refused keys, `/etc/anchorwatch/blocked.toml`.
//! - [`read_consents`] reads what its owner consents to, `/etc/anchorwatch/consent.toml`,
//!   and [`Configuration`] what its owner has set, `/etc/anchorwatch/config.toml`;
//!   [`Settings`] is all three, read now and understood later.
//!
//! **Trust:** a tree's content is not trusted, our files in it only if their owner
//! is the tree's and no one else can write them.

mod block_list;
mod change;
mod config_file;
mod consent_file;
mod error;
mod journal;
mod lock;
mod path_text;
pub mod paths;
mod settings;
pub mod toml_text;
mod transfer;
mod tree;

pub use block_list::{BlockList, BlockedKey, Twins, Unlisted};
pub use change::{Actor, Change, Directory, Edit, EditFormat, EditItem, File, Node, Role, Symlink};
pub use config_file::Configuration;
pub use consent_file::{MAX_CONSENT_BYTES, decode_consents, encode_consents, read_consents};
pub use error::Error;
pub use journal::{Journal, OpenReceipt, Receipt, ReceiptId, RecordedChange, RecordedNode, Status};
pub use lock::Lock;
pub use settings::Settings;
pub use transfer::Transfer;
pub use tree::{Entry, EntryKind, Fault, Folder, Tree, effective_user, write_new_file};
