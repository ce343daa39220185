//! Which program is asked what. To add one, add a row and a reader of its answer.

use super::answer::{Answer, Kind};
use crate::{Client, settings};

/// Placeholder for the user's own shell.
pub(super) const SHELL: &str = "$SHELL";

/// The most parts of one answer that are read.
const MAX_ANSWERS: usize = 200;

/// One question to one program.
pub(super) struct Question {
    pub(super) name: &'static str,
    /// The program; one that is not installed is not asked.
    pub(super) program: &'static str,
    pub(super) arguments: &'static [&'static str],
    /// Whether it must exit successfully for its answer to count.
    pub(super) must_succeed: bool,
    pub(super) read: fn(&str) -> Vec<Answer>,
}

/// The shell first: the others are asked with its environment.
pub(super) const QUESTIONS: &[Question] = &[
    Question {
        name: "shell",
        program: SHELL,
        arguments: &["-l", "-i", "-c", "exec env -0"],
        must_succeed: false,
        read: environment,
    },
    Question {
        name: "git",
        program: "git",
        arguments: &[
            "config",
            "--null",
            "--get-regexp",
            r"^(http|remote)\.(.*\.)?(sslcainfo|sslcapath|sslverify|proxysslcainfo|proxy)$",
        ],
        must_succeed: false,
        read: git,
    },
    Question {
        name: "openssl",
        program: "openssl",
        arguments: &["version", "-d"],
        must_succeed: true,
        read: openssl,
    },
    Question {
        name: "python3",
        program: "python3",
        arguments: &[
            "-B",
            "-c",
            "import ssl\np = ssl.get_default_verify_paths()\nprint(p.cafile or '')\nprint(p.capath or '')",
        ],
        must_succeed: true,
        read: python,
    },
    Question {
        name: "requests",
        program: "python3",
        arguments: &[
            "-B",
            "-c",
            "import os\ntry:\n import requests\nexcept ImportError:\n raise SystemExit\nprint(os.environ.get('REQUESTS_CA_BUNDLE') or os.environ.get('CURL_CA_BUNDLE') or requests.certs.where())",
        ],
        must_succeed: true,
        read: |text| paths(text, &[Client::PythonRequests]),
    },
    Question {
        name: "pip",
        program: "pip3",
        arguments: &["--disable-pip-version-check", "config", "list"],
        must_succeed: true,
        read: pip,
    },
    Question {
        name: "npm",
        program: "npm",
        arguments: &["config", "get", "cafile"],
        must_succeed: true,
        read: |text| paths(text, &[Client::Node]),
    },
    Question {
        name: "npm strict-ssl",
        program: "npm",
        arguments: &["config", "get", "strict-ssl"],
        must_succeed: true,
        read: npm_strict,
    },
    Question {
        name: "node",
        program: "node",
        arguments: &[
            "-p",
            "(process.config.target_defaults.defines || []).includes('NODE_OPENSSL_CERT_STORE') || /use.(openssl|system).ca/.test(process.execArgv.join(' ') + process.env.NODE_OPTIONS)",
        ],
        must_succeed: true,
        read: node,
    },
    Question {
        name: "java",
        program: "java",
        arguments: &["-XshowSettings:properties", "-version"],
        must_succeed: true,
        read: java,
    },
    Question {
        name: "php",
        program: "php",
        arguments: &[
            "-r",
            "echo ini_get('openssl.cafile'), \"\\n\", ini_get('curl.cainfo'), \"\\n\";",
        ],
        must_succeed: true,
        read: |text| paths(text, &[Client::Php]),
    },
    Question {
        name: "ruby",
        program: "ruby",
        arguments: &[
            "-ropenssl",
            "-e",
            "puts ENV['SSL_CERT_FILE'] || OpenSSL::X509::DEFAULT_CERT_FILE",
        ],
        must_succeed: true,
        read: |text| paths(text, &[Client::Ruby]),
    },
    Question {
        name: "mercurial",
        program: "hg",
        arguments: &["config", "web.cacerts"],
        must_succeed: false,
        read: |text| paths(text, &[Client::Mercurial]),
    },
    Question {
        name: "curl",
        program: "curl",
        // The last argument is the address of our socket.
        arguments: &[
            "-sS",
            "-v",
            "-m",
            "5",
            "-o",
            "/dev/null",
            "https://localhost/",
            "--unix-socket",
        ],
        must_succeed: false,
        read: curl,
    },
];

