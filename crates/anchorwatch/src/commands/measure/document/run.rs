//! `anchorwatch.run/1`: what a run measures, and from where.

use super::settings::Settings;
use serde::{Deserialize, Serialize};

use crate::{
    commands::measure::{
        args::{Args, MAX_ROUNDS, MAX_SECONDS, parse_vantage},
        targets::{self, MAX_NAMES},
    },
    input,
};

const RUN_SCHEMA: &str = "anchorwatch.run/1";

/// What a run measures, and from where. Keys that this version does not know are ignored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::commands::measure) struct RunDocument {
    schema: String,
    software: String,
    begun_at: String,
    vantage: Option<String>,
    probe_asn: Option<String>,
    probe_cc: Option<String>,
    /// How many targets `targets.txt` has.
    pub(in crate::commands::measure) targets: u64,
    pub(in crate::commands::measure) targets_sha256: String,
    /// The names that are sent to each; if empty, its own.
    pub(in crate::commands::measure) names: Vec<String>,
    pub(in crate::commands::measure) exclude_sha256: String,
    pub(in crate::commands::measure) is_deep: bool,
    /// Whether the evidence is only recorded. Earlier versions judged all.
    #[serde(default)]
    pub(in crate::commands::measure) is_judged_later: bool,
    pub(in crate::commands::measure) rounds: u64,
    pub(in crate::commands::measure) every_s: u64,
    /// How many lines of the lists could not be read: what they ask for is not measured.
    #[serde(default)]
    pub(in crate::commands::measure) unreadable_lines: u64,
    #[serde(default)]
    pub(in crate::commands::measure) settings: Settings,
}

impl RunDocument {
    /// `hashes` are those of the lists of targets and of exclusions; `unreadable` is how many of
    /// their lines are.
    pub(in crate::commands::measure) fn of(
        args: &Args,
        targets: u64,
        names: &[String],
        hashes: (String, String),
        unreadable: u64,
        settings: Settings,
    ) -> Self {
        let (targets_sha256, exclude_sha256) = hashes;
        let vantage = args.vantage.clone();
        Self {
            schema: RUN_SCHEMA.to_owned(),
            software: concat!("anchorwatch ", env!("CARGO_PKG_VERSION")).to_owned(),
            begun_at: input::now().to_string(),
            vantage: vantage.vantage,
            probe_asn: vantage.probe_asn,
            probe_cc: vantage.probe_cc,
            targets,
            targets_sha256,
            names: names.to_vec(),
            exclude_sha256,
            is_deep: args.deep,
            is_judged_later: args.judge_later,
            rounds: args.rounds,
            every_s: args.every.as_secs(),
            unreadable_lines: unreadable,
            settings,
        }
    }

    pub(in crate::commands::measure) fn encode(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec_pretty(self)
    }

    /// `None` if it is not such a document, or one that measures nothing.
    pub(in crate::commands::measure) fn decode(content: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(content).ok()?;
        let is_one = read.schema == RUN_SCHEMA && read.targets > 0 && read.rounds > 0;
        (is_one && read.is_within_limits()).then_some(read)
    }

    /// Whether the arguments could have asked for it. Somebody else may have written the file.
    fn is_within_limits(&self) -> bool {
        let label = self.vantage.as_ref();
        let is_label = |it: &String| parse_vantage(it).is_ok_and(|read| read == *it);
        self.rounds <= MAX_ROUNDS
            && self.every_s <= MAX_SECONDS
            && self.names.len() <= MAX_NAMES
            && targets::names(self.names.join("\n").as_bytes()).0 == self.names
            && self.settings.is_within_limits()
            && label.is_none_or(is_label)
    }

    /// Whether two documents ask for the same; they may begin at different times.
    pub(in crate::commands::measure) fn asks_the_same(&self, other: &Self) -> bool {
        let asked = |it: &Self| {
            let vantage = (
                it.vantage.clone(),
                it.probe_asn.clone(),
                it.probe_cc.clone(),
            );
            let lists = (
                it.targets_sha256.clone(),
                it.names.clone(),
                it.exclude_sha256.clone(),
            );
            let how = (it.is_deep, it.is_judged_later);
            (vantage, lists, how, it.rounds, it.every_s)
        };
        asked(self) == asked(other)
    }
}
