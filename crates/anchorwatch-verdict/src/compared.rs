//! What the handshakes of a measurement show only together.

use crate::{own_server::OwnServerView, template::Template};

/// The same for all cases of a measurement.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// What the server shows to other names.
    pub(crate) templates: Vec<Template>,
    /// What the measurer's own server shows.
    pub(crate) own_server: Option<OwnServerView>,
    /// The target's own certificates in trusted chains with a proven key, each as often as it came.
    pub(crate) trusted: Vec<Vec<u8>>,
    /// How many chains of the target were refused, with a proven key.
    pub(crate) refused: u64,
}
