//! Tiles beside tlog_tiles 0.2, and attacks by whoever serves them.

use std::collections::BTreeMap;

use anchorwatch_transparency::{
    LogProofProblem, MAX_ENTRY_BYTES, Subtrees as _, TileKind, TilePath, TileProblem, TileWriter,
    TiledLog, TreeHash, TreeHead, check_consistency, check_inclusion, entries, root,
    tiles_for_consistency, tiles_for_inclusion,
};
use proptest::prelude::*;
use tlog_tiles::{Tile as TheirTile, tlog::Hash};

use crate::trees::{both, entry};

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A log that was written in steps of these sizes, and its heads.
pub(crate) fn written(sizes: &[u64]) -> (Files, Vec<TreeHead>) {
    let mut files = Files::new();
    let mut writer = TileWriter::default();
    let mut heads = Vec::new();
    for size in sizes {
        while writer.size() < *size {
            writer.add(&entry(writer.size())).unwrap();
        }
        for tile in writer.take() {
            let before = files.insert(tile.path.to_string(), tile.octets.clone());
            assert!(before.is_none_or(|it| it == tile.octets), "{}", tile.path);
        }
        heads.push(writer.head());
    }
    (files, heads)
}

pub(crate) fn reader(files: &Files) -> impl Fn(&TilePath) -> Option<Vec<u8>> {
    |path| files.get(&path.to_string()).cloned()
}

#[test]
fn the_tiles_of_a_log_are_the_same_as_theirs() {
    let sizes = [1, 2, 255, 256, 257, 300, 511, 512, 600];
    let (files, heads) = written(&sizes);
    let (tree, stored) = both(600);
    let mut seen = 0;
    for (size, head) in sizes.into_iter().zip(heads) {
        assert_eq!(head.root, root(&tree, size).unwrap());
        for tile in TheirTile::new_tiles(8, 0, size) {
            let path = tile.path().replacen("tile/8/", "tile/", 1);
            assert_eq!(
                files.get(&path),
                Some(&tile.read_data(&stored).unwrap()),
                "{path}"
            );
            seen += 1;
        }
    }
    assert!(seen > 20);
    let hashes = files.keys().filter(|it| !it.starts_with("tile/entries"));
    for path in hashes {
        let theirs = path.replacen("tile/", "tile/8/", 1);
        assert!(TheirTile::from_path(&theirs).is_ok(), "{path}");
    }
}

#[test]
fn a_third_level_begins_after_65_536_entries() {
    let (files, heads) = written(&[65_536 + 300]);
    for path in [
        "tile/2/000.p/1",
        "tile/1/000",
        "tile/1/001.p/1",
        "tile/0/256",
        "tile/0/257.p/44",
    ] {
        assert!(files.contains_key(path), "{path}");
    }
    let log = TiledLog::new(heads[0], reader(&files));
    for index in [0, 255, 256, 65_535, 65_536, 65_835] {
        assert_eq!(log.entry(index).unwrap(), entry(index));
    }
    let (older, old) = written(&[40_000]);
    assert!(log.prove_consistency(old[0]).is_ok());
    let opened = TileWriter::open(old[0], reader(&older)).unwrap();
    assert_eq!(opened.head(), old[0]);
}

#[test]
fn a_log_that_is_opened_again_grows_on() {
    for first in [0, 1, 255, 256, 257, 512, 700] {
        let (mut files, heads) = written(&[first]);
        let mut writer = TileWriter::open(heads[0], reader(&files)).unwrap();
        while writer.size() < 800 {
            writer.add(&entry(writer.size())).unwrap();
        }
        for tile in writer.take() {
            files.insert(tile.path.to_string(), tile.octets);
        }
        let (_, whole) = written(&[800]);
        assert_eq!(writer.head(), whole[0]);
        let log = TiledLog::new(writer.head(), reader(&files));
        assert_eq!(log.entry(first.min(799)).unwrap(), entry(first.min(799)));
        assert!(log.prove_consistency(heads[0]).is_ok());
        assert_eq!(log.check_root(), Ok(()));
    }
}

#[test]
fn a_tile_of_a_smaller_tree_does_not_pass_for_one_of_this() {
    let (files, heads) = written(&[300]);
    let (mut smaller, _) = written(&[290]);
    let part = smaller["tile/0/001.p/34"].clone();
    smaller.insert("tile/0/001.p/44".to_owned(), part);
    let check_root = |files: &Files| TiledLog::new(heads[0], reader(files)).check_root();
    assert_eq!(check_root(&smaller), Err(TileProblem::Length));
    assert_eq!(
        TileWriter::open(heads[0], reader(&smaller)),
        Err(TileProblem::Length)
    );
    let mut padded = smaller["tile/0/001.p/34"].clone();
    padded.resize(44 * 32, 0);
    smaller.insert("tile/0/001.p/44".to_owned(), padded);
    let log = TiledLog::new(heads[0], reader(&smaller));
    assert_eq!(log.check_root(), Err(TileProblem::OtherTree));
    let leaf = TreeHash::of_leaf(&entry(7));
    assert_eq!(
        log.prove_inclusion(leaf, 7),
        Err(LogProofProblem::Inclusion)
    );
    let good = TiledLog::new(heads[0], reader(&files));
    assert!(good.prove_inclusion(leaf, 7).is_ok());
}

