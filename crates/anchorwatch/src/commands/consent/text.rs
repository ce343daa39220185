//! What `consent` says.

use anchorwatch_home::Tree;
use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_policy::{Consent, Consents};
use anchorwatch_refuse::consent::{Plan, Step};

use crate::{page::Page, plan::text as shared};

pub(crate) fn plan(plan: &Plan, unknown: &[SpkiSha256], tree: &Tree) -> String {
    let mut page = Page::default();
    shared::unknown(&mut page, unknown);
    match &plan.step {
        _ if plan.is_empty() => {
            page.say("Nothing to change: it is so already.");
        }
        Step::Give(consent) => {
            page.say("Let this key speak for these names, and for no others:");
            terms(&mut page, consent);
            if consent.is_for_all_names() {
                page.head("Warning: whoever holds this key can read everything that this device sends. It stays a finding of every audit.");
            }
        }
        Step::Withdraw(key) => {
            page.say(&format!(
                "Let the key {key} speak for private names only again."
            ));
        }
    }
    let replaced = plan.earlier.as_ref().filter(|_| !plan.is_empty());
    if let (Some(earlier), Step::Give(_)) = (replaced, &plan.step) {
        page.head("In place of the earlier consent:");
        terms(&mut page, earlier);
    }
    if !plan.is_empty() {
        page.head("Changes:");
        shared::changes(&mut page, &plan.changes, tree);
        shared::warnings(&mut page, &plan.warnings);
    }
    page.finish()
}

pub(crate) fn list(consents: &Consents, now: UnixSeconds) -> String {
    let mut page = Page::default();
    if consents.iter().len() == 0 {
        page.say("There is no consent: locally added roots speak for private names only.");
    }
    for (place, consent) in consents.iter().enumerate() {
        if place > 0 {
            page.line("");
        }
        page.say(if consent.is_in_force(now) {
            "In force:"
        } else if now < consent.terms().not_before {
            "Not yet in force:"
        } else {
            "Over; it covers nothing:"
        });
        terms(&mut page, consent);
    }
    page.finish()
}

fn terms(page: &mut Page, consent: &Consent) {
    let terms = consent.terms();
    page.field("key", &consent.key().to_string());
    page.field("for", &consent.scopes_text().join(", "));
    page.field("from", &terms.not_before.to_string());
    page.field("until", &terms.until.to_string());
    page.field("by", &terms.by);
    page.field("why", &terms.why);
}
