use anchorwatch_lab::image::{docker, oci_with_platforms, old_docker};

use super::*;

fn image(name: &str, content: &str) -> Image {
    Image::new(
        name,
        vec![Tar::new().file("which", content.as_bytes()).bytes()],
    )
}

fn read(opened: Result<Opened, Error>) -> String {
    text(&tree(opened.unwrap()), "/which")
}

#[test]
fn the_platform_of_this_machine_is_read_and_another_can_be_chosen() {
    let images = [
        image("a:1", "strange").for_architecture("mips64le"),
        image("a:1", "native"),
    ];
    let bytes = archive(&oci_with_platforms(&images));
    assert_eq!(read(open(&bytes)), "native");
    assert_eq!(read(open_chosen(&bytes, "linux/mips64le")), "strange");
    let digest = &contents(&bytes).unwrap().candidates()[0].digest;
    for chosen in [&digest[..], &digest[7..], &digest[7..19]] {
        assert_eq!(read(open_chosen(&bytes, chosen)), "strange", "{chosen}");
    }
    assert!(matches!(
        open_chosen(&bytes, &digest[7..13]),
        Err(Error::NoneChosen { .. })
    ));
    // The only one is read, whatever it is for.
    let only = [image("a:1", "strange").for_architecture("mips64le")];
    assert_eq!(read(open(&archive(&oci(&only)))), "strange");
}

#[test]
fn of_several_images_none_is_read_until_one_is_chosen() {
    let images = [image("a:1", "first"), image("b:1", "second")];
    for parts in [oci(&images), docker(&images), old_docker(&images)] {
        let bytes = archive(&parts);
        let Err(Error::Several { candidates }) = open(&bytes) else {
            panic!("one was read");
        };
        let names: Vec<_> = candidates.iter().flat_map(|one| &one.names).collect();
        assert_eq!(names, ["a:1", "b:1"]);
        assert_eq!(read(open_chosen(&bytes, "b:1")), "second");
        let none = open_chosen(&bytes, "c:1");
        assert!(matches!(none, Err(Error::NoneChosen { .. })), "{none:?}");
    }
}

#[test]
fn an_image_is_chosen_by_the_end_of_its_name_unless_several_have_it() {
    let images = [
        image("localhost/a:1", "podman"),
        image("registry.example/team/b:1", "team"),
        image("registry.example/other/b:1", "other"),
        image("b:1", "bare"),
    ];
    let bytes = archive(&docker(&images));
    for (chosen, content) in [
        ("a:1", "podman"),
        ("team/b:1", "team"),
        ("b:1", "bare"),
        ("registry.example/other/b:1", "other"),
    ] {
        assert_eq!(read(open_chosen(&bytes, chosen)), content, "{chosen}");
    }
    for nothing in ["", ":1", "/a:1", "m/b:1"] {
        let none = open_chosen(&bytes, nothing);
        assert!(matches!(none, Err(Error::NoneChosen { .. })), "{nothing}");
    }
    let two = archive(&docker(&images[1..3]));
    let several = open_chosen(&two, "b:1");
    assert!(matches!(several, Err(Error::Several { .. })), "{several:?}");
}

#[test]
fn the_same_image_under_two_names_is_one_image() {
    let images = [image("a:1", "same"), image("a:latest", "same")];
    for parts in [oci(&images), old_docker(&images)] {
        let opened = open(&archive(&parts)).unwrap();
        assert_eq!(opened.candidate.names, ["a:1", "a:latest"]);
    }
}

#[test]
fn a_name_that_no_registry_could_have_is_not_taken() {
    for name in ["/", "../x", "a b", "a\u{1b}[31m", "", &"x".repeat(401)] {
        let opened = open(&archive(&oci(&[image(name, "x")]))).unwrap();
        assert!(opened.candidate.names.is_empty(), "{name:?}");
    }
}

#[test]
fn platforms_that_are_not_in_the_file_and_statements_are_passed_over() {
    let images = [
        image("a:1", "absent").for_architecture("arm"),
        image("a:1", "statement").for_architecture("unknown"),
        image("a:1", "here").for_architecture("s390x"),
    ];
    let mut parts = oci_with_platforms(&images);
    let digest = contents(&archive(&parts)).unwrap().candidates()[0]
        .digest
        .clone();
    parts.retain(|(name, _)| !name.contains(&digest[7..]));
    assert_eq!(read(open(&archive(&parts))), "here");
    // Where nothing else is there, what is missing is named.
    let mut parts = oci(&images[..1]);
    parts.retain(|(name, _)| !name.contains(&digest[7..]));
    let opened = open(&archive(&parts));
    assert!(matches!(opened, Err(Error::Missing { what }) if what == digest));
}

#[test]
fn an_image_for_another_system_is_not_read() {
    let mut parts = old_docker(&[image("a:1", "x")]);
    let config = part(&mut parts, ".json");
    *config = String::from_utf8(config.clone())
        .unwrap()
        .replace("linux", "windows")
        .into_bytes();
    // The name of the configuration is its digest.
    let opened = open(&archive(&parts));
    assert!(matches!(opened, Err(Error::Mismatch { .. })), "{opened:?}");
    let name = anchorwatch_lab::image::digest(part(&mut parts, ".json"))[7..].to_owned();
    let old = parts
        .iter()
        .find(|(name, _)| name.len() == 69)
        .unwrap()
        .0
        .clone();
    for (part, content) in &mut parts {
        if *part == old {
            *part = format!("{name}.json");
        }
        if let (true, Part::File(content)) = (part == "manifest.json", content) {
            let text = String::from_utf8(content.clone()).unwrap();
            *content = text.replace(&old, &format!("{name}.json")).into_bytes();
        }
    }
    let error = open(&archive(&parts)).unwrap_err();
    assert!(error.to_string().ends_with("it is for windows"), "{error}");
}
