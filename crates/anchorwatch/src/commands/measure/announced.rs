//! What will be sent, to how many, counted before anything is.

use anchorwatch_home::RecordFolder;
use anchorwatch_policy::ReferenceName;
use anchorwatch_probe::Limits;

use super::{
    args::Args,
    document::settings::Settings,
    opt_out::OptOut,
    run_plan::{Asked, RunPlan},
    targets,
};
use crate::commands::check::comparison::CONTROL_NAMES;

/// How many targets are named.
const MOST_NAMED: usize = 10;

/// What a run sends.
#[derive(Debug, Default)]
pub(super) struct Announced {
    pub(super) targets: u64,
    pub(super) hosts: u64,
    pub(super) first: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) control_names: Vec<String>,
    pub(super) most_per_target: u64,
    pub(super) rounds: u64,
    pub(super) every_s: u64,
    pub(super) is_deep: bool,
    pub(super) repeated: u64,
    pub(super) excluded: u64,
    /// How many targets the opt-out lists have; they are no targets then.
    pub(super) opted_out: u64,
    /// Some of those that are excluded or opted out.
    pub(super) first_left_out: Vec<String>,
    /// The opt-out lists that count.
    pub(super) opt_out_files: Vec<String>,
    pub(super) unreadable: u64,
    pub(super) other_tests: u64,
    pub(super) settings: Settings,
}

impl Announced {
    /// What the arguments ask for.
    pub(super) fn of(asked: &Asked, args: &Args) -> anyhow::Result<Self> {
        let lines = asked.list.text.lines();
        let announced = Self {
            names: asked.names.clone(),
            rounds: args.rounds,
            every_s: args.every.as_secs(),
            is_deep: args.deep,
            repeated: asked.list.repeated,
            excluded: asked.list.excluded,
            first_left_out: asked.list.first_excluded.clone(),
            unreadable: asked.unreadable(),
            other_tests: asked.list.other_tests,
            settings: Settings::of(args, Settings::default())?,
            ..Self::default()
        };
        announced.counting(lines.map(str::to_owned))
    }

    /// What a run that has begun goes on with.
    pub(super) fn of_run(plan: &RunPlan, folder: &RecordFolder) -> anyhow::Result<Self> {
        let announced = Self {
            names: plan.document.names.clone(),
            rounds: plan.document.rounds,
            every_s: plan.document.every_s,
            is_deep: plan.document.is_deep,
            unreadable: plan.document.unreadable_lines,
            settings: plan.document.settings.clone(),
            ..Self::default()
        };
        let targets = plan.targets(folder)?;
        let lines = targets.filter_map(Result::ok);
        announced.counting(lines.map(|(_, it)| format!("{}:{}", it.host, it.port)))
    }

    fn counting(mut self, lines: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let opt_out = OptOut::read(self.settings.opt_out.as_deref())?;
        let files = opt_out.files.iter();
        self.opt_out_files = files.map(|it| it.display().to_string()).collect();
        for line in lines {
            let host = targets::parse(&line).map(|it| it.host).unwrap_or_default();
            if opt_out.has_host(&host) {
                self.opted_out += 1;
                if self.first_left_out.len() < MOST_NAMED {
                    self.first_left_out.push(line);
                }
                continue;
            }
            self.targets += 1;
            if ReferenceName::parse(&host).ip().is_none() {
                self.hosts += 1;
            }
            if self.first.len() < MOST_NAMED {
                self.first.push(line);
            }
        }
        let taken = |it: &&str| self.names.iter().any(|name| name.eq_ignore_ascii_case(it));
        let control = CONTROL_NAMES.iter().copied().filter(|it| !taken(it));
        self.control_names = control.map(str::to_owned).collect();
        self.most_per_target = self.per_target();
        Ok(self)
    }

    /// The most connections to one target in one round.
    fn per_target(&self) -> u64 {
        let tried = Limits::default().address_count as u64;
        let controls = self.control_names.len() as u64;
        let more = (1 + controls) * if self.is_deep { 3 } else { 1 };
        match self.names.len() as u64 {
            0 => tried + more,
            names => {
                let further = if self.is_deep { names * more } else { 0 };
                tried - 1 + names + controls.min(1) + further
            }
        }
    }

    /// The most connections in all.
    pub(super) fn most(&self) -> u64 {
        let rounds = self.targets.saturating_mul(self.rounds);
        rounds.saturating_mul(self.most_per_target)
    }
}
