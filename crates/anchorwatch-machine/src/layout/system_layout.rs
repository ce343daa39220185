//! What a layout says: one value for each family of distributions.

use crate::{Client, StoreKind, shipped::PackageRecords};

/// Where a distribution keeps its roots.
#[derive(Debug)]
pub struct SystemLayout {
    /// The stable code.
    pub code: &'static str,
    /// The distributions, by their own names.
    pub name: &'static str,
    /// Paths that only this layout has; any of them shows that a tree has it.
    pub marks: &'static [&'static str],
    /// Paths that show the same, but that another layout also has.
    pub shared_marks: &'static [&'static str],
    /// The files of roots; the one that most programs read is first.
    pub bundles: &'static [Bundle],
    /// The folders of roots.
    pub directories: &'static [Directory],
    /// OpenSSL's compiled-in paths.
    pub openssl: OpensslPlaces,
    /// Folders whose files the next update includes.
    pub local_sources: &'static [LocalSource],
    /// The distribution's own certificates, with a list of the included ones.
    pub shipped: Option<ShippedFolder>,
    /// What p11-kit's trust module reads, in its order, and its direct readers.
    pub p11_kit: Option<P11KitPath>,
    /// Java keystores that the tool fills.
    pub keystores: &'static [&'static str],
    /// Whether `block` can refuse a key in it.
    pub can_refuse: bool,
}

/// A file of roots.
#[derive(Debug)]
pub struct Bundle {
    /// Where it is.
    pub path: &'static str,
    /// Its kind.
    pub kind: StoreKind,
    /// Who reads it through a compiled-in path.
    pub clients: &'static [Client],
}

/// A folder of roots.
#[derive(Debug)]
pub struct Directory {
    /// Where it is.
    pub path: &'static str,
    /// Its kind.
    pub kind: StoreKind,
    /// Who opens names made of a subject hash and a number, as OpenSSL does.
    pub by_hash: &'static [Client],
    /// Who opens every file.
    pub whole: &'static [Client],
}

/// OpenSSL's compiled-in paths.
#[derive(Debug)]
pub struct OpensslPlaces {
    /// Its folder. If that cannot be read, OpenSSL is assumed to read the first bundle.
    pub home: &'static str,
    /// Its default file.
    pub file: &'static str,
    /// Its default folder.
    pub directory: &'static str,
    /// Who reads OpenSSL's default file.
    pub clients: &'static [Client],
}

/// A folder whose files the next update includes.
#[derive(Debug)]
pub struct LocalSource {
    /// Where it is.
    pub path: &'static str,
    /// Its kind.
    pub kind: StoreKind,
    /// Which of its files are included.
    pub takes: Takes,
}

/// Which files of a folder an update includes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Names that end in `.crt`, including those in subfolders.
    CrtBelow,
    /// Every name that does not begin with a dot, in the folder itself.
    Everything,
}

/// The distribution's own certificates.
#[derive(Debug)]
pub struct ShippedFolder {
    /// The folder.
    pub folder: &'static str,
    /// The file that lists the included ones, one per line.
    pub list: &'static str,
    /// Its kind.
    pub kind: StoreKind,
    /// What the package manager recorded of them, if this version reads it.
    pub records: Option<PackageRecords>,
}

/// What p11-kit's trust module reads.
#[derive(Debug)]
pub struct P11KitPath {
    /// Folders or files, in the module's order.
    pub places: &'static [&'static str],
    /// Who reads them directly, as GnuTLS does.
    pub clients: &'static [Client],
}
