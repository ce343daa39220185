//! Evidence → **verdict**: was this connection intercepted, and by whom?
//!
//! [`judge`] is a pure function of one measurement and the known facts. Each rule is in its own
//! file and says what it saw, how sure it is and what speaks against it. [`judge`] only combines
//! the rules, so an explanation never says anything that no rule said. The same evidence always
//! gives the same verdict: the time is that of the measurement.

mod arrival;
mod budget;
mod caa;
mod case;
mod compared;
mod confidence;
mod consented;
mod decider;
mod dns;
mod domain;
mod ech;
mod gathered;
mod hello_kind;
mod hellos;
mod hit;
mod host;
mod issuer_history;
mod joint;
mod judged_chain;
mod known_elsewhere;
mod location;
mod measured_policy;
mod mechanism;
mod memo;
mod notary;
mod offered_root;
mod own_server;
mod owners_choices;
mod pair;
mod quic;
mod remark;
mod rules;
mod server_hellos;
mod server_key;
mod shown;
mod template;
mod together;
mod transfers;
mod transparency;
mod tries;
mod verdict;

pub use confidence::Confidence;
pub use domain::registered_domain;
pub use gathered::Gathered;
pub use hello_kind::HelloKind;
pub use hit::{Hit, VerdictCode};
pub use location::Location;
pub use mechanism::{Mechanism, OONI_TAXONOMY, OoniState};
pub use memo::Memo;
pub use notary::{Notaries, NotaryProblem};
pub use pair::Pair as CertificatePair;
pub use remark::{Against, Detail, NotChecked, Operator, REMARKS, Saw};
pub use rules::RuleId;
pub use server_key::ServerKey;
pub use together::Together;
pub use tries::Missed;
pub use verdict::{RULES_VERSION, Verdict, judge, judge_beside, judge_with};
