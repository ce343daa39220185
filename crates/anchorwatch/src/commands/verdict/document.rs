//! `anchorwatch.verdict/1`.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

use anchorwatch_evidence::{ImportFormat, Measurement, import::Unreadable};
use anchorwatch_machine::Client;
use anchorwatch_remark::{Remark as _, Told, remarks};
use anchorwatch_verdict::{
    Hit, Location, Mechanism, Missed, OONI_TAXONOMY, OoniState, RULES_VERSION, ServerKey, Verdict,
};
use serde::Serialize;

use super::Read;
use crate::{
    document::{
        FactDocument, RemarkDocument,
        chain::{self, ChainDocument},
    },
    vantage::VantageProblem,
    words::{Language, Words},
};

remarks! {
    /// What was not checked during the measurement.
    pub(crate) enum NotRead {
        /// A store of this machine cannot be read.
        "machine_store_unread" => MachineStoreUnread {
            /// Which store.
            what: Told,
            /// What prevented it.
            why: Told,
        },
        /// The same, as evidence tells it.
        "machine_store" => MachineStore {
            /// Which store, and why, in English.
            why: String,
        },
        /// There are too many roots to hold each against the chain.
        "roots_untried" => RootsUntried {
            /// How many were not asked whether they signed it under another name.
            count: u64,
        },
        /// Another vantage point was asked, and did not say what it sees.
        "vantage_unanswered" => VantageUnanswered {
            /// Which one.
            vantage: String,
            /// Why not.
            why: VantageProblem,
        },
        /// Other programs use a proxy.
        "proxy" => Proxy {
            /// The environment variable that names it.
            variable: String,
        },
    }
}

impl NotRead {
    /// Whether a remark says that a store of this machine cannot be read.
    pub(crate) fn is_machine_store(told: &Told) -> bool {
        ["machine_store_unread", "machine_store"].contains(&told.code())
    }
}

/// A measurement with its verdict, and where its evidence is stored.
pub(crate) struct Judged<'a> {
    pub(crate) measurement: &'a Measurement,
    pub(crate) verdict: Verdict,
    pub(crate) evidence_ref: Option<String>,
    /// What this machine did not look at, if it measured just now.
    pub(crate) here: Option<Here>,
}

/// What this machine did not look at during a measurement of its own.
pub(crate) struct Here {
    /// A variable that names a proxy to other programs.
    pub(crate) proxy_variable: Option<&'static str>,
    /// The vantage points that did not answer.
    pub(crate) unanswered: Vec<NotRead>,
    /// What of its stores was not read.
    pub(crate) not_read: Vec<NotRead>,
    /// The programs here that would believe what came, if that is a question.
    pub(crate) believers: Option<Vec<Client>>,
}

impl Judged<'_> {
    /// The certificates of the handshake that shows the verdict best.
    pub(crate) fn chain(&self) -> impl Iterator<Item = &[u8]> {
        let shown = self.verdict.shown_by;
        let shown = shown.and_then(|index| self.measurement.handshake(index));
        let chain = shown.map(|handshake| &handshake.peer_certificates);
        chain.into_iter().flatten().map(Vec::as_slice)
    }

    /// What was not checked, and why, as the evidence tells it to whoever judges it again;
    /// unreadable stores come first.
    pub(crate) fn not_checked(&self) -> Vec<Told> {
        let stores = self.measurement.anchors.local_unreadable.iter();
        let stores = stores.map(|why| NotRead::MachineStore { why: why.clone() }.told());
        self.and_the_rest(stores.collect())
    }

    /// The same for a reader here, in whose language the evidence is not.
    pub(crate) fn not_checked_here(&self) -> Vec<Told> {
        match &self.here {
            Some(here) => {
                let stores = here.not_read.iter().map(|entry| entry.told());
                self.and_the_rest(stores.collect())
            }
            None => self.not_checked(),
        }
    }

    fn and_the_rest(&self, mut stores: Vec<Told>) -> Vec<Told> {
        let asked = self.here.iter().flat_map(|here| &here.unanswered);
        stores.extend(asked.map(|entry| entry.told()));
        let variable = self.here.as_ref().and_then(|here| here.proxy_variable);
        let proxy = variable.map(|variable| NotRead::Proxy {
            variable: variable.to_owned(),
        });
        stores.extend(proxy.map(|entry| entry.told()));
        stores.extend(self.verdict.not_checked.iter().map(|entry| entry.told()));
        stores
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    rules_version: u32,
    /// The version of OONI's taxonomy that `ooni_mechanism` belongs to.
    ooni_taxonomy: u32,
    targets: Vec<TargetDocument>,
    /// The names of the keys that signed all files; empty if nobody asked.
    signed_by: Vec<String>,
    /// What they signed too, and was not given.
    signed_not_given: Vec<String>,
    /// The records of others' files that cannot be used; of each file the first hundred.
    not_read: Vec<NotReadDocument>,
    not_read_count: u64,
}

