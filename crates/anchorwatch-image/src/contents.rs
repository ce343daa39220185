//! The images of a file, and the one that is read.

use std::{fs::File, path::PathBuf};

use anchorwatch_home::{Image, image::Extent};
use serde::de::DeserializeOwned;

use crate::{
    Error, Form,
    archive::Archive,
    blob::Files,
    candidate::{Candidate, Platform},
    compression,
    document::{self, Configuration, Descriptor, Index, Manifest, Saved},
    layer,
    reference::{self, Selection, Sha256Digest},
};

/// The largest document, in bytes: registries take manifests of 4 MiB
/// (distribution specification 1.1.1, Pushing Manifests).
const MAX_DOCUMENT_BYTES: u64 = 4 << 20;

/// The most images of a file, those of all platforms counted.
const MAX_CANDIDATES: usize = 1_000;

/// The most layers of an image: Docker takes 127 (moby's `MaxLayerDepth` of overlay2: 128).
const MAX_LAYERS: usize = 500;

/// How deep an index may be in another. One level is usual.
const MAX_DEPTH: usize = 4;

/// The annotations by which an image gives its name (annotations.md; containerd's own).
const NAME_ANNOTATIONS: [&str; 2] = [
    "io.containerd.image.name",
    "org.opencontainers.image.ref.name",
];

/// What a file of images contains.
#[derive(Debug)]
pub struct Contents {
    files: Files,
    archive: Archive,
    candidates: Vec<Found>,
}

/// An image that was read.
#[derive(Debug)]
pub struct Opened {
    /// Its files.
    pub image: Image,
    /// Which it is.
    pub candidate: Candidate,
    /// Paths, a few at the most, that a program which unpacks the image may see differently.
    pub ambiguous: Vec<PathBuf>,
}

#[derive(Debug)]
struct Found {
    names: Vec<String>,
    digest: Sha256Digest,
    platform: Platform,
    layers: Layers,
}

#[derive(Debug)]
enum Layers {
    /// By the digests of the parts as they are in the file.
    Blobs(Vec<Descriptor>),
    /// By names of parts, and the digests of what they are without compression.
    Named(Vec<(String, Sha256Digest)>),
}

impl Contents {
    /// Reads which images are in a file. `spool` is an empty file, best without a name, into
    /// which compressed parts are written.
    ///
    /// # Errors
    /// Every [`Error`] but those of choosing.
    pub fn read(file: File, spool: File) -> Result<Self, Error> {
        let mut files = Files::new(file, spool);
        let archive = Archive::read(&mut files)?;
        let mut contents = Self {
            files,
            archive,
            candidates: Vec::new(),
        };
        let index = contents.archive.find("index.json");
        let saved = contents.archive.find("manifest.json");
        match (contents.archive.find("oci-layout"), index, saved) {
            (Some(_), Some(index), saved) => {
                let tags = saved.map(|saved| contents.saved(saved)).transpose()?;
                contents.find_in_layout(index, &tags.unwrap_or_default())?;
            }
            (_, _, Some(saved)) => contents.find_saved(saved)?,
            _ => return Err(Error::NotAnImage),
        }
        Ok(contents)
    }

