//! Answers and errors in three languages: key facts of each page, and how the language is
//! chosen.

use anchorwatch_lab::{
    Root,
    container::{payload, profile},
    pki::{certificate_pem, public_root},
};

use crate::{
    audit::with_key,
    run::{Machine, Run, anchorwatch, anchorwatch_with},
};

fn in_language(language: &str, args: &[&str]) -> Run {
    let run = anchorwatch(&[args, &["--language", language]].concat());
    run.assert_readable();
    run
}

/// The key of a root of Kazakhstan, in a certificate with a harmless name.
fn imposed_twin() -> Vec<u8> {
    let host = Root::company("Harmless Name").unwrap();
    let mut known = anchorwatch_identity::registry::known_roots().iter();
    let known = known.find(|known| known.id == "kz-qaznet-2016").unwrap();
    with_key(host.der(), &host.spki_der(), known.spki_der)
}

#[test]
fn the_environment_chooses_in_the_order_of_posix_and_the_option_before_it() {
    let told = |environment: &[(&str, &str)], more: &[&str]| {
        let args = [&["guide"], more].concat();
        let run = anchorwatch_with(environment, &args);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let first = run.stdout.chars().next().unwrap();
        match first {
            'H' => "en",
            'М' => "kk",
            'К' => "ru",
            other => panic!("{other}"),
        }
    };
    assert_eq!(told(&[], &[]), "en");
    assert_eq!(told(&[("LANG", "kk_KZ.UTF-8")], &[]), "kk");
    assert_eq!(
        told(&[("LANG", "kk_KZ"), ("LC_MESSAGES", "ru_RU")], &[]),
        "ru"
    );
    assert_eq!(
        told(&[("LC_MESSAGES", "ru_RU"), ("LC_ALL", "kk_KZ")], &[]),
        "kk"
    );
    assert_eq!(told(&[("LC_ALL", ""), ("LANG", "ru_KZ.UTF-8")], &[]), "ru");
    assert_eq!(told(&[("LANG", "de_DE.UTF-8")], &[]), "en");
    assert_eq!(told(&[("LANG", "en_GB"), ("LANGUAGE", "kk:ru")], &[]), "kk");
    assert_eq!(told(&[("LC_ALL", "C"), ("LANGUAGE", "kk:ru")], &[]), "en");
    let russian = [("LC_ALL", "ru_RU.UTF-8")];
    assert_eq!(told(&russian, &["--language", "kk"]), "kk");
    assert_eq!(told(&russian, &["--language", "en"]), "en");
}

#[test]
fn a_language_without_words_is_a_usage_error() {
    for wrong in ["de", "RU", "kk_KZ", ""] {
        let run = anchorwatch(&["guide", "--language", wrong]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong}");
    }
}

#[test]
fn documents_are_the_same_in_every_language() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    let root = machine.root_text();
    let file = machine.path("gov.der").display().to_string();
    std::fs::write(&file, imposed_twin()).unwrap();
    for args in [
        &["audit", "--root", &root][..],
        &["status", "--root", &root],
        &["identify", &file],
        &["guide", "android"],
        &["guide"],
    ] {
        let document = |language: &str| {
            let more = ["--format", "json", "--language", language];
            let run = anchorwatch(&[args, &more[..]].concat());
            // The time of the audit differs at every run.
            let lines = run.stdout.lines();
            let timeless = lines.filter(|line| !line.starts_with("  \"time\": "));
            timeless.collect::<Vec<_>>().join("\n")
        };
        let english = document("en");
        assert!(english.is_ascii() || args[0] == "guide", "{english}");
        assert_eq!(english, document("kk"));
        assert_eq!(english, document("ru"));
    }
}

#[test]
fn an_imposed_root_is_told_with_its_facts_and_what_to_do_in_every_language() {
    let machine = Machine::with(&[]);
    let twin = imposed_twin();
    let bundle = machine.bundle() + &certificate_pem(&twin);
    std::fs::write(machine.path("etc/ssl/certs/ca-certificates.crt"), bundle).unwrap();
    let root = machine.root_text();
    for (language, phrases) in OF_AN_IMPOSED_ROOT {
        let run = in_language(language, &["audit", "--root", &root, "--all"]);
        assert_eq!(run.code, 10);
        let said = run.phrases();
        for phrase in phrases {
            assert!(said.contains(phrase), "{phrase}: {}", run.stdout);
        }
        for fact in [
            "known_interception. ",
            "kz-qaznet-2016",
            "CN=Qaznet Trust Network,C=KZ",
            "b5ba8dd7f89564c2889d3d6453c84998c77824919b64ea0835aa62986591be50",
            "/etc/ssl/certs/ca-certificates.crt",
            "curl, wget, git",
            "`anchorwatch block`",
            &format!("anchorwatch {}", env!("CARGO_PKG_VERSION")),
            "(UTC).",
        ] {
            assert!(said.contains(fact), "{fact}: {}", run.stdout);
        }
    }
}

