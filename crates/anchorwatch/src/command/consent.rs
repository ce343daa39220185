//! `consent`: let a company's or an antivirus's own root speak for the names named here.

use std::{
    io::{BufRead as _, IsTerminal as _, Read as _},
    path::Path,
};

use anchorwatch_home::{Tree, read_consents};
use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use anchorwatch_policy::{
    Consent, classify,
    consent::{Coverage, KeyOnThisDevice, Terms, refuse_class},
};
use anchorwatch_truststore::consent::{self, Plan, Step};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};

use crate::{
    args, document,
    exit::Exit,
    input,
    output::{self, Format},
    problem::Hinted,
    text,
};

/// The largest file with a private key that is read, in bytes.
const MAX_KEY_BYTES: u64 = 1 << 20;
/// The longest sentence that is read from a terminal, in bytes.
const MAX_SENTENCE_BYTES: u64 = 1 << 10;

pub(crate) fn run(args: &args::Consent, format: Format) -> anyhow::Result<Exit> {
    match &args.action {
        args::ConsentAction::Add(add) => give(add, format),
        args::ConsentAction::List(list) => show(list, format),
        args::ConsentAction::Withdraw(withdraw) => take_back(withdraw, format),
    }
}

fn give(args: &args::ConsentAdd, format: Format) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let now = input::now();
    let refused = |why| {
        let hint = "a consent is for one owner's names, for 398 days at the most: see `anchorwatch consent add --help`";
        Hinted::new("this consent cannot be given", hint).because(anyhow::Error::new(why))
    };
    let named = named(&args.whose)?;
    let key = key_of(&args.whose, &named)?;
    for certificate in named.iter().chain(&installed(&tree, &key)) {
        refuse_class(classify(certificate, now).class).map_err(refused)?;
    }
    let coverage = match &args.private_key {
        Some(path) => {
            KeyOnThisDevice::of(&private_key(path)?, &key).map_err(refused)?;
            Coverage::AllNames
        }
        None => Coverage::Scopes(args.scopes.clone()),
    };
    let terms = Terms {
        coverage,
        not_before: now,
        until: args.until,
        by: args.by.clone(),
        why: args.why.clone(),
    };
    let consent = Consent::new(key, terms).map_err(refused)?;
    if args.apply && consent.is_for_all_names() {
        confirm(args.confirm.as_deref(), &key)?;
    }
    let plan = consent::plan(&tree, Step::Give(Box::new(consent)))?;
    carry_out(plan, &tree, now, args.apply, format)
}

fn take_back(args: &args::ConsentWithdraw, format: Format) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let plan = consent::plan(&tree, Step::Withdraw(args.key))?;
    if plan.earlier.is_none() {
        let what = format!("there is no consent to the key {}", args.key);
        return Err(Hinted::new(what, "see what there is with `anchorwatch consent list`").into());
    }
    carry_out(plan, &tree, input::now(), args.apply, format)
}

fn show(args: &args::ConsentList, format: Format) -> anyhow::Result<Exit> {
    let consents = read_consents(&input::tree(&args.root)?)?;
    let now = input::now();
    let document = document::consent::Document::of(&consents, now);
    output::answer(format, || text::consent::list(&consents, now), &document)?;
    Ok(Exit::NothingFound)
}

fn carry_out(
    plan: Plan,
    tree: &Tree,
    now: UnixSeconds,
    is_applied: bool,
    format: Format,
) -> anyhow::Result<Exit> {
    let document = document::plan::Document::of_consent(&plan);
    let rendered = text::consent::plan(&plan, tree);
    if plan.is_empty() {
        output::answer(format, || rendered, &document)?;
        return Ok(Exit::NothingFound);
    }
    if !is_applied {
        output::answer(format, || rendered + text::plan::NOT_APPLIED, &document)?;
        return Ok(Exit::WouldChange);
    }
    let receipt = plan.apply(tree, input::rights(), now)?;
    let told = output::answer(
        format,
        || rendered + &text::plan::applied(&receipt),
        &document.applied(&receipt),
    );
    if told.is_err() {
        // The change is made: the way back must be known even if the answer is lost.
        output::to_stderr(&text::plan::applied(&receipt));
    }
    told?;
    Ok(Exit::NothingFound)
}

/// The certificates of the file that was named; none where a key was.
fn named(whose: &args::Whose) -> anyhow::Result<Vec<Certificate>> {
    let path = whose.certificate.as_deref();
    Ok(path
        .map(input::certificates)
        .transpose()?
        .unwrap_or_default())
}

fn key_of(whose: &args::Whose, named: &[Certificate]) -> anyhow::Result<SpkiSha256> {
    if let Some(key) = whose.key {
        return Ok(key);
    }
    let mut keys: Vec<SpkiSha256> = named.iter().map(Certificate::spki_sha256).collect();
    keys.dedup();
    match keys.as_slice() {
        [key] => Ok(*key),
        _ => {
            let what = format!("the file has certificates with {} keys", keys.len());
            Err(Hinted::new(what, "a consent is for one key: name it with --key").into())
        }
    }
}

/// Every certificate with the key that a store of the tree holds: the same key may stand
/// under a name that gives it away.
fn installed(tree: &Tree, key: &SpkiSha256) -> Vec<Certificate> {
    let stores = input::reading(tree).stores;
    let anchors = stores.into_iter().flat_map(|store| store.anchors);
    let certificates = anchors.map(|anchor| anchor.certificate);
    certificates
        .filter(|certificate| certificate.spki_sha256() == *key)
        .collect()
}

/// The private key in a file, as DER: of PEM the first, else the bytes as they are.
fn private_key(path: &Path) -> anyhow::Result<Vec<u8>> {
    let content = input::file(path, MAX_KEY_BYTES)?;
    Ok(match PrivateKeyDer::from_pem_slice(&content) {
        Ok(key) => key.secret_der().to_vec(),
        Err(_) => content,
    })
}

/// What whoever consents to every name must say, letter by letter.
fn sentence(key: &SpkiSha256) -> String {
    let key = key.to_string();
    let head = key.get(..8).unwrap_or(&key);
    format!("whoever holds the key {head} may read everything that this device sends")
}

fn confirm(given: Option<&str>, key: &SpkiSha256) -> anyhow::Result<()> {
    let sentence = sentence(key);
    let typed = match given {
        Some(given) => given.to_owned(),
        None if std::io::stdin().is_terminal() => ask(&sentence)?,
        None => String::new(),
    };
    if typed.trim() == sentence {
        return Ok(());
    }
    let what = "a consent for all names is not confirmed";
    let hint = "give --confirm with exactly the sentence above, if it is what you want";
    Err(Hinted::new(what, hint)
        .because(anyhow::anyhow!("it takes the sentence: {sentence}"))
        .into())
}

fn ask(sentence: &str) -> anyhow::Result<String> {
    output::to_stderr(&format!("To confirm, type: {sentence}\n> "));
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .take(MAX_SENTENCE_BYTES)
        .read_line(&mut line)?;
    Ok(line)
}
