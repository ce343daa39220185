//! What else stops working with a refused key, apart from interception: one sentence for each
//! kind of key, with names.

use anchorwatch_home::BlockedKey;
use anchorwatch_identity::registry::{self, Conduct};
use anchorwatch_policy::Class;

/// How many keys one sentence names.
const MOST_NAMES: usize = 10;

/// The kind of a refused key, the most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    State,
    Removed,
    Unknown,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Public, Self::State, Self::Removed, Self::Unknown];

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

    fn says(self, count: usize) -> String {
        let (whose, these) = match count {
            1 => ("1 of the keys is".to_owned(), "it"),
            _ => (format!("{count} of the keys are"), "them"),
        };
        match self {
            Self::Public => format!("{whose} public: many sites will stop working"),
            Self::State => format!(
                "{whose} a state's: services of that state that rely on {these} alone will stop working"
            ),
            Self::Removed => format!(
                "{whose} of authorities that browsers removed for cause: sites that still rely on {these} will stop working in other programs too"
            ),
            Self::Unknown => format!(
                "{whose} not in the registry: what relies on {these} alone will stop working, such as an appliance, or everything on a network that a company inspects"
            ),
        }
    }
}

/// What will stop working: at most one sentence for each kind of key.
pub(super) fn of(keys: &[BlockedKey]) -> Vec<String> {
    let said = Kind::ALL.into_iter().filter_map(|kind| {
        let of_kind: Vec<&BlockedKey> = keys
            .iter()
            .filter(|blocked| Kind::of(blocked) == Some(kind))
            .collect();
        let mut names: Vec<String> = of_kind.iter().map(|one| name_of(one)).collect();
        names.sort();
        names.dedup();
        let left_out = names.len().saturating_sub(MOST_NAMES);
        names.truncate(MOST_NAMES);
        if left_out > 0 {
            names.push(format!("and {left_out} more"));
        }
        (!of_kind.is_empty())
            .then(|| format!("{} ({})", kind.says(of_kind.len()), names.join("; ")))
    });
    said.collect()
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
    fn many_keys_of_a_kind_are_one_sentence_with_names_and_known_readers_are_none() {
        let known = registry::known_roots().iter();
        let inventory = known.filter(|known| known.conduct.reads_traffic());
        let inventory: Vec<BlockedKey> = inventory
            .map(|known| BlockedKey {
                key: known.spki_sha256,
                ..blocked(0, "known_interception: x")
            })
            .collect();
        assert_eq!(of(&inventory), Vec::<String>::new());
        let many: Vec<BlockedKey> = (0..50)
            .map(|number| blocked(number, &format!("unknown: CN=Added {number:02},C=SE")))
            .collect();
        let [said] = of(&many).try_into().unwrap();
        assert!(
            said.starts_with("50 of the keys are not in the registry"),
            "{said}"
        );
        assert!(
            said.contains("(CN=Added 00,C=SE; CN=Added 01,C=SE"),
            "{said}"
        );
        assert!(said.ends_with("and 40 more)"), "{said}");
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
        let said = of(&keys);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].contains("a state's") && said[1].contains("removed for cause"));
    }
}
