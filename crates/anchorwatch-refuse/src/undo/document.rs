//! The wire format of an outcome between processes.

use anchorwatch_home::WireChanges;
use anchorwatch_machine::format::Error;
use serde::{Deserialize, Serialize};

use super::revert::Outcome;
use crate::mechanism;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeDocument {
    change: Option<WireChanges>,
    conflict: Option<String>,
    warning: Option<String>,
}

impl OutcomeDocument {
    pub(crate) fn of(outcome: &Outcome) -> Self {
        Self {
            change: outcome
                .change
                .as_ref()
                .map(|change| WireChanges::of(std::slice::from_ref(change))),
            conflict: outcome.conflict.clone(),
            warning: outcome.warning.clone(),
        }
    }

    pub(crate) fn read(self) -> Result<Outcome, Error> {
        let changes = self.change.map(WireChanges::changes).transpose()?;
        let mut all = changes.iter().flatten();
        if let Some(word) = all.find_map(mechanism::unknown_format) {
            let word = word.to_owned();
            return Err(Error::UnknownWord { word });
        }
        Ok(Outcome {
            change: changes.and_then(|mut changes| changes.pop()),
            conflict: self.conflict,
            warning: self.warning,
        })
    }
}
