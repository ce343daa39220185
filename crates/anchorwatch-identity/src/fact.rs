//! Times and hashes as facts of remarks: as text, in their usual form.

use anchorwatch_remark::{Fact, Value};

use crate::{SpkiSha256, UnixSeconds};

impl Fact for UnixSeconds {
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Self::parse_rfc3339(text).ok(),
            _ => None,
        }
    }
}

impl Fact for SpkiSha256 {
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}
