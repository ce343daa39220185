//! `receipt.json`, schema `anchorwatch.receipt/1`.

use std::collections::BTreeMap;

use anchorwatch_identity::UnixSeconds;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::{Receipt, ReceiptId, RecordedChange, RecordedNode, Status};
use crate::{
    Actor, ContentProblem, Directory, Edit, EditFormat, EditItem, File, Node, Role, Symlink,
    path_text,
};

const SCHEMA: &str = "anchorwatch.receipt/1";

type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: String,
    id: String,
    made_at: String,
    purpose: String,
    changes: Vec<ChangeDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeDocument {
    path: String,
    role: RoleDocument,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<ActorDocument>,
    before: NodeDocument,
    after: NodeDocument,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum RoleDocument {
    Own,
    Rebuilt,
    Shared {
        format: String,
        items: Vec<ItemDocument>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemDocument {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorDocument {
    uid: u32,
    gid: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum NodeDocument {
    Absent,
    File {
        content_sha256: String,
        mode: u32,
        uid: u32,
        gid: u32,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        xattrs_hex: BTreeMap<String, String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modified_s_ns: Option<(i64, i64)>,
    },
    Symlink {
        target: String,
        uid: u32,
        gid: u32,
    },
    Directory {
        mode: u32,
        uid: u32,
        gid: u32,
    },
    Database,
}

pub(super) fn encode(
    id: &ReceiptId,
    now: UnixSeconds,
    purpose: &str,
    changes: &[RecordedChange],
) -> String {
    let document = Document {
        schema: SCHEMA.to_owned(),
        id: id.to_string(),
        made_at: now.to_string(),
        purpose: purpose.to_owned(),
        changes: changes.iter().map(ChangeDocument::of).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

pub(super) fn decode(text: &[u8]) -> Result<Receipt, BoxError> {
    let document: Document = serde_json::from_slice(text)?;
    if document.schema != SCHEMA {
        return Err(ContentProblem::Schema {
            got: document.schema,
            read: SCHEMA.to_owned(),
        }
        .into());
    }
    Ok(Receipt {
        id: ReceiptId::parse(&document.id)?,
        made_at: UnixSeconds::parse_rfc3339(&document.made_at)?,
        purpose: document.purpose,
        status: Status::Begun,
        is_rebuilt: false,
        changes: document
            .changes
            .into_iter()
            .map(ChangeDocument::read)
            .collect::<Result<_, _>>()?,
    })
}

impl ChangeDocument {
    pub(crate) fn of(change: &RecordedChange) -> Self {
        Self {
            path: path_text::encode(&change.path),
            role: RoleDocument::of(&change.role),
            actor: change
                .actor
                .map(|Actor { uid, gid }| ActorDocument { uid, gid }),
            before: NodeDocument::of(&change.before),
            after: NodeDocument::of(&change.after),
        }
    }

    pub(crate) fn read(self) -> Result<RecordedChange, BoxError> {
        let path = path_text::decode(&self.path).filter(|path| path.is_absolute());
        Ok(RecordedChange {
            path: path.ok_or(ContentProblem::NotAbsolute { path: self.path })?,
            role: self.role.read()?,
            actor: self
                .actor
                .map(|ActorDocument { uid, gid }| Actor { uid, gid }),
            before: self.before.read()?,
            after: self.after.read()?,
        })
    }
}

impl RoleDocument {
    fn of(role: &Role) -> Self {
        match role {
            Role::Own => Self::Own,
            Role::Rebuilt => Self::Rebuilt,
            Role::Shared(edit) => Self::Shared {
                format: edit.format.code().to_owned(),
                items: edit.items.iter().map(ItemDocument::of).collect(),
            },
        }
    }

    fn read(self) -> Result<Role, BoxError> {
        Ok(match self {
            Self::Own => Role::Own,
            Self::Rebuilt => Role::Rebuilt,
            Self::Shared { format, items } => Role::Shared(Edit {
                format: EditFormat::from_code(&format)
                    .ok_or(ContentProblem::EditFormat { format })?,
                items: items.into_iter().map(ItemDocument::read).collect(),
            }),
        })
    }
}

impl ItemDocument {
    fn of(item: &EditItem) -> Self {
        Self {
            name: item.name.clone(),
            before: item.before.clone(),
            after: item.after.clone(),
        }
    }

    fn read(self) -> EditItem {
        EditItem {
            name: self.name,
            before: self.before,
            after: self.after,
        }
    }
}

impl NodeDocument {
    fn of(recorded: &RecordedNode) -> Self {
        match &recorded.node {
            // `Other` is never recorded, because no plan contains it.
            Node::Absent | Node::Other => Self::Absent,
            Node::Database => Self::Database,
            Node::File(file) => Self::File {
                content_sha256: recorded.content_sha256.clone().unwrap_or_default(),
                mode: file.mode,
                uid: file.uid,
                gid: file.gid,
                xattrs_hex: file
                    .xattrs
                    .iter()
                    .map(|(name, value)| (HEXLOWER.encode(name), HEXLOWER.encode(value)))
                    .collect(),
                modified_s_ns: file.modified,
            },
            Node::Symlink(link) => Self::Symlink {
                target: path_text::encode(&link.target),
                uid: link.uid,
                gid: link.gid,
            },
            Node::Directory(folder) => Self::Directory {
                mode: folder.mode,
                uid: folder.uid,
                gid: folder.gid,
            },
        }
    }

    fn read(self) -> Result<RecordedNode, BoxError> {
        Ok(match self {
            Self::Absent => RecordedNode {
                node: Node::Absent,
                content_sha256: None,
            },
            Self::Database => RecordedNode {
                node: Node::Database,
                content_sha256: None,
            },
            Self::File {
                content_sha256,
                mode,
                uid,
                gid,
                xattrs_hex,
                modified_s_ns,
            } => {
                let is_hash = content_sha256.len() == 64
                    && content_sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
                if !is_hash {
                    return Err(ContentProblem::NotAHash.into());
                }
                let mut xattrs = BTreeMap::new();
                for (name, value) in xattrs_hex {
                    xattrs.insert(
                        HEXLOWER.decode(name.as_bytes())?,
                        HEXLOWER.decode(value.as_bytes())?,
                    );
                }
                let file = File {
                    content: Vec::new(),
                    mode,
                    uid,
                    gid,
                    xattrs,
                    modified: modified_s_ns,
                };
                RecordedNode {
                    node: Node::File(file),
                    content_sha256: Some(content_sha256),
                }
            }
            Self::Symlink { target, uid, gid } => {
                let decoded =
                    path_text::decode(&target).ok_or(ContentProblem::NotAPath { text: target })?;
                RecordedNode {
                    node: Node::Symlink(Symlink {
                        target: decoded,
                        uid,
                        gid,
                    }),
                    content_sha256: None,
                }
            }
            Self::Directory { mode, uid, gid } => RecordedNode {
                node: Node::Directory(Directory { mode, uid, gid }),
                content_sha256: None,
            },
        })
    }
}
