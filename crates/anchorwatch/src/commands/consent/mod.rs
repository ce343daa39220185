//! `consent`: allow a company's or an antivirus's own root for named names.

use std::{
    io::{BufRead as _, IsTerminal as _, Read as _},
    path::Path,
};

use anchorwatch_home::{Tree, read_consents};
use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use anchorwatch_machine::Store;
use anchorwatch_policy::{
    Consent, classify,
    consent::{ConsentScope, Coverage, KeyOnThisDevice, Terms, refuse_class},
};
use anchorwatch_refuse::consent::{self, Plan, Step};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input,
    key_hash::{KeyHash, KnownHere, TypedKey},
    output, plan,
    problem::{Hint, Hinted, Problem},
    words::Words,
};

mod args;
mod document;
mod text;

pub(crate) use args::Args;

/// The largest file with a private key that is read, in bytes.
const MAX_KEY_BYTES: u64 = 1 << 20;
/// The largest file with names that is read, in bytes.
const MAX_NAMES_BYTES: u64 = 1 << 20;
/// The longest sentence that is read from a terminal, in bytes.
const MAX_SENTENCE_BYTES: u64 = 1 << 10;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        match &self.action {
            args::ConsentAction::Add(add) => give(add, how),
            args::ConsentAction::List(list) => show(list, how),
            args::ConsentAction::Withdraw(withdraw) => take_back(withdraw, how),
        }
    }
}

fn give(args: &args::ConsentAdd, how: &Presentation) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let now = input::now();
    let refused = |why| {
        Hinted::new(&Problem::ConsentRefused, &Hint::ConsentLimits).because(anyhow::Error::new(why))
    };
    let named = named(&args.whose)?;
    let stores = input::inventory(&tree).stores;
    let typed = args
        .whose
        .key
        .map(|typed| KnownHere::of(&tree, &stores, &named).key(typed, "consent add --key"));
    let typed = typed.transpose()?;
    let key = key_of(typed, &named)?;
    for certificate in named.iter().chain(&installed(&stores, &key)) {
        refuse_class(classify(certificate, now).class).map_err(refused)?;
    }
    let coverage = match &args.private_key {
        Some(path) => {
            KeyOnThisDevice::of(&private_key(path)?, &key).map_err(refused)?;
            Coverage::AllNames
        }
        None => Coverage::Scopes(scopes(args)?),
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
        confirm(args.confirm.as_deref(), &key, &how.words)?;
    }
    let plan = consent::plan(&tree, Step::Give(Box::new(consent)))?;
    let unknown = typed.filter(|typed| !typed.is_known).map(|typed| typed.key);
    carry_out(plan, unknown, &tree, now, args.apply, how)
}

/// The suffixes and networks that were typed, and those in a file.
fn scopes(args: &args::ConsentAdd) -> anyhow::Result<Vec<ConsentScope>> {
    let mut scopes = args.scopes.clone();
    let Some(path) = &args.names_from else {
        return Ok(scopes);
    };
    let content = input::file(path, MAX_NAMES_BYTES)?;
    let content = String::from_utf8_lossy(&content);
    let lines = content.lines().map(str::trim).zip(1_u64..);
    for (name, line) in lines.filter(|(text, _)| !text.is_empty() && !text.starts_with('#')) {
        let scope: Result<ConsentScope, _> = name.parse();
        scopes.push(scope.map_err(|why| {
            let path = path.clone();
            Hinted::new(&Problem::NoNameInLine { path, line }, &Hint::ConsentLimits)
                .because(anyhow::Error::new(why))
        })?);
    }
    Ok(scopes)
}

fn take_back(args: &args::ConsentWithdraw, how: &Presentation) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let key = withdrawn(&tree, args.key)?;
    let plan = consent::plan(&tree, Step::Withdraw(key))?;
    if plan.earlier.is_none() {
        let key = key.to_string();
        return Err(Hinted::new(&Problem::NoSuchConsent { key }, &Hint::SeeConsents).into());
    }
    carry_out(plan, None, &tree, input::now(), args.apply, how)
}

/// Resolves a typed key. If it has a consent, the stores need not be read.
fn withdrawn(tree: &Tree, typed: KeyHash) -> anyhow::Result<SpkiSha256> {
    if let KeyHash::Sha256(octets) | KeyHash::Pin(octets) = typed {
        let key = SpkiSha256::from_bytes(octets);
        if read_consents(tree)?.for_key(&key).is_some() {
            return Ok(key);
        }
    }
    let stores = input::inventory(tree).stores;
    let known = KnownHere::of(tree, &stores, &[]);
    Ok(known.key(typed, "consent withdraw")?.key)
}

