//! Runs programs that open one page per process.

use super::desk::Said;
use super::{Answer, Desk, Page, Who};
use crate::Error;

#[derive(Clone, Copy, Debug)]
pub(super) struct Single {
    pub(super) program: &'static str,
    pub(super) variables: &'static [(&'static str, &'static str)],
    pub(super) arguments: fn(&Page) -> Vec<String>,
    /// What it reads from standard input.
    pub(super) input: fn(&Page) -> String,
    pub(super) read: fn(&Said, &Page) -> Answer,
}

impl Single {
    pub(super) fn ask(
        &self,
        desk: &Desk<'_>,
        page: &Page,
        variables: &[(&str, &str)],
    ) -> Result<Answer, Error> {
        let variables = [self.variables, variables].concat();
        let arguments = (self.arguments)(page);
        let input = (self.input)(page);
        let said = desk.run(Who::Person, &variables, self.program, &arguments, &input)?;
        Ok((self.read)(&said, page))
    }
}

pub(super) const CURL: Single = Single {
    program: "curl",
    variables: &[],
    arguments: |page| {
        words(
            &["--silent", "--show-error", "--max-time", "200"],
            page.url(),
        )
    },
    input: |_| String::new(),
    // 60 is CURLE_PEER_FAILED_VERIFICATION, libcurl-errors(3).
    read: |said, page| by_exit_code(said, page, 60, "curl: (60)"),
};

pub(super) const WGET: Single = Single {
    program: "wget",
    variables: &[],
    arguments: |page| {
        words(
            &["-O", "-", "-nv", "--tries=1", "--timeout=200", "--no-hsts"],
            page.url(),
        )
    },
    input: |_| String::new(),
    // 5 is "SSL verification failure", wget(1) "EXIT STATUS".
    read: |said, page| by_exit_code(said, page, 5, "ERROR"),
};

pub(super) const GIT: Single = Single {
    program: "git",
    variables: &[("GIT_TERMINAL_PROMPT", "0")],
    arguments: |page| words(&["ls-remote"], page.url()),
    input: |_| String::new(),
    read: git,
};

pub(super) const OPENSSL: Single = Single {
    program: "openssl",
    variables: &[],
    arguments: |page| {
        let name = page.name.as_str();
        let host = format!("{name}:{}", page.port);
        let options = ["s_client", "-quiet", "-ign_eof", "-verify_return_error"];
        let name = ["-servername", name, "-verify_hostname", name, "-connect"];
        words(&[&options[..], &name].concat(), host)
    },
    input: request,
    read: |said, page| by_page(said, page, &["verify error:num="]),
};

pub(super) const GNUTLS: Single = Single {
    program: "gnutls-cli",
    variables: &[],
    arguments: |page| {
        words(
            &["--port", &page.port.to_string(), "--crlf"],
            page.name.clone(),
        )
    },
    input: request,
    read: |said, page| by_page(said, page, &["NOT trusted", "PKI verification"]),
};

pub(super) const W3M: Single = Single {
    program: "w3m",
    variables: &[],
    arguments: |page| words(&["-no-cookie", "-dump_source"], page.url()),
    input: |_| String::new(),
    read: |said, page| by_page(said, page, &["This SSL session was rejected"]),
};

/// Reads `git ls-remote` of a page that is not a repository: the message shows how far it came.
fn git(said: &Said, _page: &Page) -> Answer {
    const REFUSALS: [&str; 2] = [
        "certificate verification failed", // libcurl with GnuTLS
        "SSL certificate problem",         // libcurl with OpenSSL
    ];
    if said.err.contains("not valid: is this a git repository?") {
        return Answer::Loads;
    }
    match REFUSALS.iter().find(|refusal| said.err.contains(**refusal)) {
        Some(refusal) => Answer::refused(&said.err, refusal),
        None => Answer::broken("git said something else", &said.err),
    }
}

fn by_exit_code(said: &Said, page: &Page, refused: i32, says_so: &str) -> Answer {
    match said.code {
        Some(0) if said.out.contains(&page.words) => Answer::Loads,
        Some(code) if code == refused => Answer::refused(&said.err, says_so),
        code => Answer::broken(&ended(code), &said.err),
    }
}

/// For programs whose exit code does not depend on the result: the page is a load, and one of the
/// `refusals` in the output is a refusal.
fn by_page(said: &Said, page: &Page, refusals: &[&str]) -> Answer {
    if said.out.contains(&page.words) {
        return Answer::Loads;
    }
    let all = format!("{}\n{}", said.out, said.err);
    match refusals.iter().find(|refusal| all.contains(**refusal)) {
        Some(refusal) => Answer::refused(&all, refusal),
        None => Answer::broken(&ended(said.code), &said.err),
    }
}

pub(super) fn ended(code: Option<i32>) -> String {
    match code {
        Some(124 | 137) => "took too long".to_owned(),
        Some(code) => format!("ended with {code}"),
        None => "was killed by a signal".to_owned(),
    }
}

fn request(page: &Page) -> String {
    format!(
        "GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        page.name
    )
}

fn words(options: &[&str], last: String) -> Vec<String> {
    let options = options.iter().map(|option| (*option).to_owned());
    options.chain([last]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: i32, out: &str, err: &str) -> Said {
        Said {
            code: Some(code),
            out: out.to_owned(),
            err: err.to_owned(),
        }
    }

    fn page() -> Page {
        Page {
            name: "www.example.kz".to_owned(),
            port: 1,
            words: "the page 7".to_owned(),
        }
    }

    #[test]
    fn a_refused_certificate_is_a_refusal_and_a_refused_connection_is_not() {
        let refused = said(60, "", "curl: (60) SSL certificate problem\nMore details\n");
        assert_eq!(
            (CURL.read)(&refused, &page()),
            Answer::Refuses("curl: (60) SSL certificate problem".to_owned())
        );
        let down = said(7, "", "curl: (7) Failed to connect");
        assert!(matches!((CURL.read)(&down, &page()), Answer::Broken(_)));
    }

    #[test]
    fn success_without_output_is_not_a_page() {
        assert!(matches!(
            (CURL.read)(&said(0, "", ""), &page()),
            Answer::Broken(_)
        ));
        assert_eq!(
            (CURL.read)(&said(0, "the page 7\n", ""), &page()),
            Answer::Loads
        );
    }

    #[test]
    fn git_distinguishes_a_page_that_is_not_a_repository_a_refusal_and_a_404() {
        let url = page().url();
        let read = |err: &str| (GIT.read)(&said(128, "", err), &page());
        let page = format!("fatal: {url}info/refs not valid: is this a git repository?");
        assert_eq!(read(&page), Answer::Loads);
        let refused = format!(
            "fatal: unable to access '{url}': server certificate verification failed. CAfile: none"
        );
        assert!(matches!(read(&refused), Answer::Refuses(_)));
        let down = format!("fatal: unable to access '{url}': Failed to connect");
        assert!(matches!(read(&down), Answer::Broken(_)));
        let missing = format!("fatal: repository '{url}' not found");
        assert!(matches!(read(&missing), Answer::Broken(_)));
    }

    #[test]
    fn a_crash_without_output_is_not_a_refusal() {
        for client in [CURL, WGET, GIT, OPENSSL, GNUTLS, W3M] {
            let crashed = Said {
                code: None,
                out: String::new(),
                err: String::new(),
            };
            assert!(matches!(
                (client.read)(&crashed, &page()),
                Answer::Broken(_)
            ));
        }
    }
}
