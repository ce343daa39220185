//! What `probe-server` says once it listens.

use std::net::SocketAddr;

use anchorwatch_identity::SpkiSha256;

use super::Args;
use crate::{page::Page, words::Words};

pub(super) fn render(address: SocketAddr, key: SpkiSha256, args: &Args, words: &Words) -> String {
    let here = address.to_string();
    let mut page = Page::of(words, &[]);
    page.say(&words.with("probe-server-listens", &[("address", here.into())]));
    page.say(&words.say("probe-server-next"));
    let from_elsewhere = if address.ip().is_unspecified() {
        page.say(&words.say("probe-server-address"));
        format!("ADDRESS:{}", address.port())
    } else {
        address.to_string()
    };
    let look = match args.look_key {
        Some(_) => " --look-key FILE",
        None => "",
    };
    page.line("");
    page.line(&format!(
        "  anchorwatch check www.example.org --deep --own-server {from_elsewhere} --own-key {key}{look}"
    ));
    if args.look_key.is_some() {
        page.line("");
        page.say(&words.say("probe-server-looks"));
    }
    page.finish()
}
