//! The pages of `consent`.

use anchorwatch_home::Tree;
use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_policy::{Consent, Consents};
use anchorwatch_refuse::consent::{Plan, Step};

use crate::{
    page::Page,
    plan::{Detail, text as shared},
    words::Words,
};

const LABELS: [&str; 6] = [
    "label-key",
    "label-for",
    "label-starts",
    "label-until",
    "label-by",
    "label-purpose",
];

pub(crate) fn plan(plan: &Plan, unknown: &[SpkiSha256], tree: &Tree, words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    shared::unknown(&mut page, unknown, words);
    match &plan.step {
        _ if plan.is_empty() => {
            page.say(&words.say("consent-nothing"));
        }
        Step::Give(consent) => {
            page.say(&words.say("consent-give"));
            terms(&mut page, consent, words);
            if consent.is_for_all_names() {
                page.head(&words.say("consent-give-all"));
            }
        }
        Step::Withdraw(key) => {
            let key = [("key", key.to_string().into())];
            page.say(&words.with("consent-withdraw", &key));
        }
    }
    let replaced = plan.earlier.as_ref().filter(|_| !plan.is_empty());
    if let (Some(earlier), Step::Give(_)) = (replaced, &plan.step) {
        page.head(&words.say("consent-earlier-head"));
        terms(&mut page, earlier, words);
    }
    if !plan.is_empty() {
        let all = Detail::Everything;
        shared::changes(&mut page, &plan.changes, tree, all, words);
        shared::warnings(&mut page, &plan.warnings, all, words);
    }
    page.finish()
}

pub(crate) fn list(consents: &Consents, now: UnixSeconds, words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    if consents.iter().len() == 0 {
        page.say(&words.say("consent-none"));
    }
    for (place, consent) in consents.iter().enumerate() {
        if place > 0 {
            page.line("");
        }
        page.say(&words.say(if consent.is_in_force(now) {
            "consent-in-force"
        } else if now < consent.terms().not_before {
            "consent-not-yet"
        } else {
            "consent-over"
        }));
        terms(&mut page, consent, words);
    }
    page.finish()
}

fn terms(page: &mut Page, consent: &Consent, words: &Words) {
    let terms = consent.terms();
    let values = [
        consent.key().to_string(),
        consent.scopes_text().join(", "),
        terms.not_before.to_string(),
        terms.until.to_string(),
        terms.by.clone(),
        terms.why.clone(),
    ];
    for (label, value) in LABELS.iter().zip(values) {
        page.field(&words.say(label), &value);
    }
}
