//! The record of one object: its attributes before and after, as text.
//!
//! ```text
//! name   = class " " number " of " what                CKO_NSS_TRUST 18e21afd of 7f83…
//! state  = field *(" " field)
//! field  = attribute "=" value                         CKA_NSS_TRUST_SERVER_AUTH=CKT_NSS_NOT_TRUSTED
//!        | standing "." attribute "=" hex              signed.CKA_NSS_TRUST_SERVER_AUTH=3081…
//!        | "signature=new"                             how this program makes it
//!        | "password=" hex                             what identified the password then
//! value  = "none" | CKT name | hex | "text:" hex | "integer:" decimal | "real:" hex
//! ```
//!
//! If an object stays, a state names the attributes that change and the serial number, which
//! distinguishes it from a later object with the same number. If an object is added or deleted,
//! a state names all attributes, so that the object can be restored.
//!
//! **Trust:** the text comes from our own journal; a text that we did not write is rejected as
//! a whole.

use std::collections::BTreeMap;

use anchorwatch_home::EditItem;
use data_encoding::HEXLOWER;

use anchorwatch_remark::Remark as _;

use super::{
    error::Error,
    object::{
        CLASS_CERTIFICATE, CLASS_NSS_TRUST, CLASS_TRUST, MAX_NUMBER, Value, attribute_of,
        is_attribute,
    },
};
use crate::item_view::{FieldChange, ItemChange, ItemValue, ItemView};

/// What is known of the signature of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignatureState {
    Signed,
    /// Wrong, so that NSS ignores the value.
    Missigned,
    /// Nothing checks it, or only someone with the password can.
    Unchecked,
}

/// The recorded state of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    /// By column; `None`: the attribute is missing.
    pub(super) attributes: BTreeMap<String, Option<Value>>,
    /// By attribute: the signatures and their validity.
    pub(super) signatures: BTreeMap<u32, (SignatureState, Vec<u8>)>,
    pub(super) password: Option<String>,
    /// Whether this is the state that this program makes and signs, not the one it found.
    pub(super) is_ours: bool,
}

/// A parsed item.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) number: u32,
    pub(super) class: u32,
    /// The state in which the object was found, in either direction.
    pub(super) before: Option<State>,
    /// The state that this program makes.
    pub(super) after: Option<State>,
    pub(super) direction: Direction,
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From before to after.
    Forward,
    /// From after to before.
    Back,
}

const OURS: &str = "signature=new";

const CLASSES: [(&str, u32); 3] = [
    ("CKO_CERTIFICATE", CLASS_CERTIFICATE),
    ("CKO_NSS_TRUST", CLASS_NSS_TRUST),
    ("CKO_TRUST", CLASS_TRUST),
];

/// The attributes that a person may want to read in a plan (`pkcs11t.h`, `pkcs11n.h`).
const ATTRIBUTES: [(&str, &str); 13] = [
    ("CKA_SERIAL_NUMBER", "a82"),
    ("CKA_LABEL", "a3"),
    ("CKA_VALUE", "a11"),
    ("CKA_ISSUER", "a81"),
    ("CKA_SUBJECT", "a101"),
    ("CKA_NSS_TRUST_SERVER_AUTH", "ace536358"),
    ("CKA_NSS_TRUST_CLIENT_AUTH", "ace536359"),
    ("CKA_NSS_TRUST_CODE_SIGNING", "ace53635a"),
    ("CKA_NSS_TRUST_EMAIL_PROTECTION", "ace53635b"),
    ("CKA_TRUST_SERVER_AUTH", "a62c"),
    ("CKA_TRUST_CLIENT_AUTH", "a62d"),
    ("CKA_TRUST_CODE_SIGNING", "a62e"),
    ("CKA_TRUST_EMAIL_PROTECTION", "a62f"),
];

/// The trust values that programs write, of NSS's kind and of PKCS #11's.
const TRUST_VALUES: [(&str, u32); 11] = [
    ("CKT_NSS_TRUSTED", 0xce53_4351),
    ("CKT_NSS_TRUSTED_DELEGATOR", 0xce53_4352),
    ("CKT_NSS_MUST_VERIFY_TRUST", 0xce53_4353),
    ("CKT_NSS_TRUST_UNKNOWN", 0xce53_4355),
    ("CKT_NSS_NOT_TRUSTED", 0xce53_435a),
    ("CKT_NSS_VALID_DELEGATOR", 0xce53_435b),
    ("CKT_TRUST_UNKNOWN", 0),
    ("CKT_TRUSTED", 1),
    ("CKT_TRUST_ANCHOR", 2),
    ("CKT_NOT_TRUSTED", 3),
    ("CKT_TRUST_MUST_VERIFY_TRUST", 4),
];

