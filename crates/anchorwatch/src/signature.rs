//! Signs evidence files, and checks who signed them.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use anchorwatch_evidence::{Bundle, BundleProblem};
use anchorwatch_note::{
    KeyName, KeyProblem, MAX_NOTE_BYTES, SignedNote, SigningKey, VerifierKey, is_weak_key,
};

use crate::{
    input, output, page,
    problem::{Hint, Hinted, Mistyped, Problem},
    words::Words,
};

/// The largest file of a private key that is read, in bytes.
const MAX_KEY_BYTES: u64 = 1 << 20;

/// Whose key signs what is written.
#[derive(Debug, clap::Args)]
pub(crate) struct Sign {
    /// Sign the evidence with this Ed25519 key (PEM, as `openssl genpkey -algorithm ed25519`
    /// writes it), into FILE.note.
    #[arg(long, value_name = "KEY", requires_all = ["evidence", "sign_as"])]
    pub(crate) sign: Option<PathBuf>,
    /// The key's name, for example example.org/kz-watch.
    #[arg(long, value_name = "NAME", value_parser = parse_name, requires = "sign")]
    pub(crate) sign_as: Option<KeyName>,
}

/// Whose key signs what a run keeps.
#[derive(Debug, clap::Args)]
pub(crate) struct SignRun {
    /// Sign the folder's evidence with this Ed25519 key (PEM, as `openssl genpkey -algorithm
    /// ed25519` writes it) when the run ends, into DIR/run.note.
    #[arg(long, value_name = "KEY", requires = "sign_as")]
    pub(crate) sign: Option<PathBuf>,
    /// The key's name, for example example.org/kz-watch.
    #[arg(long, value_name = "NAME", value_parser = parse_name, requires = "sign")]
    pub(crate) sign_as: Option<KeyName>,
}

/// Who must have signed what is read.
#[derive(Debug, clap::Args)]
pub(crate) struct Signed {
    /// Judge the files only if they are as they were when this note was signed.
    #[arg(long, value_name = "NOTE", requires = "signed_by")]
    pub(crate) note: Option<PathBuf>,
    /// The public key of whoever signed it, as `check --sign` prints it (may be repeated).
    #[arg(long, value_name = "KEY", value_parser = parse_key, requires = "note")]
    pub(crate) signed_by: Vec<VerifierKey>,
}

impl Sign {
    /// Reads the key, if one is given.
    ///
    /// # Errors
    /// The file cannot be read, or is not a key that can be used.
    pub(crate) fn key(&self) -> anyhow::Result<Option<SigningKey>> {
        key(self.sign.as_deref(), self.sign_as.as_ref())
    }
}

impl SignRun {
    /// As [`Sign::key`].
    ///
    /// # Errors
    /// The same.
    pub(crate) fn key(&self) -> anyhow::Result<Option<SigningKey>> {
        key(self.sign.as_deref(), self.sign_as.as_ref())
    }
}

fn key(path: Option<&Path>, name: Option<&KeyName>) -> anyhow::Result<Option<SigningKey>> {
    let (Some(path), Some(name)) = (path, name) else {
        return Ok(None);
    };
    let pem = input::file(path, MAX_KEY_BYTES)?;
    let key = SigningKey::from_pkcs8_pem(&pem, name.clone());
    Ok(Some(key.map_err(|why| unusable(path, why))?))
}

/// The file beside an evidence file that says who signed it.
pub(crate) fn note_path(evidence: &Path) -> PathBuf {
    let mut path = evidence.as_os_str().to_owned();
    path.push(".note");
    path.into()
}

/// Signs the content of evidence files, each with its name, and writes the note, which must be a
/// new file.
///
/// # Errors
/// A name cannot be written in a note, or the file cannot be written.
pub(crate) fn write(
    key: &SigningKey,
    files: &[(&str, &[u8])],
    path: &Path,
    words: &Words,
) -> anyhow::Result<()> {
    let mut bundle = Bundle::default();
    for (name, content) in files {
        bundle.add(name, content)?;
    }
    let note = key.sign(&bundle.encode())?;
    anchorwatch_home::write_new_file(path, note.as_bytes())?;
    let facts = [
        ("path", path.display().to_string().into()),
        ("key", key.verifier().to_string().into()),
    ];
    let said = words.with("check-signed", &facts);
    output::to_stderr(&format!("{}\n", page::escaped(&said)));
    Ok(())
}

