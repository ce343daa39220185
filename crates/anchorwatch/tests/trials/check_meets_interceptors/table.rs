//! The scenarios.
//!
//! **What this program cannot see**, each with a scenario:
//!
//! - *An interceptor that knows this program's ClientHello and lets it pass.* Every program that
//!   says hello in its own way can be spared. The answer is about this program's connections only.
//! - *A public authority that signs for the interceptor*, without a server of the measurer's own, or
//!   if that server is spared by its address: the chain is what an honest server would show. Public
//!   logs can show the certificate to someone who looks there.
//! - *Copies with nothing but the names of the original, under its issuer's name*, without such a
//!   server: the answer is "inconclusive", because a server with two certificates, one of which is
//!   sent without the one that leads to its root, looks the same.
//! - *An interceptor that lets the one connection of a plain check pass.* The answer says how many
//!   of 100 such checks miss one that acts on a third of all connections.
//! - *Where an interceptor is that comes and goes.*

use anchorwatch_lab::network::interceptor::{Habits, Mode};

use super::scenario::{
    Answer, Depth, Device, ImposedRoot, Knows, LISTED, Question, Scenario, Server, Spares, UNLISTED,
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "july_2019_as_a_proxy",
        device: JULY_2019,
        question: WITH_OWN_SERVER,
        answer: found(&COPIED_AND_CHANGED, &PUBLISHED),
    },
    Scenario {
        name: "july_2019_at_the_client_hello",
        device: TAKEOVER,
        question: WITH_OWN_SERVER,
        answer: found(&COPIED_AND_CHANGED, &PUBLISHED),
    },
    Scenario {
        name: "july_2019_without_an_own_server",
        device: TAKEOVER,
        question: DEEP,
        answer: found(&COPIED, &SHIFTED_BY_ANOTHER_PROGRAM),
    },
    Scenario {
        name: "july_2019_in_a_plain_check",
        device: JULY_2019,
        question: PLAIN,
        answer: Answer {
            hop: None,
            ..found(&COPIED, &SHIFTED)
        },
    },
    Scenario {
        name: "july_2019_with_its_root_installed",
        device: JULY_2019,
        question: Question {
            knows: Knows::ItIsInstalled,
            ..PLAIN
        },
        answer: Answer {
            hop: None,
            ..found(&INSTALLED, &SHIFTED)
        },
    },
    Scenario {
        name: "july_2019_for_another_name",
        device: TAKEOVER,
        question: Question {
            host: UNLISTED,
            ..WITH_OWN_SERVER
        },
        answer: NOTHING,
    },
    Scenario {
        name: "july_2019_from_outside",
        device: TAKEOVER,
        question: Question {
            server: Server::Inside,
            ..DEEP
        },
        answer: found(&COPIED, &SHIFTED),
    },
    Scenario {
        name: "july_2019_and_a_server_that_browsers_refuse",
        device: JULY_2019,
        question: Question {
            server: Server::Distrusted,
            ..DEEP
        },
        answer: UNDECIDED,
    },
    Scenario {
        name: "late_july_2019",
        device: Device {
            habits: Habits::LATE_JULY_2019,
            ..JULY_2019
        },
        question: DEEP,
        answer: found(&COPIED, &["serial_copied"]),
    },
    Scenario {
        name: "since_2021",
        device: Device {
            habits: Habits::SINCE_2021,
            root: ImposedRoot::Isca,
            ..JULY_2019
        },
        question: DEEP,
        answer: found(&COPIED, &SHIFTED),
    },
    Scenario {
        name: "march_2024_with_an_expired_intermediate",
        device: Device {
            habits: Habits::EXPIRED_2024,
            root: ImposedRoot::Isca,
            ..JULY_2019
        },
        question: DEEP,
        answer: found(&COPIED, &SHIFTED),
    },
    Scenario {
        name: "hardened",
        device: HARDENED,
        question: WITH_OWN_SERVER,
        answer: Answer {
            ttls: Some([63, 61]),
            ..found(&HARDENED_COPY, &EXACT)
        },
    },
    Scenario {
        name: "hardened_without_an_own_server",
        device: HARDENED,
        question: DEEP,
        answer: found(&["copied_certificate", "untrusted_chain"], &EXACT),
    },
    Scenario {
        name: "hardened_with_other_serial_numbers",
        device: Device {
            habits: Habits::HARDENED_FURTHER,
            ..HARDENED
        },
        question: WITH_OWN_SERVER,
        answer: found(
            &["own_server_key", "changed_client_hello", "untrusted_chain"],
            &[],
        ),
    },
    Scenario {
        name: "hardened_with_other_serial_numbers_without_an_own_server",
        device: Device {
            habits: Habits::HARDENED_FURTHER,
            ..HARDENED
        },
        question: DEEP,
        answer: UNDECIDED,
    },
    // What it says is as long as the server's, and arrives with the same TTL: no rule looks at sizes, and
    // the hop is counted on the way there.
    Scenario {
        name: "disguised_by_padding",
        device: DISGUISED,
        question: WITH_OWN_SERVER,
        answer: Answer {
            ttls: Some([61, 61]),
            ..found(
                &["own_server_key", "changed_client_hello", "untrusted_chain"],
                &[],
            )
        },
    },
    Scenario {
        name: "disguised_by_padding_without_an_own_server",
        device: DISGUISED,
        question: DEEP,
        answer: UNDECIDED,
    },
    Scenario {
        name: "hardened_under_a_public_root",
        device: HARDENED,
        question: Question {
            knows: Knows::ItIsPublic,
            ..WITH_OWN_SERVER
        },
        answer: found(
            &["own_server_key", "changed_client_hello", "publicly_trusted"],
            &[],
        ),
    },
    Scenario {
        name: "hardened_under_a_public_root_without_an_own_server",
        device: HARDENED,
        question: Question {
            knows: Knows::ItIsPublic,
            ..DEEP
        },
        answer: BLIND,
    },
    Scenario {
        name: "hardened_under_a_public_root_sparing_the_own_server",
        device: Device {
            spares: Spares::OwnServer,
            ..HARDENED
        },
        question: Question {
            knows: Knows::ItIsPublic,
            ..WITH_OWN_SERVER
        },
        answer: BLIND,
    },
    Scenario {
        name: "sparing_our_hello",
        device: Device {
            spares: Spares::OurHello,
            ..TAKEOVER
        },
        question: WITH_OWN_SERVER,
        answer: BLIND,
    },
    Scenario {
        name: "eight_of_twenty_connections",
        device: Device {
            share: (8, 20),
            ..HARDENED
        },
        question: Question {
            rounds: 3,
            ..WITH_OWN_SERVER
        },
        answer: coming_and_going(&[
            "own_server_key",
            "changed_client_hello",
            "copied_certificate",
            "answers_differ",
            "publicly_trusted",
            "untrusted_chain",
        ]),
    },
    Scenario {
        name: "eight_of_twenty_connections_without_an_own_server",
        device: Device {
            share: (8, 20),
            ..TAKEOVER
        },
        question: Question { rounds: 3, ..DEEP },
        answer: coming_and_going(&COPIED_NOW_AND_THEN),
    },
    Scenario {
        name: "one_connection_in_three_in_a_plain_check",
        device: Device {
            share: (1, 3),
            ..TAKEOVER
        },
        question: PLAIN,
        answer: BLIND,
    },
    Scenario {
        name: "one_connection_in_three",
        device: Device {
            share: (1, 3),
            ..TAKEOVER
        },
        question: Question { rounds: 3, ..DEEP },
        answer: coming_and_going(&COPIED_NOW_AND_THEN),
    },
];