const SIGNATURE_STATES: [(&str, SignatureState); 3] = [
    ("signed", SignatureState::Signed),
    ("missigned", SignatureState::Missigned),
    ("unchecked", SignatureState::Unchecked),
];

/// What the name of an item says of trust without its certificate.
pub(super) const UNHELD: &str = "a certificate that is not in the database";

/// The column of CKA_VALUE: a certificate's DER.
pub(super) const VALUE: &str = "a11";

/// How many digits of a certificate's hash are shown.
const SHOWN_DIGITS: usize = 16;

/// Records a change of an object.
pub(super) fn record(
    (class, number): (u32, u32),
    of: &str,
    before: Option<&State>,
    after: Option<&State>,
) -> EditItem {
    let class = CLASSES
        .iter()
        .find(|(_, known)| *known == class)
        .map_or("CKO", |(name, _)| name);
    EditItem {
        name: format!("{class} {number:08x} of {of}"),
        before: before.map(State::encode),
        after: after.map(State::encode),
    }
}

pub(super) fn understood(item: &EditItem) -> Result<Step, Error> {
    step(item).ok_or_else(|| Error::NotOurItem {
        name: item.name.chars().take(200).collect(),
    })
}

/// Whose object an item is about: the certificate's digits, as the name of the item has them.
pub(crate) fn whose(item: &EditItem) -> Option<&str> {
    item.name.split_once(" of ").map(|(_, whose)| whose)
}

/// The certificate of an object that is added or deleted, DER, from the text of its state.
pub(crate) fn added_certificate(text: &str) -> Option<Vec<u8>> {
    match State::decode(text)?.attributes.remove(VALUE)?? {
        Value::Blob(der) => Some(der),
        _ => None,
    }
}

/// Whether a text describes a state that this program makes.
pub(crate) fn is_made_by_us(text: &str) -> bool {
    text.split(' ').any(|field| field == OURS)
}

/// Whether two texts describe the same object state, ignoring signatures.
pub(crate) fn say_the_same(one: Option<&str>, other: Option<&str>) -> bool {
    let attributes = |text: Option<&str>| text.map(|text| Some(State::decode(text)?.attributes));
    match (attributes(one), attributes(other)) {
        (None, None) => true,
        (Some(Some(one)), Some(Some(other))) => one == other,
        _ => false,
    }
}

/// What a person may want to know of an object: its trust, without signatures and other
/// values.
pub(crate) fn value(text: Option<&str>) -> ItemValue {
    let Some(text) = text else {
        return ItemValue::Absent;
    };
    let values: Vec<String> = trust(text).map(str::to_owned).collect();
    if !values.is_empty() {
        ItemValue::Trust { values }
    } else if text.contains("CKA_VALUE=") {
        ItemValue::Certificate
    } else {
        ItemValue::Text {
            text: text.chars().take(80).collect(),
        }
    }
}

/// The fields of a text that are trust, as `name=value`.
fn trust(text: &str) -> impl Iterator<Item = &str> {
    let fields = text.split(' ');
    fields.filter(|field| field.contains("_TRUST_") && !field.contains('.'))
}

/// What an item changes, for whoever shows it.
pub(crate) fn view(item: &EditItem) -> ItemView {
    let (object, of) = item.name.split_once(" of ").unwrap_or((&item.name, ""));
    let object = object.to_owned();
    let what = match of.get(..SHOWN_DIGITS) {
        Some(start) if of != UNHELD => ItemChange::Row {
            object,
            certificate: start.to_owned(),
        },
        _ => ItemChange::RowWithoutCertificate { object },
    };
    ItemView {
        what: what.told(),
        before: value(item.before.as_deref()).told(),
        after: value(item.after.as_deref()).told(),
        fields: fields(item),
    }
}

