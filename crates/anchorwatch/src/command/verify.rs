//! `verify`: would a careful client accept this chain?

use std::path::Path;

use anchorwatch_home::{MAX_CONSENT_BYTES, decode_consents, read_consents};
use anchorwatch_policy::{Consents, DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, Policy};
use rustls_pki_types::CertificateDer;

use crate::{
    args, document,
    exit::Exit,
    input,
    output::{self, Format},
    text,
};

pub(crate) fn run(args: &args::Verify, format: Format) -> anyhow::Result<Exit> {
    let chain = input::certificates(&args.chain)?;
    let local = input::local_roots(args.roots.local.as_deref())?;
    let (anchors, _unusable) = match &args.roots.public {
        Some(path) => Anchors::of(&input::certificates(path)?, &local.certificates),
        None => Anchors::bundled_and(&local.certificates),
    };
    let anchors = anchors.with_consents(consents(args)?);
    let name = ReferenceName::parse(&args.host);
    let der: Vec<CertificateDer<'_>> = chain
        .iter()
        .map(|certificate| certificate.der().into())
        .collect();
    let at = args.at.unwrap_or_else(input::now);
    let policy = Policy::new(anchors, DistrustSet::built_in());
    let decision = policy.decide(&der, &name, at);

    let document = document::decision::Document::of(&decision);
    output::answer(
        format,
        || text::decision::render(&name, &decision, &local, at),
        &document,
    )?;
    Ok(match decision {
        Decision::Trusted(_) => Exit::NothingFound,
        Decision::Refused(_) => Exit::Finding,
        Decision::Inconclusive(_) => Exit::Inconclusive,
    })
}

/// Where the local roots are given, this machine's consents are not about them.
fn consents(args: &args::Verify) -> anyhow::Result<Consents> {
    match (&args.consents, &args.roots.local) {
        (Some(path), _) => {
            let text = input::file(path, MAX_CONSENT_BYTES)?;
            Ok(decode_consents(&text, path)?)
        }
        (None, Some(_)) => Ok(Consents::default()),
        (None, None) => Ok(read_consents(&input::tree(Path::new("/"))?)?),
    }
}
