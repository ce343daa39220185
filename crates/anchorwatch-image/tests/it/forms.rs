use anchorwatch_lab::image::{Packing, docker, gzip, oci_with_platforms, old_docker, zstd};

use super::*;

fn images() -> [Image; 1] {
    let base = Tar::new().file("etc/a", b"below").file("etc/b", b"removed");
    let top = Tar::new().file("etc/a", b"above").file("etc/.wh.b", b"");
    [Image::new(
        "registry.example/a:1",
        vec![base.bytes(), top.bytes()],
    )]
}

#[test]
fn every_form_of_the_same_image_has_the_same_files() {
    let images = images();
    let packed = |packing| images.clone().map(|image| image.packed(packing));
    let (compressed, zstd_layers) = (packed(Packing::Gzip), packed(Packing::Zstd));
    for (form, bytes) in [
        ("oci", archive(&oci(&images))),
        ("oci, layers in gzip", archive(&oci(&compressed))),
        ("oci, layers in zstd", archive(&oci(&zstd_layers))),
        ("oci in zstd", zstd(&archive(&oci(&images)))),
        ("oci, platforms", archive(&oci_with_platforms(&images))),
        ("docker save", archive(&docker(&images))),
        ("docker save, layers in gzip", archive(&docker(&compressed))),
        ("docker save before 25", archive(&old_docker(&images))),
        ("oci in gzip", gzip(&archive(&oci(&images)))),
        ("oci in gzip, layers too", gzip(&archive(&oci(&compressed)))),
        (
            "docker save before 25, in gzip",
            gzip(&archive(&old_docker(&images))),
        ),
    ] {
        let opened = open(&bytes).unwrap_or_else(|error| panic!("{form}: {error:?}"));
        assert_eq!(opened.candidate.names, ["registry.example/a:1"], "{form}");
        assert!(opened.candidate.digest.starts_with("sha256:"), "{form}");
        let tree = tree(opened);
        assert_eq!(text(&tree, "/etc/a"), "above", "{form}");
        assert_eq!(names(&tree, "/etc"), ["a"], "{form}");
    }
}

#[test]
fn layers_that_docker_save_linked_to_one_another_are_found() {
    let base = Tar::new().file("etc/base", b"shared").bytes();
    let of = |name: &str| {
        let own = Tar::new().file("etc/own", name.as_bytes()).bytes();
        Image::new(name, vec![base.clone(), own])
    };
    let mut parts = old_docker(&[of("a:1"), of("b:1")]);
    let is_link = |part: &(String, Part)| matches!(part.1, Part::Link(_));
    assert_eq!(parts.iter().filter(|part| is_link(part)).count(), 1);
    for name in ["a:1", "b:1"] {
        let tree = tree(open_chosen(&archive(&parts), name).unwrap());
        assert_eq!(text(&tree, "/etc/base"), "shared");
        assert_eq!(text(&tree, "/etc/own"), name);
    }
    // A link out of the file, and one round in a circle, lead nowhere.
    for target in ["../../../../etc/passwd", "/etc/passwd", "layer.tar"] {
        for part in &mut parts {
            if let Part::Link(written) = &mut part.1 {
                target.clone_into(written);
            }
        }
        let opened = open_chosen(&archive(&parts), "b:1");
        assert!(matches!(opened, Err(Error::Missing { .. })), "{target}");
    }
}

#[test]
fn a_layer_in_a_form_that_is_not_read_is_named() {
    for (magic, form) in [
        (&[0xfd_u8, b'7', b'z', b'X', b'Z', 0][..], "xz"),
        (b"BZh91AY", "bzip2"),
    ] {
        let error = of_layers(vec![magic.to_vec()]).unwrap_err();
        assert!(error.to_string().contains(form), "{error}");
        let error = open(magic).unwrap_err();
        assert!(error.to_string().contains(form), "{error}");
    }
}

#[test]
fn what_is_no_image_is_said_to_be_none() {
    let other = Tar::new().file("etc/passwd", b"").bytes();
    for bytes in [&b""[..], &other, &gzip(&other), &[0; 4096]] {
        let opened = open(bytes);
        assert!(matches!(opened, Err(Error::NotAnImage)), "{opened:?}");
    }
    let opened = open(b"-----BEGIN CERTIFICATE-----\n");
    assert!(matches!(opened, Err(Error::Damaged { .. })), "{opened:?}");
}
