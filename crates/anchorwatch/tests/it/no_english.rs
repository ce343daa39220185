//! A Kazakh or Russian answer to damaged input has no English sentence in it.
//!
//! Names, paths, commands and options stay as they are in every language: what is between
//! backticks or in «», and the files of the test, are left out before the search.

use anchorwatch_lab::{
    Root, container,
    image::{Image, Part, Tar, archive, oci},
};

use crate::run::{Machine, Run, anchorwatch};

/// Words of nearly every English sentence, and of no name in these answers.
const ENGLISH: [&str; 18] = [
    "the", "is", "are", "it", "its", "not", "no", "cannot", "of", "has", "have", "an", "with",
    "for", "from", "was", "than", "expected",
];

/// The answer in each language besides English.
fn answers(args: &[&str]) -> Vec<Run> {
    let in_language = |language| anchorwatch(&[args, &["--language", language]].concat());
    vec![in_language("kk"), in_language("ru")]
}

fn assert_no_english(args: &[&str]) {
    for run in answers(args) {
        let text = run.stdout + &run.stderr;
        assert!(
            text.contains(|it| ('а'..='я').contains(&it)),
            "{args:?}: {text}"
        );
        assert_eq!(english(&text), [] as [&str; 0], "{args:?}: {text}");
    }
}

/// The English words in a text.
fn english(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            continue;
        }
        for part in part
            .split('«')
            .map(|part| part.rsplit('»').next().unwrap_or(part))
        {
            // A path, an option or a command in an example is not a word.
            let words = part
                .split_whitespace()
                .filter(|word| !word.contains(['/', '=']) && !word.starts_with('-'));
            let words = words.map(|word| word.trim_matches(|it: char| !it.is_alphanumeric()));
            found.extend(words.filter(|word| ENGLISH.contains(&word.to_lowercase().as_str())));
        }
    }
    found
}

#[test]
fn the_search_finds_english_and_leaves_quotes_out() {
    let quoted = "ошибка: `it is not` «the file» /etc/is/not нет";
    assert_eq!(english(quoted), [] as [&str; 0]);
    assert_eq!(english("ошибка: The file is damaged."), ["The", "is"]);
}

/// A folder with files, and the name of one of them.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(&self, name: &str, content: &[u8]) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }
}

#[test]
fn of_a_damaged_file_that_someone_was_sent() {
    let root = Root::company("Works").unwrap();
    let (der, pem) = (root.der(), root.pem());
    let pkcs12 = container::pkcs12(&[der]);
    let pkcs7 = container::pkcs7(&[der]);
    let mut inside = pkcs12.clone();
    let middle = inside.len() - der.len() / 2;
    inside[middle..].fill(0xff);
    let profile = container::profile("Wi-Fi", &[]);
    let files = Files::new();
    let odd =
        "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\x]\r\n\"Blob\"=hex:zz\r\n";
    let broken = pem.replace("MII", "!!!");
    let contents: &[&[u8]] = &[
        b"",
        b"no certificate at all",
        &pkcs12[..pkcs12.len() / 2],
        &inside,
        &[&pkcs12[..], b"more"].concat(),
        &pkcs7[..pkcs7.len() - 9],
        &der[..der.len() / 2],
        &[&der[..], &[1, 2, 3]].concat(),
        broken.as_bytes(),
        &pem.as_bytes()[..pem.len() / 2],
        &profile.as_bytes()[..profile.len() / 2],
        b"<plist version=\"1.0\"><dict><key>a</key></dict></plist>",
        b"bplist00 and no more of it",
        b"PK\x03\x04 a ZIP archive",
        odd.as_bytes(),
        b"-----BEGIN PKCS7-----\n!!!\n-----END PKCS7-----\n",
        b"[p11-kit-object-v1]\nclass: x-certificate\nvalue: \"%zz\"\n",
    ];
    for (number, content) in contents.iter().enumerate() {
        let file = files.with(&format!("{number}.bin"), content);
        assert_no_english(&["identify", &file]);
        // The same file as the certificate of a key to refuse.
        let empty = files.0.path().display().to_string();
        assert_no_english(&["block", "--root", &empty, "--certificate", &file]);
    }
    assert_no_english(&["identify", "/no/such/file"]);
}

