//! Requests to the worker that changes, and its replies, as JSON.

use std::path::PathBuf;

use anchorwatch_home::{Actor, BlockList, Change, Node, RecordedChange, WireChanges};
use anchorwatch_identity::{CertSha256, Certificate};
use anchorwatch_machine::{
    Client, StoreKind, User,
    format::{AnswerProblem, Error, RemarkDocument, path, path_text},
    privsep::UserDocument,
};
use anchorwatch_remark::{Remark as _, Told};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use super::remark::WorkerRemark;
use crate::{
    draft::{Draft, document::DraftDocument},
    limited::LimitedRoot,
    remark,
    targets::{AffectedStore, Goal, Targets},
    undo::{document::OutcomeDocument, revert::Outcome},
};

/// A request to the worker.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum WorkerRequest {
    /// Plan the user's part for the owner's list.
    Plan {
        user: UserDocument,
        list: String,
        goal: GoalDocument,
        /// The user's own stores that hold a refused key or an unlisted root.
        places: Vec<StoreDocument>,
        /// What replaces the unlisted roots in them.
        limited: Vec<LimitedDocument>,
    },
    /// Plan what to remove from the user's profiles if only this list is still refused.
    Forget { user: UserDocument, list: String },
    /// Make one change.
    Make {
        change: WireChanges,
        temporary: String,
    },
    /// Plan the undo of changes, newest first.
    TakeBack { recorded: WireChanges },
    /// Remove what a killed run may have left.
    Discard { leftovers: Vec<(String, String)> },
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GoalDocument {
    Refuse,
    Remove,
}

/// What replaces an unlisted root.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitedDocument {
    cert_sha256: String,
    /// In base64.
    in_files: Option<String>,
    in_databases: Option<String>,
    names: Vec<String>,
}

/// A store that holds a refused key or an unlisted root.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoreDocument {
    kind: String,
    path: String,
    clients: Vec<String>,
    limited: Vec<String>,
}

/// The worker's reply.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum WorkerReply {
    Planned(DraftDocument),
    Made,
    TakenBack(Vec<OutcomeDocument>),
    Refused(RemarkDocument),
}

impl WorkerRequest {
    /// Does not tell the user about other users' stores.
    pub(crate) fn plan(user: &User, request: &Targets) -> Self {
        let places = request.places.iter();
        let own = places.filter(|place| place.user.as_ref() == Some(&user.name));
        let limited = request
            .limited
            .of_these(own.clone().flat_map(|place| &place.limited));
        Self::Plan {
            user: UserDocument::of(user),
            list: request.list.encode(),
            goal: match request.goal {
                Goal::Refuse => GoalDocument::Refuse,
                Goal::Remove => GoalDocument::Remove,
            },
            places: own.map(StoreDocument::of).collect(),
            limited: limited.iter().map(LimitedDocument::of).collect(),
        }
    }

    pub(crate) fn forget(user: &User, still: &BlockList) -> Self {
        Self::Forget {
            user: UserDocument::of(user),
            list: still.encode(),
        }
    }

    pub(crate) fn make(change: &Change, temporary: &str) -> Self {
        Self::Make {
            change: WireChanges::of(std::slice::from_ref(change)),
            temporary: temporary.to_owned(),
        }
    }

    pub(crate) fn take_back(recorded: &[(RecordedChange, Node)]) -> Self {
        Self::TakeBack {
            recorded: WireChanges::of_recorded(recorded),
        }
    }

    pub(crate) fn discard(leftovers: &[(PathBuf, String)]) -> Self {
        let places = leftovers.iter();
        Self::Discard {
            leftovers: places
                .map(|(place, temporary)| (path_text(place), temporary.clone()))
                .collect(),
        }
    }

    pub(super) fn changes_files(&self) -> bool {
        matches!(self, Self::Make { .. } | Self::Discard { .. })
    }
}

impl GoalDocument {
    pub(super) const fn read(self) -> Goal {
        match self {
            Self::Refuse => Goal::Refuse,
            Self::Remove => Goal::Remove,
        }
    }
}

impl LimitedDocument {
    fn of((certificate, root): (&CertSha256, &LimitedRoot)) -> Self {
        let der = |one: &Option<Certificate>| one.as_ref().map(|one| BASE64.encode(one.der()));
        Self {
            cert_sha256: certificate.to_string(),
            in_files: der(&root.in_files),
            in_databases: der(&root.in_databases),
            names: root.names.clone(),
        }
    }

    pub(crate) fn read(self) -> Result<(CertSha256, LimitedRoot), Error> {
        let certificate = |text: Option<String>| -> Result<Option<Certificate>, Error> {
            let der = text
                .map(|text| BASE64.decode(text.as_bytes()))
                .transpose()?;
            Ok(der.map(|der| Certificate::from_der(&der)).transpose()?)
        };
        let hash = self.cert_sha256.parse();
        let word = self.cert_sha256;
        let root = LimitedRoot {
            in_files: certificate(self.in_files)?,
            in_databases: certificate(self.in_databases)?,
            names: self.names,
        };
        Ok((hash.map_err(|_| Error::UnknownWord { word })?, root))
    }
}

impl StoreDocument {
    fn of(place: &AffectedStore) -> Self {
        let ids = place.clients.iter().map(|client| client.id().to_owned());
        Self {
            kind: place.kind.code().to_owned(),
            path: path_text(&place.path),
            clients: ids.collect(),
            limited: place.limited.iter().map(ToString::to_string).collect(),
        }
    }

    /// The place, as one of this user's.
    pub(crate) fn read(self, user: &User) -> Result<AffectedStore, Error> {
        let unknown = |word: String| Error::UnknownWord { word };
        let clients = self.clients.into_iter();
        let limited = self.limited.into_iter();
        Ok(AffectedStore {
            kind: StoreKind::from_code(&self.kind).ok_or_else(|| unknown(self.kind))?,
            path: path(&self.path)?,
            user: Some(user.name.clone()),
            clients: clients
                .map(|id| Client::from_id(&id).ok_or_else(|| unknown(id)))
                .collect::<Result<_, _>>()?,
            limited: limited
                .map(|hash| hash.parse().map_err(|_| unknown(hash)))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl WorkerReply {
    pub(crate) fn draft(self) -> Result<Draft, Told> {
        match self {
            Self::Planned(document) => document.read().map_err(|error| malformed(&error)),
            other => Err(other.unexpected()),
        }
    }

    pub(crate) fn made(self) -> Result<(), Told> {
        match self {
            Self::Made => Ok(()),
            other => Err(other.unexpected()),
        }
    }

    /// Whatever the worker asks for is done with that user's rights.
    pub(crate) fn outcomes(self, actor: Actor) -> Result<Vec<Outcome>, Told> {
        let Self::TakenBack(documents) = self else {
            return Err(self.unexpected());
        };
        let mut outcomes = Vec::new();
        for document in documents {
            let mut outcome = document.read().map_err(|error| malformed(&error))?;
            if let Some(change) = &mut outcome.change {
                change.actor = Some(actor);
            }
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }

    fn unexpected(self) -> Told {
        match self {
            Self::Refused(why) => remark::read(why).unwrap_or_else(|error| malformed(&error)),
            _ => WorkerRemark::AnswerToAnotherQuestion.told(),
        }
    }
}

/// What is wrong with a request or an answer.
pub(super) fn malformed(why: impl Into<AnswerProblem>) -> Told {
    let why = why.into();
    WorkerRemark::DocumentMalformed { why }.told()
}
