//! How a run measures: how fast, how patiently, and by which roots it judges.

use std::path::{self, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    args::Roots,
    commands::measure::args::{Args, CONCURRENCY, GIVE_UP, PAUSE, RATE, TIMEOUT},
};

/// What a resumed run takes over, except for what is given again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::commands::measure) struct Settings {
    pub(in crate::commands::measure) rate_per_s: u64,
    pub(in crate::commands::measure) concurrency: u64,
    pub(in crate::commands::measure) pause_ms: u64,
    pub(in crate::commands::measure) timeout_s: u64,
    /// After how many failures in a row an address is left alone. Earlier versions had no such limit.
    #[serde(default = "usual_give_up")]
    pub(in crate::commands::measure) give_up: u64,
    /// The opt-out list that was given, with its whole path.
    pub(in crate::commands::measure) opt_out: Option<PathBuf>,
    /// The file of the public roots, with its whole path; `None`: those that are built in.
    public: Option<PathBuf>,
    /// The file of the local roots, with its whole path; `None`: those of the machine.
    local: Option<PathBuf>,
}

const fn usual_give_up() -> u64 {
    5
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rate_per_s: 50,
            concurrency: 200,
            pause_ms: 500,
            timeout_s: 10,
            give_up: usual_give_up(),
            opt_out: None,
            public: None,
            local: None,
        }
    }
}

impl Settings {
    /// What the arguments give; otherwise what the run had.
    ///
    /// # Errors
    /// The current folder is gone, so that a path has no beginning.
    pub(in crate::commands::measure) fn of(args: &Args, had: Self) -> std::io::Result<Self> {
        let whole = |given: &Option<PathBuf>, had: Option<PathBuf>| match given {
            Some(given) => path::absolute(given).map(Some),
            None => Ok(had),
        };
        let limits = &args.limits;
        Ok(Self {
            rate_per_s: limits.rate.unwrap_or(had.rate_per_s),
            concurrency: limits.concurrency.unwrap_or(had.concurrency),
            pause_ms: limits.pause.unwrap_or(had.pause_ms),
            timeout_s: limits.timeout.unwrap_or(had.timeout_s),
            give_up: limits.give_up.unwrap_or(had.give_up),
            opt_out: whole(&args.opt_out, had.opt_out)?,
            public: whole(&args.roots.public, had.public)?,
            local: whole(&args.roots.local, had.local)?,
        })
    }

    /// The files of the roots.
    pub(in crate::commands::measure) fn roots(&self) -> Roots {
        Roots {
            public: self.public.clone(),
            local: self.local.clone(),
        }
    }

    /// Whether the arguments could have asked for it.
    pub(super) fn is_within_limits(&self) -> bool {
        RATE.contains(&self.rate_per_s)
            && CONCURRENCY.contains(&self.concurrency)
            && PAUSE.contains(&self.pause_ms)
            && GIVE_UP.contains(&self.give_up)
            && TIMEOUT.contains(&self.timeout_s)
    }
}
