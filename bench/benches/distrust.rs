//! The cost of a look-up in a set of entries, and of reading others' lists.
//!
//! `ANCHORWATCH_CORPUS=… cargo bench -p anchorwatch-bench --bench distrust`. Without the variable
//! the real lists are left out, and the output says so.

use std::{collections::HashSet, env, fs, hint::black_box, io::Write as _, path::PathBuf};

use anchorwatch_bench::Contest;
use anchorwatch_identity::SpkiSha256;
use anchorwatch_policy::{
    DistrustEntry, DistrustSet, EntrySource,
    distrust::{IssuerAndSerial, Presented, WholeCertificate},
    import,
};

/// As many as a CRLSet has keys, as OneCRL has records, and far more than any list has.
const SIZES: [u32; 3] = [43, 2000, 100_000];
/// How many keys are looked up in one call, half of them in the set.
const ASKED: u32 = 1000;

fn main() {
    let mut page = String::new();
    for size in SIZES {
        page.push_str(&look_up(size));
    }
    match env::var_os("ANCHORWATCH_CORPUS") {
        Some(corpus) => page.push_str(&real_lists(&PathBuf::from(corpus))),
        None => page.push_str("real lists: not run, ANCHORWATCH_CORPUS is not set\n"),
    }
    // A reader that closes the pipe does not want the rest.
    let _told = std::io::stdout().write_all(page.as_bytes());
}

fn key(number: u32) -> SpkiSha256 {
    SpkiSha256::of(&number.to_le_bytes())
}

fn look_up(size: u32) -> String {
    let keys: Vec<SpkiSha256> = (0..size).map(key).collect();
    let mut sorted = keys.clone();
    sorted.sort();
    let hashed: HashSet<SpkiSha256> = keys.iter().copied().collect();
    let set: DistrustSet = keys
        .iter()
        .map(|key| DistrustEntry::of_key(*key, EntrySource::Owner))
        .collect();
    let asked: Vec<SpkiSha256> = (0..ASKED)
        .map(|number| match number % 2 {
            // Spread over the set, and outside it.
            0 => key(number.wrapping_mul(2_654_435_761) % size),
            _ => key(size + number),
        })
        .collect();
    let count = asked.len();
    let found = |is_in: &dyn Fn(&SpkiSha256) -> bool| asked.iter().filter(|key| is_in(key)).count();
    Contest::new(format!("one key, set of {size}, half of the keys found"))
        .way("std HashSet (SipHash)", count, || {
            found(&|key| hashed.contains(key))
        })
        .way("plain binary search", count, || {
            found(&|key| sorted.binary_search(key).is_ok())
        })
        .way("DistrustSet::entry", count, || {
            found(&|key| set.entry(key).is_some())
        })
        .way("DistrustSet::matching, all kinds", count, || {
            found(&|key| set.matching(&presented(*key)).next().is_some())
        })
        .run()
}

/// A fully known certificate of which at most the key is listed.
fn presented(key: SpkiSha256) -> Presented<'static> {
    Presented {
        key,
        subject: b"a subject",
        issued: Some(IssuerAndSerial {
            issuer: b"an issuer",
            serial: b"\x00\xff0123456789abcdef",
        }),
        whole: WholeCertificate::Unknown,
        issuer_key: Some(key),
    }
}

fn real_lists(corpus: &std::path::Path) -> String {
    let read = |path: &str| fs::read(corpus.join(path)).unwrap_or_default();
    let raw = read("crlset/crl-set.raw");
    let component = read("crlset/crlset-9941.crx");
    let dump = read("blocklists/onecrl/onecrl_dump_firefox-esr-153.7.json");
    let (Ok(crl_set), Ok(onecrl)) = (import::read(&raw), import::read(&dump)) else {
        return "real lists: not run, the folder does not have them\n".to_owned();
    };
    let both: Vec<DistrustEntry> = [crl_set.entries.clone(), onecrl.entries.clone()].concat();
    let set: DistrustSet = both.iter().cloned().collect();
    let asked: Vec<_> = (0..ASKED).map(|number| presented(key(number))).collect();
    let spki = vec![7_u8; 294];
    let one_by_one =
        Contest::new("one certificate, CRLSet 9941 and OneCRL 153.7 together, nothing found")
            .way("SHA-256 of an RSA-2048 key (294 bytes)", 1, || {
                SpkiSha256::of(black_box(&spki))
            })
            .way("DistrustSet::matching, all kinds", asked.len(), || {
                let each = asked.iter().map(|asked| set.matching(asked).count());
                each.sum::<usize>()
            });
    let onecrl = Contest::new("OneCRL 153.7, 1,918 records, 1,064,378 bytes")
        .way("serde_json to a Value", 1, || {
            serde_json::from_slice::<serde_json::Value>(&dump)
        })
        .way("import::read", 1, || import::read(&dump))
        .way("import::read and the set", 1, || {
            import::read(&dump).map(|list| list.entries.into_iter().collect::<DistrustSet>())
        });
    let crl_set = Contest::new("CRLSet 9941, 893 entries, 21,740 bytes")
        .way("SHA-256 of the file", 1, || SpkiSha256::of(black_box(&raw)))
        .way("import::read", 1, || import::read(&raw))
        .way("import::read of the component (3 signatures)", 1, || {
            import::read(&component)
        })
        .way("import::read and the set", 1, || {
            import::read(&raw).map(|list| list.entries.into_iter().collect::<DistrustSet>())
        });
    [one_by_one.run(), onecrl.run(), crl_set.run()].concat()
}
