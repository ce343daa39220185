//! A user's part, done by a process that has no more rights than the user.
//!
//! Whatever is in a home was put there by its owner, or by whoever took the account over.
//! Root must not follow a link of theirs to a file that they cannot read, and a bug in a
//! parser must not give them root. So this program is started again with the user's number
//! and group and nothing else: no further groups, no way to gain rights.
//!
//! ```text
//! parent, root     starts /proc/self/exe worker WORKER --request=FD --shown=ROOT; standard
//!                  input is the tree's root folder; FD, inherited by number, is a sealed
//!                  file in memory with the request, one JSON document
//! child, the user  gives up what it does not need, does what is asked below that folder,
//!                  writes one document to standard output, ends
//! ```
//!
//! There are three workers. `read` is [`worker::serve`]: it can write nothing. `change` is that
//! of `anchorwatch-refuse`: it plans, makes and takes back changes in the user's files.
//! `image` is the command line's: it audits a container image with nobody's rights, and its
//! standard input is the image.
//!
//! **Trust:** the parent's request is root's word. The child's answer is the user's word
//! about the user's own files, as those files are. What the child can change is what the
//! user could change anyway.

mod child;
mod document;
mod parent;
pub mod worker;

pub use child::{confine, confine_to_open_files, confine_writer, request};
pub use document::UserDocument;
pub use parent::{NOBODY, ask, ask_about};
pub(crate) use parent::{read, read_answers};
