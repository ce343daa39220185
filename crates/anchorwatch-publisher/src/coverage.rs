//! Whether one entry refuses everything that another one refuses.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::distrust::{DnsSuffix, Limits, NameLimit};

use crate::PlainEntry;

impl PlainEntry {
    /// Whether this refuses everything that the other one refuses.
    ///
    /// **Not checked:** other matches. A key covers each of its certificates, and only a
    /// certificate says that.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.matches == other.matches
            && (self.is_public || !other.is_public)
            && limits(&self.limits, &other.limits)
    }
}

fn limits(wide: &Limits, narrow: &Limits) -> bool {
    is_no_later(wide.leaf_after, narrow.leaf_after)
        && is_no_later(wide.scts_after, narrow.scts_after)
        && names(wide.names.as_ref(), narrow.names.as_ref())
}

/// A later date refuses less.
fn is_no_later(wide: Option<UnixSeconds>, narrow: Option<UnixSeconds>) -> bool {
    wide.is_none_or(|wide| narrow.is_some_and(|narrow| wide <= narrow))
}

fn names(wide: Option<&NameLimit>, narrow: Option<&NameLimit>) -> bool {
    match (wide, narrow) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(NameLimit::Inside(wide)), Some(NameLimit::Inside(narrow))) => all_below(narrow, wide),
        (Some(NameLimit::Outside(wide)), Some(NameLimit::Outside(narrow))) => {
            all_below(wide, narrow)
        }
        // Inside is never everything outside: there are addresses.
        (Some(NameLimit::Inside(_)), Some(NameLimit::Outside(_))) => false,
        (Some(NameLimit::Outside(spared)), Some(NameLimit::Inside(names))) => {
            let overlap = |one: &DnsSuffix| {
                let mut names = names.iter();
                names.any(|other| is_below(one, other) || is_below(other, one))
            };
            !spared.iter().any(overlap)
        }
    }
}

/// Whether each of these names is one of those, or below one.
fn all_below(these: &[DnsSuffix], those: &[DnsSuffix]) -> bool {
    these
        .iter()
        .all(|it| those.iter().any(|above| is_below(it, above)))
}

pub(crate) fn is_below(name: &DnsSuffix, above: &DnsSuffix) -> bool {
    let rest = name.as_str().strip_suffix(above.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::SpkiSha256;
    use anchorwatch_policy::distrust::Match;

    use super::*;

    fn entry(limits: Limits) -> PlainEntry {
        PlainEntry {
            matches: Match::Key(SpkiSha256::of(b"a")),
            limits,
            is_public: false,
        }
    }

    fn inside(names: &[&str]) -> Limits {
        let names = names.iter().filter_map(|it| DnsSuffix::parse(it));
        Limits {
            names: Some(NameLimit::Inside(names.collect())),
            ..Limits::default()
        }
    }

    fn outside(names: &[&str]) -> Limits {
        match inside(names).names {
            Some(NameLimit::Inside(names)) => Limits {
                names: Some(NameLimit::Outside(names)),
                ..Limits::default()
            },
            _ => Limits::default(),
        }
    }

    fn covers(wide: Limits, narrow: Limits) -> bool {
        entry(wide).covers(&entry(narrow))
    }

    #[test]
    fn fewer_names_and_later_dates_refuse_less() {
        let none = Limits::default;
        assert!(covers(none(), inside(&["kz"])));
        assert!(!covers(inside(&["kz"]), none()));
        assert!(covers(inside(&["kz"]), inside(&["gov.kz"])));
        assert!(!covers(inside(&["gov.kz"]), inside(&["kz"])));
        assert!(!covers(inside(&["kz"]), inside(&["notkz"])));
        assert!(covers(outside(&["gov.kz"]), outside(&["kz"])));
        assert!(!covers(outside(&["kz"]), outside(&["gov.kz"])));
        assert!(covers(outside(&["fr"]), inside(&["kz"])));
        for overlap in ["kz", "gov.kz"] {
            assert!(!covers(outside(&[overlap]), inside(&["kz", "ru"])));
            assert!(!covers(outside(&["kz"]), inside(&[overlap])));
        }
        assert!(!covers(inside(&["kz"]), outside(&["fr"])));
        let after = |time| Limits {
            leaf_after: Some(UnixSeconds::new(time)),
            ..Limits::default()
        };
        assert!(covers(after(5), after(6)) && !covers(after(6), after(5)));
        assert!(covers(none(), after(5)) && !covers(after(5), none()));
    }

    #[test]
    fn a_local_entry_covers_no_public_one_and_none_covers_another_key() {
        let local = entry(Limits::default());
        let public = PlainEntry {
            is_public: true,
            ..local.clone()
        };
        assert!(public.covers(&local) && !local.covers(&public));
        let other = PlainEntry {
            matches: Match::Key(SpkiSha256::of(b"b")),
            ..public.clone()
        };
        assert!(!other.covers(&public) && !public.covers(&other));
    }
}
