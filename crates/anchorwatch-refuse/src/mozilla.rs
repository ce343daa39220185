//! Firefox and Thunderbird: what refuses a key in them, and closes the ways around that.

pub(super) mod autoconfig;
pub(super) mod cert_override;
pub(super) mod policy;
pub(crate) mod security_state;
