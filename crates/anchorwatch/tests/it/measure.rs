//! Many targets: what is sent, what is found, what is left out.

use anchorwatch_lab::{Root, Site};
use serde_json::Value;

use crate::run::{Run, anchorwatch, measurements};

/// The name that the interceptor of these tests is after.
pub(crate) const NAME: &str = "www.example.kz";

/// Sites on loopback, with lists and an output folder.
pub(crate) struct Field {
    folder: tempfile::TempDir,
    pub(crate) sites: Vec<Site>,
}

impl Field {
    /// `honest` sites that show their own certificate, and then `forged` ones that show a forged
    /// one for [`NAME`].
    pub(crate) fn of(honest: usize, forged: usize) -> Self {
        let public = Root::company("Public").unwrap();
        let imposed = Root::isca_like().unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("public.pem"), public.pem()).unwrap();
        std::fs::write(folder.path().join("local.pem"), imposed.pem()).unwrap();
        let site = |number: usize| {
            let honest_chain = public.issue(&["site.example"]).unwrap();
            let site = Site::builder(honest_chain);
            let site = match number < honest {
                true => site.for_name(NAME, public.issue(&[NAME]).unwrap()),
                false => site.for_name(NAME, imposed.issue(&[NAME]).unwrap()),
            };
            site.start().unwrap()
        };
        let field = Self {
            sites: (0..honest + forged).map(site).collect(),
            folder,
        };
        let lines = field
            .sites
            .iter()
            .map(|site| format!("{}\n", site.address()));
        field.write("targets.txt", &lines.collect::<String>());
        field.write("names.txt", &format!("{NAME}\n"));
        field
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The arguments of a run into `out`.
    pub(crate) fn args(&self, more: &[&str]) -> Vec<String> {
        let pairs = [
            ("--targets", "targets.txt"),
            ("--names", "names.txt"),
            ("--public", "public.pem"),
            ("--local", "local.pem"),
            ("--out", "out"),
        ];
        let pairs = pairs.into_iter();
        let files = pairs.flat_map(|(option, file)| [option.to_owned(), self.path(file)]);
        let rest = ["--rate", "1000", "--pause", "0", "--format", "json"];
        let rest = rest.iter().chain(more).map(|it| (*it).to_owned());
        std::iter::once("measure".to_owned())
            .chain(files)
            .chain(rest)
            .collect()
    }

    pub(crate) fn measure(&self, more: &[&str]) -> Run {
        anchorwatch(&self.args(more))
    }

    /// The complete segments.
    pub(crate) fn segments(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path("out")).unwrap();
        let names = entries.map(|entry| entry.unwrap().path().display().to_string());
        let mut names: Vec<String> = names.filter(|it| it.ends_with(".jsonl")).collect();
        names.sort();
        names
    }

    /// The numbers of all recorded measurements.
    pub(crate) fn numbers(&self) -> Vec<u64> {
        let all = self.segments();
        let all = all.iter().flat_map(|it| measurements(it));
        let mut numbers: Vec<u64> = all.map(|it| it["number"].as_u64().unwrap()).collect();
        numbers.sort_unstable();
        numbers
    }

    pub(crate) fn accepted(&self) -> Vec<usize> {
        self.sites.iter().map(Site::accepted_count).collect()
    }
}

fn count(document: &Value, verdict: &str) -> u64 {
    let all = document["verdicts"].as_array().unwrap();
    let mut of_it = all.iter().filter(|it| it["verdict"] == verdict);
    of_it.next().unwrap()["count"].as_u64().unwrap()
}

