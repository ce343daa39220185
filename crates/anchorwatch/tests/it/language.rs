//! `audit` and `identify` in three languages: key facts of each page, and who chooses
//! the language.

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
            // When it was asked is another time each time.
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

/// What `audit` says of an imposed root, by language.
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

/// What `identify` says of a file with one, by language.
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
