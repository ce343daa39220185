//! Files that want to break the page, or to be left out of it unseen.

use super::*;

/// The only elements that a page has.
const ELEMENTS: [&str; 44] = [
    "!DOCTYPE",
    "a",
    "article",
    "bdi",
    "body",
    "caption",
    "circle",
    "code",
    "dd",
    "desc",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "header",
    "html",
    "li",
    "line",
    "main",
    "meta",
    "ol",
    "p",
    "pre",
    "rect",
    "section",
    "span",
    "style",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// No script, no event, no form, nothing from elsewhere, and no character that rules the display.
pub(super) fn assert_harmless(page: &str) {
    for tag in page.split('<').skip(1) {
        let name = tag.trim_start_matches('/');
        let end = name.find(|it: char| !it.is_ascii_alphanumeric() && it != '!');
        let name = &name[..end.unwrap_or(name.len())];
        assert!(ELEMENTS.contains(&name), "{name}");
        let attributes = tag.split('>').next().unwrap();
        // What is between quotes is no name of an attribute.
        let mut names = attributes.split('"').step_by(2);
        assert!(!names.any(|it| it.contains(" on")), "{attributes}");
        for link in attributes.split(" href=\"").skip(1) {
            assert!(link.starts_with('#') || link.starts_with("data:text/csv"));
        }
        assert!(!attributes.contains(" src="), "{attributes}");
    }
    assert!(!page.contains("url("));
    let ruling = |it: char| it != '\n' && anchorwatch_identity::can_control_terminal(it);
    assert!(!page.contains(ruling));
}

#[test]
fn names_that_want_to_be_markup_are_shown_as_they_are() {
    let scene = Scene::new();
    let long = "a".repeat(64 << 10);
    let names = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</title></style><svg/onload=alert(1)>",
        "\u{202e}gnp.elgoog",
        "two\nlines\r\u{0}\u{2028}",
        "=HYPERLINK(\"http://evil\")",
        "{ $count } { report-maker }",
        &long,
    ];
    let chain: Vec<Vec<u8>> = scene
        .interceptor
        .issue(&["x.example"])
        .unwrap()
        .certificates()
        .iter()
        .map(|it| it.to_vec())
        .collect();
    let all = names
        .map(|name| scene.measurement(name, clock::now_unix_s(), Shows::Forged, chain.clone()));
    scene.write("in/<script>alert(2)</x.jsonl", all.to_vec());
    let run = r#"{"vantage":"<img src=x>\u202e","probe_asn":7}"#;
    fs::write(scene.path("in/<script>alert(2)</run.json"), run).unwrap();
    for language in ["en", "ru", "kk"] {
        let (run, page) = scene.report(&["--language", language]);
        assert_eq!(run.code, 10, "{}", run.stderr);
        assert_harmless(&page);
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(page.contains("\\u{202e}gnp.elgoog"));
        assert!(page.len() < 1 << 20, "{}", page.len());
    }
}

#[test]
fn files_that_cannot_be_read_are_named_and_the_rest_is_reported() {
    let scene = Scene::new();
    let whole = scene.write("in/a.jsonl", scene.series("www.example.kz", "..xx"));
    let cut = &whole[..whole.len() - 10];
    fs::write(scene.path("in/cut.jsonl"), cut).unwrap();
    fs::write(scene.path("in/empty.jsonl"), "").unwrap();
    fs::write(scene.path("in/garbage.jsonl"), [0xff; 999]).unwrap();
    fs::write(scene.path("in/run.json"), "{").unwrap();
    fs::write(scene.path("in/000001.jsonl.part"), cut).unwrap();
    fs::write(scene.path("in/notes.txt"), "not asked for").unwrap();
    fs::create_dir(scene.path("in/folder.jsonl")).unwrap();
    let (run, document, page) = scene.json();
    assert_eq!(run.code, 10, "{}", run.stderr);
    // Nothing of the cut file counts.
    assert_eq!(document["measurements"]["total"], 4);
    let unread = document["unread_files"].as_array().unwrap();
    let named: Vec<&str> = unread
        .iter()
        .map(|it| it["file"].as_str().unwrap())
        .collect();
    let expected = [
        "in/cut.jsonl",
        "in/empty.jsonl",
        "in/garbage.jsonl",
        "in/run.json",
    ];
    assert_eq!(named, expected);
    assert_eq!(document["unfinished_files"][0], "in/000001.jsonl.part");
    for file in expected.iter().chain(&["000001.jsonl.part"]) {
        assert!(page.contains(file), "{file}");
    }
    assert!(!page.contains("notes.txt"));
}

#[test]
fn a_file_that_is_found_twice_counts_once() {
    let scene = Scene::new();
    scene.write("in/one/a.jsonl", scene.series("www.example.kz", "...x"));
    std::os::unix::fs::symlink("one", scene.path("in/latest")).unwrap();
    std::os::unix::fs::symlink(".", scene.path("in/one/here")).unwrap();
    std::os::unix::fs::symlink("one/a.jsonl", scene.path("in/z.jsonl")).unwrap();
    fs::write(scene.path("in/one/b.jsonl.part"), "").unwrap();
    fs::write(scene.path("in/one/run.json"), "{").unwrap();
    let (folder, inner) = (scene.path("in"), scene.path("in/one"));
    let [folder, inner] = [&folder, &inner].map(|it| it.to_str().unwrap());
    let (run, _) = scene.report(&[folder, inner, "--format", "json"]);
    let document = run.json("anchorwatch.report/1");
    assert_eq!(document["measurements"]["total"], 4);
    for list in ["unread_files", "unfinished_files"] {
        assert_eq!(document[list].as_array().unwrap().len(), 1, "{list}");
    }
    let vantages = document["names"][0]["vantages"].as_array().unwrap();
    assert_eq!(vantages.len(), 1);
    // One measurement alone is a witness, and no time of reading.
    assert_eq!(vantages[0]["episodes"].as_array().unwrap().len(), 0);
}

