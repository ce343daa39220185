//! The publishers' log on disk, and its witnesses.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use anchorwatch_carrier::{BaseUrl, Options, WitnessAnswer, WitnessClient};
use anchorwatch_home::{MirrorFolder, Tree};
use anchorwatch_list::Publishers;
use anchorwatch_note::MAX_NOTE_BYTES;
use anchorwatch_publisher::{
    Cosignature, Heard, LogDisk, LogProblem, Mirror, OwnLog, PublishProblem, ShownLog, WitnessFault,
};
use anchorwatch_remark::{Remark as _, Told};
use anchorwatch_transparency::{AddCheckpoint, Cosigner};

use super::{args::LogArgs, done::AboutLog, held_key::HeldKey};
use crate::{
    commands::{Presentation, list::update::options},
    input, output,
    page::escaped,
    problem::{Hint, Hinted, Problem},
};

/// A log to which everything was added that is to be published, with its cosignatures.
pub(super) struct Extended {
    log: OwnLog,
    checkpoint: String,
    pub(super) about: AboutLog,
    /// Nobody adds to another copy of the log meanwhile.
    _key: HeldKey,
}

impl Extended {
    pub(super) fn shown(&self) -> ShownLog<'_> {
        ShownLog {
            log: &self.log,
            checkpoint: &self.checkpoint,
        }
    }
}

/// Adds texts to the log that the publishers ask for, and gets the cosignatures; `None` if they ask
/// for none.
///
/// # Errors
/// No log was given, it cannot be used, or too few witnesses cosign.
pub(super) fn extend(
    args: &LogArgs,
    publishers: &Publishers,
    before: &Mirror,
    texts: &[String],
    how: &Presentation,
) -> anyhow::Result<Option<Extended>> {
    let Some(logs) = publishers.logs() else {
        // Whoever gives a log must not believe that it has the list.
        let Some(folder) = &args.log else {
            return Ok(None);
        };
        let why = LogProblem::NotALog;
        return Err(unusable(folder, Some(&why)).because(why).into());
    };
    let (Some(folder), Some(key)) = (&args.log, &args.log_key) else {
        return Err(unusable(Path::new("-"), None)
            .because(PublishProblem::Logs)
            .into());
    };
    let refused = |why: LogProblem| unusable(folder, Some(&why)).because(why);
    let (policy, now) = (logs.policy(), input::now());
    let locked = MirrorFolder::open_or_make(folder)?;
    let tree = input::tree(folder)?;
    let key = HeldKey::lock(key)?;
    let (pem, memory) = (key.pem()?, Memory::read(&key)?);
    let read = |name: &str, max: u64| file(&tree, name, max);
    let mut log = OwnLog::open(&pem, policy, &memory.content.borrow(), &read).map_err(refused)?;
    before.check_log(&log).map_err(refused)?;
    let size_before = log.head().size;
    let disk = LogDisk::<anyhow::Error> {
        put: &|name, content| Ok(locked.replace(name, content)?),
        remember: &|note| memory.replace(note),
    };
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let note = log.add(&texts, &disk)?;
    let seconds = u64::try_from(now.get()).unwrap_or(0);
    let witnesses = Witnesses {
        options: options(None, now),
        urls: &args.witness,
    };
    let asked = log.ask_witnesses(
        &note,
        policy,
        &|cosigner, request| witnesses.ask(cosigner, request),
        seconds,
    );
    if let Err(why) = asked.check(policy, seconds) {
        tell(&asked.heard, how);
        return Err(not_cosigned(folder, &asked.heard).because(why).into());
    }
    log.show(&asked.checkpoint, &disk)?;
    let about = AboutLog {
        origin: log.origin().to_owned(),
        size: log.head().size,
        added: log.head().size - size_before,
        heard: asked.heard,
    };
    Ok(Some(Extended {
        log,
        checkpoint: asked.checkpoint,
        about,
        _key: key,
    }))
}

