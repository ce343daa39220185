//! What else stops working with a refused key, apart from interception: one sentence for each
//! kind of key, with names.

use anchorwatch_home::BlockedKey;
use anchorwatch_identity::registry::{self, Conduct};
use anchorwatch_policy::Class;
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    name_list::{self, Name},
    remark::Causes,
};

anchorwatch_remark::remarks! {
    /// What will stop working with refused keys.
    pub(crate) enum Consequence {
        /// Keys of public authorities.
        "consequence_public" => Public {
            /// How many keys.
            count: u64,
            /// Their names.
            names: Causes,
        },
        /// Keys of states.
        "consequence_state" => State {
            /// How many keys.
            count: u64,
            /// Their names.
            names: Causes,
        },
        /// Keys of authorities that browsers removed for cause.
        "consequence_removed" => Removed {
            /// How many keys.
            count: u64,
            /// Their names.
            names: Causes,
        },
        /// Keys that the registry does not know.
        "consequence_unknown" => Unknown {
            /// How many keys.
            count: u64,
            /// Their names.
            names: Causes,
        },
    }
}

anchorwatch_remark::closed_list! {
    /// The kind of a refused key, the most serious first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Kind {
        Public,
        State,
        Removed,
        Unknown,
    }
}

impl Kind {
    /// `None` for a key that reads traffic: only what it intercepted stops working.
    fn of(blocked: &BlockedKey) -> Option<Self> {
        if registry::in_public_program(&blocked.key) {
            return Some(Self::Public);
        }
        match registry::known_key(&blocked.key).map(|known| known.conduct) {
            None => Some(Self::Unknown),
            Some(Conduct::GovernmentRoot) => Some(Self::State),
            Some(Conduct::RemovedForCause) => Some(Self::Removed),
            Some(_) => None,
        }
    }

    fn remark(self, count: u64, names: Causes) -> Consequence {
        match self {
            Self::Public => Consequence::Public { count, names },
            Self::State => Consequence::State { count, names },
            Self::Removed => Consequence::Removed { count, names },
            Self::Unknown => Consequence::Unknown { count, names },
        }
    }
}

/// What will stop working, at most one remark for each kind of key.
pub(super) fn of(keys: &[BlockedKey]) -> Vec<Told> {
    let remarks = Kind::ALL.into_iter().filter_map(|kind| {
        let of_kind: Vec<&BlockedKey> = keys
            .iter()
            .filter(|blocked| Kind::of(blocked) == Some(kind))
            .collect();
        let mut names: Vec<String> = of_kind.iter().map(|one| name_of(one)).collect();
        names.sort();
        names.dedup();
        let names = names.into_iter().map(|name| Name::Named { name });
        let names = name_list::bounded(names.collect());
        let remark = kind.remark(of_kind.len() as u64, names);
        (!of_kind.is_empty()).then(|| remark.told())
    });
    remarks.collect()
}

/// The name by which the key was chosen, or the key itself if it was typed.
fn name_of(blocked: &BlockedKey) -> String {
    if let Some(known) = registry::known_key(&blocked.key) {
        return known.title().to_owned();
    }
    let because = blocked.because.as_str();
    if let Some(name) = because.strip_prefix("owner: named by certificate, ") {
        return name.to_owned();
    }
    match because.split_once(": ") {
        Some((class, name)) if Class::from_code(class).is_some() => name.to_owned(),
        _ => blocked.key.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use anchorwatch_home::Twins;
    use anchorwatch_identity::{SpkiSha256, UnixSeconds};

    use super::*;

    fn blocked(number: u8, because: &str) -> BlockedKey {
        BlockedKey {
            key: SpkiSha256::of(&[number]),
            because: because.to_owned(),
            since: UnixSeconds::new(0),
            twins: Twins::default(),
        }
    }

    #[test]
    fn many_keys_of_a_kind_are_one_remark_with_names_and_known_readers_are_none() {
        let known = registry::known_roots().iter();
        let inventory = known.filter(|known| known.conduct.reads_traffic());
        let inventory: Vec<BlockedKey> = inventory
            .map(|known| BlockedKey {
                key: known.spki_sha256,
                ..blocked(0, "known_interception: x")
            })
            .collect();
        assert_eq!(of(&inventory), []);
        let many: Vec<BlockedKey> = (0..50)
            .map(|number| blocked(number, &format!("unknown: CN=Added {number:02},C=SE")))
            .collect();
        let [told] = of(&many).try_into().unwrap();
        let Some(Consequence::Unknown { count: 50, names }) = Consequence::from_told(&told) else {
            panic!("{told:?}");
        };
        let named = (0..10).map(|number| Name::Named {
            name: format!("CN=Added {number:02},C=SE"),
        });
        let expected = named.chain([Name::LeftOut { count: 40 }]);
        let expected: Vec<Told> = expected.map(|name| name.told()).collect();
        assert_eq!(names, expected.into());
    }

    #[test]
    fn a_key_is_named_by_what_it_was_chosen_by() {
        for (because, name) in [
            (
                "owner: named by certificate, CN=Works,C=SE",
                "CN=Works,C=SE",
            ),
            ("suspected_family: C=KZ,O=ISCA,CN=x", "C=KZ,O=ISCA,CN=x"),
            ("owner: named by key", &SpkiSha256::of(&[1]).to_string()),
        ] {
            assert_eq!(name_of(&blocked(1, because)), name);
        }
    }

    #[test]
    fn a_public_key_and_a_state_s_are_told_apart() {
        let known = registry::known_roots().iter();
        let state = known
            .clone()
            .find(|one| one.conduct == Conduct::GovernmentRoot);
        let removed = known
            .clone()
            .find(|one| one.conduct == Conduct::RemovedForCause);
        let keys = [state.unwrap(), removed.unwrap()].map(|known| BlockedKey {
            key: known.spki_sha256,
            ..blocked(0, "x")
        });
        let told = of(&keys);
        let codes: Vec<&str> = told.iter().map(Told::code).collect();
        assert_eq!(codes, ["consequence_state", "consequence_removed"]);
    }
}
