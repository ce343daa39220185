//! JSON helpers that more than one list needs.

/// JSON's white space (RFC 8259 §2).
const WHITE: [u8; 4] = *b" \t\n\r";

/// The first octet that is not white space.
pub(super) fn first_octet(text: &[u8]) -> Option<u8> {
    text.iter().copied().find(|octet| !WHITE.contains(octet))
}

/// The text with every trailing comma replaced by a blank, so that offsets stay the same.
///
/// Chromium reads a CRLSet's header with `JSON_ALLOW_TRAILING_COMMAS`: one comma after
/// the last value of an array or object, and none where there is no value.
pub(super) fn without_trailing_commas(text: &[u8]) -> Vec<u8> {
    let mut out = text.to_vec();
    let mut is_in_string = false;
    let mut is_escaped = false;
    let mut last = 0;
    let mut comma = None;
    for (at, octet) in text.iter().copied().enumerate() {
        if is_in_string {
            is_in_string = is_escaped || octet != b'"';
            is_escaped = !is_escaped && octet == b'\\';
            continue;
        }
        if WHITE.contains(&octet) {
            continue;
        }
        match octet {
            b'"' => is_in_string = true,
            b']' | b'}' => {
                if let Some(blank) = comma.and_then(|at: usize| out.get_mut(at)) {
                    *blank = b' ';
                }
            }
            _ => {}
        }
        let ends_a_value = !matches!(last, 0 | b'[' | b'{' | b',' | b':');
        comma = (octet == b',' && ends_a_value).then_some(at);
        last = octet;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        String::from_utf8(without_trailing_commas(text.as_bytes())).unwrap()
    }

    #[test]
    fn one_comma_at_the_end_is_blanked_and_nothing_moves() {
        assert_eq!(cleaned("[1,2,]"), "[1,2 ]");
        assert_eq!(cleaned("{\"a\":[\"b\", \n],}"), "{\"a\":[\"b\"  \n] }");
    }

    #[test]
    fn commas_without_a_value_and_commas_in_strings_stay() {
        for text in ["[,]", "{,}", "[1,,]", "\",]\"", "\"\\\",]\"", "[1,2]", "[,"] {
            assert_eq!(cleaned(text), text);
        }
    }
}
