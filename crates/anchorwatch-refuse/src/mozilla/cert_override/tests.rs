use std::fs;

use anchorwatch_identity::SpkiSha256;

use super::*;
use crate::targets::RefusedKey;

fn line(host: &str, certificate: &CertSha256) -> String {
    let octets: Vec<String> = certificate
        .as_bytes()
        .iter()
        .map(|octet| format!("{octet:02X}"))
        .collect();
    let print = octets.join(":");
    format!("{host}:443:\tOID.2.16.840.1.101.3.4.2.1\t{print}\t\n")
}

fn plan(text: &str) -> Draft {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("home/ana/.thunderbird/x.default");
    fs::create_dir_all(&profile).unwrap();
    fs::write(profile.join("cert_override.txt"), text).unwrap();
    let user = User {
        name: "ana".to_owned(),
        uid: None,
        gid: None,
        home: "/home/ana".into(),
    };
    let key = RefusedKey {
        key: SpkiSha256::of(b"k"),
        encodings: Vec::new(),
        names: Vec::new(),
        certificates: vec![CertSha256::of(b"refused")],
    };
    let targets = Targets::of_keys(vec![key]);
    let mut draft = Draft::default();
    of_user(
        &Tree::open(folder.path()).unwrap(),
        &user,
        &targets,
        &mut draft,
    );
    draft
}

#[test]
fn exceptions_for_a_certificate_with_a_refused_key_go_and_others_stay() {
    let (refused, other) = (CertSha256::of(b"refused"), CertSha256::of(b"other"));
    let head = "# PSM Certificate Override Settings file\r\nnot a line\n";
    let stays = line("b.test", &other);
    let goes = [line("a.test", &refused), line("c.test", &refused)];
    let draft = plan(&format!("{head}{}{stays}{}", goes[0], goes[1]));
    let [change] = draft.changes.as_slice() else {
        panic!("{:?}", draft.changes);
    };
    let Node::File(file) = &change.after else {
        panic!("{:?}", change.after);
    };
    assert_eq!(file.content, format!("{head}{stays}").as_bytes());
    let items = &change.role.edit().unwrap().items;
    let taken: Vec<&String> = items
        .iter()
        .filter_map(|item| item.before.as_ref())
        .collect();
    assert_eq!(taken, [&goes[0], &goes[1]]);
    assert_eq!(draft.covered.len(), 1);

    let untouched = plan(&format!("{head}{stays}"));
    assert_eq!((untouched.changes, untouched.covered), (vec![], vec![]));
    let cut = line("a.test", &refused).replace(":443:", "");
    assert_eq!(plan(&cut).changes, []);
}
