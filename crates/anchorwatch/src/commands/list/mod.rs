//! `list`: what is on a distrust list, and is this certificate on it?

use std::path::Path;

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{
    DistrustEntry, DistrustSet,
    distrust::Presented,
    import::{self, Imported},
};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output, page,
    problem::{Hint, Hinted, Problem},
};

mod args;
mod audit_log;
mod document;
mod export;
mod imported;
mod publisher;
mod text;
mod update;

pub(crate) use args::Args;
use imported::ListReader;

/// How much of a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// How many entries there are of each kind.
    Counts,
    /// Also every entry.
    Entries,
}

/// A list, ready for lookups.
pub(crate) struct Listed {
    /// `None` for the built-in entries.
    pub(crate) file: Option<FileOfList>,
    pub(crate) set: DistrustSet,
    pub(crate) is_stale: bool,
}

/// The file of a list, and its content.
pub(crate) struct FileOfList {
    pub(crate) path: String,
    pub(crate) list: Imported,
}

impl Listed {
    fn built_in() -> Self {
        Self {
            file: None,
            set: DistrustSet::built_in(),
            is_stale: false,
        }
    }

    fn read(path: &Path, reader: &ListReader, now: UnixSeconds) -> anyhow::Result<Self> {
        let list = reader.read(path)?;
        Ok(Self {
            set: list.entries.iter().cloned().collect(),
            is_stale: list.is_stale_at(now),
            file: Some(FileOfList {
                path: path.display().to_string(),
                list,
            }),
        })
    }

    /// The entries as they are in the list, including repeated ones.
    pub(crate) fn entries(&self) -> &[DistrustEntry] {
        match &self.file {
            Some(file) => &file.list.entries,
            None => self.set.entries(),
        }
    }

    /// How many entries repeat an earlier one.
    pub(crate) fn repeated_count(&self) -> usize {
        self.entries().len() - self.set.entries().len()
    }

    /// Whether the file holds something unusable, or nothing at all.
    fn has_gaps(&self) -> bool {
        let unusable = self.file.as_ref().map(|file| &file.list.unusable);
        self.set.entries().is_empty() || unusable.is_some_and(|it| !it.is_empty())
    }

    fn knows_for_interception(&self, certificate: &Certificate) -> bool {
        let key = certificate.spki_sha256();
        let known = self.file.as_ref().map(|file| &file.list.known_interception);
        known.is_some_and(|known| known.binary_search(&key).is_ok())
    }
}

/// What the lists say about one certificate.
pub(crate) struct Asked<'a> {
    pub(crate) certificate: &'a Certificate,
    /// The answer of each list, in the order of the lists.
    pub(crate) answers: Vec<Answer<'a>>,
}

/// What one list says about one certificate.
pub(crate) struct Answer<'a> {
    pub(crate) list: &'a Listed,
    pub(crate) matches: Vec<&'a DistrustEntry>,
    /// The list has the serial number under an issuer's key, and the file does not contain the
    /// issuer.
    pub(crate) depends_on_issuer: bool,
    /// The list knows the key for interception; by itself this refuses nothing.
    pub(crate) is_known_for_interception: bool,
}

impl Answer<'_> {
    fn exit(&self) -> Exit {
        let is_sure = !self.depends_on_issuer && !self.list.is_stale && !self.list.has_gaps();
        match (self.matches.is_empty(), is_sure) {
            (false, _) => Exit::Finding,
            (true, true) => Exit::NothingFound,
            (true, false) => Exit::Inconclusive,
        }
    }
}

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        match &self.action {
            args::ListAction::Show(show) => self::show(show, how),
            args::ListAction::Import(import) => self::import(import, how),
            args::ListAction::Export(args) => export::run(args, how),
            args::ListAction::Update(update) => update::run(update, how),
            args::ListAction::NewPublisher(args) => publisher::new_publisher(args, how),
            args::ListAction::NewLog(args) => publisher::new_log(args, how),
            args::ListAction::Propose(args) => publisher::propose(args, how),
            args::ListAction::Review(args) => publisher::review(args, how),
            args::ListAction::Prepare(args) => publisher::prepare(args, how),
            args::ListAction::Sign(args) => publisher::sign(args, how),
            args::ListAction::Publish(args) => publisher::publish(args, how),
            args::ListAction::AuditLog(args) => audit_log::run(args, how),
            args::ListAction::Monitor(args) => publisher::monitor(args, how),
        }
    }
}

