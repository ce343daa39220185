//! The paths of Anchorwatch's files below a tree's root. Root and hooks read no other places.

/// The owner's list of refused keys.
pub const BLOCK_LIST: &str = "/etc/anchorwatch/blocked.toml";

/// What the owner of this machine consents to.
pub const CONSENTS: &str = "/etc/anchorwatch/consent.toml";

/// The settings of this machine's owner.
pub const CONFIGURATION: &str = "/etc/anchorwatch/config.toml";

/// Whom this machine measures nothing of.
pub const OPT_OUT: &str = "/etc/anchorwatch/opt-out";

/// The record of changes to this machine, and of how to undo them.
pub const JOURNAL: &str = "/var/lib/anchorwatch/journal";

/// What is remembered of signed distrust lists.
pub const LISTS: &str = "/var/lib/anchorwatch/list";

/// The lists that are held, and what keeps older ones out.
pub const LIST_STATE: &str = "/var/lib/anchorwatch/list/state";

/// A copy of [`LIST_STATE`] for every program of this machine.
pub const SIGNED_LISTS: &str = "/etc/anchorwatch/signed-lists";

/// What mirrors said about their newest files.
pub const LIST_VALIDATORS: &str = "/var/lib/anchorwatch/list/mirrors";

/// Locked while something is changed, so that two runs do not interfere.
pub const LOCK: &str = "/var/lib/anchorwatch/lock";

/// The copy of this program that hooks run, owned by root and never by a user.
pub const INSTALLED_BINARY: &str = "/usr/local/lib/anchorwatch/anchorwatch";
