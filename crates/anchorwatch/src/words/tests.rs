//! Compares the three languages with one another, with the code that uses them, and with the
//! English text of the libraries.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use anchorwatch_carrier::Channel;
use anchorwatch_container::{Effect, Format, Other, Role};
use anchorwatch_identity::{family::FamilyRule, registry};
use anchorwatch_machine::{FindingKind, SettingKind, Severity, StoreKind};
use anchorwatch_policy::{
    Class, ClassReason, ReasonCode,
    consent::ConsentState,
    distrust::{MatchKind, SignedList, SignedPart, Threshold},
    import::ListFormat,
};
use anchorwatch_publisher::{Action, ChangeKind};
use anchorwatch_refuse::block::{DriftKind, Reach, Watch};
use anchorwatch_verify::{Inconclusive, RefusalReason};

use super::*;
use crate::commands::guide::{AFTERWARDS, System, WARNINGS};

/// The messages of a language: id and pattern, as written in the files.
pub(super) fn messages(language: Language) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for source in language.sources() {
        let mut current = None;
        for line in source.lines() {
            if line.starts_with('#') {
                current = None;
            } else if let Some((id, pattern)) = line.split_once(" =")
                && line.starts_with(|first: char| first.is_ascii_lowercase())
            {
                let earlier = found.insert(id.to_owned(), pattern.to_owned());
                assert_eq!(earlier, None, "{id} stands twice in {}", language.tag());
                current = Some(id.to_owned());
            } else if let Some(id) = &current {
                found.get_mut(id).unwrap().push_str(line);
            }
        }
    }
    found
}

/// Every language except English, which the others are compared with.
fn translations() -> impl Iterator<Item = Language> {
    let all = Language::ALL.into_iter();
    all.filter(|language| *language != Language::English)
}

pub(super) fn variables(pattern: &str) -> BTreeSet<&str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let after = pattern.split('$').skip(1);
    after
        .map(|rest| &rest[..rest.find(|letter| !is_part(letter)).unwrap_or(rest.len())])
        .collect()
}

/// How an entry changed, and how current the lists are.
const OF_AN_UPDATE: [&str; 7] = [
    "added",
    "removed",
    "nothing",
    "current",
    "unconfirmed",
    "ageing",
    "stale",
];

/// What clients and publishers of signed lists see.
fn of_signed_lists(add: &mut impl FnMut(&str, &[&str])) {
    add("list-update", &OF_AN_UPDATE);
    add("list-action", &Action::ALL.map(Action::code));
    add("list-change", &ChangeKind::ALL.map(ChangeKind::code));
}

