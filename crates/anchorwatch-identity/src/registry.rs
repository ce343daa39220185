//! What is known about particular keys: facts with their sources, compiled in.
//!
//! - *Known keys* ([`known_key`]): keys used for interception, keys whose private half is public,
//!   keys removed by a root program, and government roots.
//! - *Known intermediates* ([`known_intermediate`]): certificates of which only the SHA-1 was
//!   published.
//! - *Root programs* ([`in_public_program`], [`program_status`]): the status of a key at
//!   Mozilla, Chrome, Apple and Microsoft.
//! - *Inspection products* ([`inspection_product`]): product names, which prove nothing.
//! - *Governments' names* ([`government_name`]): what states' roots are called.
//! - *Known names* ([`known_name`]): what a name suggests if there is no key to look up.
//!
//! The build turns the files of `data/` and Mozilla's TLS-server roots (crate
//! `webpki-root-certs`) into sorted tables, and refuses inconsistent data.

mod government_name;
mod inspection;
mod isca_name;
mod known;
mod known_name;
mod look_alike;
#[cfg(test)]
mod named;
mod program;
mod public_name;
mod signer;

pub use government_name::{GovernmentName, government_name};
pub use inspection::{InspectionProduct, inspection_product};
pub(crate) use isca_name::is_isca_name;
pub use known::{
    Conduct, KnownCertificate, KnownIntermediate, KnownKey, Source, known_intermediate,
    known_intermediates, known_key, known_key_in, known_key_of, known_roots,
};
pub use known_name::{KnownName, known_name, resembled};
pub use program::{
    ProgramStatus, ProgramStatuses, government_authority, in_public_program,
    is_retired_from_program, program_status, program_status_of_certificate, program_status_of_key,
    public_program_key_count, server_distrust_after,
};
pub use public_name::names_public_root;
pub use signer::known_signer;

mod generated {
    use super::{
        inspection::{Condition, Field, InspectionProduct, Pattern},
        known::{Conduct, KnownCertificate, KnownIntermediate, KnownKey, Source},
        program::{
            ProgramRecord,
            ProgramStatus::{
                self, Blocked, Disabled, Included, NotBefore, NotIncluded, Removed, Unknown,
            },
        },
    };
    use crate::{CertSha256, SpkiSha256, UnixSeconds};

    const fn program(words: [ProgramStatus; 4], state: Option<&'static str>) -> ProgramRecord {
        ProgramRecord::new(words, state)
    }

    include!("registry/tables/government_names.rs");
    include!("registry/tables/inspection_products.rs");
    include!("registry/tables/known_roots.rs");
    include!("registry/tables/program_certificates.rs");
    include!("registry/tables/program_keys.rs");
    include!("registry/tables/public_program.rs");
}
