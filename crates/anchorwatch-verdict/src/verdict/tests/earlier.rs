//! What earlier measurements of the same name change, and what they must not.

use anchorwatch_lab::pki::{Attribute, KeyKind, Subject, TransparencyLog};
use anchorwatch_verify::ct::Logs;

use super::*;
use crate::{Against, Memo, NotChecked, Notaries, judge_beside};

mod caa;

const NAME: &str = "google.example";
const DAY: i64 = 86_400;

/// Two public authorities, one of them with two roots, and a log that our list is too old to know.
struct World {
    scene: Scene,
    usual: Root,
    newer: Root,
    other: Root,
    log: TransparencyLog,
    now: i64,
}

impl World {
    fn new() -> Self {
        Self::of("Usual", "Other")
    }

    /// With these organisations.
    fn of(usual: &str, other: &str) -> Self {
        let roots = [("U1", usual), ("U2", usual), ("O1", other)];
        let [usual, newer, other] = roots.map(|(name, organisation)| {
            Root::new(Recipe {
                subject: Subject::new(&[
                    (Attribute::CommonName, name),
                    (Attribute::Organization, organisation),
                ]),
                validity: Validity::days(-2000, 4000),
                ..Recipe::company(name)
            })
            .unwrap()
        });
        // Whole days and a half from the clock: certificates are made whole days from it.
        let clock = anchorwatch_lab::clock::now_unix_s();
        let then = Logs::bundled().as_of().get() + 200 * DAY;
        let now = clock + (then - clock).div_euclid(DAY) * DAY + DAY / 2;
        Self {
            scene: Scene::new(NAME),
            usual,
            newer,
            other,
            log: TransparencyLog::new(KeyKind::P256).unwrap(),
            now,
        }
    }

    /// Measured so many days before now, with a certificate that was made so many days and a half
    /// before now.
    fn measured(&self, root: &Root, is_logged: bool, days: i64, made: i64) -> Measurement {
        let clock = anchorwatch_lab::clock::now_unix_s();
        let since = i32::try_from((self.now - clock).div_euclid(DAY) - made).unwrap();
        let long = Issuance {
            leaf: Validity::days(since, 4000),
            ..Issuance::default()
        };
        let scts: Vec<_> = is_logged.then(|| self.log.sct(1)).into_iter().collect();
        let chain = root.issue_with_scts(&[NAME], &long, &scts).unwrap();
        let mut measurement = self.scene.measurement();
        measurement.anchors.local.clear();
        let sent = chain.certificates().iter().map(|it| it.to_vec());
        measurement.tls_handshakes[0].peer_certificates = sent.collect();
        let roots = [&self.usual, &self.newer, &self.other];
        let roots = roots.map(|root| root.der().to_vec()).to_vec();
        measurement.anchors.public = PublicAnchors::Given(roots);
        measurement.measured_at = UnixSeconds::new(self.now - days * DAY);
        measurement
    }

    /// What the name had a month ago.
    fn before(&self) -> Measurement {
        self.measured(&self.usual, true, 30, 60)
    }
}

fn beside(now: &Measurement, notary: Option<&Measurement>, earlier: &[&Measurement]) -> Verdict {
    let distrust = Arc::new(DistrustSet::built_in());
    let notaries = Notaries::of(notary);
    let earlier = Notaries::earlier(earlier.iter().copied());
    judge_beside(now, &distrust, &notaries, &earlier)
}

fn says_new(verdict: &Verdict) -> bool {
    let mut against = verdict.against.iter();
    against.any(|it| matches!(it, Against::AuthorityIsNew { .. }))
}

#[test]
fn a_new_authority_is_said_and_alone_accuses_nobody() {
    let world = World::new();
    let (now, before) = (world.measured(&world.other, true, 0, 2), world.before());
    let verdict = beside(&now, None, &[&before]);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    assert!(says_new(&verdict));
    let not_checked = &verdict.not_checked;
    assert!(not_checked.contains(&NotChecked::AllowedAuthorities));
    assert!(!not_checked.contains(&NotChecked::IssuerHistory));
    // Twins: another root of the same authority, one that the name had too, a certificate that is
    // older than what was seen, and a measurement that is not more than a day older.
    let usual = world.measured(&world.newer, true, 0, 2);
    let both = world.measured(&world.other, true, 40, 60);
    let old = world.measured(&world.other, true, 0, 31);
    let recent = world.measured(&world.usual, true, 1, 60);
    for (now, earlier) in [
        (&usual, vec![&before]),
        (&now, vec![&before, &both]),
        (&old, vec![&before]),
        (&now, vec![&recent]),
    ] {
        let verdict = beside(now, None, &earlier);
        assert_eq!(verdict.code, VerdictCode::NotSeen);
        assert!(!says_new(&verdict));
    }
    let signed_before = Detail::AuthoritySignedBefore { count: 1 };
    let verdict = beside(&usual, None, &[&before]);
    assert!(verdict.hits[0].details.contains(&signed_before));
    let unusable = beside(&now, None, &[&recent]);
    assert!(unusable.not_checked.contains(&NotChecked::EarlierUnusable));
}