#[derive(Debug, Serialize)]
struct NotReadDocument {
    file: String,
    record: u64,
    code: &'static str,
    text: String,
    facts: BTreeMap<String, FactDocument>,
}

#[derive(Debug, Serialize)]
struct TargetDocument {
    target: String,
    measured_at: String,
    /// The format of another program that measured.
    imported_from: Option<&'static str>,
    verdict: &'static str,
    confidence: f64,
    signer: Option<String>,
    /// Whether the server proved that it holds the key; null if it sent no certificate.
    server_key: Option<&'static str>,
    /// What the public logs say about the server's certificate; null if not checked.
    certificate_transparency: Option<&'static str>,
    rules: Vec<RuleDocument>,
    against: Vec<String>,
    /// The same with codes and facts.
    against_remarks: Vec<RemarkDocument>,
    /// How many handshakes with the target ended with a proven key.
    tries: u64,
    /// What so many tries miss.
    missed: Vec<MissedDocument>,
    /// How OONI calls the way of interference; null if none was seen.
    ooni_mechanism: Option<&'static str>,
    /// How OONI calls the state of the target; null if it has no word for it.
    ooni_state: Option<&'static str>,
    /// How far away the answer came from that shows the interception.
    interceptor: Option<InterceptorDocument>,
    evidence_ref: Option<String>,
    not_checked: Vec<NotCheckedDocument>,
    /// What the server sent, its own certificate first; empty if it sent none.
    chain: Vec<ChainDocument>,
    /// How many certificates it sent, in case not all are listed.
    chain_count: usize,
    /// The steps that failed, in order, and how.
    failures: Vec<FailureDocument>,
    /// The programs of this machine that would believe what came. Null if a public root vouches
    /// for it, and where it is not known.
    believed_by: Option<Vec<&'static str>>,
}

#[derive(Debug, Serialize)]
struct NotCheckedDocument {
    code: String,
    what: String,
    why: String,
    facts: BTreeMap<String, FactDocument>,
}

