use super::*;

fn said(unmask: Unmasking, text: &str) -> String {
    String::from_utf8(unmask(text.as_bytes())).unwrap()
}

#[test]
fn each_disguise_is_taken_off() {
    for (unmask, text, plain) in [
        (json as Unmasking, r#"a\nb\/c\"\u002d\\n"#, "a\nb/c\"-\\n"),
        (quoted_printable, "a=2Db=\r\nc =\n d=3D", "a-bc  d="),
        (entities, "&#45;&#x2D;&nbsp;&amp;&shy;", "-- &"),
        (
            tags,
            "a<br>b<br/>c<span class=\"x\">d</span>&nbsp;\u{a0}",
            "a\nb\ncd  ",
        ),
        (percent, "a%2Db%0A", "a-b\n"),
    ] {
        assert_eq!(said(unmask, text), plain);
    }
}

#[test]
fn what_is_no_disguise_stays_as_it_is() {
    for unmask in ALL.into_iter().chain(ONCE) {
        for text in [
            "MIID+/==",
            r"\q \u12 \uzzzz",
            "=zz = x",
            "&unknown; & &#; &#x;",
            "1 < 2 < 3",
            "<unclosed",
            "100% %zz",
            "\\",
            "=",
            "&",
            "<",
            "%",
            "",
        ] {
            assert_eq!(said(unmask, text), text);
        }
    }
}

#[test]
fn utf_16_is_known_by_its_mark_or_by_what_begins_in_it() {
    let wide = |text: &str, little: bool| -> Vec<u8> {
        let units = text.encode_utf16();
        units
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    };
    let text = "Сертификат -----BEGIN CERTIFICATE-----";
    for little in [true, false] {
        let marked = wide(&format!("\u{feff}{text}"), little);
        assert_eq!(from_utf16(&marked).as_deref(), Some(text.as_bytes()));
        assert_eq!(
            from_utf16(&wide(text, little)).as_deref(),
            Some(text.as_bytes())
        );
        // A surplus octet at the end is dropped.
        let odd = [&wide(text, little)[..], b"x"].concat();
        assert_eq!(from_utf16(&odd).as_deref(), Some(text.as_bytes()));
    }
    assert_eq!(from_utf16(text.as_bytes()), None);
    assert_eq!(from_utf16(&[0x30, 0x82, 0, 0]), None);
}

#[test]
fn a_text_of_signs_alone_is_copied_in_time() {
    for sign in ["<", "&", "=", "%", "\\", "<a", "&#"] {
        let text = sign.repeat(1_000_000);
        for unmask in ALL.into_iter().chain(ONCE) {
            assert!(unmask(text.as_bytes()).len() <= text.len());
        }
    }
}

#[test]
fn text_around_the_lines_of_a_block_is_removed() {
    let block = "-----BEGIN X-----\nMIIBpage\n+/cd\nef==\n-----END X-----\n";
    for (before, behind) in [
        ("+", ""),
        ("2026-11-28T23:26:12 INFO ca: ", ""),
        ("> > ", "\r"),
        ("  \"", "\\n\","),
        ("'", "\\n' +"),
        ("", "\\par"),
    ] {
        let lines = block
            .lines()
            .map(|line| format!("{before}{line}{behind}\n"));
        let text: String = lines.collect();
        let plain = block.replace("==", "");
        assert_eq!(
            said(line::alone, &format!("a\n{text}b\n")),
            format!("a\n{plain}b\n")
        );
    }
    // Numbers have several lengths.
    let numbered = (8..)
        .zip(block.lines())
        .map(|(at, line)| format!("{at}: {line}\n"));
    let text: String = numbered.collect();
    assert_eq!(said(line::alone, &text), block.replace("==", ""));
    // Quoted words of a program are not a certificate.
    let program = "print(\"hello\")\nname = 'MIIB'\n";
    assert_eq!(said(line::alone, program), program);
}

#[test]
fn octets_are_read_however_their_numbers_are_written() {
    let octets: Vec<u8> = [0x30, 0x82, 1, 0].into_iter().chain(0..=255).collect();
    let expected = format!("\n{}\n\n", data_encoding::BASE64.encode(&octets));
    let each = |write: fn(&u8) -> String| octets.iter().map(write).collect::<String>();
    let dump = |offset: fn(usize) -> String, bar: &str| -> String {
        let lines = octets.chunks(16).enumerate();
        let line = |(at, line): (usize, &[u8])| {
            let numbers: String = line.iter().map(|octet| format!("{octet:02x} ")).collect();
            format!("{}{numbers} {bar}00.30 82{bar}\n", offset(at * 16))
        };
        lines.map(line).collect()
    };
    for text in [
        each(|octet| format!("{octet:02x}")),
        each(|octet| format!("{octet:02X}:")),
        each(|octet| format!("0x{octet:02x}, ")),
        each(|octet| format!("\\x{octet:02x}")),
        each(|octet| format!("{octet:02x}\n")),
        format!(
            "INSERT INTO c VALUES(X'{}');",
            each(|octet| format!("{octet:02X}"))
        ),
        format!("{{\"der\": [{}]}}", each(|octet| format!("{octet},"))),
        each(|octet| format!("{}, ", octet.cast_signed())),
        dump(|at| format!("{at:08x}: "), ""),
        dump(|at| format!("{at:08x}  "), "|"),
    ] {
        assert_eq!(
            String::from_utf8(spelled(text.as_bytes())).unwrap(),
            expected,
            "{text}"
        );
    }
    for text in [
        // Too few, other numbers, and words.
        each(|octet| format!("{octet:02x}"))
            .get(..200)
            .unwrap()
            .to_owned(),
        "17 ".repeat(500),
        "de ad be ef is a word 30 82 ".repeat(500),
        "1999, 48, 130, ".repeat(500),
    ] {
        assert_eq!(spelled(text.as_bytes()), b"", "{text}");
    }
}
