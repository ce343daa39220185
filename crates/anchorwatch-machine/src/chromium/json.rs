//! JSON as Chromium reads its policy files: more than RFC 8259 allows.
//!
//! ```text
//! // to the end of the line, /* … */        comments
//! [1, 2, ]                                  one comma after the last value
//! \xNN                                      the character U+00NN in a string
//! a line end in a string                    kept as it is
//! a byte order mark                         ignored
//! ```
//!
//! Source: Chromium's `config_dir_policy_loader.cc` asks for
//! `JSON_PARSE_CHROMIUM_EXTENSIONS | JSON_ALLOW_TRAILING_COMMAS` (read 2026-11-23); each
//! line was tried with Chromium 148. If a key occurs twice, the last one counts, there and
//! here. Chromium reads up to some 200 levels of lists; this reader reads 127 and reports
//! deeper ones as an error.

use serde_json::{Map, Value};

/// The content of a policy file.
///
/// # Errors
/// Chromium cannot read it either, or it is nested deeper than this reader reads.
pub(crate) fn dictionary(content: &[u8]) -> Result<Map<String, Value>, serde_json::Error> {
    serde_json::from_slice(&strict(content))
}

/// Whether it begins like a dictionary; Chromium ignores anything else.
pub(super) fn is_dictionary(content: &[u8]) -> bool {
    strict(content).first() == Some(&b'{')
}

/// The same as strict JSON, without white space around punctuation. Text that is not JSON
/// stays invalid.
fn strict(content: &[u8]) -> Vec<u8> {
    let mut rest = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let mut written = Vec::with_capacity(rest.len());
    let mut comma = Comma::None;
    while let Some((&byte, after)) = rest.split_first() {
        match (byte, after.first()) {
            (b' ' | b'\t' | b'\r' | b'\n', _) => {
                // Between two words or numbers it must stay, or they become one.
                if written.last().is_some_and(u8::is_ascii_alphanumeric) {
                    written.push(b' ');
                }
                rest = after;
                continue;
            }
            (b'/', Some(b'/')) => {
                rest = behind(after, b"\n");
                continue;
            }
            (b'/', Some(b'*')) => {
                rest = behind(after.get(1..).unwrap_or_default(), b"*/");
                continue;
            }
            _ => {}
        }
        if comma == Comma::Pending && !matches!(byte, b']' | b'}') {
            written.push(b',');
        }
        comma = Comma::None;
        if byte == b'"' {
            written.push(byte);
            rest = string(after, &mut written);
            continue;
        }
        if byte == b',' && written.last().is_some_and(|last| !b"[{,:".contains(last)) {
            comma = Comma::Pending;
        } else {
            written.push(byte);
        }
        rest = after;
    }
    if comma == Comma::Pending {
        written.push(b',');
    }
    written
}

/// A comma that may turn out to follow the last value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comma {
    None,
    Pending,
}

/// The text after the mark; empty if the mark is missing.
fn behind<'a>(text: &'a [u8], mark: &[u8]) -> &'a [u8] {
    let at = text.windows(mark.len()).position(|window| window == mark);
    at.and_then(|at| text.get(at + mark.len()..))
        .unwrap_or_default()
}

/// Writes a string including its closing quotation mark; returns the rest.
fn string<'a>(mut rest: &'a [u8], written: &mut Vec<u8>) -> &'a [u8] {
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'"' => {
                written.push(byte);
                break;
            }
            b'\n' => written.extend(b"\\n"),
            b'\r' => written.extend(b"\\r"),
            b'\\' => {
                let Some((&escaped, after)) = rest.split_first() else {
                    break;
                };
                rest = after;
                match escaped {
                    b'x' => written.extend(b"\\u00"),
                    _ => written.extend([b'\\', escaped]),
                }
            }
            _ => written.push(byte),
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Option<Value> {
        dictionary(text.as_bytes()).ok().map(Value::Object)
    }

    #[test]
    fn what_chromium_148_was_seen_to_read_is_read() {
        for text in [
            "{\"a\":[1]}",
            "\u{feff}{\"a\":[1]}",
            "/* c */ {// x\n \"a\" : [1,],}",
            "{\"a\":[1]} // behind",
            "{\"a\":[ 1 , /* c */ ] , }",
            "{\"\\x61\":[1]}",
            "{\"\\u0061\":[1]}",
            "{\"a\":[],\"a\":[1]}",
        ] {
            assert_eq!(read(text), Some(json!({"a": [1]})), "{text}");
        }
        assert_eq!(read("{\"a\":\"x\ny\"}"), Some(json!({"a": "x\ny"})));
        assert_eq!(read("{\"a\":\"//,]\\\"\"}"), Some(json!({"a": "//,]\""})));
    }

    #[test]
    fn what_chromium_148_was_seen_to_refuse_is_refused() {
        for text in [
            "{\"a\":[1]} x",
            "{,\"a\":[1]}",
            "{\"a\":[1]},",
            "{\"a\":[1,,]}",
            "{\"a\":\"\t\"}",
            "{\"a\":\"\\v\"}",
            "{\"a\":01}",
            "{\"a\":1e999}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":[1]}\0",
            "// x\r{\"a\":[1]}",
            "{\"a\":1 2}",
            "{\"a\":tr ue}",
            "[1]",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(dictionary(b"{\"a\":\"\xe9\"}").is_err());
        let deep = format!(
            "{{\"a\":{}{}}}",
            "[".repeat(1_000_000),
            "]".repeat(1_000_000)
        );
        assert_eq!(read(&deep), None);
    }

    #[test]
    fn only_what_begins_as_a_dictionary_is_taken_for_one() {
        assert!(is_dictionary(b"\xef\xbb\xbf // x\n /* y */ { broken"));
        assert!(!is_dictionary(b"Put your policies here.\n{}"));
        assert!(!is_dictionary(b"[{}]"));
        assert!(!is_dictionary(b""));
    }

    #[test]
    fn a_file_cut_at_any_byte_is_no_dictionary() {
        let whole = "/* c */ {\"a\" : [\"x\\x41\n\", {\"b\":1,},],}";
        assert!(read(whole).is_some());
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), None, "{length}");
        }
    }
}
