//! What is compared: other names, and a server of the measurer's own.

use std::time::Duration;

use anchorwatch_evidence::{OwnServer, Target};
use anchorwatch_probe::{Address, Comparison, Pages, Tracing, Variants};

use super::Args;

/// Names that IANA reserves as examples. Asking any server for them is harmless.
pub(crate) const CONTROL_NAMES: [&str; 2] = ["example.com", "example.org"];

/// At most two connections a second to one address.
pub(super) const PAUSE: Duration = Duration::from_millis(500);

/// The most routers that a trace passes, as with traceroute(8).
const HOP_LIMIT: u8 = 30;

/// How long a trace waits for one answer: some routers never give one.
const TRACE_STEP: Duration = Duration::from_secs(3);

impl Args {
    /// How the targets' addresses are found.
    pub(super) fn to(&self) -> Address {
        self.address.map_or(Address::Resolve, Address::Given)
    }

    /// How paths are traced, if they are: that takes another name to compare with.
    pub(super) fn tracing(&self, comparison: &Comparison) -> Option<Tracing> {
        let is_possible = self.deep.deep && !comparison.control_names.is_empty();
        is_possible.then(|| Tracing {
            hop_limit: HOP_LIMIT,
            step: comparison.step.min(TRACE_STEP),
        })
    }

    /// How the first page is asked for, if it is.
    pub(super) fn pages(&self) -> Option<Pages> {
        let is_asked = self.deep.deep && self.deep.http_port > 0;
        is_asked.then(|| Pages {
            port: self.deep.http_port,
            step: Duration::from_secs(self.timeout),
        })
    }

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
            variants: self.deep.variants.then(|| Variants {
                ech: self.deep.ech_config.clone(),
            }),
            step: Duration::from_secs(self.timeout),
        }
    }
}
