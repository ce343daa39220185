//! Chain → **decision**: may this chain vouch for this name?
//!
//! webpki builds and checks paths; this crate decides which anchors it may use and which
//! certificates a path may contain. The core rule: **a local root vouches only for private
//! names.** The anchors are chosen from the reference name before any path is built, so a root
//! that is on no list yet is refused for public names from its first day.
//!
//! [`Policy::decide`] answers with a [`Decision`], which has three variants. A [`VerifiedChain`]
//! cannot be made in any other way. Programs that use rustls need only the module `rustls`.

mod anchor;
mod anchor_distrust;
mod attribution;
mod cert_fields;
mod check;
pub mod ct;
mod decision;
mod der;
mod known_signatures;
mod moments;
mod path_element;
mod policy;
mod rule;
#[cfg(feature = "rustls")]
pub mod rustls;
mod search;
mod violation;

pub use anchor::{Anchor, Anchors, UnusableAnchor};
pub use attribution::{Attribution, Basis, IssuerName, NamedIssuer, RootsFor, roots_for};
pub use check::Check;
pub use decision::{
    AnchorUse, Deciding, Decision, Inconclusive, Refusal, RefusalReason, VerifiedChain, Via,
};
pub use known_signatures::remember_signers;
pub use moments::{moments_of, shipped_moments};
pub use path_element::PathElement;
pub use policy::{Policy, speaks_for};
pub use rule::{PathPosition, RuleId};
pub use violation::Violation;
