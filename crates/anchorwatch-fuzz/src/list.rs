//! Lists from others.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{Root, pki};
use anchorwatch_policy::{
    export::{self, ExportFormat, LocalEntries, Outgoing},
    import::{self, SignatureCheck},
};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[Target {
    name: "list",
    run: list,
    seeds,
    mutations: 2_000,
}];

/// Checks that a list is written in the normal form and read back unchanged, entry for entry; that
/// what is written in another format is read back; and that a signature can be looked for.
fn list(bytes: &[u8]) {
    let Ok(imported) = import::read(bytes) else {
        return;
    };
    let _is_stale = imported.is_stale_at(UnixSeconds::new(0));
    let written = import::entries::write(std::slice::from_ref(&imported));
    let again = import::entries::read(&written);
    assert!(again.is_ok_and(|again| again.entries.len() == imported.entries.len()));
    let names = import::onecrl::names(bytes).unwrap_or_default();
    for format in ExportFormat::ALL {
        let list = Outgoing {
            entries: &imported.entries,
            made_at: UnixSeconds::new(0),
            stale_after: imported.stale_after,
            local: LocalEntries::UnlessPublic,
            names: &names,
        };
        let Ok(exported) = export::write(format, &list) else {
            continue;
        };
        let again = import::read(&exported.bytes);
        assert!(again.is_ok_and(|again| again.entries.len() <= exported.written_count));
    }
    let check = SignatureCheck {
        chains: &[Vec::new()],
        now: UnixSeconds::new(0),
    };
    let checked = import::read_checked(bytes, &check);
    assert!(checked.is_err() == imported.has_unchecked_signature);
}

fn seeds() -> Vec<Vec<u8>> {
    let roots = crate::certificate::roots();
    let keys: Vec<String> = roots.iter().map(|root| base64(&hash(root))).collect();
    let header = format!(
        "{{\"ContentType\":\"CRLSet\",\"Version\":0,\"Sequence\":7,\"NotAfter\":1754300059,\"NumParents\":1,\"BlockedSPKIs\":[\"{}\"],\"KnownInterceptionSPKIs\":null,\"BlockedInterceptionSPKIs\":[\"{}\"],}}",
        keys.concat(),
        keys.first().cloned().unwrap_or_default()
    );
    let mut crlset = (u16::try_from(header.len()).unwrap_or(0))
        .to_le_bytes()
        .to_vec();
    crlset.extend_from_slice(header.as_bytes());
    crlset.extend_from_slice(&[7; 32]);
    crlset.extend_from_slice(&[2, 0, 0, 0, 1, 9, 3, 0, 1, 2]);
    let name = base64(&pki::Subject::isca().der());
    let onecrl = format!(
        "{{\"data\":[{{\"id\":\"a\",\"enabled\":false,\"issuerName\":\"{name}\",\"serialNumber\":\"AIEK\"}},{{\"id\":\"b\",\"subject\":\"{name}\",\"pubKeyHash\":\"{}\"}}],\"timestamp\":1}}",
        keys.first().cloned().unwrap_or_default()
    );
    let java = format!("# comment\nAlgorithm=SHA-256\n{}\n", "0A".repeat(32));
    let signed = onecrl.replace(
        "\"timestamp\":1",
        "\"timestamp\":1,\"metadata\":{\"id\":\"onecrl\",\"signatures\":[{\"mode\":\"p384ecdsa\",\"signature\":\"AAAA\"}]}",
    );
    let texts = [onecrl, signed, java].map(String::into_bytes);
    let mut seeds = vec![crlset];
    seeds.extend(texts);
    let own: Vec<_> = seeds
        .iter()
        .filter_map(|seed| import::read(seed).ok())
        .collect();
    seeds.push(import::entries::write(&own));
    seeds
}

fn hash(root: &Root) -> [u8; 32] {
    anchorwatch_identity::SpkiSha256::of(&root.spki_der())
        .as_bytes()
        .to_owned()
}

fn base64(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}
