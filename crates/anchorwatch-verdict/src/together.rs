//! What measurements that were given together show only together.
//!
//! Three questions need more than one measurement:
//!
//! - Does the same come again two minutes later? One measurement says when it began, and not when each
//!   handshake was made, so tries that are two minutes apart are in two measurements.
//! - Did the same issuer sign for names of other domains? A site's own authority has no reason to.
//! - Does an unrelated host show what is taken for a site's own certificate, or its issuer's name under a
//!   chain that leads nowhere? Then it is no site's fault.
//!
//! They are asked only once a measurement is found to show interception or a site's fault, and what
//! they answer changes no verdict into a stronger one: it makes one surer, or leaves it open.
//!
//! **Trust:** whoever wrote one of the files can write another one. **Not checked:** whether the
//! measurements were made from one vantage point.

mod index;
mod refused;

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeSet,
    sync::Arc,
};

use anchorwatch_evidence::Measurement;
use anchorwatch_identity::Certificate;
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::speaks_for;

use self::{
    index::{Index, Shown, Span},
    refused::{Refused, Signer, signer_of},
};
use crate::{
    Verdict, VerdictCode,
    budget::Budget,
    domain::registered_domain,
    joint::{APART_S, Joint},
};

/// A day, in seconds: as for any other vantage point.
const DAY_S: u64 = 86_400;

/// The most names that are looked at for one question.
const MOST_NAMES: usize = 16;

/// The most names with one key that are looked at. With more, it is not known whose key it is.
const MOST_NAMES_OF_KEY: usize = 64;

/// The most steps for all of it.
const MOST_STEPS: u64 = 100_000;

/// What one measurement costs: its certificate is read, and its signer found.
const COST: u64 = 2;

/// Measurements that were given together, the judged ones among them.
#[derive(Debug)]
pub struct Together<'a> {
    all: Vec<&'a Measurement>,
    index: OnceCell<Index<'a>>,
    refused: RefCell<Refused>,
    budget: Budget,
}

impl Default for Together<'_> {
    fn default() -> Self {
        Self::of([])
    }
}

impl<'a> Together<'a> {
    /// Collects them.
    pub fn of(measurements: impl IntoIterator<Item = &'a Measurement>) -> Self {
        Self {
            all: measurements.into_iter().collect(),
            index: OnceCell::new(),
            refused: RefCell::default(),
            budget: Budget::of(MOST_STEPS),
        }
    }

    /// What they add to this measurement, which alone has this verdict.
    pub(crate) fn joint(
        &self,
        measurement: &Measurement,
        verdict: &Verdict,
        distrust: &Arc<DistrustSet>,
    ) -> Joint {
        let is_fault = match verdict.code {
            VerdictCode::Intercepted => false,
            VerdictCode::SiteFault => true,
            _ => return Joint::default(),
        };
        let Some(asked) = Asked::of(measurement, verdict).filter(|_| self.all.len() > 1) else {
            return Joint::default();
        };
        if !self.budget.take(COST) {
            return Joint {
                is_elsewhere: is_fault,
                ..Joint::default()
            };
        }
        let index = self.index();
        self.asking(measurement, distrust, &mut |refused| {
            let found = asked.other_domains(index, refused);
            if is_fault {
                let is_unclear = index.is_cut || self.budget.left_out() > 0;
                return Joint {
                    is_elsewhere: found.is_imitated || is_unclear || asked.is_key_elsewhere(index),
                    ..Joint::default()
                };
            }
            Joint {
                is_seen_again: asked.is_seen_in(
                    index,
                    &|one| asked.apart_s(one) >= APART_S,
                    refused,
                ),
                other_domains: found.domains.len() as u64,
                ..Joint::default()
            }
        })
    }

    /// Whether one of these, which other vantage points made, shows the same interception, at most a day
    /// before or after.
    pub(crate) fn show_the_same(
        &self,
        measurement: &Measurement,
        verdict: &Verdict,
        distrust: &Arc<DistrustSet>,
    ) -> bool {
        let counts = verdict.code == VerdictCode::Intercepted && !self.all.is_empty();
        let asked = Asked::of(measurement, verdict).filter(|_| counts);
        let Some(asked) = asked.filter(|_| self.budget.take(COST)) else {
            return false;
        };
        let index = self.index();
        self.asking(measurement, distrust, &mut |refused| {
            let counts = |one: &Measurement| asked.apart_s(one) <= DAY_S && one != measurement;
            asked.is_seen_in(index, &counts, refused)
        })
    }

