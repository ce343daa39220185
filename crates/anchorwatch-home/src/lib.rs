//! Anchorwatch's own files, and safe access to every other file it reads or changes.
//!
//! Not a step of the story itself: the crates that act build on it.
//!
//! - [`Tree`] reads and changes files below one root folder; links cannot lead it out. The
//!   root may be `/`, a disk image or a container's tree. An [`Image`] is such a tree in memory,
//!   of a container image that nobody unpacked.
//! - [`Change`] is the state of one path before and after. [`Journal`] records the whole set
//!   of changes before the first one is made. After a crash at any point, each path is in its
//!   old or its new state, and the record allows the run to be finished or undone.
//! - [`RecordFolder`] holds the files of a long measurement, which grow and survive a kill.
//! - [`MirrorFolder`] holds the files that publishers hand out.
//! - [`BlockList`] is the owner's list of refused keys, `/etc/anchorwatch/blocked.toml`.
//! - [`read_consents`] reads the owner's consents, `/etc/anchorwatch/consent.toml`, and
//!   [`Configuration`] the owner's settings, `/etc/anchorwatch/config.toml`. [`Settings`]
//!   holds all three as bytes, to be parsed later.
//!
//! **Trust:** the content of a tree is not trusted. Anchorwatch's own files in it are trusted
//! only if they belong to the tree's owner and nobody else can write them.

mod block_list;
mod change;
mod config_file;
mod consent_file;
mod entry;
mod error;
mod file_lock;
pub mod image;
mod journal;
mod list_files;
mod lock;
mod mirror_folder;
mod path_text;
pub mod paths;
mod record_folder;
mod remark;
mod settings;
pub mod toml_text;
mod tree;
mod wire;

pub use block_list::{BlockList, BlockedKey, Twins, Unlisted, UnlistedTreatment};
pub use change::{
    Actor, Change, Directory, Edit, EditFormat, EditItem, File, Node, NodeState, Role, Symlink,
};
pub use config_file::{Configuration, MAX_LIST_SOURCES};
pub use consent_file::{MAX_CONSENT_BYTES, decode_consents, encode_consents, read_consents};
pub use entry::{Entry, EntryKind};
pub use error::{Caused, ContentProblem, Error, LostOriginal, Problem, with_causes};
pub use file_lock::FileLock;
pub use image::Image;
pub use journal::{Journal, OpenReceipt, Receipt, ReceiptId, RecordedChange, RecordedNode, Status};
pub use list_files::ListFiles;
pub use lock::Lock;
pub use mirror_folder::MirrorFolder;
pub use record_folder::{GrowingRecord, Record, RecordFolder, content_sha256};
pub use remark::REMARKS;
pub use settings::Settings;
pub use tree::{
    Fault, Folder, LookedAt, NewFolder, Tree, effective_user, replace_file, write_new_file,
    write_new_secret,
};
pub use wire::WireChanges;
