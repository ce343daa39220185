//! What a policy makes of the public logs.

use std::sync::Arc;

use anchorwatch_identity::{Certificate, UnixSeconds};

use crate::{Anchor, AnchorUse, PathElement, Via, ct, outline::Outline};

/// What is done about Certificate Transparency, and by which list of logs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Transparency {
    pub(super) mode: ct::Mode,
    /// The shipped list, if there is no other.
    pub(super) logs: Option<Arc<ct::Logs>>,
}

impl Transparency {
    pub(crate) fn logs(&self) -> &ct::Logs {
        self.logs.as_deref().unwrap_or_else(|| ct::Logs::bundled())
    }

    /// What the logs say of an accepted path. Of a local root's no log says anything.
    pub(super) fn of(
        &self,
        path: &[PathElement],
        anchor: &Anchor,
        used: &AnchorUse,
        at: UnixSeconds,
    ) -> ct::Report {
        let not_asked = |why| ct::Report {
            scts: Vec::new(),
            status: ct::Status::NotAsked(why),
        };
        if self.mode == ct::Mode::Off {
            return not_asked(ct::NotAsked::Off);
        }
        if used.via != Via::PublicProgram {
            return not_asked(ct::NotAsked::AnchorNotPublic);
        }
        let issuer = path.get(1).map(|issuer| issuer.der().as_ref());
        let issuer = issuer.and_then(Outline::of).map(|outline| outline.spki);
        let issuer = issuer.or_else(|| anchor.certificates().first().map(Certificate::spki_der));
        let own = path.first().map(|own| own.der().as_ref());
        ct::examine(
            own.unwrap_or_default(),
            issuer.unwrap_or_default(),
            self.logs(),
            at,
        )
    }

    /// Whether that is not enough. What could not be asked is no reason to refuse.
    pub(super) fn is_refused(&self, status: ct::Status) -> bool {
        self.mode == ct::Mode::Require
            && matches!(status, ct::Status::NotCompliant(_) | ct::Status::NoScts)
    }
}
