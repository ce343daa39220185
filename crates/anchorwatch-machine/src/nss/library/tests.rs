use std::fs;

use super::*;

/// An ELF file with these texts, as far as the reader looks.
pub(crate) fn elf(texts: &[&str]) -> Vec<u8> {
    let mut content = b"\x7fELF\x02\x01".to_vec();
    for text in texts {
        content.push(0);
        content.extend(text.as_bytes());
    }
    content
}

const ROOTS: [&str; 3] = [
    "C_GetFunctionList",
    "Builtin Object Token",
    "NSS Builtin Object Cryptoki Module",
];

#[test]
fn a_library_is_what_its_texts_say_and_no_file_without_all_of_them() {
    assert_eq!(Library::of(&elf(&ROOTS)), Library::NssRoots);
    for at in 0..ROOTS.len() {
        let mut texts = ROOTS.to_vec();
        texts.remove(at);
        assert_eq!(Library::of(&elf(&texts)), Library::Other);
    }
    let text = ROOTS.concat().into_bytes();
    assert_eq!(Library::of(&text), Library::Other);
    assert_eq!(Library::of(b""), Library::Other);
    // p11-kit's module with NSS's texts is p11-kit's.
    let both = [&ROOTS[..], &["PKCS#11 Kit Trust Module"]].concat();
    assert_eq!(Library::of(&elf(&both)), Library::P11KitTrust);
    let proxy = ["PKCS#11 Kit Proxy Module", "C_GetFunctionList"];
    assert_eq!(Library::of(&elf(&proxy)), Library::P11KitProxy);
}

#[test]
fn a_list_of_roots_that_is_not_as_its_package_brought_it_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("usr/lib/nss")).unwrap();
    fs::create_dir_all(at("var/lib/dpkg/info")).unwrap();
    let content = elf(&ROOTS);
    fs::write(at("usr/lib/nss/libnssckbi.so"), &content).unwrap();
    let found = || {
        let seen = Library::at(&tree, "/usr/lib/nss/libnssckbi.so".as_ref()).unwrap();
        seen.map(|seen| (seen.library, seen.origin))
    };
    let roots = |origin| Some((Library::NssRoots, origin));
    assert_eq!(found(), roots(Origin::Unknown));
    fs::write(at("var/lib/dpkg/info/base-files.md5sums"), "").unwrap();
    assert_eq!(found(), roots(Origin::NoPackage));
    let sum = HEXLOWER.encode(&Md5::digest(&content));
    let list = at("var/lib/dpkg/info/libnss3:amd64.md5sums");
    for place in ["usr/lib/nss", "lib/nss"] {
        fs::write(&list, format!("{sum}  {place}/libnssckbi.so\n")).unwrap();
        assert_eq!(found(), roots(Origin::Package), "{place}");
    }
    fs::write(
        at("usr/lib/nss/libnssckbi.so"),
        [&content[..], b"x"].concat(),
    )
    .unwrap();
    assert_eq!(found(), roots(Origin::Changed));
    fs::remove_file(at("usr/lib/nss/libnssckbi.so")).unwrap();
    assert_eq!(found(), None);
}

#[test]
fn the_loaders_folders_are_those_by_machine_and_those_that_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let at = |path: &str| folder.path().join(path);
    for path in [
        "usr/lib/x86_64-linux-gnu",
        "usr/lib/firefox",
        "opt/own",
        "etc/ld.so.conf.d",
    ] {
        fs::create_dir_all(at(path)).unwrap();
    }
    std::os::unix::fs::symlink("usr/lib", at("lib")).unwrap();
    fs::write(
        at("etc/ld.so.conf.d/own.conf"),
        "# own\n/opt/own\n/nowhere\n",
    )
    .unwrap();
    let expected = ["/opt/own", "/usr/lib/x86_64-linux-gnu", "/usr/lib"];
    assert_eq!(folders(&tree), expected.map(PathBuf::from));
}

/// An NSS list of these roots, as far as the reader looks.
fn list_of(roots: &[&[u8]]) -> Vec<u8> {
    let mut content = elf(&ROOTS);
    for root in roots {
        // Gaps between them, as a compiler leaves.
        content.extend([0; 7]);
        content.extend(*root);
    }
    content
}

#[test]
fn a_list_that_was_built_with_a_root_more_shows_it_and_a_public_list_shows_none() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let seen = |content: &[u8]| {
        fs::write(folder.path().join("list.so"), content).unwrap();
        Library::at(&tree, "/list.so".as_ref()).unwrap().unwrap()
    };
    let public: Vec<&[u8]> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|root| root.as_ref())
        .collect();
    let honest = seen(&list_of(&public));
    assert!(honest.is_nss_roots() && honest.foreign.is_empty());
    let key = rcgen::KeyPair::generate().unwrap();
    let own = rcgen::CertificateParams::default();
    let own = own.self_signed(&key).unwrap().der().clone();
    for at in [0, public.len() / 2, public.len()] {
        let mut roots = public.clone();
        roots.insert(at, &own);
        let rebuilt = seen(&list_of(&roots));
        let shown: Vec<&[u8]> = rebuilt.foreign.iter().map(Certificate::der).collect();
        assert_eq!(shown, [&own[..]], "{at}");
    }
    // A library that stores its roots in its own format is not recognized as the list.
    assert!(!seen(&list_of(&public[..10])).is_nss_roots());
    // In another library they are shown too.
    let other = [&elf(&["C_GetFunctionList"])[..], &own[..]].concat();
    assert_eq!(seen(&other).foreign.len(), 1);
}
