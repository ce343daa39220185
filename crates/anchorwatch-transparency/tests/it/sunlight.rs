//! Real tiles: the first 1,024 entries of the log navigli2025h2, from sunlight's `testdata` (Filippo
//! Valsorda, ISC, commit ed0bc38), where `ANCHORWATCH_CORPUS` has them in `tiles/navigli2025h2`.

use std::path::PathBuf;

use anchorwatch_transparency::{
    TILE_WIDTH, TilePath, TiledLog, Tree, TreeHash, TreeHead, check_inclusion, prove_inclusion,
    root,
};

fn folder() -> Option<PathBuf> {
    let corpus = std::env::var_os("ANCHORWATCH_CORPUS")?;
    let folder = PathBuf::from(corpus).join("tiles/navigli2025h2");
    folder.exists().then_some(folder)
}

/// Takes as many octets as the first `width` say.
fn sized<'a>(rest: &mut &'a [u8], width: usize) -> &'a [u8] {
    let start = *rest;
    let length = start[..width]
        .iter()
        .fold(0, |sum, it| sum << 8 | usize::from(*it));
    *rest = &start[width + length..];
    &start[..width + length]
}

/// The entries of a data tile, as static-ct-api has them: what is hashed, and what is not.
fn leaves(tile: &[u8]) -> Vec<Vec<u8>> {
    let mut rest = tile;
    let mut leaves = Vec::new();
    while !rest.is_empty() {
        // RFC 6962 §3.4: version and type of the leaf, then its time and type.
        let mut leaf = [&[0, 0], &rest[..10]].concat();
        let is_precertificate = rest[9] == 1;
        rest = &rest[10..];
        if is_precertificate {
            leaf.extend(&rest[..32]);
            rest = &rest[32..];
        }
        leaf.extend(sized(&mut rest, 3));
        leaf.extend(sized(&mut rest, 2));
        if is_precertificate {
            sized(&mut rest, 3);
        }
        // The hashes of the issuers.
        sized(&mut rest, 2);
        leaves.push(leaf);
    }
    leaves
}

#[test]
fn the_hashes_of_1_024_real_entries_are_those_of_their_tiles() {
    let Some(folder) = folder() else {
        return;
    };
    let read = |path: &str| std::fs::read(folder.join(path)).unwrap();
    let mut tree = Tree::default();
    let mut hashes = Vec::new();
    for number in 0..4 {
        let entries = leaves(&read(&format!("tile/data/00{number}")));
        assert_eq!(entries.len(), usize::from(TILE_WIDTH));
        let leaves: Vec<TreeHash> = entries.iter().map(|it| TreeHash::of_leaf(it)).collect();
        let octets: Vec<u8> = leaves.iter().flat_map(|it| *it.as_bytes()).collect();
        assert_eq!(octets, read(&format!("tile/0/00{number}")));
        hashes.extend(leaves);
    }
    assert_eq!(leaves(&read("tile/data/003.p/10")).len(), 10);
    for hash in &hashes {
        tree.push(*hash);
    }
    for size in [778, 1024] {
        let root = root(&tree, size).unwrap();
        let head = TreeHead { size, root };
        // Their log has no tiles above the leaves here; ours come from the same tree.
        let get = |path: &TilePath| match std::fs::read(folder.join(path.to_string())) {
            Ok(octets) => Some(octets),
            Err(_) => above(&tree, path),
        };
        let log = TiledLog::new(head, get);
        assert_eq!(log.check_root(), Ok(()));
        for index in [0, 255, 256, 777, size - 1] {
            let leaf = hashes[usize::try_from(index).unwrap()];
            let proof = log.prove_inclusion(leaf, index).unwrap();
            assert_eq!(Ok(proof.clone()), prove_inclusion(&tree, index, size));
            assert_eq!(check_inclusion(leaf, index, &proof, head), Ok(()));
        }
    }
}

/// A tile of level 1: the roots of whole tiles below.
fn above(tree: &Tree, path: &TilePath) -> Option<Vec<u8>> {
    use anchorwatch_transparency::{Subtrees as _, TileKind};
    if path.kind() != (TileKind::Hashes { level: 1 }) {
        return None;
    }
    let roots = (0..u64::from(path.width())).map(|it| tree.subtree(8, it).unwrap());
    Some(roots.flat_map(|it| *it.as_bytes()).collect())
}
