//! `list update`: gets the newest signed lists, and says what changed.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorwatch_carrier::{
    CarrierProblem, Limits, Options, Proxy, RefusedTls, Source, Update, Validators, Visit,
};
use anchorwatch_evidence::{Evidence, Measurement};
use anchorwatch_home::{BlockList, Configuration, ListFiles, Tree, paths};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{
    BundleProblem, Freshness, ListHash, ListState, MAX_PUBLISHERS_BYTES, Publishers, Role,
    RotationProblem, UpdateProblem,
};
use anchorwatch_policy::{DistrustEntry, DistrustSet};
use anchorwatch_remark::Told;
use anchorwatch_verify::{Anchors, Policy, rustls::Verifier};

use super::args;
use crate::{
    commands::{Presentation, or_failure, refilter},
    exit::Exit,
    input, output,
    problem::{Hint, Hinted, Problem},
};

mod document;
mod text;

/// What an update led to.
pub(crate) struct Updated {
    pub(crate) root: String,
    pub(crate) is_dry_run: bool,
    pub(crate) in_stores: InStores,
    pub(crate) now: UnixSeconds,
    pub(crate) state: ListState,
    pub(crate) visits: Vec<Visit>,
    pub(crate) changes: Vec<Changed>,
    /// Whether other lists or publishers are held than before.
    pub(crate) is_news: bool,
}

/// Whether the stores of the tree refuse what is on the lists.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum InStores {
    /// Nobody asked: the hourly run of a block sees to it.
    NotAsked,
    /// Nothing is blocked here.
    NotBlocked,
    /// They do, except for this.
    Refused(Vec<Told>),
    /// It is not known: they could not be changed.
    Failed,
}

impl InStores {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::NotBlocked => "not_blocked",
            Self::Refused(_) => "refused",
            Self::Failed => "failed",
        }
    }

    /// What could not be read, or stays trusted.
    pub(crate) fn left(&self) -> &[Told] {
        match self {
            Self::Refused(left) => left,
            Self::NotAsked | Self::NotBlocked | Self::Failed => &[],
        }
    }
}

/// A change of what is refused.
pub(crate) struct Changed {
    pub(crate) change: Change,
    pub(crate) entry: DistrustEntry,
}

anchorwatch_remark::closed_list! {
    /// How an entry changed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) enum Change {
        /// It refuses something now.
        Added,
        /// It refuses nothing more.
        Removed,
    }
}

impl Change {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

pub(super) fn run(args: &args::ListUpdate, how: &Presentation) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let sources = match &args.from[..] {
        [] => sources(&of_settings(&tree)?)?,
        given => sources(given)?,
    };
    let proxy = args.proxy.as_deref().map(proxy).transpose()?;
    if let Some(path) = &args.evidence
        && path.symlink_metadata().is_ok()
    {
        let path = path.clone();
        return Err(Hinted::new(&Problem::ExistsAlready { path }, &Hint::NameNewFile).into());
    }
    let files = ListFiles::new(&tree);
    let now = input::now();
    let kept = files.state()?;
    let held = held(kept.as_deref(), &tree)?;
    let start = start(held.clone(), args.publishers.as_deref(), now)?;
    let validators = Validators::decode(&files.validators());
    let update = ask(&start, &sources, &validators, proxy, now)?;
    let octets = update.state.encode();
    if !args.dry_run {
        files.replace(kept.as_deref(), &octets, &update.validators.encode())?;
    }
    let Update { state, visits, .. } = update;
    let before = held.as_ref().map(|it| it.entries(now)).unwrap_or_default();
    // A machine that had nothing begins with the publishers that it was given.
    let was = held
        .as_ref()
        .map_or_else(|| (shown(&start).0, None, None), shown);
    let mut updated = Updated {
        root: args.root.display().to_string(),
        is_dry_run: args.dry_run,
        in_stores: InStores::NotAsked,
        changes: changes(before, state.entries(now)),
        is_news: shown(&state) != was,
        now,
        state,
        visits,
    };
    if let Some(path) = &args.evidence {
        write_evidence(path, &updated)?;
    }
    // What the network did is said even if this fails.
    let failure = match in_stores(&tree, args.apply) {
        Ok(in_stores) => {
            updated.in_stores = in_stores;
            None
        }
        Err(why) => {
            updated.in_stores = InStores::Failed;
            Some(why)
        }
    };
    let document = document::Document::of(&updated);
    output::answer(how.format, || text::render(&updated, &how.words), &document)?;
    or_failure(updated.exit(), failure, how)
}