/// The values of trust that change, without the prefixes that all of them have.
fn fields(item: &EditItem) -> Vec<FieldChange> {
    let values = |text: &Option<String>| -> Vec<(String, String)> {
        let fields = trust(text.as_deref().unwrap_or_default());
        let pairs = fields.filter_map(|field| field.split_once('='));
        pairs
            .map(|(name, value)| (bare(name).to_owned(), bare(value).to_owned()))
            .collect()
    };
    let (old, new) = (values(&item.before), values(&item.after));
    if old.is_empty() {
        return Vec::new();
    }
    let changes = new.into_iter().map(|(name, after)| {
        let before = old.iter().find(|(other, _)| *other == name);
        FieldChange {
            before: before.map(|(_, value)| value.clone()),
            name,
            after,
        }
    });
    changes
        .filter(|change| change.before.as_ref() != Some(&change.after))
        .collect()
}

fn bare(word: &str) -> &str {
    let prefixes = ["CKA_NSS_TRUST_", "CKA_TRUST_", "CKT_NSS_", "CKT_"];
    let mut bare = prefixes
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix));
    bare.next().unwrap_or(word)
}

fn step(item: &EditItem) -> Option<Step> {
    let (object, _) = item.name.split_once(" of ")?;
    let (class, number) = object.split_once(' ')?;
    let number = u32::from_str_radix(number, 16).ok()?;
    let state = |text: &Option<String>| match text {
        None => Some(None),
        Some(text) => State::decode(text).map(Some),
    };
    let (before, after) = (state(&item.before)?, state(&item.after)?);
    let is_ours = |state: &Option<State>| state.as_ref().map(|state| state.is_ours);
    // An undo is recorded with before and after swapped.
    let direction = match (is_ours(&before), is_ours(&after)) {
        (Some(false) | None, Some(true)) | (Some(false), None) => Direction::Forward,
        (Some(true), Some(false) | None) | (None, Some(false)) => Direction::Back,
        _ => return None,
    };
    let (before, after) = match direction {
        Direction::Forward => (before, after),
        Direction::Back => (after, before),
    };
    let step = Step {
        number: Some(number).filter(|number| *number <= MAX_NUMBER)?,
        class: CLASSES.iter().find(|(name, _)| *name == class)?.1,
        before,
        after,
        direction,
    };
    step.is_whole().then_some(step)
}

impl Step {
    /// Whether the two states name the same attributes, and an added or deleted object is of
    /// its class.
    fn is_whole(&self) -> bool {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => before.attributes.keys().eq(after.attributes.keys()),
            (Some(whole), None) | (None, Some(whole)) => {
                whole.attributes.get("a0") == Some(&Some(Value::ulong(self.class)))
            }
            (None, None) => false,
        }
    }
}

impl State {
    pub(super) fn encode(&self) -> String {
        let mut fields = Vec::new();
        for (column, value) in &self.attributes {
            let name = shown(column);
            fields.push(format!("{name}={}", encoded(name, value.as_ref())));
        }
        if self.is_ours {
            fields.push(OURS.to_owned());
        }
        if let Some(password) = &self.password {
            fields.push(format!("password={password}"));
        }
        for (attribute, (standing, signature)) in &self.signatures {
            let standing = SIGNATURE_STATES
                .iter()
                .find(|(_, known)| known == standing)
                .map_or("unchecked", |(name, _)| name);
            let column = format!("a{attribute:x}");
            let octets = HEXLOWER.encode(signature);
            fields.push(format!("{standing}.{}={octets}", shown(&column)));
        }
        fields.join(" ")
    }

    fn decode(text: &str) -> Option<Self> {
        let mut state = Self::default();
        for field in text.split(' ') {
            let (name, value) = field.split_once('=')?;
            if field == OURS {
                state.is_ours = true;
            } else if name == "password" {
                state.password = Some(value.to_owned());
            } else if let Some((standing, attribute)) = name.split_once('.') {
                let standing = SIGNATURE_STATES
                    .iter()
                    .find(|(known, _)| *known == standing)?
                    .1;
                let octets = HEXLOWER.decode(value.as_bytes()).ok()?;
                let attribute = attribute_of(&column(attribute)?)?;
                state.signatures.insert(attribute, (standing, octets));
            } else {
                state.attributes.insert(column(name)?, decoded(value)?);
            }
        }
        Some(state)
    }
}

fn shown(column: &str) -> &str {
    ATTRIBUTES
        .iter()
        .find(|(_, known)| *known == column)
        .map_or(column, |(name, _)| name)
}