fn show(args: &args::ListShow, how: &Presentation) -> anyhow::Result<Exit> {
    let now = input::now();
    let reader = ListReader::new(&args.signatures, now)?;
    let mut lists = Vec::new();
    for path in &args.files {
        lists.push(Listed::read(path, &reader, now)?);
    }
    if lists.is_empty() {
        lists.push(Listed::built_in());
    }
    let mut asked = Vec::new();
    let mut files = Vec::new();
    for path in &args.certificate {
        files.push(input::certificates(path)?);
    }
    for file in &files {
        asked.extend(
            file.iter()
                .map(|certificate| ask(&lists, certificate, file)),
        );
    }
    let detail = if args.all {
        Detail::Entries
    } else {
        Detail::Counts
    };
    let document = document::Document::of(&lists, &asked, detail);
    let page = || text::render(&lists, &asked, detail, &how.words);
    output::answer(how.format, page, &document)?;
    Ok(if args.certificate.is_empty() {
        exit_of_lists(&lists)
    } else {
        Exit::strongest(asked.iter().flat_map(|it| &it.answers).map(Answer::exit))
    })
}

fn exit_of_lists(lists: &[Listed]) -> Exit {
    if lists.iter().any(Listed::has_gaps) {
        Exit::Inconclusive
    } else {
        Exit::NothingFound
    }
}

/// Looks up a certificate in every list; other certificates in its file are possible issuers.
fn ask<'a>(lists: &'a [Listed], certificate: &'a Certificate, file: &[Certificate]) -> Asked<'a> {
    // An issuer is recognized only by its name here, so every one with that name is tried.
    let issuers = file.iter().filter(|other| {
        other.subject().der() == certificate.issuer().der() && *other != certificate
    });
    let issuer_keys: Vec<_> = issuers.map(Certificate::spki_sha256).collect();
    let alone = Presented::of(certificate);
    let answer = |list: &'a Listed| {
        let mut matches: Vec<_> = list.set.matching(&alone).collect();
        let count_alone = matches.len();
        for key in &issuer_keys {
            for entry in list.set.matching(&alone.issued_by(*key)) {
                if !matches.contains(&entry) {
                    matches.push(entry);
                }
            }
        }
        let is_issuer_found = matches.len() > count_alone;
        Answer {
            depends_on_issuer: !is_issuer_found && list.set.depends_on_issuer_key(&alone),
            is_known_for_interception: list.knows_for_interception(certificate),
            matches,
            list,
        }
    };
    Asked {
        certificate,
        answers: lists.iter().map(answer).collect(),
    }
}

fn import(args: &args::ListImport, how: &Presentation) -> anyhow::Result<Exit> {
    let now = input::now();
    let reader = ListReader::new(&args.signatures, now)?;
    let mut lists = Vec::new();
    for path in &args.files {
        lists.push(Listed::read(path, &reader, now)?);
    }
    let imported: Vec<Imported> = lists
        .iter()
        .filter_map(|listed| listed.file.as_ref())
        .map(|file| file.list.clone())
        .collect();
    let bytes = import::entries::write(&imported);
    match &args.output {
        Some(path) => {
            write(path, &bytes)?;
            let document = document::Document::of(&lists, &[], Detail::Counts);
            let page = || text::render(&lists, &[], Detail::Counts, &how.words);
            output::answer(how.format, page, &document)?;
            let path = page::escaped(&path.display().to_string());
            let said = how.words.with("list-written", &[("path", path.into())]);
            output::to_stderr(&format!("{said}\n"));
        }
        None => {
            output::to_stderr(&text::unusable(&lists, &how.words));
            output::answer_json(&bytes)?;
        }
    }
    Ok(exit_of_lists(&lists))
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if path.symlink_metadata().is_ok() {
        let path = path.to_owned();
        return Err(Hinted::new(&Problem::ExistsAlready { path }, &Hint::NameNewFile).into());
    }
    Ok(anchorwatch_home::write_new_file(path, bytes)?)
}
