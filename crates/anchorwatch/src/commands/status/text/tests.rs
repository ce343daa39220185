use anchorwatch_refuse::block::DriftKind;

use super::*;
use crate::words::Language;

#[test]
fn every_way_in_which_a_file_can_differ_and_every_state_of_the_watch_has_words() {
    for language in Language::ALL {
        let words = Words::of(language);
        for kind in DriftKind::ALL {
            let id = format!("status-drift-{}", kind.code());
            let said = words.with(&id, &[("path", "/etc/x".into())]);
            assert!(said.contains("/etc/x") && said != id, "{said}");
        }
        for code in Watch::CODES {
            let id = format!("status-watch-{code}");
            assert_ne!(words.say(&id), id);
        }
    }
}
