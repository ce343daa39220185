use std::path::PathBuf;

use super::*;

remarks! {
    /// A list for the tests.
    enum Sample {
        /// Facts of every kind.
        "every_kind" => EveryKind {
            /// Text.
            name: String,
            /// A path.
            path: PathBuf,
            /// A number.
            count: u64,
            /// Several.
            clients: Vec<String>,
            /// A cause.
            cause: IoProblem,
        },
        /// None.
        "no_fact" => NoFact,
    }
}

fn every_kind() -> Sample {
    use std::os::unix::ffi::OsStringExt as _;
    Sample::EveryKind {
        name: "Qaznet".to_owned(),
        path: std::ffi::OsString::from_vec(b"/srv/\xff".to_vec()).into(),
        count: 3,
        clients: vec!["curl".to_owned(), "git".to_owned()],
        cause: IoProblem::Other {
            says: "errno 22".to_owned(),
        },
    }
}

#[test]
fn a_remark_comes_back_as_it_was_told() {
    for remark in [every_kind(), Sample::NoFact] {
        assert_eq!(Sample::from_told(&remark.told()), Some(remark));
    }
}

#[test]
fn facts_are_told_by_name() {
    let told = every_kind().told();
    assert_eq!(told.code(), "every_kind");
    assert_eq!(told.fact("count"), Some(&Value::Number(3)));
    let names: Vec<&str> = told.facts().map(|(name, _)| name).collect();
    assert_eq!(names, ["cause", "clients", "count", "name", "path"]);
}

#[test]
fn what_the_list_does_not_declare_is_refused() {
    let unknown = Told::of("of_another_list");
    assert_eq!(Sample::from_told(&unknown), None);
    let with_more = Sample::NoFact.told().with("count", Value::Number(1));
    assert_eq!(Sample::from_told(&with_more), None);
    let with_less = Told::of("every_kind").with("count", Value::Number(3));
    assert_eq!(Sample::from_told(&with_less), None);
    let of_another_kind = every_kind()
        .told()
        .with("count", Value::Text("3".to_owned()));
    assert_eq!(Sample::from_told(&of_another_kind), None);
    let cause = Told::of("io_of_tomorrow");
    let with_unknown_cause = every_kind().told().with("cause", Value::Remark(cause));
    assert_eq!(Sample::from_told(&with_unknown_cause), None);
}

#[test]
fn what_the_system_says_has_a_code() {
    let of = |errno| IoProblem::from(&std::io::Error::from_raw_os_error(errno));
    assert_eq!(of(2), IoProblem::NotFound);
    assert_eq!(of(13), IoProblem::PermissionDenied);
    assert_eq!(of(28), IoProblem::NoSpace);
    assert_eq!(of(30), IoProblem::ReadOnly);
    assert_eq!(of(40), IoProblem::LinkLoop);
    assert_eq!(of(5), IoProblem::Device);
    assert_eq!(of(16), IoProblem::Busy);
    assert_eq!(of(24), IoProblem::TooManyOpen);
    assert_eq!(of(36), IoProblem::NameTooLong);
    let says = "errno 22".to_owned();
    assert_eq!(of(22), IoProblem::Other { says });
    let says = "UnexpectedEof".to_owned();
    let own = std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "a sentence");
    assert_eq!(IoProblem::from(&own), IoProblem::Other { says });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Server,
    Client,
}

impl Side {
    const ALL: [Self; 2] = [Self::Server, Self::Client];

    const fn code(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
        }
    }
}

code_fact!(Side, "side");

#[test]
fn an_enum_with_codes_is_a_fact_and_only_its_own_codes_are_taken_back() {
    for side in Side::ALL {
        assert_eq!(Side::from_value(&side.to_value()), Some(side));
    }
    let with_more = Told::of("side_server").with("count", Value::Number(1));
    for told in [Told::of("side_proxy"), Told::of("server"), with_more] {
        assert_eq!(Side::from_value(&Value::Remark(told)), None);
    }
    assert_eq!(Side::from_value(&Value::Text("server".to_owned())), None);
}
