//! Two trees of one log at one time.

use std::{
    collections::HashSet,
    sync::{Arc, Barrier},
};

use anchorwatch_witness::ServerLimits;

use crate::{
    http::{add, start},
    log::{Branch, Log, MAIN, service},
};

#[test]
fn of_two_forks_that_race_one_is_cosigned() {
    let log = Arc::new(Log::new());
    for round in 1..=12 {
        let folder = tempfile::tempdir().unwrap();
        let (service, _) = service(folder.path(), &log);
        let at = start(Arc::new(service), ServerLimits::default());
        assert_eq!(add(at, &log.request(MAIN, 0, round)).status, 200);
        let branches = [MAIN, Branch(1, round), Branch(2, round + 1)];
        let together = Arc::new(Barrier::new(9));
        let racers = (0..9).map(|racer| {
            let branch = branches[racer % 3];
            let body = log.request(branch, round, round + 2);
            let together = Arc::clone(&together);
            std::thread::spawn(move || {
                together.wait();
                (branch.0, add(at, &body).status)
            })
        });
        let racers: Vec<_> = racers.collect();
        let answers: Vec<_> = racers.into_iter().map(|it| it.join().unwrap()).collect();
        let won = answers.iter().filter(|(_, status)| *status == 200);
        let won: HashSet<u64> = won.map(|(branch, _)| *branch).collect();
        assert_eq!(won.len(), 1, "{answers:?}");
        let late = answers.iter().filter(|(_, status)| *status != 200);
        assert!(late.clone().all(|(_, status)| *status == 409));
        assert_eq!(late.count(), 8, "{answers:?}");
        // Whoever lost is never cosigned afterwards, whatever it asks.
        for branch in branches.iter().filter(|it| !won.contains(&it.0)) {
            let asked = log.request(*branch, round + 2, round + 4);
            assert_eq!(add(at, &asked).status, 422);
            let asked = log.request(*branch, round + 2, round + 2);
            assert_eq!(add(at, &asked).status, 422);
        }
    }
}