/// Which witnesses did not cosign: the error that follows names only those that did.
fn tell(heard: &[Heard], how: &Presentation) {
    for one in heard {
        let Some(fault) = &one.fault else {
            continue;
        };
        let facts = [
            ("witness", escaped(&one.witness).into()),
            ("why", how.words.remark(fault).into()),
        ];
        let line = how.words.with("list-witness-fault", &facts);
        output::to_stderr(&format!("{line}\n"));
    }
}

/// A witness that knows more entries than there are will never cosign: the log is not whole.
fn not_cosigned(folder: &Path, heard: &[Heard]) -> Hinted {
    let is_ahead = |it: &Heard| {
        let fault = it.fault.as_ref().and_then(WitnessFault::from_told);
        matches!(fault, Some(WitnessFault::Ahead { .. }))
    };
    let path = folder.to_owned();
    let hint = match heard.iter().any(is_ahead) {
        true => Hint::RestoreLog,
        false => Hint::AskWitnessesAgain,
    };
    Hinted::new(&Problem::LogUnusable { path }, &hint)
}

fn unusable(folder: &Path, why: Option<&LogProblem>) -> Hinted {
    let path = folder.to_owned();
    let hint = match why {
        None => Hint::GiveLog,
        Some(LogProblem::Key { .. } | LogProblem::NotALog) => Hint::GiveLogKey,
        Some(_) => Hint::RestoreLog,
    };
    Hinted::new(&Problem::LogUnusable { path }, &hint)
}

/// A file that is there and cannot be read is not a missing one.
fn file(tree: &Tree, name: &str, max: u64) -> Result<Option<Vec<u8>>, LogProblem> {
    match tree.read(&Path::new("/").join(name), max) {
        Ok(octets) => Ok(Some(octets)),
        Err(why) if why.is_not_found() => Ok(None),
        Err(_) => Err(LogProblem::Unreadable {
            file: name.to_owned(),
        }),
    }
}

/// What a log's key signed last.
struct Memory {
    path: PathBuf,
    content: RefCell<Vec<u8>>,
}

impl Memory {
    fn read(key: &HeldKey) -> anyhow::Result<Self> {
        let path = key.memory();
        if path.symlink_metadata().is_err() {
            let why = LogProblem::Memory;
            return Err(unusable(&path, Some(&why)).because(why).into());
        }
        let content = RefCell::new(input::found(&path, MAX_NOTE_BYTES as u64)?);
        Ok(Self { path, content })
    }

    fn replace(&self, note: &str) -> anyhow::Result<()> {
        let before = self.content.replace(note.as_bytes().to_vec());
        if before != note.as_bytes() {
            anchorwatch_home::replace_file(&self.path, &before, note.as_bytes())?;
        }
        Ok(())
    }
}

/// Where witnesses are.
struct Witnesses<'a> {
    options: Options<'static>,
    /// Addresses that count instead of those in the policy.
    urls: &'a [(String, BaseUrl)],
}

impl Witnesses<'_> {
    fn ask(&self, cosigner: &Cosigner, request: &AddCheckpoint) -> Result<Cosignature, Told> {
        let url = self
            .url(cosigner)
            .ok_or_else(|| WitnessFault::NoAddress.told())?;
        let client = WitnessClient::new(&url, &self.options);
        let answer = client.add_checkpoint(request).map_err(|why| why.told())?;
        Ok(match answer {
            WitnessAnswer::Cosigned(lines) => Cosignature::Given(lines),
            WitnessAnswer::Conflict { size } => Cosignature::After { size },
            WitnessAnswer::Refused { status } => Cosignature::Refused { status },
        })
    }

    fn url(&self, cosigner: &Cosigner) -> Option<BaseUrl> {
        let mut given = self.urls.iter();
        if let Some((_, url)) = given.find(|(name, _)| name.as_bytes() == cosigner.name) {
            return Some(url.clone());
        }
        let url = std::str::from_utf8(cosigner.url.as_ref()?).ok()?;
        BaseUrl::parse(url).ok()
    }
}
