use data_encoding::BASE64;

use super::*;

fn block(label: &str, body: &str) -> String {
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

fn lines(count: usize) -> Vec<String> {
    // Outside like a certificate.
    let len = u16::try_from(count * 48).unwrap();
    let heads =
        [len - 4, len - 8].map(|length| [&[0x30, 0x82], &length.to_be_bytes()[..]].concat());
    let rest = vec![7; count * 48 - 8];
    let text = BASE64.encode(&[heads.concat(), rest].concat());
    text.as_bytes()
        .chunks(64)
        .map(|line| String::from_utf8(line.to_vec()).unwrap())
        .collect()
}

fn said(text: &str) -> Option<OpensslRefusal> {
    refusal(text.as_bytes())
}

/// Each form was tried with `X509_STORE_load_file` of OpenSSL 3.0.22, beside a good block. The
/// differential trial tests more.
#[test]
fn a_file_that_openssl_loads_is_not_refused() {
    let body = lines(3);
    let plain = block("CERTIFICATE", &body.join("\n"));
    for text in [
        String::new(),
        plain.clone(),
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "  \n"),
        format!("a comment: with a colon\n\n{plain}"),
        format!("-----END NOTHING-----\n{plain}"),
        block("CERTIFICATE", &body.concat()),
        block("CERTIFICATE", &format!("\n{}", body.join("\n"))),
        // It may be encrypted with an empty password.
        block(
            "CERTIFICATE",
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: X,00\n\nAAAA",
        ),
        block("ANYTHING", "key: value\n\nAAAA"),
        // Not at the start of a line, so not a begin mark.
        format!("x{}", block("CERTIFICATE", "?")),
        // A line that begins with a NUL ends the file.
        format!("{plain}\0\n{}", block("CERTIFICATE", "?")),
    ] {
        assert_eq!(said(&text), None, "{text:?}");
    }
}

#[test]
fn a_line_that_begins_with_a_nul_ends_the_file() {
    let plain = block("CERTIFICATE", &lines(3).join("\n"));
    for (before, after, ends) in [
        (plain.clone(), String::new(), false),
        (plain.clone(), format!("\0\n{plain}"), true),
        (String::new(), format!("\0{plain}"), true),
        // It is inside the line.
        (format!("{plain}#"), format!("\0\n{plain}"), false),
    ] {
        let text = format!("{before}{after}");
        let expected = ends.then_some(before.len());
        assert_eq!(openssl_end(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn one_damaged_block_makes_openssl_refuse_the_whole_file() {
    let body = lines(3);
    let plain = block("CERTIFICATE", &body.join("\n"));
    let in_lines = |line| Some(OpensslRefusal::Lines { line });
    let not_base64 = |line| Some(OpensslRefusal::NotBase64 { line });
    for (text, expected) in [
        (block("CERTIFICATE", &body.join("\n\n")), in_lines(1)),
        (format!("{}{plain}", plain.trim_end()), in_lines(1)),
        (plain.replace("END CERT", "END X509 CERT"), in_lines(1)),
        (format!("{plain}-----BEGIN X-----\nAAAA\n"), in_lines(6)),
        (plain.replace("-----END", " -----END"), in_lines(1)),
        (
            block("CERTIFICATE", &format!("\nAAAA\n{}", body.join("\n"))),
            in_lines(1),
        ),
        (
            "-----BEGIN X-----\n-----END X-----\n".to_owned(),
            not_base64(1),
        ),
        (format!("{plain}{}", block("X", "AAAA?")), not_base64(6)),
        (block("X", "AAA"), not_base64(1)),
        (block("X", "AA==AA=="), not_base64(1)),
        (
            block("CERTIFICATE", "Proc-Type: 4,ENCRYPTED\n\nAAAA"),
            Some(OpensslRefusal::Header { line: 1 }),
        ),
        (
            block("CERTIFICATE", "Proc-Type: 4,CLEAR\nDEK-Info: X,00\n\nAAAA"),
            Some(OpensslRefusal::Header { line: 1 }),
        ),
        (
            block("CERTIFICATE", &BASE64.encode(b"\x30\x03\x02\x01\x05")),
            Some(OpensslRefusal::Content { line: 1 }),
        ),
        (
            block("CERTIFICATE", &format!("key: value\n\n{}", body.join("\n"))),
            Some(OpensslRefusal::Header { line: 1 }),
        ),
        (
            block("CERTIFICATE", &format!("{}\n\n{}", body[0], body[1])),
            Some(OpensslRefusal::Header { line: 1 }),
        ),
    ] {
        assert_eq!(said(&text), expected, "{text:?}");
    }
}

/// On ARM a C `char` is unsigned, and such a line is not a begin mark.
#[test]
fn what_depends_on_the_machine_is_no_refusal() {
    let damaged = block("CERTIFICATE", "?");
    assert!(said(&damaged).is_some());
    let mut bytes = damaged.into_bytes();
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    bytes.insert(end, 0xe4);
    assert_eq!(refusal(&bytes), None);
}
