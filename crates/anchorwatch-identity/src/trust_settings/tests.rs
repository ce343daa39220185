use data_encoding::HEXLOWER;

use super::*;

const SERVER: &str = "06082b06010505070301";
const CLIENT: &str = "06082b06010505070302";
const ANY: &str = "0604551d2500";

fn tlv(tag: &str, content: &str) -> String {
    format!("{tag}{:02x}{content}", content.len() / 2)
}

fn read(hex: &str) -> Option<TrustSettings> {
    TrustSettings::from_der_prefix(&HEXLOWER.decode(hex.as_bytes()).unwrap())
}

/// Each was made with `openssl x509 -trustout` and tried with `openssl verify -purpose
/// sslserver`, OpenSSL 3.0.22.
#[test]
fn servers_are_rejected_as_openssl_rejects_them() {
    let trusts = |uses: &str| tlv("30", uses);
    let rejects = |uses: &str| tlv("a0", uses);
    for (fields, expected) in [
        (String::new(), false),
        (trusts(SERVER), false),
        (trusts(CLIENT), true),
        (trusts(&format!("{CLIENT}{SERVER}")), false),
        (trusts(ANY), false),
        (trusts(""), true),
        (rejects(SERVER), true),
        (rejects(CLIENT), false),
        (rejects(ANY), true),
        (format!("{}{}", trusts(SERVER), rejects(SERVER)), true),
        (format!("{}{}", trusts(SERVER), rejects(CLIENT)), false),
        (format!("{}{}", rejects(SERVER), tlv("0c", "6162")), true),
    ] {
        let settings = read(&tlv("30", &fields)).unwrap();
        assert_eq!(settings.reject_servers(), expected, "{fields}");
    }
}

#[test]
fn the_name_and_what_follows_the_settings_are_no_trust() {
    let hex = tlv("30", &format!("{}{}", tlv("0c", "6162"), tlv("04", "0102")));
    let settings = read(&format!("{hex}ff")).unwrap();
    assert_eq!(settings.alias.as_deref(), Some("ab"));
    assert_eq!(settings.trusted, None);
    assert!(!settings.reject_servers());
}

#[test]
fn what_can_be_read_in_two_ways_says_nothing() {
    let rejects = tlv("a0", SERVER);
    for hex in [
        String::new(),
        tlv("31", &rejects),
        tlv("30", &format!("{rejects}{rejects}")),
        tlv("30", &format!("{rejects}{}", tlv("30", SERVER))),
        tlv("30", &tlv("a0", "0201ff")),
        tlv("30", &tlv("a2", SERVER)),
        format!("30ff{rejects}"),
        format!("3080{rejects}0000"),
    ] {
        assert_eq!(read(&hex), None, "{hex}");
    }
    assert!(read(&tlv("30", &rejects)).unwrap().reject_servers());
}

/// Each was put into a folder of p11-kit 0.24.1 and looked up with `trust list`.
#[test]
fn p11_kit_refuses_what_is_left_without_a_use() {
    let trusts = |uses: &str| tlv("30", uses);
    let rejects = |uses: &str| tlv("a0", uses);
    for (fields, expected) in [
        (String::new(), None),
        (tlv("0c", "6162"), None),
        (rejects(CLIENT), None),
        (trusts(""), None),
        (trusts(SERVER), Some(true)),
        (trusts(ANY), Some(true)),
        (trusts(CLIENT), Some(false)),
        (trusts(&format!("{CLIENT}{SERVER}")), Some(true)),
        (format!("{}{}", trusts(SERVER), rejects(SERVER)), None),
        (
            format!(
                "{}{}",
                trusts(&format!("{CLIENT}{SERVER}")),
                rejects(SERVER)
            ),
            Some(false),
        ),
        (format!("{}{}", trusts(SERVER), rejects(ANY)), Some(true)),
    ] {
        let settings = read(&tlv("30", &fields)).unwrap();
        assert_eq!(settings.p11_kit_for_servers(), expected, "{fields}");
    }
}
