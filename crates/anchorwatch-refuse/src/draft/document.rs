//! The wire format of a draft between processes.

use anchorwatch_home::WireChanges;
use anchorwatch_identity::Certificate;
use anchorwatch_machine::{
    Client,
    format::{Error, RemarkDocument, path, path_text},
};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use super::{Draft, Elsewhere};
use crate::{coverage::Covered, mechanism, remark};

/// A draft.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftDocument {
    changes: WireChanges,
    withheld: Vec<(String, String)>,
    /// Path, certificate in base64, names.
    confined: Vec<(String, String, Vec<String>)>,
    blind_spots: Vec<RemarkDocument>,
    not_refused: Vec<RemarkDocument>,
    warnings: Vec<RemarkDocument>,
    covered: Vec<CoveredDocument>,
    /// Folders in base64, and the programs that read them.
    databases_elsewhere: Vec<(String, Vec<String>)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CoveredDocument {
    mechanism: String,
    path: String,
    clients: Vec<String>,
}

impl DraftDocument {
    pub(crate) fn of(draft: &Draft) -> Self {
        let (withheld, confined) = (draft.withheld.iter(), draft.confined.iter());
        Self {
            changes: WireChanges::of(&draft.changes),
            withheld: withheld
                .map(|held| (path_text(&held.path), BASE64.encode(held.certificate.der())))
                .collect(),
            confined: confined
                .map(|held| {
                    let certificate = BASE64.encode(held.certificate.der());
                    (path_text(&held.path), certificate, held.names.clone())
                })
                .collect(),
            blind_spots: remark::documents(&draft.blind_spots),
            not_refused: remark::documents(&draft.not_refused),
            warnings: remark::documents(&draft.warnings),
            covered: draft.covered.iter().map(CoveredDocument::of).collect(),
            databases_elsewhere: draft
                .databases_elsewhere
                .iter()
                .map(|one| (path_text(&one.folder), ids(&one.clients)))
                .collect(),
        }
    }

    pub(crate) fn read(self) -> Result<Draft, Error> {
        let mut draft = Draft::default();
        for (place, der) in self.withheld {
            let certificate = Certificate::from_der(&BASE64.decode(der.as_bytes())?)?;
            draft.withhold(certificate, path(&place)?);
        }
        for (place, der, names) in self.confined {
            let certificate = Certificate::from_der(&BASE64.decode(der.as_bytes())?)?;
            draft.confine(certificate, names, path(&place)?);
        }
        let changes = self.changes.changes()?;
        if let Some(word) = changes.iter().find_map(mechanism::unknown_format) {
            let word = word.to_owned();
            return Err(Error::UnknownWord { word });
        }
        Ok(Draft {
            changes,
            blind_spots: remark::read_all(self.blind_spots)?,
            not_refused: remark::read_all(self.not_refused)?,
            warnings: remark::read_all(self.warnings)?,
            covered: self
                .covered
                .into_iter()
                .map(CoveredDocument::read)
                .collect::<Result<_, _>>()?,
            databases_elsewhere: self
                .databases_elsewhere
                .into_iter()
                .map(|(folder, ids)| {
                    let (folder, clients) = (path(&folder)?, clients(ids)?);
                    Ok(Elsewhere { folder, clients })
                })
                .collect::<Result<_, Error>>()?,
            ..draft
        })
    }
}

impl CoveredDocument {
    fn of(covered: &Covered) -> Self {
        Self {
            mechanism: covered.mechanism.code().to_owned(),
            path: path_text(&covered.path),
            clients: ids(&covered.clients),
        }
    }

    fn read(self) -> Result<Covered, Error> {
        let unknown = |word: String| Error::UnknownWord { word };
        Ok(Covered {
            mechanism: mechanism::with_code(&self.mechanism)
                .ok_or_else(|| unknown(self.mechanism))?,
            path: path(&self.path)?,
            clients: clients(self.clients)?,
        })
    }
}

fn ids(clients: &[Client]) -> Vec<String> {
    let ids = clients.iter().map(|client| client.id().to_owned());
    ids.collect()
}

fn clients(ids: Vec<String>) -> Result<Vec<Client>, Error> {
    ids.into_iter()
        .map(|id| Client::from_id(&id).ok_or(Error::UnknownWord { word: id }))
        .collect()
}
