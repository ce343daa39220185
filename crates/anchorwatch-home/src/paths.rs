//! Where our files live below a tree's root. Root and hooks honour no other place.

/// The owner's list of refused keys.
pub const BLOCK_LIST: &str = "/etc/anchorwatch/blocked.toml";

/// What this machine's owner consents to.
pub const CONSENTS: &str = "/etc/anchorwatch/consent.toml";

/// What this machine's owner has set.
pub const CONFIGURATION: &str = "/etc/anchorwatch/config.toml";

/// What was changed on this machine, and how to take it back.
pub const JOURNAL: &str = "/var/lib/anchorwatch/journal";

/// Held while something is changed, so that two runs do not cross.
pub const LOCK: &str = "/var/lib/anchorwatch/lock";

/// The copy of this program that hooks run: owned by root, never by a user.
pub const INSTALLED_BINARY: &str = "/usr/local/lib/anchorwatch/anchorwatch";
