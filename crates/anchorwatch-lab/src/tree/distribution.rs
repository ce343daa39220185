//! Folder trees that look like other distributions than Debian to a program that reads
//! trust stores.
//!
//! Made from the packages' documents, with no file of theirs. To add one, add a row to
//! [`DISTRIBUTIONS`].
//!
//! Shipped roots lie where the package puts them, added ones where an administrator does.
//! What a tool makes of both holds the shipped ones, and the added ones only after
//! [`Extracted::After`].

use std::path::{Path, PathBuf};

use super::layout::{NamedRoot, Writer, empty_folder};
use crate::Error;

/// Whether the distribution's tool ran after roots were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extracted {
    /// It did: the added roots are in the bundle.
    After,
    /// It did not.
    Before,
}

/// A finished tree.
#[derive(Debug)]
pub struct DistributionTree {
    root: PathBuf,
}

/// A distribution whose layout can be made.
#[derive(Debug)]
pub struct Distribution {
    /// Its name.
    pub name: &'static str,
    /// A file that is there whatever roots there are.
    mark: &'static str,
    shipped: Shipped,
    /// The folder, within the tree, of added roots.
    pub added: &'static str,
    /// The file, within the tree, that the tool makes of all roots.
    pub bundle: &'static str,
    /// Further folders that the tool fills.
    folders: &'static [&'static str],
    /// Links, each with its target.
    links: &'static [(&'static str, &'static str)],
}

