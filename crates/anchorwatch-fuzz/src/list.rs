//! Lists of others.

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[];