/// What known keys signed.
pub(crate) struct SignedBundle {
    bundle: Bundle,
    signers: Vec<VerifierKey>,
    /// The hashes of what was checked.
    given: BTreeSet<[u8; 32]>,
}

impl Signed {
    /// Reads and checks the note, if one is given.
    ///
    /// # Errors
    /// It cannot be read, none of the keys signed it, or it is about something else.
    pub(crate) fn bundle(&self) -> anyhow::Result<Option<SignedBundle>> {
        let Some(path) = &self.note else {
            return Ok(None);
        };
        let octets = input::file(path, MAX_NOTE_BYTES as u64)?;
        SignedBundle::read(path, &octets, &self.signed_by).map(Some)
    }
}

impl SignedBundle {
    /// Checks a note. `path` is only for the answer.
    ///
    /// # Errors
    /// It is not a note, none of the keys signed it, or it is about something else.
    pub(crate) fn read(path: &Path, octets: &[u8], known: &[VerifierKey]) -> anyhow::Result<Self> {
        let refused = |why: anyhow::Error| {
            let path = path.to_owned();
            let problem = Problem::NoteRefused { path };
            Hinted::new(&problem, &Hint::AskTheSigner).because(why)
        };
        let note = SignedNote::parse(octets).map_err(|why| refused(why.into()))?;
        let verified = note.verify(known).map_err(|why| refused(why.into()))?;
        let bundle = Bundle::decode(verified.text()).map_err(|why| refused(why.into()))?;
        let signers = verified.signers().to_vec();
        let given = BTreeSet::new();
        Ok(Self {
            bundle,
            signers,
            given,
        })
    }

    /// What was signed.
    pub(crate) fn files(&self) -> &Bundle {
        &self.bundle
    }

    /// The names of those who signed.
    pub(crate) fn signers(&self) -> Vec<String> {
        let signers = self.signers.iter();
        signers.map(|key| key.name().to_string()).collect()
    }

    /// Checks that these octets were signed.
    ///
    /// # Errors
    /// They were not.
    pub(crate) fn check(&mut self, path: &Path, octets: &[u8]) -> anyhow::Result<()> {
        let name = path.display().to_string();
        let hash = self.bundle.check(&name, octets);
        self.given
            .insert(hash.map_err(|why| not_as_signed(path, why))?);
        Ok(())
    }

    /// The names of what was signed and was not checked, measurements first: who signed several
    /// files can be asked for the others.
    pub(crate) fn not_given(&self) -> Vec<String> {
        let rest = self.bundle.files();
        let rest = rest.filter(|(_, hash)| !self.given.contains(*hash));
        let mut rest: Vec<String> = rest.map(|(name, _)| name.to_owned()).collect();
        rest.sort_by_key(|name| !has_measurements(name));
        rest
    }
}

/// Whether a signed file of this name is evidence, and not what describes a run.
pub(crate) fn has_measurements(name: &str) -> bool {
    Path::new(name).extension() == Some(OsStr::new("jsonl"))
}

/// A file that is not as it was when it was signed.
pub(crate) fn not_as_signed(path: &Path, why: BundleProblem) -> anyhow::Error {
    let path = path.to_owned();
    let problem = Problem::EvidenceUnreadable { path };
    Hinted::new(&problem, &Hint::AskTheSigner)
        .because(why)
        .into()
}

pub(crate) fn parse_name(text: &str) -> Result<KeyName, Mistyped> {
    KeyName::parse(text).map_err(|_| Mistyped::NotAKeyName)
}

pub(crate) fn parse_key(text: &str) -> Result<VerifierKey, Mistyped> {
    let key: VerifierKey = text
        .parse()
        .map_err(|why| Mistyped::NotAVerifierKey { why })?;
    if is_weak_key(key.public_key()) {
        return Err(Mistyped::WeakVerifierKey);
    }
    Ok(key)
}

fn unusable(path: &Path, why: KeyProblem) -> anyhow::Error {
    let path = path.to_owned();
    let problem = Problem::PrivateKeyUnreadable { path };
    Hinted::new(&problem, &Hint::GiveEd25519Key)
        .because(why)
        .into()
}
