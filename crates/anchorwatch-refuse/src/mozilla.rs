//! Firefox and Thunderbird: refuses keys, and closes the ways around a refusal.

pub(super) mod autoconfig;
pub(super) mod cert_override;
pub(super) mod policy;
pub(crate) mod remark;
pub(crate) mod security_state;
