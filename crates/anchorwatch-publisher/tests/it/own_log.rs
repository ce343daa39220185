//! A log that is cut off, copied, put back or changed behind its owner's back; witnesses that refuse
//! or lie.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use anchorwatch_note::{KeyName, SigningKey};
use anchorwatch_publisher::*;
use anchorwatch_remark::{Remark as _, Told};
use anchorwatch_transparency::{
    AddCheckpoint, CheckpointKey, CheckpointSigner, Cosigner, Policy, SignatureKind,
    SignedCheckpoint, TileKind, TilePath, TiledLog, TreeHead, Witness, WitnessProblem,
    WitnessRecord,
};
use tlog_tiles::tlog::{self, Hash, HashReader};

pub(crate) const NOW: u64 = 1_796_000_000;

/// Why a step did not happen.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    Cut,
    Log(LogProblem),
}

impl From<LogProblem> for Stopped {
    fn from(why: LogProblem) -> Self {
        Self::Log(why)
    }
}

/// The owner's disk: the log's folder, and the file beside the key.
pub(crate) struct Owner {
    pub(crate) key: String,
    pem: String,
    pub(crate) files: RefCell<BTreeMap<String, Vec<u8>>>,
    memory: RefCell<String>,
    /// After how many more writes the machine is switched off, and whether that write still counts.
    cut: Cell<Option<(usize, bool)>>,
}

impl Owner {
    pub(crate) fn new(name: &str) -> Self {
        let name = KeyName::parse(name).unwrap();
        let (_, pem) = SigningKey::generate(name.clone()).unwrap();
        let (key, memory) = OwnLog::begin(pem.as_bytes(), name).unwrap();
        Self {
            key,
            pem,
            files: RefCell::default(),
            memory: RefCell::new(memory),
            cut: Cell::new(None),
        }
    }

    /// Forgets everything but the key.
    pub(crate) fn begin_again(&self) {
        let name = KeyName::parse("log.example").unwrap();
        let (_, memory) = OwnLog::begin(self.pem.as_bytes(), name).unwrap();
        self.memory.replace(memory);
        self.files.borrow_mut().clear();
    }

    fn write(&self, step: impl FnOnce()) -> Result<(), Stopped> {
        match self.cut.get() {
            Some((0, happens)) => {
                if happens {
                    step();
                }
                return Err(Stopped::Cut);
            }
            Some((left, happens)) => self.cut.set(Some((left - 1, happens))),
            None => {}
        }
        step();
        Ok(())
    }

    pub(crate) fn open(&self, policy: &Policy) -> Result<OwnLog, LogProblem> {
        let file = |name: &str, max: u64| {
            let file = self.files.borrow().get(name).cloned();
            assert!(file.as_ref().is_none_or(|it| it.len() as u64 <= max));
            Ok(file)
        };
        let memory = self.memory.borrow().clone();
        OwnLog::open(self.pem.as_bytes(), policy, memory.as_bytes(), &file)
    }

    /// Adds texts, has them cosigned, and shows the checkpoint.
    pub(crate) fn add(
        &self,
        texts: &[&str],
        policy: &Policy,
        ask: AskWitness<'_>,
    ) -> Result<(OwnLog, CosignedLog), Stopped> {
        let put = |name: &str, content: &[u8]| {
            self.write(|| {
                let mut files = self.files.borrow_mut();
                files.insert(name.to_owned(), content.to_vec());
            })
        };
        let remember = |note: &str| {
            self.write(|| {
                self.memory.replace(note.to_owned());
            })
        };
        let disk = LogDisk {
            put: &put,
            remember: &remember,
        };
        let mut log = self.open(policy)?;
        let note = log.add(texts, &disk)?;
        let asked = log.ask_witnesses(&note, policy, ask, NOW);
        asked.check(policy, NOW)?;
        log.show(&asked.checkpoint, &disk)?;
        Ok((log, asked))
    }

    /// What the log shows, and that every entry is there.
    pub(crate) fn shown(&self, policy: &Policy) -> (TreeHead, Vec<String>) {
        let files = self.files.borrow();
        let note = SignedCheckpoint::parse(&files["checkpoint"]).unwrap();
        let head = note.verify(policy, NOW).unwrap().head();
        let log = TiledLog::new(head, |path: &TilePath| {
            files.get(&path.to_string()).cloned()
        });
        log.check_root().unwrap();
        let mut entries = Vec::new();
        let bundles =
            (0..).take_while(|it| TilePath::in_tree(TileKind::Entries, *it, head.size).is_some());
        for index in bundles {
            let bundle = log.bundle(index).unwrap();
            entries.extend(bundle.into_iter().map(|it| String::from_utf8(it).unwrap()));
        }
        (head, entries)
    }
}

