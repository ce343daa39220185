//! How the hello that a server received differs from the one that was sent.

use std::collections::{BTreeMap, VecDeque};

use super::ClientHello;
use crate::hello::{CodePoints, id};

anchorwatch_remark::remarks! {
    /// One thing in which a received hello differs from the one that was sent.
    ///
    /// Numbers are compared as they are, with GREASE.
    pub enum HelloDifference {
        /// Another random: the hello was made anew.
        "hello_random_differs" => Random,
        /// Other keys for the key exchange; perhaps for the same groups.
        "hello_key_shares_differ" => KeyShares {
            /// The groups that were sent; none if the list cannot be read.
            sent: CodePoints,
            /// The groups that were received.
            received: CodePoints,
        },
        /// Another session identifier.
        "hello_session_id_differs" => SessionId,
        /// Other cipher suites.
        "hello_suites_differ" => CipherSuites {
            /// Sent and not received.
            missing: CodePoints,
            /// Received and not sent.
            added: CodePoints,
        },
        /// The same cipher suites in another order.
        "hello_suites_reordered" => CipherSuiteOrder,
        /// Other extensions.
        "hello_extensions_differ" => Extensions {
            /// Sent and not received.
            missing: CodePoints,
            /// Received and not sent.
            added: CodePoints,
        },
        /// The same extensions in another order.
        "hello_extensions_reordered" => ExtensionOrder,
        /// Other values of `supported_versions`.
        "hello_versions_differ" => Versions {
            /// The versions that were sent; none if the list cannot be read.
            sent: CodePoints,
            /// The versions that were received.
            received: CodePoints,
        },
        /// Another `legacy_version`.
        "hello_legacy_version_differs" => LegacyVersion {
            /// The version that was sent.
            sent: CodePoints,
            /// The version that was received.
            received: CodePoints,
        },
        /// Another name of the host. A hello without the extension differs in its extensions
        /// instead.
        "hello_server_name_differs" => ServerName {
            /// The name that was sent; empty if it cannot be read.
            sent: String,
            /// The name that was received.
            received: String,
        },
        /// Other bodies of these extensions.
        "hello_extension_bodies_differ" => ExtensionBodies {
            /// The extensions, each once.
            extensions: CodePoints,
        },
        /// Other compression methods.
        "hello_compression_differs" => CompressionMethods,
        /// One has an empty list of extensions, the other has no list.
        "hello_empty_extensions_differ" => EmptyExtensions,
        /// Split into records at other places, or in records of another version.
        ///
        /// By itself this does not show another hello: what splits or joins packets, to get past
        /// a filter or to inspect them, can change records too.
        "hello_records_differ" => Records {
            /// How many records were sent.
            sent_count: u64,
            /// How many records were received.
            received_count: u64,
        },
    }
}

impl HelloDifference {
    /// Whether the message itself is another one: only then was the hello made or changed on the
    /// way. If the handshake was completed nevertheless, a party between the two completed it with
    /// each of them: a `Finished` message covers the hello as its sender knows it (RFC 8446 §4.4.4,
    /// RFC 5246 §7.4.9).
    #[must_use]
    pub const fn is_of_message(&self) -> bool {
        !matches!(self, Self::Records { .. })
    }
}

/// Compares the hello that was sent with the one that a server received.
///
/// The result is ordered: first what a party that speaks TLS itself cannot avoid, last what
/// shows least. It is empty only if the messages and their records are the same, octet for octet;
/// some difference is of the message ([`HelloDifference::is_of_message`]) if and only if the
/// messages are not the same.
///
/// **Not checked:** that both are the first hellos of one connection. After a retry request a
/// client's second hello has other key shares (RFC 8446 §4.1.2).
#[must_use]
pub fn differences(sent: &ClientHello, received: &ClientHello) -> Vec<HelloDifference> {
    let bodies = changed_bodies(sent, received);
    let mut found = Vec::new();
    if sent.random() != received.random() {
        found.push(HelloDifference::Random);
    }
    if bodies.contains(&id::KEY_SHARE) {
        found.push(HelloDifference::KeyShares {
            sent: known(sent.key_share_groups()),
            received: known(received.key_share_groups()),
        });
    }
    if sent.session_id() != received.session_id() {
        found.push(HelloDifference::SessionId);
    }
    found.extend(suites(sent, received));
    found.extend(extensions(sent, received));
    found.extend(values(sent, received, bodies));
    found.extend(rest(sent, received));
    found
}

fn suites(sent: &ClientHello, received: &ClientHello) -> Option<HelloDifference> {
    let lists = [sent, received].map(|hello| hello.cipher_suites().collect::<Vec<u16>>());
    compared(
        &lists,
        HelloDifference::CipherSuiteOrder,
        |missing, added| HelloDifference::CipherSuites { missing, added },
    )
}

