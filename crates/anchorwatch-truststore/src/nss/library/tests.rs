use std::fs;

use super::*;

/// An ELF file with these texts, as far as anyone looks.
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
    // p11-kit's own with NSS's texts is p11-kit's.
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
    let found = || Library::at(&tree, "/usr/lib/nss/libnssckbi.so".as_ref()).unwrap();
    assert_eq!(found(), Some(Library::NssRoots));
    let sum = HEXLOWER.encode(&Md5::digest(&content));
    let list = at("var/lib/dpkg/info/libnss3:amd64.md5sums");
    fs::write(&list, format!("{sum}  usr/lib/nss/libnssckbi.so\n")).unwrap();
    assert_eq!(found(), Some(Library::NssRoots));
    fs::write(
        at("usr/lib/nss/libnssckbi.so"),
        [&content[..], b"x"].concat(),
    )
    .unwrap();
    assert_eq!(found(), Some(Library::Other));
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
