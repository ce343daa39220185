//! Files of stores.

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[];
