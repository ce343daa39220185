//! Compares the TBSCertificate without the extension with one that never had it.

use anchorwatch_lab::pki::{sct_extension, sct_list_bytes};
use rcgen::CustomExtension;

use super::made::{Authority, DAY, Leaf, NOW, Said, TestLog, filler, listing};
use crate::ct::{SctStatus, Status, Why, examine, precertificate::Precertificate};

/// The list of SCTs need not be valid here.
fn assert_rebuilt(authority: &Authority, leaf: &Leaf, list_octet_count: usize) {
    let scts = vec![9; list_octet_count];
    let certificate = authority.issue(leaf, &[sct_extension(&scts)]);
    let rebuilt = Precertificate::of(&certificate).unwrap().unwrap();
    assert_eq!(rebuilt.tbs, authority.tbs(leaf));
    assert_eq!(rebuilt.sct_list, scts);
    assert_eq!(rebuilt.not_after, leaf.not_after());
    assert_eq!(
        rebuilt.not_after.get() - rebuilt.not_before.get(),
        leaf.lifetime_s
    );
}

#[test]
fn the_extension_is_taken_out_wherever_it_stands() {
    let authority = Authority::new();
    for (before, after) in [(0, 3), (1, 2), (3, 0)] {
        let fillers = |first: u64, count: u64| (first..first + count).map(|arc| filler(arc, 5));
        let leaf = Leaf {
            // Without names, nothing comes before them.
            names: Vec::new(),
            before: fillers(1, before).collect(),
            after: fillers(11, after).collect(),
            ..Leaf::default()
        };
        assert_rebuilt(&authority, &leaf, 200);
    }
}

#[test]
fn every_length_around_it_is_written_anew() {
    let authority = Authority::new();
    // The lengths cross 128, 256 and 65,536, with and without the extension.
    for octet_count in (0..300).chain([65_100, 65_400, 65_520]) {
        let leaf = Leaf {
            names: Vec::new(),
            before: vec![filler(1, octet_count)],
            ..Leaf::default()
        };
        assert_rebuilt(&authority, &leaf, 60);
        assert_rebuilt(&authority, &leaf, 300);
    }
}

#[test]
fn dates_are_read_in_both_forms() {
    let authority = Authority::new();
    // Beyond 2049 a year has four digits (RFC 5280 §4.1.2.5).
    for lifetime_s in [0, 1, 90 * DAY, 398 * DAY, 24 * 365 * DAY, 30 * 365 * DAY] {
        let leaf = Leaf {
            lifetime_s,
            ..Leaf::default()
        };
        assert_rebuilt(&authority, &leaf, 100);
    }
}

#[test]
fn other_extensions_in_another_order_are_another_certificate() {
    let authority = Authority::new();
    let log = TestLog::new("One");
    let leaf = |first, second| Leaf {
        before: vec![filler(first, 5), filler(second, 5)],
        ..Leaf::default()
    };
    let sct = log.sct(
        &authority.tbs(&leaf(1, 2)),
        &authority.spki(),
        Said::default(),
    );
    let scts = [sct_extension(&sct_list_bytes(&[sct]))];
    let is = |leaf: &Leaf| {
        let certificate = authority.issue(leaf, &scts);
        let report = examine(&certificate, &authority.spki(), &listing(&[&log]), NOW);
        report.scts[0].is
    };
    assert_eq!(is(&leaf(1, 2)), SctStatus::Valid);
    assert_eq!(is(&leaf(2, 1)), SctStatus::BadSignature);
}

fn refused(extensions: &[CustomExtension]) -> Status {
    let authority = Authority::new();
    let certificate = authority.issue(&Leaf::default(), extensions);
    let report = examine(&certificate, &authority.spki(), &listing(&[]), NOW);
    assert!(report.scts.is_empty());
    report.status
}

#[test]
fn the_extension_twice_is_refused() {
    let one = sct_extension(&sct_list_bytes(&[vec![0; 60]]));
    assert_eq!(
        refused(&[one.clone(), one.clone()]),
        Status::NotCompliant(Why::RepeatedExtension)
    );
    assert_eq!(
        refused(&[one.clone(), filler(1, 3), one]),
        Status::NotCompliant(Why::RepeatedExtension)
    );
}

#[test]
fn the_extension_marked_critical_is_refused_though_its_promises_would_hold() {
    let (authority, leaf, log) = (Authority::new(), Leaf::default(), TestLog::new("One"));
    let sct = log.sct(&authority.tbs(&leaf), &authority.spki(), Said::default());
    let mut scts = sct_extension(&sct_list_bytes(&[sct]));
    let status = |scts: &CustomExtension| {
        let certificate = authority.issue(&leaf, std::slice::from_ref(scts));
        examine(&certificate, &authority.spki(), &listing(&[&log]), NOW)
    };
    assert_eq!(status(&scts).scts[0].is, SctStatus::Valid);
    scts.set_criticality(true);
    let critical = status(&scts);
    assert_eq!(
        critical.status,
        Status::NotCompliant(Why::CriticalExtension)
    );
    assert!(critical.scts.is_empty());
}

#[test]
fn a_certificate_with_no_other_extension_is_refused() {
    let authority = Authority::new();
    let leaf = Leaf {
        names: Vec::new(),
        ..Leaf::default()
    };
    let certificate = authority.issue(&leaf, &[sct_extension(&[0, 1, 2])]);
    assert_eq!(
        Precertificate::of(&certificate),
        Err(Why::MalformedCertificate)
    );
}
