use super::*;

fn links(body: &str) -> Vec<String> {
    Page::read(body.as_bytes()).links
}

#[test]
fn files_to_install_are_found_in_links_and_refreshes() {
    for (body, link) in [
        (r#"<a href="/qazca.cer">"#, "/qazca.cer"),
        (
            "<a href='http://qca.kz/qazca.PEM?x=1'>",
            "http://qca.kz/qazca.PEM?x=1",
        ),
        ("<a href=root.crt>", "root.crt"),
        (
            r#"<meta http-equiv="refresh" content="0;url=https://isca.gov.kz/isca.der">"#,
            "https://isca.gov.kz/isca.der",
        ),
        (
            r#"<a href="profile.mobileconfig#top">"#,
            "profile.mobileconfig#top",
        ),
    ] {
        assert_eq!(links(body), [link], "{body}");
    }
}

#[test]
fn other_files_and_the_end_alone_are_no_certificates() {
    for body in [
        r#"<a href="/style.css">"#,
        r#"<a href="/certificate.html">"#,
        r#"<a href="/.pem">"#,
        r#"<a href="/download?file=root.crt">"#,
    ] {
        assert!(links(body).is_empty(), "{body}");
    }
}

#[test]
fn a_file_in_the_page_itself_is_read() {
    let page = |kind: &str| {
        let body = format!(r#"<a href="data:{kind};base64,MAMCAQE=">"#);
        Page::read(body.as_bytes()).files
    };
    assert_eq!(page("application/x-x509-ca-cert"), [vec![0x30, 3, 2, 1, 1]]);
    assert!(page("image/png").is_empty());
}

#[test]
fn the_words_are_found_in_three_languages_and_apart_they_say_nothing() {
    for text in [
        "Please install the security certificate on your device.",
        "Для доступа в интернет необходимо установить <b>сертификат безопасности</b>.",
        "Құрылғыңызға қауіпсіздік сертификатын орнатыңыз.",
    ] {
        assert!(Page::read(text.as_bytes()).says_install, "{text}");
    }
    let far = format!("certificate {} install", "x ".repeat(200));
    for text in [
        "Our certificates of quality",
        "Install our app",
        r#"<div class="install">certificate</div>"#,
        far.as_str(),
    ] {
        assert!(!Page::read(text.as_bytes()).says_install, "{text}");
    }
}

#[test]
fn a_page_in_windows_1251_is_read() {
    // «Установите сертификат»
    let body = b"\xd3\xf1\xf2\xe0\xed\xee\xe2\xe8\xf2\xe5 \xf1\xe5\xf0\xf2\xe8\xf4\xe8\xea\xe0\xf2, please";
    assert!(Page::read(body).says_install);
    assert!(!Page::read(&body[11..]).says_install);
}

#[test]
fn a_page_of_links_alone_is_cut_short() {
    let body: String = (0..100_000).map(|n| format!("<a href={n}.crt>")).collect();
    assert_eq!(links(&body).len(), 20);
    assert!(!Page::read(&[0xff; MAX_PAGE_BYTES + 1]).says_install);
}

#[test]
fn types_are_compared_without_their_parameters() {
    assert!(is_certificate_type(
        "Application/X-X509-CA-Cert; charset=utf-8"
    ));
    assert!(!is_certificate_type(
        "text/html; application/x-x509-ca-cert"
    ));
}
