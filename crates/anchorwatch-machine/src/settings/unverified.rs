//! Keys that switch verification off, whatever program they are for.
//!
//! ```text
//! insecure-skip-tls-verify: true     "verifySSL": false     SSL_VERIFY=0
//! <strictSSL>false</strictSSL>       --tls-no-verify        -Dx.ssl.insecure=true
//! ```
//!
//! The end of a key decides, without case, hyphens and underscores, and its value: of
//! `verify_ssl = true` nothing is said. Comments are passed over, and so are keys whose
//! value is known only when a program runs.
//!
//! **Not checked:** keys of one word, such as `verify`, which mean too many things.

use std::path::Path;

use super::sink::Sink;
use crate::{Client, SettingKind};

mod key;

pub(super) use key::{Switch, of_key};

/// The most settings that are taken from one text.
const MAX_FOUND: usize = 100;
/// The longest key, with what is before it.
const MAX_KEY_BYTES: usize = 100;
/// The longest line that is looked at in a file that may be code, of which minified lines are
/// longer. Settings may be one line of JSON.
const MAX_LINE_BYTES: usize = 20_000;
/// The longest value that is compared, with the signs before it.
const MAX_VALUE_BYTES: usize = 100;

/// What every key contains, in lower case.
const MARKS: [&str; 9] = [
    "verif",
    "valid",
    "insecure",
    "strict",
    "cert",
    "ssl",
    "tls",
    "unauthorized",
    "securitymode",
];

/// Endings of texts that describe settings instead of making them.
const DESCRIBING: [&str; 8] = ["md", "rst", "html", "htm", "log", "po", "pot", "patch"];

/// Endings of files whose options count without a value.
const OF_OPTIONS: [&str; 9] = [
    "cfg",
    "conf",
    "config",
    "ini",
    "json",
    "properties",
    "toml",
    "yaml",
    "yml",
];

/// Records the keys of a text that switch verification off.
pub(super) fn take(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let ending = at.extension().unwrap_or_default().to_string_lossy();
    if DESCRIBING.contains(&&*ending) || !has_mark(text) {
        return;
    }
    let has_options = OF_OPTIONS.contains(&&*ending);
    let mut found = 0;
    for line in text.lines() {
        let is_code = line.len() > MAX_LINE_BYTES && !has_options;
        if is_code || !has_mark(line) {
            continue;
        }
        for what in of_line(line, has_options) {
            found += 1;
            if found > MAX_FOUND {
                return;
            }
            sink.setting(at, SettingKind::ProgramInsecure, &what, &[Client::Other]);
        }
    }
}

/// What a variable of an unknown program means: `MY_TOOL_SSL_VERIFY`.
pub(super) fn of_variable(name: &str) -> Option<Switch> {
    // Scripts use `insecure` alone for anything.
    let is_long = name.contains('_') && name.len() <= MAX_KEY_BYTES;
    (is_long && has_mark(name)).then(|| of_key(name)).flatten()
}

fn has_mark(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
}

/// What a line switches off, as it is written.
fn of_line(line: &str, has_options: bool) -> Vec<String> {
    let line = without_remark(line.trim());
    let mut found = Vec::new();
    for (at, sign) in line.char_indices() {
        if matches!(sign, '=' | ':' | '>') {
            let (before, after) = (&line[..at], &line[at + 1..]);
            let (key, value) = (key_before(before), value_of(after));
            if found.len() <= MAX_FOUND && of_key(key).is_some_and(|switch| switch.is_off(value)) {
                found.push(format!("{} = {value}", key.trim()));
            }
        }
    }
    let mut words = line.split_whitespace();
    if let (Some(key), Some(value), None) = (words.next(), words.next(), words.next())
        && !key.ends_with(['=', ':'])
        && !key.starts_with('-')
        && !value.starts_with(['=', ':'])
        && of_key(key).is_some_and(|switch| switch.is_off(value_of(value)))
    {
        found.push(format!("{key} {value}"));
    }
    if has_options {
        found.extend(flags(line));
    }
    found
}

/// Options without a value: `--insecure-skip-tls-verify`.
fn flags(line: &str) -> Vec<String> {
    let words = line.split(|c: char| c.is_whitespace() || "\"',[]{}()`".contains(c));
    let flags = words.filter(|word| word.starts_with("--") && !word.contains('='));
    let found = flags.filter(|flag| of_key(flag) == Some(Switch::On));
    found.map(str::to_owned).collect()
}

/// The line without a comment, whole or at its end.
fn without_remark(line: &str) -> &str {
    let is_remark = ["#", ";", "//", "\" ", "-- ", "<!--", "*", "%"]
        .iter()
        .any(|sign| line.starts_with(sign));
    if is_remark {
        return "";
    }
    let ends = [" #", "\t#", " //", " ;", "<!--"];
    let end = ends.iter().filter_map(|sign| line.find(sign)).min();
    line.get(..end.unwrap_or(line.len())).unwrap_or(line)
}

