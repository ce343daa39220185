mod hostile;
mod made;
mod mutation;
mod parts;
mod quorum;
mod rebuilt;
mod scts;

use super::*;

#[test]
fn no_status_is_left_out_of_the_list() {
    // A new status does not compile here: put it into `Status::ALL` too.
    let count = |status: Status| match status {
        Status::Compliant | Status::NoScts => 1,
        Status::NotCompliant(_) => Why::ALL.len(),
        Status::NotAsked(_) => NotAsked::ALL.len(),
    };
    let one_of_each = [
        Status::Compliant,
        Status::NoScts,
        Status::NotCompliant(Why::NoValidSct),
        Status::NotAsked(NotAsked::Off),
    ];
    let expected: usize = one_of_each.map(count).iter().sum();
    assert_eq!(Status::ALL.len(), expected);
}

#[test]
fn no_two_statuses_share_a_code_and_every_mode_is_found_by_its_own() {
    let mut codes: Vec<&str> = Status::ALL.iter().map(|status| status.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Status::ALL.len());
    let mut codes: Vec<&str> = SctStatus::ALL.iter().map(|status| status.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), SctStatus::ALL.len());
    for mode in Mode::ALL {
        assert_eq!(Mode::from_code(mode.code()), Some(mode));
    }
    assert_eq!(Mode::from_code("Require"), None);
    assert_eq!(Mode::default(), Mode::Report);
}
