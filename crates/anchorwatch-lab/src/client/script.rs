//! Runs languages: one short program for all pages, which prints a line for each.
//!
//! ```text
//! script WORDS URL…  ->  a line per URL: loads | refuses TEXT | broken TEXT
//! ```

use super::answer::short;
use super::desk::{OTHER_PYTHON, RUST, Said};
use super::single::ended;
use super::{Answer, Desk, Page, Who};
use crate::{Error, Sealed};

#[derive(Clone, Copy, Debug)]
pub(super) struct Script {
    pub(super) program: &'static str,
    pub(super) options: &'static [&'static str],
    pub(super) variables: &'static [(&'static str, &'static str)],
    /// The name of its file, which Java requires to match the class in it; empty for a program
    /// that needs none.
    pub(super) file: &'static str,
    pub(super) text: &'static str,
    pub(super) who: Who,
}

impl Script {
    pub(super) fn ask(
        &self,
        desk: &Desk<'_>,
        who: Who,
        pages: &[&Page],
        variables: &[(&str, &str)],
    ) -> Result<Vec<Answer>, Error> {
        let Some(first) = pages.first() else {
            return Ok(Vec::new());
        };
        let Some(program) = desk.program(self.program) else {
            let none = || Answer::Broken("not installed".to_owned());
            return Ok(pages.iter().map(|_| none()).collect());
        };
        let file = (!self.file.is_empty()).then(|| format!("{FOLDER}/{}", self.file));
        let variables = [self.variables, variables].concat();
        let options = self.options.iter().map(|option| (*option).to_owned());
        let arguments: Vec<String> = options
            .chain(file)
            .chain([first.words.clone()])
            .chain(pages.iter().map(|page| page.url()))
            .collect();
        let said = desk.run(who, &variables, &program, &arguments, "")?;
        Ok(read(&said, pages.len()))
    }
}

/// Writes the scripts to a place where everyone can read them.
pub(super) fn install(sealed: &Sealed) -> Result<(), Error> {
    for script in [&PYTHON_SSL, &PYTHON_REQUESTS, &NODE, &JAVA, &PERL, &GO] {
        sealed.write(format!("{FOLDER}/{}", script.file), script.text.as_bytes())?;
    }
    Ok(())
}

const FOLDER: &str = "/srv/prove";

/// Reads a line for each page. If the program ended too early, the remaining pages are broken.
fn read(said: &Said, count: usize) -> Vec<Answer> {
    let mut lines = said.out.lines();
    let answer =
        |line: Option<&str>| match line.map(|line| line.split_once(' ').unwrap_or((line, ""))) {
            Some(("loads", "")) => Answer::Loads,
            Some(("refuses", text)) => Answer::Refuses(short(text)),
            Some(("broken", text)) => Answer::Broken(short(text)),
            Some(_) => Answer::broken("said something else", &said.out),
            None => Answer::broken(&ended(said.code), &said.err),
        };
    (0..count).map(|_| answer(lines.next())).collect()
}

const fn python(program: &'static str, file: &'static str, text: &'static str) -> Script {
    Script {
        program,
        options: &[],
        variables: &[],
        file,
        text,
        who: Who::Person,
    }
}

pub(super) const PYTHON_SSL: Script =
    python("python3", "fetch.py", include_str!("scripts/fetch.py"));
pub(super) const PYTHON_REQUESTS: Script = python(
    "python3",
    "fetch_requests.py",
    include_str!("scripts/fetch_requests.py"),
);
/// As root: it may be in root's home, which others cannot enter.
pub(super) const OTHER_REQUESTS: Script = Script {
    who: Who::Root,
    ..python(
        OTHER_PYTHON,
        "fetch_requests.py",
        include_str!("scripts/fetch_requests.py"),
    )
};
pub(super) const NODE: Script = Script {
    program: "node",
    options: &[],
    variables: &[],
    file: "fetch.js",
    text: include_str!("scripts/fetch.js"),
    who: Who::Person,
};
pub(super) const NODE_OPENSSL: Script = Script {
    options: &["--use-openssl-ca"],
    ..NODE
};
pub(super) const NODE_SYSTEM: Script = Script {
    options: &["--use-system-ca"],
    ..NODE
};
pub(super) const NODE_BUNDLE: Script = Script {
    variables: &[("NODE_EXTRA_CA_CERTS", "/etc/ssl/certs/ca-certificates.crt")],
    ..NODE
};
/// Options for a quick start and little memory, because it opens a few pages once.
pub(super) const JAVA: Script = Script {
    program: "java",
    options: &[
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
    ],
    variables: &[],
    file: "Fetch.java",
    text: include_str!("scripts/Fetch.java"),
    who: Who::Person,
};
pub(super) const PERL: Script = Script {
    program: "perl",
    options: &[],
    variables: &[],
    file: "fetch.pl",
    text: include_str!("scripts/fetch.pl"),
    who: Who::Person,
};

/// Compiled at each start; its compiler keeps what it made in the person's home.
pub(super) const GO: Script = Script {
    program: "go",
    options: &["run"],
    variables: &[("GO111MODULE", "off"), ("GOFLAGS", "")],
    file: "fetch.go",
    text: include_str!("scripts/fetch.go"),
    who: Who::Person,
};
/// As root: it may be in a folder that others cannot enter.
pub(super) const RUST_UREQ: Script = Script {
    program: RUST,
    options: &["ureq"],
    variables: &[],
    file: "",
    text: "",
    who: Who::Root,
};
pub(super) const RUST_REQWEST: Script = Script {
    options: &["reqwest"],
    ..RUST_UREQ
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_after_the_last_line_are_broken_and_not_refused() {
        let said = Said {
            code: Some(1),
            out: "loads\nrefuses certificate verify failed\n".to_owned(),
            err: "Traceback\nMemoryError\n".to_owned(),
        };
        let answers = read(&said, 3);
        assert_eq!(answers[0], Answer::Loads);
        assert_eq!(
            answers[1],
            Answer::Refuses("certificate verify failed".to_owned())
        );
        assert_eq!(
            answers[2],
            Answer::Broken("ended with 1: MemoryError".to_owned())
        );
    }

    #[test]
    fn a_line_that_only_begins_like_a_load_is_not_one() {
        let said = Said {
            code: Some(0),
            out: "loadsome\nloads not\n".to_owned(),
            err: String::new(),
        };
        for answer in read(&said, 2) {
            assert!(matches!(answer, Answer::Broken(_)));
        }
    }
}