/// Three witnesses that remember.
pub(crate) struct Witnesses {
    witnesses: Vec<(String, CheckpointKey, Witness)>,
    pub(crate) records: RefCell<BTreeMap<String, WitnessRecord>>,
    /// Those that do not answer.
    pub(crate) silent: RefCell<Vec<String>>,
}

impl Witnesses {
    pub(crate) fn of(log_key: &str) -> Self {
        let log: CheckpointKey = log_key.parse().unwrap();
        let witness = |name: &str| {
            let key_name = KeyName::parse(&format!("{name}.example")).unwrap();
            let (_, pem) = SigningKey::generate(key_name.clone()).unwrap();
            let kind = SignatureKind::Ed25519Cosignature;
            let signer = CheckpointSigner::from_pkcs8_pem(pem.as_bytes(), key_name, kind).unwrap();
            let key = signer.key().clone();
            let witness = Witness::new(vec![signer], vec![log.clone()]).unwrap();
            (name.to_owned(), key, witness)
        };
        Self {
            witnesses: ["w1", "w2", "w3"].map(witness).into(),
            records: RefCell::default(),
            silent: RefCell::default(),
        }
    }

    /// Two of the three have to cosign.
    pub(crate) fn policy_text(&self, log_key: &str) -> String {
        let lines = self.witnesses.iter();
        let lines: String = lines
            .map(|(name, key, _)| format!("witness {name} {key}\n"))
            .collect();
        format!("log {log_key}\n{lines}group two 2 w1 w2 w3\nquorum two\n")
    }

    pub(crate) fn policy(&self, log_key: &str) -> Policy {
        Policy::parse(self.policy_text(log_key).as_bytes()).unwrap()
    }

    pub(crate) fn ask(&self, who: &Cosigner, request: &AddCheckpoint) -> Result<Cosignature, Told> {
        let name = String::from_utf8_lossy(&who.name).into_owned();
        if self.silent.borrow().contains(&name) {
            return Ok(Cosignature::Refused { status: 503 });
        }
        let mut witnesses = self.witnesses.iter();
        let (_, _, witness) = witnesses.find(|(it, ..)| *it == name).unwrap();
        let last = self.records.borrow().get(&name).cloned();
        Ok(match witness.cosign(request, last.as_ref(), NOW) {
            Ok(record) => {
                let answer = record.response().as_bytes().to_vec();
                self.records.borrow_mut().insert(name, record);
                Cosignature::Given(answer)
            }
            Err(WitnessProblem::Conflict { size }) => Cosignature::After { size },
            Err(why) => Cosignature::Refused {
                status: why.status().into(),
            },
        })
    }
}

fn desk() -> (Owner, Witnesses, Policy) {
    let owner = Owner::new("log.example");
    let witnesses = Witnesses::of(&owner.key);
    let policy = witnesses.policy(&owner.key);
    (owner, witnesses, policy)
}

fn fault_codes(asked: &CosignedLog) -> Vec<Option<&str>> {
    let codes = asked.heard.iter();
    codes.map(|it| it.fault.as_ref().map(Told::code)).collect()
}

