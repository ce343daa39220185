//! A server's files → the signed **list** in force, whoever carried them.
//!
//! [`update`] asks [`Source`]s: mirrors over HTTPS or HTTP, folders such as a USB stick, and
//! bundles. What they give is octets; `anchorwatch-list` alone decides what is taken, so a source
//! can withhold and delay, and nothing else. Where the chain of an HTTPS mirror is refused, the
//! files are fetched all the same, and the chain is returned as evidence ([`RefusedTls`]).
//!
//! A [`WitnessClient`] asks a witness to cosign a checkpoint, and for the last one that it cosigned.
//!
//! `docs/spec/distrust-list.md` §9 has the names of the files and the rules for HTTP.
//!
//! **Trust:** everything that a source says is hostile. It is bounded in octets and time, names no
//! file, and changes nothing before its signatures hold.
//!
//! **Not checked:** how old the lists are that a source withholds newer ones from.
//! [`ListState::freshness`](anchorwatch_list::ListState::freshness) says that, where witnesses
//! cosign a log.

mod base_url;
mod budget;
mod deltas;
mod file_name;
mod folder;
mod growth;
mod http;
mod limits;
mod options;
mod problem;
mod proxy;
mod refused_tls;
mod source;
mod source_files;
mod store;
mod tls;
mod update;
mod validators;
mod witness_client;

pub use base_url::BaseUrl;
pub use limits::Limits;
pub use options::{Channel, Options};
pub use problem::{CarrierProblem, REMARKS};
pub use proxy::Proxy;
pub use refused_tls::RefusedTls;
pub use source::Source;
pub use source_files::SourceFiles;
pub use update::{Update, Visit, update};
pub use validators::Validators;
pub use witness_client::{WitnessAnswer, WitnessClient};
