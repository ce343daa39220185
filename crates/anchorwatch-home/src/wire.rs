//! Sends changes from one process to another: one JSON document with every byte.
//!
//! The format may change at any time, because both ends are the same program.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::{
    Change, ContentProblem, Error, File, Node, RecordedChange, RecordedNode,
    journal::format::ChangeDocument,
};

/// Changes with the contents of their files.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireChanges {
    changes: Vec<ChangeDocument>,
    /// Base64, by the SHA-256 of the content.
    contents: BTreeMap<String, String>,
}

impl WireChanges {
    /// Packs changes.
    #[must_use]
    pub fn of(changes: &[Change]) -> Self {
        let mut packed = Self::empty();
        for change in changes {
            packed.store_content(&change.before);
            packed.store_content(&change.after);
            packed
                .changes
                .push(ChangeDocument::of(&RecordedChange::of(change)));
        }
        packed
    }

    /// Packs the changes of a receipt, each with the state before it.
    #[must_use]
    pub fn of_recorded(recorded: &[(RecordedChange, Node)]) -> Self {
        let mut packed = Self::empty();
        for (change, before) in recorded {
            packed.store_content(before);
            packed.changes.push(ChangeDocument::of(change));
        }
        packed
    }

    /// Unpacks changes.
    ///
    /// # Errors
    /// [`Error::Wire`] for anything that [`of`](Self::of) did not produce.
    pub fn changes(self) -> Result<Vec<Change>, Error> {
        let contents = self.contents;
        let unpack = |document: ChangeDocument| {
            let recorded = document.read().map_err(Error::wire)?;
            Ok(Change {
                before: with_content(&contents, &recorded.before)?,
                after: with_content(&contents, &recorded.after)?,
                path: recorded.path,
                role: recorded.role,
                actor: recorded.actor,
            })
        };
        self.changes.into_iter().map(unpack).collect()
    }

    /// Unpacks the changes of a receipt.
    ///
    /// # Errors
    /// [`Error::Wire`] for anything that [`of_recorded`](Self::of_recorded) did not
    /// produce.
    pub fn recorded(self) -> Result<Vec<(RecordedChange, Node)>, Error> {
        let contents = self.contents;
        let unpack = |document: ChangeDocument| {
            let recorded = document.read().map_err(Error::wire)?;
            let before = with_content(&contents, &recorded.before)?;
            Ok((recorded, before))
        };
        self.changes.into_iter().map(unpack).collect()
    }

    fn empty() -> Self {
        Self {
            changes: Vec::new(),
            contents: BTreeMap::new(),
        }
    }

    fn store_content(&mut self, node: &Node) {
        let (Node::File(file), Some(hash)) = (node, RecordedNode::of(node).content_sha256) else {
            return;
        };
        self.contents
            .entry(hash)
            .or_insert_with(|| BASE64.encode(&file.content));
    }
}

fn with_content(
    contents: &BTreeMap<String, String>,
    recorded: &RecordedNode,
) -> Result<Node, Error> {
    let (Node::File(file), Some(hash)) = (&recorded.node, &recorded.content_sha256) else {
        return Ok(recorded.node.clone());
    };
    let text = contents.get(hash).ok_or_else(|| {
        let hash = hash.clone();
        Error::wire(ContentProblem::Missing { hash }.into())
    })?;
    let content = BASE64
        .decode(text.as_bytes())
        .map_err(|error| Error::wire(error.into()))?;
    Ok(Node::File(File {
        content,
        ..file.clone()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, Edit, EditFormat, EditItem, Role};

    fn a_change() -> Change {
        let file = |content: &[u8]| {
            Node::File(File {
                content: content.to_vec(),
                mode: 0o640,
                uid: 7,
                gid: 8,
                xattrs: [(b"user.\xff".to_vec(), vec![0, 255])].into(),
                modified: None,
            })
        };
        let item = EditItem {
            name: "a".to_owned(),
            before: None,
            after: Some("1".to_owned()),
        };
        Change {
            path: "/home/ana/file".into(),
            role: Role::Shared(Edit {
                format: EditFormat::new("pem_bundle"),
                items: vec![item],
            }),
            actor: Some(Actor { uid: 7, gid: 8 }),
            before: file(b"old\0"),
            after: file(b"new\xff"),
        }
    }

    #[test]
    fn changes_survive_packing_and_unpacking() {
        let changes = [a_change()];
        let bytes = serde_json::to_vec(&WireChanges::of(&changes)).unwrap();
        let unpacked: WireChanges = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(unpacked.changes().unwrap(), changes);
    }

    #[test]
    fn a_change_without_its_content_is_refused() {
        let mut packed = WireChanges::of(&[a_change()]);
        packed.contents.clear();
        assert!(packed.changes().is_err());
    }

    #[test]
    fn a_recorded_change_needs_only_the_content_before() {
        let change = a_change();
        let pair = (RecordedChange::of(&change), change.before.clone());
        let unpacked = WireChanges::of_recorded(std::slice::from_ref(&pair))
            .recorded()
            .unwrap();
        assert_eq!(unpacked, [pair]);
    }
}
