//! `list export`: a list in a format that other programs read.

use anchorwatch_home::{BlockList, BlockedKey, Twins};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::Role;
use anchorwatch_policy::{
    DistrustEntry, KnownNames,
    export::{self, ExportFormat, Exported, LocalEntries, Outgoing},
    import::{MAX_LIST_BYTES, onecrl},
};

use super::{
    args::{ExportForm, ListExport},
    imported::ListReader,
    write,
};
use crate::{
    commands::Presentation,
    exit::Exit,
    input, output,
    problem::{Hint, Hinted, Problem},
    signed_lists,
};

mod document;
mod text;

/// What is written, and where it came from.
struct Source {
    entries: Vec<DistrustEntry>,
    stale_after: Option<UnixSeconds>,
    names: KnownNames,
}

/// What was done.
struct Done {
    written: String,
    format: &'static str,
    entry_count: usize,
    exported: Exported,
}

pub(super) fn run(args: &ListExport, how: &Presentation) -> anyhow::Result<Exit> {
    let now = input::now();
    let mut source = match args.files.is_empty() {
        true => followed(args, now)?,
        false => of_files(args, now)?,
    };
    for path in &args.names {
        add_names(&mut source.names, path)?;
    }
    let list = Outgoing {
        entries: &source.entries,
        made_at: now,
        stale_after: source.stale_after,
        local: match args.with_local || args.form == ExportForm::BlockedToml {
            true => LocalEntries::UnlessPublic,
            false => LocalEntries::LeaveOut,
        },
        names: &source.names,
    };
    let (format, exported) = match args.form {
        ExportForm::Crlset => of(ExportFormat::CrlSet, &list)?,
        ExportForm::Onecrl => of(ExportFormat::OneCrl, &list)?,
        ExportForm::JavaBlocked => of(ExportFormat::JavaBlocked, &list)?,
        ExportForm::BlockedToml => ("blocked_toml", blocked_keys(&list)),
    };
    write(&args.out, &exported.bytes)?;
    let done = Done {
        written: args.out.display().to_string(),
        format,
        entry_count: source.entries.len(),
        exported,
    };
    let document = document::Document::of(&done);
    output::answer(how.format, || text::render(&done, &how.words), &document)?;
    Ok(match done.exported.left_out.is_empty() {
        true => Exit::NothingFound,
        false => Exit::Inconclusive,
    })
}

/// What the signed lists of a machine refuse now. Their signatures were checked when they came.
fn followed(args: &ListExport, now: UnixSeconds) -> anyhow::Result<Source> {
    let state = signed_lists::followed(&input::tree(&args.root)?)?;
    let nothing = || Hinted::new(&Problem::NoSignedList, &Hint::UpdateOrNameList);
    let state = state.ok_or_else(nothing)?;
    let lists = [Role::Approved, Role::Quick].map(|role| state.held(role));
    let held = lists.iter().flatten();
    Ok(Source {
        entries: state.entries(now),
        stale_after: held.map(|it| it.header().expires).min(),
        names: KnownNames::default(),
    })
}

fn of_files(args: &ListExport, now: UnixSeconds) -> anyhow::Result<Source> {
    let reader = ListReader::new(&args.signatures, now)?;
    let mut source = Source {
        entries: Vec::new(),
        stale_after: None,
        names: KnownNames::default(),
    };
    for path in &args.files {
        let list = reader.read(path)?;
        source.entries.extend(list.entries);
        source.stale_after = [source.stale_after, list.stale_after]
            .into_iter()
            .flatten()
            .min();
        // Only a OneCRL has names.
        let bytes = input::file(path, MAX_LIST_BYTES as u64)?;
        source
            .names
            .add_all(onecrl::names(&bytes).unwrap_or_default());
    }
    Ok(source)
}

fn add_names(names: &mut KnownNames, path: &std::path::Path) -> anyhow::Result<()> {
    let bytes = input::file(path, MAX_LIST_BYTES as u64)?;
    match onecrl::names(&bytes) {
        Ok(found) => names.add_all(found),
        Err(_) => input::certificates(path)?
            .iter()
            .for_each(|it| names.add_of(it)),
    }
    Ok(())
}

fn of(format: ExportFormat, list: &Outgoing<'_>) -> anyhow::Result<(&'static str, Exported)> {
    let exported = export::write(format, list)
        .map_err(|why| Hinted::new(&Problem::ListNotExported { why }, &Hint::ExportLess))?;
    Ok((format.code(), exported))
}

fn blocked_keys(list: &Outgoing<'_>) -> Exported {
    let (keys, left_out) = export::keys(list);
    let blocked = BlockList::default().with(keys.iter().map(|(key, entry)| BlockedKey {
        key: *key,
        because: format!("list: {}", entry.source.list()),
        since: list.made_at,
        twins: Twins::default(),
    }));
    Exported {
        bytes: blocked.encode().into_bytes(),
        written_count: keys.len(),
        left_out,
    }
}
