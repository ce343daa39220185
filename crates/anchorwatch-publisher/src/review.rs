//! What an entry would have power over, and what speaks against it.

use std::collections::{BTreeMap, HashSet};

use anchorwatch_identity::{
    SpkiSha256,
    registry::{
        self, KnownKey, ProgramStatus, ProgramStatuses, program_status_of_certificate,
        program_status_of_key,
    },
};
use anchorwatch_list::{EntryId, List};
use anchorwatch_policy::distrust::Match;
use anchorwatch_remark::remarks;

use crate::{Action, Mirror, PlainEntry, Proposal, roots};

remarks! {
    /// What is known about an entry.
    #[non_exhaustive]
    pub enum Known {
        /// It would refuse every path.
        "review_every_path" => EveryPath,
        /// It would refuse only paths to a local root.
        "review_local_paths" => LocalPaths,
        /// It would refuse only for some names or dates.
        "review_within_limits" => WithinLimits,
        /// The registry has the key.
        "review_registry" => Registry {
            /// Its identifier there.
            id: String,
            /// What it is best known as.
            title: String,
        },
        /// No listed log of Certificate Transparency accepts certificates that lead to it.
        "review_no_log" => NoLog {
            /// The day on which somebody looked.
            as_of: String,
        },
        /// Root programs trust it no longer for anything new.
        "review_programs_leaving" => ProgramsLeaving {
            /// Which.
            programs: Vec<String>,
        },
        /// Root programs removed or block it.
        "review_programs_removed" => ProgramsRemoved {
            /// Which.
            programs: Vec<String>,
        },
        /// It was never in these root programs.
        "review_programs_never" => ProgramsNever {
            /// Which.
            programs: Vec<String>,
        },
        /// No source says anything about it and root programs.
        "review_programs_unknown" => ProgramsUnknown,
        /// A public root issued what it matches.
        "review_public_issuer" => PublicIssuer {
            /// The root.
            root: String,
        },
    }
}

remarks! {
    /// What speaks against what is proposed about an entry.
    #[non_exhaustive]
    pub enum Against {
        /// It matches a public root, and with it every site that has a certificate from there.
        "against_public_root" => PublicRoot {
            /// The root.
            root: String,
        },
        /// It matches a public root, and would have no power over it: it is for local roots alone.
        "against_public_root_locally" => PublicRootLocally {
            /// The root.
            root: String,
        },
        /// Root programs include it.
        "against_included" => Included {
            /// Which.
            programs: Vec<String>,
        },
        /// Nobody says why.
        "against_no_reason" => NoReason,
        /// The approved list has it already.
        "against_already_there" => AlreadyThere,
        /// The approved list has an entry that refuses all of it.
        "against_covered" => Covered,
        /// The list does not have it.
        "against_not_there" => NotThere,
        /// A key that is known for interception would be refused no longer.
        "against_lost" => Lost {
            /// What the key is best known as.
            title: String,
        },
    }
}

/// What a review says about one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed<'a> {
    /// What is proposed.
    pub action: Action,
    /// About which entry.
    pub entry: &'a PlainEntry,
    /// In its author's words.
    pub comments: &'a [String],
    /// What is known.
    pub known: Vec<Known>,
    /// What speaks against it.
    pub against: Vec<Against>,
    /// Whether only the quorum of publishers can do it; else the quick threshold suffices.
    pub needs_quorum: bool,
}

/// Reviews each item of a proposal, beside what is published.
///
/// **Not checked:** whether the remarks of its author are true, and certificates that others
/// issued with a key under another name. Which logs of Certificate Transparency accept a root is
/// known of keys in the registry alone.
#[must_use]
pub fn review<'a>(proposal: &'a Proposal, mirror: &Mirror) -> Vec<Reviewed<'a>> {
    let lists = Lists::of(mirror);
    let items = proposal.items();
    items
        .map(|(action, entry, comments)| {
            let mut against = match action {
                Action::Add => against_adding(entry, &lists),
                Action::Remove => against_taking_back(entry, &lists.approved),
                Action::Withdraw => against_taking_back(entry, &lists.quick),
            };
            if comments.is_empty() {
                against.push(Against::NoReason);
            }
            Reviewed {
                action,
                entry,
                comments,
                known: known(entry),
                against,
                needs_quorum: action != Action::Add || entry.is_public,
            }
        })
        .collect()
}

/// What the lists have.
struct Lists {
    approved: HashSet<EntryId>,
    quick: HashSet<EntryId>,
    by_match: BTreeMap<Match, Vec<PlainEntry>>,
}

