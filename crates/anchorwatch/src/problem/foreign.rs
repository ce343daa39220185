//! Errors of other crates, as remarks.

use anchorwatch_carrier::CarrierProblem;
use anchorwatch_evidence::{BundleProblem, FormatError, import::ImportError};
use anchorwatch_home::ContentProblem;
use anchorwatch_identity::{
    certificate, certificate_file, pem,
    problem::{CertificateFileProblem, CertificateProblem, ContainerProblem},
};
use anchorwatch_list::{ListProblem, PublishersProblem, StateProblem};
use anchorwatch_note::{KeyProblem, NoteProblem};
use anchorwatch_policy::{consent::ConsentError, import};
use anchorwatch_publisher::{
    ItemProblem, LogProblem, PrepareProblem, ProposalProblem, PublishProblem, SignProblem,
};
use anchorwatch_refuse::{ApplyError, PlanError};
use anchorwatch_remark::{Remark as _, Told};
use anchorwatch_transparency::CheckpointProblem;

use super::list::Hint;

/// The remark for an error of another crate, if it has one.
pub(super) fn told(error: &(dyn std::error::Error + 'static)) -> Option<Told> {
    if let Some(error) = error.downcast_ref::<anchorwatch_home::Error>() {
        return Some(error.problem().told());
    }
    if let Some(error) = error.downcast_ref::<PlanError>() {
        return Some(told_of_plan(error));
    }
    if let Some(error) = error.downcast_ref::<import::Error>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<ApplyError>() {
        return Some(told_of_apply(error));
    }
    if let Some(error) = error.downcast_ref::<ConsentError>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<FormatError>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<ImportError>() {
        return Some(error.told());
    }
    if let Some(told) = told_of_list(error) {
        return Some(told);
    }
    if let Some(told) = told_of_signature(error) {
        return Some(told);
    }
    ContentProblem::told_of(error).or_else(|| with_causes(error))
}

fn told_of_list(error: &(dyn std::error::Error + 'static)) -> Option<Told> {
    if let Some(error) = error.downcast_ref::<CarrierProblem>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<PublishersProblem>() {
        return Some(error.told());
    }
    if let Some(told) = told_of_publisher(error) {
        return Some(told);
    }
    Some(error.downcast_ref::<StateProblem>()?.told())
}

fn told_of_publisher(error: &(dyn std::error::Error + 'static)) -> Option<Told> {
    if let Some(error) = error.downcast_ref::<ItemProblem>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<ProposalProblem>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<PrepareProblem>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<SignProblem>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<ListProblem>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<LogProblem>() {
        return Some(error.told());
    }
    Some(error.downcast_ref::<PublishProblem>()?.told())
}

fn told_of_signature(error: &(dyn std::error::Error + 'static)) -> Option<Told> {
    if let Some(error) = error.downcast_ref::<NoteProblem>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<CheckpointProblem>() {
        return Some(error.told());
    }
    if let Some(error) = error.downcast_ref::<KeyProblem>() {
        return Some(error.told());
    }
    Some(error.downcast_ref::<BundleProblem>()?.told())
}

/// The remark for an error of a certificate, a file of certificates or an image. It names its
/// causes itself.
pub(super) fn with_causes(error: &(dyn std::error::Error + 'static)) -> Option<Told> {
    if let Some(error) = error.downcast_ref::<anchorwatch_image::Error>() {
        return Some(error.problem().told());
    }
    if let Some(error) = error.downcast_ref::<certificate_file::Error>() {
        return Some(CertificateFileProblem::from(error).told());
    }
    if let Some(error) = error.downcast_ref::<pem::Error>() {
        return Some(CertificateFileProblem::from(error).told());
    }
    if let Some(error) = error.downcast_ref::<certificate_file::ContainerError>() {
        return Some(ContainerProblem::from(error).told());
    }
    let error = error.downcast_ref::<certificate::Error>()?;
    Some(CertificateProblem::from(error).told())
}

fn told_of_apply(error: &ApplyError) -> Told {
    match error {
        ApplyError::Home(home) => home.problem().told(),
        ApplyError::Plan(plan) => told_of_plan(plan),
        _ => error.told(),
    }
}

fn told_of_plan(error: &PlanError) -> Told {
    match error {
        PlanError::Home(home) => home.problem().told(),
        _ => error.told(),
    }
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
        E::Changed { .. } | E::OtherRun { .. } => Hint::PlanAgain,
        E::Format { .. } => Hint::RestoreFile,
        E::StillNeeded { .. } => Hint::UndoFirst,
        E::NoSuchReceipt { .. } => Hint::UndoWithoutReceipt,
        E::ForeignReceipt { .. } => Hint::MoveReceipt,
        E::OriginalLost { .. } => Hint::RestoreOriginal,
        E::ReceiptTooLarge { .. } => Hint::RemoveByHand,
        E::TooLarge { .. } | E::NotARegularFile { .. } => Hint::NameAnother,
        E::Io { .. } if error.is_not_found() => Hint::CheckPath,
        E::Io { .. } if error.is_permission() => Hint::BeRoot,
        E::Io { .. } => Hint::CheckDisk,
        _ => return None,
    })
}
