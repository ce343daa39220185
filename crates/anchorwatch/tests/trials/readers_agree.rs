//! Every certificate that a real library finds in a file of roots is found by the audit and
//! removed by a block.
//!
//! Files in every form, joined and damaged by a deterministic random generator, are given to
//! OpenSSL (a named file, a folder by hash, the default folder), GnuTLS, Python and this
//! program. `ANCHORWATCH_READER_CASES` sets how many.

mod cases;
mod readers;
mod stated;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::Command,
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::Tree;
use anchorwatch_identity::{
    Certificate,
    certificate_file::{Form, GnutlsRefusal, OpensslRefusal},
};
use anchorwatch_lab::trial::expect;
use anchorwatch_machine::{Anchor, Client, Inventory, Rights, Store, Trust};
use data_encoding::HEXLOWER;
use libtest_mimic::Failed;

use readers::{Reader, Readers, Trusted};

/// How many files a normal run tests.
const CASES: usize = 1_600;

/// How many are in one tree; an audit reads at most a thousand bundles of Python's.
const CASES_IN_A_TREE: usize = 400;

/// A tree with every case as a Python bundle and under a hash name in the system's folder, and
/// next to it a folder for each case under the hash name that the libraries look up.
struct Bench {
    folder: tempfile::TempDir,
    readers: Readers,
    hash: String,
    /// The number of the first case.
    first: usize,
    cases: Vec<Vec<u8>>,
}

/// What the real readers found in one case.
struct Answers {
    real: Vec<(Reader, BTreeSet<Trusted>)>,
}

impl Bench {
    fn new(first: usize, cases: &[Vec<u8>]) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let named = folder.path().join("named.pem");
        fs::write(
            &named,
            anchorwatch_lab::pki::certificate_pem(&cases::public()),
        )?;
        let output = Command::new("openssl")
            .args(["x509", "-noout", "-subject_hash", "-in"])
            .arg(&named)
            .output()?;
        let hash = String::from_utf8(output.stdout)?.trim().to_owned();
        let bench = Self {
            readers: Readers::compiled(folder.path(), named.clone())?,
            hash,
            first,
            cases: cases.to_vec(),
            folder,
        };
        bench.write("etc/ssl/certs/ca-certificates.crt", &fs::read(named)?)?;
        for (at, case) in bench.cases.iter().enumerate() {
            bench.write(&bundle(at), case)?;
            bench.write(&hashed(at), case)?;
        }
        Ok(bench)
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("tree")
    }

    fn write(&self, path: &str, content: &[u8]) -> Result<(), Failed> {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(&path, content)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
        Ok(())
    }

    fn file(&self, at: usize) -> PathBuf {
        self.root().join(bundle(at))
    }

    /// A folder where the libraries find the case under its hash name.
    fn folder(&self, at: usize) -> Result<PathBuf, Failed> {
        let folder = self.folder.path().join(format!("folders/{at}"));
        fs::create_dir_all(&folder)?;
        let (from, to) = (
            self.root().join(hashed(at)),
            folder.join(format!("{}.0", self.hash)),
        );
        match fs::copy(from, &to) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                drop(fs::remove_file(to));
            }
            copied => drop(copied?),
        }
        Ok(folder)
    }

    /// What the real libraries trust, case by case.
    fn asked(&self) -> Result<Vec<Answers>, Failed> {
        let mut questions: Vec<(Reader, PathBuf)> = Vec::new();
        for at in 0..self.cases.len() {
            let folder = self.folder(at)?;
            questions.extend(Reader::ALL.map(|reader| {
                let path = if reader.takes_a_folder() {
                    folder.clone()
                } else {
                    self.file(at)
                };
                (reader, path)
            }));
        }
        let answers = self.readers.ask(&questions)?;
        let pairs: Vec<_> = questions
            .into_iter()
            .map(|(reader, _)| reader)
            .zip(answers)
            .collect();
        let of_cases = pairs.chunks(Reader::ALL.len()).map(|chunk| Answers {
            real: chunk.to_vec(),
        });
        Ok(of_cases.collect())
    }

    fn read(&self) -> Result<BTreeMap<PathBuf, Store>, Failed> {
        let tree = Tree::open(&self.root())?;
        let Inventory { stores, .. } = anchorwatch_machine::read(&tree, Rights::Own);
        let by_path = stores.into_iter().map(|store| {
            let path = tree.strip_root(&store.path).unwrap_or_default();
            (
                self.root().join(path.strip_prefix("/").unwrap_or(&path)),
                store,
            )
        });
        Ok(by_path.collect())
    }

    fn anchorwatch(&self, args: &[&str]) -> Result<(i32, String), Failed> {
        let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(args)
            .arg("--root")
            .arg(self.root())
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok((output.status.code().unwrap_or(-1), said))
    }

    /// Saves the case for debugging.
    fn kept(&self, at: usize) -> String {
        let number = self.first + at;
        let path = std::env::temp_dir().join(format!("anchorwatch-reader-case-{number}"));
        let is_kept = fs::write(&path, &self.cases[at]).is_ok();
        format!("case {number}, kept as {} ({is_kept})", path.display())
    }
}

