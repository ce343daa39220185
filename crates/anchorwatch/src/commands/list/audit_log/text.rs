//! The page of `list audit-log`.

use anchorwatch_list::Role;
use anchorwatch_publisher::{AuditFinding, LogAudit, LoggedText};
use anchorwatch_remark::Remark as _;

use super::document::time;
use crate::{
    page::{Page, sentence},
    words::Words,
};

/// How many findings are shown; JSON lists all.
const MOST: usize = 40;

const LABELS: [&str; 3] = ["label-log-size", "label-log-entries", "label-log-cosigned"];

pub(super) fn render(audit: &LogAudit, words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    findings(&mut page, audit, words);
    let origin = ("origin", words.name(&audit.origin).into());
    page.head(&words.with("list-audit-log", &[origin]));
    page.field(&words.say("label-log-size"), &audit.head.size.to_string());
    page.field(&words.say("label-log-entries"), &entries(audit, words));
    for one in &audit.cosigned {
        let name = words.name(&String::from_utf8_lossy(&one.name));
        let text = match time(one) {
            None => name,
            Some(at) => {
                let facts = [("witness", name.into()), ("time", at.to_string().into())];
                words.with("list-audit-cosigned", &facts)
            }
        };
        page.field(&words.say("label-log-cosigned"), &text);
    }
    page.head(&words.say("not-checked-head"));
    page.point(&words.say("list-audit-not-checked"));
    page.finish()
}

fn findings(page: &mut Page, audit: &LogAudit, words: &Words) {
    let count = audit.findings.len();
    let is_wrong = audit.findings.iter().any(AuditFinding::is_certain);
    let id = match count {
        0 => "list-audit-right",
        _ if is_wrong => "list-audit-wrong",
        _ => "list-audit-unclear",
    };
    let origin = ("origin", words.name(&audit.origin).into());
    page.say(&words.with(id, &[origin, ("count", count.into())]));
    for finding in audit.findings.iter().take(MOST) {
        page.point(&sentence(&words.remark(&finding.told())));
    }
    if let Some(left_out @ 1..) = count.checked_sub(MOST) {
        page.point(&words.with("list-more", &[("count", left_out.into())]));
    }
}

/// How many entries are about what.
fn entries(audit: &LogAudit, words: &Words) -> String {
    let count = |is: &dyn Fn(&LoggedText) -> bool| audit.entries.iter().filter(|it| is(it)).count();
    let is_list =
        |it: &LoggedText, of: Role| matches!(it, LoggedText::List { role, .. } if *role == of);
    let lists = |role| count(&|it| is_list(it, role));
    let facts = [
        ("approved", lists(Role::Approved).into()),
        ("quick", lists(Role::Quick).into()),
        (
            "sets",
            count(&|it| matches!(it, LoggedText::Set { .. })).into(),
        ),
    ];
    words.with("list-audit-entries", &facts)
}
