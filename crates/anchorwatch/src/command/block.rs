//! `block`: refuse keys in the system's certificate store.

use anchorwatch_home::{BlockedKey, Tree, Twins};
use anchorwatch_identity::{UnixSeconds, registry};
use anchorwatch_policy::{Class, DistrustSet, distrust::Match};
use anchorwatch_truststore::{Reading, audit, block};
use anyhow::Context as _;

use crate::{
    args, document,
    exit::Exit,
    input,
    output::{self, Format},
    problem::Hinted,
    text,
};

/// The largest copy of this program that is installed, in bytes.
const MAX_PROGRAM_BYTES: u64 = 512 << 20;

pub(crate) fn run(args: &args::Block, format: Format) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let now = input::now();
    let reading = input::reading(&tree);
    let stores = reading.stores.clone();
    let keys = chosen(args, &tree, reading, now)?;
    if keys.is_empty() {
        let what = "nothing that was named is in this tree, so there is no key to refuse";
        return Err(Hinted::new(what, "see what is there with `anchorwatch audit`").into());
    }
    let program = std::env::current_exe().context("cannot find this program's own file")?;
    let program = input::file(&program, MAX_PROGRAM_BYTES)?;
    let rights = input::rights();
    let plan = block::plan(&tree, rights, keys, &program, &stores)?;

    let document = document::plan::Document::of_block(&plan);
    let rendered = text::plan::block(&plan, &tree);
    let is_blind = !plan.draft.blind_spots.is_empty();
    if plan.is_empty() {
        output::answer(format, || rendered, &document)?;
        return Ok(if is_blind {
            Exit::Inconclusive
        } else {
            Exit::NothingFound
        });
    }
    if !args.apply {
        output::answer(format, || rendered + text::plan::NOT_APPLIED, &document)?;
        return Ok(Exit::WouldChange);
    }
    let receipt = plan.apply(&tree, rights, now)?;
    let told = output::answer(
        format,
        || rendered + &text::plan::applied(&receipt),
        &document.applied(&receipt),
    );
    if told.is_err() {
        // The changes are made: the way back must be known even if the answer is lost.
        output::to_stderr(&text::plan::applied(&receipt));
    }
    told?;
    Ok(if is_blind {
        Exit::Inconclusive
    } else {
        Exit::NothingFound
    })
}

fn chosen(
    args: &args::Block,
    tree: &Tree,
    reading: Reading,
    now: UnixSeconds,
) -> anyhow::Result<Vec<BlockedKey>> {
    let mut keys: Vec<BlockedKey> = Vec::new();
    for key in &args.key {
        keys.push(BlockedKey {
            key: *key,
            because: "owner: named by key".to_owned(),
            since: now,
            twins: Twins::default(),
        });
    }
    for path in &args.certificate {
        for certificate in input::certificates(path)? {
            let because = format!("owner: named by certificate, {}", certificate.subject());
            keys.push(BlockedKey {
                key: certificate.spki_sha256(),
                because,
                since: now,
                twins: Twins::of(&certificate),
            });
        }
    }
    let nothing_named = args.key.is_empty() && args.certificate.is_empty() && args.class.is_empty();
    for entry in DistrustSet::built_in().entries() {
        let Match::Key(key) = entry.matches else {
            continue;
        };
        let known = registry::known_key(&key);
        let class = known.map(|known| Class::of_conduct(known.conduct));
        let is_asked_for = |class| nothing_named || args.class.contains(&class);
        if let Some(class) = class.filter(|class| is_asked_for(*class)) {
            keys.push(BlockedKey {
                key,
                because: format!("{}: {}", class.code(), entry.source),
                since: now,
                twins: Twins::default(),
            });
        }
    }
    if !args.class.is_empty() {
        let uid = anchorwatch_home::effective_user().0;
        for (_, held) in audit(tree, reading, uid, now, None).held() {
            let class = held.classification.class;
            let certificate = &held.certificate;
            // Whoever puts a public key into a certificate of their own making must not be
            // able to have the public root refused.
            let is_public = registry::in_public_program(&certificate.spki_sha256());
            if args.class.contains(&class) && !is_public {
                keys.push(BlockedKey {
                    key: certificate.spki_sha256(),
                    because: format!("{}: {}", class.code(), certificate.subject()),
                    since: now,
                    twins: Twins::of(certificate),
                });
            }
        }
    }
    keys.sort_by_key(|blocked| blocked.key);
    keys.dedup_by_key(|blocked| blocked.key);
    Ok(keys)
}