#[test]
fn an_unknown_root_is_no_accusation_and_a_clean_machine_is_called_so() {
    let company = Machine::with(&[("works", &Root::company("Example Works").unwrap())]);
    let clean = Machine::with(&[]);
    for (language, unknown, nothing) in [
        (
            "en",
            "Someone added it; we do not know who. Ask before removing.",
            "No root was found beyond those",
        ),
        (
            "kk",
            "Оны біреу қосқан; кім екенін білмейміз. Жоймас бұрын сұраңыз.",
            "басқа түбірлік сертификат табылмады.",
        ),
        (
            "ru",
            "Его кто-то добавил; кто именно, мы не знаем. Прежде чем удалять, спросите.",
            "Не найдено ни одного корневого сертификата, кроме тех",
        ),
    ] {
        let run = in_language(
            language,
            &["audit", "--root", &company.root_text(), "--all"],
        );
        assert_eq!(run.code, 10);
        assert!(run.phrases().contains(unknown), "{}", run.stdout);
        let run = in_language(language, &["audit", "--root", &clean.root_text(), "--all"]);
        assert_eq!(run.code, 0);
        assert!(run.phrases().contains(nothing), "{}", run.stdout);
    }
}

#[test]
fn what_was_not_seen_is_said_in_the_headline_and_never_called_clean() {
    let machine = Machine::with(&[]);
    let firefox = machine.path("home/alice/.mozilla/firefox/a.default");
    std::fs::create_dir_all(&firefox).unwrap();
    std::fs::write(firefox.join("cert9.db"), "broken").unwrap();
    for (language, blind, nothing) in [
        (
            "en",
            "was not read. See «Not checked».",
            "No root was found",
        ),
        ("kk", "орын оқылмады. «Тексерілмеген» бөлімін", "табылмады"),
        ("ru", "не прочитано. См. «Не проверено».", "Не найдено"),
    ] {
        let run = in_language(
            language,
            &["audit", "--root", &machine.root_text(), "--all"],
        );
        assert_eq!(run.code, 11, "{}", run.stdout);
        let said = run.phrases();
        assert!(said.contains(blind) && !said.contains(nothing), "{said}");
        assert!(run.stdout.contains("cert9.db"), "{}", run.stdout);
    }
}

/// Why a database, a script and a kind of place were not read, in each language.
const NOT_READ: [(&str, [&str; 3]); 3] = [
    (
        "en",
        [
            "the database cannot be read as SQLite: ",
            "«. $NOWHERE/x» reads in what is not known here",
            "this version does not read them",
        ],
    ),
    (
        "kk",
        [
            "базаны SQLite ретінде оқу мүмкін емес: ",
            "«. $NOWHERE/x»: мұнда белгісіз нәрсені қосып алады",
            "бұл нұсқа оларды оқымайды",
        ],
    ),
    (
        "ru",
        [
            "базу нельзя прочитать как SQLite: ",
            "«. $NOWHERE/x»: подключает то, что здесь неизвестно",
            "эта версия их не читает",
        ],
    ),
];

