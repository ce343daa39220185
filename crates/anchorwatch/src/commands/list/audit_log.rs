//! `list audit-log`: whether a public log only grew, and has what is published.

use std::{cell::RefCell, time::Duration};

use anchorwatch_carrier::{CarrierProblem, Limits, Options, Source, SourceFiles};
use anchorwatch_list::Publishers;
use anchorwatch_note::MAX_NOTE_BYTES;
use anchorwatch_publisher::{LogAudit, LogProblem, Mirror, PublishProblem, audit_log};

use super::{
    publisher::{args::ListAuditLog, files},
    update::options,
};
use crate::{
    commands::Presentation,
    exit::Exit,
    input, output,
    problem::{Hint, Hinted, Problem},
};

mod document;
mod text;

/// What a whole log may cost: an hour, and as many octets as a hundred thousand lists say.
const LIMITS: Limits = Limits {
    request: Duration::from_secs(30),
    source: Duration::from_secs(3600),
    octets: 256 << 20,
};

pub(super) fn run(args: &ListAuditLog, how: &Presentation) -> anyhow::Result<Exit> {
    let publishers = files::publishers(&args.publishers)?;
    let earlier = args.earlier.as_ref();
    let earlier = earlier.map(|it| input::file(it, MAX_NOTE_BYTES as u64));
    let earlier = earlier.transpose()?;
    let published = match &args.mirror {
        Some(mirror) => published(mirror, &publishers)?,
        None => Vec::new(),
    };
    let files = Reader::open(&args.log)?;
    let now = u64::try_from(input::now().get()).unwrap_or(0);
    let read = |name: &str, max: u64| {
        files
            .read(name, max)
            .map_err(|file| LogProblem::Unreadable { file })
    };
    let audit = audit_log(&publishers, &read, earlier.as_deref(), &published, now);
    let audit: LogAudit = audit.map_err(|why| files.because(&args.log, why))?;
    let document = document::Document::of(&audit);
    output::answer(how.format, || text::render(&audit, &how.words), &document)?;
    Ok(Exit::strongest(audit.findings.iter().map(
        |it| match it.is_certain() {
            true => Exit::Finding,
            false => Exit::Inconclusive,
        },
    )))
}

/// The texts of what a mirror shows, with the signatures that they need.
fn published(source: &str, publishers: &Publishers) -> anyhow::Result<Vec<String>> {
    let files = Reader::open(source)?;
    let read = |name: &str, max: u64| {
        files
            .read(name, max)
            .map_err(|file| PublishProblem::Unreadable { file })
    };
    let mirror = Mirror::read(publishers, &read, input::now());
    let mirror = mirror.map_err(|why| {
        let path = source.into();
        files.explain(
            Hinted::new(&Problem::MirrorUnusable { path }, &Hint::GetMirror),
            why,
        )
    })?;
    Ok(mirror.log_texts())
}

/// A source, and what was wrong with it last.
struct Reader {
    files: SourceFiles,
    problem: RefCell<Option<CarrierProblem>>,
}

impl Reader {
    fn open(source: &str) -> anyhow::Result<Self> {
        let parsed = Source::parse(source).map_err(|why| {
            let source = source.to_owned();
            Hinted::new(&Problem::SourceUnusable { source }, &Hint::GiveSource)
                .because(why)
                .misused()
        })?;
        let options = Options {
            limits: LIMITS,
            ..options(None, input::now())
        };
        Ok(Self {
            files: SourceFiles::open(&parsed, &options),
            problem: RefCell::new(None),
        })
    }

    /// A file, or the name of one that cannot be read.
    fn read(&self, name: &str, max: u64) -> Result<Option<Vec<u8>>, String> {
        self.files.read(name, max).map_err(|why| {
            self.problem.replace(Some(why));
            name.to_owned()
        })
    }

    fn because(&self, log: &str, why: LogProblem) -> Hinted {
        let path = log.into();
        self.explain(
            Hinted::new(&Problem::LogNotRead { path }, &Hint::GetLog),
            why,
        )
    }

    /// What the source said tells more than that a file could not be read.
    fn explain(&self, error: Hinted, why: impl Into<anyhow::Error>) -> Hinted {
        match self.problem.take() {
            Some(problem) => error.because(problem),
            None => error.because(why),
        }
    }
}