#[test]
fn of_a_chain_or_evidence_that_cannot_be_read() {
    let files = Files::new();
    let head = r#"{"schema":"anchorwatch.evidence/1","software":"x","measurements":["#;
    for (number, content) in [
        "",
        "{",
        "[]",
        r#"{"schema":"anchorwatch.evidence/9","software":"x","measurements":[]}"#,
        r#"{"schema":"anchorwatch.evidence/1","software":"x"}"#,
        &format!(r#"{head}{{"target":{{"host":"x","port":"y"}}}}]}}"#),
        &format!(r#"{head}],"more":1}}"#),
    ]
    .iter()
    .enumerate()
    {
        let file = files.with(&format!("{number}.json"), content.as_bytes());
        assert_no_english(&["verdict", &file]);
        assert_no_english(&["verify", "--host", "www.example.kz", &file]);
        assert_no_english(&["list", "show", &file]);
    }
}

#[test]
fn of_our_own_files_when_they_are_damaged() {
    for content in [
        "x",
        "x = ",
        "more = 1\n",
        "count = \"one\"\n",
        "count = 3\n",
        "\u{0}",
    ] {
        for name in ["blocked.toml", "consent.toml", "config.toml"] {
            let machine = Machine::with(&[]);
            let folder = machine.path("etc/anchorwatch");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(name), content).unwrap();
            let root = machine.root_text();
            for command in [
                &["audit"][..],
                &["status"],
                &["consent", "list"],
                &["block"],
            ] {
                assert_no_english(&[command, &["--root", &root]].concat());
            }
        }
    }
}

#[test]
fn of_a_damaged_receipt() {
    for content in [
        "{",
        "[]",
        "{\"schema\":\"x\"}",
        r#"{"schema":"anchorwatch.receipt/9","id":"20200101T000000Z","made_at":"2020-01-01T00:00:00Z","purpose":"x","changes":[]}"#,
        r#"{"schema":"anchorwatch.receipt/1","id":"20200101T000000Z","made_at":"yesterday","purpose":"x","changes":[]}"#,
        r#"{"schema":"anchorwatch.receipt/1","id":"20200101T000000Z","made_at":"2020-01-01T00:00:00Z","purpose":"x",
            "changes":[{"path":"etc/x","role":"own","before":"absent","after":"absent"}]}"#,
    ] {
        let machine = Machine::with(&[]);
        let folder = machine.path("var/lib/anchorwatch/journal/20200101T000000Z");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("receipt.json"), content).unwrap();
        std::fs::write(folder.join("status"), "applied").unwrap();
        let root = machine.root_text();
        for command in ["undo", "status", "block", "audit"] {
            assert_no_english(&[command, "--root", &root]);
        }
    }
}

#[test]
fn of_a_consent_that_is_refused() {
    let machine = Machine::with(&[]);
    let root = machine.root_text();
    let key = "0".repeat(64);
    let given = |scope: &str, until: &str, by: &str| {
        assert_no_english(&[
            "consent", "add", "--root", &root, "--key", &key, "--for", scope, "--until", until,
            "--by", by, "--why", "x",
        ]);
    };
    for scope in [
        "kz",
        "gov.kz",
        "*",
        "10.1.2.3/8",
        "3.0.0.0/6",
        "!!",
        "0.0.0.0/0",
    ] {
        given(scope, "2027-01-01", "x");
    }
    given("works.example", "2020-01-01", "x");
    given("works.example", "2099-01-01", "x");
    given("works.example", "yesterday", "x");
    given("works.example", "2027-01-01", " ");
    given("works.example", "2027-01-01", "x\ny");
}