#[test]
fn why_a_place_was_not_read_is_in_every_language_and_coded_in_json() {
    let machine = Machine::with(&[]);
    let firefox = machine.path("home/bob/.mozilla/firefox/x.default");
    std::fs::create_dir_all(&firefox).unwrap();
    std::fs::write(firefox.join("cert9.db"), "broken").unwrap();
    let profile = machine.path("etc/profile");
    std::fs::create_dir_all(profile.parent().unwrap()).unwrap();
    std::fs::write(profile, ". $NOWHERE/x\n").unwrap();
    for (language, phrases) in NOT_READ {
        let run = in_language(
            language,
            &["audit", "--root", &machine.root_text(), "--all"],
        );
        let said = run.phrases();
        for phrase in phrases {
            assert!(said.contains(phrase), "{phrase}: {said}");
        }
    }
    let audit = ["audit", "--root", &machine.root_text(), "--format", "json"];
    let document = anchorwatch(&audit).json("anchorwatch.audit/1");
    let entries = document["not_checked"].as_array().unwrap();
    for entry in entries {
        assert_eq!(entry["what"], entry["what_coded"]["text"], "{entry}");
        assert_eq!(entry["why"], entry["why_coded"]["text"], "{entry}");
    }
    let with_code = |code: &str| {
        let entry = entries
            .iter()
            .find(|entry| entry["why_coded"]["code"] == code);
        entry.unwrap_or_else(|| panic!("{code}: {document:#}"))
    };
    let broken = with_code("database_not_sqlite");
    assert_eq!(broken["what_coded"]["code"], "unseen_place");
    assert_eq!(broken["what_coded"]["facts"]["path"], broken["what"]);
    let unclear = with_code("settings_unclear");
    assert_eq!(unclear["what_coded"]["code"], "unseen_part");
    let facts = &unclear["why_coded"]["facts"];
    assert_eq!(facts["what"], ". $NOWHERE/x");
    assert_eq!(facts["why"]["code"], "unclear_source");
    let stores = document["stores"].as_array().unwrap();
    let store = stores.iter().find(|store| !store["error"].is_null());
    let store = store.unwrap();
    assert_eq!(store["error_coded"], broken["why_coded"]);
    assert_eq!(store["error"], store["error_coded"]["text"]);
}

#[test]
fn a_file_is_told_with_its_facts_and_what_to_do_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wi-fi.mobileconfig");
    let kind = "com.apple.security.root";
    let text = profile(
        "Wi-Fi",
        &[
            payload(kind, Some(&imposed_twin()), None),
            payload(kind, Some(&public_root("ISRG Root X1").unwrap()), None),
            payload("com.apple.mdm", None, None),
        ],
    );
    std::fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    for (language, phrases) in OF_A_FILE {
        let run = in_language(language, &["identify", &file]);
        assert_eq!(run.code, 10);
        let said = run.phrases();
        for phrase in phrases {
            assert!(said.contains(phrase), "{phrase}: {}", run.stdout);
        }
        for fact in [
            "kz-qaznet-2016",
            "known_interception. ",
            "com.apple.mdm",
            "ISRG Root X1",
        ] {
            assert!(said.contains(fact), "{fact}: {}", run.stdout);
        }
    }
}

#[test]
fn what_of_a_file_was_not_read_is_said_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let public = public_root("ISRG Root X1").unwrap();
    let files = [
        ("empty", &b""[..]),
        ("cut", &public[..public.len() - 1]),
        ("other", b"not a certificate"),
    ];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let args = ["identify", &path("empty"), &path("cut"), &path("other")];
    for (language, phrases) in [
        (
            "en",
            [
                "Not read",
                "/empty: it is empty.",
                "is cut short or damaged",
                "it is no certificate",
            ],
        ),
        (
            "kk",
            [
                "Оқылмаған",
                "/empty: ол бос.",
                "ол қиылған немесе бүлінген (",
                "сертификат, PEM, PKCS",
            ],
        ),
        (
            "ru",
            [
                "Не прочитано",
                "/empty: он пуст.",
                "он обрезан или повреждён (",
                "это не сертификат",
            ],
        ),
    ] {
        let run = in_language(language, &args);
        assert_eq!(run.code, 11);
        let said = run.phrases();
        for phrase in phrases {
            assert!(said.contains(phrase), "{phrase}: {}", run.stdout);
        }
    }
}

#[test]
fn an_error_is_told_with_its_cause_and_a_hint_in_every_language() {
    for (language, what, cause, hint) in [
        (
            "en",
            "anchorwatch: error: cannot open the folder /no/such/folder",
            "caused by: no such file or folder",
            "hint: check the path",
        ),
        (
            "kk",
            "anchorwatch: қате: /no/such/folder қалтасын ашу мүмкін болмады",
            "себебі: мұндай файл не қалта жоқ",
            "кеңес: жолды тексеріңіз",
        ),
        (
            "ru",
            "anchorwatch: ошибка: не удалось открыть папку /no/such/folder",
            "причина: нет такого файла или папки",
            "совет: проверьте путь",
        ),
    ] {
        let args = ["block", "--root", "/no/such/folder", "--language", language];
        let run = anchorwatch(&args);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""));
        let lines: Vec<&str> = run.stderr.lines().collect();
        assert_eq!(lines, [what, cause, "", hint]);
    }
}

