//! A transfer in JSON.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::queries::microseconds;
use crate::{Failure, Transfer};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferDocument {
    received_bytes: u64,
    elapsed_us: u64,
    failure: Option<String>,
}

impl TransferDocument {
    pub(super) fn of(transfer: &Transfer) -> Self {
        Self {
            received_bytes: transfer.octets,
            elapsed_us: microseconds(transfer.elapsed),
            failure: transfer.failure.as_ref().map(Failure::to_string),
        }
    }

    pub(super) fn read(&self) -> Transfer {
        Transfer {
            octets: self.received_bytes,
            elapsed: Duration::from_micros(self.elapsed_us),
            failure: self.failure.as_deref().map(Failure::parse),
        }
    }
}
