use super::*;

const PLAIN: &str = "Qaznet Trust Network";

#[test]
fn what_looks_the_same_has_the_same_skeleton() {
    for disguised in [
        "qaznet  TRUST\tnetwork ",
        "Qaznet\u{a0}Trust\u{2003}Network",
        "QaznetTrustNetwork",
        "Qaznet-Trust.Network",
        // Invisible characters, an accent, full-width and mathematical letters.
        "Qaz\u{200b}net\u{200d} Tr\u{ad}ust Net\u{feff}work",
        "Qa\u{301}znet Tru\u{15d}t Network",
        "\u{ff31}\u{ff41}\u{ff5a}\u{ff4e}\u{ff45}\u{ff54} Trust Network",
        "\u{1d410}aznet Trust Network",
        // Cyrillic а, е, о, Т, к; Greek Τ, ο; Cherokee Ꮓ.
        "Q\u{430}zn\u{435}t \u{422}rust Netw\u{43e}r\u{43a}",
        "Qaznet \u{3a4}rust Netw\u{3bf}rk",
        "Qa\u{13c3}net Trust Network",
        "QAZNET TRUST NETW0RK",
        "Qaznet Trust Netvvork",
    ] {
        assert_eq!(skeleton(disguised), skeleton(PLAIN), "{disguised}");
    }
    assert_eq!(skeleton("Informatlon"), skeleton("lnforrnation"));
}

#[test]
fn another_letter_or_word_is_another_skeleton() {
    for other in [
        "Qaznet Trust Networks",
        "Qaznet Trust Networ",
        "Kaznet Trust Network",
        "Trust Network Qaznet",
        "Qaznet Trust Network of Example",
        "",
    ] {
        assert_ne!(skeleton(other), skeleton(PLAIN), "{other}");
    }
}

#[test]
fn a_generation_at_the_end_does_not_count_and_another_word_does() {
    let has = |text: &str| skeletons_of_any_generation(text).contains(&skeleton(PLAIN));
    for end in [
        "",
        " CA",
        " Root CA",
        " Root CA 2",
        " G2",
        " R1",
        "R1",
        " 2024",
        "2024",
        " - G3",
        " v2",
        " III",
        " CA2",
        " C\u{410} 2",
    ] {
        let text = format!("{PLAIN}{end}");
        assert!(has(&text), "{text}");
    }
    for text in [
        "G2",
        "CA",
        "2024",
        "Qaznet Trust G2",
        "Qaznet Trust Network Issuing",
    ] {
        assert!(!has(text), "{text}");
    }
}

#[test]
fn a_long_text_is_cut() {
    let long = "a".repeat(100_000);
    assert_eq!(skeleton(&long).len(), MAX_CHARACTERS);
}

#[test]
fn every_letter_of_the_table_is_looked_up_once() {
    let count: usize = letters::LOOK_ALIKES
        .iter()
        .map(|(latin, others)| {
            assert!(latin.is_ascii_lowercase());
            others.chars().count()
        })
        .sum();
    assert_eq!(letters().len(), count);
    assert!(letters().keys().all(|letter| !letter.is_ascii()));
}
