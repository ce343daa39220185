use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256, UnixSeconds};
use anchorwatch_policy::distrust::{
    DnsSuffix, Limits, Match, NameLimit, SerialOctets, UnsignedSerial,
};
use proptest::prelude::*;

use super::*;
use crate::ItemProblem;

fn names(texts: &[&str]) -> Vec<DnsSuffix> {
    texts
        .iter()
        .map(|it| DnsSuffix::parse(it).unwrap())
        .collect()
}

fn item(action: Action, matches: Match) -> Item {
    let entry = PlainEntry {
        matches,
        limits: Limits::default(),
        is_public: false,
    };
    let comments = Vec::new();
    Item {
        action,
        entry,
        comments,
    }
}

fn key(text: &str) -> Match {
    Match::Key(SpkiSha256::of(text.as_bytes()))
}

/// An item of each kind.
fn every_kind() -> Proposal {
    let subject = NameSha256::of(b"subject");
    let keys = vec![SpkiSha256::of(b"b"), SpkiSha256::of(b"a")];
    let all = [
        key("a"),
        Match::Certificate(CertSha256::of(b"a")),
        Match::SubjectKey {
            subject,
            key: keys[0],
        },
        Match::SubjectUnlessKey { subject, keys },
        Match::SubjectUnlessKey {
            subject,
            keys: Vec::new(),
        },
        Match::IssuerSerial {
            issuer: subject,
            serial: SerialOctets::new(&[0, 0x80]).unwrap(),
        },
        Match::IssuerKeySerial {
            issuer_key: SpkiSha256::of(b"a"),
            serial: UnsignedSerial::new(&[0x80]).unwrap(),
        },
    ];
    let mut proposal = Proposal::default();
    for (matches, number) in all.into_iter().zip(0_i64..) {
        let mut one = item(Action::ALL[number as usize % 3], matches);
        one.entry.is_public = number % 2 == 0;
        one.entry.limits = Limits {
            leaf_after: (number == 1).then(|| UnixSeconds::new(1_800_000_000)),
            scts_after: (number == 2).then(|| UnixSeconds::new(1_700_000_000)),
            names: match number {
                3 => Some(NameLimit::Inside(names(&["kz", "gov.tr"]))),
                4 => Some(NameLimit::Outside(names(&["xn--p1ai"]))),
                _ => None,
            },
        };
        one.comments = vec!["why not".to_owned(), "# really".to_owned()];
        assert_eq!(proposal.add(one), Ok(true));
    }
    proposal
}

#[test]
fn what_is_written_is_read_and_written_the_same() {
    let proposal = every_kind();
    let text = proposal.encode();
    let read = Proposal::decode(text.as_bytes()).unwrap();
    assert_eq!(read, proposal);
    assert_eq!(read.encode(), text);
    assert_eq!(read.len(), 7);
}

#[test]
fn a_person_may_write_in_any_order_and_with_words_in_between() {
    let hash = SpkiSha256::of(b"a").to_string().to_uppercase();
    let text = format!(
        "anchorwatch.proposal/1\n# drafted in spring\n\n\nadd  key {hash}\n#seen twice\n\
         names_inside KZ gov.kz kz\npublic\n\n\n"
    );
    let read = Proposal::decode(text.as_bytes()).unwrap();
    let again = Proposal::decode(read.encode().as_bytes()).unwrap();
    assert_eq!(again, read);
    let lines: Vec<String> = read.encode().lines().skip(1).map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "# drafted in spring".to_owned(),
            String::new(),
            format!("add key {}", hash.to_lowercase()),
            "public".to_owned(),
            "names_inside gov.kz kz".to_owned(),
            "# seen twice".to_owned(),
        ]
    );
}

/// A text whose items begin at line 3.
fn read(items: &str) -> Result<Proposal, ProposalProblem> {
    Proposal::decode(format!("anchorwatch.proposal/1\n\n{items}").as_bytes())
}

fn good() -> String {
    let hash = SpkiSha256::of(b"a");
    format!("add key {hash}\npublic\nissued_after 2026-01-01T00:00:00Z\n# why\n")
}

