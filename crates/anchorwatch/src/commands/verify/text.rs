//! The page of `verify`.

use anchorwatch_identity::{Certificate, UnixSeconds, is_self_signed, registry::KnownName};
use anchorwatch_policy::{NameScope, ReferenceName};
use anchorwatch_remark::Remark as _;
use anchorwatch_verify::{
    Attribution, Basis, Decision, IssuerName, NamedIssuer, PathElement, Refusal, RefusalReason,
    Via,
    ct::{Logs, Sct, SctStatus},
};

use super::WordOfLogs;
use crate::{
    input::{LocalRoots, MOST_STORES},
    page::{Page, chain, sentence},
    words::{Fact, Words},
};

/// The question, and what it is about.
pub(crate) struct Asked<'a> {
    pub(crate) name: &'a ReferenceName,
    pub(crate) scope: NameScope,
    pub(crate) chain: &'a [Certificate],
    pub(crate) local: &'a LocalRoots,
    pub(crate) at: UnixSeconds,
}

const LABELS: [&str; 11] = [
    "label-rule",
    "label-key",
    "label-says",
    "label-path",
    "label-root",
    "label-named-issuer",
    "label-suspected",
    "label-signed-by",
    "label-known-as",
    "label-looks-like",
    "label-but",
];

/// The page and its language.
struct Answer<'a> {
    page: Page,
    words: &'a Words,
}

pub(crate) fn render(
    asked: &Asked<'_>,
    decision: &Decision,
    logs: &WordOfLogs,
    words: &Words,
) -> String {
    let labels = [&LABELS[..], &chain::LABELS].concat();
    let page = Page::of(words, &labels);
    let mut answer = Answer { page, words };
    answer.decision(asked, decision);
    if !matches!(decision, Decision::Trusted(_)) {
        let came = asked.chain.iter().map(Certificate::der);
        chain::write(&mut answer.page, came, words);
    }
    answer.reasons(asked, decision);
    answer.transparency(logs);
    answer.page.finish()
}