    /// Returns the images that are in the file.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        self.candidates.iter().map(Found::candidate).collect()
    }

    /// Reads an image: the chosen one, else the only one, else the only one for this machine's
    /// processor.
    ///
    /// # Errors
    /// [`Error::Several`] and [`Error::NoneChosen`] with what can be chosen, and whatever keeps
    /// a layer from being read: an image is read whole or not at all.
    pub fn open(mut self, selection: Option<&Selection>) -> Result<Opened, Error> {
        let found = self.choose(selection)?;
        let found = self.candidates.swap_remove(found);
        if found.platform.os != "linux" {
            return Err(Error::Unsupported {
                what: found.digest.to_string(),
                form: Form::System(found.platform.os),
            });
        }
        let (archive, spool) = self.files.both();
        let mut image = Image::new(archive, spool);
        let mut ambiguous = Vec::new();
        for (layer, what) in self.layers(&found.layers)? {
            ambiguous.extend(layer::apply(&mut self.files, &mut image, layer, &what)?);
        }
        Ok(Opened {
            image,
            candidate: found.candidate(),
            ambiguous,
        })
    }

    fn choose(&self, selection: Option<&Selection>) -> Result<usize, Error> {
        let all = || (0..self.candidates.len()).collect::<Vec<_>>();
        let of = |is_it: &dyn Fn(&Found) -> bool| -> Vec<usize> {
            let found = self.candidates.iter().enumerate();
            found
                .filter(|(_, found)| is_it(found))
                .map(|(at, _)| at)
                .collect()
        };
        let wanted = match selection {
            None => all(),
            Some(selection) => {
                let exact = of(&|found| found.is(selection));
                if exact.is_empty() {
                    of(&|found| {
                        found
                            .names
                            .iter()
                            .any(|name| selection.is_end_of_name(name))
                    })
                } else {
                    exact
                }
            }
        };
        let native = native_architecture();
        let fitting: Vec<usize> = wanted
            .iter()
            .copied()
            .filter(|at| {
                let found = self.candidates.get(*at);
                found.is_some_and(|found| found.platform.architecture == native)
            })
            .collect();
        match (wanted.as_slice(), fitting.as_slice()) {
            ([only], _) | (_, [only]) => Ok(*only),
            ([], _) if self.candidates.is_empty() => Err(Error::NotAnImage),
            ([], _) => Err(Error::NoneChosen {
                candidates: self.candidates(),
            }),
            _ => Err(Error::Several {
                candidates: self.candidates(),
            }),
        }
    }

    /// Checks every layer against its digest, and unpacks what is compressed.
    fn layers(&mut self, layers: &Layers) -> Result<Vec<(Extent, String)>, Error> {
        let mut plain = Vec::new();
        match layers {
            Layers::Blobs(blobs) => {
                for blob in blobs {
                    let extent = self.blob(blob)?;
                    let extent = compression::plain(&mut self.files, extent, &blob.digest)?;
                    plain.push((extent, blob.digest.clone()));
                }
            }
            Layers::Named(named) => {
                for (name, digest) in named {
                    let found = self.archive.find_named(name);
                    let extent = found.ok_or_else(|| missing(name))?;
                    let extent = compression::plain(&mut self.files, extent, name)?;
                    self.verify(extent, *digest, name)?;
                    plain.push((extent, name.clone()));
                }
            }
        }
        Ok(plain)
    }

    /// Finds a part by its digest and checks it.
    fn blob(&self, descriptor: &Descriptor) -> Result<Extent, Error> {
        let digest = Sha256Digest::parse(&descriptor.digest)?;
        let found = self.archive.find(&digest.path());
        let extent = found.ok_or_else(|| missing(&descriptor.digest))?;
        if extent.size_bytes != descriptor.size {
            return Err(Error::Mismatch {
                what: descriptor.digest.clone(),
            });
        }
        self.verify(extent, digest, &descriptor.digest)?;
        Ok(extent)
    }

    fn verify(&self, extent: Extent, digest: Sha256Digest, what: &str) -> Result<(), Error> {
        if Sha256Digest::of(&self.files, extent)? == digest {
            Ok(())
        } else {
            Err(Error::Mismatch {
                what: what.to_owned(),
            })
        }
    }

    /// Reads a document that a descriptor names. Its size is looked at before it is hashed.
    fn named<T: DeserializeOwned>(&self, descriptor: &Descriptor) -> Result<T, Error> {
        if descriptor.size > MAX_DOCUMENT_BYTES {
            let what = &descriptor.digest;
            return Err(Error::too_large(what, MAX_DOCUMENT_BYTES, "bytes"));
        }
        self.parsed(self.blob(descriptor)?, &descriptor.digest)
    }

    fn parsed<T: DeserializeOwned>(&self, extent: Extent, what: &str) -> Result<T, Error> {
        let text = self
            .archive
            .document(&self.files, extent, what, MAX_DOCUMENT_BYTES)?;
        serde_json::from_slice(&text).map_err(|source| Error::Format {
            what: what.to_owned(),
            source,
        })
    }

    fn saved(&self, extent: Extent) -> Result<Vec<Saved>, Error> {
        self.parsed(extent, "manifest.json")
    }

    /// Finds the images of an OCI layout. Manifests that are not in the file are those of other
    /// platforms, which `docker save` and `skopeo` leave out.
    fn find_in_layout(&mut self, index: Extent, saved: &[Saved]) -> Result<(), Error> {
        let index: Index = self.parsed(index, "index.json")?;
        let mut left: Vec<(Descriptor, Vec<String>, usize)> = Vec::new();
        left.extend(index.manifests.into_iter().map(|one| (one, Vec::new(), 1)));
        let mut absent = None;
        let mut seen = 0;
        while let Some((descriptor, mut names, depth)) = left.pop() {
            seen += 1;
            if seen > MAX_CANDIDATES {
                let max = MAX_CANDIDATES as u64;
                return Err(Error::too_large("index.json", max, "images"));
            }
            names.extend(names_of(&descriptor));
            let digest = Sha256Digest::parse(&descriptor.digest)?;
            if self.archive.find(&digest.path()).is_none() {
                absent = Some(descriptor.digest);
            } else if is_index(&descriptor.media_type) {
                if depth >= MAX_DEPTH {
                    return Err(Error::too_large("index.json", MAX_DEPTH as u64, "levels"));
                }
                let index: Index = self.named(&descriptor)?;
                let below = index.manifests.into_iter();
                left.extend(below.map(|one| (one, names.clone(), depth + 1)));
            } else {
                self.add_manifest(&descriptor, digest, names, saved)?;
            }
        }
        // The order of the file.
        self.candidates.reverse();
        match absent {
            Some(what) if self.candidates.is_empty() => Err(missing(&what)),
            _ => Ok(()),
        }
    }

    fn add_manifest(
        &mut self,
        descriptor: &Descriptor,
        digest: Sha256Digest,
        mut names: Vec<String>,
        saved: &[Saved],
    ) -> Result<(), Error> {
        // A statement about an image: BuildKit marks it with a platform that no machine has.
        let is_statement = |platform: &document::Platform| platform.architecture == "unknown";
        if descriptor.platform.as_ref().is_some_and(is_statement) {
            return Ok(());
        }
        let manifest: Manifest = self.named(descriptor)?;
        if !is_configuration(&manifest.config.media_type) {
            // Something else that registries keep: a signature, a chart.
            return Ok(());
        }
        if manifest.layers.len() > MAX_LAYERS {
            let what = &descriptor.digest;
            return Err(Error::too_large(what, MAX_LAYERS as u64, "layers"));
        }
        let configuration: Configuration = self.named(&manifest.config)?;
        let config = manifest.config.digest.strip_prefix("sha256:");
        for one in saved {
            // The name that docker load would give it.
            if config.is_some_and(|config| one.config.contains(config)) {
                names.extend(tags_of(one));
            }
        }
        self.add(Found {
            names,
            digest,
            platform: platform(&configuration.platform),
            layers: Layers::Blobs(manifest.layers),
        });
        Ok(())
    }

    /// Finds the images of `manifest.json`, in the form that Docker wrote before version 25 and
    /// that other programs write still.
    fn find_saved(&mut self, extent: Extent) -> Result<(), Error> {
        let saved = self.saved(extent)?;
        if saved.len() > MAX_CANDIDATES {
            let max = MAX_CANDIDATES as u64;
            return Err(Error::too_large("manifest.json", max, "images"));
        }
        for one in saved {
            let found = self.archive.find_named(&one.config);
            let extent = found.ok_or_else(|| missing(&one.config))?;
            let configuration: Configuration = self.parsed(extent, &one.config)?;
            let digest = Sha256Digest::of(&self.files, extent)?;
            // The name of the configuration is its digest, in every version of Docker.
            let named = digest_in_name(&one.config);
            if named.is_some_and(|named| named != digest) {
                return Err(Error::Mismatch { what: one.config });
            }
            let diff_ids = &configuration.rootfs.diff_ids;
            if one.layers.len() != diff_ids.len() {
                return Err(Error::Mismatch { what: one.config });
            }
            if one.layers.len() > MAX_LAYERS {
                return Err(Error::too_large(&one.config, MAX_LAYERS as u64, "layers"));
            }
            let digests = diff_ids.iter().map(|text| Sha256Digest::parse(text));
            let digests = digests.collect::<Result<Vec<_>, Error>>()?;
            self.add(Found {
                names: tags_of(&one),
                digest,
                platform: platform(&configuration.platform),
                layers: Layers::Named(one.layers.into_iter().zip(digests).collect()),
            });
        }
        Ok(())
    }

    /// Adds an image, or further names of one.
    fn add(&mut self, found: Found) {
        let same = self
            .candidates
            .iter_mut()
            .find(|other| other.digest == found.digest);
        let image = match same {
            Some(same) => {
                same.names.extend(found.names);
                same
            }
            None => {
                self.candidates.push(found);
                let Some(last) = self.candidates.last_mut() else {
                    return;
                };
                last
            }
        };
        image.names.sort();
        image.names.dedup();
    }
}

