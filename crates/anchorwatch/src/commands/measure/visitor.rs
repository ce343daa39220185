//! Visits one target: measures, judges, and asks further where the first answer is not enough.

use std::{
    cell::RefCell,
    hash::{BuildHasher as _, RandomState},
    mem::take,
    net::IpAddr,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anchorwatch_evidence::{Measurement, Target};
use anchorwatch_policy::DistrustSet;
use anchorwatch_probe::{Comparison, Courtesy, Limits, Observed, Pace, Visit, compare, visit};
use anchorwatch_verdict::{Verdict, VerdictCode, judge};

use super::{opt_out::OptOut, run_plan::RunPlan};
use crate::{
    commands::check::{comparison::CONTROL_NAMES, further::is_open, measuring::Roots},
    input,
};

/// How often `--deep` asks again, as `check --deep` does.
const DEEP_ROUNDS: u32 = 3;

/// What every visit of a run needs.
pub(super) struct Visitor {
    pub(super) plan: RunPlan,
    pub(super) roots: Roots<'static>,
    pub(super) distrust: Arc<DistrustSet>,
    pub(super) courtesy: Courtesy,
    /// Read anew before each round.
    pub(super) opt_out: RefCell<Rc<OptOut>>,
    pub(super) step: Duration,
}

/// What a visit gave: a measurement for each name, with its verdict if it is judged now.
pub(super) type Visited = Vec<(Measurement, Option<Verdict>)>;

/// How a visit ended.
pub(super) enum Outcome {
    Visited(Visited),
    /// Every address of the target is excluded: nothing was sent to it.
    Excluded,
    /// The target or its addresses are on an opt-out list: nothing was sent to it.
    OptedOut,
}

impl Visitor {
    /// Reads the opt-out lists, which may have grown since.
    pub(super) fn read_opt_out(&self) -> anyhow::Result<()> {
        let given = self.plan.document.settings.opt_out.as_deref();
        self.opt_out.replace(Rc::new(OptOut::read(given)?));
        Ok(())
    }

    pub(super) async fn visit(&self, place: &Target) -> Outcome {
        let opt_out = Rc::clone(&self.opt_out.borrow());
        let opt_out = opt_out.as_ref();
        if opt_out.has_host(&place.host) {
            return Outcome::OptedOut;
        }
        let is_opted_out = AtomicBool::new(false);
        let exclusions = &self.plan.exclusions;
        let is_excluded = |ip: IpAddr| {
            let has_opted_out = opt_out.has_address(ip);
            is_opted_out.fetch_or(has_opted_out, Ordering::Relaxed);
            has_opted_out || exclusions.has_address(ip)
        };
        match self.visit_allowed(place, &is_excluded).await {
            Some(visited) => Outcome::Visited(visited),
            None if is_opted_out.into_inner() => Outcome::OptedOut,
            None => Outcome::Excluded,
        }
    }

    async fn visit_allowed(
        &self,
        place: &Target,
        is_excluded: &(dyn Fn(IpAddr) -> bool + Sync),
    ) -> Option<Visited> {
        let own = [place.host.clone()];
        let names = match self.plan.document.names.as_slice() {
            [] => own.as_slice(),
            names => names,
        };
        let control = self.control(names);
        let asked = Visit {
            place,
            names,
            control,
            is_unchecked: self.plan.document.is_judged_later,
            is_excluded,
        };
        let limits = Limits {
            step: self.step,
            ..Limits::default()
        };
        let mut pace = Pace::within(&self.courtesy);
        let measured_at = input::now();
        let observed = visit(&asked, limits, &mut pace).await?;
        let mut visited = Visited::new();
        for (name, observed) in names.iter().zip(observed) {
            let target = Target {
                host: name.clone(),
                port: place.port,
            };
            let measurement = Measurement {
                anchors: self.roots.view(&target, &observed).0,
                target,
                measured_at,
                queries: observed.queries,
                tcp_connect: observed.tcp_connect,
                tls_handshakes: observed.tls_handshakes,
                quic_handshakes: observed.quic_handshakes,
                requests: Vec::new(),
                own_server: None,
                imported_from: None,
            };
            visited.push(self.judged(measurement, &mut pace).await);
        }
        Some(visited)
    }

    /// Judges what came, unless that is for later, and asks again if it is not enough.
    async fn judged(
        &self,
        mut measurement: Measurement,
        pace: &mut Pace,
    ) -> (Measurement, Option<Verdict>) {
        if self.plan.document.is_judged_later {
            return (measurement, None);
        }
        let mut verdict = judge(&measurement, &self.distrust);
        if self.needs_more(&measurement, &verdict) {
            let comparison = self.comparison(&measurement);
            let mut observed = Observed {
                queries: take(&mut measurement.queries),
                tcp_connect: take(&mut measurement.tcp_connect),
                tls_handshakes: take(&mut measurement.tls_handshakes),
                quic_handshakes: take(&mut measurement.quic_handshakes),
                requests: Vec::new(),
            };
            let target = &measurement.target;
            compare(&mut observed, target, &comparison, pace, &|_| {}).await;
            self.roots.add(&mut measurement, observed);
            verdict = judge(&measurement, &self.distrust);
        }
        (measurement, Some(verdict))
    }

    /// Whether to ask once more: as `check` does for a target's own name. Names of others are
    /// compared already, and are asked again only with `--deep`, if something was found.
    fn needs_more(&self, measurement: &Measurement, verdict: &Verdict) -> bool {
        if !self.plan.document.names.is_empty() {
            return self.plan.document.is_deep && verdict.code < VerdictCode::NotSeen;
        }
        is_open(measurement, verdict)
    }

    fn comparison(&self, measurement: &Measurement) -> Comparison {
        let host = &measurement.target.host;
        let names = CONTROL_NAMES.into_iter();
        Comparison {
            control_names: names
                .filter(|name| !name.eq_ignore_ascii_case(host))
                .map(str::to_owned)
                .collect(),
            round_count: if self.plan.document.is_deep {
                DEEP_ROUNDS
            } else {
                1
            },
            own_server: None,
            step: self.step,
            variants: None,
        }
    }

    /// One of the control names at random, for names that are not the target's own.
    fn control(&self, names: &[String]) -> Option<&'static str> {
        if self.plan.document.names.is_empty() {
            return None;
        }
        let other = CONTROL_NAMES.into_iter();
        let other = other.filter(|it| !names.iter().any(|name| name.eq_ignore_ascii_case(it)));
        // The standard library draws the hasher's keys at random. Nothing secret depends on them.
        let random = RandomState::new();
        other.max_by_key(|name| random.hash_one(name))
    }
}
