//! What a publisher's key signed last, so that it never signs two lists of one number.
//!
//! Whoever can have two of them signed shows different people different lists. A text:
//!
//! ```text
//! anchorwatch.signed/1
//! approved <origin> <epoch> <sequence> <hash>
//! quick <origin> <epoch> <sequence of the base> <sequence> <hash>
//! set <origin> <epoch> <hash>
//! ```

use std::collections::BTreeMap;

use anchorwatch_list::{List, ListHash, Publishers, Role};
use anchorwatch_note::KeyName;

use crate::SignProblem;

const TITLE: &str = "anchorwatch.signed/1";

/// The longest such text that is read, in bytes.
pub const MAX_SIGNED_BYTES: usize = 1 << 20;

/// A list or a set of publishers, as far as it may be signed once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    kind: Kind,
    origin: String,
    /// The first one counts most.
    numbers: Vec<u64>,
    hash: String,
}

/// What the key signed last of each kind and origin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignedMemory {
    last: BTreeMap<(Kind, String), (Vec<u64>, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Approved,
    Quick,
    Set,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Approved, Self::Quick, Self::Set];

    const fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Quick => "quick",
            Self::Set => "set",
        }
    }

    const fn number_count(self) -> usize {
        match self {
            Self::Approved => 2,
            Self::Quick => 3,
            Self::Set => 1,
        }
    }
}

impl Numbered {
    /// A list.
    #[must_use]
    pub fn list(origin: &KeyName, list: &List<'_>) -> Self {
        let header = list.header();
        let base = header.base.map(|it| it.sequence);
        let (kind, numbers) = match header.role() {
            Role::Approved => (Kind::Approved, vec![header.epoch, header.sequence]),
            Role::Quick => {
                let base = base.unwrap_or_default();
                (Kind::Quick, vec![header.epoch, base, header.sequence])
            }
        };
        Self {
            kind,
            origin: origin.to_string(),
            numbers,
            hash: list.hash().to_string(),
        }
    }

    /// A set of publishers.
    #[must_use]
    pub fn set(set: &Publishers) -> Self {
        Self {
            kind: Kind::Set,
            origin: set.origin().to_string(),
            numbers: vec![set.epoch()],
            hash: ListHash::of(set.text().as_bytes()).to_string(),
        }
    }

    /// Its hash.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    fn number(&self) -> u64 {
        self.numbers.last().copied().unwrap_or_default()
    }
}

impl SignedMemory {
    /// Reads the text.
    ///
    /// # Errors
    /// [`SignProblem::Memory`] if it has another form: then nothing may be signed.
    pub fn decode(octets: &[u8]) -> Result<Self, SignProblem> {
        read(octets).ok_or(SignProblem::Memory)
    }

    /// Writes the text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut text = format!("{TITLE}\n");
        for ((kind, origin), (numbers, hash)) in &self.last {
            let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
            let (kind, numbers) = (kind.word(), numbers.join(" "));
            text.push_str(&format!("{kind} {origin} {numbers} {hash}\n"));
        }
        text
    }

    /// Remembers that something is signed. It has to be on disk before the signature is made.
    ///
    /// # Errors
    /// [`SignProblem::SignedOther`] if something else with these numbers was signed, and
    /// [`SignProblem::SignedLater`] if something with later ones was.
    pub fn remember(&mut self, what: &Numbered) -> Result<(), SignProblem> {
        let place = (what.kind, what.origin.clone());
        if let Some((numbers, hash)) = self.last.get(&place) {
            let number = what.number();
            if what.numbers < *numbers {
                let signed = numbers.last().copied().unwrap_or_default();
                return Err(SignProblem::SignedLater { number, signed });
            }
            if what.numbers == *numbers && what.hash != *hash {
                let signed = hash.clone();
                return Err(SignProblem::SignedOther { number, signed });
            }
        }
        let last = (what.numbers.clone(), what.hash.clone());
        self.last.insert(place, last);
        Ok(())
    }
}

fn read(octets: &[u8]) -> Option<SignedMemory> {
    let text = std::str::from_utf8(octets).ok()?;
    let lines = text.strip_prefix(TITLE)?.strip_prefix('\n')?;
    let mut memory = SignedMemory::default();
    for line in lines.split_inclusive('\n') {
        let mut words = line.strip_suffix('\n')?.split(' ');
        let word = words.next()?;
        let kind = Kind::ALL.into_iter().find(|it| it.word() == word)?;
        let origin = KeyName::parse(words.next()?).ok()?.to_string();
        let mut numbers = Vec::new();
        for _ in 0..kind.number_count() {
            numbers.push(words.next()?.parse().ok()?);
        }
        let hash = words.next()?.to_owned();
        let is_hash = hash.len() == 64 && hash.bytes().all(|it| it.is_ascii_hexdigit());
        if !is_hash || words.next().is_some() {
            return None;
        }
        let before = memory.last.insert((kind, origin), (numbers, hash));
        before.is_none().then_some(())?;
    }
    // One spelling: a text that others wrote is not taken for the program's own.
    (memory.encode() == text).then_some(memory)
}
