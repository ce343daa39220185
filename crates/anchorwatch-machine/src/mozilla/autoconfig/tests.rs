use super::*;

fn a_certificate() -> rcgen::Certificate {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
    params.self_signed(&key).unwrap()
}

fn found_in(script: &str) -> Vec<Vec<u8>> {
    let prefs = Prefs::read(script, Language::Script);
    let found = certificates(&prefs);
    found.iter().map(|found| found.der().to_vec()).collect()
}

#[test]
fn certificates_are_found_however_a_script_writes_them() {
    let certificate = a_certificate();
    let (der, pem) = (certificate.der().to_vec(), certificate.pem());
    let base64 = data_encoding::BASE64.encode(&der);
    let lines: Vec<&str> = pem.lines().collect();
    for script in [
        format!("db.addCertFromBase64(\"{base64}\", \"C,,\");"),
        format!("var x = `{pem}`;"),
        format!("var x = '{}';", lines.join("\\n")),
        format!("var x = '{}\\n';", lines.join("\\n' +\n  '")),
        format!("var x = \"{}\\\n{}\";", &base64[..64], &base64[64..]),
    ] {
        assert_eq!(
            found_in(&script).as_slice(),
            std::slice::from_ref(&der),
            "{script}"
        );
    }
    for none in [
        format!("// \"{base64}\""),
        format!("var x = '{}';", &base64[4..]),
    ] {
        assert!(found_in(&none).is_empty(), "{none}");
    }
}

#[test]
fn a_script_is_read_as_the_program_obscures_it() {
    let text = b"// x\nlockPref('a', 1);\xff";
    for (value, moved) in [(13, 13), (0, 0), (-5, 0), (269, 13), (255, 255)] {
        let obscured: Vec<u8> = text.iter().map(|octet| octet.wrapping_add(moved)).collect();
        assert_eq!(unobscured(&obscured, value), text, "{value}");
    }
}

#[test]
fn what_a_script_does_besides_is_told() {
    let told = |script: &str| unjudged(&Prefs::read(script, Language::Script)).is_some();
    assert!(!told("// x\nlockPref('a', 1);"));
    assert!(told("fetch('https://a.test')"));
    assert!(told(
        "lockPref('autoadmin.global_config_url', 'https://a.test/x.jsc');"
    ));
    assert!(told(&"f('a');".repeat(MAX_TEXTS + 1)));
    assert!(told(&"pref('a', 'b');".repeat(MAX_TEXTS)));
    assert!(!told(&"pref('a', 'b');".repeat(MAX_TEXTS / 2)));
    // Garbage, as a script looks when it is read with the wrong value.
    let obscured: Vec<u8> = b"lockPref('a', 1);"
        .iter()
        .map(|octet| octet + 13)
        .collect();
    assert!(told(&String::from_utf8_lossy(&obscured)));
}

#[test]
fn a_part_of_the_verification_that_is_switched_off_is_a_setting() {
    let count = |text: &str| settings(&Prefs::read(text, Language::Script)).len();
    assert_eq!(
        count("lockPref('security.cert_pinning.enforcement_level', 0);"),
        1
    );
    assert_eq!(
        count("lockPref('security.cert_pinning.enforcement_level', 2);"),
        0
    );
    assert_eq!(
        count("lockPref('security.enterprise_roots.enabled', true);"),
        0
    );
}
