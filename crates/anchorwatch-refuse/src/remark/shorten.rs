//! Remarks of another process, cut to what a person reads.

use std::{
    ffi::OsStr,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use anchorwatch_remark::{Told, Value};

/// The remark with at most so many bytes of codes, text and paths in it.
pub(crate) fn shortened(told: &Told, max_bytes: usize) -> Told {
    Cutter { left: max_bytes }.told(told)
}

struct Cutter {
    /// How many bytes may still come.
    left: usize,
}

impl Cutter {
    fn told(&mut self, told: &Told) -> Told {
        self.left = self.left.saturating_sub(told.code().len());
        let start = Told::of(told.code().to_owned());
        told.facts().fold(start, |shorter, (name, value)| {
            shorter.with(name.to_owned(), self.value(value))
        })
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Text(text) => Value::Text(self.text(text)),
            Value::Path(path) => Value::Path(self.path(path)),
            Value::Number(number) => Value::Number(*number),
            Value::List(list) => {
                let mut shorter = Vec::new();
                for text in list {
                    if self.left == 0 {
                        break;
                    }
                    shorter.push(self.text(text));
                }
                Value::List(shorter)
            }
            Value::Remark(told) => Value::Remark(self.told(told)),
            Value::Remarks(all) => {
                let mut shorter = Vec::new();
                for told in all {
                    if self.left == 0 {
                        break;
                    }
                    shorter.push(self.told(told));
                }
                Value::Remarks(shorter)
            }
        }
    }

    fn text(&mut self, text: &str) -> String {
        let end = text.floor_char_boundary(self.left);
        self.left = self.left.saturating_sub(text.len());
        match text.get(..end) {
            Some(head) if head.len() < text.len() => format!("{head}…"),
            _ => text.to_owned(),
        }
    }

    fn path(&mut self, path: &Path) -> PathBuf {
        let octets = path.as_os_str().as_bytes();
        let head = octets.get(..self.left).unwrap_or(octets);
        self.left = self.left.saturating_sub(octets.len());
        Path::new(OsStr::from_bytes(head)).to_owned()
    }
}
