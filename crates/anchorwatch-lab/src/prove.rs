//! Which programs of this machine an imposed root fools, before and after a block.
//!
//! The binary `prove` runs it. In a sealed copy of the machine a company's root and
//! imposed roots are installed, the program under test refuses the imposed ones, and
//! takes that back; in every [`Phase`] every client is asked for a loopback page under
//! each [`Twin`].
//!
//! A refusal counts only beside two controls in the same phase: a page under the good
//! root loads, and one under a root that was never installed is refused.

mod document;
mod machine;
mod report;
mod run;
mod table;
mod twin;

pub use document::SCHEMA;
pub use report::{Cell, Counts, Moment, Report, Row};
pub use run::{Options, Phase, Scope, prove};
pub use twin::Twin;