/// Lines that are whole paths.
fn paths(text: &str, clients: &[Client]) -> Vec<Answer> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with('/'));
    let lines = lines.take(MAX_ANSWERS);
    lines
        .flat_map(|line| {
            clients
                .iter()
                .map(move |client| Answer::new(Kind::File, *client, line))
        })
        .collect()
}

/// `NAME=value`, separated by NUL bytes.
fn environment(text: &str) -> Vec<Answer> {
    text.split('\0')
        .filter(|variable| {
            let name = variable.split('=').next().unwrap_or_default();
            settings::variable_matters(name)
        })
        .take(MAX_ANSWERS)
        .map(|variable| Answer::new(Kind::Variable, Client::Other, variable))
        .collect()
}

/// `name LF value NUL`.
fn git(text: &str) -> Vec<Answer> {
    text.split('\0')
        .filter_map(|entry| entry.split_once('\n'))
        .take(MAX_ANSWERS)
        .map(|(name, value)| Answer::new(Kind::Git, Client::Git, format!("{name}={value}")))
        .collect()
}

/// `OPENSSLDIR: "/usr/lib/ssl"`.
fn openssl(text: &str) -> Vec<Answer> {
    let folder = text
        .split('"')
        .nth(1)
        .filter(|folder| folder.starts_with('/'));
    folder.map_or_else(Vec::new, |folder| {
        vec![
            Answer::new(Kind::File, Client::Openssl, format!("{folder}/cert.pem")),
            Answer::new(Kind::Folder, Client::Openssl, format!("{folder}/certs")),
        ]
    })
}

/// The file, then the folder; either may be empty.
fn python(text: &str) -> Vec<Answer> {
    let kinds = [Kind::File, Kind::Folder];
    text.lines()
        .zip(kinds)
        .filter(|(line, _)| line.starts_with('/'))
        .map(|(line, kind)| Answer::new(kind, Client::PythonSsl, line.trim()))
        .collect()
}

/// `global.cert='/path'`, `:env:.cert='/path'`.
fn pip(text: &str) -> Vec<Answer> {
    text.lines()
        .filter_map(|line| line.split_once('='))
        .take(MAX_ANSWERS)
        .filter_map(|(name, value)| {
            let value = value.trim().trim_matches(['\'', '"']);
            match name.rsplit_once('.')?.1 {
                "cert" => Some(Answer::new(Kind::File, Client::Pip, value)),
                "trusted-host" => Some(Answer::new(
                    Kind::Variable,
                    Client::Pip,
                    format!("PIP_TRUSTED_HOST={value}"),
                )),
                _ => None,
            }
        })
        .collect()
}

fn npm_strict(text: &str) -> Vec<Answer> {
    let is_off = text.trim() == "false";
    let answer = || Answer::new(Kind::Variable, Client::Node, "npm_config_strict_ssl=false");
    is_off.then(answer).into_iter().collect()
}

fn node(text: &str) -> Vec<Answer> {
    let is_system = text.trim() == "true";
    let answer = || Answer::new(Kind::System, Client::Node, "");
    is_system.then(answer).into_iter().collect()
}

/// `    javax.net.ssl.trustStore = /path`.
fn java(text: &str) -> Vec<Answer> {
    text.lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(name, _)| name.trim() == "javax.net.ssl.trustStore")
        .take(MAX_ANSWERS)
        .map(|(name, value)| {
            let option = format!("-D{}={}", name.trim(), value.trim().replace(' ', "\\ "));
            Answer::new(Kind::Java, Client::Java, option)
        })
        .collect()
}

/// `*  CAfile: /path`, `*  CApath: /path`.
fn curl(text: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for line in text.lines().take(1_000) {
        for (key, kind) in [("CAfile: ", Kind::File), ("CApath: ", Kind::Folder)] {
            if let Some((_, path)) = line.split_once(key)
                && path.starts_with('/')
            {
                answers.push(Answer::new(kind, Client::Curl, path.trim()));
            }
        }
    }
    answers
}