const JULY_2019: Device = Device {
    habits: Habits::JULY_2019,
    mode: Mode::Proxy,
    root: ImposedRoot::Qaznet,
    share: (1, 1),
    spares: Spares::Nothing,
};

const TAKEOVER: Device = Device {
    mode: Mode::Takeover,
    ..JULY_2019
};

const HARDENED: Device = Device {
    habits: Habits::HARDENED,
    mode: Mode::Takeover,
    root: ImposedRoot::Nameless,
    ..JULY_2019
};

const DISGUISED: Device = Device {
    habits: Habits::DISGUISED,
    ..HARDENED
};

const WITH_OWN_SERVER: Question = Question {
    host: LISTED,
    server: Server::Site,
    depth: Depth::DeepWithOwnServer,
    rounds: 1,
    knows: Knows::Nothing,
};

const DEEP: Question = Question {
    depth: Depth::Deep,
    ..WITH_OWN_SERVER
};

const PLAIN: Question = Question {
    depth: Depth::Plain,
    ..WITH_OWN_SERVER
};

const COPIED: [&str; 3] = ["copied_certificate", "issuer_name", "untrusted_chain"];

const COPIED_AND_CHANGED: [&str; 5] = [
    "copied_certificate",
    "own_server_key",
    "changed_client_hello",
    "issuer_name",
    "untrusted_chain",
];

const COPIED_NOW_AND_THEN: [&str; 5] = [
    "copied_certificate",
    "issuer_name",
    "answers_differ",
    "publicly_trusted",
    "untrusted_chain",
];

const INSTALLED: [&str; 4] = [
    "copied_certificate",
    "local_root_for_public_name",
    "family_match",
    "untrusted_chain",
];

const HARDENED_COPY: [&str; 4] = [
    "copied_certificate",
    "own_server_key",
    "changed_client_hello",
    "untrusted_chain",
];

/// What the box of 2019 did to each copy.
const SHIFTED: [&str; 4] = [
    "dates_earlier",
    "serial_copied",
    "exponent_small",
    "extensions_lost",
];

const SHIFTED_BY_ANOTHER_PROGRAM: [&str; 5] = [
    "dates_earlier",
    "serial_copied",
    "exponent_small",
    "extensions_lost",
    "server_hello_differs",
];

const PUBLISHED: [&str; 5] = [
    "dates_earlier",
    "serial_copied",
    "exponent_small",
    "extensions_lost",
    "hello_of_known_interceptor",
];

const EXACT: [&str; 2] = ["dates_copied", "serial_copied"];

const NOTHING: Answer = Answer {
    verdict: "not_seen",
    rules: &["publicly_trusted"],
    details: &[],
    hop: None,
    ttls: None,
    is_blind: false,
};

const UNDECIDED: Answer = Answer {
    verdict: "inconclusive",
    rules: &["untrusted_chain"],
    ..NOTHING
};

const BLIND: Answer = Answer {
    is_blind: true,
    ..NOTHING
};

const fn found(rules: &'static [&'static str], details: &'static [&'static str]) -> Answer {
    Answer {
        verdict: "intercepted",
        rules,
        details,
        hop: Some(2),
        ttls: None,
        is_blind: false,
    }
}

/// No place: a probe that got no answer may have been let through.
const fn coming_and_going(rules: &'static [&'static str]) -> Answer {
    Answer {
        hop: None,
        ..found(rules, &["serial_copied"])
    }
}