impl Found {
    fn candidate(&self) -> Candidate {
        Candidate {
            names: self.names.clone(),
            digest: self.digest.to_string(),
            platform: self.platform.clone(),
        }
    }

    fn is(&self, selection: &Selection) -> bool {
        let is_platform = || {
            let whole = self.platform.to_string();
            let short = format!("{}/{}", self.platform.os, self.platform.architecture);
            selection.as_str() == whole || selection.as_str() == short
        };
        self.names.iter().any(|name| selection.is_name(name))
            || selection.is_digest(&self.digest)
            || is_platform()
    }
}

impl std::fmt::Display for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.os, self.architecture)?;
        if !self.variant.is_empty() {
            write!(f, "/{}", self.variant)?;
        }
        Ok(())
    }
}

fn missing(what: &str) -> Error {
    Error::Missing {
        what: what.chars().take(200).collect(),
    }
}

fn is_index(media_type: &str) -> bool {
    matches!(
        media_type,
        "application/vnd.oci.image.index.v1+json"
            | "application/vnd.docker.distribution.manifest.list.v2+json"
    )
}

fn is_configuration(media_type: &str) -> bool {
    matches!(
        media_type,
        "" | "application/vnd.oci.image.config.v1+json"
            | "application/vnd.docker.container.image.v1+json"
    )
}