fn column(name: &str) -> Option<String> {
    let column = ATTRIBUTES
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(name, |(_, column)| column);
    is_attribute(column).then(|| column.to_ascii_lowercase())
}

fn encoded(name: &str, value: Option<&Value>) -> String {
    let is_trust = name.contains("_TRUST_");
    match value {
        None => "none".to_owned(),
        Some(Value::Blob(octets)) => TRUST_VALUES
            .iter()
            .find(|(_, known)| is_trust && known.to_be_bytes() == **octets)
            .map_or_else(|| HEXLOWER.encode(octets), |(name, _)| (*name).to_owned()),
        Some(Value::Text(octets)) => format!("text:{}", HEXLOWER.encode(octets)),
        Some(Value::Integer(number)) => format!("integer:{number}"),
        Some(Value::Real(bits)) => format!("real:{bits:016x}"),
    }
}

fn decoded(text: &str) -> Option<Option<Value>> {
    if text == "none" {
        return Some(None);
    }
    if let Some((_, number)) = TRUST_VALUES.iter().find(|(name, _)| *name == text) {
        return Some(Some(Value::ulong(*number)));
    }
    let octets = |text: &str| HEXLOWER.decode(text.as_bytes()).ok();
    Some(Some(match text.split_once(':') {
        None => Value::Blob(octets(text)?),
        Some(("text", text)) => Value::Text(octets(text)?),
        Some(("integer", text)) => Value::Integer(text.parse().ok()?),
        Some(("real", text)) => Value::Real(u64::from_str_radix(text, 16).ok()?),
        Some(_) => return None,
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Option<Value>> {
        prop_oneof![
            Just(None),
            proptest::collection::vec(any::<u8>(), 0..40)
                .prop_map(|octets| Some(Value::Blob(octets))),
            proptest::collection::vec(any::<u8>(), 0..9)
                .prop_map(|octets| Some(Value::Text(octets))),
            any::<i64>().prop_map(|number| Some(Value::Integer(number))),
            any::<u64>().prop_map(|bits| Some(Value::Real(bits))),
            proptest::sample::select(TRUST_VALUES.to_vec())
                .prop_map(|(_, number)| Some(Value::ulong(number))),
        ]
    }

    proptest! {
        #[test]
        fn a_state_comes_back_from_its_text_as_it_was(
            attributes in proptest::collection::btree_map("a[0-9a-f]{1,8}", value(), 1..8),
            signatures in proptest::collection::btree_map(
                any::<u32>(),
                (
                    proptest::sample::select(SIGNATURE_STATES.map(|(_, standing)| standing).to_vec()),
                    proptest::collection::vec(any::<u8>(), 0..140),
                ),
                0..4,
            ),
            password in proptest::option::of("[0-9a-f]{64}"),
            is_ours in any::<bool>(),
        ) {
            let state = State { attributes, signatures, password, is_ours };
            prop_assert_eq!(State::decode(&state.encode()), Some(state));
        }

        #[test]
        fn a_text_of_others_is_refused_or_understood_but_never_a_panic(text in ".{0,80}") {
            let item = EditItem { name: text.clone(), before: Some(text.clone()), after: Some(text) };
            let _answer = understood(&item);
        }
    }

    #[test]
    fn an_item_that_is_none_of_ours_is_refused() {
        let good = EditItem {
            name: "CKO_NSS_TRUST 18e21afd of 00".to_owned(),
            before: Some("CKA_NSS_TRUST_SERVER_AUTH=CKT_NSS_TRUSTED_DELEGATOR".to_owned()),
            after: Some("CKA_NSS_TRUST_SERVER_AUTH=CKT_NSS_NOT_TRUSTED signature=new".to_owned()),
        };
        assert!(understood(&good).is_ok());
        let other = |change: fn(&mut EditItem)| {
            let mut item = good.clone();
            change(&mut item);
            understood(&item).is_err()
        };
        assert!(other(
            |item| item.name = "CKO_NSS_TRUST 58e21afd of 00".to_owned()
        ));
        assert!(other(
            |item| item.name = "CKO_SECRET_KEY 18e21afd of 00".to_owned()
        ));
        assert!(other(|item| item.after = None));
        assert!(other(|item| item.after = Some("CKA_LABEL=00".to_owned())));
        assert!(other(|item| item.after = Some("a1;DROP=00".to_owned())));
        assert!(other(|item| {
            item.before = None;
            item.after = None;
        }));
    }
}
