//! Every list of remarks of this crate, for whoever renders them, and to hold what another
//! process says against them.

use anchorwatch_container::{ContainerPart, Damage, PlaceStep, PropertyListProblem, Signer};
use anchorwatch_identity::{
    certificate::MalformedPart,
    problem::{
        CertificateFileProblem, CertificateProblem, ContainerProblem, GnutlsProblem, OpensslProblem,
    },
};
use anchorwatch_remark::{List, Told};

use crate::{
    ask::remark::AskRemark,
    audit::{
        not_checked::{NotReadHere, Unseen},
        remark::TreeRemark,
    },
    chromium::remark::ChromiumRemark,
    confined_cert::NotConfined,
    format::AnswerProblem,
    java::remark::JavaRemark,
    limit::Limit,
    mozilla::remark::MozillaRemark,
    nss::remark::NssRemark,
    p11_kit::remark::P11KitRemark,
    privsep::problem::{NotReadByWorker, WorkerProblem},
    read_problem::ReadProblem,
    settings::remark::{SettingsRemark, Unclear},
    shipped::ShippedProblem,
    sqlite::{DatabaseProblem, SqliteProblem, recovery},
    store_builder::StoreRemark,
};

/// Every list of this crate, and of the crates that read certificates for it: a row each.
pub const REMARKS: &[List] = &[
    List::of::<TreeRemark>("remark on a tree"),
    List::of::<Unseen>("what an audit did not look at"),
    List::of::<NotReadHere>("why an audit does not look at a kind of store"),
    List::of::<Limit>("why a place was not looked into as a whole"),
    List::of::<ReadProblem>("why a file or folder could not be read"),
    List::of::<CertificateProblem>("why bytes are not a certificate"),
    List::of::<CertificateFileProblem>("why a part of a file of certificates could not be read"),
    List::of::<ContainerProblem>("why a file with certificates inside could not be read"),
    List::of::<MalformedPart>("which part of a certificate does not parse"),
    List::of::<ContainerPart>("part of a file with certificates inside"),
    List::of::<Damage>("in what way a part is damaged"),
    List::of::<PropertyListProblem>("why a property list is not read"),
    List::of::<PlaceStep>("where in a file something is"),
    List::of::<Signer>("who signed a file, as it claims"),
    List::of::<OpensslProblem>("why OpenSSL loads nothing of a file of roots"),
    List::of::<GnutlsProblem>("why GnuTLS loads nothing of a file of roots"),
    List::of::<StoreRemark>("remark on a store"),
    List::of::<NotConfined>("why a root cannot be held to names"),
    List::of::<DatabaseProblem>("why a database could not be read"),
    List::of::<SqliteProblem>("what SQLite refuses"),
    List::of::<AnswerProblem>("why what another process says is not understood"),
    List::of::<recovery::Error>("why what lies beside a database is not understood"),
    List::of::<NssRemark>("remark on NSS's files"),
    List::of::<P11KitRemark>("remark on p11-kit's files"),
    List::of::<MozillaRemark>("remark on Firefox's and Thunderbird's files"),
    List::of::<ChromiumRemark>("remark on Chromium's files"),
    List::of::<JavaRemark>("remark on Java's files"),
    List::of::<ShippedProblem>("remark on the records of the distribution's package"),
    List::of::<SettingsRemark>("remark on settings"),
    List::of::<Unclear>("what a setting does that was not followed"),
    List::of::<AskRemark>("remark on what a program answered"),
    List::of::<NotReadByWorker>("what a process with a user's rights did not read"),
    List::of::<WorkerProblem>("why a process with a user's rights did not answer"),
];

/// Whether one of these lists declares the remark, with exactly its facts.
#[must_use]
pub fn is_declared(told: &Told) -> bool {
    REMARKS.iter().any(|list| (list.declares)(told))
}
