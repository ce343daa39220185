//! What an installed content is: files, text, or the output of another command.

use std::path::{Path, PathBuf};

use super::{
    super::{glob, remark::Unclear, scope::Value, shell::Command},
    Reader,
    destination::{self, Destination},
    operation::{self, Content},
    program_of, source,
};
use crate::{Client, layout};

/// A pattern costs as much as a nested command of this length.
const PATTERN_BYTES: usize = 4_096;
/// The most commands of one pipe that are looked at.
const MAX_PIPE: usize = 20;

impl Reader<'_, '_> {
    pub(super) fn install(
        &mut self,
        before: &[Command],
        command: &Command,
        what: &str,
        content: Content,
        place: Destination,
        client: Client,
    ) {
        let redirections = &command.redirections;
        let is_read = match content {
            Content::Files(files) => self.files(what, &files, client),
            Content::Text(text) => self.text(what, &text, place),
            Content::Unknown => false,
            Content::Input if !redirections.texts.is_empty() => {
                let mut is_read = true;
                for text in &redirections.texts {
                    is_read &= self.text(what, text, place);
                }
                is_read
            }
            Content::Input if !redirections.inputs.is_empty() => {
                self.files(what, &redirections.inputs, client)
            }
            Content::Input => match before.split_last() {
                Some((last, earlier)) if last.redirections.is_piped => {
                    let content = operation::printed(program_of(last));
                    let is_long = pipe_length(before) > MAX_PIPE;
                    if !is_long {
                        return self.install(earlier, last, what, content, place, client);
                    }
                    false
                }
                _ => false,
            },
        };
        if !is_read {
            self.sink.unclear(self.at, what, Unclear::InstallsRoots);
        }
    }

    /// Reads files that are installed; false if it is not known what they hold.
    fn files(&mut self, what: &str, files: &[Value], client: Client) -> bool {
        let mut is_read = true;
        for file in files {
            for one in self.scope.alternatives(file) {
                is_read &= self.file(what, &one, client);
            }
        }
        is_read
    }

    fn file(&mut self, what: &str, file: &Value, client: Client) -> bool {
        if file.text == "/dev/null" {
            return true;
        }
        let is_in_a_store = destination::of(self.sink, file, &self.folders).is_some();
        let (paths, is_sure) = self.places_of(file);
        // What is in a store is listed there.
        let tree = self.sink.tree;
        let is_listed = is_in_a_store
            && paths.iter().all(|path| {
                let is_place = layout::places().any(|place| path == Path::new(place));
                is_place || tree.identity(path).is_ok()
            });
        let mut is_read = is_sure && !paths.is_empty();
        for path in paths.iter().filter(|_| !is_listed) {
            is_read &= source::take(self.sink, self.at, what, path, client);
        }
        is_read || is_listed && !paths.is_empty()
    }

    /// Where a file may be, and whether it can be nowhere else.
    pub(super) fn places_of(&mut self, file: &Value) -> (Vec<PathBuf>, bool) {
        let (paths, is_sure) = match self.sink.path(file) {
            Some(path) => (vec![path], true),
            None if file.is_open => (Vec::new(), false),
            None => {
                let own = self.at.parent().map(Path::to_owned);
                let is_sure = self.folders.len() == 1;
                let folders = self.folders.iter().cloned();
                let folders = folders.chain(own.filter(|_| !is_sure));
                let paths: Vec<PathBuf> = folders.map(|folder| folder.join(&file.text)).collect();
                (paths, is_sure)
            }
        };
        let mut found = Vec::new();
        for path in paths {
            let path = destination::normal(&path);
            if glob::is_pattern(&path) && self.sink.may_nest(PATTERN_BYTES) {
                found.extend(glob::expand(self.sink, &path));
            } else if is_sure || self.sink.tree.identity(&path).is_ok() {
                found.push(path);
            }
        }
        (found, is_sure)
    }

    /// Reads certificates in the script itself.
    fn text(&mut self, what: &str, text: &Value, place: Destination) -> bool {
        if place == Destination::List {
            return self.list(what, text);
        }
        let has = |mark: &str| text.text.contains(mark);
        if has("-----BEGIN ") && has("-----END ") && !text.is_open {
            self.sink
                .inline(self.at, what, &text.text, &[Client::Other]);
            return true;
        }
        // A message, or nothing.
        !text.is_open && !has("-----BEGIN ") && !is_encoded(&text.text)
    }

    /// Lines of `/etc/ca-certificates.conf`: names below the folder of the package.
    fn list(&mut self, what: &str, text: &Value) -> bool {
        let lines = text.text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with(['#', '!', '-']));
        let mut is_read = !text.is_open;
        for line in lines {
            let path = Path::new(crate::debian::SHIPPED).join(line);
            is_read &= source::take(self.sink, self.at, what, &path, Client::Other);
        }
        is_read
    }
}

/// Base64 without the lines around it.
fn is_encoded(text: &str) -> bool {
    const MIN_BYTES: usize = 64;
    text.split_whitespace().any(|word| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
        word.len() >= MIN_BYTES && word.chars().all(is_letter)
    })
}

/// How many commands before this one feed it.
fn pipe_length(before: &[Command]) -> usize {
    let commands = before.iter().rev().take(MAX_PIPE + 1);
    commands.take_while(|one| one.redirections.is_piped).count()
}