#[test]
fn a_log_has_its_texts_once_and_in_order_over_many_tiles() {
    let (owner, witnesses, policy) = desk();
    let ask = |who: &Cosigner, it: &AddCheckpoint| witnesses.ask(who, it);
    let texts: Vec<String> = (0..600).map(|it| format!("text {it}\n")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for part in [
        &texts[..1],
        &texts[..255],
        &texts[..256],
        &texts[..257],
        &texts,
    ] {
        let (log, asked) = owner.add(part, &policy, &ask).unwrap();
        assert_eq!(fault_codes(&asked), [None, None, None]);
        let (head, entries) = owner.shown(&policy);
        assert_eq!((head, head.size), (log.head(), part.len() as u64));
        assert_eq!(entries, part);
        let place = part.len() - 1;
        let proof = log.prove(part[place], &asked.checkpoint).unwrap();
        let proof = anchorwatch_transparency::LogProof::parse(&proof).unwrap();
        let proven = proof.verify(part[place].as_bytes(), &policy, NOW).unwrap();
        assert_eq!(proven.index(), place as u64);
        assert!(proof.verify(b"other\n", &policy, NOW).is_err());
        assert_eq!(log.leaves().len(), part.len() * 32);
    }
    // tlog_tiles makes the same tree out of the same texts.
    let mut theirs = Stored(Vec::new());
    for (place, text) in (0..).zip(&texts) {
        let hashes = tlog::stored_hashes(place, text.as_bytes(), &theirs).unwrap();
        theirs.0.extend(hashes);
    }
    let root = *owner.shown(&policy).0.root.as_bytes();
    assert_eq!(tlog::tree_hash(600, &theirs).unwrap(), Hash(root));
}

/// The hashes of tlog_tiles, in their order.
struct Stored(Vec<Hash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog::Error> {
        let at = |it: &u64| self.0[usize::try_from(*it).unwrap()];
        Ok(indexes.iter().map(at).collect())
    }
}

/// The machine goes off at each write, before or after it. Then another text comes, since publishers
/// may have changed their minds, and the witnesses remember everything that they were shown.
#[test]
fn a_log_that_is_cut_off_at_any_write_goes_on() {
    for happens in [false, true] {
        for size in [0, 3, 254, 255] {
            for at in 0.. {
                let (owner, witnesses, policy) = desk();
                let ask = |who: &Cosigner, it: &AddCheckpoint| witnesses.ask(who, it);
                let texts: Vec<String> = (0..size).map(|it| format!("text {it}\n")).collect();
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                owner.add(&texts, &policy, &ask).unwrap();
                let before = owner.shown(&policy);
                owner.cut.set(Some((at, happens)));
                let cut = owner.add(&["one\n"], &policy, &ask).map(drop);
                owner.cut.set(None);
                // Others see the old log or the new one, each whole.
                let between = owner.shown(&policy);
                assert!(between == before || between.1.last().unwrap() == "one\n");
                let (log, asked) = owner.add(&["two\n"], &policy, &ask).unwrap();
                assert_eq!(fault_codes(&asked), [None, None, None], "{at} {size}");
                assert!(log.grew_from(before.0) && log.grew_from(between.0));
                let (_, after) = owner.shown(&policy);
                assert!(after.starts_with(&between.1));
                assert_eq!(after.last().unwrap(), "two\n");
                if cut.is_ok() {
                    assert!(at > 3, "{at}");
                    break;
                }
                assert_eq!(cut, Err(Stopped::Cut));
            }
        }
    }
}

#[test]
fn a_folder_that_was_put_back_or_changed_is_not_signed() {
    let (owner, witnesses, policy) = desk();
    let ask = |who: &Cosigner, it: &AddCheckpoint| witnesses.ask(who, it);
    owner.add(&["one\n"], &policy, &ask).unwrap();
    let old = (owner.files.borrow().clone(), owner.memory.borrow().clone());
    owner.add(&["two\n", "three\n"], &policy, &ask).unwrap();
    let new = (owner.files.borrow().clone(), owner.memory.borrow().clone());
    // The folder of a backup, with today's memory.
    owner.files.replace(old.0.clone());
    let file = "tile/entries/000.p/3".to_owned();
    assert_eq!(
        owner.open(&policy).err(),
        Some(LogProblem::Missing { file })
    );
    // The memory of a backup, with today's folder.
    owner.files.replace(new.0.clone());
    owner.memory.replace(old.1.clone());
    let forgotten = LogProblem::Forgotten {
        shown: 3,
        signed: 1,
    };
    assert_eq!(owner.open(&policy).err(), Some(forgotten));
    // Both: only the witnesses know. They cosign no second tree.
    owner.files.replace(old.0);
    let Err(Stopped::Log(LogProblem::Cosignatures { .. })) = owner.add(&["other\n"], &policy, &ask)
    else {
        panic!("a second tree was cosigned");
    };
    // A changed entry, of the same length.
    owner.files.replace(new.0.clone());
    owner.memory.replace(new.1.clone());
    assert!(owner.open(&policy).is_ok());
    for name in ["tile/entries/000.p/3", "checkpoint"] {
        let good = owner.files.borrow()[name].clone();
        // The lines of witnesses are theirs: a log does not read them.
        let text = String::from_utf8_lossy(&good);
        let end = text.find("\n\u{2014} w1.example").unwrap_or(good.len());
        for at in 0..end {
            let mut bent = good.clone();
            bent[at] ^= 1;
            for bad in [bent, good[..at].to_vec()] {
                owner.files.borrow_mut().insert(name.to_owned(), bad);
                assert!(owner.open(&policy).is_err(), "{name} {at}");
            }
        }
        owner.files.borrow_mut().insert(name.to_owned(), good);
    }
    for memory in [
        String::new(),
        new.1.replace("log.example", "lag.example"),
        new.1[1..].to_owned(),
    ] {
        owner.memory.replace(memory);
        assert_eq!(owner.open(&policy).err(), Some(LogProblem::Memory));
    }
}

/// A run whose witnesses did not answer leaves the texts in the log. The next one begins there.
#[test]
fn a_log_waits_for_its_witnesses() {
    let (owner, witnesses, policy) = desk();
    let ask = |who: &Cosigner, it: &AddCheckpoint| witnesses.ask(who, it);
    owner.add(&["one\n"], &policy, &ask).unwrap();
    witnesses
        .silent
        .replace(vec!["w1".to_owned(), "w2".to_owned()]);
    let shown = owner.shown(&policy);
    for _ in 0..2 {
        let met = owner.add(&["two\n"], &policy, &ask);
        assert!(matches!(
            met,
            Err(Stopped::Log(LogProblem::Cosignatures { .. }))
        ));
        assert_eq!(owner.shown(&policy), shown);
    }
    witnesses.silent.replace(vec!["w3".to_owned()]);
    let (_, asked) = owner.add(&["three\n"], &policy, &ask).unwrap();
    assert_eq!(fault_codes(&asked), [None, None, Some("witness_status")]);
    assert_eq!(owner.shown(&policy).1, ["one\n", "two\n", "three\n"]);
    // One that was away learns how the log grew since it last looked.
    witnesses.silent.replace(Vec::new());
    let (_, asked) = owner.add(&["four\n"], &policy, &ask).unwrap();
    assert_eq!(fault_codes(&asked), [None, None, None]);
}

#[test]
fn a_witness_that_lies_is_named_and_does_no_harm() {
    let (owner, witnesses, policy) = desk();
    let honest = |who: &Cosigner, it: &AddCheckpoint| witnesses.ask(who, it);
    owner.add(&["one\n"], &policy, &honest).unwrap();
    let other = Owner::new("other.example");
    let of_other = Witnesses::of(&other.key);
    let lie = |which: usize, request: &AddCheckpoint, who: &Cosigner| match which {
        0 => Cosignature::After { size: 1_000 },
        1 => Cosignature::After { size: 0 },
        2 => Cosignature::Refused { status: 200 },
        3 => Cosignature::Given(Vec::new()),
        4 => Cosignature::Given(vec![0xff; 1 << 16]),
        // The right lines after an empty one, or twice, or of another key.
        5 => match witnesses.ask(who, request).unwrap() {
            Cosignature::Given(lines) => Cosignature::Given([b"\n", &lines[..]].concat()),
            it => it,
        },
        6 => Cosignature::Given(b"\xe2\x80\x94 w1.example AAAAAAAAAAAAAAAA\n".to_vec()),
        _ => of_other.ask(who, request).unwrap(),
    };
    for which in 0..8 {
        let ask = |who: &Cosigner, it: &AddCheckpoint| match &who.name[..] {
            b"w1" => Ok(lie(which, it, who)),
            _ => honest(who, it),
        };
        let text = format!("text {which}\n");
        let (_, asked) = owner.add(&[&text], &policy, &ask).unwrap();
        let codes = fault_codes(&asked);
        assert!(codes[0].is_some(), "{which}");
        assert_eq!(codes[1..], [None, None]);
        assert_eq!(owner.shown(&policy).1.last(), Some(&text));
    }
    // Two that lie are a quorum too few.
    let ask = |who: &Cosigner, it: &AddCheckpoint| match &who.name[..] {
        b"w3" => honest(who, it),
        _ => Err(WitnessFault::NoAddress.told()),
    };
    let met = owner.add(&["two\n"], &policy, &ask);
    assert!(matches!(
        met,
        Err(Stopped::Log(LogProblem::Cosignatures { .. }))
    ));
}

#[test]
fn a_key_of_no_log_of_the_policy_adds_nothing() {
    let (owner, ..) = desk();
    let (_, _, other) = desk();
    assert_eq!(owner.open(&other).err(), Some(LogProblem::NotALog));
}
