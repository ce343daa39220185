//! The cost of the signed distrust list beside the formats of others.
//!
//! `ANCHORWATCH_CORPUS=… cargo bench -p anchorwatch-bench --bench signed_list`. Without the variable
//! there is nothing to measure, and the output says so.

use std::{env, error::Error, fs, hint::black_box, io::Write as _, path::Path};

use anchorwatch_bench::Contest;
use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_lab::pki::pem_block;
use anchorwatch_list::{
    Delta, Header, List, ListDraft, ListState, Publishers, Role, Statement, VerifiedStatement,
    verify,
};
use anchorwatch_note::{KeyName, SigningKey};
use anchorwatch_policy::{
    DistrustEntry,
    distrust::{IssuerAndSerial, Presented, WholeCertificate},
    import,
};

const NAME: &str = "example.org/distrust";
const ISSUED: i64 = 1_796_000_000;
/// How many certificates are looked up in one call.
const ASKED: u32 = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let page = match env::var_os("ANCHORWATCH_CORPUS") {
        Some(corpus) => onecrl(Path::new(&corpus))?,
        None => "signed list: not run, ANCHORWATCH_CORPUS is not set\n".to_owned(),
    };
    // A reader that closes the pipe does not want the rest.
    let _told = std::io::stdout().write_all(page.as_bytes());
    Ok(())
}

fn onecrl(corpus: &Path) -> Result<String, Box<dyn Error>> {
    let dump = fs::read(corpus.join("blocklists/onecrl/onecrl_dump_firefox-esr-153.7.json"))?;
    let later = fs::read(corpus.join("lists/onecrl_2026-11-10.json"))?;
    let octets = list(1, &import::read(&dump)?.entries)?;
    let next = list(2, &import::read(&later)?.entries)?;
    let (one, other) = (List::parse(&octets)?, List::parse(&next)?);
    let delta = Delta::between(&one, &other);
    let keys = [1, 2, 3].map(key);
    let keys: Vec<SigningKey> = keys.into_iter().collect::<Result<_, _>>()?;
    let publishers = publishers(&keys)?;
    let note = signed(
        &keys,
        &Statement::of(KeyName::parse(NAME)?, &one, &[]).encode(),
    )?;
    let note_next = Statement::of(KeyName::parse(NAME)?, &other, &[&delta]).encode();
    let note_next = signed(&keys, &note_next)?;
    let clock = UnixSeconds::new(ISSUED + 60);
    let verified = verify(&note, &octets, &publishers, Role::Approved)?;
    let state = ListState::new(publishers.clone()).accept(&verified, clock)?;
    let file = state.encode();
    let reading = Contest::new("OneCRL 153.7 (1,918 records) as a signed list")
        .way("OneCRL's JSON: serde_json to a Value", 1, || {
            serde_json::from_slice::<serde_json::Value>(&dump).is_ok()
        })
        .way("OneCRL's JSON: import::read", 1, || {
            import::read(&dump).is_ok()
        })
        .way("SHA-256 of the signed list", 1, || {
            SpkiSha256::of(black_box(&octets))
        })
        .way("List::parse, with its index", 1, || {
            List::parse(&octets).is_ok()
        })
        .way("verify: 3 signatures, hash, List::parse", 1, || {
            verify(&note, &octets, &publishers, Role::Approved).is_ok()
        })
        .way("ListState::decode of the client's file", 1, || {
            ListState::decode(&file).is_ok()
        })
        .way("ListState::distrust_set", 1, || state.distrust_set(clock))
        .way(
            "a delta to the next state: 3 signatures, apply, open",
            1,
            || caught_up(&note_next, &delta, &one, &publishers),
        );
    let asked: Vec<_> = (0..ASKED).map(presented).collect();
    let set = state.distrust_set(clock);
    let look_up = Contest::new("one certificate by all kinds of match, nothing found")
        .way("DistrustSet::matching", asked.len(), || {
            asked
                .iter()
                .map(|it| set.matching(it).count())
                .sum::<usize>()
        })
        .way(
            "List::matching, in the list's own octets",
            asked.len(),
            || asked.iter().map(|it| one.matching(it).len()).sum::<usize>(),
        );
    Ok(reading.run() + &look_up.run())
}

fn caught_up(note: &[u8], delta: &[u8], base: &List<'_>, publishers: &Publishers) -> bool {
    let statement = VerifiedStatement::verify(note, publishers, Role::Approved);
    let result = statement.and_then(|it| Ok((it.apply(delta, base)?, it)));
    result.is_ok_and(|(octets, statement)| statement.open(&octets).is_ok())
}

fn list(sequence: u64, entries: &[DistrustEntry]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut draft = ListDraft::new(Header {
        epoch: 1,
        sequence,
        issued: UnixSeconds::new(ISSUED),
        expires: UnixSeconds::new(ISSUED + 30 * 86_400),
        base: None,
    });
    entries.iter().for_each(|entry| draft.add(entry));
    Ok(draft.encode()?)
}

fn key(seed: u8) -> Result<SigningKey, Box<dyn Error>> {
    // RFC 8410 §7.
    let head = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    let pem = pem_block("PRIVATE KEY", &[head.as_slice(), &[seed; 32]].concat());
    let name = KeyName::parse(&format!("publisher-{seed}.example"))?;
    Ok(SigningKey::from_pkcs8_pem(pem.as_bytes(), name)?)
}

fn publishers(keys: &[SigningKey]) -> Result<Publishers, Box<dyn Error>> {
    let lines = keys.iter().zip(1..);
    let line = |(key, number): (&SigningKey, u8)| format!("witness p{number} {}\n", key.verifier());
    let witnesses: String = lines.map(line).collect();
    Ok(Publishers::parse(&format!(
        "anchorwatch.publishers/1\norigin {NAME}\nepoch 1\nexpires 2030-01-01T00:00:00Z\n\
         delay 7\nquick 1\n\n{witnesses}group three all p1 p2 p3\nquorum three\n"
    ))?)
}

fn signed(keys: &[SigningKey], text: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut note = format!("{text}\n");
    for key in keys {
        let one = key.sign(text)?;
        note.push_str(one.rsplit("\n\n").next().unwrap_or_default());
    }
    Ok(note.into_bytes())
}

/// A fully known certificate that no list has.
fn presented(number: u32) -> Presented<'static> {
    let key = SpkiSha256::of(&number.to_le_bytes());
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