impl Answer<'_> {
    fn say(&mut self, id: &str, facts: &[Fact<'_>]) {
        self.page.say(&self.words.with(id, facts));
    }

    fn point(&mut self, id: &str, facts: &[Fact<'_>]) {
        self.page.point(&self.words.with(id, facts));
    }

    fn field(&mut self, label: &str, text: &str) {
        self.page.field(&self.words.say(label), text);
    }

    fn decision(&mut self, asked: &Asked<'_>, decision: &Decision) {
        let name = asked.name.to_string();
        match decision {
            Decision::Trusted(verified) => {
                let anchor = &verified.anchor().subject;
                let root = self.words.name(anchor);
                let facts = [("root", root.into()), ("name", name.into())];
                self.say("decision-trusted", &facts);
                self.path(verified.path(), anchor);
                if asked.local.is_in_bundle(verified.anchor()) == Some(false) {
                    self.say("decision-outside-bundle", &[]);
                }
            }
            Decision::Refused(refusal) => self.refused(&name, refusal, asked.chain.first()),
            Decision::Inconclusive(why) => {
                self.page.say(&self.words.inconclusive(*why, &name));
            }
        }
    }

    fn reasons(&mut self, asked: &Asked<'_>, decision: &Decision) {
        let (name, local) = (asked.name.to_string(), asked.local);
        self.page.head(&self.words.say("decision-by"));
        self.page.point(&match decision {
            Decision::Trusted(verified) if verified.anchor().via == Via::Consent => {
                let facts = [("name", name.into())];
                self.words.with("decision-name-consent", &facts)
            }
            _ => self.words.scope(&name, asked.scope),
        });
        let roots = self
            .words
            .local_roots(local.certificates.len(), &local.source);
        self.page.point(&sentence(&roots));
        for entry in local.unreadable.iter().take(MOST_STORES) {
            let why = self.words.not_checked(&entry.what, &entry.why);
            self.point("decision-not-read", &[("why", why.into())]);
        }
        let left_out = local.unreadable.len().saturating_sub(MOST_STORES);
        if left_out > 0 {
            self.point("verdict-more-stores", &[("count", left_out.into())]);
        }
        let time = asked.at.to_string();
        self.point("decision-time", &[("time", time.into())]);
    }

    fn transparency(&mut self, logs: &WordOfLogs) {
        let Some(report) = &logs.report else {
            return self.point("decision-transparency-not-asked", &[]);
        };
        let status = self.words.code(&report.status);
        self.point("decision-transparency", &[("transparency", status.into())]);
        if report.scts.is_empty() {
            return;
        }
        let valid = |sct: &&Sct| sct.is == SctStatus::Valid;
        let facts = [
            ("count", report.scts.len().into()),
            ("valid", report.scts.iter().filter(valid).count().into()),
            ("list", Logs::bundled().as_of().to_string().into()),
        ];
        self.point("decision-scts", &facts);
    }

    fn refused(&mut self, name: &str, refusal: &Refusal, own: Option<&Certificate>) {
        let is_self_signed = own.is_some_and(is_self_signed);
        let is_vague = matches!(
            refusal.reason,
            RefusalReason::UnknownIssuer
                | RefusalReason::ConstraintViolated
                | RefusalReason::MalformedCertificate
        );
        let why = if is_self_signed && is_vague && refusal.attribution.is_none() {
            self.words.say("decision-self_signed")
        } else {
            self.words.code(&refusal.reason)
        };
        let facts = [("name", name.into()), ("refusal", why.into())];
        self.say("decision-refused", &facts);
        if let Some(anchor) = &refusal.anchor {
            self.path(&refusal.path, &anchor.subject);
        }
        if let Some(deciding) = &refusal.deciding {
            self.field("label-rule", deciding.rule.id());
            self.field("label-key", &deciding.spki_sha256.to_string());
            if let Some(source) = &deciding.entry_source {
                let text = match source.said_by() {
                    Some(list) => self.words.remark(&list.told()),
                    None => source.to_string(),
                };
                self.field("label-says", &text);
            }
        }
        if let Some(attribution) = &refusal.attribution {
            self.signed_by(attribution);
        }
        if let Some(issuer) = &refusal.issuer_name {
            self.named(issuer);
        }
    }

    /// A name without a signature: what it resembles, and that it proves nothing.
    fn named(&mut self, issuer: &IssuerName) {
        self.field("label-named-issuer", &self.words.name(&issuer.name));
        let (label, text) = match issuer.known {
            NamedIssuer::Known(KnownName::ReadsTraffic(known)) => {
                let facts = [("id", known.id.into())];
                let text = self.words.with("decision-name-of-known", &facts);
                ("label-suspected", text)
            }
            NamedIssuer::Known(KnownName::LookAlike(known)) => {
                let title = self.words.name(known.title());
                let facts = [("id", known.id.into()), ("title", title.into())];
                let text = self.words.with("decision-name-almost-of-known", &facts);
                ("label-suspected", text)
            }
            NamedIssuer::Known(KnownName::IscaFamily) => {
                ("label-suspected", self.words.say("decision-name-of-isca"))
            }
            NamedIssuer::AddedRoot => ("label-suspected", self.words.say("decision-name-of-added")),
            NamedIssuer::Known(KnownName::GovernmentRoot(named)) => {
                let facts = [
                    ("root", named.name.as_str().into()),
                    ("country", named.country.as_str().into()),
                ];
                let text = self.words.with("decision-name-of-state", &facts);
                ("label-known-as", text)
            }
            NamedIssuer::Known(KnownName::Product(product)) => {
                let facts = [("product", product.name.into())];
                let text = self.words.with("decision-name-of-product", &facts);
                ("label-known-as", text)
            }
        };
        self.field(label, &text);
    }

    fn signed_by(&mut self, attribution: &Attribution) {
        let id = match attribution.basis {
            Basis::LocalAnchor if attribution.is_retired => "decision-retired-root",
            Basis::LocalAnchor => "decision-added-root",
            Basis::Registry => "decision-known-root",
        };
        let signer = self.words.name(&attribution.subject);
        let signer = self.words.with(id, &[("signer", signer.into())]);
        self.field("label-signed-by", &signer);
        if let Some(known) = attribution.known {
            self.field("label-known-as", known.id);
        }
        let details =
            anchorwatch_verdict::Detail::of_family(&attribution.family, attribution.look_alike);
        for detail in details {
            self.field("label-looks-like", &self.words.remark(&detail.told()));
        }
        if let Some(time) = attribution.holds_at {
            let facts = [("time", time.to_string().into())];
            let text = self.words.with("decision-other-time", &facts);
            self.field("label-but", &text);
        }
    }

    fn path(&mut self, elements: &[PathElement], anchor: &str) {
        for element in elements {
            self.field("label-path", &self.words.name(&element.subject()));
        }
        self.field("label-root", &self.words.name(anchor));
    }
}
