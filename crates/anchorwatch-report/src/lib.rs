//! Verdict → **report**: what many measurements show together.
//!
//! [`Tally`] counts verdicts by name, vantage point and time, and keeps of each name the
//! measurement that shows it best: the witness. [`Summary`] orders the names, and says since when
//! and until when each was read ([`episodes`]). [`Html`], [`svg`] and [`Csv`] write that down.
//!
//! Nothing here has words: the command line brings them, in the reader's language. All text that
//! comes from measurements is hostile, and markup can be made only by [`Html`], which escapes it.
//!
//! **Not checked:** whether the measurements took place, and whether those of one vantage point
//! were made in one place.

mod columns;
mod counts;
mod csv;
mod html;
mod pair;
mod series;
mod summary;
pub mod svg;
mod tally;
mod witness;

pub use columns::{Column, MOST_COLUMNS, columns};
pub use counts::Counts;
pub use csv::Csv;
pub use html::Html;
pub use pair::CertificatesSideBySide;
pub use series::{Episode, episodes};
pub use summary::{LaneSummary, NameSummary, Signer, Summary};
pub use tally::{Lane, MAX_NAMES, MAX_TRIES, NameTally, Reason, Tally, Try};
pub use witness::{Place, SigningKey, Witness};