#[test]
fn a_log_whose_tiles_were_changed_is_not_opened() {
    let (files, heads) = written(&[300]);
    for path in ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"] {
        let mut changed = files.clone();
        let octets = changed.get_mut(path).unwrap();
        let last = octets.len() - 1;
        octets[last] ^= 1;
        let opened = TileWriter::open(heads[0], reader(&changed));
        assert_eq!(opened, Err(TileProblem::OtherTree), "{path}");
        changed.remove(path);
        let opened = TileWriter::open(heads[0], reader(&changed));
        assert_eq!(opened, Err(TileProblem::Missing), "{path}");
    }
    assert!(TileWriter::open(heads[0], reader(&files)).is_ok());
}

#[test]
fn tiles_prove_no_growth_out_of_another_tree() {
    let (files, heads) = written(&[300, 600]);
    let log = TiledLog::new(heads[1], reader(&files));
    let root = TreeHash::of_leaf(b"another");
    let other = TreeHead { size: 300, root };
    let refused = Err(LogProofProblem::Consistency);
    assert_eq!(log.prove_consistency(other), refused);
    assert!(log.prove_consistency(heads[0]).is_ok());
}

#[test]
fn a_full_tile_serves_where_the_partial_one_is_gone() {
    let (mut files, heads) = written(&[300, 600]);
    files.remove("tile/0/001.p/44");
    files.remove("tile/entries/001.p/44");
    let log = TiledLog::new(heads[0], reader(&files));
    assert_eq!(log.entry(299).unwrap(), entry(299));
    assert_eq!(log.check_root(), Ok(()));
    let index = 300;
    let beyond = Err(LogProofProblem::Index { index, size: 300 });
    assert_eq!(log.entry(index), beyond);
}

#[test]
fn another_entry_in_a_bundle_is_refused() {
    let (mut files, heads) = written(&[300]);
    let bundle = files.get_mut("tile/entries/000").unwrap();
    let text = String::from_utf8(bundle.clone()).unwrap();
    *bundle = text.replace("entry 7", "ENTRY 7").into_bytes();
    let log = TiledLog::new(heads[0], reader(&files));
    assert_eq!(log.entry(7), Err(LogProofProblem::Inclusion));
    assert_eq!(log.entry(8).unwrap(), entry(8));
}

#[test]
fn a_bundle_is_checked_as_a_whole() {
    for size in [1, 2, 255, 256, 257, 300, 512, 70_000] {
        let (files, heads) = written(&[size]);
        let log = TiledLog::new(heads[0], reader(&files));
        let count = size.div_ceil(256);
        for index in [0, count / 2, count - 1] {
            let first = index * 256;
            let expected: Vec<Vec<u8>> = (first..size.min(first + 256)).map(entry).collect();
            assert_eq!(log.bundle(index), Ok(expected), "{size} {index}");
        }
        let index = count * 256;
        let beyond = Err(LogProofProblem::Index { index, size });
        assert_eq!(log.bundle(count), beyond);
        assert!(log.bundle(u64::MAX).is_err());
    }
}

#[test]
fn no_entry_of_a_bundle_can_be_changed_or_left_out() {
    let (files, heads) = written(&[300]);
    for (index, count, path) in [
        (0, 256, "tile/entries/000"),
        (1, 44, "tile/entries/001.p/44"),
    ] {
        let own = entries(&files[path], count).unwrap();
        let read = |entries: &[&[u8]]| {
            let mut changed = files.clone();
            changed.insert(path.to_owned(), packed(entries));
            TiledLog::new(heads[0], reader(&changed)).bundle(index)
        };
        for place in 0..own.len() {
            let mut other = own.clone();
            other[place] = b"another";
            assert_eq!(read(&other), Err(LogProofProblem::Inclusion), "{place}");
        }
        let mut swapped = own.clone();
        swapped.swap(3, 4);
        assert_eq!(read(&swapped), Err(LogProofProblem::Inclusion));
        let why = TileProblem::Bundle;
        assert_eq!(read(&own[1..]), Err(LogProofProblem::Tile { why }));
        assert!(read(&own).is_ok());
    }
}

fn packed(entries: &[&[u8]]) -> Vec<u8> {
    let length = |it: &[u8]| u16::try_from(it.len()).unwrap().to_be_bytes();
    let one = |it: &&[u8]| [length(it).as_slice(), it].concat();
    entries.iter().flat_map(one).collect()
}

