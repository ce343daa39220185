//! The language of the answers.

/// Declares the languages: one row each, and one folder each under `locales/`.
macro_rules! languages {
    ($($(#[$attribute:meta])* $tag:literal => $language:ident,)*) => {
        /// A language with a translation of every message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
        pub(crate) enum Language {
            $($(#[$attribute])* #[value(name = $tag)] $language,)*
        }

        impl Language {
            /// All languages.
            pub(crate) const ALL: [Self; [$($tag),*].len()] = [$(Self::$language),*];

            /// The tag of the language (BCP 47).
            pub(crate) const fn tag(self) -> &'static str {
                match self {
                    $(Self::$language => $tag),*
                }
            }

            /// The message files, compiled in.
            pub(super) const fn sources(self) -> [&'static str; FILE_COUNT] {
                match self {
                    $(Self::$language => files!($tag)),*
                }
            }
        }
    };
}

/// The files of every language, one for each topic. A test compares them with the folder.
macro_rules! files {
    ($tag:literal) => {
        files! { $tag:
            "codes"
            "audit"
            "screen"
            "status"
            "identify"
            "guide"
            "plan"
            "consent"
            "list"
            "list_update"
            "list_publish"
            "remarks/lists"
            "remarks/list"
            "remarks/signed_list"
            "remarks/publisher"
            "remarks/io"
            "remarks/problems"
            "remarks/usage"
            "remarks/verdict"
            "remarks/transparency"
            "remarks/carrier"
            "remarks/layout"
            "remarks/reading"
            "remarks/certificates"
            "remarks/stores"
            "remarks/settings"
            "remarks/home"
            "remarks/image"
            "remarks/refuse/block"
            "remarks/refuse/debian"
            "remarks/refuse/chromium"
            "remarks/refuse/mozilla"
            "remarks/refuse/nss"
            "remarks/refuse/java"
            "remarks/refuse/undo"
            "remarks/refuse/items"
            "verdict"
            "measure"
            "report"
            "decision"
        }
    };
    ($tag:literal: $($name:literal)*) => {
        [$(include_str!(concat!("../../locales/", $tag, "/", $name, ".ftl"))),*]
    };
}

const FILE_COUNT: usize = files!("en").len();

languages! {
    /// English.
    "en" => English,
    /// Kazakh, in Cyrillic letters.
    "kk" => Kazakh,
    /// Russian.
    "ru" => Russian,
}

/// The most entries of `LANGUAGE` that are examined: more than anyone reads.
const MAX_LISTED: usize = 16;

impl Language {
    /// The language that the environment asks for, or English.
    ///
    /// The message locale is the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set and
    /// not empty (POSIX.1-2017 §8.2). Unless that is the C locale, the list in `LANGUAGE` takes
    /// precedence, as in GNU gettext (manual §2.3).
    pub(crate) fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let locale = set
            .into_iter()
            .filter_map(&variable)
            .find(|value| !value.is_empty());
        let Some(locale) = locale.filter(|locale| !is_no_language(locale)) else {
            return Self::English;
        };
        let list = variable("LANGUAGE").unwrap_or_default();
        list.split(':')
            .take(MAX_LISTED)
            .chain([locale.as_str()])
            .find_map(Self::of_locale)
            .unwrap_or(Self::English)
    }

    /// The language of a locale's name, `language[_territory][.codeset][@modifier]`.
    fn of_locale(name: &str) -> Option<Self> {
        let end = name.find(['_', '-', '.', '@']).unwrap_or(name.len());
        let (language, _) = name.split_at(end);
        let is_named = |known: &Self| known.tag().eq_ignore_ascii_case(language);
        Self::ALL.into_iter().find(is_named)
    }
}

/// Whether this is the POSIX locale, under any of its names.
fn is_no_language(locale: &str) -> bool {
    let (name, _) = locale.split_once('.').unwrap_or((locale, ""));
    matches!(name, "C" | "POSIX")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(set: &[(&str, &str)]) -> Language {
        Language::of_environment(|name| {
            let found = set.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_variable_that_is_set_and_not_empty_wins() {
        let set = [
            ("LC_ALL", ""),
            ("LC_MESSAGES", "kk_KZ.UTF-8"),
            ("LANG", "ru_RU.UTF-8"),
        ];
        assert_eq!(language(&set), Language::Kazakh);
        let set = [
            ("LC_ALL", "ru_KZ"),
            ("LC_MESSAGES", "kk_KZ"),
            ("LANG", "en_GB"),
        ];
        assert_eq!(language(&set), Language::Russian);
        assert_eq!(language(&[("LANG", "kk")]), Language::Kazakh);
        assert_eq!(language(&[]), Language::English);
    }

    #[test]
    fn a_list_of_languages_comes_first_unless_the_locale_is_of_none() {
        let list = ("LANGUAGE", "de:kk:ru");
        assert_eq!(language(&[("LANG", "ru_RU"), list]), Language::Kazakh);
        assert_eq!(
            language(&[("LANG", "de_DE"), ("LANGUAGE", "fr")]),
            Language::English
        );
        for none in ["C", "POSIX", "C.UTF-8"] {
            assert_eq!(language(&[("LANG", none), list]), Language::English);
        }
        assert_eq!(language(&[list]), Language::English);
    }

    #[test]
    fn a_locale_is_read_to_the_end_of_its_language_and_no_further() {
        for name in ["ru", "ru_RU", "ru.UTF-8", "ru@cyrillic", "RU-ru"] {
            assert_eq!(Language::of_locale(name), Some(Language::Russian), "{name}");
        }
        for name in ["", "rus", "r", "_ru", "rue_UA", "\u{440}\u{443}"] {
            assert_eq!(Language::of_locale(name), None, "{name}");
        }
    }
}