impl Lists {
    fn of(mirror: &Mirror) -> Self {
        let (approved, quick) = (mirror.approved(), mirror.quick());
        let mut by_match: BTreeMap<Match, Vec<PlainEntry>> = BTreeMap::new();
        let entries = approved.iter().flat_map(List::entries);
        for entry in entries.filter_map(|it| PlainEntry::of(&it)) {
            let same = by_match.entry(entry.matches.clone()).or_default();
            same.push(entry);
        }
        let ids = |list: Option<&List<'_>>| {
            let entries = list.into_iter().flat_map(List::entries);
            entries.map(|it| it.id()).collect()
        };
        Self {
            approved: ids(approved.as_ref()),
            quick: ids(quick.as_ref()),
            by_match,
        }
    }
}

fn against_adding(entry: &PlainEntry, lists: &Lists) -> Vec<Against> {
    let roots = roots::matched(&entry.matches).into_iter();
    let mut against: Vec<Against> = roots
        .map(|root| match entry.is_public {
            true => Against::PublicRoot { root },
            false => Against::PublicRootLocally { root },
        })
        .collect();
    let programs = programs(statuses(&entry.matches), &[ProgramStatus::Included]);
    if !programs.is_empty() {
        against.push(Against::Included { programs });
    }
    let is_there = entry.id().is_ok_and(|id| lists.approved.contains(&id));
    let mut same = lists.by_match.get(&entry.matches).into_iter().flatten();
    if is_there {
        against.push(Against::AlreadyThere);
    } else if same.any(|it| it.covers(entry)) {
        against.push(Against::Covered);
    }
    against
}

fn against_taking_back(entry: &PlainEntry, list: &HashSet<EntryId>) -> Vec<Against> {
    let mut against = Vec::new();
    if !entry.id().is_ok_and(|id| list.contains(&id)) {
        against.push(Against::NotThere);
    }
    if let Some(known) = known_key(&entry.matches).filter(|it| it.conduct.reads_traffic()) {
        let title = known.title().to_owned();
        against.push(Against::Lost { title });
    }
    against
}

fn known(entry: &PlainEntry) -> Vec<Known> {
    let mut known = vec![match entry.is_public {
        true => Known::EveryPath,
        false => Known::LocalPaths,
    }];
    if !entry.limits.are_none() {
        known.push(Known::WithinLimits);
    }
    if let Some(key) = known_key(&entry.matches) {
        known.push(Known::Registry {
            id: key.id.to_owned(),
            title: key.title().to_owned(),
        });
        let as_of = key.not_in_logs_as_of.map(str::to_owned);
        known.extend(as_of.map(|as_of| Known::NoLog { as_of }));
    }
    let issuers = roots::issuers(&entry.matches).into_iter();
    known.extend(issuers.map(|root| Known::PublicIssuer { root }));
    known.extend(of_programs(&entry.matches));
    known
}

fn of_programs(matches: &Match) -> Vec<Known> {
    use ProgramStatus as S;
    let Some(statuses) = statuses(matches) else {
        let has_key = matches!(
            matches,
            Match::Key(_) | Match::SubjectKey { .. } | Match::Certificate(_)
        );
        return has_key
            .then_some(Known::ProgramsUnknown)
            .into_iter()
            .collect();
    };
    let of = |kinds: &[S]| Some(programs(Some(statuses), kinds)).filter(|it| !it.is_empty());
    let leaving = of(&[S::NotBefore, S::Disabled]);
    let removed = of(&[S::Blocked, S::Removed]);
    let never = of(&[S::NotIncluded]);
    let leaving = leaving.map(|programs| Known::ProgramsLeaving { programs });
    let removed = removed.map(|programs| Known::ProgramsRemoved { programs });
    let never = never.map(|programs| Known::ProgramsNever { programs });
    leaving.into_iter().chain(removed).chain(never).collect()
}

fn statuses(matches: &Match) -> Option<ProgramStatuses> {
    match matches {
        Match::Certificate(hash) => program_status_of_certificate(hash),
        _ => program_status_of_key(key(matches)?),
    }
}

/// The programs with one of these words about it.
fn programs(statuses: Option<ProgramStatuses>, kinds: &[ProgramStatus]) -> Vec<String> {
    let Some(it) = statuses else {
        return Vec::new();
    };
    let all = [
        ("Mozilla", it.mozilla),
        ("Chrome", it.chrome),
        ("Apple", it.apple),
        ("Microsoft", it.microsoft),
    ];
    let named = all.into_iter().filter(|(_, status)| kinds.contains(status));
    named.map(|(name, _)| name.to_owned()).collect()
}

fn key(matches: &Match) -> Option<&SpkiSha256> {
    match matches {
        Match::Key(key) | Match::SubjectKey { key, .. } => Some(key),
        _ => None,
    }
}

/// The key in the registry that an entry is about, by the key itself or by a certificate.
fn known_key(matches: &Match) -> Option<&'static KnownKey> {
    if let Match::Certificate(hash) = matches {
        let has_it = |it: &&KnownKey| it.certificates.iter().any(|one| one.sha256 == *hash);
        return registry::known_roots().iter().find(has_it);
    }
    registry::known_key(key(matches)?)
}