fn names_of(descriptor: &Descriptor) -> Option<String> {
    let annotations = &descriptor.annotations;
    let mut texts = NAME_ANNOTATIONS
        .iter()
        .filter_map(|annotation| annotations.get(*annotation));
    texts.find_map(|text| reference::name(text))
}

fn tags_of(saved: &Saved) -> Vec<String> {
    let tags = saved.repo_tags.iter().flatten();
    tags.filter_map(|tag| reference::name(tag)).collect()
}

/// The digest in names such as `blobs/sha256/DIGITS`, `DIGITS.json` and `sha256:DIGITS`.
fn digest_in_name(name: &str) -> Option<Sha256Digest> {
    let last = name.rsplit('/').next()?;
    let last = last.strip_suffix(".json").unwrap_or(last);
    Sha256Digest::of_hex(last.strip_prefix("sha256:").unwrap_or(last))
}

fn platform(written: &document::Platform) -> Platform {
    let word = |text: &str, usual: &str| {
        let is_word = text.bytes().all(|octet| octet.is_ascii_alphanumeric());
        if text.is_empty() || !is_word || text.len() > 32 {
            usual.to_owned()
        } else {
            text.to_owned()
        }
    };
    Platform {
        os: word(&written.os, "linux"),
        architecture: word(&written.architecture, "unknown"),
        variant: word(&written.variant, ""),
    }
}

/// This machine's processor, as Go names it.
fn native_architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "x86" => "386",
        "aarch64" => "arm64",
        "powerpc64" if cfg!(target_endian = "little") => "ppc64le",
        "loongarch64" => "loong64",
        other => other,
    }
}