fn bundle(at: usize) -> String {
    format!("usr/lib/cases/{at}/certifi/cacert.pem")
}

fn hashed(at: usize) -> String {
    format!("etc/ssl/certs/{at:08x}.0")
}

fn count() -> Result<usize, Failed> {
    match std::env::var("ANCHORWATCH_READER_CASES") {
        Ok(count) => Ok(count.parse()?),
        Err(_) => Ok(CASES),
    }
}

pub(crate) fn run() -> Result<(), Failed> {
    stated::run()?;
    let cases = cases::all(count()?);
    let mut tally = Tally::default();
    for (number, chunk) in cases.chunks(CASES_IN_A_TREE).enumerate() {
        one_tree(&Bench::new(number * CASES_IN_A_TREE, chunk)?, &mut tally)?;
    }
    let shows_enough = tally.listed > 0
        && tally.named > 0
        && tally.refused > 0
        && tally.by_gnutls > 0
        && tally.blocked > 0;
    expect(
        shows_enough,
        format!("the cases show too little: {tally:?}"),
    )
}

fn one_tree(bench: &Bench, tally: &mut Tally) -> Result<(), Failed> {
    let before = bench.asked()?;
    let stores = bench.read()?;
    for (at, answers) in before.iter().enumerate() {
        nothing_is_silent(bench, at, answers, &stores, tally)?;
        a_refusal_is_true(bench, at, answers, tally)?;
    }
    python_loads_no_more(bench, &before)?;
    block_takes_it_away(bench, &before, &stores, tally)
}

#[derive(Debug, Default)]
struct Tally {
    /// Answers of a library whose certificates are all listed.
    listed: usize,
    /// Files with a trusted certificate that is not listed, but the file is reported.
    named: usize,
    /// Files from which OpenSSL loads nothing, as the audit says.
    refused: usize,
    /// Files from which GnuTLS loads nothing, as the audit says.
    by_gnutls: usize,
    /// Files from which OpenSSL loads nothing, though it lacks no certificate.
    not_said: usize,
    /// Files in which a library trusted the refused key, and none does after the block.
    blocked: usize,
    /// Files in which one still does, but the file is reported.
    blind: usize,
}

fn key_sha1(certificate: &Certificate) -> String {
    HEXLOWER.encode(certificate.public_key_sha1())
}

/// Each certificate that a library trusts is listed as trusted, or its file is reported.
fn nothing_is_silent(
    bench: &Bench,
    at: usize,
    answers: &Answers,
    stores: &BTreeMap<PathBuf, Store>,
    tally: &mut Tally,
) -> Result<(), Failed> {
    let store = stores.get(&bench.file(at));
    let file = certificate_file(&bench.cases[at]);
    for (reader, trusted) in &answers.real {
        // The store is a file that OpenSSL loads; for other readers, the form decides.
        let is_told_so = |anchor: &Anchor| match reader {
            Reader::OpensslFile => anchor.effective_for.contains(&Client::PythonRequests),
            Reader::Gnutls => file
                .found()
                .any(|found| found.form == Form::Pem && found.certificate == anchor.certificate),
            _ => true,
        };
        let listed: BTreeSet<String> = store
            .iter()
            .flat_map(|store| &store.anchors)
            .filter(|anchor| anchor.trust == Trust::Trusted && is_told_so(anchor))
            .flat_map(|anchor| {
                let sha256 = anchor.certificate.sha256().to_string();
                [key_sha1(&anchor.certificate), sha256]
            })
            .collect();
        let missing: Vec<_> = trusted
            .iter()
            .filter(|one| !listed.contains(&one.key_sha1) && !listed.contains(&one.sha256))
            .collect();
        let is_named = store.is_some_and(|store| !store.unreadable.is_empty());
        expect(
            missing.is_empty() || is_named,
            format!(
                "{reader:?} trusts {missing:?} in silence: {}",
                bench.kept(at)
            ),
        )?;
        match (missing.is_empty(), trusted.is_empty()) {
            (true, false) => tally.listed += 1,
            (false, _) => tally.named += 1,
            (true, true) => {}
        }
    }
    Ok(())
}

