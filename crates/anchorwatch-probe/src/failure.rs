//! The operating system's and the TLS library's errors in the closed vocabulary.

use std::io::{Error, ErrorKind};

use anchorwatch_evidence::Failure;

pub(crate) fn of_io(error: &Error) -> Failure {
    match error.kind() {
        ErrorKind::ConnectionRefused => Failure::ConnectionRefused,
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => Failure::ConnectionReset,
        ErrorKind::UnexpectedEof => Failure::EofError,
        ErrorKind::TimedOut => Failure::GenericTimeoutError,
        ErrorKind::HostUnreachable => Failure::HostUnreachable,
        ErrorKind::NetworkUnreachable => Failure::NetworkUnreachable,
        // tokio-rustls wraps every error of the TLS library so.
        ErrorKind::InvalidData => Failure::SslFailedHandshake,
        _ => Failure::unknown(&error.to_string()),
    }
}

/// getaddrinfo(3) has no error kinds of its own in the standard library; its words are the C library's.
pub(crate) fn of_look_up(error: &Error) -> Failure {
    let text = error.to_string();
    if text.contains("Name or service not known") {
        Failure::DnsNxdomainError
    } else if text.contains("No address associated") || text.contains("Temporary failure") {
        Failure::DnsNoAnswer
    } else {
        Failure::unknown(&text)
    }
}
