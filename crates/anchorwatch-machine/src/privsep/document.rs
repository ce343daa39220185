//! What the worker that reads is asked for, and whose part it is, as JSON.

use anchorwatch_home::effective_user;
use serde::{Deserialize, Serialize};

use crate::{
    User,
    format::{Error, path, path_text},
};

/// What the worker that reads is asked for. It answers with a reading.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum WorkerRequest {
    /// Everything that belongs to a user.
    Home {
        /// Whose.
        user: UserDocument,
    },
    /// What programs of the user named when they were asked.
    Answers {
        /// Whose.
        user: UserDocument,
        /// What stands for the program, a path in base64.
        place: String,
        /// What it said.
        answers: Vec<String>,
    },
}

/// Whose part a worker is asked for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserDocument {
    name: String,
    /// A path within the tree, in base64.
    home: String,
}

impl UserDocument {
    /// The user as a worker is told.
    #[must_use]
    pub fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            home: path_text(&user.home),
        }
    }

    /// The user, in the worker that has that user's rights: its own numbers are the user's.
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
