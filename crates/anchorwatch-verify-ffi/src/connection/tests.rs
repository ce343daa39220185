use std::{fmt::Write as _, fs, os::unix::fs::PermissionsExt as _, path::Path};

use anchorwatch_home::{BlockList, BlockedKey, Tree, Twins};
use anchorwatch_identity::{CertificateFile, SpkiSha256};
use anchorwatch_lab::{Root, ServerChain};

use super::*;
use crate::LocalRoots;

/// A machine whose owner counts `public` as public, and the roots that programs there trust.
struct Machine {
    public: Root,
    added: Root,
    folder: tempfile::TempDir,
}

const PUBLIC_ROOTS: &str = "/etc/anchorwatch/public.pem";
const PUBLIC_NAME: &str = "www.example.kz";
const PRIVATE_NAME: &str = "wiki.intranet";
const NAMES: [&str; 2] = [PUBLIC_NAME, PRIVATE_NAME];

impl Machine {
    fn new() -> Self {
        let machine = Self {
            public: Root::company("A public root").unwrap(),
            added: Root::isca_like().unwrap(),
            folder: tempfile::tempdir().unwrap(),
        };
        machine.write(PUBLIC_ROOTS, &machine.public.pem());
        machine.set(&format!("[programs]\npublic-roots = \"{PUBLIC_ROOTS}\"\n"));
        machine
    }

    fn set(&self, settings: &str) {
        self.write("/etc/anchorwatch/config.toml", settings);
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.folder.path().join(path.trim_start_matches('/'));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    }

    fn block(&self, root: &Root) {
        let blocked = BlockedKey {
            key: SpkiSha256::of(&root.spki_der()),
            because: "owner".to_owned(),
            since: UnixSeconds::new(0),
            twins: Twins::default(),
        };
        let list = BlockList::default().with([blocked]);
        self.write("/etc/anchorwatch/blocked.toml", &list.encode());
    }

    fn consent(&self, root: &Root, suffix: &str) {
        let day = |days: i64| UnixSeconds::new(crate::now().get() + days * 86_400);
        let key = SpkiSha256::of(&root.spki_der());
        let mut text = "count = 1\n[[consent]]\n".to_owned();
        writeln!(text, "key = \"{key}\"\nfor = [\"{suffix}\"]").unwrap();
        writeln!(
            text,
            "not-before = \"{}\"\nuntil = \"{}\"",
            day(-1),
            day(30)
        )
        .unwrap();
        text.push_str("by = \"M. Owner\"\nwhy = \"a test\"\n");
        self.write("/etc/anchorwatch/consent.toml", &text);
    }

    fn try_verifier(&self) -> Result<Verifier, crate::Error> {
        Verifier::of_machine(&Tree::open(self.folder.path()).unwrap(), &LocalRoots::None)
    }

    fn refusal(&self, connection: &Connection) -> Option<Refusal> {
        let verifier = self.try_verifier().unwrap();
        let refusal = verifier.refusal(connection);
        // The short form must agree.
        assert_eq!(verifier.refuses(connection), refusal.is_some());
        refusal
    }

    /// Returns the code of the refusal, if there is one.
    fn code(&self, connection: &Connection) -> Option<&'static str> {
        self.refusal(connection)
            .map(|refusal| match refusal.decision {
                Decision::Refused(refusal) => refusal.reason.code(),
                Decision::Inconclusive(why) => why.code(),
                Decision::Trusted(_) => "trusted",
            })
    }
}

/// What a program saw that accepted `chain` because it trusts `root`.
fn seen(chain: &ServerChain, root: &Root, names: &[&str]) -> Connection {
    let presented = chain.certificates().to_vec();
    Connection {
        own_path: [&presented[..], &[root.der().clone()]].concat(),
        presented,
        possible_roots: vec![root.der().clone()],
        names: names
            .iter()
            .map(|name| ReferenceName::parse(name))
            .collect(),
        at: crate::now(),
    }
}

