//! What is compared: other names, and a server of the measurer's own.

use std::time::Duration;

use anchorwatch_evidence::{OwnServer, Target};
use anchorwatch_probe::Comparison;

use super::Args;

/// Names that IANA reserves as examples. Asking any server for them is harmless.
const CONTROL_NAMES: [&str; 2] = ["example.com", "example.org"];

/// At most two connections a second to one address.
pub(super) const PAUSE: Duration = Duration::from_millis(500);

impl Args {
    /// What is compared for a target: what was asked for, or one round for a chain that no public
    /// root vouches for.
    pub(super) fn comparison(&self, target: &Target) -> Comparison {
        let given = &self.deep.control;
        let names: Vec<String> = match given.as_slice() {
            [] => CONTROL_NAMES.map(str::to_owned).to_vec(),
            given => given.to_vec(),
        };
        let own_server = self.deep.own_server.zip(self.deep.own_key);
        Comparison {
            control_names: names
                .into_iter()
                .filter(|name| !name.eq_ignore_ascii_case(&target.host))
                .collect(),
            round_count: if self.deep.deep { self.deep.rounds } else { 1 },
            own_server: own_server.map(|(address, key)| OwnServer {
                address,
                spki_sha256: *key.as_bytes(),
            }),
            step: Duration::from_secs(self.timeout),
        }
    }
}
