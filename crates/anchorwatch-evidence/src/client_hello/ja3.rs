//! JA3 (Salesforce, BSD-3-Clause; <https://github.com/salesforce/ja3>, read 2026-11-30).

use super::ClientHello;
use crate::hello::{Ja3, is_grease};

impl ClientHello {
    /// JA3: MD5 of the version, suites, extensions, groups and point formats, in the client's order
    /// and without GREASE.
    ///
    /// A group or format in a malformed extension does not count.
    #[must_use]
    pub fn ja3(&self) -> Ja3 {
        Ja3::of(&self.ja3_text())
    }

    /// What [`Self::ja3`] hashes: five fields between commas, each of decimal numbers between
    /// hyphens (`771,49195-49199,0-11-10,29-23,0`).
    #[must_use]
    pub fn ja3_text(&self) -> String {
        let groups = self.supported_groups().ok().flatten().unwrap_or_default();
        let formats = self.ec_point_formats().ok().flatten().unwrap_or_default();
        [
            self.legacy_version().to_string(),
            decimal(self.cipher_suites()),
            decimal(self.extensions().map(|one| one.id)),
            decimal(groups),
            decimal(formats.iter().copied().map(u16::from)),
        ]
        .join(",")
    }
}

fn decimal(numbers: impl IntoIterator<Item = u16>) -> String {
    let kept = numbers.into_iter().filter(|number| !is_grease(*number));
    let texts: Vec<String> = kept.map(|number| number.to_string()).collect();
    texts.join("-")
}