#[test]
fn each_target_is_asked_by_the_name_and_by_another_and_judged() {
    let field = Field::of(2, 1);
    let run = field.measure(&[
        "--vantage",
        "a café",
        "--probe-asn",
        "9198",
        "--probe-cc",
        "kz",
    ]);
    assert_eq!(run.code, 10, "{}", run.stderr);
    let document = run.json("anchorwatch.measure/1");
    assert_eq!(count(&document, "intercepted"), 1);
    assert_eq!(count(&document, "not_seen"), 2);
    assert_eq!(
        (&document["measured"], &document["lost"]),
        (&3.into(), &0.into())
    );
    let found = &document["found"][0];
    let address = field.sites[2].address();
    assert_eq!(found["target"], format!("{NAME}:{}", address.port()));
    assert_eq!(found["address"], address.to_string());
    assert_eq!(field.accepted(), [2, 2, 2]);

    let segments = field.segments();
    assert_eq!(segments, [field.path("out/000001.jsonl")]);
    assert_eq!(field.numbers(), [0, 1, 2]);
    for measurement in measurements(&segments[0]) {
        let handshakes = measurement["tls_handshakes"].as_array().unwrap();
        let tags: Vec<&Value> = handshakes.iter().map(|it| &it["tags"][0]).collect();
        assert!(tags.contains(&&"target".into()) && tags.contains(&&"target_control".into()));
    }
    let judged = anchorwatch(&["verdict", &segments[0], "--format", "json"]);
    assert_eq!(judged.code, 10);
    let text = std::fs::read_to_string(field.path("out/run.json")).unwrap();
    let about: Value = serde_json::from_str(&text).unwrap();
    crate::schemas::assert_documented(&about);
    assert_eq!(about["vantage"], "a café");
    assert_eq!(
        (&about["probe_asn"], &about["probe_cc"]),
        (&"AS9198".into(), &"KZ".into())
    );
}

