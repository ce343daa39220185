//! Files that settings name, with roots that are held to names.

use std::fs;

use anchorwatch_home::{BlockList, Unlisted, UnlistedTreatment, encode_consents};
use anchorwatch_machine::{Rights, confined_cert, survey};
use anchorwatch_policy::{
    Consent, Consents,
    consent::{Coverage, Terms},
};

use super::*;
use crate::{made::root, targets::Goal};

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);
const FILE: &str = "srv/ca.pem";

struct Machine(tempfile::TempDir);

impl Machine {
    /// A machine with a setting that names a file with this content.
    fn naming(content: &str) -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        machine.write("etc/ssl/certs/ca-certificates.crt", "");
        machine.write("etc/environment", &format!("SSL_CERT_FILE=/{FILE}\n"));
        machine.write(FILE, content);
        machine
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn tree(&self) -> Tree {
        Tree::open(self.0.path()).unwrap()
    }

    fn content(&self) -> Vec<u8> {
        fs::read(self.0.path().join(FILE)).unwrap()
    }

    fn certificates(&self) -> Vec<Certificate> {
        let file = certificate_file(&self.content());
        file.certificates().cloned().collect()
    }

    fn planned(&self, treatment: UnlistedTreatment) -> Draft {
        let tree = self.tree();
        let list = BlockList::default().limiting_unlisted(Unlisted::of(treatment, []));
        let stores = survey::read(&tree, Rights::Own).stores;
        let (allowlist, _) = Allowlist::of(&tree, &list, NOW);
        let mut targets = Targets::of(Goal::Refuse, &tree, list.clone(), &stores);
        search::limit(&mut targets, &tree, &allowlist, (&stores, &[]), NOW);
        let mut draft = Draft::default();
        of_system(&tree, &targets, &[], &mut draft);
        draft
    }

    fn apply(&self, draft: &Draft) -> Vec<EditItem> {
        let [change] = draft.changes.as_slice() else {
            panic!("{:?}", draft.changes);
        };
        self.tree().make(change, ".test").unwrap();
        match &change.role {
            Role::Shared(edit) => edit.items.clone(),
            role => panic!("{role:?}"),
        }
    }

    fn consent(&self, root: &Certificate, coverage: Coverage) {
        let terms = Terms {
            coverage,
            not_before: NOW,
            until: UnixSeconds::new(NOW.get() + 1_000),
            by: "an owner".to_owned(),
            why: "a test".to_owned(),
        };
        let consent = Consent::new(root.spki_sha256(), terms).unwrap();
        let text = encode_consents(&Consents::default().with(consent));
        self.write("etc/anchorwatch/consent.toml", &text);
    }
}

#[test]
fn a_root_is_replaced_in_its_place_and_comes_back_there() {
    let ((root, pem), (other, others)) = (root("Works"), root("Others"));
    let content = format!("# ours\n{pem}# between\n{others}# end\n");
    let machine = Machine::naming(&content);
    assert_eq!(machine.planned(UnlistedTreatment::HoldOut).changes, []);
    let draft = machine.planned(UnlistedTreatment::Confine);
    assert_eq!((&draft.withheld, &draft.blind_spots), (&vec![], &vec![]));
    let items = machine.apply(&draft);
    let roots: Vec<Option<Certificate>> = (machine.certificates().iter())
        .map(confined_cert::root_of)
        .collect();
    assert_eq!(roots, [Some(root), Some(other)]);
    assert_eq!(machine.planned(UnlistedTreatment::Confine).changes, []);

    // Someone else wrote the file since, and took one of the two out.
    let now = String::from_utf8(machine.content()).unwrap();
    let (first, _) = now.split_once("# between").unwrap();
    let edited = format!("{first}# theirs\n");
    let back = revert::revert(edited.as_bytes(), &items).unwrap();
    let expected = format!("# ours\n{pem}# theirs\n");
    let crate::reverted::Reverted::Content(back) = back else {
        panic!("{back:?}");
    };
    let lines = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(lines(&String::from_utf8(back).unwrap()), lines(&expected));
}

#[test]
fn other_names_replace_a_confined_root_and_what_is_no_plain_pem_goes() {
    let (root, pem) = root("Works");
    let machine = Machine::naming(&pem);
    machine.apply(&machine.planned(UnlistedTreatment::Confine));
    let before = machine.certificates();
    machine.consent(
        &root,
        Coverage::Scopes(vec!["works.example".parse().unwrap()]),
    );
    machine.apply(&machine.planned(UnlistedTreatment::Confine));
    let after = machine.certificates();
    assert_ne!(before, after);
    assert_eq!(confined_cert::root_of(&after[0]), Some(root.clone()));
    machine.consent(&root, Coverage::AllNames);
    machine.apply(&machine.planned(UnlistedTreatment::Confine));
    assert_eq!(machine.certificates(), [root]);

    // OpenSSL's form says more of a root than can be repeated.
    let trusted = pem.replace("CERTIFICATE-", "TRUSTED CERTIFICATE-");
    let machine = Machine::naming(&trusted);
    let draft = machine.planned(UnlistedTreatment::Confine);
    assert_eq!(draft.withheld.len(), 1);
    machine.apply(&draft);
    assert_eq!(machine.certificates(), []);
}

/// No tool fills such a folder, so nothing else would show the root.
#[test]
fn a_link_in_a_folder_that_a_setting_names_becomes_a_file() {
    let (root, pem) = root("Works");
    let machine = Machine::naming("");
    machine.write("etc/environment", "SSL_CERT_DIR=/srv/certs\n");
    let local = "usr/local/share/ca-certificates/works.crt";
    machine.write(local, &pem);
    fs::create_dir_all(machine.0.path().join("srv/certs")).unwrap();
    let link = machine.0.path().join("srv/certs/0a0a0a0a.0");
    std::os::unix::fs::symlink(format!("/{local}"), &link).unwrap();
    let draft = machine.planned(UnlistedTreatment::Confine);
    let items = machine.apply(&draft);
    assert_eq!(items.len(), 1);
    assert!(!link.is_symlink());
    let shown = certificate_file(&fs::read(&link).unwrap());
    let shown: Vec<_> = shown.certificates().map(confined_cert::root_of).collect();
    assert_eq!(shown, [Some(root)]);
    let local = fs::read_to_string(machine.0.path().join(local));
    assert_eq!(local.unwrap(), pem);
}

#[test]
fn a_file_with_too_many_roots_is_left() {
    let mut content = String::new();
    for at in 0..=1_000 {
        content += &root(&format!("Root {at}")).1;
    }
    let machine = Machine::naming(&content);
    assert_eq!(machine.planned(UnlistedTreatment::Confine).changes, []);
}
