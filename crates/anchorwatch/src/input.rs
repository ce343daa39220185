//! Reads files and the clock.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;
use anchorwatch_identity::{
    CertSha256, Certificate, CertificateFile, SpkiSha256, UnixSeconds, certificate_file,
};
use anchorwatch_machine::{Client, Inventory, NotChecked, Rights, StoreKind, Trust, audit, read};
use anchorwatch_verify::{AnchorUse, Via};
use anyhow::Context as _;

use crate::problem::{Hint, Hinted, Problem};

mod descriptor;

/// The largest file of certificates that is read, in bytes.
const MAX_CERTIFICATES_BYTES: u64 = 64 << 20;

/// The source of local roots when no file is given, as it appears in evidence.
pub(crate) const MACHINE_STORES: &str = "the stores of this machine";

/// How many stores that could not be read `verify` and `check` name; `audit` names all.
pub(crate) const MOST_STORES: usize = 2;

/// The current time by this machine's clock.
pub(crate) fn now() -> UnixSeconds {
    let seconds = match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
    };
    UnixSeconds::new(seconds)
}

/// Opens the tree at a folder given by the user.
pub(crate) fn tree(root: &Path) -> anyhow::Result<Tree> {
    Ok(Tree::open(root)?)
}

/// Reads a file given by the user and follows links; `-` is standard input.
pub(crate) fn file(path: &Path, max_bytes: u64) -> anyhow::Result<Vec<u8>> {
    descriptor::read(path, max_bytes).unwrap_or_else(|| found(path, max_bytes))
}

/// Reads a file that was found in a folder and follows links. Whoever made the folder chose its name,
/// so it never means standard input or another inherited file.
pub(crate) fn found(path: &Path, max_bytes: u64) -> anyhow::Result<Vec<u8>> {
    let real = real(path)?;
    // The tree's reader never blocks on a FIFO and never reads without end.
    Ok(Tree::open(Path::new("/"))?.read(&real, max_bytes)?)
}

/// The path of a file that is there, without links.
pub(crate) fn real(path: &Path) -> anyhow::Result<PathBuf> {
    let refused = |error: std::io::Error| {
        let path = path.to_owned();
        Hinted::new(&Problem::CannotRead { path }, &Hint::CheckPath).because(error)
    };
    let absolute = std::path::absolute(path).map_err(refused)?;
    Ok(absolute.canonicalize().map_err(refused)?)
}

/// Reads the running program. The file at its path may have been replaced or deleted.
pub(crate) fn own_program(max_bytes: u64) -> anyhow::Result<Vec<u8>> {
    let mut content = Vec::new();
    let opened = File::open("/proc/self/exe");
    opened
        .and_then(|file| {
            let size = file.metadata()?.len().min(max_bytes);
            content.reserve_exact(usize::try_from(size).unwrap_or(0) + 1);
            file.take(max_bytes + 1).read_to_end(&mut content)
        })
        .context(Problem::OwnProgramUnreadable)?;
    anyhow::ensure!(
        content.len() as u64 <= max_bytes,
        Problem::OwnProgramTooLarge { max: max_bytes }
    );
    Ok(content)
}

/// Reads the certificates in a file, PEM or DER. All must be readable.
pub(crate) fn certificates(path: &Path) -> anyhow::Result<Vec<Certificate>> {
    read_by(CertificateFile::whole, path)
}

/// Reads a file of roots, without those it marks as distrusted.
pub(crate) fn roots(path: &Path) -> anyhow::Result<Vec<Certificate>> {
    read_by(CertificateFile::whole_roots, path)
}

fn read_by(
    take: fn(&CertificateFile) -> Result<Vec<Certificate>, certificate_file::Error>,
    path: &Path,
) -> anyhow::Result<Vec<Certificate>> {
    let content = file(path, MAX_CERTIFICATES_BYTES)?;
    let refused = |why: anyhow::Error| {
        let path = path.to_owned();
        Hinted::new(
            &Problem::CertificatesUnreadable { path },
            &Hint::GiveCertificates,
        )
        .because(why)
    };
    take(&anchorwatch_container::certificate_file(&content))
        .map_err(|error| refused(error.into()).into())
}