/// Every message that some code of a closed list needs.
fn of_codes() -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = remark::tests::ids().chain(verdict::tests::ids()).collect();
    let mut add = |prefix: &str, codes: &[&str]| {
        ids.extend(codes.iter().map(|code| format!("{prefix}-{code}")));
    };
    add("class", &Class::ALL.map(Class::code));
    add("standing", &ConsentState::CODES[1..]);
    add(
        "audit-count",
        &["consented", "confined", "refused", "baseline"],
    );
    add("severity", &Severity::ALL.map(Severity::code));
    add("screen-word", &Severity::ALL.map(Severity::code));
    add("screen-head", &Severity::ALL.map(Severity::code));
    add("screen-why", &Class::ALL.map(Class::code));
    add("status-drift", &DriftKind::ALL.map(DriftKind::code));
    add("status-watch", &Watch::CODES);
    add("list-format", &ListFormat::ALL.map(ListFormat::code));
    add("list-kind", &MatchKind::ALL.map(MatchKind::code));
    add("list-threshold", &Threshold::ALL.map(Threshold::code));
    add("list-channel", &Channel::ALL.map(Channel::code));
    of_signed_lists(&mut add);
    add("status-receipt", &["applied", "begun"]);
    add("reach", &Reach::ALL.map(Reach::code));
    add("role", &Role::ALL.map(Role::code));
    add("format", &Format::ALL.map(Format::code));
    add("effect", &Effect::ALL.map(Effect::code));
    add("identify-other", &Other::ALL.map(Other::code));
    add("kind", &FindingKind::ALL.map(FindingKind::code));
    add("setting", &SettingKind::ALL.map(SettingKind::code));
    add("store", &StoreKind::ALL.map(StoreKind::code));
    let settings = [
        FindingKind::VerificationDisabled,
        FindingKind::ProxyConfigured,
    ];
    add("audit-count", &settings.map(FindingKind::code));
    add("audit-advice", &settings.map(FindingKind::code));
    // Current and former public roots are counted elsewhere.
    let is_public =
        |class: &Class| matches!(class, Class::PublicProgram | Class::RetiredFromProgram);
    let (public, other): (Vec<Class>, Vec<Class>) = Class::ALL.into_iter().partition(is_public);
    let codes = |classes: &[Class]| classes.iter().map(|class| class.code()).collect::<Vec<_>>();
    add("audit-count", &codes(&other));
    add("identify-trust", &codes(&other));
    add("identify-counted", &codes(&public));
    for system in System::ALL {
        let code = system.code();
        ids.extend([format!("guide-{code}-title"), format!("guide-{code}-shown")]);
        let shared = WARNINGS.iter().chain(AFTERWARDS);
        let own = system.steps().iter();
        let own = own.flat_map(|step| std::iter::once(step).chain(step.alternatives));
        for step in shared.chain(own) {
            let is_shared = ["before_", "after_", "firefox", "restart", "keep"];
            let prefix = if is_shared.iter().any(|one| step.code.starts_with(one)) {
                "guide".to_owned()
            } else {
                format!("guide-{code}")
            };
            ids.insert(format!("{prefix}-{}", step.code));
        }
    }
    ids
}

/// The source text of this crate without its tests.
fn source(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source(&path, text);
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            let file = std::fs::read_to_string(&path).unwrap();
            text.push_str(file.split("#[cfg(test)]").next().unwrap());
        }
    }
}

fn own_source() -> String {
    let mut text = String::new();
    source(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut text,
    );
    text
}

/// The texts of all files below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                return files(&path);
            }
            BTreeSet::from([std::fs::read_to_string(&path).unwrap()])
        })
        .collect()
}

#[test]
fn every_file_and_every_language_in_the_folder_is_compiled_in() {
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    for language in Language::ALL {
        let compiled: BTreeSet<String> = language.sources().map(str::to_owned).into();
        let there = files(&locales.join(language.tag()));
        assert!(compiled == there, "{}", language.tag());
    }
    let folders = std::fs::read_dir(&locales).unwrap();
    assert_eq!(folders.count(), Language::ALL.len());
}

#[test]
fn the_files_have_no_mistake_in_their_syntax() {
    for language in Language::ALL {
        for source in language.sources() {
            let errors = FluentResource::try_new(source.to_owned()).err();
            assert!(
                errors.is_none(),
                "{}: {:?}",
                language.tag(),
                errors.unwrap().1
            );
        }
    }
}

#[test]
fn every_message_is_in_every_language_with_the_same_variables() {
    let english = messages(Language::English);
    for language in translations() {
        let other = messages(language);
        let ids = |messages: &BTreeMap<String, String>| messages.keys().cloned().collect();
        let (of_english, of_other): (BTreeSet<_>, BTreeSet<_>) = (ids(&english), ids(&other));
        let odd: Vec<_> = of_english.symmetric_difference(&of_other).collect();
        assert!(odd.is_empty(), "{}: {odd:?}", language.tag());
        for (id, pattern) in &english {
            // `identify-what` is a whole phrase, for which one sentence has no place.
            let mut expected = variables(pattern);
            if id == "identify-trust-unknown-leaf" {
                expected = variables(&other[id]);
            }
            assert_eq!(variables(&other[id]), expected, "{} {id}", language.tag());
        }
    }
}

#[test]
fn every_code_of_every_closed_list_has_words_in_every_language() {
    for language in Language::ALL {
        let there = messages(language);
        let missing: Vec<_> = of_codes()
            .into_iter()
            .filter(|id| !there.contains_key(id))
            .collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.tag());
    }
}

