//! The text of a collection that Mozilla signs.
//!
//! As `canonicalStringify` of Firefox 153.8 makes it (services/settings/RemoteSettings.worker.mjs,
//! toolkit/modules/CanonicalJSON.sys.mjs): records in the order of their identifiers, deleted ones
//! left out, of two with one identifier the later; members in the order of their names; no white
//! space; everything but printable ASCII as `\u` and four lower-case digits.
//!
//! A number with a fraction or an exponent is refused: how it is written differs between
//! languages, and no record has one.

use std::{cmp::Ordering, collections::BTreeMap};

use serde_json::{Value, value::RawValue};

use crate::import::{Error, Part};

/// The signed text of these records.
pub(super) fn text(records: &[&RawValue], last_modified: u64) -> Result<Vec<u8>, Error> {
    let mut kept = Vec::with_capacity(records.len());
    for record in records {
        let value: Value = serde_json::from_str(record.get())
            .map_err(|error| Error::json(Part::Records, &error))?;
        kept.push(value);
    }
    kept.sort_by(by_id);
    let mut last: Vec<Value> = Vec::with_capacity(kept.len());
    for record in kept {
        if last.last().is_some_and(|it| id(it) == id(&record)) {
            last.pop();
        }
        last.push(record);
    }
    last.retain(|record| record.get("deleted") != Some(&Value::Bool(true)));
    let mut out = b"{\"data\":".to_vec();
    array(&last, &mut out)?;
    out.extend_from_slice(b",\"last_modified\":");
    string(&last_modified.to_string(), &mut out);
    out.push(b'}');
    Ok(out)
}

fn id(record: &Value) -> &str {
    record.get("id").and_then(Value::as_str).unwrap_or_default()
}

fn by_id(one: &Value, other: &Value) -> Ordering {
    id(one).cmp(id(other))
}

fn value(value: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Value::Number(_) => return Err(Error::NotCanonical),
        Value::String(text) => string(text, out),
        Value::Array(items) => array(items, out)?,
        Value::Object(members) => {
            let members: BTreeMap<&String, &Value> = members.iter().collect();
            out.push(b'{');
            for (index, (name, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                string(name, out);
                out.push(b':');
                self::value(member, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn array(items: &[Value], out: &mut Vec<u8>) -> Result<(), Error> {
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        value(item, out)?;
    }
    out.push(b']');
    Ok(())
}

fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(b'"') => out.extend_from_slice(b"\\\""),
            Ok(b'\\') => out.extend_from_slice(b"\\\\"),
            Ok(0x08) => out.extend_from_slice(b"\\b"),
            Ok(0x0c) => out.extend_from_slice(b"\\f"),
            Ok(b'\n') => out.extend_from_slice(b"\\n"),
            Ok(b'\r') => out.extend_from_slice(b"\\r"),
            Ok(b'\t') => out.extend_from_slice(b"\\t"),
            Ok(octet @ b' '..=b'~') => out.push(octet),
            _ => out.extend_from_slice(format!("\\u{unit:04x}").as_bytes()),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(records: &[&str]) -> Result<String, Error> {
        let records: Vec<&RawValue> = records
            .iter()
            .map(|it| serde_json::from_str(it).unwrap())
            .collect();
        text(&records, 7).map(|it| String::from_utf8(it).unwrap())
    }

    #[test]
    fn records_are_in_the_order_of_their_identifiers_and_deleted_ones_are_gone() {
        let text = of(&[
            r#"{"id": "b", "a": [1, -2, true, null]}"#,
            r#"{"id": "c", "deleted": true}"#,
            r#"{"z": {"y": 1, "x": {}}, "id": "a"}"#,
        ]);
        let expected = r#"{"data":[{"id":"a","z":{"x":{},"y":1}},{"a":[1,-2,true,null],"id":"b"}],"last_modified":"7"}"#;
        assert_eq!(text.unwrap(), expected);
    }

    #[test]
    fn of_two_with_one_identifier_the_later_counts_even_if_it_is_deleted() {
        let text = of(&[r#"{"id":"a","n":1}"#, r#"{"id":"a","n":2}"#]).unwrap();
        assert_eq!(text, r#"{"data":[{"id":"a","n":2}],"last_modified":"7"}"#);
        let text = of(&[r#"{"id":"a"}"#, r#"{"id":"a","deleted":true}"#]).unwrap();
        assert_eq!(text, r#"{"data":[],"last_modified":"7"}"#);
    }

    #[test]
    fn everything_but_printable_ascii_is_escaped_in_lower_case() {
        let text = of(&[r#"{"id":"\"\\\/\b\f\n\r\t\u0000\u007f'`é😀"}"#]).unwrap();
        let id = r#""\"\\/\b\f\n\r\t\u0000\u007f'`\u00e9\ud83d\ude00""#;
        assert_eq!(
            text,
            format!("{{\"data\":[{{\"id\":{id}}}],\"last_modified\":\"7\"}}")
        );
    }

    #[test]
    fn numbers_that_languages_write_differently_are_refused() {
        for number in ["1.5", "1e3", "-0", "1.0", "18446744073709551616"] {
            let record = format!("{{\"id\":{number}}}");
            assert_eq!(of(&[&record]), Err(Error::NotCanonical), "{number}");
        }
        assert!(of(&["{\"id\":18446744073709551615}"]).is_ok());
    }
}
