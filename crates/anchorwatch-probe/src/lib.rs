//! Identity → **evidence**, from the network: the only crate that talks to targets.
//!
//! [`measure`] resolves a name, connects, makes one TLS handshake and records what it was shown,
//! including the chain exactly as it was sent. [`compare`] adds handshakes that show what changes
//! with the name and with the server: other names at the same address, and the same name at a
//! server of the measurer's own, which [`ProbeServer`] is; [`trace`] finds from how far away the
//! answers come, and with which TTL they arrive, [`resolve`] what other resolvers say of the name, and
//! [`pages`] what its first page without encryption leads to. [`ask_over_quic`] makes handshakes over
//! QUIC. [`visit`] asks one place for several names, which is what a measurement of many targets
//! repeats. One [`Pace`] keeps connections apart, and measurements at the same time share a
//! [`Courtesy`]. Nothing here judges: it accepts every chain, good or bad. After a handshake nothing is
//! sent, except to the measurer's own server, which is asked for the ClientHello that reached it, and
//! to resolvers.
//!
//! **Trust:** the network is the adversary. Whatever it sends is limited in size and time, and
//! ends up in the evidence as bytes.

mod answer_octets;
mod arrival;
mod capture;
mod clients;
mod compare;
mod courtesy;
mod dns;
mod ech;
mod echo;
mod failure;
mod fetch;
mod fetched;
mod hello;
mod http_head;
mod icmp_error;
mod look;
mod measure;
mod opening;
mod over_quic;
mod pace;
mod pages;
mod quic;
mod random;
mod server;
mod syn;
mod timed_answer;
mod trace;
mod visit;

pub use compare::{Comparison, Variants, compare};
pub use courtesy::Courtesy;
pub use dns::{
    DOH_CANARY, ResolverAddress, Resolving, public_resolvers, read_doh_body, read_response, resolve,
};
pub use ech::{EchConfigs, MAX_ECH_CONFIGS_BYTES};
pub use fetched::Fetched;
pub use look::{LookKey, LookProblem, LookReach, LookRefusal, LookRequest, Looks, look};
pub use measure::{Address, Limits, Observed, Step, measure};
pub use over_quic::ask_over_quic;
pub use pace::Pace;
pub use pages::{Pages, pages};
pub use quic::offered_versions;
pub use server::{ProbeServer, ServerProblem};
pub use trace::{Tracing, names_of, trace, trace_over_quic};
pub use visit::{Visit, visit};