#[test]
fn no_message_is_unused_and_none_that_the_code_names_is_missing() {
    let text = own_source();
    let literals: BTreeSet<&str> = text.split('"').collect();
    let used = of_codes();
    let there = messages(Language::English);
    let unused: Vec<_> = there
        .keys()
        .filter(|id| !used.contains(*id) && !literals.contains(id.as_str()))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    let called = ["words.say(", "words.with(", "self.say(", "self.with("]
        .into_iter()
        .flat_map(|call| text.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    let named = literals.iter().filter(|it| it.starts_with("label-"));
    for id in called.chain(named.copied()).filter(|id| !id.ends_with('-')) {
        assert!(there.contains_key(id), "{id}");
    }
}

#[test]
fn the_english_words_are_those_of_the_libraries() {
    let words = Words::of(Language::English);
    for known in registry::known_roots() {
        assert_eq!(words.operator(known.operator_code), known.operator);
    }
    // Programs that use the library alone show its English.
    for reason in RefusalReason::ALL {
        assert_eq!(words.code(&reason), reason.says());
    }
    for why in Inconclusive::ALL {
        assert_eq!(words.code(&why), why.says());
    }
}

/// Programs read `text` in the documents of `audit` and `identify`.
#[test]
fn the_english_of_a_reason_is_what_documents_have_always_had() {
    let words = Words::of(Language::English);
    let known = &registry::known_roots()[0];
    let time = anchorwatch_identity::UnixSeconds::new(1_700_000_000);
    for (reason, text) in [
        (
            ClassReason::KnownKey(known),
            format!(
                "the key is that of {} ({}), held by {}",
                known.id,
                known.title(),
                known.operator
            ),
        ),
        (
            ClassReason::PublicProgramKey,
            "the key is in Mozilla's set of roots for TLS servers".to_owned(),
        ),
        (
            ClassReason::Family(FamilyRule::IscaName),
            "it bears the name of the interception roots of Kazakhstan of 2020 and 2021".to_owned(),
        ),
        (
            ClassReason::Expired { not_after: time },
            format!("its validity ended at {time}"),
        ),
    ] {
        assert_eq!(words.remark(&reason.told()), text);
    }
}

fn state_name() -> &'static registry::GovernmentName {
    use anchorwatch_lab::pki::{Attribute, Subject};
    let name = [
        (Attribute::Country, "KR"),
        (Attribute::CommonName, "GPKIRootCA1"),
    ];
    let root = anchorwatch_lab::Root::company("x").unwrap();
    let root = root.renamed(Subject::new(&name)).unwrap();
    let certificate = anchorwatch_identity::Certificate::from_der(root.der()).unwrap();
    registry::government_name(certificate.subject()).unwrap()
}

fn signed_list() -> SignedList {
    SignedList {
        origin: "example.org/distrust".to_owned(),
        part: SignedPart::Quick,
        epoch: 1,
        sequence: 12,
        signers_needed: 1,
        publisher_count: 5,
    }
}

