//! The process that audits an image. It cannot open files, start programs or gain rights.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;
use anchorwatch_identity::CertSha256;
use anchorwatch_image::{
    Candidate, Contents, Error as ImageError, MAX_SPOOL_BYTES, Opened, Selection,
};
use anchorwatch_machine::{Inaccessible, Rights, limit::Limit, privsep, read};
use clap::ValueEnum as _;

use super::document::{self, Answer, Request};
use crate::{
    choices::{Baseline, Choices},
    commands::audit::{Args, Subject, answered, document::ImageDocument},
    output::Painted,
    problem::{self, Hint, Hinted, Problem},
    words::{Language, Words},
};

/// How many images an error lists when the user must choose one.
const MAX_NAMED: usize = 20;

/// How many digits of a digest are shown, as in Docker.
const SHORT_DIGITS: usize = 12;

/// Audits the image in `file` as requested, and returns the answer as one document.
///
/// # Errors
/// The process could not drop its rights, or the file is not a request.
pub(crate) fn serve(file: File, inherited: File) -> io::Result<Vec<u8>> {
    let request: Request = privsep::request(inherited)?;
    let spool = File::options()
        .read(true)
        .write(true)
        .open(format!("/proc/self/fd/{}", request.spool))?;
    privsep::confine_to_open_files(MAX_SPOOL_BYTES)?;
    let language = Language::from_str(&request.language, false).map_err(io::Error::other)?;
    let words = Words::of(language);
    let answer = audited(&request, file, spool, &words).unwrap_or_else(|error| Answer::Error {
        exit: problem::exit(&error).code(),
        message: problem::message(&error, &words),
    });
    serde_json::to_vec(&answer).map_err(io::Error::other)
}

fn audited(request: &Request, file: File, spool: File, words: &Words) -> anyhow::Result<Answer> {
    let args = Args::of_request(request)?;
    let selection = request.select.as_deref().map(Selection::new);
    let opened = Contents::read(file, spool).and_then(|all| all.open(selection.as_ref()));
    let Opened {
        image,
        candidate,
        ambiguous,
    } = opened.map_err(|error| unreadable(request, error))?;
    let tree = Tree::of_image(image, &shown(&candidate));
    let mut reading = read(&tree, Rights::Own);
    let unclear = ambiguous.iter().map(|path| differently_seen(&tree, path));
    reading.closed.extend(unclear);
    let earlier = request.since.as_ref().map(|hashes| {
        let parsed = hashes.iter().map(|hash| hash.parse::<CertSha256>());
        parsed.collect::<Result<_, _>>()
    });
    let baseline = request
        .baseline
        .as_deref()
        .map(str::as_bytes)
        .map(Baseline::parse);
    let subject = Subject {
        tree: &tree,
        root: tree.display_path(Path::new("/")),
        command: option(request),
        image: Some(document_of(&candidate)),
        asking_uid: request.asking_uid,
        columns: Some(request.columns),
    };
    let choices = Choices::of_image(&tree, baseline.transpose()?.unwrap_or_default());
    let answered = answered(
        &args,
        &subject,
        reading,
        earlier.transpose()?.as_ref(),
        |_, _| choices,
        words,
    )?;
    let exit = answered.exit.code();
    if request.is_json {
        let text = serde_json::to_string_pretty(&answered.document)? + "\n";
        return Ok(Answer::Document { exit, text });
    }
    let mut page = Painted::default();
    page.push(None, &heading(&candidate, words));
    let mut parts = document::parts(page);
    parts.extend(document::parts(answered.page));
    Ok(Answer::Page { exit, parts })
}

/// The image's name and platform, and its digest, on two lines.
fn heading(candidate: &Candidate, words: &Words) -> String {
    let name = candidate.names.first();
    let facts = [
        ("name", name.map_or("-", String::as_str).into()),
        ("platform", candidate.platform.to_string().into()),
    ];
    let first = words.with("audit-image", &facts);
    format!("{first}\n{}\n\n", candidate.digest)
}

fn document_of(candidate: &Candidate) -> ImageDocument {
    ImageDocument {
        names: candidate.names.clone(),
        digest: candidate.digest.clone(),
        platform: candidate.platform.to_string(),
    }
}

/// What replaces the image's root in paths: its name, or the start of its digest.
fn shown(candidate: &Candidate) -> PathBuf {
    match candidate.names.first() {
        Some(name) => name.into(),
        None => short(&candidate.digest).into(),
    }
}

fn short(digest: &str) -> &str {
    let end = "sha256:".len() + SHORT_DIGITS;
    digest.get(..end).unwrap_or(digest)
}

/// The options that make a printed command mean the same image.
fn option(request: &Request) -> String {
    let mut option = format!(" --image {}", crate::page::quoted(&request.file));
    if let Some(select) = &request.select {
        option.push_str(&format!(" --select {}", crate::page::quoted(select)));
    }
    option
}

fn differently_seen(tree: &Tree, path: &Path) -> Inaccessible {
    let path = Path::new("/").join(path);
    Inaccessible::limited(tree, &path, None, &Limit::SeenDifferently)
}

fn unreadable(request: &Request, error: ImageError) -> anyhow::Error {
    let path = PathBuf::from(&request.file);
    let (what, hint) = match &error {
        ImageError::Several { candidates } => (
            Problem::SeveralImages {
                path,
                images: named(candidates),
            },
            Hint::SelectImage,
        ),
        ImageError::NoneChosen { candidates } => (
            Problem::NoSuchImage {
                path,
                images: named(candidates),
            },
            Hint::SelectImage,
        ),
        _ => (Problem::ImageUnreadable { path }, Hint::SaveImageAgain),
    };
    let hinted = Hinted::new(&what, &hint);
    match error {
        ImageError::Several { .. } | ImageError::NoneChosen { .. } => hinted.misused().into(),
        error => hinted.because(error).into(),
    }
}

fn named(candidates: &[Candidate]) -> Vec<String> {
    let one = |candidate: &Candidate| {
        let name = candidate.names.first().map_or("", String::as_str);
        let digest = short(&candidate.digest);
        let text = format!("{name} {} {digest}", candidate.platform);
        text.trim_start().to_owned()
    };
    candidates.iter().take(MAX_NAMED).map(one).collect()
}