#[test]
fn a_bundle_is_exactly_its_entries() {
    let bundle = [0, 1, b'a', 0, 0, 0, 2, b'b', b'c'];
    assert_eq!(entries(&bundle, 3).unwrap(), [&b"a"[..], b"", b"bc"]);
    for (bad, count) in [
        (&bundle[..], 2),
        (&bundle[..], 4),
        (&bundle[..8], 3),
        (&[0][..], 1),
    ] {
        assert_eq!(entries(bad, count), Err(TileProblem::Bundle));
    }
    let mut writer = TileWriter::default();
    assert_eq!(writer.add(&vec![0; MAX_ENTRY_BYTES]), Ok(()));
    let long = vec![0; MAX_ENTRY_BYTES + 1];
    assert_eq!(writer.add(&long), Err(TileProblem::Entry));
    assert_eq!(writer.size(), 1);
}

#[test]
fn a_path_has_one_form_and_leads_nowhere_else() {
    for good in [
        "tile/0/000",
        "tile/63/x001/x234/067",
        "tile/entries/000.p/255",
        "tile/1/x010/000.p/1",
        "tile/0/x009/x223/x372/x036/x854/x775/807",
    ] {
        let path: TilePath = good.parse().unwrap();
        assert_eq!(path.to_string(), good);
    }
    for bad in [
        "",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/64/000",
        "tile/00/000",
        "tile/-1/000",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/../000",
        "tile/0/x../000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/data/000",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(bad.parse::<TilePath>(), Err(TileProblem::Path), "{bad}");
    }
    assert_eq!(
        TilePath::in_tree(TileKind::Entries, u64::MAX, u64::MAX),
        None
    );
    for level in [8, 63, 1 << 29, u32::MAX] {
        let kind = TileKind::Hashes { level };
        assert_eq!(TilePath::in_tree(kind, 0, u64::MAX), None, "{level}");
    }
}

#[test]
fn no_tile_has_more_octets_than_its_path_allows() {
    let (files, heads) = written(&[300, 70_000]);
    for (path, octets) in &files {
        let path: TilePath = path.parse().unwrap();
        let is_of_hashes = path.kind() != TileKind::Entries;
        assert!(octets.len() <= path.max_bytes());
        assert!(!is_of_hashes || octets.len() == path.max_bytes());
    }
    let mut writer = TileWriter::default();
    for _ in 0..3 {
        writer.add(&[0; MAX_ENTRY_BYTES]).unwrap();
    }
    let tiles = writer.take();
    assert!(
        tiles
            .iter()
            .all(|it| it.octets.len() == it.path.max_bytes())
    );
    // No tile of this log is so far to the right.
    let log = TiledLog::new(heads[0], reader(&files));
    for (level, index) in [(1, 1 << 63), (7, u64::MAX), (64, 0), (u32::MAX, 1)] {
        assert_eq!(log.subtree(level, index), Err(TileProblem::Missing));
    }
}

#[test]
fn the_tiles_to_fetch_are_enough() {
    let (files, heads) = written(&[300, 70_000]);
    let new = heads[1];
    for index in [0, 299, 65_000, 69_999] {
        let wanted = tiles_for_inclusion(index, new.size).unwrap();
        assert!(wanted.len() <= 5);
        let some: Files = wanted
            .iter()
            .map(|it| (it.to_string(), files[&it.to_string()].clone()))
            .collect();
        let leaf = TreeHash::of_leaf(&entry(index));
        let hashes = TiledLog::new(new, reader(&some))
            .prove_inclusion(leaf, index)
            .unwrap();
        assert_eq!(check_inclusion(leaf, index, &hashes, new), Ok(()));
    }
    let wanted = tiles_for_consistency(300, new.size).unwrap();
    let some: Files = wanted
        .iter()
        .map(|it| (it.to_string(), files[&it.to_string()].clone()))
        .collect();
    let hashes = TiledLog::new(new, reader(&some))
        .prove_consistency(heads[0])
        .unwrap();
    assert_eq!(check_consistency(heads[0], new, &hashes), Ok(()));
    assert!(tiles_for_inclusion(7, 7).is_err() && tiles_for_consistency(8, 7).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_steps_lead_to_the_same_log(mut sizes in proptest::collection::vec(1_u64..900, 1..6)) {
        sizes.sort_unstable();
        let (_, heads) = written(&sizes);
        let (tree, stored) = both(900);
        for (size, head) in sizes.iter().zip(heads) {
            prop_assert_eq!(head.root, root(&tree, *size).unwrap());
            let theirs = tlog_tiles::tlog::tree_hash(*size, &stored).unwrap();
            prop_assert_eq!(theirs, Hash(*head.root.as_bytes()));
        }
    }
}