#[test]
fn every_command_that_only_looks_speaks_every_language() {
    let machine = Machine::with(&[]);
    let works = Root::company("Example Works").unwrap();
    let file = machine.path("works.pem").display().to_string();
    std::fs::write(&file, works.pem()).unwrap();
    let root = machine.root_text();
    let commands = [
        (&["check", "--dry-run", "www.example.org"][..], 0),
        (&["list", "show"], 0),
        (&["consent", "list", "--root", &root], 0),
        (
            &[
                "verify",
                "--host",
                "www.example.org",
                "--local",
                &file,
                &file,
            ],
            10,
        ),
    ];
    for (language, firsts) in [
        (
            "en",
            [
                "sending: one TLS handshake for each of www.example.org",
                "1 list with 23 entries.",
                "There is no consent",
                "Refused for www.example.org: ",
            ],
        ),
        (
            "kk",
            [
                "жіберіледі: ",
                "Тізім саны: 1, жазба саны: 23.",
                "Келісім жоқ",
                "www.example.org үшін қабылданбады: ",
            ],
        ),
        (
            "ru",
            [
                "отправляется: ",
                "Списков: 1, записей: 23.",
                "Согласий нет",
                "Отказано для www.example.org: ",
            ],
        ),
    ] {
        for ((args, code), first) in commands.iter().zip(firsts) {
            let run = anchorwatch(&[*args, &["--language", language]].concat());
            assert_eq!(run.code, *code, "{args:?}: {}{}", run.stdout, run.stderr);
            assert!(run.stdout.starts_with(first), "{first}: {}", run.stdout);
            assert!(!run.stdout.contains(" }"), "{}", run.stdout);
        }
    }
}

/// What `audit` prints about an imposed root, by language.
const OF_AN_IMPOSED_ROOT: [(&str, [&str; 8]); 3] = [
    (
        "en",
        [
            "1 root here was used, or made, to read other people's traffic.",
            "held by the Government of the Republic of Kazakhstan",
            "because The certificate is another than the known one",
            "roots kind where",
            "Leave this network, then change the passwords",
            "refusing the key now does not undo past reading",
            "will stop loading rather than become private",
            "bundles inside other programs: this version does not read them",
        ],
    ),
    (
        "kk",
        [
            "оқуға пайдаланылған немесе соған арнап жасалған 1 түбірлік сертификат бар.",
            "оның иесі: Қазақстан Республикасының Үкіметі",
            "себебі Сертификат белгілі сертификаттан өзгеше",
            "түбірлік түрі қайда",
            "желіден ажыратылыңыз, содан кейін осында пайдаланған құпиясөздеріңізді",
            "кілтті бұғаттау бұрын оқылғанды қайтармайды",
            "енді ашылмайды; бұл олар қауіпсіз болды дегенді білдірмейді",
            "басқа бағдарламалардың ішіндегі жиындар: бұл нұсқа оларды оқымайды",
        ],
    ),
    (
        "ru",
        [
            "Здесь 1 корневой сертификат, который использовался или был создан",
            "его владелец: Правительство Республики Казахстан",
            "почему Сертификат не тот, что известен",
            "корневых вид где",
            "Отключитесь от этой сети, затем смените пароли",
            "блокировка ключа не отменяет того, что уже прочитано",
            "перестанут открываться, но это не сделает соединение безопасным",
            "наборы внутри других программ: эта версия их не читает",
        ],
    ),
];

/// What `identify` prints about a file with one, by language.
const OF_A_FILE: [(&str, [&str; 6]); 3] = [
    (
        "en",
        [
            "Installing this would make your device trust a root that was used, or made,",
            "whoever holds its key can read your traffic.",
            "It hands the device to a management server",
            "1 certificate of the public program",
            "Do not install it.",
            "Refusing does not undo past reading.",
        ],
    ),
    (
        "kk",
        [
            "Бұл файлды орнатсаңыз, құрылғыңыз басқа адамдардың трафигін оқуға",
            "түбірлік сертификатқа сенетін болады; оның кілті кімде болса, сол",
            "Құрылғыны басқару серверіне береді",
            "ашық бағдарламаның 1 сертификаты",
            "Оны орнатпаңыз.",
            "Бұғаттау бұрын оқылғанды қайтармайды.",
        ],
    ),
    (
        "ru",
        [
            "С этим файлом ваше устройство стало бы доверять корневому сертификату,",
            "тот, у кого его ключ, сможет читать ваш трафик.",
            "Передаёт устройство серверу управления",
            "1 сертификат публичной программы",
            "Не устанавливайте его.",
            "Блокировка не отменяет того, что уже прочитано.",
        ],
    ),
];

