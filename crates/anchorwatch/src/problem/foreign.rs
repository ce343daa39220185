//! Errors of other crates, as remarks.

use anchorwatch_policy::import;
use anchorwatch_refuse::{ApplyError, PlanError};
use anchorwatch_remark::{Remark as _, Told};

use super::list::{Hint, Problem};

/// The remark for an error of another crate, if it has one.
pub(super) fn told(error: &(dyn std::error::Error + 'static)) -> Option<Told> {
    if let Some(error) = error.downcast_ref::<anchorwatch_home::Error>() {
        return told_of_home(error).map(|problem| problem.told());
    }
    if let Some(error) = error.downcast_ref::<PlanError>() {
        if let PlanError::Layout(refusal) = error {
            return Some(refusal.told());
        }
        return told_of_plan(error).map(|problem| problem.told());
    }
    if let Some(error) = error.downcast_ref::<import::Error>() {
        return Some(error.told());
    }
    let error = error.downcast_ref::<ApplyError>()?;
    if let ApplyError::Plan(PlanError::Layout(refusal)) = error {
        return Some(refusal.told());
    }
    told_of_apply(error).map(|problem| problem.told())
}

fn told_of_home(error: &anchorwatch_home::Error) -> Option<Problem> {
    use anchorwatch_home::Error as E;
    Some(match error {
        E::Io { action, path, .. } => Problem::Io {
            action: action.replace(' ', "_"),
            path: path.clone(),
        },
        E::TooLarge { path, max } => Problem::TooLarge {
            path: path.clone(),
            max: *max,
        },
        E::NotARegularFile { path } => Problem::NotARegularFile { path: path.clone() },
        E::NotOurs { path, uid, mode } => Problem::NotOurs {
            path: path.clone(),
            uid: u64::from(*uid),
            mode: format!("{mode:o}"),
        },
        E::Format { path, .. } => Problem::Format { path: path.clone() },
        E::ChangesWhileRead { path } => Problem::ChangesWhileRead { path: path.clone() },
        E::Changed { path, difference } => Problem::Changed {
            path: path.clone(),
            difference: difference.clone(),
        },
        E::Busy { path } => Problem::Busy { path: path.clone() },
        E::ForeignReceipt { id, path } => Problem::ForeignReceipt {
            id: id.clone(),
            path: path.clone(),
        },
        E::StillNeeded { id } => Problem::StillNeeded { id: id.clone() },
        E::NoSuchReceipt { id } => Problem::NoSuchReceipt { id: id.clone() },
        _ => return None,
    })
}

fn told_of_plan(error: &PlanError) -> Option<Problem> {
    Some(match error {
        PlanError::NoSystemStore { bundle } => Problem::NoSystemStore {
            path: bundle.clone(),
        },
        PlanError::ManagedElsewhere { bundle } => Problem::ManagedElsewhere {
            path: bundle.clone(),
        },
        PlanError::StillThere { path } => Problem::StillThere { path: path.clone() },
        PlanError::NoList { list } => Problem::NoList { path: list.clone() },
        PlanError::NotBlocked { list } => Problem::NotBlocked { path: list.clone() },
        PlanError::NoRecords { why } => Problem::NoRecords { why: why.clone() },
        PlanError::Conflicts { conflicts } => Problem::Conflicts {
            count: conflicts.len() as u64,
            conflicts: conflicts.clone(),
        },
        PlanError::Home(inner) => return told_of_home(inner),
        _ => return None,
    })
}

fn told_of_apply(error: &ApplyError) -> Option<Problem> {
    Some(match error {
        ApplyError::AsUser { path, uid, why } => Problem::AsUser {
            path: path.clone(),
            uid: u64::from(*uid),
            why: why.clone(),
        },
        ApplyError::Database { path, why } => Problem::Database {
            path: path.clone(),
            why: why.clone(),
        },
        ApplyError::NotAllMade { receipt, failures } => Problem::NotAllMade {
            receipt: receipt.to_string(),
            count: failures.len() as u64,
            failures: failures.clone(),
        },
        ApplyError::NotAllTakenBack { failures } => Problem::NotAllTakenBack {
            count: failures.len() as u64,
            failures: failures.clone(),
        },
        ApplyError::NotWatched { receipt, why } => Problem::NotWatched {
            receipt: receipt.to_string(),
            why: why.clone(),
        },
        ApplyError::StillWatched { why } => Problem::StillWatched { why: why.clone() },
        ApplyError::Rebuild { why } => Problem::Rebuild { why: why.clone() },
        ApplyError::Plan(inner) => return told_of_plan(inner),
        ApplyError::Home(inner) => return told_of_home(inner),
        _ => return None,
    })
}

/// The hint for it, if there is one.
pub(super) fn hint(error: &(dyn std::error::Error + 'static)) -> Option<Hint> {
    if let Some(error) = error.downcast_ref::<PlanError>() {
        return hint_of_plan(error);
    }
    if let Some(error) = error.downcast_ref::<ApplyError>() {
        return hint_of_apply(error);
    }
    error
        .downcast_ref::<anchorwatch_home::Error>()
        .and_then(hint_of_home)
}

fn hint_of_plan(error: &PlanError) -> Option<Hint> {
    Some(match error {
        PlanError::NoSystemStore { .. } => Hint::OnlyDebian,
        PlanError::Layout(_) => Hint::UseOwnTool,
        PlanError::ManagedElsewhere { .. } => Hint::RefuseThere,
        PlanError::StillThere { .. } => Hint::LookAtFile,
        PlanError::NoList { .. } => Hint::BlockOrUndo,
        PlanError::NotBlocked { .. } => Hint::SeeBlock,
        PlanError::NoRecords { .. } => Hint::RepairRecords,
        PlanError::Conflicts { .. } => Hint::UndoLaterFirst,
        PlanError::Home(inner) => return hint_of_home(inner),
        _ => return None,
    })
}

fn hint_of_apply(error: &ApplyError) -> Option<Hint> {
    Some(match error {
        ApplyError::NotAllMade { .. } => Hint::CloseAndRepeat,
        ApplyError::NotAllTakenBack { .. } => Hint::CloseAndUndo,
        ApplyError::NotWatched { .. } => Hint::StartWatch,
        ApplyError::StillWatched { .. } => Hint::StopWatch,
        ApplyError::Rebuild { .. } => Hint::RunUpdate,
        ApplyError::AsUser { .. } | ApplyError::Database { .. } => Hint::CloseAndRepeat,
        ApplyError::Plan(inner) => return hint_of_plan(inner),
        ApplyError::Home(inner) => return hint_of_home(inner),
        _ => return None,
    })
}

fn hint_of_home(error: &anchorwatch_home::Error) -> Option<Hint> {
    use anchorwatch_home::Error as E;
    Some(match error {
        E::Busy { .. } => Hint::WaitForOther,
        E::NotOurs { .. } => Hint::OwnIt,
        E::Changed { .. } => Hint::PlanAgain,
        E::Format { .. } => Hint::RestoreFile,
        E::StillNeeded { .. } => Hint::UndoFirst,
        E::NoSuchReceipt { .. } => Hint::UndoWithoutReceipt,
        E::ForeignReceipt { .. } => Hint::MoveReceipt,
        E::TooLarge { .. } | E::NotARegularFile { .. } => Hint::NameAnother,
        E::Io { .. } if error.is_not_found() => Hint::CheckPath,
        E::Io { .. } if error.is_permission() => Hint::BeRoot,
        E::Io { .. } => Hint::CheckDisk,
        _ => return None,
    })
}
