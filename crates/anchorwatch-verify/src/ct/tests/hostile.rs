//! Lists and certificates with wrong lengths, or too much of everything.

use anchorwatch_lab::pki::{behind_length, sct_extension, sct_list_bytes};
use rcgen::CustomExtension;

use super::made::{Authority, Leaf, NOW, Said, TestLog, examined, filler, listing, octet_string};
use crate::ct::{MAX_EXAMINED_SCTS, Report, SctStatus, Status, Why, examine};

pub(super) struct Scene {
    pub(super) authority: Authority,
    pub(super) leaf: Leaf,
    one: TestLog,
    another: TestLog,
}

impl Scene {
    pub(super) fn new() -> Self {
        Self {
            authority: Authority::new(),
            leaf: Leaf::default(),
            one: TestLog::new("One"),
            another: TestLog::new("Another"),
        }
    }

    pub(super) fn scts(&self) -> [Vec<u8>; 2] {
        let tbs = self.authority.tbs(&self.leaf);
        [&self.one, &self.another].map(|log| log.sct(&tbs, &self.authority.spki(), Said::default()))
    }

    fn with_extension(&self, scts: CustomExtension) -> Report {
        self.ask(&self.authority.issue(&self.leaf, &[scts]))
    }

    fn with_list(&self, scts: &[u8]) -> Report {
        self.with_extension(sct_extension(scts))
    }

    pub(super) fn ask(&self, certificate: &[u8]) -> Report {
        let logs = listing(&[&self.one, &self.another]);
        examine(certificate, &self.authority.spki(), &logs, NOW)
    }
}

#[test]
fn a_list_whose_lengths_do_not_fit_is_refused_as_a_whole() {
    let scene = Scene::new();
    let scts = scene.scts();
    let good = sct_list_bytes(&scts);
    assert_eq!(scene.with_list(&good).status, Status::Compliant);
    let mut hostile = vec![
        // A trailing octet, an octet too few, nothing at all.
        [&good[..], &[0]].concat(),
        good[..good.len() - 1].to_vec(),
        Vec::new(),
        vec![0],
        // An empty list, and a list with an empty SCT.
        vec![0, 0],
        sct_list_bytes(&[scts[0].clone(), Vec::new()]),
        // An SCT that runs past the end of the list, and half a length.
        behind_length(2, &[0xff, 0xff, 0]),
        behind_length(2, &[&behind_length(2, &scts[0])[..], &[0]].concat()),
    ];
    // The list's and the first SCT's lengths, one more and one less.
    for (at, by) in [(1, 1), (1, 0xff), (3, 1), (3, 0xff)] {
        let mut lying = good.clone();
        lying[at] = lying[at].wrapping_add(by);
        hostile.push(lying);
    }
    for scts in hostile {
        let report = scene.with_list(&scts);
        assert_eq!(report.status, Status::NotCompliant(Why::MalformedList));
        assert!(report.scts.is_empty());
    }
}

#[test]
fn a_list_that_is_not_in_one_octet_string_is_refused() {
    let scene = Scene::new();
    let good = sct_list_bytes(&scene.scts());
    let of = |content: Vec<u8>| {
        let oid = [1, 3, 6, 1, 4, 1, 11129, 2, 4, 2];
        let report = scene.with_extension(CustomExtension::from_oid_content(&oid, content));
        report.status
    };
    let whole = octet_string(&good);
    assert_eq!(of(whole.clone()), Status::Compliant);
    let malformed = Status::NotCompliant(Why::MalformedList);
    assert_eq!(of(good.clone()), malformed);
    assert_eq!(of([&whole[..], &[5, 0]].concat()), malformed);
    assert_eq!(of(whole[..whole.len() - 1].to_vec()), malformed);
    let mut sequence = whole.clone();
    sequence[0] = 0x30;
    assert_eq!(of(sequence), malformed);
    let padded = [&[0x04, 0x83, 0], &whole[2..]].concat();
    assert_eq!(of(padded), malformed);
    assert_eq!(of(Vec::new()), malformed);
}

#[test]
fn ten_thousand_promises_do_not_fit_into_a_list() {
    let scene = Scene::new();
    let many = behind_length(2, &[0; 48]).repeat(10_000);
    let low = u16::try_from(many.len() % 0x1_0000).unwrap();
    for length in [low, u16::MAX] {
        let report = scene.with_list(&[&length.to_be_bytes()[..], &many].concat());
        assert_eq!(report.status, Status::NotCompliant(Why::MalformedList));
    }
}

#[test]
fn of_a_full_list_only_the_first_promises_cost_a_signature() {
    let scene = Scene::new();
    let [one, another] = scene.scts();
    let surplus = 0xffff / (one.len() + 2) - 2;
    let mut scts = vec![one; surplus];
    scts.push(another);
    let report = scene.with_list(&sct_list_bytes(&scts));
    let examined = report
        .scts
        .iter()
        .take_while(|sct| sct.is != SctStatus::NotExamined);
    assert_eq!(examined.count(), MAX_EXAMINED_SCTS);
    assert_eq!(report.scts.len(), scts.len());
    assert_eq!(report.status, Status::NotCompliant(Why::TooFewLogs));
    scts.reverse();
    assert_eq!(
        scene.with_list(&sct_list_bytes(&scts)).status,
        Status::Compliant
    );
}

#[test]
fn a_certificate_cut_at_any_octet_or_with_one_more_is_refused() {
    let scene = Scene::new();
    let good = scene.authority.issue(
        &scene.leaf,
        &[sct_extension(&sct_list_bytes(&scene.scts()))],
    );
    assert_eq!(scene.ask(&good).status, Status::Compliant);
    let malformed = Status::NotCompliant(Why::MalformedCertificate);
    for length in 0..good.len() {
        assert_eq!(scene.ask(&good[..length]).status, malformed, "{length}");
    }
    assert_eq!(scene.ask(&[&good[..], &[0]].concat()).status, malformed);
}

#[test]
fn more_octets_than_a_certificate_may_have_are_refused() {
    let (one, another) = (TestLog::new("One"), TestLog::new("Another"));
    let status = |octet_count| {
        let leaf = Leaf {
            before: vec![filler(1, octet_count)],
            ..Leaf::default()
        };
        let said = Said::default();
        examined(&Authority::new(), &leaf, &[(&one, said), (&another, said)]).status
    };
    assert_eq!(status((1 << 20) - 2000), Status::Compliant);
    assert_eq!(
        status(1 << 20),
        Status::NotCompliant(Why::MalformedCertificate)
    );
}
