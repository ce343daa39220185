//! What the two ends said first.

use anchorwatch_evidence::{HelloEcho, Transfer, server_hello::ServerHello};

use super::Writer;

impl Writer<'_> {
    /// What a rule reads of it: the rest is random, and another one in each handshake.
    pub(super) fn server_hello(&mut self, octets: &[u8]) {
        match ServerHello::parse(octets) {
            Ok(hello) => {
                self.text(&hello.habit());
                self.text(&hello.ja3s_text());
            }
            // As two empty texts, where nothing was kept.
            Err(_) => {
                self.bytes(octets);
                self.number(0);
            }
        }
    }

    pub(super) fn echo(&mut self, echo: &HelloEcho) {
        let HelloEcho {
            nonce,
            client_hello,
            spki,
            scheme,
            signature,
        } = echo;
        self.bytes(nonce);
        self.bytes(client_hello);
        self.bytes(spki);
        self.number(u64::from(*scheme));
        self.bytes(signature);
    }

    /// A speed is computed of it, so here it counts how long it took.
    pub(super) fn transfer(&mut self, transfer: &Transfer) {
        let Transfer {
            octets,
            elapsed,
            failure,
        } = transfer;
        self.number(*octets);
        self.bytes(&elapsed.as_nanos().to_be_bytes());
        self.option(failure.as_ref(), Self::failure);
    }
}