#[derive(Debug, Serialize)]
struct FailureDocument {
    step: &'static str,
    code: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct RuleDocument {
    id: &'static str,
    says: String,
    confidence: f64,
    code: &'static str,
    facts: BTreeMap<String, FactDocument>,
    details: Vec<RemarkDocument>,
}

impl Document {
    pub(crate) fn of(judged: &[Judged<'_>], read: &Read) -> Self {
        let english = Words::of(Language::English);
        let targets = judged.iter();
        let targets = targets
            .map(|one| TargetDocument::of(one, &english))
            .collect();
        Self {
            schema: "anchorwatch.verdict/1",
            rules_version: RULES_VERSION,
            ooni_taxonomy: OONI_TAXONOMY,
            targets,
            signed_by: read.signed_by.clone(),
            signed_not_given: read.signed_not_given.clone(),
            not_read: read
                .unread
                .iter()
                .map(|(file, one)| NotReadDocument::of(file, one, &english))
                .collect(),
            not_read_count: read.unread_count,
        }
    }
}

impl NotReadDocument {
    fn of(file: &str, unreadable: &Unreadable, english: &Words) -> Self {
        let told = unreadable.why.told();
        Self {
            file: file.to_owned(),
            record: unreadable.record,
            code: unreadable.why.code(),
            text: english.remark(&told),
            facts: FactDocument::all(&told, english),
        }
    }
}

impl TargetDocument {
    fn of(judged: &Judged<'_>, english: &Words) -> Self {
        let Judged {
            measurement,
            verdict,
            evidence_ref,
            ..
        } = judged;
        let hits = verdict.hits.iter();
        let against = verdict.against.iter();
        let not_checked = judged.not_checked();
        let not_checked = not_checked.iter();
        Self {
            target: format!("{}:{}", measurement.target.host, measurement.target.port),
            measured_at: measurement.measured_at.to_string(),
            imported_from: measurement.imported_from.map(ImportFormat::code),
            verdict: verdict.code.code(),
            confidence: verdict.confidence.ratio(),
            signer: verdict.signer.clone(),
            server_key: verdict.server_key.map(ServerKey::code),
            certificate_transparency: verdict.transparency.map(|status| status.code()),
            rules: hits.map(|hit| RuleDocument::of(hit, english)).collect(),
            against: against
                .clone()
                .map(|it| english.remark(&it.told()))
                .collect(),
            against_remarks: against
                .map(|it| RemarkDocument::of(&it.told(), english))
                .collect(),
            tries: verdict.tries,
            missed: verdict.missed.map(MissedDocument::of).into(),
            ooni_mechanism: verdict.ooni_mechanism.map(Mechanism::id),
            ooni_state: verdict.ooni_state.map(OoniState::id),
            interceptor: verdict.location.as_ref().map(InterceptorDocument::of),
            evidence_ref: evidence_ref.clone(),
            not_checked: not_checked
                .map(|told| NotCheckedDocument::of(told, english))
                .collect(),
            chain: chain::of(judged.chain()),
            chain_count: judged.chain().count(),
            failures: failures(measurement, english),
            believed_by: judged.here.as_ref().and_then(|here| {
                let believers = here.believers.as_ref()?;
                Some(believers.iter().map(|client| client.id()).collect())
            }),
        }
    }
}

/// What so many tries miss of an interceptor that acts on some connections.
#[derive(Debug, Serialize)]
struct MissedDocument {
    acts_percent: u64,
    missed_percent: u64,
    enough_tries: u64,
}

impl MissedDocument {
    fn of(missed: Missed) -> Self {
        Self {
            acts_percent: missed.acts_percent,
            missed_percent: missed.missed_percent,
            enough_tries: missed.enough_tries,
        }
    }
}

/// The place of an interceptor on the path.
#[derive(Debug, Serialize)]
struct InterceptorDocument {
    hop: u8,
    /// The router right before it, if it named itself.
    router_before: Option<IpAddr>,
    /// The address that was asked.
    target: SocketAddr,
    /// `tcp`, or `udp` where it was asked over QUIC.
    network: &'static str,
    /// How far away the answer to another name came from.
    control_hop: Option<u8>,
    /// The TTL with which the answer arrived.
    arrival_ttl: Option<u8>,
    /// The same of the answer to another name.
    control_arrival_ttl: Option<u8>,
    routers: Vec<RouterDocument>,
}

#[derive(Debug, Serialize)]
struct RouterDocument {
    hop: u8,
    address: IpAddr,
}

impl InterceptorDocument {
    fn of(location: &Location) -> Self {
        let routers = location.routers.iter();
        Self {
            hop: location.hop,
            router_before: location.router_before(),
            target: location.target,
            network: match location.is_over_quic {
                true => "udp",
                false => "tcp",
            },
            control_hop: location.control_hop,
            arrival_ttl: location.arrival_ttl,
            control_arrival_ttl: location.control_arrival_ttl,
            routers: routers
                .map(|&(hop, address)| RouterDocument { hop, address })
                .collect(),
        }
    }
}

impl RuleDocument {
    fn of(hit: &Hit, english: &Words) -> Self {
        let details = hit.details.iter();
        Self {
            id: hit.rule.id(),
            says: english.hit(hit),
            confidence: hit.confidence.ratio(),
            code: hit.saw.code(),
            facts: FactDocument::all(&hit.saw.told(), english),
            details: details
                .map(|it| RemarkDocument::of(&it.told(), english))
                .collect(),
        }
    }
}

impl NotCheckedDocument {
    fn of(told: &Told, english: &Words) -> Self {
        let (what, why) = english.unchecked(told);
        Self {
            code: told.code().to_owned(),
            what,
            why,
            facts: FactDocument::all(told, english),
        }
    }
}

fn failures(measurement: &Measurement, english: &Words) -> Vec<FailureDocument> {
    let queries = measurement.queries.iter();
    let connects = measurement.tcp_connect.iter();
    let handshakes = measurement.tls_handshakes.iter();
    // Other resolvers are asked to compare; the measurement does not depend on them.
    let queries = queries.filter(|it| it.exchange.is_none());
    let queries = queries.map(|it| ("look_up", &it.failure));
    // A packet that may pass only so many routers is meant to get lost.
    let connects = connects.filter(|it| it.ttl.is_none());
    let handshakes = handshakes.filter(|it| !it.is_limited());
    let connects = connects.map(|it| ("connection", &it.failure));
    let handshakes = handshakes.map(|it| ("handshake", &it.failure));
    let over_quic = measurement.quic_handshakes.iter().map(|it| &it.tls);
    let over_quic = over_quic.filter(|it| it.ttl.is_none());
    let over_quic = over_quic.map(|it| ("quic_handshake", &it.failure));
    queries
        .chain(connects)
        .chain(handshakes)
        .chain(over_quic)
        .filter_map(|(step, failure)| {
            let failure = failure.as_ref()?;
            Some(FailureDocument {
                step,
                code: failure.to_string(),
                text: english.code(failure),
            })
        })
        .collect()
}
