//! `audit`: which roots do the programs of this tree believe?

use std::{collections::BTreeSet, path::Path};

use anchorwatch_identity::CertSha256;
use anchorwatch_truststore::{audit, read_environment};
use anyhow::Context as _;

use crate::{
    args,
    choices::Choices,
    document,
    exit::Exit,
    input,
    output::{self, Format},
    problem::Hinted,
    text,
    words::Words,
};

/// The largest earlier answer that is read, in bytes.
const MAX_EARLIER_BYTES: u64 = 256 << 20;

pub(crate) fn run(args: &args::Audit, format: Format, words: &Words) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let earlier = args.since.as_deref().map(listed).transpose()?;
    let uid = anchorwatch_home::effective_user().0;
    let mut reading = input::reading(&tree);
    if tree.is_live() {
        // What the next command of whoever asks will use.
        reading.add(read_environment(&tree, std::env::vars_os()));
    }
    let now = input::now();
    let mut audit = audit(&tree, reading, uid, now, earlier.as_ref());
    let choices = Choices::of(&tree, &mut audit, now);
    let document = document::audit::Document::of(&audit, args.all, &choices, now);
    let page = || text::audit::render(&audit, args.all, &choices, now, words);
    output::answer(format, page, &document)?;
    let mut worrying = audit
        .worrying()
        .filter(|finding| !choices.covers(finding, now));
    Ok(if worrying.next().is_some() {
        Exit::Finding
    } else if audit.blind_spots().next().is_some() {
        Exit::Inconclusive
    } else {
        Exit::NothingFound
    })
}

/// The certificates that an earlier answer lists.
fn listed(path: &Path) -> anyhow::Result<BTreeSet<CertSha256>> {
    let content = input::file(path, MAX_EARLIER_BYTES)?;
    let hashes = document::audit::Earlier::parse(&content).map_err(|error| {
        Hinted::new(
            format!("{} is no answer of an earlier audit", path.display()),
            "save one with `anchorwatch audit --format json`",
        )
        .because(error)
    })?;
    hashes
        .iter()
        .map(|hash| hash.parse().context("a hash in the earlier answer"))
        .collect()
}
