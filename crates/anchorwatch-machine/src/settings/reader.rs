//! Which reader takes which content: the only file that knows all of them.

use std::path::Path;

use anchorwatch_home::Tree;

use super::{configuration, content::Content, effect, node, script, sink::Sink};
use crate::{Inventory, User};

/// Begins to read one owner's settings.
pub(super) fn begin<'a>(tree: &'a Tree, user: Option<&'a User>) -> Sink<'a> {
    Sink::new(tree, user, take)
}

/// Reads the named stores, and returns everything.
pub(super) fn finish(mut sink: Sink<'_>) -> Inventory {
    if sink.names_for_openssl() && node::trusts_what_openssl_trusts(&mut sink) {
        sink.node_follows_openssl();
    }
    sink.finish()
}

/// Reads what another reader has found, before that reader goes on: the first that reads a
/// file decides how it is reported.
fn take(sink: &mut Sink<'_>, at: &Path, content: Content<'_>) {
    match content {
        Content::Assignments(assignments) => effect::take_all(sink, at, assignments),
        Content::Script(text, dialect) => script::take(sink, at, text, dialect),
        Content::ScriptFile(dialect) => script::read(sink, at, dialect),
        Content::Command(words) => script::take_command(sink, at, words),
        Content::File(program) => configuration::read(sink, program, at),
        Content::Given(program, what, value) => {
            configuration::given(sink, at, program, what, value)
        }
    }
}