/// The words before a separator that can be a key.
fn key_before(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.\"' ".contains(c);
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_part(*c))
        .last()
        .map_or(text.len(), |(at, _)| at);
    let key = text.get(start..).unwrap_or_default();
    // `$verify_ssl` is a value.
    let is_value = text
        .get(..start)
        .is_some_and(|text| text.ends_with(['$', '{', '%']))
        && text
            .get(..start)
            .is_some_and(|text| text.ends_with("${") || text.ends_with(['$', '%']));
    let cut = key.len().saturating_sub(MAX_KEY_BYTES);
    let key = key.get(cut..).unwrap_or(key);
    if is_value { "" } else { key }
}

/// The first word after a separator, without quotes.
fn value_of(text: &str) -> &str {
    let text = text
        .get(..text.floor_char_boundary(MAX_VALUE_BYTES))
        .unwrap_or(text);
    let text = text.trim_start_matches([' ', '\t', '=', '>', ':', '"', '\'', '\\']);
    let is_end = |c: char| c.is_whitespace() || ",;<>\"'`)]}\\|&".contains(c);
    let end = text.find(is_end).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_json_is_read_however_long_it_is_and_minified_code_is_not() {
        let long = format!(
            "{{\"a\": \"{}\", \"strictSSL\": false}}",
            "x".repeat(30_000)
        );
        let folder = tempfile::tempdir().unwrap();
        let tree = anchorwatch_home::Tree::open(folder.path()).unwrap();
        let count = |name: &str| {
            let mut sink = super::super::reader::begin(&tree, None);
            take(&mut sink, name.as_ref(), &long);
            super::super::reader::finish(sink).settings.len()
        };
        assert_eq!((count("/etc/a/b.json"), count("/etc/a/b.js")), (1, 0));
    }

    #[test]
    fn a_line_of_nothing_but_keys_ends() {
        let started = "ssl_verify:".repeat(300_000);
        assert_eq!(of_line(&started, false), [] as [&str; 0]);
    }

    /// What switches verification off, and the same with another value or another key.
    const PAIRS: [(&str, &str); 25] = [
        (
            "insecure-skip-tls-verify: true",
            "insecure-skip-tls-verify: false",
        ),
        ("  insecureSkipVerify: yes", "  insecureSkipVerify: no"),
        ("skip_tls_verify = 1", "skip_tls_verify = 0"),
        ("no-check-certificate=true", "no-check-certificate=false"),
        ("verify_ssl = false", "verify_ssl = true"),
        ("\"verifySSL\": false,", "\"verifySSL\": true,"),
        (
            "{\"a\":1,\"tlsVerify\":false}",
            "{\"a\":1,\"tlsVerify\":true}",
        ),
        (
            "<StrictSSL>false</StrictSSL>",
            "<StrictSSL>true</StrictSSL>",
        ),
        ("<x verify-ssl=\"off\"/>", "<x verify-ssl=\"on\"/>"),
        ("ssl_verify 0", "ssl_verify 1"),
        ("SSLVerify = NONE", "SSLVerify = PEER"),
        (
            "tls verify peer = no_check",
            "tls verify peer = as_strict_as_possible",
        ),
        ("tls-no-verify = true", "tls-no-verify = false"),
        ("disable_tls: on", "disable_tls: off"),
        (
            "-Dmaven.wagon.http.ssl.insecure=true",
            "-Dmaven.wagon.http.ssl.insecure=false",
        ),
        (
            "-Daether.connector.https.securityMode=insecure",
            "-Daether.connector.https.securityMode=default",
        ),
        (
            "x = NODE_TLS_REJECT_UNAUTHORIZED=0 node",
            "x = NODE_TLS_REJECT_UNAUTHORIZED=1 node",
        ),
        ("x.no_check_certificate = true", "x.no_check_certificate = "),
        (
            "args: [--insecure-skip-tls-verify]",
            "args: [--insecure-skip-tls-verify=false]",
        ),
        ("verify_ssl = false", "# verify_ssl = false"),
        ("verify_ssl = false", "a = b # verify_ssl = false"),
        ("verify_ssl = false", "verify_ssl_log = false"),
        ("verify_ssl = false", "no_verify_ssl = false"),
        ("verify_ssl = false", "if \"$verify_ssl\" = false"),
        ("insecure: true", "insecurely: true"),
    ];

    #[test]
    fn a_key_counts_with_the_value_that_switches_it_off_and_no_other() {
        for (off, on) in PAIRS {
            assert_eq!(
                of_line(off, true).len(),
                1,
                "{off}: {:?}",
                of_line(off, true)
            );
            assert!(
                of_line(on, true).is_empty(),
                "{on}: {:?}",
                of_line(on, true)
            );
        }
    }

    #[test]
    fn an_option_without_a_value_counts_only_where_options_are_set() {
        let line = "x --tls-no-verify y";
        assert_eq!(of_line(line, true), ["--tls-no-verify"]);
        assert!(of_line(line, false).is_empty());
    }
}