/// A reason of every code.
fn reasons() -> Vec<ClassReason> {
    let time = anchorwatch_identity::UnixSeconds::new(1_700_000_000);
    let root = anchorwatch_lab::Root::new(anchorwatch_lab::pki::Recipe {
        subject: anchorwatch_lab::pki::Subject::common_name("IWSS.TREND"),
        ..anchorwatch_lab::pki::Recipe::company("x")
    });
    let certificate = anchorwatch_identity::Certificate::from_der(root.unwrap().der()).unwrap();
    let product = registry::inspection_product(certificate.subject()).unwrap();
    let mut reasons: Vec<ClassReason> = FamilyRule::ALL
        .into_iter()
        .filter(|rule| {
            !matches!(
                rule,
                FamilyRule::SignedByKnownKey | FamilyRule::LookAlikeName
            )
        })
        .map(ClassReason::Family)
        .collect();
    reasons.extend([
        ClassReason::KnownKey(&registry::known_roots()[0]),
        ClassReason::KnownKeyOtherCertificate,
        ClassReason::KnownKeyOtherEncoding,
        ClassReason::NotInLogs {
            as_of: "2026-08-22",
        },
        ClassReason::SignedByKnownKey(&registry::known_roots()[0]),
        ClassReason::KnownIssuerName(&registry::known_roots()[0]),
        ClassReason::LookAlikeName(&registry::known_roots()[0]),
        ClassReason::LookAlikeIssuerName(&registry::known_roots()[0]),
        ClassReason::IscaIssuerName,
        ClassReason::GovernmentIssuerName(state_name()),
        ClassReason::GovernmentRootName(state_name()),
        ClassReason::InspectionIssuerName(product),
        ClassReason::KnownIntermediate(&registry::known_intermediates()[0]),
        ClassReason::GovernmentAuthority { country: "KZ" },
        ClassReason::PublicProgramKey,
        ClassReason::RetiredFromProgram,
        ClassReason::InspectionProductName(product),
        ClassReason::NotInAnyRegistry,
        ClassReason::OnSignedList(Arc::new(signed_list())),
        ClassReason::NotYetValid { not_before: time },
        ClassReason::Expired { not_after: time },
    ]);
    let codes: BTreeSet<ReasonCode> = reasons.iter().map(ClassReason::code).collect();
    assert_eq!(codes.len(), ReasonCode::ALL.len());
    reasons
}

#[test]
fn every_reason_names_its_facts_in_every_language() {
    for language in Language::ALL {
        let words = Words::of(language);
        for reason in reasons() {
            let text = words.reason(&reason);
            assert!(!text.contains('{') && text.ends_with('.'), "{text}");
            let facts: Vec<String> = match &reason {
                ClassReason::KnownKey(known)
                | ClassReason::SignedByKnownKey(known)
                | ClassReason::LookAlikeName(known)
                | ClassReason::LookAlikeIssuerName(known)
                | ClassReason::KnownIssuerName(known) => {
                    vec![known.id.to_owned(), words.operator(known.operator_code)]
                }
                ClassReason::KnownIntermediate(known) => {
                    vec![known.id.to_owned(), known.seen.to_string()]
                }
                ClassReason::GovernmentAuthority { country } => vec![(*country).to_owned()],
                ClassReason::OnSignedList(list) => {
                    vec![list.origin.clone(), list.sequence.to_string()]
                }
                ClassReason::NotInLogs { as_of } => vec![(*as_of).to_owned()],
                ClassReason::GovernmentIssuerName(named)
                | ClassReason::GovernmentRootName(named) => {
                    vec![named.name.clone(), named.country.clone()]
                }
                ClassReason::InspectionProductName(product)
                | ClassReason::InspectionIssuerName(product) => vec![product.name.to_owned()],
                ClassReason::NotYetValid { not_before } => vec![not_before.to_string()],
                ClassReason::Expired { not_after } => vec![not_after.to_string()],
                _ => Vec::new(),
            };
            assert!(facts.iter().all(|fact| text.contains(fact)), "{text}");
        }
    }
}

#[test]
fn a_reason_ends_with_one_full_stop_whatever_the_name_in_it_ends_with() {
    for language in Language::ALL {
        let words = Words::of(language);
        for known in registry::known_roots() {
            let text = words.reason(&ClassReason::KnownKey(known));
            assert!(text.ends_with('.') && !text.ends_with(".."), "{text}");
        }
    }
}

#[test]
fn every_operator_has_a_name_in_every_language() {
    for language in translations() {
        let there = messages(language);
        for known in registry::known_roots() {
            let id = format!("remark-operator_{}", known.operator_code);
            assert!(there.contains_key(&id), "{}: {id}", language.tag());
        }
    }
}

