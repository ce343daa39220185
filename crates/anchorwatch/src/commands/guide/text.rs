//! The pages of `guide`.

use anchorwatch_identity::UnixSeconds;

use crate::page::Page;
use crate::{
    commands::guide::{AFTERWARDS, Step, System, WARNINGS, fingerprints, unlisted_key_count},
    words::Words,
};

/// The systems with a guide, and the command for each.
pub(crate) fn list(words: &Words) -> String {
    let mut page = Page::default();
    page.say(&words.say("guide-list"));
    for system in System::ALL {
        let title = words.say(&format!("guide-{}-title", system.code()));
        page.point(&format!("`anchorwatch guide {}`: {title}", system.code()));
    }
    page.say(&words.say("guide-linux"));
    page.finish()
}

pub(crate) fn render(system: System, words: &Words) -> String {
    let mut page = Page::default();
    page.say(&words.say(&format!("guide-{}-title", system.code())));
    page.say(&words.say("guide-limits"));
    points(&mut page, "guide-before-head", WARNINGS, system, words);
    page.head(&words.say("guide-steps-head"));
    for (index, step) in system.steps().iter().enumerate() {
        page.step(index + 1, &step.text(system, words));
        commands(&mut page, step);
        for one in step.alternatives {
            page.alternative(&one.text(system, words));
            commands(&mut page, one);
        }
    }
    recognise(&mut page, system, words);
    points(&mut page, "guide-after-head", AFTERWARDS, system, words);
    page.finish()
}

fn commands(page: &mut Page, step: &Step) {
    for command in step.commands {
        page.line(&format!("       {command}"));
    }
}

fn points(page: &mut Page, head: &str, steps: &[Step], system: System, words: &Words) {
    page.head(&words.say(head));
    for step in steps {
        page.point(&step.text(system, words));
    }
}

/// The date of a time, in UTC.
fn day(time: UnixSeconds) -> String {
    time.to_string().chars().take("2000-01-01".len()).collect()
}

/// The known roots, grouped by holder.
fn recognise(page: &mut Page, system: System, words: &Words) {
    page.head(&words.say("guide-recognise-head"));
    page.say(&words.say(&format!("guide-{}-shown", system.code())));
    page.say(&words.say("guide-same"));
    page.say(&words.say("guide-none-same"));
    let mut operator = "";
    for one in fingerprints() {
        if one.known.operator_code != operator {
            operator = one.known.operator_code;
            page.head(&format!("{}:", words.operator(operator)));
        }
        page.under(&words.name(one.certificate.subject));
        let valid = [one.certificate.not_before, one.certificate.not_after].map(day);
        page.line(&format!("    {}", valid.join(" … ")));
        for (hash, lines) in one.shown(system) {
            for (index, line) in lines.iter().enumerate() {
                let label = if index == 0 { hash } else { "" };
                page.line(&format!("    {label:<7}  {line}"));
            }
        }
    }
    let count = unlisted_key_count();
    if count > 0 {
        page.head(&words.with("guide-unlisted", &[("count", count.into())]));
    }
}
