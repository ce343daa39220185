use proptest::prelude::*;

use anchorwatch_policy::PermittedSubtrees;

use super::*;
use crate::confined_cert::Serial;
use crate::mozilla::prefs::{Language, Prefs};

fn row(subject: &[u8]) -> Row {
    Row {
        subject: subject.to_vec(),
        key: SpkiSha256::of(b"k"),
        spki: Some(b"k".to_vec()),
    }
}

fn refused(subjects: &[&[u8]]) -> Refused {
    Refused {
        rows: subjects.iter().map(|subject| row(subject)).collect(),
        keys: vec![SpkiSha256::of(b"k"), SpkiSha256::of(b"another form")],
        unlisted: Some(Listed {
            consented: vec![consented(b"the company's")],
            confined: vec![confined(&a_root())],
        }),
    }
}

fn consented(key: &[u8]) -> ConsentedKey {
    ConsentedKey {
        key: SpkiSha256::of(key),
        not_before: UnixSeconds::new(1_700_000_000),
        until: UnixSeconds::new(1_710_000_000),
    }
}

fn a_root() -> Certificate {
    let mut parameters = rcgen::CertificateParams::default();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let key = rcgen::KeyPair::generate().unwrap();
    Certificate::from_der(parameters.self_signed(&key).unwrap().der()).unwrap()
}

fn confined(root: &Certificate) -> ConfinedRoot {
    let private = PermittedSubtrees::private_and(&[]);
    ConfinedRoot {
        confined: confined_cert::of(root, &private, None, Serial::Own).unwrap(),
        not_before: UnixSeconds::new(0),
        until: root.validity().not_after,
    }
}

#[test]
fn a_part_says_which_roots_it_holds_to_names_and_takes_other_words_about_them() {
    let [one, two] = [a_root(), a_root()];
    let listed = |confined: Vec<ConfinedRoot>, consented: Vec<ConsentedKey>| Listed {
        consented,
        confined,
    };
    let written = |listed: Option<Listed>| {
        part(&Refused {
            unlisted: listed,
            ..refused(&[b"0 one"])
        })
    };
    let both = listed(
        vec![confined(&one), confined(&one), confined(&two)],
        vec![consented(b"the company's")],
    );
    let ours = written(Some(both));
    let (keys, roots) = listed_in(&ours).unwrap();
    assert_eq!(keys, [SpkiSha256::of(b"the company's")]);
    assert_eq!(roots, [one.clone(), two.clone()]);
    // A time before the clock's first second is that second.
    let early = ConfinedRoot {
        until: UnixSeconds::new(-5),
        ..confined(&one)
    };
    assert!(listed_in(&written(Some(listed(vec![early], vec![])))).is_some());
    let fewer = listed(vec![confined(&two)], vec![]);
    assert_eq!(with_listed(&ours, &fewer), Some(written(Some(fewer))));
    // It allows them, it is another version's, or someone changed it.
    assert_eq!(listed_in(&written(None)), None);
    for (genuine, forged) in [("const set =", "const put ="), (CONFINED, "")] {
        assert_eq!(listed_in(&ours.replacen(genuine, forged, 1)), None);
    }
}

fn with(content: &[u8], value: i64, part: Option<&str>) -> Vec<u8> {
    Script::read(content, value).unwrap().with(part, value)
}

#[test]
fn our_part_stands_behind_the_first_line_however_that_ends() {
    let ours = part(&refused(&[b"0 one"]));
    for (before, first, rest) in [
        ("// x\nlockPref('a', 1);\n", "// x\n", "lockPref('a', 1);\n"),
        ("/* x\r\nthrow 1;", "/* x\r\n", "throw 1;"),
        ("// x\rlockPref('a', 1);", "// x\r", "lockPref('a', 1);"),
        ("// only", "// only\n", ""),
        ("", "\n", ""),
    ] {
        for value in [0, 13, 255, 256, -1] {
            let content = obscured(before.as_bytes(), value);
            let after = with(&content, value, Some(&ours));
            let plain = unobscured(&after, value);
            assert_eq!(
                String::from_utf8(plain).unwrap(),
                format!("{first}{ours}{rest}")
            );
            assert_eq!(Script::read(&after, value).unwrap().ours().unwrap(), ours);
            // A newer part replaces the older, and removing it restores the file.
            let newer = part(&refused(&[b"0 one", b"0 two"]));
            let changed = with(&after, value, Some(&newer));
            assert_eq!(
                Script::read(&changed, value).unwrap().ours().unwrap(),
                newer
            );
            assert_eq!(with(&changed, value, Some(&ours)), after);
            let back = with(&after, value, None);
            assert_eq!(
                unobscured(&back, value),
                format!("{first}{rest}").as_bytes()
            );
        }
    }
}

#[test]
fn a_part_without_its_end_or_twice_over_is_refused() {
    let ours = part(&refused(&[b"0 one"]));
    for text in [
        format!("//\n{}", ours.replace(END, "")),
        format!("//\n{}", ours.replace(BEGIN, "")),
        format!("//\n{ours}{ours}"),
        format!("//\n{END}{BEGIN}"),
    ] {
        assert!(Script::read(text.as_bytes(), 0).is_err());
    }
    // Inside another line it is not our line.
    let inside = format!("//\nconst x = 1; {BEGIN}");
    assert!(Script::read(inside.as_bytes(), 0).unwrap().ours().is_none());
}

#[test]
fn the_strings_of_a_hostile_name_end_nowhere() {
    let hostile = part(&refused(&[b"0\"];throw 1;//\n\xff"]));
    assert!(!hostile.contains("throw 1"));
    assert!(hostile.is_ascii());
}

#[test]
fn what_only_pretends_to_be_our_part_is_judged_as_anyone_s() {
    let ours = whole(&refused(&[b"0 one", b"0 two"]));
    let rest = without_ours(ours.as_bytes()).unwrap();
    assert!(Prefs::read(&String::from_utf8(rest).unwrap(), Language::Script).is_understood);
    for (genuine, forged) in [
        ("missing.push", "evil(missing.push"),
        ("    ]);", "    ]); evil();"),
        ("      [\"", "      [\"a\", \"b\", \""),
        ("    ];", "    ]; evil();"),
        ("      [\"MCBvbmU=\"", "      [evil(\"MCBvbmU=\")"),
        ("      [\"MCBvbmU=\"", "      [\"MCBvbmU=\\u0022\""),
    ] {
        let forged = ours.replacen(genuine, forged, 1);
        assert_ne!(forged, ours);
        assert_eq!(without_ours(forged.as_bytes()), None, "{genuine}");
    }
}

proptest! {
    #[test]
    fn a_script_comes_back_after_its_first_line(rest in "[ -~\n]{0,80}", value in 0_i64..300) {
        let content = obscured(format!("// first\n{rest}").as_bytes(), value);
        let ours = part(&refused(&[b"0 one"]));
        let after = with(&content, value, Some(&ours));
        prop_assert_eq!(with(&after, value, None), content);
    }
}