/// What a state holds: the epoch of the publishers, and the lists.
fn shown(state: &ListState) -> (u64, Option<ListHash>, Option<ListHash>) {
    let hash = |role| state.held(role).map(|it| it.hash());
    let epoch = state.publishers().epoch();
    (epoch, hash(Role::Approved), hash(Role::Quick))
}

/// The sources that the owner of the tree set.
fn of_settings(tree: &Tree) -> anyhow::Result<Vec<String>> {
    let sources = Configuration::read(tree)?.list_sources;
    if sources.is_empty() {
        let problem = Hinted::new(&Problem::NoListSource, &Hint::GiveSource);
        return Err(problem.misused().into());
    }
    Ok(sources)
}

/// Has the stores follow, as the hourly run of a block does.
fn in_stores(tree: &Tree, is_asked: bool) -> anyhow::Result<InStores> {
    if !is_asked {
        return Ok(InStores::NotAsked);
    }
    if BlockList::read(tree)?.is_empty() {
        return Ok(InStores::NotBlocked);
    }
    Ok(InStores::Refused(refilter::everywhere(tree, |_| {})?))
}

fn sources(texts: &[String]) -> anyhow::Result<Vec<Source>> {
    let parsed = texts.iter().map(|text| {
        Source::parse(text).map_err(|why| {
            let source = text.clone();
            Hinted::new(&Problem::SourceUnusable { source }, &Hint::GiveSource)
                .because(why)
                .misused()
                .into()
        })
    });
    parsed.collect()
}

/// What was remembered before. To start anew where it cannot be read would forget which lists are
/// old.
fn held(kept: Option<&[u8]>, tree: &Tree) -> anyhow::Result<Option<ListState>> {
    let state = kept.map(ListState::decode).transpose();
    state.map_err(|why| {
        let path = tree.display_path(paths::LIST_STATE.as_ref());
        Hinted::new(&Problem::ListStateUnreadable { path }, &Hint::RestoreState)
            .because(why)
            .into()
    })
}

/// The state from which to go on, with the publishers that the user gave.
fn start(
    held: Option<ListState>,
    publishers: Option<&Path>,
    now: UnixSeconds,
) -> anyhow::Result<ListState> {
    let Some(path) = publishers else {
        let missing = || Hinted::new(&Problem::NoPublishers, &Hint::GivePublishers).into();
        return held.ok_or_else(missing);
    };
    let given = given(path)?;
    let Some(held) = held else {
        return Ok(ListState::new(given));
    };
    let next = held.adopt(&given, now);
    if *next.publishers() != given {
        let path = path.to_owned();
        let problem = Problem::PublishersNotTaken { path };
        return Err(Hinted::new(&problem, &Hint::GetPublishers).into());
    }
    Ok(next)
}

fn given(path: &Path) -> anyhow::Result<Publishers> {
    let text = input::file(path, MAX_PUBLISHERS_BYTES as u64)?;
    let set = Publishers::parse(&String::from_utf8_lossy(&text));
    set.map_err(|why| {
        let path: PathBuf = path.to_owned();
        Hinted::new(&Problem::PublishersUnusable { path }, &Hint::GetPublishers)
            .because(why)
            .into()
    })
}

fn ask(
    state: &ListState,
    sources: &[Source],
    validators: &Validators,
    proxy: Option<Proxy>,
    now: UnixSeconds,
) -> anyhow::Result<Update> {
    let options = options(proxy, now);
    let update = anchorwatch_carrier::update(state, sources, validators, &options);
    update.map_err(|why| {
        let source = sources.len().to_string();
        Hinted::new(&Problem::SourceUnusable { source }, &Hint::GiveSource)
            .because(why)
            .misused()
            .into()
    })
}