    fn index(&self) -> &Index<'a> {
        self.index.get_or_init(|| Index::of(&self.all))
    }

    /// Asks something that needs to know which chains are refused, and who signed those.
    fn asking<T>(
        &self,
        measurement: &Measurement,
        distrust: &Arc<DistrustSet>,
        ask: &mut dyn FnMut(&mut WhoSigned<'_>) -> T,
    ) -> T {
        let index = self.index();
        let mut known = self.refused.borrow_mut();
        known.begin(&measurement.anchors.public);
        ask(&mut |one| {
            let others = index.rests(one.issuer);
            known.of(one, others, measurement, distrust, &self.budget)
        })
    }
}

/// Who signed a chain, if it is refused.
type WhoSigned<'r> = dyn FnMut(&Shown<'_>) -> Option<Signer> + 'r;

/// One measurement, for which the others are asked.
struct Asked<'m> {
    measurement: &'m Measurement,
    name: ReferenceName,
    domain: String,
    own: Certificate,
    /// The key that signed its certificate, if that came.
    signer: Signer,
}

/// Of which other domains the same issuer signed names.
#[derive(Default)]
struct OtherDomains {
    domains: BTreeSet<String>,
    /// Whether one of them shows the issuer's own certificate, and leads nowhere all the same.
    is_imitated: bool,
}

impl<'m> Asked<'m> {
    /// The handshake that shows the verdict best.
    fn of(measurement: &'m Measurement, verdict: &Verdict) -> Option<Self> {
        let shown = measurement.handshake(verdict.shown_by?)?;
        let sent = shown.peer_certificates.as_slice();
        let own = Certificate::from_der(sent.first()?).ok()?;
        Some(Self {
            measurement,
            name: ReferenceName::parse(&measurement.target.host),
            domain: registered_domain(&measurement.target.host),
            signer: signer_of(&own, sent),
            own,
        })
    }

    /// How many seconds are between it and another one.
    fn apart_s(&self, other: &Measurement) -> u64 {
        let now = self.measurement.measured_at.get();
        other.measured_at.get().abs_diff(now)
    }

    /// Whether the same issuer or key came for the same name in a measurement that counts.
    fn is_seen_in(
        &self,
        index: &Index<'_>,
        counts: &dyn Fn(&Measurement) -> bool,
        refused: &mut WhoSigned<'_>,
    ) -> bool {
        let target = index::target(self.measurement);
        let with_key = index.of_key(&self.own).and_then(|it| it.get(&target));
        let with_issuer = index.of_issuer(&self.own).and_then(|it| it.get(&target));
        let mut with_key = with_key.into_iter().flat_map(Span::ends);
        let mut with_issuer = with_issuer.into_iter().flat_map(Span::ends);
        with_key.any(|one| counts(one.measurement))
            || with_issuer.any(|one| counts(one.measurement) && refused(one).is_some())
    }

    fn other_domains(&self, index: &Index<'_>, refused: &mut WhoSigned<'_>) -> OtherDomains {
        let mut found = OtherDomains::default();
        let spans = index.of_issuer(&self.own).into_iter().flatten();
        let others = spans.map(|(_, span)| &span.first);
        let others = others.filter(|one| one.domain != self.domain);
        for one in others.take(MOST_NAMES) {
            let Some(theirs) = refused(one) else {
                continue;
            };
            found.is_imitated |= theirs.is_some();
            // Two authorities can have one name. Where neither certificate came, the name has to do.
            if self.signer == theirs {
                found.domains.insert(one.domain.clone());
            }
        }
        found
    }

    /// Whether somebody shows this key as another host: under a name of another domain that is not in the
    /// certificate, at another address. At the same address it is what the server shows to any name.
    fn is_key_elsewhere(&self, index: &Index<'_>) -> bool {
        let spans = index.of_key(&self.own).into_iter().flatten();
        let others: Vec<&Span<'_>> = spans
            .map(|(_, span)| span)
            .filter(|span| span.first.domain != self.domain)
            .take(MOST_NAMES_OF_KEY + 1)
            .collect();
        let here: BTreeSet<_> = addresses(self.measurement).collect();
        others.len() > MOST_NAMES_OF_KEY
            || others.into_iter().flat_map(Span::ends).any(|one| {
                let name = ReferenceName::parse(&one.measurement.target.host);
                let is_named = speaks_for(&self.own.der().into(), &name) || name == self.name;
                !is_named && !addresses(one.measurement).any(|it| here.contains(&it))
            })
    }
}

fn addresses(measurement: &Measurement) -> impl Iterator<Item = std::net::IpAddr> {
    let handshakes = measurement.handshakes();
    let of_target = handshakes.filter(|it| it.purpose.sends_target_name());
    of_target.filter_map(|it| it.address).map(|it| it.ip())
}
