//! Container images in one file: the bytes are the file, or a layer of an otherwise valid image.

use std::{collections::BTreeSet, fs::File, io::Write as _, path::Path};

use anchorwatch_home::{EntryKind, Tree};
use anchorwatch_image::{Contents, Error, Opened};
use anchorwatch_lab::image::{Image, Packing, Tar, archive, docker, gzip, oci, old_docker, zstd};

use crate::Target;

/// Each input goes through two temporary files.
const MUTATIONS: usize = 300;

/// The deepest folder that is walked. A path has 4096 bytes at the most.
const MAX_DEPTH: usize = 2048;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "image",
        run: |bytes| drop(opened(bytes)),
        seeds: file_seeds,
        mutations: MUTATIONS,
    },
    Target {
        name: "image_layer",
        run: read_layer,
        seeds: layer_seeds,
        mutations: MUTATIONS,
    },
];

fn opened(bytes: &[u8]) -> Result<Opened, Error> {
    let empty = || tempfile::tempfile().unwrap_or_else(|error| unavailable(&error));
    let mut file: File = empty();
    if let Err(error) = file.write_all(bytes) {
        unavailable(&error)
    }
    Contents::read(file, empty())?.open(None)
}

#[expect(clippy::panic, reason = "without a disk nothing is tried")]
fn unavailable(error: &std::io::Error) -> ! {
    panic!("the disk refused: {error}")
}

/// Reads the layer below another one, and everything in the resulting tree.
fn read_layer(bytes: &[u8]) {
    let below = Tar::new()
        .file("etc/a", b"below")
        .symlink("lib", "usr/lib")
        .file("usr/lib/b", b"below");
    let layers = vec![below.bytes(), with_checksums(bytes)];
    let Ok(opened) = opened(&archive(&oci(&[Image::new("a:1", layers)]))) else {
        return;
    };
    let tree = Tree::of_image(opened.image, Path::new("image"));
    let mut seen = BTreeSet::new();
    let mut left = vec![(Path::new("/").to_owned(), 0)];
    while let Some((path, depth)) = left.pop() {
        assert!(depth <= MAX_DEPTH, "a folder is in itself");
        let Ok(entries) = tree.list(&path) else {
            continue;
        };
        for entry in entries {
            let path = path.join(&entry.name);
            match entry.kind {
                EntryKind::Directory => {
                    let identity = tree.identity(&path).ok();
                    assert!(seen.insert(identity), "a folder has two names");
                    left.push((path, depth + 1));
                }
                // Errors are valid results: a dangling link, a file that is too large.
                _ => drop(tree.read(&path, 1 << 20)),
            }
        }
    }
}

/// Corrects the checksum of each header, so that mutated headers are read.
fn with_checksums(bytes: &[u8]) -> Vec<u8> {
    let mut layer = bytes.to_vec();
    let mut at = 0;
    while let Some(header) = layer.get_mut(at..at + BLOCK) {
        if header.iter().any(|byte| *byte != 0) {
            header[148..156].fill(b' ');
            let sum: u32 = header.iter().copied().map(u32::from).sum();
            header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
        let size = str::from_utf8(&header[124..135]).ok();
        let size = size.and_then(|digits| usize::from_str_radix(digits, 8).ok());
        let content = size.unwrap_or(0).next_multiple_of(BLOCK);
        at = at.saturating_add(BLOCK + content);
    }
    layer
}

/// The size of a header, and the unit that content is padded to.
const BLOCK: usize = 512;

fn images() -> [Image; 1] {
    let layer = layer_seeds().swap_remove(0);
    [Image::new("a:1", vec![layer])]
}

fn file_seeds() -> Vec<Vec<u8>> {
    let packed = |packing| images().map(|image| image.packed(packing));
    vec![
        archive(&oci(&images())),
        archive(&oci(&packed(Packing::Gzip))),
        archive(&oci(&packed(Packing::Zstd))),
        archive(&docker(&images())),
        archive(&old_docker(&images())),
        gzip(&archive(&old_docker(&images()))),
        zstd(&archive(&oci(&images()))),
    ]
}

fn layer_seeds() -> Vec<Vec<u8>> {
    let long = "n".repeat(120);
    vec![
        Tar::new()
            .folder("etc")
            .file("etc/b", b"content")
            .symlink("etc/link", "../usr")
            .hard_link("etc/hard", "etc/b")
            .bytes(),
        Tar::new()
            .file("etc/.wh.a", b"")
            .file("usr/.wh..wh..opq", b"")
            .file("lib/c", b"through a link")
            .bytes(),
        Tar::new()
            .file(&long, b"long")
            .pax(&[("path", b"pax/name"), ("size", b"3"), ("mtime", b"1.5")])
            .file("x", b"pax")
            .sparse("sparse", &[(512, b"piece")], 1024)
            .bytes(),
    ]
}
