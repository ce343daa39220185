//! The first screen: the verdict, each finding in a few lines, and where to find the rest.

use anchorwatch_identity::{UnixSeconds, registry};
use anchorwatch_machine::{Audit, Client, FindingKind, Impact, Severity, TreeRemark};
use anchorwatch_policy::{Class, ClassReason};
use anchorwatch_remark::Remark as _;

use super::{
    super::finding_id::Ids,
    Asked, HEADLINES, Page, SETTINGS,
    group::{Group, grouped, path, settings_of},
    unseen,
};
use crate::{
    choices::{Choices, Status},
    output::{Paint, Painted},
    page::sentence,
    words::Words,
};

/// How many findings of a severity are shown; the rest is counted.
const MOST_FINDINGS: usize = 10;

/// How many settings of a kind, or settled roots, are shown.
const FEW: usize = 3;

/// How many unread places are shown.
const MOST_UNREAD: usize = 6;

const LABELS: [&str; 3] = ["label-why", "label-trusted-by", "label-to-do"];

/// The data for the first screen.
struct Screen<'a> {
    asked: &'a Asked<'a>,
    audit: &'a Audit,
    groups: Vec<Group<'a>>,
    choices: &'a Choices,
    ids: Ids,
    now: UnixSeconds,
    words: &'a Words,
    page: Page,
}

pub(super) fn render(
    asked: &Asked<'_>,
    audit: &Audit,
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) -> Painted {
    let mut screen = Screen {
        asked,
        audit,
        groups: grouped(audit, false, choices, now),
        choices,
        ids: Ids::of(audit),
        now,
        words,
        page: Page::screen(words, &LABELS, asked.columns),
    };
    screen.verdict();
    screen.findings(Severity::Alarm, Paint::Alarm);
    screen.findings(Severity::Ask, Paint::Ask);
    screen.accepted_alarms();
    screen.settled();
    screen.newcomers();
    screen.unread();
    screen.counted();
    screen.more();
    screen.page.finish_painted()
}

