//! Generates docs/reference with the closed lists that scripts rely on, so that changes to them
//! show in review. `cargo xtask reference` accepts a change.

use std::{fmt::Write as _, path::Path};

use anchorwatch_carrier::Channel;
use anchorwatch_container::{Effect, Error as Unreadable, Format, Other, Role};
use anchorwatch_evidence::{
    BundleProblem, Failure, FormatError, ImportFormat, Stage,
    import::{ImportError, RecordProblem},
};
use anchorwatch_machine::{Client, FindingKind, Severity, StoreKind, layout::LAYOUTS};
use anchorwatch_policy::{
    Class, ReasonCode, Response,
    consent::ConsentState,
    distrust::{MatchKind, Threshold},
    import::{self, ListFormat},
};
use anchorwatch_publisher::{Action, ChangeKind};
use anchorwatch_refuse::block::{DriftKind, Reach, Watch, edit_formats, mechanisms};
use anchorwatch_remark::{IoProblem, List, Remark, TextProblem};
use anchorwatch_verdict::{
    Mechanism, NotChecked, NotaryProblem, OoniState, RuleId, ServerKey, VerdictCode,
};
use anchorwatch_verify::{Inconclusive, RefusalReason, RuleId as VerifyRule, Via, ct};

#[test]
fn the_reference_says_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/codes.md");
    let now = page();
    if std::env::var_os("ANCHORWATCH_ACCEPT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &now).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == now,
        "docs/reference/codes.md is old; `cargo xtask reference` writes it anew:\n{now}"
    );
}

/// What a verdict is made of, besides remarks.
fn verdicts(page: &mut String) {
    list(
        page,
        "verdict",
        VerdictCode::ALL.map(|code| (code.code(), "")),
    );
    list(
        page,
        "rule of a verdict",
        RuleId::ALL.map(|rule| (rule.id(), "")),
    );
    list(
        page,
        "why what another vantage point saw cannot be compared",
        worded(
            "remark-notary_",
            &NotaryProblem::ALL.map(NotaryProblem::code),
        ),
    );
    list(
        page,
        "mechanism of a verdict, in OONI's taxonomy",
        Mechanism::ALL.map(|one| (one.id(), "")),
    );
    list(
        page,
        "state of a verdict, in OONI's words",
        OoniState::ALL.map(|one| (one.id(), "")),
    );
}

fn page() -> String {
    let mut page = String::from(
        "# Codes\n\nGenerated from the code by `cargo xtask reference`. Codes are stable; the words beside them are not.\n",
    );
    classes(&mut page);
    machine(&mut page);
    files(&mut page);
    lists(&mut page);
    list(
        &mut page,
        "reason code of a refusal",
        RefusalReason::ALL.map(|reason| (reason.code(), reason.says())),
    );
    list(
        &mut page,
        "reason code of an inconclusive decision",
        Inconclusive::ALL.map(|why| (why.code(), why.says())),
    );
    list(
        &mut page,
        "right of a root to speak for a name",
        Via::ALL.map(|via| (via.code(), "")),
    );
    list(
        &mut page,
        "rule of a decision",
        VerifyRule::ALL.map(|rule| (rule.id(), "")),
    );
    transparency(&mut page);
    verdicts(&mut page);
    handshakes(&mut page);
    remarks(&mut page, anchorwatch_verdict::REMARKS);
    list(
        &mut page,
        "what a verdict did not check",
        worded("unchecked-", NotChecked::CODES),
    );
    list(
        &mut page,
        "failure (OONI df-007)",
        worded("remark-failure_", &Failure::names()),
    );
    let formats = ImportFormat::ALL.map(|format| (format.code(), format.title()));
    list(&mut page, "format of others' measurements", formats);
    page
}

/// What is said of single handshakes.
fn handshakes(page: &mut String) {
    list(
        page,
        "what a handshake says of the server's key",
        worded("remark-server_key_", &ServerKey::ALL.map(ServerKey::code)),
    );
    list(
        page,
        "how far a failed handshake came",
        worded("remark-stage_", &Stage::ALL.map(Stage::code)),
    );
}

/// Codes of `audit` and `status`.
fn machine(page: &mut String) {
    list(
        page,
        "kind of finding",
        FindingKind::ALL.map(|kind| (kind.code(), "")),
    );
    list(
        page,
        "severity of a finding",
        worded("severity-", &Severity::ALL.map(Severity::code)),
    );
    list(
        page,
        "mechanism of a block",
        mechanisms().map(|(mechanism, place)| {
            let reach = mechanism.reach().code();
            (mechanism.code(), format!("{place} (`{reach}`)"))
        }),
    );
    list(
        page,
        "reach of a mechanism",
        Reach::ALL.map(|reach| (reach.code(), "")),
    );
    list(
        page,
        "format of an edit in a receipt",
        edit_formats().map(|format| (format, "")),
    );
    list(
        page,
        "drift of a file of a block",
        DriftKind::ALL.map(|kind| (kind.code(), "")),
    );
    list(
        page,
        "state of the watch",
        Watch::CODES.map(|code| (code, "")),
    );
    list(
        page,
        "kind of store",
        StoreKind::ALL.map(|kind| (kind.code(), "")),
    );
    list(
        page,
        "layout of a system",
        LAYOUTS.iter().map(|layout| (layout.code, layout.name)),
    );
    for remarks in anchorwatch_machine::remark::REMARKS {
        let codes = remarks.codes.iter();
        list(page, remarks.title, codes.map(|code| (*code, "")));
    }
    remarks(page, anchorwatch_refuse::REMARKS);
    remarks(page, anchorwatch_home::REMARKS);
    list(page, "client", Client::ALL.map(|client| (client.id(), "")));
}

