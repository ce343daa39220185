use proptest::prelude::*;
use serde_json::json;

use super::*;

fn read(text: &str) -> PolicyText<'_> {
    PolicyText::read(text.as_bytes()).unwrap()
}

#[test]
fn the_text_around_the_switch_stays_as_it_is() {
    for (before, after) in [
        (
            r#"{"policies": {}}"#,
            r#"{"policies": {"DisableSecurityBypass": {"InvalidCertificate": true}}}"#,
        ),
        (
            "{ \"policies\" :\t{\r\n\t\"A\" : [1, {\"x\":\"}\\\"\"}] , \"B\":2}}\n",
            "{ \"policies\" :\t{\r\n\t\"DisableSecurityBypass\": {\"InvalidCertificate\": true},\r\n\t\"A\" : [1, {\"x\":\"}\\\"\"}] , \"B\":2}}\n",
        ),
        (
            r#"{"policies": {"DisableSecurityBypass": {"SafeBrowsing": true}}}"#,
            r#"{"policies": {"DisableSecurityBypass": {"InvalidCertificate": true,"SafeBrowsing": true}}}"#,
        ),
        (
            r#"{"policies": {"DisableSecurityBypass": {  }, "A": -1.5e+3}}"#,
            r#"{"policies": {"DisableSecurityBypass": {"InvalidCertificate": true  }, "A": -1.5e+3}}"#,
        ),
        (
            r#"{"policies": {"DisableSecurityBypass": {"InvalidCertificate": false}}}"#,
            r#"{"policies": {"DisableSecurityBypass": {"InvalidCertificate": true}}}"#,
        ),
    ] {
        let had = read(before).state();
        let on = read(before).switched_on().unwrap();
        assert_eq!(on, after);
        let on = read(&on);
        assert_eq!(on.state(), PolicyState::Switch("true".to_owned()));
        let back = match had {
            PolicyState::NoPolicy => on.without_policy(),
            PolicyState::Switch(value) => on.switched_back(Some(&value)),
            _ => on.switched_back(None),
        };
        assert_eq!(back.unwrap(), before);
    }
}

#[test]
fn of_a_member_that_stands_twice_the_last_counts() {
    let twice = r#"{"policies": {}, "policies": {"DisableSecurityBypass": {"InvalidCertificate": true, "InvalidCertificate": false}}}"#;
    assert_eq!(read(twice).state(), PolicyState::Switch("false".to_owned()));
    let on = read(twice).switched_on().unwrap();
    assert_eq!(read(&on).state(), PolicyState::Switch("true".to_owned()));
    // An escaped name is the same name.
    let escaped = r#"{"p\u006flicies": {"DisableSecurityBypass": {"InvalidCertificate": true}}}"#;
    assert_eq!(
        read(escaped).state(),
        PolicyState::Switch("true".to_owned())
    );
}

#[test]
fn a_policy_that_is_no_object_is_told_and_not_changed() {
    let text = r#"{"policies": {"DisableSecurityBypass": [true]}}"#;
    assert_eq!(read(text).state(), PolicyState::Other("[true]".to_owned()));
    assert_eq!(read(text).switched_on(), None);
}

#[test]
fn what_a_program_takes_no_policy_from_is_refused() {
    for text in [
        "",
        "{}",
        "[]",
        "{\"policies\": []}",
        "{\"policies\": {}} x",
        "{\"policies\": {}",
        "\u{feff}{\"policies\": {}}",
        "// c\n{\"policies\": {}}",
        "{\"policies\": {}, \"policies\": 1}",
    ] {
        assert!(PolicyText::read(text.as_bytes()).is_err(), "{text}");
    }
    assert!(PolicyText::read(b"{\"policies\": {\"a\": \"\xff\"}}").is_err());
    assert!(PolicyText::read("[".repeat(100_000).as_bytes()).is_err());
}

#[test]
fn our_own_file_is_what_it_says_and_leaves_what_it_says() {
    let whole = read(WHOLE);
    assert_eq!(whole.state(), PolicyState::Switch("true".to_owned()));
    assert!(whole.policy_is(POLICY_VALUE));
    assert_eq!(whole.without_policy().unwrap(), REST_OF_WHOLE);
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|one| json!(one)),
        any::<i32>().prop_map(|one| json!(one)),
        ".{0,6}".prop_map(|one| json!(one)),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|all| json!(all)),
            prop::collection::btree_map(".{0,4}", inner, 0..4).prop_map(|all| json!(all)),
        ]
    })
}

proptest! {
    #[test]
    fn the_switch_goes_on_and_back_in_any_document(
        others in prop::collection::btree_map("[A-Z]{1,3}", value(), 0..4),
        is_pretty in any::<bool>(),
    ) {
        let document = json!({"other": 1, "policies": others});
        let text = if is_pretty {
            serde_json::to_string_pretty(&document).unwrap()
        } else {
            document.to_string()
        };
        let on = read(&text).switched_on().unwrap();
        let mut expected = document.clone();
        expected["policies"][POLICY] = json!({"InvalidCertificate": true});
        prop_assert_eq!(serde_json::from_str::<Value>(&on).unwrap(), expected);
        prop_assert_eq!(read(&on).without_policy().unwrap(), text);
    }
}
