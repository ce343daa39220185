use super::*;
use proptest::prelude::*;

fn is_private(name: &str) -> bool {
    matches!(ReferenceName::parse(name).scope(), NameScope::Private(_))
}

#[test]
fn private_names_are_private_in_every_spelling() {
    for name in [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "app.localhost",
        "a.b.test",
        "printer.local",
        "db.internal",
        "nas.home.arpa",
        "router.lan",
        "x.home",
        "mail.corp",
        "wiki.intranet",
        "a.private",
        "Wiki.Intranet.",
        "fileserver",
        "intranet",
        "_srv._tcp.corp",
        "bücher.lan",
        "xn--bcher-kva.lan",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.9.9",
        "::1",
        "[::1]",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::192.168.1.1",
    ] {
        assert!(is_private(name), "{name}");
    }
}

#[test]
fn public_names_are_public_in_every_spelling() {
    for name in [
        "example.com",
        "EXAMPLE.COM.",
        "www.google.com",
        "mail.ru",
        "com",
        "COM.",
        "ai",
        "kz",
        "xn--p1ai",
        "facebookcorewwwi.onion",
        "onion",
        "notlocalhost.com",
        "evil-local",
        "test.com",
        "localhost.com",
        "corp.example.com",
        "home.arpa.com",
        "arpa",
        "8.8.8.8",
        "100.64.0.1",
        "172.32.0.1",
        "172.15.0.1",
        "2001:db8::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::10.0.0.1",
        "::",
        "0.0.0.0",
    ] {
        // «evil-local» has one label and is not a top-level domain: private by that rule.
        assert_eq!(is_private(name), name == "evil-local", "{name}");
    }
}

#[test]
fn every_top_level_domain_is_public_though_the_list_may_know_only_names_below_it() {
    for name in [
        "ck",
        "er",
        "fk",
        "jm",
        "mm",
        "np",
        "pg",
        "za",
        "bd",
        "kz",
        "онлайн",
    ] {
        assert_eq!(
            ReferenceName::parse(name).scope(),
            NameScope::Public,
            "{name}"
        );
    }
}

#[test]
fn an_address_is_kept_as_it_was_given_and_judged_by_what_is_inside() {
    let mapped = ReferenceName::parse("::ffff:10.0.0.1");
    assert_eq!(mapped.ip(), Some("::ffff:10.0.0.1".parse().unwrap()));
    assert_eq!(mapped.scope(), NameScope::Private(PrivateBecause::Address));
}

#[test]
fn what_cannot_be_parsed_is_public() {
    for name in [
        "",
        ".",
        "..",
        "local..",
        ".local",
        "a..local",
        "*.local",
        "*",
        "a b.local",
        "local\0",
        "local\0.com",
        "lo\u{0}cal",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "[10.0.0.1]",
        "[::1",
        "::1%lo",
        "fe80::1%eth0",
        "10.0.0.1:443",
        "user@lan",
        "lan/",
        "-a.lan",
        "a-.lan",
        "xn--a.lan",
        "xn--zzzzzzzzzzzz-.lan",
        "\u{202e}nal",
        "10.0.0.1.",
        "1.2.3.lan.1",
        &"a".repeat(64),
        &format!("{}lan", "a.".repeat(126)),
    ] {
        assert_eq!(
            ReferenceName::parse(name).scope(),
            NameScope::Public,
            "{name:?}"
        );
    }
}

#[test]
fn characters_that_fold_to_a_private_suffix_are_folded_first() {
    // Fullwidth letters and the ideographic full stop (UTS 46).
    assert_eq!(ReferenceName::parse("ａ。ｌａｎ").dns(), Some("a.lan"));
    // A look-alike letter is another name: Cyrillic «а» in «lаn».
    assert!(!is_private("x.l\u{430}n"));
}

#[test]
fn the_table_has_no_public_suffix_of_the_icann_section() {
    for suffix in PRIVATE_SUFFIXES {
        assert!(!suffix.source.is_empty());
        assert_eq!(suffix.name, suffix.name.to_ascii_lowercase());
        let label = suffix.name.rsplit('.').next().unwrap();
        assert!(
            label == "arpa" || !is_top_level_domain(label),
            "{}",
            suffix.name
        );
    }
}

proptest! {
    #[test]
    fn any_text_has_a_scope(text: String) {
        let _scope = ReferenceName::parse(&text).scope();
    }

    #[test]
    fn case_and_trailing_dot_never_change_the_scope(name in "[a-z]{1,8}(\\.[a-z]{1,8}){0,3}") {
        let scope = ReferenceName::parse(&name).scope();
        prop_assert_eq!(ReferenceName::parse(&name.to_uppercase()).scope(), scope);
        prop_assert_eq!(ReferenceName::parse(&format!("{name}.")).scope(), scope);
    }

    #[test]
    fn a_mapped_address_has_the_scope_of_the_address(octets: [u8; 4]) {
        let v4 = Ipv4Addr::from(octets);
        let scope = ReferenceName::parse(&v4.to_string()).scope();
        prop_assert_eq!(ReferenceName::parse(&format!("::ffff:{v4}")).scope(), scope);
        prop_assert_eq!(ReferenceName::parse(&format!("64:ff9b::{v4}")).scope(), scope);
    }
}
