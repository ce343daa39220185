//! Shows which programs of this machine an imposed root fools, before and after a block.
//!
//! The binary `prove` runs it. In a sealed copy of the machine it installs a company's root and
//! imposed roots, has the program under test refuse the imposed ones, and undoes that. In every
//! [`Phase`] it has every client open a loopback page under each [`Twin`].
//!
//! A refusal counts only together with two controls in the same phase: a page under the good
//! root loads, and one under a root that was never installed is refused.

mod document;
mod machine;
mod phase;
mod report;
mod run;
mod table;
mod twin;

pub use document::SCHEMA;
pub use phase::{Phase, Scope};
pub use report::{Cell, Counts, Moment, Report, Row};
pub use run::{Options, prove};
pub use twin::Twin;
