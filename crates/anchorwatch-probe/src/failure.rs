//! Maps errors of the operating system and of the TLS library to the closed vocabulary.

use std::io::{Error, ErrorKind};

use anchorwatch_evidence::Failure;
use rustls::PeerIncompatible;

/// Of a TLS handshake.
pub(crate) fn of_tls(error: &Error) -> Failure {
    let inner = error.get_ref().and_then(|it| it.downcast_ref());
    match inner {
        Some(rustls::Error::PeerIncompatible(
            PeerIncompatible::ServerRejectedEncryptedClientHello(retry),
        )) => match retry.as_deref() {
            None | Some([]) => Failure::EchDisabled,
            Some(_) => Failure::EchRejected,
        },
        _ => of_io(error),
    }
}

pub(crate) fn of_io(error: &Error) -> Failure {
    match error.kind() {
        ErrorKind::ConnectionRefused => Failure::ConnectionRefused,
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => Failure::ConnectionReset,
        ErrorKind::UnexpectedEof => Failure::EofError,
        ErrorKind::TimedOut => Failure::GenericTimeoutError,
        ErrorKind::HostUnreachable => Failure::HostUnreachable,
        ErrorKind::NetworkUnreachable => Failure::NetworkUnreachable,
        // tokio-rustls wraps every error of the TLS library like this.
        ErrorKind::InvalidData => Failure::SslFailedHandshake,
        _ => Failure::unknown(&error.to_string()),
    }
}

/// Maps an error of getaddrinfo(3). The standard library has no error kinds for these, so this
/// compares the C library's messages.
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