/// Whoever changed its authority everywhere looks the same, so another vantage point has to look.
#[test]
fn a_new_authority_in_no_log_leaves_the_answer_open_and_is_suspected_beside_another_view() {
    let world = World::new();
    let before = world.before();
    let now = world.measured(&world.other, false, 0, 2);
    let mut everywhere = now.clone();
    everywhere.measured_at = UnixSeconds::new(world.now - 60);
    for (notary, is_said) in [(None, true), (Some(&everywhere), false)] {
        let verdict = beside(&now, notary, &[&before]);
        assert_eq!(verdict.code, VerdictCode::Inconclusive);
        assert!(verdict.forbids_not_seen());
        let hit = &verdict.hits[0];
        assert_eq!(hit.rule, RuleId::PublicCertificateDiffers);
        assert!(matches!(&hit.saw, Saw::UnloggedNewAuthority { .. }));
        assert_eq!(hit.details.contains(&Detail::NoOtherVantage), is_said);
        let row = NotChecked::OtherNetworks;
        assert_eq!(verdict.not_checked.contains(&row), is_said);
    }
    let elsewhere = world.measured(&world.usual, true, 0, 60);
    let verdict = beside(&now, Some(&elsewhere), &[&before]);
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert_eq!(verdict.confidence, Confidence::hundredths(60));
    assert!(matches!(
        &verdict.hits[0].saw,
        Saw::UnloggedCertificate { .. }
    ));
    // A renewed certificate, whose authority is not new.
    let renewed = world.measured(&world.newer, false, 0, 2);
    let verdict = beside(&renewed, None, &[&before]);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
}

/// As with names of Google under .ug in May 2026: in the logs, by an authority that did not sign for
/// the name before, and not what others get.
#[test]
fn a_new_authority_here_alone_is_suspected_though_the_logs_have_it() {
    let world = World::new();
    let before = world.before();
    let now = world.measured(&world.other, true, 0, 2);
    let elsewhere = world.measured(&world.usual, true, 0, 60);
    let verdict = beside(&now, Some(&elsewhere), &[&before]);
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert_eq!(verdict.confidence, Confidence::hundredths(50));
    assert_eq!(verdict.against, [Against::AuthorityChanged]);
    // Without either of them; and a notary that saw the name before the certificate was made.
    let fresh = world.measured(&world.other, true, 0, 0);
    let mut everywhere = now.clone();
    everywhere.measured_at = UnixSeconds::new(world.now - 60);
    let mut earlier_today = elsewhere.clone();
    earlier_today.measured_at = UnixSeconds::new(world.now - DAY + 3_600);
    for (now, notary, earlier) in [
        (&now, Some(&elsewhere), vec![]),
        (&now, None, vec![&before]),
        (&fresh, Some(&earlier_today), vec![&before]),
        // The change has come everywhere.
        (&now, Some(&everywhere), vec![&before]),
    ] {
        let verdict = beside(now, notary, &earlier);
        assert_eq!(verdict.code, VerdictCode::NotSeen);
    }
}

#[test]
fn what_was_seen_earlier_makes_no_answer_a_good_one() {
    let world = World::new();
    let stranger = Root::company("Stranger").unwrap();
    let mut refused = world.before();
    let chain = stranger.issue(&[NAME]).unwrap();
    refused.measured_at = UnixSeconds::new(anchorwatch_lab::clock::now_unix_s());
    let sent = chain.certificates().iter().map(|it| it.to_vec());
    refused.tls_handshakes[0].peer_certificates = sent.collect();
    let mut same = refused.clone();
    same.measured_at = UnixSeconds::new(refused.measured_at.get() - 30 * DAY);
    let [alone, beside] = [vec![], vec![&same]].map(|it| beside(&refused, None, &it));
    assert_eq!(alone.code, VerdictCode::Inconclusive);
    assert_eq!((alone.code, alone.hits), (beside.code, beside.hits));
}

#[test]
fn a_remembered_verdict_is_the_one_that_is_judged_whatever_was_seen_earlier() {
    let world = World::new();
    let (before, now) = (world.before(), world.measured(&world.other, false, 0, 29));
    let distrust = Arc::new(DistrustSet::built_in());
    let memo = Memo::new(Arc::clone(&distrust));
    let mut memo = memo.knowing(Notaries::earlier([&before]));
    // When it was seen is a day and a second ago, and a day ago.
    for apart in [DAY + 1, DAY, DAY + 2] {
        let mut one = now.clone();
        one.measured_at = UnixSeconds::new(before.measured_at.get() + apart);
        assert_eq!(*memo.judge(&one), beside(&one, None, &[&before]));
    }
    assert_eq!(memo.judge(&now).code, VerdictCode::Inconclusive);
}
