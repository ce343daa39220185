//! Measures each target, and asks further where the first answer is not enough.

use std::{
    cell::OnceCell, io::IsTerminal as _, net::SocketAddr, path::Path, sync::Arc, time::Duration,
};

use anchorwatch_evidence::{AnchorView, Measurement, PublicAnchors, Purpose, Target, TlsHandshake};
use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_machine::Client;
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_probe::{
    Comparison, Limits, Observed, Pace, ResolverAddress, Resolving, Step, Tracing, ask_over_quic,
    compare, measure, names_of, pages, resolve, trace, trace_over_quic,
};
use anchorwatch_remark::Remark as _;
use anchorwatch_verdict::{RuleId, Verdict, judge};
use anchorwatch_verify::{Anchors, Decision, Policy, Via, remember_signers};
use anyhow::Context as _;
use rustls_pki_types::CertificateDer;

use super::{
    Args,
    believers::believers,
    comparison::PAUSE,
    further::{is_open, is_settled},
    offered,
    owner::Owner,
    related::RelatedRoots,
    text,
};
use crate::{
    commands::verdict::{
        Others,
        document::{Here, NotRead},
    },
    input::{self, LocalRoots},
    output,
    problem::Problem,
    words::{Language, Words},
};

/// The most handshakes of other measurements for which given roots are looked up.
const MOST_SEEN_BY_OTHERS: usize = 256;

/// Measures every target. The second list says what was not looked at for each.
pub(super) fn measure_all(
    args: &Args,
    targets: Vec<Target>,
    others: &Others,
    resolvers: &[ResolverAddress],
    words: &Words,
) -> anyhow::Result<(Vec<Measurement>, Vec<Here>)> {
    let mut roots = Roots::read(&args.roots, args.consents.as_deref())?;
    roots.others = others.measurements().collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context(Problem::NetworkNotStarted)?;
    let (mut measurements, mut here) = (Vec::new(), Vec::new());
    let mut pace = Pace::new(PAUSE);
    for target in targets {
        let measuring = measure_one(args, target, resolvers, &roots, &mut pace, words);
        let (measurement, not_read) = runtime.block_on(measuring);
        here.push(Here {
            proxy_variable: proxy_variable(),
            unanswered: Vec::new(),
            not_read,
            believers: roots.believers(&measurement),
        });
        measurements.push(measurement);
    }
    Ok((measurements, here))
}

/// The roots by which a chain is judged.
pub(crate) struct Roots<'a> {
    local: LocalRoots,
    public: Option<Vec<Certificate>>,
    /// Evidence is in English, whoever reads it later. Made once: that takes longer than a
    /// handshake.
    english: OnceCell<Words>,
    related_local: RelatedRoots,
    related_public: RelatedRoots,
    owner: Owner,
    /// What was seen elsewhere and earlier: given public roots are kept if they matter to that, too.
    others: Vec<&'a Measurement>,
}

async fn measure_one(
    args: &Args,
    target: Target,
    resolvers: &[ResolverAddress],
    roots: &Roots<'_>,
    pace: &mut Pace,
    words: &Words,
) -> (Measurement, Vec<NotRead>) {
    let is_watched = std::io::stderr().is_terminal();
    let waiting = |step: Step| {
        if is_watched {
            output::to_stderr(&text::waiting(&target, step, args.timeout, words));
        }
    };
    let limits = Limits {
        step: Duration::from_secs(args.timeout),
        ..Limits::default()
    };
    let comparison = args.comparison(&target);
    let mut measurement = begun(&target, &comparison, roots);
    let measured_at = measurement.measured_at;
    let mut observed = measure(&target, args.to(), limits, pace, &waiting).await;
    let mut not_read = roots.add(&mut measurement, observed.clone());
    if args.deep.deep || is_open(&measurement, &so_far(&measurement)) {
        compare(&mut observed, &target, &comparison, pace, &waiting).await;
        not_read = roots.add(&mut measurement, observed.clone());
    }
    if let Some(at) = over_quic(args, &observed, &comparison) {
        ask_over_quic(&mut observed, &target, at, &comparison, pace, &waiting).await;
        not_read = roots.add(&mut measurement, observed.clone());
    }
    if let Some(how) = args.pages() {
        pages(&mut observed, &target, &how, pace, &waiting).await;
        measurement.requests = offered::read(std::mem::take(&mut observed.requests));
    }
    // Where nothing stands in the way there is nothing to find.
    let tracing = args.tracing(&comparison);
    if let Some(tracing) = tracing.filter(|_| !is_settled(&so_far(&measurement))) {
        trace_paths(
            &mut observed,
            &target,
            &comparison,
            &tracing,
            pace,
            &waiting,
        )
        .await;
        not_read = roots.add(&mut measurement, observed.clone());
    }
    if !resolvers.is_empty() {
        let policy = roots.policy_for_resolvers();
        let is_trusted =
            |chain: &[Vec<u8>], name: &str| is_public(&policy, chain, name, measured_at);
        let resolving = Resolving {
            resolvers,
            port: args.address.map_or(target.port, |it| it.port()),
            step: limits.step,
            is_trusted: &is_trusted,
        };
        resolve(&mut observed, &target, resolving, pace, &waiting).await;
        not_read = roots.add(&mut measurement, observed);
    }
    (measurement, not_read)
}