/// Codes of `verify` about public logs.
fn transparency(page: &mut String) {
    list(
        page,
        "mode of Certificate Transparency",
        ct::Mode::ALL.map(|mode| (mode.code(), "")),
    );
    list(
        page,
        "status of Certificate Transparency",
        worded(
            "remark-transparency_",
            &ct::Status::ALL.map(ct::Status::code),
        ),
    );
    list(
        page,
        "status of a log's timestamp (SCT)",
        ct::SctStatus::ALL.map(|status| (status.code(), status.says())),
    );
}

/// What a certificate in a store is, and what is done about it.
fn classes(page: &mut String) {
    list(
        page,
        "class",
        worded("class-", &Class::ALL.map(Class::code)),
    );
    list(
        page,
        "reason code of a class",
        ReasonCode::ALL.map(|code| (code.code(), "")),
    );
    list(
        page,
        "standing of a consent",
        ConsentState::CODES.map(|code| (code, "")),
    );
    list(
        page,
        "response to a class",
        Response::ALL.map(|response| (response.code(), "")),
    );
}

/// Codes of `list`.
fn lists(page: &mut String) {
    list(
        page,
        "kind of list",
        worded("list-format-", &ListFormat::ALL.map(ListFormat::code)),
    );
    list(
        page,
        "kind of match of an entry",
        worded("list-kind-", &MatchKind::ALL.map(MatchKind::code)),
    );
    list(
        page,
        "threshold of an entry",
        Threshold::ALL.map(|threshold| (threshold.code(), "")),
    );
    remarks(page, anchorwatch_policy::REMARKS);
    remarks(page, anchorwatch_list::REMARKS);
    remarks(page, anchorwatch_publisher::REMARKS);
    list(
        page,
        "what a proposal does with an entry",
        worded("list-action-", &Action::ALL.map(Action::code)),
    );
    list(
        page,
        "how an entry of a list changed",
        worded("list-change-", &ChangeKind::ALL.map(ChangeKind::code)),
    );
    remarks(page, anchorwatch_carrier::REMARKS);
    list(
        page,
        "over what a source of signed lists answered",
        worded("list-channel-", &Channel::ALL.map(Channel::code)),
    );
    remarks(page, anchorwatch_note::REMARKS);
    remarks(page, anchorwatch_transparency::REMARKS);
    list(
        page,
        "source of an entry",
        import::source_codes().map(|source| (source, "")),
    );
}

/// Codes of `identify`.
fn files(page: &mut String) {
    list(
        page,
        "role of a certificate",
        worded("role-", &Role::ALL.map(Role::code)),
    );
    list(
        page,
        "format of a file",
        worded("format-", &Format::ALL.map(Format::code)),
    );
    list(
        page,
        "what a file holds that is no certificate",
        Other::ALL.map(|other| (other.code(), "")),
    );
    list(
        page,
        "effect of a profile's payload",
        worded("effect-", &Effect::ALL.map(Effect::code)),
    );
    list(
        page,
        "code of what could not be read in a file",
        Unreadable::CODES
            .into_iter()
            .chain(["cannot_open"])
            .map(|code| (code, "")),
    );
    let codes: [(&str, &[&str]); 6] = [
        ("what the operating system said", IoProblem::CODES),
        ("why JSON or TOML cannot be read", TextProblem::CODES),
        ("why evidence cannot be read", FormatError::CODES),
        (
            "why others' measurements cannot be read",
            ImportError::CODES,
        ),
        (
            "why a record of others' measurements cannot be used",
            RecordProblem::CODES,
        ),
        (
            "why a signed bundle of evidence is refused",
            BundleProblem::CODES,
        ),
    ];
    for (title, codes) in codes {
        list(page, title, codes.iter().map(|code| (*code, "")));
    }
}

/// Lists of remarks with their English sentences.
fn remarks(page: &mut String, lists: &[List]) {
    for remarks in lists {
        list(page, remarks.title, worded("remark-", remarks.codes));
    }
}

/// Codes with their English text from the message files.
fn worded<'a>(list: &str, codes: &[&'a str]) -> Vec<(&'a str, String)> {
    let english = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en");
    let english = messages(&english);
    let says = |code: &str| {
        let start = format!("{list}{code} = ");
        let says = english.lines().find_map(|line| line.strip_prefix(&start));
        let says = says.unwrap_or_else(|| panic!("{start}"));
        // A message with variants has no single sentence.
        let says = if says.ends_with("->") { "" } else { says };
        says.to_owned()
    };
    codes.iter().map(|code| (*code, says(code))).collect()
}

/// The text of all message files below a folder.
fn messages(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| {
            if path.is_dir() {
                messages(&path)
            } else {
                std::fs::read_to_string(&path).unwrap()
            }
        })
        .collect()
}

fn list<'a>(
    page: &mut String,
    title: &str,
    rows: impl IntoIterator<Item = (&'a str, impl Into<String>)>,
) {
    writeln!(page, "\n## {title}\n").unwrap();
    for (code, says) in rows {
        let says = says.into();
        let says = if says.is_empty() {
            String::new()
        } else {
            format!(": {says}")
        };
        writeln!(page, "- `{code}`{says}").unwrap();
    }
}
