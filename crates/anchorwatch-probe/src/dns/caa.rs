//! Which authorities may sign for a name: the CAA records of the name, or of the nearest name above it
//! that has any (RFC 8659 §3).

use anchorwatch_evidence::{DnsQuery, DnsQueryType, Failure};

use super::Question;

/// The most names that are asked for. Few sites have a name with more labels, and of those nothing is
/// said if the first eight names have no record.
pub(super) const MOST_NAMES: usize = 8;

/// The questions, the nearest name first.
pub(super) fn questions(host: &str) -> impl Iterator<Item = Question> {
    names(host).map_while(|name| Question::new(name, DnsQueryType::Caa))
}

fn names(host: &str) -> impl Iterator<Item = &str> {
    let all = std::iter::successors(Some(host), |name| {
        name.split_once('.').map(|(_, above)| above)
    });
    all.take(MOST_NAMES)
}

/// Whether the resolver says that the name has no such record, so that the name above it counts.
pub(super) const fn has_none(query: &DnsQuery) -> bool {
    matches!(
        query.failure,
        Some(Failure::DnsNoAnswer | Failure::DnsNxdomainError)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_up_to_the_last_label_and_are_eight_at_most() {
        let all: Vec<&str> = names("www.example.kz").collect();
        assert_eq!(all, ["www.example.kz", "example.kz", "kz"]);
        let many: Vec<&str> = names("a.b.c.d.e.f.g.h.i.example").collect();
        assert_eq!((many.len(), many[7]), (8, "h.i.example"));
        assert_eq!(questions("a..example").count(), 0);
    }
}
