//! Java's lists of two releases.

use std::collections::BTreeSet;

use anchorwatch_policy::{distrust::MatchKind, import::ListFormat};

use crate::list;

#[test]
fn both_releases_block_the_same_38_certificates() {
    let lists = ["java-17-openjdk-amd64", "temurin-25-jdk-amd64"]
        .map(|release| list(&format!("blocklists/java/blocked.certs.{release}")));
    let [Some(first), Some(second)] = lists else {
        return;
    };
    assert_eq!(first.format, ListFormat::JavaBlocked);
    assert_eq!((first.entries.len(), first.unusable.len()), (38, 0));
    assert_eq!(first, second);
    let kinds: BTreeSet<_> = first.entries.iter().map(|it| it.matches.kind()).collect();
    assert_eq!(kinds, BTreeSet::from([MatchKind::Certificate]));
}
