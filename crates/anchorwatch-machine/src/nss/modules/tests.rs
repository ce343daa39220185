use super::*;

const OWN: &str = "library=\nname=NSS Internal PKCS #11 Module\nparameters=configdir='sql:/home/a/p' certPrefix=''\nNSS=Flags=internal,critical\n";

#[test]
fn the_programs_own_module_is_none_of_the_others() {
    assert_eq!(modules(OWN), []);
    assert_eq!(modules(""), []);
}

#[test]
fn another_library_and_its_folders_are_found_in_every_spelling() {
    for parameters in [
        "configdir='sql:/srv/db' flags=readOnly",
        "flags=readOnly configDir=\"sql:/srv/db\"",
        "configdir=sql:/srv/db",
        "CONFIGDIR=<sql:/srv/db>",
        "tokens=<0x4=[configDir='sql:/srv/db' tokenDescription='x']>",
        "tokens=<0x4=[configDir=sql:/srv/db]>",
        "configdir='sql:\\/srv\\/db'",
    ] {
        let text = format!("{OWN}\nLibrary=libsoftokn3.so\nparameters={parameters}\n");
        let expected = Module {
            library: "libsoftokn3.so".to_owned(),
            parameters: parameters.to_owned(),
            folders: vec!["sql:/srv/db".to_owned()],
            has_prefix: false,
        };
        assert_eq!(modules(&text), [expected], "{parameters}");
    }
}

#[test]
fn a_library_is_harmless_only_by_name_and_place() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let named = |library: &str| {
        !judged(&tree, None, library, "", "/x", &[])
            .unclear
            .is_empty()
    };
    assert!(!named("libnssckbi.so"));
    assert!(!named("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"));
    assert!(!named("/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-trust.so"));
    for odd in [
        "/home/a/libnssckbi.so",
        "/usr/lib/other.so",
        "libsoftokn3.so.1",
        "../libnssckbi.so",
        "/tmp/p11-kit-trust.so",
    ] {
        assert!(named(odd), "{odd}");
    }
}

#[test]
fn a_library_that_is_there_is_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let path = folder.path().join("usr/lib/pkcs11");
    std::fs::create_dir_all(&path).unwrap();
    let judged = |library: &str, texts: &[&str]| {
        let library = format!("/usr/lib/pkcs11/{library}");
        let content = library::tests::elf(texts);
        std::fs::write(folder.path().join(&library[1..]), content).unwrap();
        let brought = judged(&tree, None, &library, "paths=relative", "/x", &[]);
        let codes = brought.unclear.iter().map(|told| told.code().to_owned());
        codes.collect::<Vec<_>>().join("; ")
    };
    let trust = ["PKCS#11 Kit Trust Module", "C_GetFunctionList"];
    let relative = "nss_p11_kit_place";
    assert!(judged("opensc-pkcs11.so", &trust).contains(relative));
    assert!(judged("libnssckbi.so", &trust).contains(relative));
    assert!(judged("p11-kit-trust.so", &[]).contains("nss_unknown_module"));
    assert!(judged("libsoftokn3.so", &[]).contains("nss_unknown_module"));
    assert_eq!(judged("opensc-pkcs11.so", &[]), "");
}

#[test]
fn a_database_under_another_name_is_told() {
    let text = "library=libsoftokn3.so\nparameters=configdir='/srv/db' certPrefix='x-'\n";
    assert!(modules(text)[0].has_prefix);
}

#[test]
fn a_list_cut_anywhere_is_read_without_a_panic() {
    let text = format!(
        "{OWN}\nlibrary=x.so\nparameters=configdir='sql:/a\\'b' tokens=<0x4=[configDir='c'>\n"
    );
    for at in 0..text.len() {
        let _modules = modules(&text[..at]);
    }
    let _modules = modules("parameters=configdir='\\");
}
