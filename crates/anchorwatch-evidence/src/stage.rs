//! How far a handshake came that failed.

anchorwatch_remark::closed_list! {
    /// The last thing that was seen before a handshake failed, by whoever made it.
    ///
    /// Cloudflare tells connections that end early apart by such stages, as a server sees them, and
    /// finds that about one in five ends within ten packets somewhere in the world, for whatever reason
    /// (blog.cloudflare.com/tcp-resets-timeouts, 2024-09). A connection that was not made at all is a
    /// failure of its own.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Stage {
        /// The connection; the ClientHello was not sent.
        Connect,
        /// The ClientHello was sent, and nothing came.
        ClientHello,
        /// Something came, and no certificate. In TLS 1.3 a certificate is encrypted, so that whoever
        /// is on the path cannot choose by it.
        ServerHello,
        /// The certificate.
        Certificate,
    }
}

impl Stage {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::ClientHello => "client_hello",
            Self::ServerHello => "server_hello",
            Self::Certificate => "certificate",
        }
    }
}

anchorwatch_remark::code_fact!(Stage, "stage");
