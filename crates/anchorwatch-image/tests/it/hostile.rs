use anchorwatch_home::image::MAX_ENTRIES;
use anchorwatch_lab::image::{Entry, Packing, digest, docker, gzip, old_docker, zstd};

use super::*;

fn small() -> [Image; 1] {
    let layer = Tar::new().file("etc/a", b"content").bytes();
    [Image::new("a:1", vec![layer])]
}

#[test]
fn one_changed_byte_of_any_part_is_an_error() {
    let images = small();
    let compressed = small().map(|image| image.packed(Packing::Gzip));
    for parts in [
        oci(&images),
        oci(&compressed),
        docker(&images),
        old_docker(&images),
    ] {
        let count = parts.len();
        for at in 0..count {
            let mut parts = parts.clone();
            let (name, Part::File(content)) = &mut parts[at] else {
                panic!("a link");
            };
            // What the image is reached by has no digest of its own.
            let is_entry = ["index.json", "oci-layout", "manifest.json"].contains(&name.as_str())
                || name.ends_with("VERSION");
            if is_entry {
                continue;
            }
            let name = name.clone();
            let middle = content.len() / 2;
            content[middle] ^= 1;
            let opened = open(&archive(&parts));
            assert!(
                matches!(opened, Err(Error::Mismatch { .. })),
                "{name}: {opened:?}"
            );
        }
    }
}

