use std::collections::BTreeMap;

use super::phase::{Phase, Scope};
use super::twin::Twin;
use crate::client::{Answer, Client, Unlisted};

/// Every client's answer for every page in every phase.
#[derive(Debug)]
pub struct Report {
    /// What the block was asked to refuse.
    pub scope: Scope,
    /// The installed clients, in the order in which they were named.
    pub rows: Vec<Row>,
    /// The clients that are not available, with the reason.
    pub absent: Vec<(Client, String)>,
    /// The error of `undo`, if it could not take the block back.
    pub undo_error: Option<String>,
    /// Paths of the sealed machine that `undo` did not restore byte for byte.
    pub not_brought_back: Vec<String>,
    /// Paths of the machine itself that changed meanwhile. **The trial must not change any.**
    pub machine_changed: Vec<String>,
}

/// One client's answers.
#[derive(Debug)]
pub struct Row {
    /// The client.
    pub client: Client,
    /// The version that it reports.
    pub version: String,
    /// Its answers, by phase and twin.
    pub sheets: BTreeMap<Phase, BTreeMap<Twin, Answer>>,
    /// Its answers for the good control when it is given that root by an option.
    pub own_controls: BTreeMap<Phase, Answer>,
}

/// Before or after the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The imposed roots are installed.
    Before,
    /// They are still installed, and the block is in force.
    After,
}

/// The meaning of an answer, given its controls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// It trusted the certificate.
    Fooled,
    /// It refused the certificate, with this message.
    Refused(String),
    /// It trusts no root of the stores that the roots were put into.
    ReadsNoStore,
    /// Its answer means nothing, for this reason.
    Unjudged(String),
}

/// Counts over all rows, after the block unless stated otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages whose key the block was told, for clients that read a store.
    pub should_refuse_count: usize,
    /// Those that were trusted before the block.
    pub fooled_before_count: usize,
    /// Those that are trusted after it.
    pub fooled_count: usize,
    /// Clients that trust the re-keyed root, which no block was told.
    pub rekeyed_fooled_count: usize,
    /// Clients that read a store.
    pub reader_count: usize,
    /// Clients that no longer load a page that they should.
    pub harmed_count: usize,
    /// With unlisted roots held to names: clients that load the company's page for a name that
    /// no consent covers.
    pub uncovered_count: usize,
    /// Answers, before or after, that mean nothing.
    pub unjudged_count: usize,
    /// Clients whose answers after the undo differ from those before the block.
    pub not_back_count: usize,
}

impl Row {
    pub(super) fn new(client: Client, version: String) -> Self {
        Self {
            client,
            version,
            sheets: BTreeMap::new(),
            own_controls: BTreeMap::new(),
        }
    }

    /// Returns what its answer means.
    pub fn cell(&self, moment: Moment, twin: Twin) -> Cell {
        let phase = match (moment, twin) {
            (Moment::Before, Twin::Returned) => Phase::Bare,
            (Moment::Before, _) => Phase::Installed,
            (Moment::After, Twin::Returned) => Phase::Returned,
            (Moment::After, _) => Phase::Blocked,
        };
        if let Err(why) = self.control(phase) {
            return Cell::Unjudged(why);
        }
        let bare = self.answer(Phase::Bare, twin);
        if twin != Twin::Returned && bare == Some(&Answer::Loads) {
            return Cell::Unjudged("it trusted the root before it was installed".to_owned());
        }
        match self.answer(phase, twin) {
            Some(Answer::Loads) => Cell::Fooled,
            Some(Answer::Refuses(_)) if self.reads_no_store() => Cell::ReadsNoStore,
            Some(Answer::Refuses(text)) => Cell::Refused(text.clone()),
            Some(Answer::Broken(why)) => Cell::Unjudged(why.clone()),
            None => Cell::Unjudged("not asked".to_owned()),
        }
    }

    /// Returns its answer for the company's page.
    pub fn company(&self, moment: Moment) -> Option<&Answer> {
        self.answer(
            match moment {
                Moment::Before => Phase::Installed,
                Moment::After => Phase::Blocked,
            },
            Twin::Company,
        )
    }

    /// Returns whether it refuses even the company's root, which is installed like all others, but
    /// accepts the same page when it is given that root by an option.
    pub fn reads_no_store(&self) -> bool {
        let refuses = |(_, sheet): (&Phase, &BTreeMap<Twin, Answer>)| {
            matches!(sheet.get(&Twin::Company), Some(Answer::Refuses(_)))
        };
        self.client.own_anchors.is_some() && self.sheets.iter().all(refuses)
    }

