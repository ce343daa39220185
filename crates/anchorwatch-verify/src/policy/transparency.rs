//! How a policy uses the public logs.

use std::sync::Arc;

use anchorwatch_identity::{Certificate, UnixSeconds};

use crate::{Anchor, AnchorUse, PathElement, Via, cert_fields::CertFields, ct};

/// The mode of Certificate Transparency, and the list of logs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Transparency {
    pub(super) mode: ct::Mode,
    /// `None` means the shipped list.
    pub(super) logs: Option<Arc<ct::Logs>>,
}

impl Transparency {
    pub(crate) fn logs(&self) -> &ct::Logs {
        self.logs.as_deref().unwrap_or_else(|| ct::Logs::bundled())
    }

    /// What the logs say about an accepted path. No log has certificates of a local root.
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
        let issuer = issuer.and_then(CertFields::of).map(|fields| fields.spki);
        let issuer = issuer.or_else(|| anchor.certificates().first().map(Certificate::spki_der));
        let own = path.first().map(|own| own.der().as_ref());
        ct::examine(
            own.unwrap_or_default(),
            issuer.unwrap_or_default(),
            self.logs(),
            at,
        )
    }

    /// Whether this refuses the path. A check that was not done is no reason to refuse.
    pub(super) fn is_refused(&self, status: ct::Status) -> bool {
        self.mode == ct::Mode::Require
            && matches!(status, ct::Status::NotCompliant(_) | ct::Status::NoScts)
    }
}
