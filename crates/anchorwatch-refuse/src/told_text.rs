//! Remarks of `anchorwatch-machine` as text, for the sentences of this crate.

use anchorwatch_remark::{Remark, Told, Value};

/// The code as words, and the facts in brackets.
pub(crate) fn text_of(remark: &impl Remark) -> String {
    text(&remark.told())
}

/// The same of a remark without its type.
pub(crate) fn text(told: &Told) -> String {
    let facts: Vec<String> = told
        .facts()
        .map(|(name, value)| format!("{name} {}", fact(value)))
        .collect();
    let code = told.code().replace('_', " ");
    if facts.is_empty() {
        code
    } else {
        format!("{code} ({})", facts.join(", "))
    }
}

fn fact(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Path(path) => path.display().to_string(),
        Value::Number(number) => number.to_string(),
        Value::List(list) => list.join(", "),
        Value::Remark(told) => text(told),
    }
}
