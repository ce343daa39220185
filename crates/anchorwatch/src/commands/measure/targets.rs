//! The list of targets, as it was given and as it is measured.
//!
//! The list that is measured is kept in the run's folder, so that a run can go on whatever
//! becomes of the file: `HOST:PORT` lines, each once, without what is excluded. It is read line by
//! line, because there can be many.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
};

use anchorwatch_evidence::Target;
use anchorwatch_policy::ReferenceName;

use super::{
    exclusion::Exclusions,
    lines::{BadLines, entries},
    ooni_run,
};
use crate::host::HostPort;

/// The largest list that is read, in bytes: two million targets.
pub(super) const MAX_LIST_BYTES: u64 = 64 << 20;

/// How many excluded targets are named.
const MOST_NAMED: usize = 10;

/// Sends more connections to each target than any study did.
pub(super) const MAX_NAMES: usize = 100;

/// A list of targets.
#[derive(Debug, Default)]
pub(super) struct TargetList {
    /// The lines to measure.
    pub(super) text: String,
    /// How many there are.
    pub(super) count: u64,
    /// How many the list has twice.
    pub(super) repeated: u64,
    /// How many are excluded.
    pub(super) excluded: u64,
    /// The first of them.
    pub(super) first_excluded: Vec<String>,
    /// How many parts of a descriptor are for other tests, or without inputs.
    pub(super) other_tests: u64,
    pub(super) bad: BadLines,
}

impl TargetList {
    /// Reads a plain list or a descriptor.
    pub(super) fn read(content: &[u8], exclusions: &Exclusions) -> Self {
        let mut list = Self::default();
        let mut seen = Seen::default();
        match ooni_run::Descriptor::read(content) {
            Some(descriptor) => {
                list.other_tests = descriptor.other_tests;
                for (number, input) in (1..).zip(descriptor.inputs) {
                    list.add(number, &input, exclusions, &mut seen);
                }
            }
            None => {
                for (line, entry) in entries(content) {
                    list.add(line, &entry, exclusions, &mut seen);
                }
            }
        }
        list
    }

    fn add(&mut self, line: u64, entry: &str, exclusions: &Exclusions, seen: &mut Seen) {
        let target = match entry.parse::<HostPort>() {
            Ok(host) => target(&host),
            Err(why) => return self.bad.add(line, why),
        };
        let written = format!("{}:{}", target.host, target.port);
        if exclusions.has_host(&target.host) {
            self.excluded += 1;
            if self.first_excluded.len() < MOST_NAMED {
                self.first_excluded.push(written);
            }
        } else if seen.is_new(&written) {
            self.count += 1;
            self.text.push_str(&written);
            self.text.push('\n');
        } else {
            self.repeated += 1;
        }
    }
}

/// Converts an internationalized name to A-labels, and puts an IPv6 address into brackets.
fn target(host: &HostPort) -> Target {
    let name = ReferenceName::parse(&host.host);
    let bare = host.host.trim_start_matches('[').trim_end_matches(']');
    let written = match (name.dns(), bare.parse::<std::net::Ipv6Addr>()) {
        (Some(dns), _) => dns.to_owned(),
        (None, Ok(ip)) => format!("[{ip}]"),
        (None, Err(_)) => host.host.clone(),
    };
    Target {
        host: written,
        port: host.port,
    }
}

/// A line of the list that is measured.
pub(super) fn parse(line: &str) -> Option<Target> {
    let read: HostPort = line.parse().ok()?;
    Some(Target {
        host: read.host,
        port: read.port,
    })
}

/// Remembers entries by a hash with random keys: eight octets for each.
#[derive(Default)]
struct Seen {
    keys: RandomState,
    hashes: HashSet<u64>,
}

impl Seen {
    fn is_new(&mut self, entry: &str) -> bool {
        self.hashes.insert(self.keys.hash_one(entry))
    }
}

/// The server names of a list, each once, as A-labels.
pub(super) fn names(content: &[u8]) -> (Vec<String>, BadLines) {
    let (mut names, mut bad) = (Vec::new(), BadLines::default());
    for (line, entry) in entries(content) {
        match crate::host::reference_name(&entry) {
            Ok(name) => match name.dns() {
                Some(dns) if names.iter().any(|it| it == dns) => {}
                Some(dns) => names.push(dns.to_owned()),
                None => bad.add(line, crate::problem::Mistyped::NotAHost { host: entry }),
            },
            Err(why) => bad.add(line, why),
        }
    }
    (names, bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, excluded: &str) -> TargetList {
        TargetList::read(text.as_bytes(), &Exclusions::read(excluded.as_bytes()))
    }

    #[test]
    fn bad_lines_are_named_and_the_rest_goes_on() {
        let text = "a.example\nhttp://b.example/\nA.example:443\n[2001:db8::1]:8443\n2001:db8::2\nx y\nпочта.example\nhttps://c.example/x\na.example:0\n";
        let list = read(text, "c.example");
        assert_eq!(
            list.text,
            "a.example:443\n[2001:db8::1]:8443\n[2001:db8::2]:443\nxn--80a1acny.example:443\n"
        );
        let lines: Vec<u64> = list.bad.named.iter().map(|it| it.0).collect();
        assert_eq!(lines, [2, 6, 9]);
        assert_eq!((list.count, list.repeated, list.excluded), (4, 1, 1));
        for line in list.text.lines() {
            let again = parse(line).unwrap();
            assert_eq!(format!("{}:{}", again.host, again.port), line);
        }
    }

    #[test]
    fn a_descriptor_of_ooni_run_gives_its_urls() {
        let text = r#"{"name": "x", "nettests": [
            {"test_name": "web_connectivity", "inputs": ["https://a.example/", "http://b.example/"]},
            {"test_name": "openvpn", "inputs": ["https://vpn.example/"]},
            {"test_name": "web_connectivity", "targets_name": "websites_list_prioritized"}]}"#;
        let list = read(text, "");
        assert_eq!(
            (list.text.as_str(), list.other_tests),
            ("a.example:443\n", 2)
        );
        assert_eq!(list.bad.named[0].0, 2);
    }

    #[test]
    fn names_are_dns_names_and_each_counts_once() {
        let (names, bad) =
            names(b"a.example\nA.example.\n192.0.2.1\nb.example:443\nb.example # c\n");
        assert_eq!(names, ["a.example", "b.example"]);
        assert_eq!(bad.count, 2);
    }
}
