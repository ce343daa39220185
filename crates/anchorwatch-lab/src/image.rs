//! Container images in one file, as the tools that make them lay them out.
//!
//! An image is built as named parts first, so that a test can leave one out or spoil it, and is
//! then packed: `archive(&oci(&[image]))`.
//!
//! Sources: OCI image specification 1.1.1; moby's `image/tarexport/save.go` of versions 24 (old
//! form) and 25 (new form).

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::json;
use sha2::{Digest as _, Sha256};

mod tar;

pub use tar::{Entry, Tar};

/// A part of an image file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A file.
    File(Vec<u8>),
    /// A symbolic link to another part, as it is written.
    Link(String),
}

/// The parts of an image file, in their order.
pub type Parts = Vec<(String, Part)>;

/// What goes into an image file.
#[derive(Debug, Clone)]
pub struct Image {
    /// Its name, with a tag.
    pub name: Option<String>,
    /// The processor, as Go names it.
    pub architecture: String,
    /// Its layers as tar archives, the lowest first.
    pub layers: Vec<Vec<u8>>,
    /// How an OCI layout packs its layers.
    pub packing: Packing,
}

/// The compression of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// None.
    Plain,
    /// gzip.
    Gzip,
    /// zstd.
    Zstd,
}

impl Image {
    /// An image for the processor that the tests run on.
    #[must_use]
    pub fn new(name: &str, layers: Vec<Vec<u8>>) -> Self {
        let architecture = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            other => other,
        };
        Self {
            name: Some(name.to_owned()),
            architecture: architecture.to_owned(),
            layers,
            packing: Packing::Plain,
        }
    }

    /// The same with packed layers.
    #[must_use]
    pub fn packed(self, packing: Packing) -> Self {
        Self { packing, ..self }
    }

    /// The same for another processor.
    #[must_use]
    pub fn for_architecture(self, architecture: &str) -> Self {
        Self {
            architecture: architecture.to_owned(),
            ..self
        }
    }

    fn configuration(&self) -> Vec<u8> {
        let ids: Vec<String> = self.layers.iter().map(|layer| digest(layer)).collect();
        let config = json!({
            "architecture": self.architecture,
            "os": "linux",
            "config": {},
            "rootfs": { "type": "layers", "diff_ids": ids },
        });
        config.to_string().into_bytes()
    }
}

/// The digest of a part, as documents write it.
#[must_use]
pub fn digest(content: &[u8]) -> String {
    format!("sha256:{}", hex(content))
}

fn hex(content: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(content))
}

/// Packs bytes in gzip.
#[must_use]
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    drop(encoder.write_all(content));
    encoder.finish().unwrap_or_default()
}

/// Packs bytes in one frame of zstd.
#[must_use]
pub fn zstd(content: &[u8]) -> Vec<u8> {
    compress_to_vec(content, CompressionLevel::Fastest)
}

/// The parts of an OCI layout, as `skopeo copy … oci-archive:` packs it.
#[must_use]
pub fn oci(images: &[Image]) -> Parts {
    let mut blobs = Blobs::default();
    let manifests: Vec<_> = images.iter().map(|image| blobs.manifest(image)).collect();
    let index = json!({ "schemaVersion": 2, "manifests": manifests });
    blobs.with_index(&index)
}

/// The same with the manifests in an index of their own, as for an image of several platforms.
#[must_use]
pub fn oci_with_platforms(images: &[Image]) -> Parts {
    let mut blobs = Blobs::default();
    let manifests: Vec<_> = images.iter().map(|image| blobs.manifest(image)).collect();
    let media_type = "application/vnd.oci.image.index.v1+json";
    let inner = json!({ "schemaVersion": 2, "mediaType": media_type, "manifests": manifests });
    let mut descriptor = blobs.add(media_type, inner.to_string().into_bytes());
    if let Some(name) = images.first().and_then(|image| image.name.as_ref()) {
        descriptor["annotations"] = json!({ "io.containerd.image.name": name });
    }
    let index = json!({ "schemaVersion": 2, "manifests": [descriptor] });
    blobs.with_index(&index)
}