#[test]
fn numbers_take_the_form_that_the_language_has_for_them() {
    let count = |language, number: usize| {
        Words::of(language).with("audit-count-proxy_configured", &[("count", number.into())])
    };
    for (number, expected) in [
        (1, "1 настройка направляет"),
        (21, "21 настройка направляет"),
        (2, "2 настройки направляют"),
        (24, "24 настройки направляют"),
        (5, "5 настроек направляют"),
        (11, "11 настроек направляют"),
        (112, "112 настроек направляют"),
    ] {
        let text = count(Language::Russian, number);
        assert!(text.starts_with(expected), "{text}");
    }
    assert!(count(Language::English, 1).starts_with("1 setting leads"));
    assert!(count(Language::English, 2).starts_with("2 settings lead"));
    // A Kazakh noun after a number has no ending; words that belong to it may have one.
    let leaked = |number: usize| {
        let facts = [("count", number.into())];
        Words::of(Language::Kazakh).with("audit-count-leaked_key", &facts)
    };
    assert!(leaked(1).contains("жабық кілті ") && leaked(1).contains(" 1 түбірлік сертификат "));
    assert!(leaked(2).contains("жабық кілттері ") && leaked(2).contains(" 2 түбірлік сертификат "));
}

/// Names of companies and products, which are the same in every language.
fn is_name(id: &str) -> bool {
    let is_other = matches!(id, "store-firefox_autoconfig" | "label-sha256");
    is_other || id.starts_with("remark-operator_")
}

/// Whether a message has only facts and signs.
fn has_no_word(pattern: &str) -> bool {
    let parts = pattern.split('{').map(|part| part.rsplit('}').next());
    !parts
        .flatten()
        .any(|part| part.contains(char::is_alphabetic))
}

/// The messages that are the English ones, word for word.
fn copies(english: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<String> {
    let same = other.iter().filter(|(id, pattern)| {
        english.get(*id).map(|text| text.trim()) == Some(pattern.trim())
            && !has_no_word(pattern)
            && !is_name(id)
    });
    same.map(|(id, _)| id.clone()).collect()
}

#[test]
fn no_message_is_a_copy_of_the_english_one() {
    let english = messages(Language::English);
    for language in translations() {
        let copied = copies(&english, &messages(language));
        assert!(copied.is_empty(), "{}: {copied:?}", language.tag());
    }
    // A language whose files are only copied.
    let words = english
        .iter()
        .filter(|(id, pattern)| !has_no_word(pattern) && !is_name(id));
    assert_eq!(copies(&english, &english).len(), words.count());
}

#[test]
fn every_message_of_kazakh_and_russian_is_written_in_its_letters() {
    let is_cyrillic = |letter: char| ('\u{400}'..='\u{4ff}').contains(&letter);
    for language in [Language::Kazakh, Language::Russian] {
        for (id, pattern) in messages(language) {
            let is_translated =
                pattern.contains(is_cyrillic) || has_no_word(&pattern) || is_name(&id);
            assert!(is_translated, "{} {id}", language.tag());
        }
    }
    let has_kazakh = |text: &str| text.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і']);
    for (id, pattern) in messages(Language::Russian) {
        assert!(!has_kazakh(&pattern), "a Kazakh letter in the Russian {id}");
    }
    for (id, pattern) in messages(Language::English) {
        assert!(!pattern.contains(is_cyrillic), "{id}");
    }
}

#[test]
fn a_fact_is_said_and_never_read_as_a_message() {
    let words = Words::of(Language::Russian);
    let hostile = "{ $path } { audit-nothing } { \"x\" }\n    .attribute = y";
    let text = words.with("audit-trust-none", &[("path", hostile.into())]);
    assert!(text.starts_with(hostile), "{text}");
    let what = anchorwatch_machine::Unseen::Place {
        path: "/etc/{ $why }".into(),
    };
    let why = anchorwatch_remark::Told::of("not_read_by_this_version");
    let text = words.not_checked(&what, &why);
    assert!(text.starts_with("/etc/{ $why }: "), "{text}");
}

#[test]
fn a_name_without_end_is_cut_and_its_length_said() {
    for language in Language::ALL {
        let cut = Words::of(language).name(&"x".repeat(1_000_000));
        assert!(cut.len() < 300 && cut.contains("1000000"), "{cut}");
        assert!(!Words::of(language).name("").is_empty());
    }
}