/// A measurement of which nothing is known yet.
fn begun(target: &Target, comparison: &Comparison, roots: &Roots<'_>) -> Measurement {
    Measurement {
        target: target.clone(),
        measured_at: input::now(),
        queries: Vec::new(),
        tcp_connect: Vec::new(),
        tls_handshakes: Vec::new(),
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: comparison.own_server,
        anchors: roots.view(target, &Observed::default()).0,
        imported_from: None,
    }
}

/// Whether a public root vouches for a resolver's chain and name.
fn is_public(policy: &Policy, chain: &[Vec<u8>], name: &str, at: UnixSeconds) -> bool {
    let chain: Vec<CertificateDer<'_>> = chain.iter().map(|der| der.as_slice().into()).collect();
    let decision = policy.decide_briefly(&chain, &ReferenceName::parse(name), at);
    matches!(decision, Decision::Trusted(it) if it.anchor().via == Via::PublicProgram)
}

/// Traces the paths to the target and to the measurer's own server.
async fn trace_paths(
    observed: &mut Observed,
    target: &Target,
    comparison: &Comparison,
    tracing: &Tracing,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    let Some(control) = comparison.control_names.first() else {
        return;
    };
    let connected = observed.tcp_connect.iter().rev();
    let mut connected = connected.filter(|it| it.failure.is_none());
    let own = comparison.own_server.map(|server| server.address);
    let site = connected
        .find(|it| Some(it.address) != own)
        .map(|it| it.address);
    let over_quic = answered_over_quic(observed);
    for (at, is_own) in [(site, false), (own, true)] {
        if let Some(at) = at {
            let names = names_of(target, control, is_own);
            trace(observed, at, names, tracing, pace, waiting).await;
        }
    }
    if let Some(at) = over_quic {
        let names = names_of(target, control, false);
        trace_over_quic(observed, at, names, tracing, pace, waiting).await;
    }
}

/// Where the target is asked over QUIC, if it is: at the address that was connected to, or else at
/// the one that was tried last.
fn over_quic(args: &Args, observed: &Observed, comparison: &Comparison) -> Option<SocketAddr> {
    let own = comparison.own_server.map(|server| server.address);
    let tried = observed.tcp_connect.iter().rev();
    let mut tried = tried.filter(|it| Some(it.address) != own);
    let last = tried.clone().next();
    let connected = tried.find(|it| it.failure.is_none()).or(last);
    connected.filter(|_| args.deep.quic).map(|it| it.address)
}

/// The address at which somebody answered to the target's name over QUIC: only then is there somebody
/// to find.
fn answered_over_quic(observed: &Observed) -> Option<SocketAddr> {
    let mut handshakes = observed.quic_handshakes.iter().map(|it| &it.tls);
    let answered =
        handshakes.find(|it| it.purpose == Purpose::Target && !it.peer_certificates.is_empty());
    answered?.address
}

/// The verdict so far.
fn so_far(measurement: &Measurement) -> Verdict {
    judge(measurement, &Arc::new(DistrustSet::built_in()))
}