#[test]
fn of_a_store_that_cannot_be_read() {
    let jks = |rest: &[u8]| [&[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2][..], rest].concat();
    let pkcs12 = container::pkcs12(&[Root::company("Works").unwrap().der()]);
    for (path, content) in [
        ("opt/jdk-21/lib/security/cacerts", jks(&[0, 0])),
        (
            "opt/jdk-21/lib/security/cacerts",
            jks(&[0, 0, 0, 1, 0, 0, 0, 9, 0, 0]),
        ),
        (
            "opt/jdk-21/lib/security/cacerts",
            jks(&[0, 0, 0, 1, 0, 0, 0, 2, 0, 1, b'a']),
        ),
        (
            "opt/jdk-21/lib/security/cacerts",
            pkcs12[..pkcs12.len() / 2].to_vec(),
        ),
        (
            "opt/jdk-21/lib/security/cacerts",
            b"neither of them".to_vec(),
        ),
        (
            "opt/jdk-21/lib/security/blocked.certs",
            b"Algorithm=MD2\n".to_vec(),
        ),
        (
            "home/alice/.pki/nssdb/cert9.db",
            b"SQLite format 3\0 and then nothing".to_vec(),
        ),
        ("home/alice/.pki/nssdb/cert9.db", vec![0xff; 9000]),
        ("etc/firefox/policies/policies.json", b"{".to_vec()),
        ("etc/firefox/policies/policies.json", vec![0xff; 9]),
        (
            "etc/opt/chrome/policies/managed/x.json",
            b"{ \"x\": ".to_vec(),
        ),
        ("etc/docker/daemon.json", b"{".to_vec()),
        ("etc/pip.conf", b"[global\n".to_vec()),
        ("home/alice/.gitconfig", b"[http\n".to_vec()),
        ("home/alice/.cargo/config.toml", b"[http\n".to_vec()),
        ("home/alice/.npmrc", vec![0xff; 9]),
    ] {
        let machine = Machine::with(&[]);
        let file = machine.path(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, content).unwrap();
        let root = machine.root_text();
        assert_no_english(&["audit", "--root", &root, "--all"]);
        assert_no_english(&["block", "--root", &root, "--verbose"]);
    }
}

#[test]
fn of_a_container_image_that_cannot_be_read() {
    let files = Files::new();
    let layer = Tar::new().file("etc/a", b"content").bytes();
    let image = |name: &str| Image::new(name, vec![layer.clone()]);
    let whole = archive(&oci(&[image("a:1")]));
    let changed = |change: &dyn Fn(&str, &mut Vec<u8>)| {
        let mut parts = oci(&[image("a:1")]);
        for (name, part) in &mut parts {
            if let Part::File(content) = part {
                change(name, content);
            }
        }
        archive(&parts)
    };
    let other_system = changed(&|_, content| {
        let text = String::from_utf8_lossy(content).replace("linux", "lnuxi");
        if text.contains("lnuxi") {
            *content = text.into_bytes();
        }
    });
    let packed = changed(&|_, content| {
        if content.len() >= 1024 {
            *content = b"BZh91AY".to_vec();
        }
    });
    let index = changed(&|name, content| {
        if name == "index.json" {
            *content = b"{".to_vec();
        }
    });
    let odd = archive(&oci(&[Image::new(
        "a:1",
        vec![Tar::new().hard_link("etc/hard", "etc/missing").bytes()],
    )]));
    for (name, content) in [
        ("none", &b"no image"[..]),
        ("empty", b""),
        ("cut", &whole[..whole.len() / 2]),
        ("system", &other_system),
        ("packed", &packed),
        ("index", &index),
        ("odd", &odd),
        ("several", &archive(&oci(&[image("a:1"), image("b:2")]))),
    ] {
        let path = files.with(name, content);
        assert_no_english(&["audit", "--image", &path]);
    }
    let path = files.with("whole", &whole);
    assert_no_english(&["audit", "--image", &path, "--select", "c:3"]);
}
