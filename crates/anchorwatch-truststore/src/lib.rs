//! A machine's roots: read, audit, plan, apply, undo.
//!
//! The last place of the story, **action**, together with the reading that any
//! action on a machine starts from. [`read`] reads every store of a tree, [`audit()`]
//! says what that means; [`block::plan`] turns keys into a list of changes; applying it takes
//! the plan and returns a receipt; [`undo`] takes a receipt back. There is no
//! function that takes a finding and deletes a certificate.
//!
//! Everything works on a [`Tree`](anchorwatch_home::Tree): the running system, a
//! disk image or a container's files.

mod apply;
mod apply_error;
mod as_user;
pub mod ask;
pub mod audit;
pub mod block;
mod chromium;
mod client;
mod collect;
pub mod consent;
mod debian;
mod der;
mod desktop;
mod distrust_cert;
mod errand;
mod error_text;
mod export;
pub mod format;
mod inaccessible;
mod installation;
mod java;
mod literal;
mod machine;
mod mozilla;
mod nss;
mod plan_error;
mod python;
mod reading;
pub mod remove;
mod setting;
mod settings;
mod sqlite;
mod store;
pub mod undo;
mod user;

pub use apply_error::ApplyError;
pub use as_user::confine;
pub use ask::ask;
pub use audit::{
    Audit, Finding, FindingKind, Found, Held, NotChecked, Origin, Severity, Weight, audit, origins,
    shipped_roots,
};
pub use client::Client;
pub use errand::serve;
pub use inaccessible::Inaccessible;
pub use machine::{Rights, read, read_system, read_user};
pub use plan_error::PlanError;
pub use reading::Reading;
pub use setting::{Setting, SettingKind};
pub use settings::read_environment;
pub use store::{Anchor, Store, StoreKind, Trust};
pub use user::User;
