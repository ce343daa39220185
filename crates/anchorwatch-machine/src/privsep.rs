//! A user's part, done by a process that has no more rights than the user.
//!
//! The files in a home come from its owner, or from someone who took over the account. Root
//! must not follow their link to a file that they cannot read, and a bug in a parser must
//! not give them root. So this program is started again with only the user's number and
//! group: no other groups, no way to gain rights.
//!
//! ```text
//! parent, root     starts /proc/self/exe worker WORKER --request=FD --shown=ROOT; standard
//!                  input is the tree's root folder; FD, inherited by number, is a sealed
//!                  file in memory with the request, one JSON document
//! child, the user  gives up what it does not need, does the request below that folder,
//!                  writes one document to standard output, ends
//! ```
//!
//! There are four workers. `read` is [`worker::serve`]: it cannot write anything. `watch` is
//! [`worker::watch`]: it reads too, and ends when the home is another. `change`
//! belongs to `anchorwatch-refuse`: it plans, makes and undoes changes in the user's files.
//! `image` belongs to the command line: it audits a container image without any user's
//! rights, and its standard input is the image.
//!
//! **Trust:** the parent's request comes from root. The child's answer is the user's
//! statement about the user's own files, as trustworthy as those files are. The child can
//! change only what the user could change anyway.

mod child;
mod document;
mod parent;
pub(crate) mod problem;
pub mod worker;

pub use child::{confine, confine_to_open_files, confine_writer, request};
pub use document::UserDocument;
pub use parent::{NOBODY, ask, ask_about, start};
pub(crate) use parent::{read, read_answers};
pub use problem::WorkerProblem;