/// If the audit says that a library loads nothing from a file, it loads nothing.
fn a_refusal_is_true(
    bench: &Bench,
    at: usize,
    answers: &Answers,
    tally: &mut Tally,
) -> Result<(), Failed> {
    let of = |wanted: Reader| {
        let mut real = answers.real.iter();
        real.find(|(reader, _)| *reader == wanted)
            .is_some_and(|(_, trusted)| !trusted.is_empty())
    };
    let refusal = OpensslRefusal::of(&bench.cases[at]);
    expect(
        refusal.is_none() || !of(Reader::OpensslFile),
        format!(
            "OpenSSL loads a file though {refusal:?}: {}",
            bench.kept(at)
        ),
    )?;
    let by_gnutls = GnutlsRefusal::of(&bench.cases[at]);
    expect(
        by_gnutls.is_none() || !of(Reader::Gnutls),
        format!(
            "GnuTLS loads a file though {by_gnutls:?}: {}",
            bench.kept(at)
        ),
    )?;
    tally.by_gnutls += usize::from(by_gnutls.is_some());
    match refusal {
        Some(_) => tally.refused += 1,
        None if of(Reader::Node) && !of(Reader::OpensslFile) => tally.not_said += 1,
        None => {}
    }
    Ok(())
}

/// Python's `ssl` finds what OpenSSL finds in a named file, and nothing else.
fn python_loads_no_more(bench: &Bench, before: &[Answers]) -> Result<(), Failed> {
    let files: Vec<PathBuf> = (0..bench.cases.len()).map(|at| bench.file(at)).collect();
    let answers = readers::python(&files)?;
    expect(answers.len() == files.len(), "Python ended early")?;
    let mut loaded = 0;
    for (at, (python, real)) in answers.iter().zip(before).enumerate() {
        let openssl: BTreeSet<&String> = real
            .real
            .iter()
            .filter(|(reader, _)| *reader == Reader::OpensslFile)
            .flat_map(|(_, trusted)| trusted)
            .map(|one| &one.sha256)
            .collect();
        // It lists certificates marked as an authority, even rejected ones.
        let more: Vec<_> = python.iter().filter(|one| !openssl.contains(one)).collect();
        let text = String::from_utf8_lossy(&bench.cases[at]);
        expect(
            more.is_empty() || text.contains("TRUSTED CERTIFICATE"),
            format!("Python trusts {more:?}: {}", bench.kept(at)),
        )?;
        loaded += python.len();
    }
    expect(loaded > 0, "Python loads nothing")
}

/// After a block of the key no library trusts it in any file that is not reported.
fn block_takes_it_away(
    bench: &Bench,
    before: &[Answers],
    stores: &BTreeMap<PathBuf, Store>,
    tally: &mut Tally,
) -> Result<(), Failed> {
    let imposed = bench.folder.path().join("imposed.der");
    fs::write(&imposed, cases::IMPOSED)?;
    let certificate = Certificate::from_der(cases::IMPOSED)?;
    let key = key_sha1(&certificate);
    let imposed = imposed.display().to_string();
    let (code, said) = bench.anchorwatch(&["block", "--certificate", &imposed, "--apply"])?;
    // Some of the files are unreadable, so this is not a full success.
    expect(code == 11, format!("block ended with {code}: {said}"))?;
    for (at, (before, after)) in before.iter().zip(bench.asked()?).enumerate() {
        for ((reader, was), (_, is)) in before.real.iter().zip(&after.real) {
            let trusts = |set: &BTreeSet<Trusted>| set.iter().any(|one| one.key_sha1 == key);
            let store = stores.get(&bench.file(at));
            let is_named = store.is_some_and(|store| !store.unreadable.is_empty());
            expect(
                !trusts(is) || is_named,
                format!(
                    "{reader:?} still trusts the refused key: {}",
                    bench.kept(at)
                ),
            )?;
            tally.blocked += usize::from(trusts(was) && !trusts(is));
            tally.blind += usize::from(trusts(is));
        }
    }
    Ok(())
}
