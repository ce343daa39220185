//! Changes a machine: refuses keys, removes roots, writes down consents, takes all of it
//! back.
//!
//! The last place of the story, **action**. [`block::plan`] turns keys into a list of
//! changes; applying it takes the plan and returns a receipt; [`undo`] takes a receipt
//! back. There is no function that takes a finding and deletes a certificate.
//!
//! Each program has one folder or file, in which refusing, taking back and their tests
//! are together; `mechanism.rs` is the table of them all.

mod added_roots;
mod allowlist;
mod apply;
mod apply_error;
pub mod block;
mod chromium;
pub mod consent;
mod consequence;
mod coverage;
mod debian;
mod draft;
mod in_force;
mod installed_files;
mod java;
mod mechanism;
mod mozilla;
mod nss;
mod openssl;
mod pem;
mod pem_filter;
mod plan_error;
mod plan_file;
mod planner;
mod privsep;
mod reapply;
pub mod remove;
mod residual_trust;
mod reverted;
mod targets;
pub mod undo;
mod writable;

pub use apply_error::ApplyError;
pub use plan_error::{LayoutRefusal, PlanError};
pub use privsep::serve;