#[test]
fn without_interception_nothing_is_found() {
    let field = Field::of(3, 0);
    let run = field.measure(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(count(&run.json("anchorwatch.measure/1"), "not_seen"), 3);
}

#[test]
fn a_target_that_is_not_there_makes_the_answer_inconclusive() {
    let field = Field::of(1, 0);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = free.local_addr().unwrap();
    drop(free);
    field.write(
        "targets.txt",
        &format!("{}\n{closed}\n", field.sites[0].address()),
    );
    let run = field.measure(&[]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    let document = run.json("anchorwatch.measure/1");
    let counts = ["not_seen", "inconclusive"].map(|it| count(&document, it));
    assert_eq!(counts, [1, 1]);
    assert_eq!(document["answer"], "partly_unclear");
    for language in ["en", "kk", "ru"] {
        let mut args = field.args(&["--language", language]);
        let format = args.iter().position(|it| it == "json").unwrap();
        args[format] = "text".to_owned();
        let page = anchorwatch(&args);
        page.assert_readable();
        assert!(!page.phrases().contains("measure-"), "{}", page.stdout);
    }
}

#[test]
fn without_names_each_target_is_asked_by_its_own() {
    let field = Field::of(1, 0);
    let args = field.args(&[]);
    let names = args.iter().position(|it| it == "--names").unwrap();
    let args = [&args[..names], &args[names + 2..]].concat();
    let run = anchorwatch(&args);
    let document = run.json("anchorwatch.measure/1");
    assert_eq!(
        (&document["names"], &document["measured"]),
        (&0.into(), &1.into())
    );
    // An address has no name to send. What is not clean is asked again, and by other names.
    let segments = field.segments();
    let own = &measurements(&segments[0])[0];
    assert_eq!(own["target"]["host"], "127.0.0.1");
    assert_eq!(own["tls_handshakes"][0]["server_name"], Value::Null);
    assert_eq!(
        field.accepted(),
        [own["tls_handshakes"].as_array().unwrap().len()]
    );
}

#[test]
fn a_dry_run_says_what_would_be_sent_and_sends_nothing() {
    let field = Field::of(1, 1);
    let lines = format!(
        "# sites\nhost.example\nnot a host\n{}\n",
        field.sites[0].address()
    );
    field.write("targets.txt", &lines);
    let run = field.measure(&["--dry-run", "--rounds", "3", "--every", "10m"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let plan = run.json("anchorwatch.measure-plan/1");
    for (key, value) in [
        ("targets", 2),
        ("hosts", 1),
        ("addresses", 1),
        ("unreadable_lines", 1),
        ("most_connections_per_target", 4),
        ("most_connections", 24),
        ("every_s", 600),
    ] {
        assert_eq!(plan[key], value, "{key}");
    }
    assert_eq!(plan["names"], Value::from(vec![NAME]));
    assert!(
        run.stderr.contains("targets.txt, entry 3: "),
        "{}",
        run.stderr
    );
    assert_eq!(field.accepted(), [0, 0]);
    assert!(!std::path::Path::new(&field.path("out")).exists());
    for language in ["en", "kk", "ru"] {
        let mut args = field.args(&["--dry-run", "--language", language]);
        let format = args.iter().position(|it| it == "json").unwrap();
        args[format] = "text".to_owned();
        anchorwatch(&args).assert_readable();
    }
}

#[test]
fn rounds_follow_each_other() {
    let field = Field::of(1, 0);
    let run = field.measure(&["--rounds", "3", "--every", "0s"]);
    assert_eq!(run.json("anchorwatch.measure/1")["measured"], 3);
    assert_eq!(
        (field.numbers(), field.segments().len()),
        (vec![0, 1, 2], 3)
    );
    assert_eq!(field.accepted(), [6]);
}

#[test]
fn what_is_judged_later_is_recorded_and_then_judged_as_it_would_have_been() {
    let field = Field::of(2, 1);
    let run = field.measure(&["--judge-later"]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    let document = run.json("anchorwatch.measure/1");
    assert_eq!(
        (&document["measured"], &document["not_judged"]),
        (&3.into(), &3.into())
    );
    assert_eq!(document["answer"], "not_judged");
    assert_eq!(field.accepted(), [2, 2, 2]);
    let segments = field.segments();
    for measurement in measurements(&segments[0]) {
        let handshakes = measurement["tls_handshakes"].as_array().unwrap();
        assert!(handshakes.iter().all(|it| it["is_key_proven"].is_null()));
    }
    let judged = anchorwatch(&["verdict", &segments[0], "--format", "json"]);
    assert_eq!(judged.code, 10, "{}", judged.stderr);
    assert_eq!(verdicts(&judged), ["intercepted", "not_seen", "not_seen"]);

    // The same run is over, and another one does not go on with it.
    assert_eq!(field.measure(&["--judge-later"]).code, 11);
    assert_eq!(field.numbers(), [0, 1, 2]);
    assert_eq!(field.measure(&[]).code, 1);
    for language in ["en", "kk", "ru"] {
        let mut args = field.args(&["--judge-later", "--language", language]);
        let format = args.iter().position(|it| it == "json").unwrap();
        args[format] = "text".to_owned();
        let page = anchorwatch(&args);
        page.assert_readable();
        assert!(!page.phrases().contains("measure-"), "{}", page.stdout);
    }
}

#[test]
fn a_signature_that_does_not_hold_when_it_is_judged_is_never_clean() {
    let field = Field::of(1, 0);
    field.measure(&["--judge-later"]);
    let segments = field.segments();
    let text = std::fs::read_to_string(&segments[0]).unwrap();
    let marker = "\"signed\":{\"data\":\"";
    assert_eq!(text.matches(marker).count(), 2);
    let damaged: Vec<String> = text
        .split(marker)
        .enumerate()
        .map(|(number, part)| match number {
            0 => part.to_owned(),
            _ => {
                let other = if part.starts_with('A') { "B" } else { "A" };
                other.to_owned() + &part[1..]
            }
        })
        .collect();
    let path = field.path("damaged.jsonl");
    std::fs::write(&path, damaged.join(marker)).unwrap();
    let judged = anchorwatch(&["verdict", &path, "--format", "json"]);
    assert_eq!(judged.code, 11, "{}", judged.stderr);
    assert_eq!(verdicts(&judged), ["inconclusive"]);
}

/// The verdicts, sorted.
fn verdicts(judged: &Run) -> Vec<String> {
    let document = judged.json("anchorwatch.verdict/1");
    let all = document["targets"].as_array().unwrap();
    let mut codes: Vec<String> = all
        .iter()
        .map(|it| it["verdict"].as_str().unwrap().to_owned())
        .collect();
    codes.sort();
    codes
}