impl Roots<'_> {
    /// Reads them, and the owner's decisions about them, from the files that were given, or from
    /// this machine.
    pub(crate) fn read(
        given: &crate::args::Roots,
        consents: Option<&Path>,
    ) -> anyhow::Result<Self> {
        remember_signers();
        Ok(Self {
            local: input::local_roots(given.local.as_deref())?,
            public: given.public.as_deref().map(input::roots).transpose()?,
            english: OnceCell::new(),
            related_local: RelatedRoots::default(),
            related_public: RelatedRoots::default(),
            owner: Owner::read(given, consents)?,
            others: Vec::new(),
        })
    }

    /// Local roots vouch for no resolver: one who added a root could answer in its place.
    fn policy_for_resolvers(&self) -> Policy {
        let (anchors, _unusable) = match &self.public {
            None => Anchors::bundled_and(&[]),
            Some(public) => Anchors::of(public, &[]),
        };
        Policy::new(anchors, DistrustSet::built_in())
    }

    /// The programs that would believe what came; `None` where that is not the question, because a
    /// public root vouches for it, or cannot be said.
    fn believers(&self, measurement: &Measurement) -> Option<Vec<Client>> {
        let verdict = judge(measurement, &Arc::new(DistrustSet::built_in()));
        let public = verdict.hits.iter();
        let mut public = public.filter(|hit| hit.rule == RuleId::PubliclyTrusted);
        let shown = measurement.handshake(verdict.shown_by?)?;
        match public.next() {
            Some(_) => None,
            None => believers(measurement, shown, &self.local),
        }
    }

    /// Puts what was observed into the measurement, except for requests: their files are read once.
    pub(crate) fn add(&self, measurement: &mut Measurement, observed: Observed) -> Vec<NotRead> {
        let (anchors, not_read) = self.view(&measurement.target, &observed);
        measurement.anchors = anchors;
        measurement.queries = observed.queries;
        measurement.tcp_connect = observed.tcp_connect;
        measurement.tls_handshakes = observed.tls_handshakes;
        measurement.quic_handshakes = observed.quic_handshakes;
        not_read
    }

    /// The handshakes of other measurements with this host.
    fn seen_by_others(&self, target: &Target) -> Vec<&TlsHandshake> {
        let same = self.others.iter().filter(|other| {
            let host = &other.target.host;
            host.eq_ignore_ascii_case(&target.host) && other.target.port == target.port
        });
        let handshakes = same.flat_map(|other| &other.tls_handshakes);
        handshakes.take(MOST_SEEN_BY_OTHERS).collect()
    }

    /// Only roots related to the chain go into the evidence. A verifier finds a signer by its key,
    /// whatever its name.
    pub(crate) fn view(&self, target: &Target, observed: &Observed) -> (AnchorView, Vec<NotRead>) {
        let mut untried_count = 0;
        let mut chosen = |roots: &[Certificate], related: &RelatedRoots, more: &[&TlsHandshake]| {
            let mut kept: Vec<Vec<u8>> = Vec::new();
            let over_quic = observed.quic_handshakes.iter().map(|it| &it.tls);
            let own = observed.tls_handshakes.iter().chain(over_quic);
            let mut before: Option<&[Vec<u8>]> = None;
            for handshake in own.chain(more.iter().copied()) {
                // Most servers show one chain for all names.
                if before.replace(&handshake.peer_certificates)
                    == Some(handshake.peer_certificates.as_slice())
                {
                    continue;
                }
                let found = related.of(&handshake.peer_certificates, roots);
                untried_count = untried_count.max(found.untried_count);
                for root in &found.roots {
                    if !kept.contains(root) {
                        kept.push(root.clone());
                    }
                }
            }
            kept
        };
        let public = self
            .public
            .as_deref()
            .map_or(PublicAnchors::Bundled, |public| {
                let theirs = self.seen_by_others(target);
                PublicAnchors::Given(chosen(public, &self.related_public, &theirs))
            });
        let kept = chosen(&self.local.certificates, &self.related_local, &[]);
        let owners_choices = self.owner.choices(target, &kept);
        let unread = self.local.unreadable.iter();
        let unread = unread.map(|entry| NotRead::MachineStoreUnread {
            what: entry.what.told(),
            why: entry.why.clone(),
        });
        let untried = (untried_count > 0).then_some(NotRead::RootsUntried {
            count: untried_count as u64,
        });
        let not_read: Vec<NotRead> = unread.chain(untried).collect();
        let view = AnchorView {
            public,
            local: kept,
            local_count: self.local.certificates.len(),
            local_source: self.local.source.clone(),
            local_unreadable: not_read
                .iter()
                .map(|entry| {
                    let english = self.english.get_or_init(|| Words::of(Language::English));
                    let (what, why) = english.unchecked(&entry.told());
                    format!("{what}: {why}")
                })
                .collect(),
            owners_choices,
        };
        (view, not_read)
    }
}

/// A variable that tells other programs to use a proxy for HTTPS. Only its name, because the
/// value may be secret.
fn proxy_variable() -> Option<&'static str> {
    ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .into_iter()
        .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