impl<'a> Screen<'a> {
    fn open(&self, severity: Severity) -> impl Iterator<Item = &Group<'a>> {
        self.groups
            .iter()
            .filter(move |group| group.counts() && group.severity == Some(severity))
    }

    /// The settings of a kind with this status, each as a sentence.
    fn settings(&self, kind: FindingKind, status: Status) -> Vec<String> {
        settings_of(self.audit, kind)
            .filter(|(finding, _)| self.choices.status(self.audit, finding, self.now) == status)
            .map(|(finding, setting)| {
                let facts = [
                    ("what", self.words.setting(setting.kind).into()),
                    ("literal", setting.literal.as_str().into()),
                    ("path", path(self.audit, finding).into()),
                ];
                self.words.with("audit-setting", &facts)
            })
            .collect()
    }

    fn verdict(&mut self) {
        let alarms = self.open(Severity::Alarm).count();
        let settings = SETTINGS.map(|kind| self.settings(kind, Status::Open).len());
        let asks = self.open(Severity::Ask).count() + settings.iter().sum::<usize>();
        let blind = self.audit.blind_spots().count();
        let mut said: Vec<String> = Vec::new();
        let mut tell = |id: &str, count: usize| {
            if count > 0 {
                said.push(self.words.with(id, &[("count", count.into())]));
            }
        };
        tell("screen-alarms", alarms);
        tell("screen-asks", asks);
        let has_no_store = self.audit.remarks.contains(&TreeRemark::NoSystemStore);
        let (closed, _) = unseen::closed_homes(self.audit, self.asked.root);
        if alarms + asks == 0 && blind == 0 && !has_no_store {
            // Other users' homes are not the asking user's business, but nor are they clean.
            if closed == 0 {
                said.push(self.words.say("screen-nothing"));
            } else {
                tell("screen-nothing-open", closed);
            }
        } else if alarms + asks == 0 {
            tell("screen-unknown", blind);
        } else {
            tell("screen-blind", blind);
        }
        let remarks = self.audit.remarks.iter();
        said.extend(remarks.map(|remark| sentence(&self.words.remark(&remark.told()))));
        self.page.say(&said.join(" "));
    }

    /// The findings of one severity, under a heading that says what to do.
    fn findings(&mut self, severity: Severity, paint: Paint) {
        let settings: Vec<FindingKind> = SETTINGS
            .into_iter()
            .filter(|kind| {
                severity == Severity::Ask && !self.settings(*kind, Status::Open).is_empty()
            })
            .collect();
        let mut shown: Vec<usize> = (0..self.groups.len())
            .filter(|place| {
                let group = &self.groups[*place];
                group.counts() && group.severity == Some(severity)
            })
            .collect();
        if shown.is_empty() && settings.is_empty() {
            return;
        }
        // Roots that nothing trusts yet come last, so that they cannot hide trusted ones.
        shown.sort_by_key(|place| {
            let group = &self.groups[*place];
            let rank = HEADLINES.iter().position(|class| *class == group.class());
            (group.clients().is_empty(), rank.unwrap_or(HEADLINES.len()))
        });
        let code = severity.code();
        let word = self.words.say(&format!("screen-word-{code}"));
        let asks = self.words.say(&format!("screen-head-{code}"));
        self.page.painted_head(paint, &word, &asks);
        for place in shown.iter().take(MOST_FINDINGS) {
            self.finding(*place);
        }
        self.left_out(shown.len(), MOST_FINDINGS);
        if self.asked.can_be_changed && self.open(severity).any(is_read) {
            self.page.under(&self.words.say("screen-if-read"));
        }
        for kind in settings {
            let said = self.settings(kind, Status::Open);
            self.page
                .under(&self.words.say(&format!("audit-advice-{}", kind.code())));
            for setting in said.iter().take(FEW) {
                self.page.brief_point(setting);
            }
            self.left_out(said.len(), FEW);
        }
    }

    /// Who, why, which programs, what to do.
    fn finding(&mut self, place: usize) {
        let Some(group) = self.groups.get(place) else {
            return;
        };
        let who = self.who(group);
        let why = self.why(group);
        let clients = self.clients(group);
        let to_do = self.to_do(group);
        let words = self.words;
        self.page
            .fitted("  ", &who)
            .field(&words.say("label-why"), &why)
            .field(&words.say("label-trusted-by"), &clients)
            .command(&words.say("label-to-do"), &to_do);
    }

    /// The ID, the plain name, and the organization.
    fn who(&self, group: &Group<'_>) -> String {
        let certificate = &group.held.certificate;
        let id = self.ids.id(&certificate.spki_sha256());
        let subject = certificate.subject();
        let name = self.words.plain_name(subject);
        let mut whose: Vec<String> = match operator(group) {
            Some(operator) => vec![self.words.operator(operator)],
            None => subject
                .organizations()
                .iter()
                .chain(subject.countries())
                .filter(|one| **one != name)
                .cloned()
                .collect(),
        };
        if group.is_new {
            whose.push(self.words.say("screen-new"));
        }
        if whose.is_empty() {
            format!("{id}  {name}")
        } else {
            format!("{id}  {name} ({})", whose.join(", "))
        }
    }

    /// The strongest reason.
    fn why(&self, group: &Group<'_>) -> String {
        let deceives = group
            .further(self.audit)
            .contains(&FindingKind::PublicNameForeignKey);
        let class = group.class();
        let is_ahead = matches!(
            class,
            Class::LeakedKey
                | Class::KnownInterception
                | Class::SuspectedFamily
                | Class::DistrustedByList
        );
        let again = group.findings.iter().any(|one| self.choices.concerns(one));
        let is_unlisted = group
            .findings
            .iter()
            .any(|one| self.choices.is_unlisted(one));
        if is_unlisted {
            self.words.say("screen-why-unlisted")
        } else if again {
            self.words.say("screen-why-again")
        } else if deceives && !is_ahead {
            self.words.say("screen-why-deceives")
        } else {
            self.words.say(&format!("screen-why-{}", class.code()))
        }
    }

    /// The programs that trust it, as many as fit on a line.
    fn clients(&self, group: &Group<'_>) -> String {
        let names: Vec<&str> = group.clients().into_iter().map(Client::id).collect();
        if names.is_empty() {
            return super::no_program(self.audit, self.words);
        }
        let room = self.page.field_columns();
        for shown in (1..=names.len()).rev() {
            let mut said = names[..shown].join(", ");
            let left = names.len() - shown;
            if left > 0 {
                said.push(' ');
                said.push_str(&self.words.with("audit-more", &[("count", left.into())]));
            }
            if shown == 1 || textwrap::core::display_width(&said) <= room {
                return said;
            }
        }
        names.join(", ")
    }

    /// A command that shows what would be changed, or more about the root.
    fn to_do(&self, group: &Group<'_>) -> String {
        let root = self.asked.root_option;
        if !self.asked.can_be_changed {
            let id = self.ids.id(&group.held.certificate.spki_sha256());
            return format!("anchorwatch audit{root} --explain {id}");
        }
        if group.findings.iter().any(|one| self.choices.concerns(one)) {
            return format!("anchorwatch block{root} --apply");
        }
        match group.class() {
            Class::LeakedKey | Class::KnownInterception if has_known_key(group) => {
                format!("anchorwatch block{root}")
            }
            // Without a choice it takes the keys of the lists.
            Class::DistrustedByList => format!("anchorwatch block{root}"),
            class @ (Class::LeakedKey
            | Class::KnownInterception
            | Class::SuspectedFamily
            | Class::DistrustedByProgram
            | Class::GovernmentRoot) => {
                format!("anchorwatch block{root} --class {}", class.code())
            }
            _ => {
                let id = self.ids.id(&group.held.certificate.spki_sha256());
                format!("anchorwatch audit{root} --explain {id}")
            }
        }
    }

    /// Alarms that the owner's own list accepts: they do not count, but stay visible.
    fn accepted_alarms(&mut self) {
        self.named("screen-accepted-head", |group| {
            group.status == Status::Baseline && group.severity == Some(Severity::Alarm)
        });
    }

    /// What is refused here, and what a consent allows.
    fn settled(&mut self) {
        self.named("screen-refused-head", |group| {
            group.status == Status::Refused
        });
        self.named("screen-confined-head", |group| {
            group.status == Status::Confined
        });
        self.named("screen-consented-head", |group| {
            group.status == Status::Consented
        });
    }

    /// Notes that an earlier answer does not list.
    fn newcomers(&mut self) {
        self.named("screen-new-head", |group| group.is_new && group.is_a_note());
    }

    fn named(&mut self, head: &str, is_meant: impl Fn(&Group<'_>) -> bool) {
        let meant: Vec<&Group<'_>> = self.groups.iter().filter(|group| is_meant(group)).collect();
        let count = meant.len();
        if count == 0 {
            return;
        }
        let lines: Vec<String> = meant
            .iter()
            .take(FEW)
            .map(|group| self.who(group))
            .collect();
        let facts = [
            ("count", count.into()),
            ("root", self.asked.root_option.into()),
        ];
        self.page.head(&self.words.with(head, &facts));
        for line in lines {
            self.page.fitted("  ", &line);
        }
        self.left_out(count, FEW);
    }

    /// What needs no action.
    fn counted(&mut self) {
        let of = |class: Class| {
            let notes = self.groups.iter().filter(|group| group.is_a_note());
            notes.filter(|group| group.class() == class).count()
        };
        let in_baseline = |group: &&Group<'_>| {
            group.status == Status::Baseline && group.severity != Some(Severity::Alarm)
        };
        let settings: usize = SETTINGS
            .iter()
            .map(|kind| self.settings(*kind, Status::Baseline).len())
            .sum();
        let baseline = self.groups.iter().filter(in_baseline).count() + settings;
        let counts = [
            ("screen-removed", of(Class::DistrustedByProgram)),
            ("screen-retired", of(Class::RetiredFromProgram)),
            ("screen-baseline", baseline),
        ];
        let said: Vec<String> = counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(id, count)| self.words.with(id, &[("count", count.into())]))
            .collect();
        if said.is_empty() {
            return;
        }
        let word = self.words.say("screen-word-note");
        let head = self.words.say("screen-head-note");
        self.page.head(&format!("{word} {head}"));
        for count in said {
            self.page.point(&count);
        }
    }

    /// Places that could hold a root and were not read.
    fn unread(&mut self) {
        let count = self.audit.blind_spots().count();
        if count == 0 {
            return;
        }
        let head = self
            .words
            .with("screen-unread-head", &[("count", count.into())]);
        self.page.head(&head);
        let entries = unseen::entries(self.audit, self.asked.root, self.words);
        let is_blinding = |(weight, _): &(Impact, String)| *weight == Impact::Inconclusive;
        let entries: Vec<_> = entries.into_iter().filter(is_blinding).collect();
        for (_, entry) in entries.iter().take(MOST_UNREAD) {
            self.page.brief_point(entry);
        }
        self.left_out(entries.len(), MOST_UNREAD);
    }

    /// Where to find the rest, and the data that this is based on.
    fn more(&mut self) {
        let (homes, closed) = unseen::closed_homes(self.audit, self.asked.root);
        if homes > 0 {
            let facts = [("count", homes.into())];
            self.page.head(&self.words.with("screen-closed", &facts));
        }
        let stated = self.audit.not_checked.len() - self.audit.blind_spots().count() - closed;
        let facts = [
            ("stores", self.audit.stores.len().into()),
            ("kinds", stated.into()),
        ];
        self.page.head(&self.words.with("screen-read", &facts));
        let facts = [("root", self.asked.root_option.into())];
        self.page.say(&self.words.with("screen-more", &facts));
        let facts = [
            ("version", env!("CARGO_PKG_VERSION").into()),
            ("known", registry::known_roots().len().into()),
            ("public", registry::public_program_key_count().into()),
            ("time", self.now.to_string().into()),
        ];
        self.page.say(&self.words.with("screen-data", &facts));
    }

    fn left_out(&mut self, count: usize, most: usize) {
        if let Some(left @ 1..) = count.checked_sub(most) {
            let said = self
                .words
                .with("screen-left-out", &[("count", left.into())]);
            self.page.under(&said);
        }
    }
}

/// Whether someone reads traffic with it, or anyone can.
fn is_read(group: &Group<'_>) -> bool {
    matches!(group.class(), Class::LeakedKey | Class::KnownInterception)
}

/// Whether its own key is known, not only its signer's.
fn has_known_key(group: &Group<'_>) -> bool {
    let reasons = &group.held.classification.reasons;
    let is_own = |reason: &ClassReason| matches!(reason, ClassReason::KnownKey(_));
    reasons.iter().any(is_own)
}

/// The known holder of its key.
fn operator(group: &Group<'_>) -> Option<&'static str> {
    let reasons = group.held.classification.reasons.iter();
    let mut known = reasons.filter_map(|reason| match reason {
        ClassReason::KnownKey(known) | ClassReason::SignedByKnownKey(known) => {
            Some(known.operator_code)
        }
        _ => None,
    });
    known.next()
}

#[cfg(test)]
mod tests;
