//! Asks sources one after another, and takes what is newer.

use std::path::Path;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{
    Bundle, Latest, ListState, LoggedNote, MAX_BUNDLE_BYTES, MAX_LATEST_BYTES, MAX_SETS,
    MAX_SIGNED_SET_BYTES, Role, VerifiedStatement,
};
use rustls::crypto::aws_lc_rs;

use crate::{
    CarrierProblem, Channel, Options, RefusedTls, Source, Validators,
    budget::Budget,
    deltas,
    file_name::FileName,
    folder, growth,
    http::Mirror,
    limits::MAX_SOURCES,
    store::{Opened, Store},
    validators::fingerprint,
};

/// What all sources together led to.
#[derive(Debug, Clone)]
pub struct Update {
    /// What the client holds now: never less than before.
    pub state: ListState,
    /// What to send back next time.
    pub validators: Validators,
    /// Each source, in the order in which they were asked.
    pub visits: Vec<Visit>,
}

/// What one source gave.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The source.
    pub source: Source,
    /// Over what it came.
    pub channel: Channel,
    /// Whether something of it was taken.
    pub is_news: bool,
    /// Why it gave nothing, or not all.
    pub problem: Option<CarrierProblem>,
    /// The chains that were refused.
    pub refused: Vec<RefusedTls>,
}

/// Asks all sources, in an order that chance makes: so no mirror is always the first one, and
/// mirrors that show different things are found out.
///
/// # Errors
/// [`CarrierProblem::TooManySources`]. What is wrong with a source is in its [`Visit`].
pub fn update(
    state: &ListState,
    sources: &[Source],
    validators: &Validators,
    options: &Options<'_>,
) -> Result<Update, CarrierProblem> {
    if sources.len() > MAX_SOURCES {
        let max = MAX_SOURCES as u64;
        return Err(CarrierProblem::TooManySources { max });
    }
    let mut all = Update {
        state: state.clone(),
        validators: validators.clone(),
        visits: Vec::new(),
    };
    for source in shuffled(sources) {
        let visit = match source {
            Source::Mirror(_) => all.ask_mirror(source, options),
            Source::Path(path) => all.ask_path(source, path, options),
        };
        all.visits.push(visit);
    }
    Ok(all)
}

impl Update {
    fn ask_mirror(&mut self, source: &Source, options: &Options<'_>) -> Visit {
        let name = source.to_string();
        let sent = self.validators.of(&name, fingerprint(&self.state));
        let Source::Mirror(base) = source else {
            return self.visit(source, Channel::Nothing, Some(CarrierProblem::Address));
        };
        let mirror = Mirror::new(base, sent, options);
        let opened = Opened {
            store: Store::Mirror(Box::new(mirror)),
            budget: Budget::new(&options.limits),
        };
        let before = self.state.clone();
        let problem = self.take(&opened, options.clock).err();
        let mut visit = self.visit(source, Channel::Nothing, problem);
        visit.is_news = self.state != before;
        if let Store::Mirror(mirror) = &opened.store {
            visit.channel = mirror.channel();
            visit.refused = mirror.refused();
            // An answer that was not taken whole is asked for again.
            if visit.problem.is_none() {
                let state = fingerprint(&self.state);
                self.validators.keep(&name, mirror.validator(), state);
            }
        }
        visit
    }

    fn ask_path(&mut self, source: &Source, path: &Path, options: &Options<'_>) -> Visit {
        let before = self.state.clone();
        let problem = if path.is_dir() {
            let opened = Opened {
                store: Store::Folder(path.to_owned()),
                budget: Budget::new(&options.limits),
            };
            self.take(&opened, options.clock).err()
        } else {
            self.take_bundle(path, options.clock).err()
        };
        let mut visit = self.visit(source, Channel::Local, problem);
        visit.is_news = self.state != before;
        visit
    }

    fn visit(&self, source: &Source, channel: Channel, problem: Option<CarrierProblem>) -> Visit {
        Visit {
            source: source.clone(),
            channel,
            is_news: false,
            problem,
            refused: Vec::new(),
        }
    }

