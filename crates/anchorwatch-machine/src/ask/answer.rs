//! A program's answers, as settings.

use crate::Client;

/// One answer of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The kind of answer.
    pub(crate) kind: Kind,
    /// The program that it is about.
    pub(crate) client: Client,
    /// A path, a variable's name and value, or what is switched off.
    pub(crate) value: String,
}

anchorwatch_remark::closed_list! {
    /// The kind of an answer.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Kind {
        /// A file of certificates.
        File,
        /// A folder of certificates.
        Folder,
        /// An environment variable, as `NAME=value`.
        Variable,
        /// A git setting, as `name=value`.
        Git,
        /// Java options.
        Java,
        /// It trusts the system's roots.
        System,
    }
}

impl Kind {
    /// Its name in the argument.
    const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
            Self::Variable => "variable",
            Self::Git => "git",
            Self::Java => "java",
            Self::System => "system",
        }
    }
}

impl Answer {
    pub(crate) fn new(kind: Kind, client: Client, value: impl Into<String>) -> Self {
        Self {
            kind,
            client,
            value: value.into(),
        }
    }

    /// The answer as an argument of the process that reads what it names.
    pub(crate) fn encode(&self) -> String {
        let kind = self.kind.word();
        format!("{kind}:{}:{}", self.client.id(), self.value)
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ':');
        let (kind, client, value) = (parts.next()?, parts.next()?, parts.next()?);
        let kind = Kind::ALL.into_iter().find(|one| one.word() == kind)?;
        Some(Self::new(kind, Client::from_id(client)?, value))
    }
}
