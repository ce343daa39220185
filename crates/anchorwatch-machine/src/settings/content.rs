//! Content of one kind inside a file of another.

use super::{program::Program, scope::Value, shell::Dialect, variable::Assignment};

/// What a reader finds that can lead back to the same reader: a script sets a variable that
/// names a script, which configures a program whose settings contain a script.
///
/// The reader gives it to [`super::sink::Sink::take`], so that it need not know the others.
pub(super) enum Content<'c> {
    /// Variables that are set.
    Assignments(&'c [Assignment]),
    /// The text of a script.
    Script(&'c str, Dialect),
    /// The file itself is a script.
    ScriptFile(Dialect),
    /// A command line that no shell reads.
    Command(Vec<Value>),
    /// The file itself is a configuration of this program.
    File(Program),
    /// What an option or a variable gives this program as its configuration, with the
    /// setting as it is reported.
    Given(Program, &'c str, &'c Value),
}
