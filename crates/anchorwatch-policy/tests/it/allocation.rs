//! A look-up allocates nothing, whatever the set contains and whether it finds anything.
#![expect(unsafe_code, reason = "an allocator is an unsafe trait")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds, pem};
use anchorwatch_policy::{
    DistrustEntry, DistrustSet, EntrySource, ReferenceName,
    distrust::{
        DnsSuffix, Limits, Match, NameLimit, Presented, SerialOctets, Situation, Threshold,
        UnsignedSerial, WholeCertificate,
    },
};

struct Counting;

thread_local! {
    /// Per thread: other tests run at the same time.
    static ALLOCATION_COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed unchanged to the system's allocator; counting uses a thread-local
// cell that needs no allocation.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATION_COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's guarantees are those that the system's allocator requires.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's guarantees are those that the system's allocator requires.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations_of<T>(act: impl FnOnce() -> T) -> (usize, T) {
    let before = ALLOCATION_COUNT.with(Cell::get);
    let result = act();
    (ALLOCATION_COUNT.with(Cell::get) - before, result)
}

fn certificate_of(common_name: &str) -> Certificate {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(["a.example".to_owned()]).unwrap();
    let name = &mut params.distinguished_name;
    name.push(rcgen::DnType::CommonName, common_name);
    let text = params.self_signed(&key).unwrap().pem();
    pem::blocks(text.as_bytes())
        .remove(0)
        .certificates
        .unwrap()
        .remove(0)
}

/// An entry of every kind for the certificate, and as many that miss it.
fn entries(certificate: &Certificate, issuer_key: SpkiSha256) -> Vec<DistrustEntry> {
    let subject = certificate.subject().sha256();
    let issuer = certificate.issuer().sha256();
    let serial = SerialOctets::new(certificate.serial()).unwrap();
    let stripped = certificate.serial().iter().skip_while(|octet| **octet == 0);
    let unsigned = UnsignedSerial::new(&stripped.copied().collect::<Vec<_>>()).unwrap();
    let (key, other) = (certificate.spki_sha256(), SpkiSha256::of(b"other"));
    let limits = Limits {
        names: Some(NameLimit::Inside(vec![
            DnsSuffix::parse("example").unwrap(),
        ])),
        leaf_after: Some(UnixSeconds::new(0)),
        scts_after: Some(UnixSeconds::new(0)),
    };
    let matches = [
        Match::Key(key),
        Match::Key(other),
        Match::SubjectKey { subject, key },
        Match::SubjectUnlessKey {
            subject,
            keys: vec![other],
        },
        Match::IssuerSerial { issuer, serial },
        Match::IssuerKeySerial {
            issuer_key,
            serial: unsigned,
        },
        Match::Certificate(certificate.sha256()),
    ];
    let entry = |matches| DistrustEntry {
        matches,
        limits: limits.clone(),
        threshold: Threshold::Quick,
        source: EntrySource::Owner,
    };
    matches.into_iter().map(entry).collect()
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations_of(|| vec![1_u8]).0, 1);
}

#[test]
fn a_look_up_of_every_kind_allocates_nothing() {
    let certificate = certificate_of("Listed");
    let stranger = certificate_of("Stranger");
    let issuer_key = SpkiSha256::of(b"issuer");
    let set: DistrustSet = entries(&certificate, issuer_key).into_iter().collect();
    let name = ReferenceName::parse("a.example");
    let situation = Situation {
        name: &name,
        leaf_not_before: UnixSeconds::new(1),
        earliest_sct: None,
    };
    for (asked, expected) in [(&certificate, 6), (&stranger, 0)] {
        let (count, found) = allocations_of(|| {
            let presented = Presented {
                whole: WholeCertificate::Der(asked.der()),
                ..Presented::of(asked).issued_by(issuer_key)
            };
            let is_refused = set.refusing(&presented, &situation).is_some();
            assert_eq!(is_refused, expected > 0);
            set.matching(&presented).count()
        });
        assert_eq!((count, found), (0, expected));
    }
}
