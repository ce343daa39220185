//! Changes a machine: refuses keys, removes roots, records consents, and undoes all of it.
//!
//! The last stage, **action**. [`block::plan`] turns keys into a list of changes; applying it
//! consumes the plan and returns a receipt; [`undo`] reverts a receipt. No function takes a
//! finding and deletes a certificate.
//!
//! Each program has one folder or file with refusing, undoing and their tests; `mechanism.rs`
//! is the table of all of them.

mod added_roots;
mod allowlist;
mod apply;
mod apply_error;
pub mod block;
mod chromium;
mod confine;
pub mod consent;
mod consequence;
mod coverage;
mod debian;
mod draft;
mod in_force;
mod installed_files;
mod item_view;
mod java;
mod limited;
#[cfg(test)]
mod made;
mod mechanism;
mod mozilla;
mod name_list;
mod named_files;
mod nss;
mod openssl;
mod own_file;
mod pem;
mod pem_filter;
mod pem_text;
mod plan_error;
mod plan_file;
mod planner;
mod privsep;
mod purpose;
mod readmit;
mod reapply;
mod remark;
pub mod remove;
mod residual_trust;
mod reverted;
mod scope;
mod signed_lists;
mod system_paths;
mod system_store;
mod targets;
pub mod undo;
mod watch;
mod writable;

pub use apply_error::ApplyError;
pub use plan_error::{LayoutRefusal, PlanError};
pub use privsep::serve;
pub use remark::REMARKS;
