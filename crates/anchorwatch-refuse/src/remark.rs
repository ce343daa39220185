//! Every list of remarks of this crate, and remarks inside other remarks.
//!
//! A mechanism declares its list beside itself. The row here lets a worker's answer carry it
//! and puts its codes into the reference.

use anchorwatch_machine::{
    self as machine,
    format::{Error, RemarkDocument},
};
use anchorwatch_remark::{Fact, List, Remark as _, Told, Value};

use crate::{
    apply_error::ApplyProblem,
    block::remark::BlockRemark,
    chromium::remark::ChromiumRemark,
    confine::ConfineRemark,
    consent::ConsentRemark,
    consequence::Consequence,
    debian::remark::DebianRemark,
    item_view::{ItemChange, ItemValue},
    java::remark::JavaRemark,
    mozilla::remark::MozillaRemark,
    name_list::Name,
    nss::remark::{DatabaseProblem, NssRemark},
    openssl::remark::OpensslRemark,
    pem_filter::FilterRemark,
    plan_error::{LayoutRefusal, PlanProblem},
    privsep::WorkerRemark,
    residual_trust::ResidualTrust,
    undo::remark::UndoRemark,
    watch::homes::HomeWatchRemark,
    writable::PlaceRemark,
};

mod shorten;

pub(crate) use shorten::shortened;

/// Every list of this crate.
pub const REMARKS: &[List] = &[
    List::of::<LayoutRefusal>("refusal to block by the layout"),
    List::of::<PlanProblem>("why changes cannot be planned"),
    List::of::<ApplyProblem>("why changes could not be made"),
    List::of::<BlockRemark>("remark on a planned change"),
    List::of::<Consequence>("what stops working with a refused key"),
    List::of::<ResidualTrust>("where a refused key stays trusted"),
    List::of::<PlaceRemark>("remark on who can write a place"),
    List::of::<FilterRemark>("remark on a file of certificates"),
    List::of::<DebianRemark>("remark on Debian's system store"),
    List::of::<HomeWatchRemark>("how far homes are watched"),
    List::of::<OpensslRemark>("remark on a refusal in OpenSSL"),
    List::of::<ChromiumRemark>("remark on a refusal in Chromium"),
    List::of::<MozillaRemark>("remark on a refusal in Firefox and Thunderbird"),
    List::of::<NssRemark>("remark on a refusal in an NSS database"),
    List::of::<DatabaseProblem>("why an NSS database cannot be changed"),
    List::of::<JavaRemark>("remark on a refusal in Java"),
    List::of::<ConsentRemark>("remark on a consent"),
    List::of::<ConfineRemark>("remark on a root that is held to names"),
    List::of::<UndoRemark>("remark on what is undone"),
    List::of::<WorkerRemark>("remark on a process with a user's rights"),
    List::of::<ItemChange>("change inside a file that others write too"),
    List::of::<ItemValue>("what such a change sets"),
    List::of::<Name>("name in a list of names"),
    List::of::<Sentence>("sentence of a parser or a program"),
];

anchorwatch_remark::remarks! {
    /// What has no code.
    pub(crate) enum Sentence {
        /// What another program says, in its words.
        "sentence" => Says {
            /// Its words.
            says: String,
        },
    }
}

/// A remark of any list, inside another remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cause(Told);

impl From<Told> for Cause {
    fn from(told: Told) -> Self {
        Self(told)
    }
}

impl Fact for Cause {
    fn to_value(&self) -> Value {
        Value::Remark(self.0.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Remark(told) => is_declared(told).then(|| Self(told.clone())),
            _ => None,
        }
    }
}

/// Several such remarks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Causes(Vec<Told>);

impl From<Vec<Told>> for Causes {
    fn from(all: Vec<Told>) -> Self {
        Self(all)
    }
}

impl Fact for Causes {
    fn to_value(&self) -> Value {
        Value::Remarks(self.0.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Remarks(all) => all.iter().all(is_declared).then(|| Self(all.clone())),
            _ => None,
        }
    }
}

/// Returns whether a list of this crate, or of one that it uses, declares the remark.
pub(crate) fn is_declared(told: &Told) -> bool {
    let of_others = [
        List::of::<anchorwatch_home::Problem>(""),
        List::of::<anchorwatch_home::Caused>(""),
        List::of::<anchorwatch_policy::import::Error>(""),
    ];
    let mut lists = REMARKS.iter().chain(&of_others);
    lists.any(|list| (list.declares)(told)) || machine::remark::is_declared(told)
}

/// Remarks for another process.
pub(crate) fn documents(all: &[Told]) -> Vec<RemarkDocument> {
    all.iter().map(RemarkDocument::of).collect()
}

/// A remark of another process, which can say nothing but what a list declares.
pub(crate) fn read(document: RemarkDocument) -> Result<Told, Error> {
    document.read(is_declared)
}

/// Several such remarks.
pub(crate) fn read_all(documents: Vec<RemarkDocument>) -> Result<Vec<Told>, Error> {
    documents.into_iter().map(read).collect()
}

/// What another program says, as a remark.
pub(crate) fn sentence(says: impl Into<String>) -> Told {
    let says = says.into();
    Sentence::Says { says }.told()
}

#[cfg(test)]
mod tests;
