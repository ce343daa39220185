use super::*;
use crate::client::CLIENTS;

fn refuses() -> Answer {
    Answer::Refuses("unable to get local issuer certificate".to_owned())
}

fn client(id: &str) -> Client {
    *CLIENTS.iter().find(|client| client.id == id).unwrap()
}

/// A client that is fooled before the block and refuses what the block names afterwards.
fn kept() -> Row {
    let mut row = Row::new(client("curl"), "curl 7".to_owned());
    for phase in [
        Phase::Bare,
        Phase::Installed,
        Phase::Blocked,
        Phase::Returned,
        Phase::Undone,
    ] {
        let sheet = Twin::ALL.into_iter().map(|twin| {
            let loads = match (phase, twin) {
                (_, Twin::Never) => false,
                (_, Twin::Company | Twin::Shipped) => true,
                (Phase::Bare, twin) => twin == Twin::Returned,
                (Phase::Installed | Phase::Undone, twin) => twin != Twin::Returned,
                (Phase::Blocked | Phase::Returned, twin) => {
                    matches!(twin, Twin::Rekeyed | Twin::Private)
                }
            };
            (twin, if loads { Answer::Loads } else { refuses() })
        });
        row.sheets.insert(phase, sheet.collect());
    }
    row
}

fn report(row: Row) -> Report {
    Report {
        scope: Scope::Keys,
        rows: vec![row],
        absent: Vec::new(),
        undo_error: None,
        not_brought_back: Vec::new(),
        machine_changed: Vec::new(),
    }
}

fn with(phase: Phase, twin: Twin, answer: Answer) -> Report {
    let mut row = kept();
    row.sheets.get_mut(&phase).unwrap().insert(twin, answer);
    report(row)
}

#[test]
fn a_block_that_holds_and_is_undone_gives_0() {
    let report = report(kept());
    assert_eq!(report.exit_code(), 0);
    let counts = report.counts();
    assert_eq!(
        (counts.should_refuse_count, counts.fooled_before_count),
        (6, 6)
    );
    assert_eq!((counts.fooled_count, counts.rekeyed_fooled_count), (0, 1));
}

#[test]
fn every_blocked_twin_that_is_still_trusted_gives_10() {
    for twin in Twin::BLOCKED {
        let phase = match twin {
            Twin::Returned => Phase::Returned,
            _ => Phase::Blocked,
        };
        assert_eq!(with(phase, twin, Answer::Loads).exit_code(), 10, "{twin:?}");
    }
}

#[test]
fn a_client_that_crashes_after_the_block_is_not_judged() {
    let report = with(
        Phase::Blocked,
        Twin::Original,
        Answer::Broken("ended with 139".to_owned()),
    );
    assert_eq!(report.exit_code(), 11);
    let cell = report.rows[0].cell(Moment::After, Twin::Original);
    assert_eq!(cell, Cell::Unjudged("ended with 139".to_owned()));
}

#[test]
fn a_refusal_means_nothing_if_the_good_page_is_refused_too() {
    let report = with(Phase::Blocked, Twin::Company, refuses());
    let cell = report.rows[0].cell(Moment::After, Twin::Original);
    assert!(matches!(cell, Cell::Unjudged(_)));
    assert_eq!(report.exit_code(), 10);
    assert_eq!(report.counts().harmed_count, 1);
}

#[test]
fn a_client_that_accepts_every_certificate_is_not_judged() {
    let report = with(Phase::Installed, Twin::Never, Answer::Loads);
    let cell = report.rows[0].cell(Moment::Before, Twin::Original);
    assert!(matches!(cell, Cell::Unjudged(_)));
}

#[test]
fn a_root_that_was_trusted_before_it_was_installed_is_not_judged() {
    let report = with(Phase::Bare, Twin::Renamed, Answer::Loads);
    let cell = report.rows[0].cell(Moment::Before, Twin::Renamed);
    assert!(matches!(cell, Cell::Unjudged(_)));
    let cell = report.rows[0].cell(Moment::Before, Twin::Original);
    assert_eq!(cell, Cell::Fooled);
}

#[test]
fn anything_that_undo_leaves_behind_gives_10() {
    let refusing = with(Phase::Undone, Twin::Original, refuses());
    assert_eq!(refusing.exit_code(), 10);
    assert_eq!(refusing.counts().not_back_count, 1);
    let mut left = report(kept());
    left.not_brought_back = vec!["/etc/x".to_owned()];
    assert_eq!(left.exit_code(), 10);
    let mut failed = report(kept());
    failed.undo_error = Some("a file has changed since".to_owned());
    assert_eq!(failed.exit_code(), 10);
}

#[test]
fn a_run_without_clients_is_not_a_success() {
    let mut report = report(kept());
    report.rows.clear();
    assert_eq!(report.exit_code(), 11);
}

#[test]
fn only_a_block_of_unlisted_roots_must_refuse_a_rekeyed_root() {
    let mut unlisted = report(kept());
    unlisted.scope = Scope::Unlisted;
    assert_eq!(unlisted.exit_code(), 10);
    assert_eq!(confined("curl", &[]).exit_code(), 0);
}

