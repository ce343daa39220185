//! Requests to the reading worker, and the user they are for, as JSON.

use anchorwatch_home::effective_user;
use serde::{Deserialize, Serialize};

use crate::{
    User,
    format::{Error, path, path_text},
};

/// A request to the reading worker. The answer is an inventory.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum WorkerRequest {
    /// Everything that belongs to a user.
    Home {
        /// The user.
        user: UserDocument,
    },
    /// What the user's programs named when they were asked.
    Answers {
        /// The user.
        user: UserDocument,
        /// A path that identifies the program, in base64.
        place: String,
        /// What it answered.
        answers: Vec<String>,
    },
}

/// The user that a request to a worker is for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserDocument {
    name: String,
    /// A path within the tree, in base64.
    home: String,
}

impl UserDocument {
    /// The user as sent to a worker.
    #[must_use]
    pub fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            home: path_text(&user.home),
        }
    }

    /// The user, in the worker that has that user's rights: the worker's own numbers are
    /// the user's.
    ///
    /// # Errors
    /// The home is not in base64.
    pub fn read(self) -> Result<User, Error> {
        let (uid, gid) = effective_user();
        Ok(User {
            name: self.name,
            uid: Some(uid),
            gid: Some(gid),
            home: path(&self.home)?,
        })
    }
}
