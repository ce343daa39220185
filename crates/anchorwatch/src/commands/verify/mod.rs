//! `verify`: would a careful client accept this chain?

use std::path::Path;

use anchorwatch_home::{
    BlockList, Configuration, MAX_CONSENT_BYTES, decode_consents, read_consents,
};
use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{Consents, DistrustSet};
use anchorwatch_verify::{Anchors, Decision, Policy, RefusalReason, ct};
use rustls_pki_types::CertificateDer;

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output, signed_lists,
};

mod args;
mod document;
mod text;

pub(crate) use args::Args;

/// What the public logs say, by the log list that this program ships.
pub(crate) struct WordOfLogs {
    pub(crate) mode: ct::Mode,
    /// `None` if the chain was refused for another reason, or not judged.
    pub(crate) report: Option<ct::Report>,
}

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let chain = input::certificates(&self.chain)?;
        let local = input::local_roots(self.roots.local.as_deref())?;
        let settings = settings(self)?;
        let (anchors, _unusable) = match &self.roots.public {
            Some(path) => Anchors::of(&input::roots(path)?, &local.certificates),
            None => Anchors::bundled_from(settings.public_programs, &local.certificates),
        };
        let anchors = anchors.with_consents(consents(self)?);
        let name = self.host.clone();
        let der: Vec<CertificateDer<'_>> = chain
            .iter()
            .map(|certificate| certificate.der().into())
            .collect();
        let at = self.at.unwrap_or_else(input::now);
        let policy = Policy::new(anchors, distrust(self)?)
            .with_private_names(settings.private_names)
            .with_transparency(self.ct);
        let decision = policy.decide(&der, &name, at);
        let logs = WordOfLogs {
            mode: self.ct,
            report: report(&decision, &policy, at),
        };

        let document = document::Document::of(&decision, &local, &logs, &chain);
        let asked = text::Asked {
            name: &name,
            scope: policy.scope(&name),
            chain: &chain,
            local: &local,
            at,
        };
        output::answer(
            how.format,
            || text::render(&asked, &decision, &logs, &how.words),
            &document,
        )?;
        Ok(match decision {
            Decision::Trusted(_) => Exit::NothingFound,
            Decision::Refused(_) => Exit::Finding,
            Decision::Inconclusive(_) => Exit::Inconclusive,
        })
    }
}

/// This machine's settings do not apply to roots given with `--local`.
fn settings(args: &Args) -> anyhow::Result<Configuration> {
    match &args.roots.local {
        Some(_) => Ok(Configuration::default()),
        None => Ok(Configuration::read(&input::tree(Path::new("/"))?)?),
    }
}

/// This machine's consents do not apply to roots given with `--local`.
fn consents(args: &Args) -> anyhow::Result<Consents> {
    match (&args.consents, &args.roots.local) {
        (Some(path), _) => {
            let text = input::file(path, MAX_CONSENT_BYTES)?;
            Ok(decode_consents(&text, path)?)
        }
        (None, Some(_)) => Ok(Consents::default()),
        (None, None) => Ok(read_consents(&input::tree(Path::new("/"))?)?),
    }
}

/// The built-in distrust entries, the owner's block list, and the signed lists that this machine
/// follows. Only the first apply to roots given with `--local`.
fn distrust(args: &Args) -> anyhow::Result<DistrustSet> {
    if args.roots.local.is_some() {
        return Ok(DistrustSet::built_in());
    }
    let tree = input::tree(Path::new("/"))?;
    let own = BlockList::read(&tree)?.with_built_in();
    Ok(match signed_lists::followed(&tree)? {
        Some(lists) => own.with(lists.entries(input::now())),
        None => own,
    })
}

/// The log report of a trusted chain. For a chain refused for transparency, examines it again.
fn report(decision: &Decision, policy: &Policy, at: UnixSeconds) -> Option<ct::Report> {
    let refusal = match decision {
        Decision::Trusted(verified) => return Some(verified.transparency().clone()),
        Decision::Refused(refusal) if refusal.reason == RefusalReason::NotTransparent => refusal,
        Decision::Refused(_) | Decision::Inconclusive(_) => return None,
    };
    let key = refusal.anchor.as_ref()?.spki_sha256;
    let mut roots = policy.anchors().public().iter();
    let root = roots.find(|root| root.spki_sha256() == key)?;
    let issuer = match refusal.path.get(1) {
        Some(above) => Certificate::from_der(above.der()).ok()?,
        None => root.certificates().first()?.clone(),
    };
    let own = refusal.path.first()?.der();
    Some(ct::examine(own, issuer.spki_der(), ct::Logs::bundled(), at))
}
