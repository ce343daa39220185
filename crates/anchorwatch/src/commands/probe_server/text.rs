//! What `probe-server` says once it listens.

use std::net::SocketAddr;

use anchorwatch_identity::SpkiSha256;

use crate::{page::Page, words::Words};

pub(super) fn render(address: SocketAddr, key: SpkiSha256, words: &Words) -> String {
    let address = address.to_string();
    let mut page = Page::of(words, &[]);
    page.say(&words.with(
        "probe-server-listens",
        &[("address", address.as_str().into())],
    ));
    page.say(&words.say("probe-server-next"));
    page.line("");
    page.line(&format!(
        "  anchorwatch check www.example.org --deep --own-server {address} --own-key {key}"
    ));
    page.finish()
}