/// A site whose certificate a root like Kazakhstan's signed; the root is installed here.
struct Intercepted {
    folder: tempfile::TempDir,
    site: anchorwatch_lab::Site,
}

impl Intercepted {
    fn new() -> Self {
        let root = Root::isca_like().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let chain = root.issue(&["www.example.kz"]).unwrap();
        std::fs::write(folder.path().join("root.pem"), root.pem()).unwrap();
        std::fs::write(folder.path().join("chain.pem"), chain.pem()).unwrap();
        let site = anchorwatch_lab::Site::start(chain).unwrap();
        Self { folder, site }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

#[test]
fn a_verdict_and_a_decision_are_told_in_every_language_with_their_facts() {
    let scene = Intercepted::new();
    let (root, chain, evidence) = (
        scene.path("root.pem"),
        scene.path("chain.pem"),
        scene.path("seen.json"),
    );
    let address = scene.site.address().to_string();
    let host = "www.example.kz";
    let check = ["check", host, "--address", &address, "--local", &root];
    let kept = anchorwatch(&[&check[..], &["--evidence", &evidence]].concat());
    assert_eq!(kept.code, 10, "{}", kept.stderr);
    for (language, [headline, seen, added, not_checked, refused]) in OF_AN_INTERCEPTION {
        let check = in_language(language, &check);
        let again = in_language(language, &["verdict", &evidence]);
        for run in [&check, &again] {
            assert_eq!(run.code, 10, "{}", run.stderr);
            let said = run.phrases();
            for phrase in [headline, seen, added, not_checked] {
                assert!(said.contains(phrase), "{phrase}: {}", run.stdout);
            }
            for fact in ["www.example.kz:443", "C=KZ,O=ISCA", "SHA-256"] {
                assert!(said.contains(fact), "{fact}: {}", run.stdout);
            }
        }
        let args = ["verify", &chain, "--host", host, "--local", &root];
        let verify = in_language(language, &args);
        assert_eq!(verify.code, 10, "{}", verify.stderr);
        assert!(verify.phrases().contains(refused), "{}", verify.stdout);
    }
    let json = |language: &str| {
        anchorwatch(&[
            "verdict",
            &evidence,
            "--format",
            "json",
            "--language",
            language,
        ])
    };
    assert_eq!(json("en").stdout, json("kk").stdout);
    let document = json("ru").json("anchorwatch.verdict/1");
    let target = &document["targets"][0];
    let rule = &target["rules"][0];
    assert_eq!(rule["code"], "signed_by_added_root");
    assert_eq!(rule["facts"]["name"], host);
    let says = rule["says"].as_str().unwrap();
    assert!(
        says.starts_with("the chain is signed by C=KZ,O=ISCA"),
        "{says}"
    );
    let against = &target["against_remarks"][0];
    assert_eq!(against["code"], "owner_may_have_added_it");
    assert_eq!(against["text"], target["against"][0]);
    assert!(
        target["not_checked"]
            .to_string()
            .contains("transparency_no_public_chain")
    );
}

/// For each language: the headline, what a rule saw, what it adds, what was not checked, and
/// why `verify` refuses.
const OF_AN_INTERCEPTION: [(&str, [&str; 5]); 3] = [
    (
        "en",
        [
            "intercepted (confidence 0.96)",
            "a root that someone added to this machine",
            "it bears the name of the interception roots of Kazakhstan",
            "Revocation: this version does not ask for it.",
            "Refused for www.example.kz: only a root that is not in the public set vouches for it",
        ],
    ),
    (
        "kk",
        [
            "байланыс ұсталған (сенімділігі 0.96)",
            "бұл түбірлік сертификатты осы машинаға біреу қосқан",
            "оның атауы Қазақстандағы трафик ұстауға арналған",
            "Сертификат кері қайтарылған ба: бұл нұсқа оны сұрамайды.",
            "www.example.kz үшін қабылданбады: атау — жалпыға ортақ, ал оны тек жалпыға",
        ],
    ),
    (
        "ru",
        [
            "перехват (уверенность 0.96)",
            "корневым сертификатом C=KZ,O=ISCA",
            "он носит имя корневых сертификатов 2020 и 2021 годов",
            "Не отозван ли сертификат: эта версия об этом не спрашивает.",
            "Отказано для www.example.kz: имя публичное, а удостоверяет его только корневой",
        ],
    ),
];