/// The local roots to decide with, and their source.
pub(crate) struct LocalRoots {
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) source: String,
    pub(crate) unreadable: Vec<NotChecked>,
    /// The keys in the system's bundle, the only store in which the C library looks for local
    /// roots; `None` if the roots were given in a file.
    pub(crate) in_bundle: Option<BTreeSet<SpkiSha256>>,
    /// Which programs trust which of the roots; `None` if the roots were given in a file.
    pub(crate) trusted_by: Option<BTreeMap<CertSha256, BTreeSet<Client>>>,
}

impl LocalRoots {
    /// Whether the system's bundle has the root that vouches for a chain; `None` if that does
    /// not matter, because the root is public or was given in a file.
    pub(crate) fn is_in_bundle(&self, anchor: &AnchorUse) -> Option<bool> {
        let is_local = matches!(anchor.via, Via::Consent | Via::LocalPrivateName);
        let keys = self.in_bundle.as_ref().filter(|_| is_local)?;
        Some(keys.contains(&anchor.spki_sha256))
    }
}

/// The local roots in a file, or those of this machine.
pub(crate) fn local_roots(given: Option<&Path>) -> anyhow::Result<LocalRoots> {
    if let Some(path) = given {
        let certificates = roots(path)?;
        return Ok(LocalRoots {
            certificates,
            source: path.display().to_string(),
            unreadable: Vec::new(),
            in_bundle: None,
            trusted_by: None,
        });
    }
    let tree = tree(Path::new("/"))?;
    let uid = anchorwatch_home::effective_user().0;
    let machine = inventory(&tree);
    let certificates = trusted(&machine);
    let in_bundle = in_bundle(&machine);
    let trusted_by = trusted_by(&machine);
    Ok(LocalRoots {
        certificates,
        source: MACHINE_STORES.to_owned(),
        unreadable: audit(&tree, machine, uid, now(), None)
            .blind_spots()
            .cloned()
            .collect(),
        in_bundle: Some(in_bundle),
        trusted_by: Some(trusted_by),
    })
}

/// Reads every store and setting of a tree; as root, each user's with that user's rights.
pub(crate) fn inventory(tree: &Tree) -> Inventory {
    read(tree, rights())
}

/// Whose rights are used to read and change users' files.
pub(crate) fn rights() -> Rights {
    let is_root = anchorwatch_home::effective_user().0 == 0;
    if is_root {
        Rights::EachUsers
    } else {
        Rights::Own
    }
}

fn in_bundle(machine: &Inventory) -> BTreeSet<SpkiSha256> {
    let bundle = machine
        .stores
        .iter()
        .filter(|store| store.kind == StoreKind::DebianBundle);
    let anchors = bundle.flat_map(|store| &store.anchors);
    let trusted = anchors.filter(|anchor| anchor.trust == Trust::Trusted);
    trusted
        .map(|anchor| anchor.certificate.spki_sha256())
        .collect()
}

/// Which programs trust each certificate of the machine's stores.
fn trusted_by(machine: &Inventory) -> BTreeMap<CertSha256, BTreeSet<Client>> {
    let mut trusted_by: BTreeMap<_, BTreeSet<Client>> = BTreeMap::new();
    let anchors = machine.stores.iter().flat_map(|store| &store.anchors);
    for anchor in anchors.filter(|anchor| anchor.trust == Trust::Trusted) {
        let clients = trusted_by.entry(anchor.certificate.sha256());
        clients.or_default().extend(&anchor.effective_for);
    }
    trusted_by
}

/// Every certificate that some program trusts, each once.
fn trusted(machine: &Inventory) -> Vec<Certificate> {
    let anchors = machine.stores.iter().flat_map(|store| &store.anchors);
    let mut all: Vec<Certificate> = anchors
        .filter(|anchor| anchor.trust == Trust::Trusted && !anchor.effective_for.is_empty())
        .map(|anchor| anchor.certificate.clone())
        .collect();
    all.sort_by_key(Certificate::sha256);
    all.dedup_by_key(|certificate| certificate.sha256());
    // Public roots are not local, no matter who installed them.
    all.retain(|certificate| {
        !anchorwatch_identity::registry::in_public_program(&certificate.spki_sha256())
    });
    all
}