#[test]
fn what_was_not_read_is_never_clean() {
    let scene = Scene::new();
    let whole = scene.write("in/a.jsonl", scene.series("www.example.kz", "..."));
    assert_eq!(scene.report(&[]).0.code, 0);
    fs::write(scene.path("in/b.jsonl.part"), &whole).unwrap();
    assert_eq!(scene.report(&[]).0.code, 11);
    fs::remove_file(scene.path("in/b.jsonl.part")).unwrap();
    fs::write(scene.path("in/b.jsonl"), &whole[..99]).unwrap();
    let (run, page) = scene.report(&[]);
    assert_eq!(run.code, 11);
    assert!(page.contains("class=\"missing\""));
}

#[test]
fn only_a_complete_report_says_that_there_is_nothing_to_do() {
    let to_do = |scene: &Scene| {
        let (_, page) = scene.report(&[]);
        let section = page.split("id=\"to-do\"").nth(1).unwrap();
        section.split("</section>").next().unwrap().to_owned()
    };
    let open = Scene::new();
    open.write("in/a.jsonl", open.series("www.example.kz", "?"));
    let scene = Scene::new();
    let whole = scene.write("in/a.jsonl", scene.series("www.example.kz", "..."));
    assert_ne!(to_do(&scene), to_do(&open));
    fs::write(scene.path("in/b.jsonl.part"), whole).unwrap();
    assert_eq!(to_do(&scene), to_do(&open), "a file was not read");
    fs::remove_file(scene.path("in/b.jsonl.part")).unwrap();
    scene.write("in/c.jsonl", scene.series("other.example.kz", "?"));
    assert_eq!(to_do(&scene), to_do(&open), "a site has no answer");
}

#[test]
fn a_folder_that_is_too_deep_is_named_and_no_answer_is_complete() {
    let scene = Scene::new();
    scene.write("in/a.jsonl", scene.series("www.example.kz", "..."));
    scene.write("in/1/2/b.jsonl", scene.series("www.example.kz", "..x"));
    let (run, document, page) = scene.json();
    assert_eq!((run.code, &document["verdict"]), (11, &"not_seen".into()));
    assert_eq!(document["skipped_folders"], serde_json::json!(["1/2"]));
    assert!(page.contains("class=\"missing\"") && page.contains("1/2"));
    // Given as an argument it is read, and nothing is missing.
    let deeper = scene.path("in/1/2");
    let (run, _) = scene.report(&[deeper.to_str().unwrap(), "--format", "json"]);
    let document = run.json("anchorwatch.report/1");
    assert_eq!(
        (run.code, &document["measurements"]["total"]),
        (10, &6.into())
    );
    assert_eq!(document["skipped_folders"], serde_json::json!([]));
}

#[test]
fn a_measurement_is_read_whatever_its_file_is_called() {
    let scene = Scene::new();
    scene.write("in/a.jsonl", scene.series("www.example.kz", "..."));
    scene.write("in/run.json", scene.series("www.example.kz", "..x"));
    let (run, document, _) = scene.json();
    assert_eq!(
        (run.code, &document["measurements"]["total"]),
        (10, &6.into())
    );
    let ooni = r#"{"probe_asn":"AS9198","probe_cc":"KZ","test_keys":{}}"#;
    fs::write(scene.path("in/run.json"), ooni).unwrap();
    let (run, document, _) = scene.json();
    assert_eq!(
        (run.code, &document["measurements"]["total"]),
        (11, &3.into())
    );
}

#[test]
fn no_file_and_no_measurement_are_an_open_question() {
    let scene = Scene::new();
    fs::create_dir(scene.path("in")).unwrap();
    let (run, document, page) = scene.json();
    assert_eq!(
        (run.code, &document["verdict"]),
        (11, &"inconclusive".into())
    );
    assert!(page.contains("hero-open"));
    assert_eq!(document["unread_files"][0]["file"], "in");
    assert_harmless(&page);
    scene.write("in/none.jsonl", Vec::new());
    let (run, page) = scene.report(&[]);
    assert_eq!(run.code, 11);
    // It is not said that every file was read: the answer and the list of what is missing say
    // the same.
    let sentence = page.split("<h1>").nth(1).unwrap();
    let sentence = sentence.split('<').next().unwrap();
    assert_eq!(page.matches(&format!(">{sentence}<")).count(), 3);
}

#[test]
fn a_pipe_is_not_waited_for() {
    let scene = Scene::new();
    fs::create_dir(scene.path("in")).unwrap();
    let pipe = scene.path("in/pipe.jsonl");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let (run, document, _) = scene.json();
    assert_eq!(run.code, 11);
    assert_eq!(document["unread_files"][0]["file"], "in/pipe.jsonl");
}

#[test]
fn one_measurement_cannot_take_more_memory_than_a_line_is_allowed_to() {
    let scene = Scene::new();
    let one = scene.series("www.example.kz", ".").remove(0);
    // Each handshake names the same certificate again: little in the file, much in memory.
    let mut many = one.clone();
    many.tls_handshakes[0].peer_certificates = vec![vec![7; 60_000]];
    many.tls_handshakes = vec![many.tls_handshakes[0].clone(); 1_000];
    scene.write("in/a.jsonl", vec![one]);
    scene.write("in/bomb.jsonl", vec![many]);
    let (run, document, _) = scene.json();
    assert_eq!(run.code, 11);
    assert_eq!(document["unread_files"][0]["file"], "in/bomb.jsonl");
    assert_eq!(document["measurements"]["total"], 1);
}
