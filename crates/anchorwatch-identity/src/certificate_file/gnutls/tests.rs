use super::*;

fn block(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| str::from_utf8(line).unwrap())
        .collect();
    let lines = lines.join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}

fn root() -> Vec<u8> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS[0].to_vec()
}

/// Each form was tried with GnuTLS 3.7.9. The differential trial tests more.
#[test]
fn a_file_that_gnutls_loads_is_not_refused() {
    let good = block(&root());
    for text in [
        String::new(),
        good.clone(),
        good.replace('\n', "\r\n"),
        good.replace('\n', "\n\n"),
        format!("a comment: with a colon\0\n{good}"),
        format!("\0{good}\0"),
        good.replace("\n-----END", "\n=-----END"),
        good.trim_end().to_owned() + &good,
        "-----BEGIN X-----\n?\n-----END X-----\n".to_owned() + &good,
    ] {
        assert_eq!(GnutlsRefusal::of(text.as_bytes()), None, "{text:?}");
    }
}

#[test]
fn one_damaged_block_makes_gnutls_refuse_the_whole_file() {
    let good = block(&root());
    let mut cut = root();
    cut.truncate(cut.len() - 10);
    let with_header = |header: &str| good.replacen("-----\n", &format!("-----\n{header}\n\n"), 1);
    let not_base64 = |line| Some(GnutlsRefusal::NotBase64 { line });
    let lines = good.lines().count();
    for (text, expected) in [
        (with_header("Proc-Type: 4,ENCRYPTED"), not_base64(1)),
        (with_header("Key: value"), not_base64(1)),
        (good.replacen("\nM", "\n?", 1), not_base64(1)),
        (good.replacen("-----\n", "-----\0\n", 1), not_base64(1)),
        (good.replace("\n-----END", "\0\n-----END"), not_base64(1)),
        (block(&cut), Some(GnutlsRefusal::NoCertificate { line: 1 })),
    ] {
        assert_eq!(GnutlsRefusal::of(text.as_bytes()), expected, "{text:?}");
        let after = format!("{good}{text}");
        let is_refused_in = |line| match GnutlsRefusal::of(after.as_bytes()) {
            Some(
                GnutlsRefusal::NotBase64 { line: at } | GnutlsRefusal::NoCertificate { line: at },
            ) => at == line,
            None => false,
        };
        assert!(is_refused_in(lines + 1), "{text:?}");
        // With a block of the other label it may read that in place of the damaged one.
        let other = good.replace(" CERT", " X509 CERT");
        let with_other = format!("{text}{other}");
        assert_eq!(GnutlsRefusal::of(with_other.as_bytes()), None);
    }
}