fn extensions(sent: &ClientHello, received: &ClientHello) -> Option<HelloDifference> {
    let ids = |hello: &ClientHello| hello.extensions().map(|one| one.id).collect::<Vec<u16>>();
    let lists = [sent, received].map(ids);
    compared(&lists, HelloDifference::ExtensionOrder, |missing, added| {
        HelloDifference::Extensions { missing, added }
    })
}

/// Compares two lists: what they contain, and if that is the same, their order.
fn compared(
    [sent, received]: &[Vec<u16>; 2],
    reordered: HelloDifference,
    changed: impl FnOnce(CodePoints, CodePoints) -> HelloDifference,
) -> Option<HelloDifference> {
    let missing = without(sent, received);
    let added = without(received, sent);
    if !missing.0.is_empty() || !added.0.is_empty() {
        Some(changed(missing, added))
    } else {
        (sent != received).then_some(reordered)
    }
}

/// The numbers of a list that are not in the other one, or not as often.
fn without(list: &[u16], other: &[u16]) -> CodePoints {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for number in other {
        *counts.entry(*number).or_default() += 1;
    }
    let is_left = |number: &u16| match counts.get_mut(number) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    list.iter().copied().filter(is_left).collect()
}

/// What is said in versions, names, and other extensions.
fn values(
    sent: &ClientHello,
    received: &ClientHello,
    mut bodies: Vec<u16>,
) -> Vec<HelloDifference> {
    let mut found = Vec::new();
    if bodies.contains(&id::SUPPORTED_VERSIONS) {
        found.push(HelloDifference::Versions {
            sent: known(sent.supported_versions()),
            received: known(received.supported_versions()),
        });
    }
    if sent.legacy_version() != received.legacy_version() {
        found.push(HelloDifference::LegacyVersion {
            sent: CodePoints(vec![sent.legacy_version()]),
            received: CodePoints(vec![received.legacy_version()]),
        });
    }
    if bodies.contains(&id::SERVER_NAME) {
        found.push(HelloDifference::ServerName {
            sent: name(sent),
            received: name(received),
        });
    }
    let has_its_own = [id::KEY_SHARE, id::SUPPORTED_VERSIONS, id::SERVER_NAME];
    bodies.retain(|extension| !has_its_own.contains(extension));
    if !bodies.is_empty() {
        found.push(HelloDifference::ExtensionBodies {
            extensions: CodePoints(bodies),
        });
    }
    found
}

fn rest(sent: &ClientHello, received: &ClientHello) -> Vec<HelloDifference> {
    let mut found = Vec::new();
    if sent.compression_methods() != received.compression_methods() {
        found.push(HelloDifference::CompressionMethods);
    }
    let have_none = [sent, received].map(|hello| hello.extensions().next().is_none());
    let has_list = |hello: &ClientHello| hello.layout.extensions.is_some();
    if have_none == [true, true] && has_list(sent) != has_list(received) {
        found.push(HelloDifference::EmptyExtensions);
    }
    if !splits(sent).eq(splits(received)) {
        let count = |hello: &ClientHello| u64::try_from(hello.records().len()).unwrap_or(u64::MAX);
        found.push(HelloDifference::Records {
            sent_count: count(sent),
            received_count: count(received),
        });
    }
    found
}

/// The records' versions and lengths. The last length is left out: it follows from the length of
/// the message.
fn splits(hello: &ClientHello) -> impl Iterator<Item = (u16, Option<u16>)> + '_ {
    let last = hello.records().len().saturating_sub(1);
    let records = hello.records().iter().enumerate();
    records.map(move |(index, one)| (one.version, (index < last).then_some(one.length)))
}

/// The extensions that both hellos have, with different bodies, each once and sorted.
fn changed_bodies(sent: &ClientHello, received: &ClientHello) -> Vec<u16> {
    let mut bodies: BTreeMap<u16, VecDeque<&[u8]>> = BTreeMap::new();
    for extension in received.extensions() {
        bodies
            .entry(extension.id)
            .or_default()
            .push_back(extension.body);
    }
    let mut changed = Vec::new();
    for extension in sent.extensions() {
        let other = bodies.get_mut(&extension.id).and_then(VecDeque::pop_front);
        if other.is_some_and(|other| other != extension.body) {
            changed.push(extension.id);
        }
    }
    changed.sort_unstable();
    changed.dedup();
    changed
}

fn known<E>(list: Result<Option<Vec<u16>>, E>) -> CodePoints {
    CodePoints(list.ok().flatten().unwrap_or_default())
}

fn name(hello: &ClientHello) -> String {
    let name = hello.server_name().ok().flatten();
    name.unwrap_or_default().to_owned()
}
