use std::{fs, path::Path};

use anchorwatch_home::Tree;
use anchorwatch_identity::Certificate;
use anchorwatch_remark::{Told, Value};

use crate::{Client, Inventory, Rights, StoreKind, Trust, survey};

/// The hash that OpenSSL looks for does not matter to the reader.
const HASHED: &str = "/etc/ssl/certs/0123abcd.0";
const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
const LOCAL: &str = "/usr/local/share/ca-certificates/x.crt";
const NAMED: &str = "/srv/roots.pem";
const PYTHONS: &str = "/usr/lib/python3/dist-packages/certifi/cacert.pem";

fn root(name: &str) -> Vec<u8> {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    let key = rcgen::KeyPair::generate().unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    anchorwatch_lab::pki::pem_block(label, der).into_bytes()
}

/// A machine with this content at this path, which settings for everyone name.
fn inventory(path: &str, content: &[u8]) -> Inventory {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, content: &[u8]| {
        let path = folder.path().join(&path[1..]);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write(BUNDLE, &pem("CERTIFICATE", &root("Shipped")));
    write(
        "/etc/environment",
        format!("CURL_CA_BUNDLE={NAMED}\nSSL_CERT_FILE={NAMED}\nNODE_EXTRA_CA_CERTS={NAMED}\n")
            .as_bytes(),
    );
    write(
        "/etc/gitconfig",
        format!("[http]\n\tsslCAInfo = {NAMED}\n").as_bytes(),
    );
    write(path, content);
    survey::read(&Tree::open(folder.path()).unwrap(), Rights::Own)
}

struct Seen {
    trust: Trust,
    clients: Vec<Client>,
}

fn seen(inventory: &Inventory, path: &str, der: &[u8]) -> Option<Seen> {
    let sha256 = Certificate::from_der(der).unwrap().sha256();
    let mut stores = inventory.stores.iter().filter(|store| {
        store.path.ends_with(&path[1..])
            || Path::new(path)
                .parent()
                .is_some_and(|parent| store.path.ends_with(parent.strip_prefix("/").unwrap()))
    });
    let anchor = stores.find_map(|store| {
        let mut anchors = store.anchors.iter();
        anchors.find(|anchor| anchor.certificate.sha256() == sha256)
    })?;
    Some(Seen {
        trust: anchor.trust,
        clients: anchor.effective_for.clone(),
    })
}

fn notes(inventory: &Inventory) -> Vec<Told> {
    let stores = inventory.stores.iter();
    let notes = stores.flat_map(|store| store.unreadable.iter().chain(&store.error).cloned());
    notes.collect()
}

fn remarks(inventory: &Inventory) -> usize {
    inventory
        .stores
        .iter()
        .map(|store| store.remarks.len())
        .sum()
}

#[test]
fn a_certificate_in_front_hides_none_behind_it_in_any_place() {
    let (public, imposed) = (root("Public"), root("Imposed"));
    let (public_pem, imposed_pem) = (pem("CERTIFICATE", &public), pem("CERTIFICATE", &imposed));
    for path in [HASHED, BUNDLE, LOCAL, NAMED, PYTHONS] {
        for content in [
            [&public[..], b"\n", &imposed_pem].concat(),
            [&public[..], &imposed_pem].concat(),
            [&public[..], &imposed].concat(),
            [&public_pem[..], &imposed].concat(),
        ] {
            let inventory = inventory(path, &content);
            for der in [&public, &imposed] {
                assert!(seen(&inventory, path, der).is_some(), "{path}");
            }
            assert_eq!(notes(&inventory), Vec::<Told>::new(), "{path}");
        }
    }
}

#[test]
fn each_form_is_trusted_by_the_programs_that_read_it() {
    let (public, imposed) = (root("Public"), root("Imposed"));
    let text = [&public[..], b"\n", &pem("CERTIFICATE", &imposed)].concat();
    let behind = seen(&inventory(NAMED, &text), NAMED, &imposed).unwrap();
    for client in [Client::Openssl, Client::Curl, Client::Git, Client::Node] {
        assert!(behind.clients.contains(&client), "{client:?}");
    }
    let front = seen(&inventory(NAMED, &text), NAMED, &public).unwrap();
    assert_eq!(front.clients, []);
    let hashed = |content: &[u8]| seen(&inventory(HASHED, content), HASHED, &imposed).unwrap();
    let both = [public, imposed.clone()].concat();
    let store_readers = [Client::Openssl, Client::PythonSsl];
    assert_eq!(hashed(&both).clients, store_readers);
    assert!(hashed(&text).clients.contains(&Client::Curl));
}

#[test]
fn under_the_name_of_a_crl_openssl_finds_a_certificate_too() {
    let imposed = root("Imposed");
    let path = "/etc/ssl/certs/0123abcd.r0";
    let there = seen(&inventory(path, &imposed), path, &imposed).unwrap();
    assert_eq!(there.clients, [Client::Openssl, Client::PythonSsl]);
    let path = "/etc/ssl/certs/0123abcd.x0";
    let not = seen(&inventory(path, &imposed), path, &imposed).unwrap();
    assert_eq!(not.clients, []);
}

#[test]
fn what_is_left_over_is_named_where_a_program_opens_the_file_whatever_it_is() {
    let (public, mut damaged) = (root("Public"), root("Damaged"));
    damaged[8] = 0xff;
    let content = [&public[..], &damaged].concat();
    for path in [HASHED, BUNDLE, LOCAL, NAMED] {
        let notes = notes(&inventory(path, &content));
        assert_eq!(notes.len(), 1, "{path}: {notes:?}");
        let is_unknown = matches!(
            notes[0].fact("why"),
            Some(Value::Remark(why)) if why.code() == "unknown_bytes"
        );
        assert!(is_unknown, "{notes:?}");
    }
    let path = "/etc/ssl/certs/parameters.bin";
    assert_eq!(notes(&inventory(path, &content)), Vec::<Told>::new());
    let comment = [&pem("CERTIFICATE", &public)[..], b"# Certificaci\xf3n 02\n"].concat();
    assert_eq!(notes(&inventory(BUNDLE, &comment)), Vec::<Told>::new());
}

/// `openssl x509 -trustout -addreject serverAuth`.
const REJECTS: [u8; 14] = [0x30, 0x0c, 0xa0, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];
/// `openssl x509 -trustout -addtrust clientAuth` and `serverAuth`.
const FOR_CLIENTS: [u8; 14] = [0x30, 0x0c, 0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2];
const FOR_SERVERS: [u8; 14] = [0x30, 0x0c, 0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];

#[test]
fn trust_said_inside_a_block_is_obeyed_and_only_by_those_who_read_it() {
    let imposed = root("Imposed");
    for path in [HASHED, BUNDLE, NAMED] {
        for (settings, is_trusted) in [(REJECTS, false), (FOR_CLIENTS, false), (FOR_SERVERS, true)]
        {
            let whole = [&imposed[..], &settings].concat();
            let trusted = pem("TRUSTED CERTIFICATE", &whole);
            let there = seen(&inventory(path, &trusted), path, &imposed).unwrap();
            let openssls = there.clients.contains(&Client::Openssl)
                || path == NAMED && there.clients.contains(&Client::Curl);
            assert_eq!(openssls, is_trusted, "{path}");
            assert_eq!(there.trust == Trust::Trusted, is_trusted, "{path}");
            for client in [Client::Gnutls, Client::Go, Client::Wget, Client::Git] {
                assert!(!there.clients.contains(&client), "{path} {client:?}");
            }
            // Next to a plain block of the same certificate it refuses nothing.
            let twice = [trusted, pem("CERTIFICATE", &imposed)].concat();
            let there = seen(&inventory(path, &twice), path, &imposed).unwrap();
            assert_eq!(there.trust, Trust::Trusted);
        }
    }
}

#[test]
fn a_file_of_which_openssl_loads_nothing_is_not_told_as_trusted_by_it() {
    let imposed = root("Imposed");
    let good = pem("CERTIFICATE", &imposed);
    let joined = [good.trim_ascii_end(), &pem("CERTIFICATE", &root("Public"))].concat();
    let text = String::from_utf8(good.clone()).unwrap();
    let blank = text.replace('\n', "\n\n");
    for path in [BUNDLE, NAMED, PYTHONS] {
        for content in [&joined[..], blank.as_bytes()] {
            let inventory = inventory(path, content);
            let there = seen(&inventory, path, &imposed).unwrap();
            for client in [
                Client::Openssl,
                Client::Curl,
                Client::PythonSsl,
                Client::PythonRequests,
            ] {
                assert!(!there.clients.contains(&client), "{path} {client:?}");
            }
            let others = [Client::Gnutls, Client::Git, Client::Node];
            let is_left = others.iter().any(|one| there.clients.contains(one));
            assert_eq!(is_left, path != PYTHONS, "{path}");
            assert!(remarks(&inventory) > 0, "{path}");
            assert!(seen(&inventory, path, &imposed).unwrap().trust == Trust::Trusted);
        }
        let inventory = inventory(path, &good);
        assert_eq!(remarks(&inventory), 0);
        let there = seen(&inventory, path, &imposed).unwrap();
        let openssls = there.clients.iter().any(|one| one.takes_all_or_nothing());
        assert!(openssls, "{path}");
    }
}

#[test]
fn what_a_program_does_not_load_of_a_file_is_not_told_as_trusted_by_it() {
    let (imposed, public) = (root("Imposed"), pem("CERTIFICATE", &root("Public")));
    let good = String::from_utf8(pem("CERTIFICATE", &imposed)).unwrap();
    let headed = |text: &str| good.replacen("-----\n", &format!("-----\n{text}\n\n"), 1);
    let garbage = String::from_utf8(pem("CERTIFICATE", b"\x30\x03\x02\x01\x05")).unwrap();
    let public = String::from_utf8(public).unwrap();
    // For OpenSSL's, for GnuTLS, for a program that is built with either.
    for (content, openssl, gnutls, either) in [
        (good.clone(), true, true, true),
        (headed("Proc-Type: 4,ENCRYPTED"), false, false, false),
        // It may be encrypted with an empty password.
        (
            headed("Proc-Type: 4,ENCRYPTED\nDEK-Info: X,00"),
            true,
            false,
            true,
        ),
        (headed("Key: value"), false, false, false),
        (format!("{good}{garbage}"), false, false, false),
        (format!("{public}\0\n{good}"), false, true, true),
        (format!("{good}\0\n{public}"), true, true, true),
        (good.replacen("-----\n", "-----\0\n", 1), true, false, true),
        (good.replacen("\nM", "\nM\0", 1), false, false, false),
    ] {
        let inventory = inventory(BUNDLE, content.as_bytes());
        let Some(there) = seen(&inventory, BUNDLE, &imposed) else {
            // No reader finds it, and the file is reported.
            assert!(!openssl && !gnutls, "{content:?}");
            assert!(!inventory.stores[0].unreadable.is_empty(), "{content:?}");
            continue;
        };
        for (client, expected) in [
            (Client::Openssl, openssl),
            (Client::Curl, openssl),
            (Client::Gnutls, gnutls),
            (Client::Git, either),
        ] {
            let is_there = there.clients.contains(&client);
            assert_eq!(is_there, expected, "{client:?} {content:?}");
        }
        let is_whole = openssl && gnutls && !content.contains('\0');
        assert_eq!(remarks(&inventory) == 0, is_whole, "{content:?}");
    }
}

#[test]
fn a_file_where_a_folder_is_named_is_read_as_openssl_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, content: &[u8]| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    let (public, imposed) = (root("Public"), root("Imposed"));
    write(&BUNDLE[1..], &pem("CERTIFICATE", &public));
    write("etc/environment", b"SSL_CERT_DIR=/srv/file\n");
    write("srv/file", &[public, imposed.clone()].concat());
    let inventory = survey::read(&Tree::open(folder.path()).unwrap(), Rights::Own);
    let there = seen(&inventory, "/srv/file", &imposed).unwrap();
    assert!(there.clients.contains(&Client::Openssl));
    assert!(!there.clients.contains(&Client::Curl));
    let mut stores = inventory.stores.iter();
    assert!(stores.any(|store| store.kind == StoreKind::NamedFile));
}