#[test]
fn an_added_root_vouches_for_private_names_only() {
    let machine = Machine::new();
    let chain = machine.added.issue(&NAMES).unwrap();
    let asked = |name: &str| machine.code(&seen(&chain, &machine.added, &[name]));
    assert_eq!(asked(PRIVATE_NAME), None);
    assert_eq!(asked(PUBLIC_NAME), Some("local_anchor_for_public_name"));
}

#[test]
fn a_public_root_vouches_for_every_name() {
    let machine = Machine::new();
    let chain = machine.public.issue(&NAMES).unwrap();
    for name in NAMES {
        assert_eq!(machine.code(&seen(&chain, &machine.public, &[name])), None);
    }
}

#[test]
fn shipped_public_roots_do_not_count_if_the_owner_names_others() {
    let machine = Machine::new();
    let der = anchorwatch_lab::pki::public_root("ISRG Root X1").unwrap();
    let chain = machine.added.issue(&NAMES).unwrap();
    let mut connection = seen(&chain, &machine.added, &[PUBLIC_NAME]);
    connection.possible_roots = vec![der];
    assert_eq!(machine.code(&connection), Some("unknown_issuer"));
}

#[test]
fn without_a_name_only_public_roots_are_accepted() {
    let machine = Machine::new();
    let local = machine.added.issue(&NAMES).unwrap();
    let public = machine.public.issue(&NAMES).unwrap();
    assert_eq!(
        machine.code(&seen(&local, &machine.added, &[])),
        Some("local_anchor_for_public_name")
    );
    assert_eq!(machine.code(&seen(&public, &machine.public, &[])), None);
}

#[test]
fn every_name_that_was_asked_for_must_be_vouched_for() {
    let machine = Machine::new();
    let chain = machine.added.issue(&NAMES).unwrap();
    let refusal = machine.refusal(&seen(&chain, &machine.added, &[PRIVATE_NAME, PUBLIC_NAME]));
    let refusal = refusal.unwrap();
    assert_eq!(refusal.name, Some(ReferenceName::parse(PUBLIC_NAME)));
    let private = seen(&chain, &machine.added, &[PRIVATE_NAME, "10.0.0.1"]);
    assert_eq!(machine.code(&private), None);
}

#[test]
fn a_consent_covers_its_names_and_no_others() {
    let machine = Machine::new();
    let works = Root::company("Example Works Inspection").unwrap();
    let chain = works.issue(&[PUBLIC_NAME, "www.works.example"]).unwrap();
    let asked = |name: &str| machine.code(&seen(&chain, &works, &[name]));
    assert!(asked("www.works.example").is_some());
    machine.consent(&works, "works.example");
    assert_eq!(asked("www.works.example"), None);
    assert_eq!(asked(PUBLIC_NAME), Some("local_anchor_for_public_name"));
}

#[test]
fn a_refused_key_is_refused_for_private_names_too() {
    let machine = Machine::new();
    let chain = machine.added.issue(&NAMES).unwrap();
    let connection = seen(&chain, &machine.added, &[PRIVATE_NAME]);
    machine.block(&Root::company("Another").unwrap());
    assert_eq!(machine.code(&connection), None);
    machine.block(&machine.added);
    assert_eq!(machine.code(&connection), Some("distrusted_key"));
}

#[test]
fn a_clean_path_is_enough_if_the_program_took_a_refused_one() {
    let machine = Machine::new();
    let refused = Root::company("Refused").unwrap();
    machine.block(&refused);
    let authority = Root::company("Cross-signed twice").unwrap();
    let through = |root: &Root| authority.cross_signed_by(root).unwrap();
    let chain = authority.issue(&NAMES).unwrap();
    let both = chain
        .clone()
        .followed_by(through(&refused))
        .followed_by(through(&machine.public));
    let one = chain.followed_by(through(&refused));
    for name in NAMES {
        assert_eq!(machine.code(&seen(&both, &refused, &[name])), None);
        assert!(machine.code(&seen(&one, &refused, &[name])).is_some());
    }
}

