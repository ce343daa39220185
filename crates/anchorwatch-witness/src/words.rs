//! Text for people in three languages. The sentences for remarks of other crates are those of the
//! command line.

use anchorwatch_remark::{Told, Value};
use clap::ValueEnum;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// How deep remarks are nested.
const MAX_DEPTH: usize = 8;

/// A language with a translation of every message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English.
    #[value(name = "en")]
    English,
    /// Kazakh, in Cyrillic letters.
    #[value(name = "kk")]
    Kazakh,
    /// Russian.
    #[value(name = "ru")]
    Russian,
}

macro_rules! files {
    ($tag:literal) => {
        [
            include_str!(concat!("../locales/", $tag, "/witness.ftl")),
            include_str!(concat!(
                "../../anchorwatch/locales/",
                $tag,
                "/remarks/transparency.ftl"
            )),
            include_str!(concat!(
                "../../anchorwatch/locales/",
                $tag,
                "/remarks/problems.ftl"
            )),
            include_str!(concat!(
                "../../anchorwatch/locales/",
                $tag,
                "/remarks/verdict.ftl"
            )),
            include_str!(concat!(
                "../../anchorwatch/locales/",
                $tag,
                "/remarks/home.ftl"
            )),
            include_str!(concat!(
                "../../anchorwatch/locales/",
                $tag,
                "/remarks/io.ftl"
            )),
        ]
    };
}

impl Language {
    /// The language that the environment asks for (POSIX.1-2017 §8.2), or English.
    pub(crate) fn of_environment() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let mut set = set.into_iter().filter_map(|it| std::env::var(it).ok());
        let locale = set.find(|it| !it.is_empty()).unwrap_or_default();
        let end = locale.find(['_', '-', '.', '@']).unwrap_or(locale.len());
        let (language, _) = locale.split_at(end);
        let mut all = Self::value_variants().iter();
        let found = all.find(|it| it.tag().eq_ignore_ascii_case(language));
        found.copied().unwrap_or(Self::English)
    }

    const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Kazakh => "kk",
            Self::Russian => "ru",
        }
    }

    const fn sources(self) -> [&'static str; 6] {
        match self {
            Self::English => files!("en"),
            Self::Kazakh => files!("kk"),
            Self::Russian => files!("ru"),
        }
    }
}

/// The messages of one language.
pub(crate) struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    pub(crate) fn of(language: Language) -> Self {
        let tag = LanguageIdentifier::from_bytes(language.tag().as_bytes()).unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![tag]);
        // The isolation marks would end up in copied paths.
        bundle.set_use_isolating(false);
        for source in language.sources() {
            let resource = FluentResource::try_new(source.to_owned());
            bundle.add_resource_overriding(resource.unwrap_or_else(|(rest, _)| rest));
        }
        Self { bundle }
    }

    /// A message with facts; its id if it is not defined.
    pub(crate) fn with(&self, id: &str, facts: &[(&str, FluentValue<'_>)]) -> String {
        self.find(id, facts).unwrap_or_else(|| id.to_owned())
    }

    /// The clause of a remark.
    pub(crate) fn remark(&self, told: &Told) -> String {
        self.within(told, MAX_DEPTH)
    }

    fn within(&self, told: &Told, depth: usize) -> String {
        let Some(depth) = depth.checked_sub(1) else {
            return escaped(told.code());
        };
        let facts: Vec<(&str, FluentValue<'_>)> = told
            .facts()
            .map(|(name, value)| (name, self.value(value, depth)))
            .collect();
        self.with(&format!("remark-{}", told.code()), &facts)
    }

    fn value(&self, value: &Value, depth: usize) -> FluentValue<'static> {
        match value {
            Value::Text(text) => escaped(text).into(),
            Value::Path(path) => escaped(&path.display().to_string()).into(),
            Value::Number(number) => (*number).into(),
            Value::List(list) => {
                let list: Vec<String> = list.iter().map(|it| escaped(it)).collect();
                list.join(", ").into()
            }
            Value::Remark(told) => self.within(told, depth).into(),
            Value::Remarks(all) => {
                let clauses = all.iter().map(|it| self.within(it, depth));
                clauses.collect::<Vec<_>>().join("; ").into()
            }
        }
    }

    fn find(&self, id: &str, facts: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut arguments = FluentArgs::with_capacity(facts.len());
        for (name, value) in facts {
            arguments.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut errors);
        Some(text.into_owned())
    }
}

/// The text without characters that can rule a terminal or turn the direction of text.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        if one == ' ' || one.is_ascii_graphic() || one.is_alphanumeric() {
            out.push(one);
        } else {
            out.extend(one.escape_unicode());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use anchorwatch_remark::{List, Remark as _};

    use super::*;
    use crate::failure::{Hint, Problem};

    /// The variables of a message's pattern, over all its lines.
    fn variables(id: &str, source: &str) -> Option<Vec<String>> {
        let line = source
            .lines()
            .find(|it| it.starts_with(&format!("{id} =")))?;
        let names = line.split('$').skip(1);
        let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let mut names: Vec<String> = names
            .map(|it| it.chars().take_while(|it| is_part(*it)).collect())
            .collect();
        names.sort();
        names.dedup();
        Some(names)
    }

    #[test]
    fn every_remark_has_its_facts_and_no_other_in_each_language() {
        let own = [List::of::<Problem>(""), List::of::<Hint>("")];
        let lists = anchorwatch_witness::REMARKS.iter().chain(&own);
        for list in lists {
            for (code, facts) in list.codes.iter().zip(list.facts) {
                let mut facts: Vec<String> = facts.iter().map(|it| (*it).to_owned()).collect();
                facts.sort();
                for language in Language::value_variants() {
                    let [own, ..] = language.sources();
                    let found = variables(&format!("remark-{code}"), own);
                    assert_eq!(found.as_ref(), Some(&facts), "{code} {language:?}");
                }
            }
        }
        for id in ["witness-error", "witness-key-made", "witness-listens"] {
            let [english, ..] = Language::English.sources();
            for language in Language::value_variants() {
                let [own, ..] = language.sources();
                assert_eq!(variables(id, own), variables(id, english), "{id}");
                assert!(variables(id, own).is_some(), "{id} {language:?}");
            }
        }
    }

    #[test]
    fn an_error_is_said_in_each_language_with_its_cause() {
        use anchorwatch_transparency::PolicyProblem;
        for (language, word) in [
            (Language::English, "line 7"),
            (Language::Kazakh, "7-жол"),
            (Language::Russian, "7"),
        ] {
            let problem = Problem::LogsUnusable {
                path: "a\u{1b}b".into(),
            };
            let why = PolicyProblem::Threshold { line: 7 }.told();
            let failure = crate::Failure::new(&problem, &Hint::GiveLogs).because(why);
            let text = failure.text(&Words::of(language));
            assert!(text.contains(word) && text.contains("a\\u{1b}b"), "{text}");
            assert!(
                !text.contains("remark-") && !text.contains('{') || text.contains("\\u{"),
                "{text}"
            );
        }
    }
}