/// The parts of what `docker save` writes since version 25: an OCI layout and `manifest.json`.
#[must_use]
pub fn docker(images: &[Image]) -> Parts {
    let mut parts = oci(images);
    let saved: Vec<_> = images
        .iter()
        .map(|image| {
            let layers = image.layers.iter().map(|layer| blob_name(&digest(layer)));
            json!({
                "Config": blob_name(&digest(&image.configuration())),
                "RepoTags": image.name.iter().collect::<Vec<_>>(),
                "Layers": layers.collect::<Vec<_>>(),
            })
        })
        .collect();
    parts.push(document("manifest.json", &json!(saved)));
    parts
}

/// The parts of what `docker save` wrote before version 25: a folder for each layer, where the
/// same layer of another image is a link.
#[must_use]
pub fn old_docker(images: &[Image]) -> Parts {
    let mut parts = Parts::new();
    let mut saved = Vec::new();
    let mut made: Vec<(String, String)> = Vec::new();
    for (number, image) in images.iter().enumerate() {
        let config = image.configuration();
        let mut names = Vec::new();
        for (at, layer) in image.layers.iter().enumerate() {
            let id = hex(format!("{number} {at}").as_bytes());
            let name = format!("{id}/layer.tar");
            let same = made.iter().find(|(digest, _)| *digest == hex(layer));
            let part = match same {
                Some((_, other)) => Part::Link(format!("../{other}")),
                None => {
                    made.push((hex(layer), name.clone()));
                    Part::File(layer.clone())
                }
            };
            parts.push((format!("{id}/VERSION"), Part::File(b"1.0".to_vec())));
            parts.push((name.clone(), part));
            names.push(name);
        }
        let config_name = format!("{}.json", hex(&config));
        saved.push(json!({
            "Config": config_name,
            "RepoTags": image.name.iter().collect::<Vec<_>>(),
            "Layers": names,
        }));
        parts.push((config_name, Part::File(config)));
    }
    parts.push(document("manifest.json", &json!(saved)));
    parts
}

/// Packs parts into a file.
#[must_use]
pub fn archive(parts: &Parts) -> Vec<u8> {
    let mut tar = Tar::new();
    for (name, part) in parts {
        tar = match part {
            Part::File(content) => tar.file(name, content),
            Part::Link(target) => tar.symlink(name, target),
        };
    }
    tar.bytes()
}

fn document(name: &str, value: &serde_json::Value) -> (String, Part) {
    (name.to_owned(), Part::File(value.to_string().into_bytes()))
}

fn blob_name(digest: &str) -> String {
    format!("blobs/{}", digest.replacen(':', "/", 1))
}

#[derive(Default)]
struct Blobs {
    parts: Parts,
}

impl Blobs {
    fn add(&mut self, media_type: &str, content: Vec<u8>) -> serde_json::Value {
        let digest = digest(&content);
        let descriptor = json!({
            "mediaType": media_type,
            "digest": digest,
            "size": content.len(),
        });
        let name = blob_name(&digest);
        if !self.parts.iter().any(|(other, _)| *other == name) {
            self.parts.push((name, Part::File(content)));
        }
        descriptor
    }

    fn manifest(&mut self, image: &Image) -> serde_json::Value {
        let config = self.add(
            "application/vnd.oci.image.config.v1+json",
            image.configuration(),
        );
        let layers: Vec<_> = image
            .layers
            .iter()
            .map(|layer| {
                let plain = "application/vnd.oci.image.layer.v1.tar";
                match image.packing {
                    Packing::Plain => self.add(plain, layer.clone()),
                    Packing::Gzip => self.add(&format!("{plain}+gzip"), gzip(layer)),
                    Packing::Zstd => self.add(&format!("{plain}+zstd"), zstd(layer)),
                }
            })
            .collect();
        let media_type = "application/vnd.oci.image.manifest.v1+json";
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": media_type,
            "config": config,
            "layers": layers,
        });
        let mut descriptor = self.add(media_type, manifest.to_string().into_bytes());
        descriptor["platform"] = json!({ "os": "linux", "architecture": image.architecture });
        if let Some(name) = &image.name {
            descriptor["annotations"] = json!({ "org.opencontainers.image.ref.name": name });
        }
        descriptor
    }

    fn with_index(mut self, index: &serde_json::Value) -> Parts {
        self.parts.push(document("index.json", index));
        let layout = json!({ "imageLayoutVersion": "1.0.0" });
        self.parts.push(document("oci-layout", &layout));
        self.parts
    }
}
