//! Image files that the lab made are read: every form, every layer, and what is hostile.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::io::Write as _;

use anchorwatch_home::Tree;
use anchorwatch_image::{Contents, Error, Opened, Selection};
use anchorwatch_lab::image::{Image, Part, Parts, Tar, archive, oci};

mod choice;
mod forms;
mod hostile;
mod layers;

fn file(content: &[u8]) -> std::fs::File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    file
}

fn contents(bytes: &[u8]) -> Result<Contents, Error> {
    Contents::read(file(bytes), tempfile::tempfile().unwrap())
}

fn open(bytes: &[u8]) -> Result<Opened, Error> {
    contents(bytes)?.open(None)
}

fn open_chosen(bytes: &[u8], wanted: &str) -> Result<Opened, Error> {
    contents(bytes)?.open(Some(&Selection::new(wanted)))
}

fn tree(opened: Opened) -> Tree {
    Tree::of_image(opened.image, "image".as_ref())
}

/// The image with these layers, as an OCI archive.
fn of_layers(layers: Vec<Vec<u8>>) -> Result<Opened, Error> {
    open(&archive(&oci(&[Image::new("a:1", layers)])))
}

/// The tree of an image with one layer.
fn of_layer(layer: Tar) -> Tree {
    tree(of_layers(vec![layer.bytes()]).unwrap())
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree.read(path.as_ref(), 1 << 20).unwrap()).unwrap()
}

fn names(tree: &Tree, path: &str) -> Vec<String> {
    let entries = tree.list(path.as_ref()).unwrap().into_iter();
    entries
        .map(|entry| entry.name.into_string().unwrap())
        .collect()
}

/// The part whose name contains the text.
fn part<'p>(parts: &'p mut Parts, name: &str) -> &'p mut Vec<u8> {
    let found = parts.iter_mut().find(|(part, _)| part.contains(name));
    match found {
        Some((_, Part::File(content))) => content,
        _ => panic!("no part {name}"),
    }
}
