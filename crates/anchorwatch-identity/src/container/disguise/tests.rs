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
    for unmask in ALL {
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
        // An octet too many at the end costs no more than it.
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
        for unmask in ALL {
            assert!(unmask(text.as_bytes()).len() <= text.len());
        }
    }
}