/// A block of the unlisted roots that holds, for a client.
fn confined(id: &str, others: &[(Twin, Answer)]) -> Report {
    let mut row = kept();
    row.client = client(id);
    let blocked = row.sheets.get_mut(&Phase::Blocked).unwrap();
    blocked.insert(Twin::Rekeyed, refuses());
    blocked.extend(others.iter().cloned());
    Report {
        scope: Scope::Unlisted,
        ..report(row)
    }
}

#[test]
fn a_private_name_must_go_on_loading_where_roots_are_held_to_names() {
    assert_eq!(confined("curl", &[]).exit_code(), 0);
    let lost = confined("curl", &[(Twin::Private, refuses())]);
    assert_eq!((lost.exit_code(), lost.counts().harmed_count), (10, 1));
    let browser = confined("firefox", &[(Twin::Private, refuses())]);
    assert_eq!(browser.exit_code(), 0);
}

#[test]
fn a_name_that_no_consent_covers_must_be_refused() {
    let wide = confined("firefox", &[(Twin::Uncovered, Answer::Loads)]);
    assert_eq!((wide.exit_code(), wide.counts().uncovered_count), (10, 1));
    let text = wide.to_text();
    assert!(text.contains("not covered: loads in 1 clients"), "{text}");
}

#[test]
fn java_refuses_every_local_root_and_is_judged_by_one_that_the_distribution_ships() {
    let local = [Twin::Private, Twin::Company].map(|twin| (twin, refuses()));
    let java = confined("java", &local);
    assert_eq!(java.exit_code(), 0);
    assert_eq!(confined("curl", &local).exit_code(), 10);
    let all = [&local[..], &[(Twin::Shipped, refuses())]].concat();
    let broken = confined("java", &all);
    let cell = broken.rows[0].cell(Moment::After, Twin::Original);
    assert!(matches!(cell, Cell::Unjudged(_)));
    assert_eq!(broken.exit_code(), 10);
}

/// Reads no store: refuses everything but the company's page when it is given that root.
fn stranger(own: Answer) -> Row {
    let mut row = Row::new(client("node"), "v20".to_owned());
    for (phase, sheet) in kept().sheets {
        let all = sheet.into_keys().map(|twin| (twin, refuses()));
        row.sheets.insert(phase, all.collect());
        row.own_controls.insert(phase, own.clone());
    }
    row
}

#[test]
fn a_client_without_a_store_differs_from_one_that_cannot_open_pages() {
    let cell = |own| stranger(own).cell(Moment::Before, Twin::Original);
    assert_eq!(cell(Answer::Loads), Cell::ReadsNoStore);
    assert!(matches!(cell(refuses()), Cell::Unjudged(_)));
    assert_eq!(report(stranger(Answer::Loads)).counts().reader_count, 0);
}

#[test]
fn a_page_that_fools_only_beside_a_namesake_shows_in_its_column() {
    let crossed = |report: &Report| {
        let text = report.to_text();
        let after = text.split("After the block").nth(1).unwrap().to_owned();
        let line = after
            .lines()
            .find(|line| line.starts_with("curl "))
            .unwrap();
        line.split_whitespace().nth(4).unwrap().to_owned()
    };
    assert_eq!(crossed(&report(kept())), "refused");
    let beside = with(Phase::Blocked, Twin::Beside, Answer::Loads);
    assert_eq!(crossed(&beside), "fooled");
    let unjudged = with(Phase::Blocked, Twin::Beside, Answer::Broken("?".to_owned()));
    assert_eq!(crossed(&unjudged), "?");
}

#[test]
fn every_line_of_the_text_fits_in_80_columns() {
    let mut row = kept();
    row.sheets.get_mut(&Phase::Blocked).unwrap().insert(
        Twin::Renamed,
        Answer::Broken("a very long sentence ".repeat(9)),
    );
    let mut report = report(row);
    report.rows.push(stranger(Answer::Loads));
    report
        .absent
        .push((client("perl"), "no such module ".repeat(9)));
    let text = report.to_text();
    for line in text.lines() {
        assert!(line.chars().count() < 80, "{line}");
    }
    assert!(text.contains("does not read this store"));
    assert!(text.contains("?"));
}

#[test]
fn the_document_says_what_was_measured_and_what_it_means() {
    let mut report = with(Phase::Blocked, Twin::CrossSigned, Answer::Loads);
    report.rows.push(stranger(Answer::Loads));
    let document: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    assert_eq!(document["schema"], "anchorwatch.prove/1");
    let curl = &document["clients"][0];
    let page = |code: &str| {
        let pages = curl["pages"].as_array().unwrap();
        pages.iter().find(|page| page["twin"] == code).unwrap()
    };
    assert_eq!(page("crossed")["after"], "fooled");
    assert_eq!(page("original")["after"], "refused");
    assert_eq!(page("rekeyed")["is_blocked"], false);
    assert_eq!(document["clients"][1]["reads_this_store"], false);
    assert_eq!(document["counts"]["fooled_count"], 1);
}
