//! What a review says.

use anchorwatch_identity::{Certificate, registry};
use anchorwatch_lab::Root;
use anchorwatch_policy::distrust::Match;
use anchorwatch_publisher::*;

use crate::site::*;

fn public_root(common_name: &str) -> Certificate {
    let all = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    let mut all = all.map(|der| Certificate::from_der(der).unwrap());
    all.find(|root| root.subject().common_names() == [common_name])
        .unwrap()
}

fn of(certificate: &Certificate, form: EntryForm, is_public: bool) -> Proposal {
    let mut item = of_certificate(certificate, form).unwrap();
    item.entry.is_public = is_public;
    let mut proposal = Proposal::default();
    proposal.add(item).unwrap();
    proposal
}

/// What speaks against the only item.
fn against(proposal: &Proposal, mirror: &Mirror) -> Vec<Against> {
    let mut reviewed = review(proposal, mirror);
    assert_eq!(reviewed.len(), 1);
    reviewed.remove(0).against
}

#[test]
fn a_public_root_is_found_under_every_form_of_entry() {
    let root = public_root("ISRG Root X1");
    let title = root.subject().to_string();
    for form in EntryForm::ALL {
        let found = against(&of(&root, form, true), &Mirror::empty());
        let expected = Against::PublicRoot {
            root: title.clone(),
        };
        assert!(found.contains(&expected), "{form:?} {found:?}");
        let found = against(&of(&root, form, false), &Mirror::empty());
        let expected = Against::PublicRootLocally {
            root: title.clone(),
        };
        assert!(found.contains(&expected), "{form:?} {found:?}");
    }
    let key = of(&root, EntryForm::Key, true);
    let included = against(&key, &Mirror::empty())
        .into_iter()
        .find_map(|it| match it {
            Against::Included { programs } => Some(programs),
            _ => None,
        });
    let all = ["Mozilla", "Chrome", "Apple", "Microsoft"];
    assert_eq!(included.unwrap(), all);
    // Its name, without its key.
    let named = Match::SubjectUnlessKey {
        subject: root.subject().sha256(),
        keys: Vec::new(),
    };
    let entry = PlainEntry {
        matches: named,
        ..plain("x", true)
    };
    let found = against(&proposal(&[(Action::Add, entry)]), &Mirror::empty());
    assert_eq!(found, [Against::PublicRoot { root: title }]);
}

#[test]
fn an_imposed_root_has_nothing_against_it_and_is_known() {
    let known = registry::known_roots();
    let known = known.iter().find(|it| it.conduct.reads_traffic()).unwrap();
    let entry = PlainEntry {
        matches: Match::Key(known.spki_sha256),
        ..plain("x", false)
    };
    let proposal = proposal(&[(Action::Add, entry)]);
    let reviewed = review(&proposal, &Mirror::empty());
    assert_eq!(reviewed[0].against, []);
    assert!(!reviewed[0].needs_quorum);
    let is_known = |it: &Known| matches!(it, Known::Registry { id, .. } if id == known.id);
    assert!(reviewed[0].known.iter().any(is_known));
    // A root that nobody knows.
    let root = Root::company("x").unwrap();
    let root = Certificate::from_der(root.der()).unwrap();
    let unknown = of(&root, EntryForm::Key, true);
    let reviewed = review(&unknown, &Mirror::empty());
    assert_eq!(reviewed[0].against, []);
    assert!(reviewed[0].needs_quorum);
    assert!(reviewed[0].known.contains(&Known::ProgramsUnknown));
}

/// A coerced publisher proposes to let an interceptor in again.
#[test]
fn taking_back_a_known_interceptor_has_something_against_it() {
    let known = registry::known_roots();
    let known = known.iter().find(|it| it.conduct.reads_traffic()).unwrap();
    let entry = PlainEntry {
        matches: Match::Key(known.spki_sha256),
        ..plain("x", false)
    };
    let site = Site::new();
    site.approve(1, &proposal(&[(Action::Add, entry.clone())]));
    let removal = proposal(&[(Action::Remove, entry)]);
    let title = known.title().to_owned();
    assert_eq!(against(&removal, &site.mirror()), [Against::Lost { title }]);
    assert!(review(&removal, &site.mirror())[0].needs_quorum);
}

#[test]
fn what_is_on_the_list_or_not_on_it_is_said() {
    let site = Site::new();
    site.approve(1, &proposal(&[(Action::Add, plain("a", true))]));
    let mirror = site.mirror();
    let about = |action, entry| against(&proposal(&[(action, entry)]), &mirror);
    assert_eq!(
        about(Action::Add, plain("a", true)),
        [Against::AlreadyThere]
    );
    assert_eq!(about(Action::Add, plain("a", false)), [Against::Covered]);
    assert_eq!(about(Action::Add, plain("b", false)), []);
    assert_eq!(about(Action::Remove, plain("a", true)), []);
    assert_eq!(
        about(Action::Remove, plain("a", false)),
        [Against::NotThere]
    );
    assert_eq!(
        about(Action::Withdraw, plain("a", true)),
        [Against::NotThere]
    );
    let mut silent = Proposal::default();
    let item = Item {
        action: Action::Add,
        entry: plain("c", false),
        comments: Vec::new(),
    };
    silent.add(item).unwrap();
    assert_eq!(against(&silent, &mirror), [Against::NoReason]);
}
