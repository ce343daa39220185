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
            folders: vec!["sql:/srv/db".to_owned()],
        };
        assert_eq!(modules(&text), [expected], "{parameters}");
    }
}

#[test]
fn a_library_is_harmless_only_by_name_and_place() {
    assert_eq!(named("libnssckbi.so"), None);
    assert_eq!(named("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"), None);
    assert_eq!(
        named("/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-trust.so"),
        None
    );
    for odd in [
        "/home/a/libnssckbi.so",
        "/usr/lib/other.so",
        "libsoftokn3.so.1",
        "../libnssckbi.so",
        "/tmp/p11-kit-trust.so",
    ] {
        assert!(named(odd).is_some(), "{odd}");
    }
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
