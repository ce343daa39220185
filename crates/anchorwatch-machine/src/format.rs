//! An inventory as one JSON document, sent from one process to another.
//!
//! Not a contract: both ends are the same program. A path may contain any byte but NUL, so
//! it is sent as base64: as text, one unusual name would make the whole inventory
//! unreadable.

use anchorwatch_identity::Certificate;
use anchorwatch_remark::Told;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::{
    Anchor, Client, Inaccessible, Inventory, Setting, SettingKind, Store, StoreKind, Trust,
    chromium::browser::Browser, remark::is_declared,
};

mod error;
mod path;
mod problem;
mod remark;

pub use error::Error;
pub use path::{path, path_text};
pub use problem::AnswerProblem;
pub use remark::RemarkDocument;

/// Serializes an inventory.
///
/// # Errors
/// [`Error::Json`] does not happen for the content of a tree, but is passed on.
pub fn write(inventory: &Inventory) -> Result<Vec<u8>, Error> {
    Ok(serde_json::to_vec(&Document::of(inventory))?)
}

/// Reads what [`write()`] wrote.
///
/// # Errors
/// [`Error`] says what is wrong with the bytes.
pub fn parse(bytes: &[u8]) -> Result<Inventory, Error> {
    serde_json::from_slice::<Document>(bytes)?.read()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    stores: Vec<StoreDocument>,
    settings: Vec<SettingDocument>,
    closed: Vec<ClosedDocument>,
    followers: Vec<(String, String)>,
    browsers: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreDocument {
    id: String,
    kind: String,
    path: String,
    user: Option<String>,
    anchors: Vec<AnchorDocument>,
    error: Option<RemarkDocument>,
    unreadable: Vec<RemarkDocument>,
    remarks: Vec<RemarkDocument>,
    is_of_unknown_program: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnchorDocument {
    der: String,
    trust: String,
    effective_for: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingDocument {
    kind: String,
    store_id: String,
    literal: String,
    effective_for: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClosedDocument {
    place: String,
    uid: Option<u32>,
    is_denied: bool,
    why: RemarkDocument,
}

impl Document {
    fn of(inventory: &Inventory) -> Self {
        Self {
            stores: inventory.stores.iter().map(StoreDocument::of).collect(),
            settings: inventory.settings.iter().map(SettingDocument::of).collect(),
            closed: inventory.closed.iter().map(ClosedDocument::of).collect(),
            followers: inventory.followers.iter().map(follower_ids).collect(),
            browsers: inventory
                .browsers
                .iter()
                .map(|one| one.code().to_owned())
                .collect(),
        }
    }

    fn read(self) -> Result<Inventory, Error> {
        let stores = self.stores.into_iter().map(StoreDocument::read);
        let settings = self.settings.into_iter().map(SettingDocument::read);
        Ok(Inventory {
            stores: stores.collect::<Result<_, _>>()?,
            settings: settings.collect::<Result<_, _>>()?,
            closed: self
                .closed
                .into_iter()
                .map(ClosedDocument::read)
                .collect::<Result<_, _>>()?,
            followers: self
                .followers
                .into_iter()
                .map(follower)
                .collect::<Result<_, _>>()?,
            browsers: self
                .browsers
                .into_iter()
                .map(|code| known(Browser::from_code, code))
                .collect::<Result<_, _>>()?,
            // The process that read them has already followed them.
            homes: std::collections::BTreeSet::new(),
        })
    }
}

impl StoreDocument {
    fn of(store: &Store) -> Self {
        Self {
            id: store.id.clone(),
            kind: store.kind.code().to_owned(),
            path: path_text(&store.path),
            user: store.user.clone(),
            anchors: store.anchors.iter().map(AnchorDocument::of).collect(),
            error: store.error.as_ref().map(RemarkDocument::of),
            unreadable: store.unreadable.iter().map(RemarkDocument::of).collect(),
            remarks: store.remarks.iter().map(RemarkDocument::of).collect(),
            is_of_unknown_program: store.is_of_unknown_program,
        }
    }

    fn read(self) -> Result<Store, Error> {
        let anchors = self.anchors.into_iter().map(AnchorDocument::read);
        Ok(Store {
            id: self.id,
            kind: known(StoreKind::from_code, self.kind)?,
            path: path(&self.path)?,
            user: self.user,
            anchors: anchors.collect::<Result<_, _>>()?,
            error: self.error.map(declared).transpose()?,
            unreadable: all_declared(self.unreadable)?,
            remarks: all_declared(self.remarks)?,
            is_of_unknown_program: self.is_of_unknown_program,
        })
    }
}

impl AnchorDocument {
    fn of(anchor: &Anchor) -> Self {
        Self {
            der: BASE64.encode(anchor.certificate.der()),
            trust: anchor.trust.code().to_owned(),
            effective_for: ids(&anchor.effective_for),
        }
    }

    fn read(self) -> Result<Anchor, Error> {
        Ok(Anchor {
            certificate: Certificate::from_der(&BASE64.decode(self.der.as_bytes())?)?,
            trust: known(Trust::from_code, self.trust)?,
            effective_for: clients(self.effective_for)?,
        })
    }
}

impl SettingDocument {
    fn of(setting: &Setting) -> Self {
        Self {
            kind: setting.kind.code().to_owned(),
            store_id: setting.store_id.clone(),
            literal: setting.literal.clone(),
            effective_for: ids(&setting.effective_for),
        }
    }

    fn read(self) -> Result<Setting, Error> {
        Ok(Setting {
            kind: known(SettingKind::from_code, self.kind)?,
            store_id: self.store_id,
            literal: self.literal,
            effective_for: clients(self.effective_for)?,
        })
    }
}

impl ClosedDocument {
    fn of(closed: &Inaccessible) -> Self {
        Self {
            place: path_text(&closed.place),
            uid: closed.uid,
            is_denied: closed.is_denied,
            why: RemarkDocument::of(&closed.why),
        }
    }

    fn read(self) -> Result<Inaccessible, Error> {
        Ok(Inaccessible {
            place: path(&self.place)?,
            uid: self.uid,
            is_denied: self.is_denied,
            why: declared(self.why)?,
        })
    }
}

fn declared(remark: RemarkDocument) -> Result<Told, Error> {
    remark.read(is_declared)
}

fn all_declared(remarks: Vec<RemarkDocument>) -> Result<Vec<Told>, Error> {
    remarks.into_iter().map(declared).collect()
}

fn follower_ids((kind, client): &(StoreKind, Client)) -> (String, String) {
    (kind.code().to_owned(), client.id().to_owned())
}

fn follower((kind, client): (String, String)) -> Result<(StoreKind, Client), Error> {
    Ok((
        known(StoreKind::from_code, kind)?,
        known(Client::from_id, client)?,
    ))
}

fn ids(clients: &[Client]) -> Vec<String> {
    clients
        .iter()
        .map(|client| client.id().to_owned())
        .collect()
}

fn clients(ids: Vec<String>) -> Result<Vec<Client>, Error> {
    ids.into_iter()
        .map(|id| known(Client::from_id, id))
        .collect()
}

fn known<T>(find: impl Fn(&str) -> Option<T>, word: String) -> Result<T, Error> {
    find(&word).ok_or(Error::UnknownWord { word })
}

#[cfg(test)]
mod tests;
