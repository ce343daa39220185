use super::desk::{OTHER_PYTHON, RUST};
use super::mozilla::Product;
use super::{Client, How, Unlisted, script, single};

/// The kind of a client, which decides the stores that it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The system's store, or its own.
    CommandLine,
    /// `~/.pki/nssdb`.
    Chromium,
    /// The database of a profile.
    Mozilla(Product),
}

/// Every client that the lab can run.
///
/// Lynx is not one: it does not say why it did not open a page.
pub const CLIENTS: [Client; 21] = [
    of_program("curl", "curl", &["curl", "--version"], single::CURL),
    of_program("wget", "wget", &["wget", "--version"], single::WGET),
    of_program("git", "git ls-remote", &["git", "--version"], single::GIT),
    of_program(
        "openssl",
        "openssl s_client",
        &["openssl", "version"],
        single::OPENSSL,
    ),
    of_program(
        "gnutls-cli",
        "gnutls-cli",
        &["gnutls-cli", "--version"],
        single::GNUTLS,
    ),
    of_script(
        "python-ssl",
        "Python's urllib",
        &["python3", "--version"],
        script::PYTHON_SSL,
    ),
    of_script(
        "python-requests",
        "requests of the distribution",
        &["python3", "-c", REQUESTS_VERSION],
        script::PYTHON_REQUESTS,
    ),
    Client {
        own_anchors: Some("REQUESTS_CA_BUNDLE"),
        ..of_script(
            "requests-certifi",
            "requests with certifi's own bundle, of the Python on the caller's PATH",
            &[OTHER_PYTHON, "-c", CERTIFI_VERSION],
            script::OTHER_REQUESTS,
        )
    },
    Client {
        own_anchors: Some("NODE_EXTRA_CA_CERTS"),
        ..of_script("node", "Node.js", &["node", "--version"], script::NODE)
    },
    of_script(
        "node-openssl-ca",
        "Node.js with --use-openssl-ca",
        &["node", "--use-openssl-ca", "--version"],
        script::NODE_OPENSSL,
    ),
    of_script(
        "node-system-ca",
        "Node.js with --use-system-ca",
        &["node", "--use-system-ca", "--version"],
        script::NODE_SYSTEM,
    ),
    of_script(
        "node-extra-ca",
        "Node.js with NODE_EXTRA_CA_CERTS naming the system's bundle",
        &["node", "--version"],
        script::NODE_BUNDLE,
    ),
    Client {
        // Java does not apply the constraints of an anchor.
        unlisted: Unlisted::Refused,
        ..of_script(
            "java",
            "Java's HttpsURLConnection",
            &["java", "--version"],
            script::JAVA,
        )
    },
    of_script(
        "perl",
        "Perl's HTTP::Tiny",
        &["perl", "-e", PERL_VERSION],
        script::PERL,
    ),
    of_script("go", "Go's net/http", &["go", "version"], script::GO),
    of_script(
        "rust-ureq",
        "Rust's ureq with rustls-native-certs",
        &[RUST, "ureq", "version"],
        script::RUST_UREQ,
    ),
    of_script(
        "rust-reqwest",
        "Rust's reqwest",
        &[RUST, "reqwest", "version"],
        script::RUST_REQWEST,
    ),
    of_program("w3m", "w3m", &["w3m", "-version"], single::W3M),
    Client {
        id: "chromium",
        what: "Chromium",
        version: &["chromium", "--version"],
        own_anchors: None,
        unlisted: Unlisted::Confined,
        how: How::Chromium,
    },
    Client {
        id: "firefox",
        what: "Firefox ESR",
        version: &["firefox-esr", "--version"],
        own_anchors: None,
        unlisted: Unlisted::Consented,
        how: How::Mozilla(Product::Firefox),
    },
    Client {
        id: "thunderbird",
        what: "Thunderbird",
        version: &["thunderbird", "--version"],
        own_anchors: None,
        unlisted: Unlisted::Consented,
        how: How::Mozilla(Product::Thunderbird),
    },
];

const fn of_program(
    id: &'static str,
    what: &'static str,
    version: &'static [&'static str],
    single: single::Single,
) -> Client {
    Client {
        id,
        what,
        version,
        own_anchors: None,
        unlisted: Unlisted::Confined,
        how: How::Single(single),
    }
}

const fn of_script(
    id: &'static str,
    what: &'static str,
    version: &'static [&'static str],
    script: script::Script,
) -> Client {
    Client {
        id,
        what,
        version,
        own_anchors: None,
        unlisted: Unlisted::Confined,
        how: How::Script(script),
    }
}

const REQUESTS_VERSION: &str = "import requests; print('requests', requests.__version__)";

/// Fails if certifi is the distribution's, which uses the system's bundle.
const CERTIFI_VERSION: &str = "import certifi, requests
assert not certifi.where().startswith('/etc/'), 'certifi names the system\\'s bundle'
print('requests', requests.__version__, 'certifi', certifi.__version__)";

const PERL_VERSION: &str = r#"eval { require IO::Socket::SSL } or die "no IO::Socket::SSL\n";
print "IO::Socket::SSL $IO::Socket::SSL::VERSION\n""#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_fit_their_column() {
        let mut ids: Vec<_> = CLIENTS.iter().map(|client| client.id).collect();
        assert!(ids.iter().all(|id| id.len() <= 16));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), CLIENTS.len());
    }
}