#[test]
fn a_name_that_the_owner_declares_private_is_private() {
    let machine = Machine::new();
    let name = "wiki.example.kz";
    let chain = machine.added.issue(&[name, PUBLIC_NAME]).unwrap();
    let asked = |name: &str| machine.code(&seen(&chain, &machine.added, &[name]));
    assert!(asked(name).is_some());
    machine.set("[names]\nprivate = [\"wiki.example.kz\"]\n");
    assert_eq!(asked(name), None);
    assert_eq!(asked(PUBLIC_NAME), Some("local_anchor_for_public_name"));
    machine.block(&machine.added);
    assert_eq!(asked(name), Some("distrusted_key"));
}

#[test]
fn requiring_every_root_program_leaves_fewer_public_roots() {
    let machine = Machine::new();
    let public_count = |settings: &str| {
        machine.set(settings);
        let verifier = machine.try_verifier().unwrap();
        verifier
            .generation()
            .policies
            .base()
            .anchors()
            .public()
            .len()
    };
    let mozilla = public_count("");
    let all = public_count("[roots]\npublic-programs = \"all\"\n");
    assert!(0 < all && all < mozilla, "{all} of {mozilla}");
}

#[test]
fn matching_the_certificate_to_the_name_is_left_to_the_program() {
    let machine = Machine::new();
    let other = "other.example.kz";
    let public = machine.public.issue(&[other]).unwrap();
    let local = machine.added.issue(&[other]).unwrap();
    assert_eq!(
        machine.code(&seen(&public, &machine.public, &[PUBLIC_NAME])),
        None
    );
    assert_eq!(
        machine.code(&seen(&local, &machine.added, &[PUBLIC_NAME])),
        Some("local_anchor_for_public_name")
    );
}

#[test]
fn a_pinned_server_certificate_is_accepted_for_private_names() {
    let machine = Machine::new();
    let pinned = Root::company("nas.lan").unwrap();
    let asked = |name: &str| {
        machine.code(&Connection {
            presented: vec![pinned.der().clone()],
            own_path: vec![pinned.der().clone()],
            possible_roots: vec![pinned.der().clone()],
            names: vec![ReferenceName::parse(name)],
            at: crate::now(),
        })
    };
    assert_eq!(asked("nas.lan"), None);
    assert!(asked(PUBLIC_NAME).is_some());
}

#[test]
fn an_unknown_or_unreadable_path_is_not_clean() {
    let machine = Machine::new();
    let unknown = Root::company("Unknown").unwrap();
    let chain = unknown.issue(&NAMES).unwrap();
    let mut connection = seen(&chain, &unknown, &[PRIVATE_NAME]);
    assert_eq!(machine.code(&connection), None);
    connection
        .own_path
        .push(CertificateDer::from(vec![0x30, 0]));
    assert_eq!(machine.code(&connection), None, "the root may speak");
    connection.possible_roots.clear();
    assert_eq!(machine.code(&connection), Some("unknown_issuer"));
    connection.own_path.clear();
    assert_eq!(machine.code(&connection), Some("unknown_issuer"));
}

#[test]
fn a_public_chain_behind_a_certificate_that_cannot_be_read_does_not_vouch_for_it() {
    let machine = Machine::new();
    let public = machine.public.issue(&NAMES).unwrap();
    let added = machine.added.issue(&NAMES).unwrap();
    let code = |own: CertificateDer<'static>, name: &str| {
        let mut connection = seen(&added, &machine.added, &[name]);
        connection.presented = [std::slice::from_ref(&own), public.certificates()].concat();
        connection.own_path = vec![own, machine.added.der().clone()];
        machine.code(&connection)
    };
    let unreadable = || crate::loaded::or_empty(None);
    for name in NAMES {
        assert_eq!(code(public.certificates()[0].clone(), name), None);
        assert_eq!(code(unreadable(), name), Some("malformed_certificate"));
    }
}