/// The line and what is wrong with it, if a part of the good text is another one.
fn problem(part: &str, other: &str) -> (u64, ItemProblem) {
    match read(&good().replacen(part, other, 1)) {
        Err(ProposalProblem::Line { line, why }) => (line, why),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_wrong_first_line_is_named() {
    let hash = SpkiSha256::of(b"a").to_string();
    assert!(read(&good()).is_ok());
    assert_eq!(problem("add", "ad"), (3, ItemProblem::Action));
    assert_eq!(problem("key", "keys"), (3, ItemProblem::Kind));
    for values in [&hash[1..], "", &format!("{hash} {hash}")] {
        assert_eq!(problem(&hash, values), (3, ItemProblem::Values));
    }
    let (line, why) = problem("2026", "1960");
    assert!(line == 3 && matches!(why, ItemProblem::NoEntry { .. }));
    let again = format!("add key {hash}\nissued_after 2026-01-01T00:00:00Z\npublic\n");
    let twice = read(&format!("{}\n{again}", good()));
    let why = ItemProblem::Twice;
    assert_eq!(twice, Err(ProposalProblem::Line { line: 8, why }));
}

#[test]
fn each_wrong_condition_and_remark_is_named() {
    let condition = |text: &str| problem("public", text);
    assert_eq!(condition("publik"), (4, ItemProblem::Condition));
    assert_eq!(condition("public yes"), (4, ItemProblem::Condition));
    assert_eq!(condition("public\npublic"), (5, ItemProblem::Condition));
    assert_eq!(condition("names_inside"), (4, ItemProblem::Names));
    assert_eq!(condition("names_inside 10.0.0.1"), (4, ItemProblem::Names));
    let both = "names_inside kz\npermitted_dns_names kz";
    assert_eq!(condition(both), (5, ItemProblem::ConditionTwice));
    assert_eq!(problem("01T", "01 "), (5, ItemProblem::Time));
    for hostile in ["why \u{202e}", "why \u{1b}[2J"] {
        assert_eq!(problem("why", hostile), (6, ItemProblem::Characters));
    }
    let many = problem("# why", &"# why\n".repeat(65));
    assert_eq!(many, (70, ItemProblem::TooManyWords));
}

#[test]
fn another_file_is_no_proposal() {
    for other in ["", "anchorwatch.proposal/2\n", "\nanchorwatch.proposal/1\n"] {
        let read = Proposal::decode(other.as_bytes());
        assert_eq!(read, Err(ProposalProblem::OtherFile), "{other}");
    }
    assert!(Proposal::decode(b"anchorwatch.proposal/1\n\xff").is_err());
}

#[test]
fn a_name_from_a_certificate_adds_no_line_and_rules_no_terminal() {
    let mut proposal = Proposal::default();
    let mut one = item(Action::Add, key("a"));
    let hostile = "CN=a\nremove key \u{1b}[2J\u{202e}";
    one.comments = vec![hostile.to_owned(), "ә".repeat(2000)];
    proposal.add(one).unwrap();
    let text = proposal.encode();
    let read = Proposal::decode(text.as_bytes()).unwrap();
    assert_eq!((read.len(), &read), (1, &proposal));
}

#[test]
fn one_entry_is_there_once_with_all_that_was_said_about_it() {
    let mut proposal = Proposal::default();
    let said = |text: &str| Item {
        comments: vec![text.to_owned()],
        ..item(Action::Add, key("a"))
    };
    assert_eq!(proposal.add(said("one")), Ok(true));
    assert_eq!(proposal.add(said("two")), Ok(false));
    assert_eq!(proposal.add(said("one")), Ok(false));
    let (_, _, comments) = proposal.items().next().unwrap();
    assert_eq!(comments, ["one", "two"]);
    let mut other = every_kind();
    other.merge(&proposal).unwrap();
    assert_eq!(other.len(), 8);
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader_and_what_it_reads_is_stable(
        body in "(add|remove|withdraw|public|key|[0-9a-f]{64}|names_inside|kz|#|[ \\n\\PC]){0,40}",
    ) {
        let text = format!("anchorwatch.proposal/1\n\n{body}");
        if let Ok(read) = Proposal::decode(text.as_bytes()) {
            prop_assert_eq!(Proposal::decode(read.encode().as_bytes()), Ok(read));
        }
    }
}
