//! What `verify` says.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::{NameScope, PrivateBecause, ReferenceName};
use anchorwatch_verify::{
    Attribution, Basis, Decision, Inconclusive, PathElement, Refusal, Via,
    ct::{Logs, Sct, SctStatus},
};

use super::{Page, count, sentence, short};
use crate::{command::verify::WordOfLogs, input::LocalRoots};

pub(crate) fn render(
    name: &ReferenceName,
    scope: NameScope,
    decision: &Decision,
    logs: &WordOfLogs,
    local: &LocalRoots,
    at: UnixSeconds,
) -> String {
    let mut page = Page::default();
    match decision {
        Decision::Trusted(verified) => {
            page.say(&format!(
                "Trusted: {} may vouch for {name}.",
                short(&verified.anchor().subject)
            ));
            path(&mut page, verified.path(), &verified.anchor().subject);
        }
        Decision::Refused(refusal) => refused(&mut page, name, refusal),
        Decision::Inconclusive(Inconclusive::NoCertificate) => {
            page.say("Inconclusive: there is no certificate to decide on.");
        }
        Decision::Inconclusive(Inconclusive::NoAnchor) => {
            page.say(&format!(
                "Inconclusive: there is no root that may speak for {name}."
            ));
        }
    }
    page.head("Decided by");
    page.point(&sentence(&match decision {
        Decision::Trusted(verified) if verified.anchor().via == Via::Consent => {
            format!("the name {name} is public, and a consent of this machine's owner lets the root speak for it")
        }
        _ => scope_of(name, scope),
    }));
    page.point(&format!(
        "{} from {}.",
        count(local.certificates.len(), "local root", "local roots"),
        local.source
    ));
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

fn refused(page: &mut Page, name: &ReferenceName, refusal: &Refusal) {
    page.say(&format!("Refused for {name}: {}.", refusal.reason.says()));
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
