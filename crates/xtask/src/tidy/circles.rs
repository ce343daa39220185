//! The files of a crate use each other in one direction only: whoever reads one must not have to
//! read the whole circle.

use super::module_graph::{Circle, ModuleGraph};
use super::{Finding, Member, TextFile};

/// Finds circles of files, and exceptions that are no longer needed.
pub(super) fn check(
    members: &[Member],
    files: &[TextFile],
    exceptions: &[Accepted],
) -> Vec<Finding> {
    let roots = members.iter().flat_map(|member| &member.roots);
    let graphs: Vec<ModuleGraph> = roots.map(|root| ModuleGraph::read(files, root)).collect();
    let is_accepted = |from: &str, to: &str| exceptions.iter().any(|one| one.accepts(from, to));
    let circles = graphs
        .iter()
        .flat_map(|graph| graph.without(is_accepted).circles());
    let mut findings: Vec<Finding> = circles.map(|circle| finding(&circle)).collect();
    for (index, exception) in exceptions.iter().enumerate() {
        let without_it = |from: &str, to: &str| {
            let mut others = exceptions.iter().enumerate();
            others.any(|(other, one)| other != index && one.accepts(from, to))
        };
        let is_needed = graphs.iter().any(|graph| {
            graph.without(without_it).circles() != graph.without(is_accepted).circles()
        });
        if !is_needed || exception.reason.is_empty() {
            findings.push(Finding::new(
                exception.used,
                "is listed as part of a circle of files but is in none, or has no reason",
                format!("remove it from {TABLE}, or give the reason"),
            ));
        }
    }
    findings
}

fn finding(circle: &Circle) -> Finding {
    let place = circle.files.first().cloned().unwrap_or_default();
    let what = format!(
        "is in a circle of {} files: {}",
        circle.file_count,
        circle.steps.join("; ")
    );
    let hint = format!(
        "move what both need into a file that neither imports from, \
         or list the step back with a reason in {TABLE}"
    );
    Finding::new(place, what, hint)
}

/// Uses of one file that may lead back.
pub(super) struct Accepted {
    used: &'static str,
    /// The files that use it so; empty for any.
    by: &'static [&'static str],
    reason: &'static str,
}

impl Accepted {
    fn accepts(&self, from: &str, to: &str) -> bool {
        self.used == to && (self.by.is_empty() || self.by.contains(&from))
    }
}

/// The circles that stay, each with its step back. A reason says `recursive` where the data is, and
/// `open` where the circle can still be broken.
pub(super) const ACCEPTED: &[Accepted] = &[
    Accepted {
        used: "crates/anchorwatch-remark/src/told.rs",
        by: &["crates/anchorwatch-remark/src/fact.rs"],
        reason: "recursive: a remark has facts, and a fact can be a remark",
    },
    Accepted {
        used: "crates/anchorwatch-container/src/reading.rs",
        by: &[],
        reason: "recursive: any container can be inside any other, and is read like the first",
    },
    Accepted {
        used: "crates/anchorwatch-verify/src/policy.rs",
        by: &["crates/anchorwatch-verify/src/check.rs"],
        reason: "recursive: path building calls the check back, which asks the policy that started it",
    },
    Accepted {
        used: "crates/anchorwatch-verdict/src/hit.rs",
        by: &["crates/anchorwatch-verdict/src/rules.rs"],
        reason: "recursive: one row declares a rule's code and its function, which returns a hit with the code",
    },
    Accepted {
        used: "crates/anchorwatch-refuse/src/remark.rs",
        by: &[],
        reason: "recursive: a remark can have a remark of any list as its cause",
    },
];

const TABLE: &str = "ACCEPTED in crates/xtask/src/tidy/circles.rs";

#[cfg(test)]
mod tests {
    use super::super::tests::{file, member};
    use super::*;

    const A: &str = "crates/x/src/a.rs";
    const B: &str = "crates/x/src/b.rs";
    const C: &str = "crates/x/src/c.rs";

    fn findings(b: &str, exceptions: &[Accepted]) -> Vec<Finding> {
        let files = [
            file("crates/x/src/lib.rs", "mod a;\nmod b;\nmod c;\n"),
            file(A, "use super::b::Two;\nuse super::c::Three;\n"),
            file(B, b),
            file(C, "pub struct Three;\n"),
        ];
        check(&[member("x", &[])], &files, exceptions)
    }

    #[test]
    fn files_that_use_each_other_are_refused() {
        let findings = findings("use super::a::One;\n", &[]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, A);
        assert_eq!(
            findings[0].what,
            format!("is in a circle of 2 files: {A} uses Two of {B}; {B} uses One of {A}")
        );
    }

    #[test]
    fn files_that_use_each_other_in_one_direction_pass() {
        assert_eq!(findings("use super::c::Three;\n", &[]), []);
    }

    #[test]
    fn a_longer_circle_is_shown_by_its_shortest_part() {
        let files = [
            file("crates/x/src/lib.rs", "mod a;\nmod b;\nmod c;\n"),
            file(A, "use super::b::Two;\n"),
            file(B, "use super::c::Three;\n"),
            file(C, "use super::{a::One, b::Two};\n"),
        ];
        let findings = check(&[member("x", &[])], &files, &[]);
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].what,
            format!("is in a circle of 3 files: {B} uses Three of {C}; {C} uses Two of {B}")
        );
    }

    #[test]
    fn a_circle_is_accepted_only_where_it_is_listed() {
        let accepted = |used, by, reason| Accepted { used, by, reason };
        let circle = "use super::a::One;\n";
        for exception in [
            accepted(A, &[B][..], "recursive"),
            accepted(A, &[], "recursive"),
        ] {
            assert_eq!(findings(circle, &[exception]), []);
        }
        let elsewhere = findings(circle, &[accepted(A, &[C], "recursive")]);
        assert_eq!(elsewhere.len(), 2, "{elsewhere:?}");
        let nameless = findings(circle, &[accepted(A, &[B], "")]);
        assert_eq!(nameless.len(), 1);
    }

    #[test]
    fn an_exception_that_is_not_needed_is_refused() {
        let exception = Accepted {
            used: A,
            by: &[],
            reason: "recursive",
        };
        let findings = findings("pub struct Two;\n", &[exception]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, A);
    }
}
