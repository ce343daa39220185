//! A machine's roots: every store and setting read, and what they mean.
//!
//! Between **evidence** and **action**: [`read`] reads every store of a tree, and
//! [`audit()`] judges the result. Nothing in this crate changes a machine;
//! `anchorwatch-refuse`, which builds on it, does.
//!
//! Everything works on a [`Tree`](anchorwatch_home::Tree): the running system, a disk image
//! or a container's files.

mod android;
mod ask;
pub mod audit;
pub mod chromium;
mod client;
pub mod confined_cert;
pub mod debian;
pub mod der;
mod desktop;
pub mod distrust_cert;
mod extension;
pub mod format;
pub mod hash_name;
pub mod home_watch;
mod inaccessible;
pub mod installation;
mod inventory;
pub mod java;
pub mod layout;
pub mod limit;
pub mod mozilla;
mod not_read;
pub mod nss;
mod p11_kit;
pub mod privsep;
mod python;
pub mod read_problem;
pub mod redact;
pub mod remark;
mod setting;
mod settings;
pub mod shipped;
pub mod sqlite;
mod store;
pub mod store_builder;
pub mod survey;
pub mod user;

pub use ask::ask;
pub use audit::{
    Audit, Finding, FindingKind, Found, Impact, NotChecked, Origin, Severity, StoredCertificate,
    TreeRemark, Unseen, audit, origins, shipped_roots,
};
pub use client::Client;
pub use inaccessible::Inaccessible;
pub use inventory::Inventory;
pub use layout::SystemLayout;
pub use setting::{Setting, SettingKind};
pub use settings::read_environment;
pub use store::{Anchor, Store, StoreKind, Trust};
pub use survey::{Rights, read, read_system, read_user};
pub use user::User;
