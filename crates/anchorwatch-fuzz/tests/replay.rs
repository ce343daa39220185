//! Runs every target over its seeds, its saved inputs, and mutations of both.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{fs, path::Path};

use anchorwatch_fuzz::{
    Target,
    mutation::{Dice, mutated},
    targets,
};

fn inputs(target: &Target) -> Vec<Vec<u8>> {
    let mut inputs = (target.seeds)();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target.name);
    let mut saved: Vec<_> = fs::read_dir(folder)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    saved.sort();
    inputs.extend(saved.into_iter().map(|path| fs::read(path).unwrap()));
    inputs
}

#[test]
fn no_target_fails_on_its_seeds_saved_inputs_or_their_mutations() {
    for target in targets() {
        let inputs = inputs(&target);
        assert!(!inputs.is_empty(), "{} has no input", target.name);
        for input in &inputs {
            (target.run)(input);
            (target.run)(&[]);
        }
        let mut dice = Dice::new(42);
        for turn in 0..target.mutations {
            let input = &inputs[turn % inputs.len()];
            (target.run)(&mutated(input, &mut dice));
        }
    }
}

#[test]
fn the_dice_are_repeatable_and_the_damage_is_done() {
    let input = [7; 100];
    let draw = |start| -> Vec<Vec<u8>> {
        let mut dice = Dice::new(start);
        (0..200).map(|_| mutated(&input, &mut dice)).collect()
    };
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
    let changed = draw(1).iter().filter(|one| **one != input).count();
    assert!(changed > 150, "{changed}");
}

#[test]
fn each_target_is_also_a_cargo_fuzz_program() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    for target in targets() {
        assert!(
            manifest.contains(&format!("name = \"{}\"\n", target.name)),
            "{} is missing in fuzz/Cargo.toml",
            target.name
        );
    }
}