/// Where the shipped roots are.
#[derive(Debug)]
enum Shipped {
    /// One text with an object a root.
    P11Kit(&'static str),
    /// A file a root.
    Folder(&'static str),
}

/// All of them: a row each, with the source of its layout, read 2026-11-29.
pub const DISTRIBUTIONS: &[Distribution] = &[
    // update-ca-trust(8); src.fedoraproject.org/rpms/ca-certificates, as of 2024
    Distribution {
        name: "Fedora",
        mark: "etc/fedora-release",
        shipped: Shipped::P11Kit("usr/share/pki/ca-trust-source/ca-bundle.trust.p11-kit"),
        added: "etc/pki/ca-trust/source/anchors",
        bundle: "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        folders: &[],
        links: &[
            (
                "etc/pki/tls/cert.pem",
                "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            ),
            (
                "etc/pki/tls/certs/ca-bundle.crt",
                "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            ),
            ("etc/ssl/certs", "../pki/tls/certs"),
        ],
    },
    // update-ca-trust(8); the packages ca-certificates-utils and p11-kit
    Distribution {
        name: "Arch Linux",
        mark: "etc/arch-release",
        shipped: Shipped::P11Kit("usr/share/ca-certificates/trust-source/mozilla.trust.p11-kit"),
        added: "etc/ca-certificates/trust-source/anchors",
        bundle: "etc/ca-certificates/extracted/tls-ca-bundle.pem",
        folders: &[],
        links: &[
            (
                "etc/ssl/cert.pem",
                "../ca-certificates/extracted/tls-ca-bundle.pem",
            ),
            (
                "etc/ssl/certs/ca-certificates.crt",
                "../../ca-certificates/extracted/tls-ca-bundle.pem",
            ),
        ],
    },
    // aports `main/ca-certificates/APKBUILD` (0066480e)
    Distribution {
        name: "Alpine Linux",
        mark: "etc/alpine-release",
        shipped: Shipped::Folder("usr/share/ca-certificates/mozilla"),
        added: "usr/local/share/ca-certificates",
        bundle: "etc/ssl/certs/ca-certificates.crt",
        folders: &[],
        links: &[("etc/ssl/cert.pem", "certs/ca-certificates.crt")],
    },
    // update-ca-certificates(8); github.com/openSUSE/ca-certificates (2e3a23b5)
    Distribution {
        name: "openSUSE",
        mark: "etc/SUSE-brand",
        shipped: Shipped::P11Kit("usr/share/pki/trust/ca-certificates-mozilla.trust.p11-kit"),
        added: "etc/pki/trust/anchors",
        bundle: "var/lib/ca-certificates/ca-bundle.pem",
        folders: &[
            "var/lib/ca-certificates/pem",
            "var/lib/ca-certificates/openssl",
        ],
        links: &[
            (
                "etc/ssl/ca-bundle.pem",
                "../../var/lib/ca-certificates/ca-bundle.pem",
            ),
            ("etc/ssl/certs", "../../var/lib/ca-certificates/pem"),
        ],
    },
];

impl Distribution {
    /// The one with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        DISTRIBUTIONS.iter().find(|one| one.name == name)
    }

    /// Whether p11-kit's trust module reads its added roots, before its tool ran too.
    #[must_use]
    pub const fn uses_p11_kit(&self) -> bool {
        matches!(self.shipped, Shipped::P11Kit(_))
    }
}

impl DistributionTree {
    /// Makes a tree in an empty or not yet existing folder.
    ///
    /// # Errors
    ///
    /// [`Error::RootOfMachine`] for `/`, [`Error::NotEmpty`] for a folder with something
    /// in it, [`Error::File`] when the disk refuses.
    pub fn create(
        root: &Path,
        distribution: &Distribution,
        shipped: &[NamedRoot],
        added: &[NamedRoot],
        extracted: Extracted,
    ) -> Result<Self, Error> {
        let root = empty_folder(root)?;
        let tree = Writer { root: &root };
        tree.write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")?;
        tree.make_folder("root")?;
        tree.write(distribution.mark, "")?;
        match distribution.shipped {
            Shipped::P11Kit(path) => {
                let text: String = shipped.iter().map(object).collect();
                tree.write(path, &text)?;
            }
            Shipped::Folder(path) => {
                let mut list = String::new();
                for one in shipped {
                    tree.write(&format!("{path}/{}.crt", one.file_stem), &one.pem)?;
                    list.push_str(&format!("mozilla/{}.crt\n", one.file_stem));
                }
                tree.write("etc/ca-certificates.conf", &list)?;
            }
        }
        tree.make_folder(distribution.added)?;
        for one in added {
            tree.write(
                &format!("{}/{}.crt", distribution.added, one.file_stem),
                &one.pem,
            )?;
        }
        let later = match extracted {
            Extracted::After => added,
            Extracted::Before => &[],
        };
        let bundle: String = shipped
            .iter()
            .chain(later)
            .map(|one| one.pem.as_str())
            .collect();
        tree.write(distribution.bundle, &bundle)?;
        for folder in distribution.folders {
            tree.make_folder(folder)?;
        }
        for (link, target) in distribution.links {
            tree.link(link, target)?;
        }
        Ok(Self { root })
    }

    /// The folder that stands for `/`, absolute and without links.
    pub fn path(&self) -> &Path {
        &self.root
    }
}

/// A root as Fedora's package writes one of Mozilla's.
fn object(root: &NamedRoot) -> String {
    format!(
        "[p11-kit-object-v1]\nlabel: \"{}\"\ntrusted: true\nnss-mozilla-ca-policy: true\nmodifiable: false\n{}\n",
        root.file_stem, root.pem
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Root;

    #[test]
    fn an_added_root_is_in_the_bundle_only_after_the_tool_ran() {
        let company = Root::company("Example Works Root").unwrap();
        let added = [NamedRoot::new("example-works", &company)];
        for distribution in DISTRIBUTIONS {
            for (extracted, count) in [(Extracted::After, 7), (Extracted::Before, 6)] {
                let place = tempfile::tempdir().unwrap();
                let shipped = NamedRoot::public();
                let tree = DistributionTree::create(
                    place.path(),
                    distribution,
                    &shipped,
                    &added,
                    extracted,
                );
                let tree = tree.unwrap();
                let bundle = tree.path().join(distribution.bundle);
                let bundle = std::fs::read_to_string(bundle).unwrap();
                assert_eq!(bundle.matches("BEGIN CERTIFICATE").count(), count);
                let file = tree
                    .path()
                    .join(distribution.added)
                    .join("example-works.crt");
                assert_eq!(std::fs::read_to_string(file).unwrap(), company.pem());
            }
        }
    }

    #[test]
    fn every_link_leads_somewhere_inside_the_tree() {
        for distribution in DISTRIBUTIONS {
            let place = tempfile::tempdir().unwrap();
            let tree =
                DistributionTree::create(place.path(), distribution, &[], &[], Extracted::After);
            let tree = tree.unwrap();
            for (link, target) in distribution.links {
                let inside = match target.strip_prefix('/') {
                    Some(absolute) => tree.path().join(absolute),
                    None => tree.path().join(link).parent().unwrap().join(target),
                };
                assert!(inside.exists(), "{}: {link}", distribution.name);
            }
        }
    }
}
