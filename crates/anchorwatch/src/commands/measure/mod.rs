//! `measure`: the same question for many targets, once or over time.

use std::{cell::RefCell, rc::Rc, sync::Arc, time::Duration};

use anchorwatch_home::RecordFolder;
use anchorwatch_note::SigningKey;
use anchorwatch_policy::DistrustSet;
use anchorwatch_probe::Courtesy;
use anchorwatch_verdict::Memo;
use anyhow::Context as _;

use crate::{
    commands::{Command, Presentation, check::measuring::Roots, or_failure},
    exit::Exit,
    output,
    problem::{Hint, Hinted, Problem},
};

mod announced;
mod args;
mod document;
mod engine;
mod exclusion;
mod lines;
mod ooni_run;
mod open_files;
mod opt_out;
mod progress;
mod run_plan;
mod signing;
mod store;
mod tally;
mod targets;
mod text;
mod visitor;

use announced::Announced;
pub(crate) use args::Args;
use document::{run::RunDocument, settings::Settings};
use engine::Engine;
use opt_out::OptOut;
use run_plan::{Asked, RunPlan};
use signing::{Began, Signed};
use store::{Done, Numbers, Store};
use tally::Tally;
use visitor::Visitor;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let key = self.sign.key()?;
        if let Some(path) = &self.resume {
            let folder = RecordFolder::open(path)?;
            let mut plan = RunPlan::of(&folder)?;
            let had = plan.document.settings.clone();
            plan.document.settings = Settings::of(self, had)?;
            let announced = Announced::of_run(&plan, &folder)?;
            return match self.dry_run {
                true => answer_plan(&announced, how),
                false => measure(&folder, plan, &announced, key.as_ref(), how),
            };
        }
        let asked = Asked::read(self)?;
        let lists = [
            (&self.targets, &asked.list.bad),
            (&self.names, &asked.bad_names),
        ];
        for (path, bad) in lists {
            if let Some(path) = path {
                output::to_stderr(&text::bad_lines(path, bad, &how.words));
            }
        }
        let announced = Announced::of(&asked, self)?;
        if self.dry_run {
            return answer_plan(&announced, how);
        }
        let out = self.out.clone().unwrap_or_default();
        let folder = RecordFolder::open_or_make(&out)?;
        let plan = RunPlan::begin(&folder, asked, self)?;
        measure(&folder, plan, &announced, key.as_ref(), how)
    }
}

fn answer_plan(announced: &Announced, how: &Presentation) -> anyhow::Result<Exit> {
    let document = document::plan::PlanDocument::of(announced);
    let page = || text::announcement(announced, &how.words);
    output::answer(how.format, page, &document)?;
    Ok(Exit::NothingFound)
}

/// Measures what is missing. Nothing is sent before it is said what will be.
fn measure(
    folder: &RecordFolder,
    plan: RunPlan,
    announced: &Announced,
    key: Option<&SigningKey>,
    how: &Presentation,
) -> anyhow::Result<Exit> {
    let settings = announced.settings.clone();
    let concurrency = settings.concurrency;
    open_files::allow(concurrency)
        .map_err(|most| Hinted::new(&Problem::TooFewOpenFiles { most }, &Hint::FewerAtATime))?;
    let numbers = Numbers {
        per_visit: plan.per_visit(),
        targets: plan.document.targets,
        rounds: plan.document.rounds,
    };
    let began = key.map(|key| Began::of(folder, key, numbers)).transpose()?;
    let distrust = Arc::new(DistrustSet::built_in());
    let runtime = runtime()?;
    let courtesy = {
        let _entered = runtime.enter();
        courtesy(&settings)
    };
    let mut tally = Tally::default();
    let judging = (!plan.document.is_judged_later).then_some(&distrust);
    let (mut store, done) = recall(folder, numbers, &mut tally, judging, &courtesy)?;
    if began.as_ref().is_some_and(|it| it.is_signed) {
        store.begin_anew()?;
    }
    let document = plan.document.clone();
    let visitor = Visitor {
        plan,
        roots: Roots::read(&settings.roots(), None)?,
        distrust,
        courtesy,
        opt_out: RefCell::new(Rc::new(OptOut::default())),
        step: Duration::from_secs(settings.timeout_s),
    };
    output::to_stderr(&text::announcement(announced, &how.words));
    let mut engine = Engine {
        visitor: Rc::new(visitor),
        folder,
        store,
        numbers,
        tally,
        lost: 0,
        concurrency: usize::try_from(concurrency).unwrap_or(1),
        words: &how.words,
    };
    let outcome = runtime.block_on(engine.run(done));
    // Look-ups that are still waiting have nobody to answer any more.
    runtime.shutdown_background();
    outcome?;
    let Engine {
        tally, lost, store, ..
    } = engine;
    let (signed, failure) = signing::end(folder, began, store.into_completed());
    let ended = Ended {
        folder: folder.path().display().to_string(),
        run: document,
        tally,
        lost,
        signed,
    };
    or_failure(ended.answer(how)?, failure, how)
}

/// Opens the evidence to go on with it: what it says counts, and its failures too. It is judged by
/// `distrust`; `None`: later.
fn recall<'a>(
    folder: &'a RecordFolder,
    numbers: Numbers,
    tally: &mut Tally,
    distrust: Option<&Arc<DistrustSet>>,
    courtesy: &Courtesy,
) -> anyhow::Result<(Store<'a>, Done)> {
    let mut memo = distrust.map(|it| Memo::new(Arc::clone(it)));
    let mut newest = None;
    Store::open(folder, numbers, |round, visit| {
        if newest.replace(round).is_some_and(|it| it != round) {
            courtesy.begin_round();
        }
        courtesy.recall(visit.iter().map(|(_, measurement)| measurement));
        for (_, measurement) in visit {
            let verdict = memo.as_mut().map(|memo| memo.judge(measurement));
            tally.add(measurement, verdict.as_deref());
        }
    })
}

fn courtesy(settings: &Settings) -> Courtesy {
    let interval = Duration::from_secs(1) / u32::try_from(settings.rate_per_s).unwrap_or(1);
    let give_up_after = u32::try_from(settings.give_up).unwrap_or(u32::MAX);
    let pause = Duration::from_millis(settings.pause_ms);
    Courtesy::new(pause, interval, give_up_after)
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(MAX_LOOK_UPS)
        .build()
        .context(Problem::NetworkNotStarted)
}

/// A run that has ended.
struct Ended {
    folder: String,
    run: RunDocument,
    tally: Tally,
    /// How many visits were not recorded.
    lost: u64,
    signed: Signed,
}

impl Ended {
    fn answer(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let page = || text::answer(self, &how.words);
        output::answer(how.format, page, &document::Document::of(self))?;
        let is_whole =
            self.lost == 0 && self.run.unreadable_lines == 0 && self.signed.left_out().is_empty();
        Ok(self.tally.exit(is_whole))
    }
}

/// How many names are looked up at a time: each takes a thread.
const MAX_LOOK_UPS: usize = 32;