#[test]
fn a_connection_without_certificates_is_refused() {
    let machine = Machine::new();
    let nothing = Connection {
        presented: Vec::new(),
        own_path: Vec::new(),
        possible_roots: Vec::new(),
        names: vec![ReferenceName::parse(PRIVATE_NAME)],
        at: crate::now(),
    };
    assert_eq!(machine.code(&nothing), Some("no_certificate"));
}

#[test]
fn a_panic_in_the_check_refuses_the_connection() {
    let machine = Machine::new();
    let chain = machine.public.issue(&NAMES).unwrap();
    let honest = || Some(seen(&chain, &machine.public, &[PUBLIC_NAME]));
    let given = Acceptance::of(|_| Acceptance::Given, honest);
    assert_eq!(given, Acceptance::Given);
    let fault = Acceptance::of(|_| panic!("a fault of this test's making"), honest);
    assert_eq!(fault, Acceptance::Denied);
    let fault = Acceptance::of(|_| Acceptance::Given, || panic!("another"));
    assert_eq!(fault, Acceptance::Denied);
}

#[test]
fn the_cache_of_policies_is_bounded_and_every_program_is_answered() {
    let machine = Machine::new();
    let verifier = machine.try_verifier().unwrap();
    for _ in 0..20 {
        let root = machine.added.rekeyed().unwrap();
        let chain = root.issue(&NAMES).unwrap();
        let refused = verifier.refusal(&seen(&chain, &root, &[PUBLIC_NAME]));
        assert!(refused.unwrap().sentence().contains("ISCA"));
        assert_eq!(
            verifier.refusal(&seen(&chain, &root, &[PRIVATE_NAME])),
            None
        );
    }
    assert!(verifier.generation().policies.kept_count() <= 8);
}

#[test]
fn a_damaged_owner_file_is_an_error() {
    for (path, text) in [
        (
            "/etc/anchorwatch/config.toml",
            "[programs]\npublic-root = \"/x\"\n",
        ),
        (
            "/etc/anchorwatch/config.toml",
            "[programs]\npublic-roots = \"/x\"\n",
        ),
        (
            "/etc/anchorwatch/public.pem",
            "-----BEGIN CERTIFICATE-----\n",
        ),
        ("/etc/anchorwatch/public.pem", ""),
        ("/etc/anchorwatch/blocked.toml", "[[key]]\n"),
        ("/etc/anchorwatch/consent.toml", "count = 1\n"),
    ] {
        let machine = Machine::new();
        assert!(machine.try_verifier().is_ok());
        machine.write(path, text);
        assert!(machine.try_verifier().is_err(), "{path}: {text}");
    }
}

#[test]
fn an_owner_file_that_others_can_write_is_an_error() {
    for path in ["etc/anchorwatch/config.toml", "etc/anchorwatch/public.pem"] {
        let machine = Machine::new();
        let open = fs::Permissions::from_mode(0o666);
        fs::set_permissions(machine.folder.path().join(path), open).unwrap();
        assert!(machine.try_verifier().is_err(), "{path}");
    }
}

#[test]
fn local_roots_come_from_the_system_bundle_or_a_named_file() {
    let machine = Machine::new();
    let tree = Tree::open(machine.folder.path()).unwrap();
    let chain = machine.added.issue(&NAMES).unwrap();
    let is_trusted = |local: &LocalRoots| {
        let verifier = Verifier::of_machine(&tree, local).unwrap();
        let name = ReferenceName::parse(PRIVATE_NAME);
        let decision = verifier.decide(chain.certificates(), &name, crate::now());
        matches!(decision, Decision::Trusted(_))
    };
    assert!(!is_trusted(&LocalRoots::System) && !is_trusted(&LocalRoots::None));
    let damaged = format!("-----BEGIN CERTIFICATE-----\n%\n{}", machine.added.pem());
    machine.write(LocalRoots::SYSTEM, &damaged);
    assert!(is_trusted(&LocalRoots::System) && !is_trusted(&LocalRoots::None));
    let named = machine.folder.path().join("named.pem");
    machine.write("/named.pem", &machine.added.pem());
    assert!(is_trusted(&LocalRoots::File(named.clone())));
    machine.write("/named.pem", &damaged);
    let read = Verifier::of_machine(&tree, &LocalRoots::File(named));
    assert!(matches!(read, Err(crate::Error::CertificateFile { .. })));
    let nowhere = LocalRoots::File(Path::new("/nowhere/roots.pem").to_owned());
    assert!(Verifier::of_machine(&tree, &nowhere).is_err());
}