    /// Returns whether a page that should go on loading loaded before the block and is refused
    /// after it.
    pub fn is_harmed(&self, scope: Scope) -> bool {
        let is_lost = |twin: &&Twin| {
            let answer = |phase| self.answer(phase, **twin);
            matches!(answer(Phase::Installed), Some(Answer::Loads))
                && [Phase::Blocked, Phase::Returned]
                    .iter()
                    .any(|phase| matches!(answer(*phase), Some(Answer::Refuses(_))))
        };
        let kept: &[Twin] = match (scope, self.client.unlisted) {
            (Scope::Unlisted, Unlisted::Confined) => &[Twin::Company, Twin::Private],
            (Scope::Unlisted, Unlisted::Refused) => &[Twin::Shipped],
            _ => &[Twin::Company],
        };
        kept.iter().any(|twin| is_lost(&twin))
    }

    /// Returns its answer for a page of [`Twin::OF_NAMES`], or for another, after the block.
    pub fn after(&self, twin: Twin) -> Option<&Answer> {
        self.answer(Phase::Blocked, twin)
    }

    /// Returns whether its kinds of answer after the undo are those before the block.
    pub fn is_back(&self) -> bool {
        let kinds = |phase| -> Option<Vec<_>> {
            let sheet = self.sheets.get(&phase)?;
            Some(sheet.values().map(std::mem::discriminant).collect())
        };
        kinds(Phase::Installed) == kinds(Phase::Undone)
    }

    fn answer(&self, phase: Phase, twin: Twin) -> Option<&Answer> {
        self.sheets.get(&phase)?.get(&twin)
    }

    /// Checks that the good page loads and that the page under a root never installed does not.
    fn control(&self, phase: Phase) -> Result<(), String> {
        let shipped = self.answer(phase, Twin::Shipped);
        let is_refused = matches!(self.answer(phase, Twin::Company), Some(Answer::Refuses(_)));
        let good = if self.reads_no_store() {
            self.own_controls.get(&phase)
        } else if is_refused && self.client.unlisted == Unlisted::Refused && shipped.is_some() {
            shipped
        } else {
            self.answer(phase, Twin::Company)
        };
        match good {
            Some(Answer::Loads) => {}
            Some(Answer::Refuses(why)) => {
                return Err(format!("it refuses the good page too: {why}"));
            }
            Some(Answer::Broken(why)) => {
                return Err(format!("it fails at the good page too: {why}"));
            }
            None => return Err("not asked".to_owned()),
        }
        match self.answer(phase, Twin::Never) {
            Some(Answer::Refuses(_)) => Ok(()),
            Some(Answer::Loads) => {
                Err("it takes a page under a root that is not installed".to_owned())
            }
            Some(Answer::Broken(why)) => Err(why.clone()),
            None => Err("not asked".to_owned()),
        }
    }
}

impl Report {
    /// Returns the counts of the closing lines.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            counts.add(row, self.scope);
        }
        counts
    }

    /// Returns 0 if everything that the block was asked to refuse is refused everywhere and
    /// everything came back; 10 if something is still trusted, the company's page is refused, or
    /// something did not come back; otherwise 11 if something could not be judged.
    pub fn exit_code(&self) -> u8 {
        let counts = self.counts();
        let rekeyed = match self.scope {
            Scope::Keys => 0,
            Scope::Unlisted => counts.rekeyed_fooled_count,
        };
        let is_kept = counts.fooled_count == 0
            && rekeyed == 0
            && counts.harmed_count == 0
            && counts.uncovered_count == 0
            && counts.not_back_count == 0
            && self.undo_error.is_none()
            && self.not_brought_back.is_empty()
            && self.machine_changed.is_empty();
        match (is_kept, counts.unjudged_count) {
            (false, _) => 10,
            (true, 0) if !self.rows.is_empty() => 0,
            (true, _) => 11,
        }
    }
}

impl Counts {
    fn add(&mut self, row: &Row, scope: Scope) {
        let before = |twin| row.cell(Moment::Before, twin);
        let after = |twin| row.cell(Moment::After, twin);
        let asked = Twin::BLOCKED.into_iter().chain([Twin::Rekeyed]);
        for cell in asked.flat_map(|twin| [before(twin), after(twin)]) {
            self.unjudged_count += usize::from(matches!(cell, Cell::Unjudged(_)));
        }
        self.not_back_count += usize::from(!row.is_back());
        self.harmed_count += usize::from(row.is_harmed(scope));
        if row.reads_no_store() {
            return;
        }
        self.reader_count += 1;
        for twin in Twin::BLOCKED {
            self.should_refuse_count += 1;
            self.fooled_before_count += usize::from(before(twin) == Cell::Fooled);
            self.fooled_count += usize::from(after(twin) == Cell::Fooled);
        }
        let uncovered = matches!(row.after(Twin::Uncovered), Some(Answer::Loads));
        self.uncovered_count += usize::from(uncovered);
        self.rekeyed_fooled_count += usize::from(after(Twin::Rekeyed) == Cell::Fooled);
    }
}

#[cfg(test)]
mod tests;