#[test]
fn a_part_that_is_missing_or_has_another_size_is_an_error() {
    let layer_digest = digest(&small()[0].layers[0]);
    let mut parts = oci(&small());
    parts.retain(|(name, _)| !name.contains(&layer_digest[7..]));
    let opened = open(&archive(&parts));
    assert!(matches!(opened, Err(Error::Missing { what }) if what == layer_digest));
    let mut parts = oci(&small());
    part(&mut parts, &layer_digest[7..]).push(0);
    let opened = open(&archive(&parts));
    assert!(matches!(opened, Err(Error::Mismatch { what }) if what == layer_digest));
    let mut parts = old_docker(&small());
    parts.retain(|(name, _)| !name.contains("layer.tar"));
    let opened = open(&archive(&parts));
    assert!(matches!(opened, Err(Error::Missing { .. })), "{opened:?}");
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_an_error() {
    let whole = archive(&oci(&small().map(|image| image.packed(Packing::Gzip))));
    let last = r#"{"imageLayoutVersion":"1.0.0"}"#.len();
    let end = whole.len() - 1024 - 512 + last;
    for length in (0..end).step_by(97).chain([end - 1]) {
        assert!(open(&whole[..length]).is_err(), "{length}");
    }
    // What fills the last block, and the two empty ones after it, say nothing.
    assert!(open(&whole[..end]).is_ok());
    let packed = gzip(&whole);
    for length in (1..packed.len()).step_by(31) {
        assert!(open(&packed[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_bomb_stops_at_a_hundred_times_its_size() {
    let zeros = vec![0; 48 << 20];
    let bomb = Tar::new().file("zeros", &zeros).bytes();
    for packing in [Packing::Gzip, Packing::Zstd] {
        let image = Image::new("a:1", vec![bomb.clone()]).packed(packing);
        let error = open(&archive(&oci(&[image]))).unwrap_err();
        assert!(error.to_string().contains("100 times"), "{error}");
    }
    // As the file itself, too.
    for packed in [gzip(&zeros), zstd(&zeros)] {
        let error = open(&packed).unwrap_err();
        assert!(error.to_string().contains("100 times"), "{error}");
    }
    // Half as much of something that packs like text is read.
    let text: Vec<u8> = (0..(32 << 20))
        .map(|at: u32| (at / 7 % 251) as u8)
        .collect();
    let layer = Tar::new().file("text", &text).bytes();
    let opened = open(&archive(&oci(&[
        Image::new("a:1", vec![layer]).packed(Packing::Gzip)
    ])));
    assert!(opened.is_ok(), "{opened:?}");
}

#[test]
fn an_image_with_more_than_a_million_entries_is_refused() {
    let mut layer = Tar::new();
    for number in 0..MAX_ENTRIES / 10 {
        layer = layer.file(&format!("d/{number}"), b"");
    }
    let layer = layer.bytes();
    let opened = of_layers(vec![layer.clone(); 2]).unwrap();
    assert_eq!(opened.image.entry_count(), MAX_ENTRIES / 10 + 1);
    let error = of_layers(vec![layer; 10]).unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "the image has more than 1000000 entries");
}

#[test]
fn entries_that_no_container_can_have_are_refused_with_their_name() {
    let long = "n".repeat(256);
    let deep = "d/".repeat(2100);
    for (layer, said) in [
        (Tar::new().file(&long, b""), "no file system"),
        (Tar::new().file(&deep, b""), "no file system"),
        (Tar::new().hard_link("a", "none"), "hard link"),
        (Tar::new().folder("d").hard_link("a", "d"), "hard link"),
        (Tar::new().file("a", b"").file("a/b", b""), "not a folder"),
        (
            Tar::new().symlink("l", "l").file("l/b", b""),
            "too many links",
        ),
        (Tar::new().symlink("l", ""), "no file system"),
        (Tar::new().file(".", b""), "is a folder"),
    ] {
        let error = of_layers(vec![layer.bytes()]).unwrap_err();
        assert!(matches!(error, Error::Entry { .. }), "{error:?}");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(said), "{source}");
    }
}

#[test]
fn headers_that_lie_about_their_size_are_refused() {
    let long_name = |size| Entry {
        size_bytes: Some(size),
        is_gnu: true,
        ..Entry::new("././@LongLink", b'L')
    };
    let pax = |size| Entry {
        size_bytes: Some(size),
        ..Entry::new("PaxHeaders/x", b'x')
    };
    let most = u64::MAX - 511;
    let file = |size| Entry {
        size_bytes: Some(size),
        ..Entry::new("a", b'0')
    };
    for layer in [
        Tar::new().entry(&long_name(1 << 30), b"a").file("a", b""),
        Tar::new().entry(&pax(1 << 30), b"a").file("a", b""),
        // The sum of both is more than 64 bits hold.
        Tar::new()
            .entry(&long_name(600), &[b'a'; 600])
            .entry(&pax(most), b"")
            .file("a", b""),
        Tar::new().entry(&file(most), b"").file("b", b""),
        Tar::new().entry(&file(1 << 20), b"").file("b", b""),
        Tar::new()
            .pax(&[("size", b"9999999999999999999")])
            .file("b", b""),
        Tar::new().pax(&[("path", b"a")]),
        Tar::new().sparse("s", &[(10, b"0123456789")], 15),
    ] {
        let opened = of_layers(vec![layer.bytes()]);
        assert!(matches!(opened, Err(Error::Damaged { .. })), "{opened:?}");
    }
}

#[test]
fn documents_are_bounded_and_must_be_what_they_say() {
    let mut parts = oci(&small());
    let index = part(&mut parts, "index.json");
    index.resize(5 << 20, b' ');
    let opened = open(&archive(&parts));
    assert!(matches!(opened, Err(Error::TooLarge { .. })), "{opened:?}");
    for (text, is_expected) in [
        (
            "{",
            (|error| matches!(error, Error::Format { .. })) as fn(&Error) -> bool,
        ),
        (r#"{"manifests":[{"digest":"md5:00","size":1}]}"#, |error| {
            matches!(error, Error::Unsupported { .. })
        }),
        (
            r#"{"manifests":[{"digest":"sha256:../../x","size":1}]}"#,
            |error| matches!(error, Error::Unsupported { .. }),
        ),
        (r#"{"manifests":[]}"#, |error| {
            matches!(error, Error::NotAnImage)
        }),
    ] {
        let mut parts = oci(&small());
        *part(&mut parts, "index.json") = text.as_bytes().to_vec();
        let error = open(&archive(&parts)).unwrap_err();
        assert!(is_expected(&error), "{text}: {error:?}");
    }
}
