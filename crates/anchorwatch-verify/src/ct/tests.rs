mod hostile;
mod made;
mod mutation;
mod parts;
mod quorum;
mod rebuilt;
mod scts;

use super::*;

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
