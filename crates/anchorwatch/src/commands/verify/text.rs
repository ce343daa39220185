//! What `verify` says.

use anchorwatch_identity::{Certificate, UnixSeconds, is_signed_by, registry::KnownName};
use anchorwatch_policy::{NameScope, PrivateBecause, ReferenceName};
use anchorwatch_verify::{
    Attribution, Basis, Decision, Inconclusive, IssuerName, NamedIssuer, PathElement, Refusal,
    RefusalReason, Via,
    ct::{Logs, Sct, SctStatus},
};

use super::WordOfLogs;
use crate::{
    input::LocalRoots,
    page::{self, Page, count, local_roots, sentence, short},
};

/// What was asked, and of what.
pub(crate) struct Asked<'a> {
    pub(crate) name: &'a ReferenceName,
    pub(crate) scope: NameScope,
    pub(crate) chain: &'a [Certificate],
    pub(crate) local: &'a LocalRoots,
    pub(crate) at: UnixSeconds,
}

pub(crate) fn render(asked: &Asked<'_>, decision: &Decision, logs: &WordOfLogs) -> String {
    let Asked {
        name,
        scope,
        chain,
        local,
        at,
    } = *asked;
    let mut page = Page::default();
    match decision {
        Decision::Trusted(verified) => {
            page.say(&format!(
                "Trusted: {} may vouch for {name}.",
                short(&verified.anchor().subject)
            ));
            path(&mut page, verified.path(), &verified.anchor().subject);
        }
        Decision::Refused(refusal) => refused(&mut page, name, refusal, chain.first()),
        Decision::Inconclusive(Inconclusive::NoCertificate) => {
            page.say("Inconclusive: there is no certificate to decide on.");
        }
        Decision::Inconclusive(Inconclusive::NoAnchor) => {
            page.say(&format!(
                "Inconclusive: there is no root that may speak for {name}."
            ));
        }
    }
    if !matches!(decision, Decision::Trusted(_)) {
        page::chain::write(&mut page, chain.iter().map(Certificate::der));
    }
    page.head("Decided by");
    page.point(&sentence(&match decision {
        Decision::Trusted(verified) if verified.anchor().via == Via::Consent => {
            format!("the name {name} is public, and a consent of this machine's owner lets the root speak for it")
        }
        _ => scope_of(name, scope),
    }));
    page.point(&sentence(&local_roots(
        local.certificates.len(),
        &local.source,
    )));
    for why in &local.unreadable {
        page.point(&format!("Not read: {why}."));
    }
    page.point(&format!("The time {at}. Revocation was not asked."));
    transparency(&mut page, logs);
    page.finish()
}

fn transparency(page: &mut Page, logs: &WordOfLogs) {
    let Some(report) = &logs.report else {
        page.point("Certificate Transparency was not asked.");
        return;
    };
    page.point(&format!(
        "Certificate Transparency: {}.",
        report.status.says()
    ));
    if report.scts.is_empty() {
        return;
    }
    let valid = |sct: &&Sct| sct.is == SctStatus::Valid;
    let valid_count = report.scts.iter().filter(valid).count();
    page.point(&format!(
        "{} in the certificate, {valid_count} of them {}, by a list of {}.",
        count(
            report.scts.len(),
            "timestamp of a log",
            "timestamps of logs"
        ),
        if valid_count == 1 { "counts" } else { "count" },
        Logs::bundled().as_of()
    ));
}

fn refused(page: &mut Page, name: &ReferenceName, refusal: &Refusal, own: Option<&Certificate>) {
    let is_self_signed = own.is_some_and(|own| is_signed_by(own, own.spki_der()));
    let is_vague = matches!(
        refusal.reason,
        RefusalReason::UnknownIssuer
            | RefusalReason::ConstraintViolated
            | RefusalReason::MalformedCertificate
    );
    let why = if is_self_signed && is_vague && refusal.attribution.is_none() {
        "the server's certificate is self-signed, and no authority signed it"
    } else {
        refusal.reason.says()
    };
    page.say(&format!("Refused for {name}: {why}."));
    if let Some(anchor) = &refusal.anchor {
        path(page, &refusal.path, &anchor.subject);
    }
    if let Some(deciding) = &refusal.deciding {
        page.field("by rule", deciding.rule.id());
        page.field("key", &deciding.spki_sha256.to_string());
    }
    if let Some(source) = refusal
        .deciding
        .as_ref()
        .and_then(|deciding| deciding.entry_source.as_ref())
    {
        page.field("says", &source.to_string());
    }
    if let Some(attribution) = &refusal.attribution {
        signed_by(page, attribution);
    }
    if let Some(issuer) = &refusal.issuer_name {
        named(page, issuer);
    }
}

/// A name without a signature: what it recalls, and that it proves nothing.
fn named(page: &mut Page, issuer: &IssuerName) {
    page.field("issuer", &short(&issuer.name));
    match issuer.known {
        NamedIssuer::Known(KnownName::ReadsTraffic(known)) => page.field(
            "suspected",
            &format!(
                "that is the name of {}, a root that reads traffic; anyone can write a name",
                known.id
            ),
        ),
        NamedIssuer::Known(KnownName::IscaFamily) => page.field(
            "suspected",
            "that is the name under which Kazakhstan made roots to read traffic; anyone can write a name",
        ),
        NamedIssuer::AddedRoot => page.field(
            "suspected",
            "someone added a root of that name, and the signature is of a kind that this program cannot check",
        ),
        NamedIssuer::Known(KnownName::Product(product)) => page.field(
            "known as",
            &format!(
                "the name of {}, which reads its owner's traffic on purpose; anyone can write a name",
                product.name
            ),
        ),
    };
}

fn signed_by(page: &mut Page, attribution: &Attribution) {
    let whence = match attribution.basis {
        Basis::LocalAnchor if attribution.is_retired => {
            "a root that is or was in the public program and is not in its present set"
        }
        Basis::LocalAnchor => "a root that someone added",
        Basis::Registry => "a root that is known",
    };
    page.field(
        "signed by",
        &format!("{}, {whence}", short(&attribution.subject)),
    );
    if let Some(known) = attribution.known {
        page.field("known as", known.id);
    }
    for rule in &attribution.family {
        page.field("looks like", rule.says());
    }
    if let Some(time) = attribution.holds_at {
        page.field(
            "but",
            &format!("the chain holds only at another time, such as {time}"),
        );
    }
}

fn path(page: &mut Page, elements: &[PathElement], anchor: &str) {
    for element in elements {
        page.field("path", &short(&element.subject()));
    }
    page.field("root", &short(anchor));
}

fn scope_of(name: &ReferenceName, scope: NameScope) -> String {
    match scope {
        NameScope::Public => {
            format!("the name {name} is public: only public roots may speak for it")
        }
        NameScope::Private(PrivateBecause::Suffix(suffix)) => {
            format!(
                "the name {name} is private: it ends in «{}» ({}), so local roots may speak for it",
                suffix.name, suffix.source
            )
        }
        NameScope::Private(PrivateBecause::SingleLabel) => {
            format!(
                "the name {name} is private: one label and no top-level domain, so local roots may speak for it"
            )
        }
        NameScope::Private(PrivateBecause::OwnersChoice) => {
            format!(
                "on this machine {name} is private: its owner says so, so local roots may speak for it"
            )
        }
        NameScope::Private(_) => {
            format!("the address {name} is private, so local roots may speak for it")
        }
    }
}
