//! Certificates with SCTs of Certificate Transparency logs.

use std::sync::OnceLock;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{
    Root,
    pki::{Issuance, KeyKind, TransparencyLog},
};
use anchorwatch_verify::ct::{self, Log, Logs, SctStatus, Status};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[Target {
    name: "scts",
    run: scts,
    seeds,
    mutations: 4_000,
}];

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);
const SIGNED_MS: u64 = 1_790_000_000_000;

/// An authority, two logs of two operators, and the list that contains them.
struct Scene {
    root: Root,
    signers: Vec<TransparencyLog>,
    logs: Logs,
}

fn scene() -> Option<&'static Scene> {
    static SCENE: OnceLock<Option<Scene>> = OnceLock::new();
    SCENE
        .get_or_init(|| {
            let signers: Vec<TransparencyLog> = [KeyKind::P256; 2]
                .into_iter()
                .filter_map(|kind| TransparencyLog::new(kind).ok())
                .collect();
            let facts: Vec<Log> = signers
                .iter()
                .zip(["One", "Another"])
                .map(|(signer, operator)| {
                    Log::usable(signer.spki_der().leak(), operator, UnixSeconds::new(0))
                })
                .collect();
            Some(Scene {
                root: Root::company("Example Works").ok()?,
                signers,
                logs: Logs::of(facts.leak(), NOW),
            })
        })
        .as_ref()
}

/// Checks that the result is the same twice, that only SCTs signed by a log count, and that
/// another issuer's key never makes any of them valid.
fn scts(bytes: &[u8]) {
    let Some(scene) = scene() else { return };
    let ask = |issuer_spki: &[u8]| ct::examine(bytes, issuer_spki, &scene.logs, NOW);
    let report = ask(&scene.root.spki_der());
    assert_eq!(report, ask(&scene.root.spki_der()));
    let valid = report
        .scts
        .iter()
        .filter(|sct| sct.is == SctStatus::Valid)
        .count();
    assert!(report.status != Status::Compliant || valid >= 2);
    assert_eq!(ct::earliest_valid_sct(&report).is_some(), valid > 0);
    let other = ask(b"no key");
    assert!(other.scts.iter().all(|sct| sct.is != SctStatus::Valid));
    assert!(other.status != Status::Compliant);
}

fn seeds() -> Vec<Vec<u8>> {
    let Some(scene) = scene() else {
        return Vec::new();
    };
    let scts: Vec<_> = scene
        .signers
        .iter()
        .map(|signer| signer.sct(SIGNED_MS))
        .collect();
    [&scts[..], &[]]
        .into_iter()
        .filter_map(|scts| {
            let names = ["www.example.org"];
            let issuance = Issuance::default();
            let chain = scene.root.issue_with_scts(&names, &issuance, scts);
            Some(chain.ok()?.certificates().first()?.to_vec())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_with_scts_complies_and_the_one_without_has_none() {
        let scene = scene().unwrap();
        let statuses: Vec<Status> = seeds()
            .iter()
            .map(|seed| ct::examine(seed, &scene.root.spki_der(), &scene.logs, NOW).status)
            .collect();
        assert_eq!(statuses, [Status::Compliant, Status::NoScts]);
    }
}