fn show(args: &args::ConsentList, how: &Presentation) -> anyhow::Result<Exit> {
    let consents = read_consents(&input::tree(&args.root)?)?;
    let now = input::now();
    let document = document::Document::of(&consents, now);
    output::answer(
        how.format,
        || text::list(&consents, now, &how.words),
        &document,
    )?;
    Ok(Exit::NothingFound)
}

fn carry_out(
    plan: Plan,
    unknown: Option<SpkiSha256>,
    tree: &Tree,
    now: UnixSeconds,
    is_applied: bool,
    how: &Presentation,
) -> anyhow::Result<Exit> {
    let document = plan::document::Document::of_consent(&plan);
    let document = document.with_unknown(unknown.as_slice());
    let rendered = text::plan(&plan, unknown.as_slice(), tree, &how.words);
    let done = match unknown {
        Some(_) => Exit::Inconclusive,
        None => Exit::NothingFound,
    };
    if plan.is_empty() {
        output::answer(how.format, || rendered, &document)?;
        return Ok(done);
    }
    if !is_applied {
        output::answer(
            how.format,
            || rendered + &plan::text::not_applied(&how.words),
            &document,
        )?;
        return Ok(Exit::WouldChange);
    }
    let receipt = plan.apply(tree, input::rights(), now)?;
    let told = output::answer(
        how.format,
        || rendered + &plan::text::applied(&receipt, tree, &how.words),
        &document.applied(&receipt),
    );
    if told.is_err() {
        // The change is made: print how to undo it even if the answer is lost.
        output::to_stderr(&plan::text::applied(&receipt, tree, &how.words));
    }
    told?;
    Ok(done)
}

/// The certificates of the given file; empty if a key was given.
fn named(whose: &args::Whose) -> anyhow::Result<Vec<Certificate>> {
    let path = whose.certificate.as_deref();
    Ok(path
        .map(input::certificates)
        .transpose()?
        .unwrap_or_default())
}

fn key_of(typed: Option<TypedKey>, named: &[Certificate]) -> anyhow::Result<SpkiSha256> {
    if let Some(typed) = typed {
        return Ok(typed.key);
    }
    let mut keys: Vec<SpkiSha256> = named.iter().map(Certificate::spki_sha256).collect();
    keys.dedup();
    match keys.as_slice() {
        [key] => Ok(*key),
        _ => {
            let count = keys.len() as u64;
            Err(Hinted::new(&Problem::SeveralKeys { count }, &Hint::NameOneKey).into())
        }
    }
}

/// Every certificate with this key in a store of the tree. The same key may also be there under
/// a telling name.
fn installed(stores: &[Store], key: &SpkiSha256) -> Vec<Certificate> {
    let anchors = stores.iter().flat_map(|store| &store.anchors);
    let certificates = anchors.map(|anchor| &anchor.certificate);
    certificates
        .filter(|certificate| certificate.spki_sha256() == *key)
        .cloned()
        .collect()
}

/// The private key in a file, as DER: the first one in PEM, or else the bytes unchanged.
fn private_key(path: &Path) -> anyhow::Result<Vec<u8>> {
    let content = input::file(path, MAX_KEY_BYTES)?;
    Ok(match PrivateKeyDer::from_pem_slice(&content) {
        Ok(key) => key.secret_der().to_vec(),
        Err(_) => content,
    })
}

/// The exact sentence that confirms a consent to every name.
fn sentence(key: &SpkiSha256) -> String {
    let key = key.to_string();
    let head = key.get(..8).unwrap_or(&key);
    format!("whoever holds the key {head} may read everything that this device sends")
}

fn confirm(given: Option<&str>, key: &SpkiSha256, words: &Words) -> anyhow::Result<()> {
    let sentence = sentence(key);
    let typed = match given {
        Some(given) => given.to_owned(),
        None if std::io::stdin().is_terminal() => ask(&sentence, words)?,
        None => String::new(),
    };
    if typed.trim() == sentence {
        return Ok(());
    }
    Err(
        Hinted::new(&Problem::ConsentNotConfirmed, &Hint::ConfirmExactly)
            .because(Problem::ConfirmationNeeded { sentence })
            .into(),
    )
}

fn ask(sentence: &str, words: &Words) -> anyhow::Result<String> {
    let asked = words.with("consent-confirm", &[("sentence", sentence.into())]);
    output::to_stderr(&format!("{asked}\n> "));
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .take(MAX_SENTENCE_BYTES)
        .read_line(&mut line)?;
    Ok(line)
}