#[test]
fn trust_settings_in_a_file_apply_to_local_and_public_roots() {
    let machine = Machine::new();
    let tree = Tree::open(machine.folder.path()).unwrap();
    let root = &machine.added;
    let chain = root.issue(&NAMES).unwrap();
    let der = CertificateFile::of_pem_and_der(root.pem().as_bytes())
        .certificates()
        .next()
        .unwrap()
        .der()
        .to_vec();
    let saying = |settings: &[u8]| {
        let body = data_encoding::BASE64.encode(&[der.as_slice(), settings].concat());
        let label = "TRUSTED CERTIFICATE";
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    };
    let server: &[u8] = b"\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01";
    let client: &[u8] = b"\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x02";
    let trusts = |usage: &[u8]| saying(&[b"\x30\x0c\x30\x0a", usage].concat());
    let rejects = |usage: &[u8]| saying(&[b"\x30\x0c\xa0\x0a", usage].concat());
    let not_readable = saying(b"\x30\x02\x01\x00");
    for (text, is_root) in [
        (root.pem(), true),
        (trusts(server), true),
        (rejects(client), true),
        (trusts(client), false),
        (rejects(server), false),
        (not_readable, false),
        (root.pem() + &rejects(server), false),
        (rejects(server) + &root.pem(), false),
    ] {
        machine.write(LocalRoots::SYSTEM, &text);
        let verifier = Verifier::of_machine(&tree, &LocalRoots::System).unwrap();
        let name = ReferenceName::parse(PRIVATE_NAME);
        let decision = verifier.decide(chain.certificates(), &name, crate::now());
        assert_eq!(matches!(decision, Decision::Trusted(_)), is_root, "{text}");
        let path = machine.folder.path().join("named.pem");
        machine.write("/named.pem", &text);
        let named = Verifier::of_machine(&tree, &LocalRoots::File(path));
        assert_eq!(named.is_ok(), is_root, "{text}");
        machine.write(PUBLIC_ROOTS, &text);
        assert_eq!(machine.try_verifier().is_ok(), is_root, "{text}");
        machine.write(PUBLIC_ROOTS, &machine.public.pem());
    }
}

#[test]
fn a_file_of_roots_may_mix_pem_and_der_and_holds_nothing_that_is_not_opened() {
    let machine = Machine::new();
    let tree = Tree::open(machine.folder.path()).unwrap();
    let (root, other) = (&machine.added, &machine.public);
    let chain = root.issue(&NAMES).unwrap();
    let mixed = [other.pem().as_bytes(), root.der(), b"\n"].concat();
    let container = anchorwatch_lab::container::pkcs12(&[root.der()]);
    let closed = [mixed.as_slice(), &container].concat();
    for (content, is_read) in [(mixed, true), (closed, false), (container, false)] {
        let path = machine.folder.path().join("named.pem");
        fs::write(&path, content).unwrap();
        let verifier = match Verifier::of_machine(&tree, &LocalRoots::File(path)) {
            Ok(verifier) => verifier,
            Err(error) => {
                assert!(!is_read, "{error}");
                assert!(matches!(error, crate::Error::CertificateFile { .. }));
                continue;
            }
        };
        let name = ReferenceName::parse(PRIVATE_NAME);
        let decision = verifier.decide(chain.certificates(), &name, crate::now());
        assert!(is_read && matches!(decision, Decision::Trusted(_)));
    }
}