    fn take_bundle(&mut self, path: &Path, clock: UnixSeconds) -> Result<(), CarrierProblem> {
        let shown = path.display().to_string();
        let octets = folder::read(path, &shown, MAX_BUNDLE_BYTES as u64)?;
        let octets = octets.ok_or(CarrierProblem::Missing { file: shown })?;
        let bundle = Bundle::parse(&octets).map_err(|why| CarrierProblem::BundleForm { why })?;
        let taken = self.state.accept_bundle(&bundle, clock);
        self.state = taken.map_err(|why| CarrierProblem::Bundle { why })?;
        Ok(())
    }

    /// Takes sets of publishers, then the approved list, then the quick one. What was taken before
    /// something is wrong stays: each of them is whole in itself.
    fn take(&mut self, opened: &Opened, clock: UnixSeconds) -> Result<(), CarrierProblem> {
        let latest = opened.find(&FileName::Latest, MAX_LATEST_BYTES as u64)?;
        let Some(latest) = latest else {
            return match &opened.store {
                Store::Mirror(mirror) if mirror.is_unchanged() => Ok(()),
                _ => Err(CarrierProblem::Missing {
                    file: FileName::Latest.to_string(),
                }),
            };
        };
        let latest = Latest::parse(&latest).map_err(|why| CarrierProblem::Latest { why })?;
        self.take_sets(opened, latest.epoch, clock)?;
        self.take_list(opened, latest.approved, Role::Approved, clock)?;
        if let Some(quick) = latest.quick {
            self.take_list(opened, quick, Role::Quick, clock)?;
        }
        Ok(())
    }

    fn take_sets(
        &mut self,
        opened: &Opened,
        last: u64,
        clock: UnixSeconds,
    ) -> Result<(), CarrierProblem> {
        let growth = |origin: &str, old, new| growth::of(opened, origin, old, new);
        let held = self.state.publishers().epoch();
        let epochs = held.saturating_add(1)..=last;
        for epoch in epochs.take(MAX_SETS) {
            let octets = opened.get(&FileName::Publishers(epoch), MAX_SIGNED_SET_BYTES as u64)?;
            let set = LoggedNote::parse(&octets);
            let set = set.map_err(|why| CarrierProblem::SetForm { why })?;
            let next = self
                .state
                .rotate_logged(set.note, set.proof, &growth, clock);
            self.state = next.map_err(|why| CarrierProblem::Set { why })?;
        }
        Ok(())
    }

    fn take_list(
        &mut self,
        opened: &Opened,
        said: LoggedNote<'_>,
        role: Role,
        clock: UnixSeconds,
    ) -> Result<(), CarrierProblem> {
        let unsigned = |why| CarrierProblem::Signatures { why };
        let growth = |origin: &str, old, new| growth::of(opened, origin, old, new);
        let publishers = self.state.publishers();
        let LoggedNote { note, proof } = said;
        let said = VerifiedStatement::verify_logged(note, proof, publishers, role, clock);
        let said = said.map_err(unsigned)?;
        let octets = deltas::octets(opened, &self.state, &said)?;
        let list = said.open(&octets).map_err(unsigned)?;
        let next = self.state.accept_logged(&list, &growth, clock);
        self.state = next.map_err(|why| CarrierProblem::Update { why })?;
        Ok(())
    }
}

/// The sources in another order. Without chance they stay as they are.
fn shuffled(sources: &[Source]) -> Vec<&Source> {
    let mut chance = [0; MAX_SOURCES];
    let random = aws_lc_rs::default_provider().secure_random;
    if random.fill(&mut chance).is_err() {
        return sources.iter().collect();
    }
    let mut order: Vec<(u8, &Source)> = chance.into_iter().zip(sources).collect();
    order.sort_by_key(|(chance, _)| *chance);
    order.into_iter().map(|(_, source)| source).collect()
}