/// How servers are asked whose answers authenticate themselves.
pub(super) fn options(proxy: Option<Proxy>, now: UnixSeconds) -> Options<'static> {
    // No root of this machine vouches for a mirror: they are what the lists are about.
    let (anchors, _) = Anchors::bundled_and(&[]);
    let policy = Policy::new(anchors, DistrustSet::built_in());
    Options {
        verifier: Arc::new(Verifier::new(policy)),
        clock: now,
        limits: Limits::default(),
        proxy,
        plain_port: None,
        addresses: &[],
    }
}

fn proxy(text: &str) -> anyhow::Result<Proxy> {
    Proxy::parse(text).map_err(|why| {
        let proxy = text.to_owned();
        Hinted::new(&Problem::ProxyUnusable { proxy }, &Hint::GiveProxy)
            .because(why)
            .misused()
            .into()
    })
}

/// What refuses more or less than before. An entry is known by its identifier on the list.
fn changes(before: Vec<DistrustEntry>, after: Vec<DistrustEntry>) -> Vec<Changed> {
    let by_name = |entries: Vec<DistrustEntry>| -> BTreeMap<String, DistrustEntry> {
        let named = entries.into_iter();
        named.map(|it| (it.source.to_string(), it)).collect()
    };
    let (before, after) = (by_name(before), by_name(after));
    let missing = |change, these: &BTreeMap<String, DistrustEntry>, from: &BTreeMap<_, _>| {
        let missing = these.iter().filter(|(name, _)| !from.contains_key(*name));
        let changed = missing.map(|(_, entry)| Changed {
            change,
            entry: entry.clone(),
        });
        changed.collect::<Vec<_>>()
    };
    let mut changes = missing(Change::Added, &after, &before);
    changes.extend(missing(Change::Removed, &before, &after));
    changes
}

impl Updated {
    /// The chains that were refused.
    pub(crate) fn refused(&self) -> impl Iterator<Item = &RefusedTls> {
        self.visits.iter().flat_map(|it| &it.refused)
    }

    /// Whether a source shows something else than another one, or than was shown before.
    pub(crate) fn is_equivocation(&self) -> bool {
        self.visits
            .iter()
            .any(|it| it.problem.as_ref().is_some_and(is_fork))
    }

    pub(crate) fn freshness(&self) -> Freshness {
        self.state.freshness(self.now)
    }

    fn exit(&self) -> Exit {
        let answered = self
            .visits
            .iter()
            .any(|it| it.problem.is_none() || it.is_news);
        let would_change = self.is_dry_run && self.is_news;
        if self.is_equivocation() || self.refused().next().is_some() {
            Exit::Finding
        } else if !answered {
            Exit::CouldNotAsk
        } else if !matches!(
            self.freshness(),
            Freshness::Current | Freshness::Ageing { .. }
        ) || !self.in_stores.left().is_empty()
        {
            Exit::Inconclusive
        } else if would_change {
            Exit::WouldChange
        } else {
            Exit::NothingFound
        }
    }
}

/// Two lists of one number, or two trees of one log. A source that is only behind does not count.
const fn is_fork(problem: &CarrierProblem) -> bool {
    use anchorwatch_transparency::LogProofProblem as Log;
    match problem {
        CarrierProblem::Update { why }
        | CarrierProblem::Bundle {
            why: BundleProblem::Update { why },
        } => matches!(
            why,
            UpdateProblem::Forked { .. }
                | UpdateProblem::Log {
                    why: Log::Forked { .. }
                }
        ),
        CarrierProblem::Set { why } => matches!(
            why,
            RotationProblem::Log {
                why: Log::Forked { .. }
            }
        ),
        _ => false,
    }
}

/// Writes the refused chains, if there are any. The machine's own roots are not read for it.
fn write_evidence(path: &Path, updated: &Updated) -> anyhow::Result<()> {
    let refused = updated.refused();
    let measurements: Vec<Measurement> = refused
        .map(|it| it.measurement("not read by list update"))
        .collect();
    if measurements.is_empty() {
        return Ok(());
    }
    let software = concat!("anchorwatch ", env!("CARGO_PKG_VERSION")).to_owned();
    let evidence = Evidence {
        software,
        measurements,
    };
    Ok(anchorwatch_home::write_new_file(path, &evidence.encode())?)
}
