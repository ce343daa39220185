//! How a witness cosigns, and what a log does with the answer (tlog-witness).

mod collect;
mod cosign;
mod record;
mod request;
mod views;

pub use collect::{add_cosignatures, conflict_size};
pub use cosign::Witness;
pub use record::{WitnessRecord, origin_hash};
pub use request::{AddCheckpoint, MAX_ADD_CHECKPOINT_BYTES};
pub use views::witness_views;
