//! Where an entry applies.

use anchorwatch_policy::distrust::{DnsSuffix, Limits, MAX_SUFFIXES, NameLimit};

use crate::{
    ListProblem,
    header::seconds,
    octets::{Reader, put_block},
};

const ISSUED_AFTER: u8 = 1;
const SCT_NOT_AFTER: u8 = 2;
const PERMITTED_DNS_NAMES: u8 = 3;
const NAMES_INSIDE: u8 = 4;

const MAX_NAME_BYTES: usize = 253;
const MAX_LABEL_BYTES: usize = 63;

/// What a group's conditions mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Conditions {
    /// What the policy can compare with.
    Known(Limits),
    /// One of them is not known, or has a name that this program's tables of Unicode refuse: the
    /// group must be ignored.
    Unknown,
}

impl Conditions {
    pub(crate) fn read(mut reader: Reader<'_>) -> Result<Self, ListProblem> {
        let mut limits = Limits::default();
        let mut is_known = true;
        let mut last: Option<u8> = None;
        while !reader.is_empty() {
            let out_of_order = reader.order();
            let kind = reader.u8()?;
            if last.is_some_and(|last| kind <= last) {
                return Err(out_of_order);
            }
            let before = last.replace(kind);
            let mut value = reader.block()?;
            match kind {
                ISSUED_AFTER => limits.leaf_after = Some(seconds(value.time()?)),
                SCT_NOT_AFTER => limits.scts_after = Some(seconds(value.time()?)),
                PERMITTED_DNS_NAMES => {
                    let names = names(&mut value)?;
                    is_known &= names.is_some();
                    limits.names = names.map(NameLimit::Outside);
                }
                NAMES_INSIDE if before == Some(PERMITTED_DNS_NAMES) => return Err(reader.value()),
                NAMES_INSIDE => {
                    let names = names(&mut value)?;
                    is_known &= names.is_some();
                    limits.names = names.map(NameLimit::Inside);
                }
                _ => {
                    is_known = false;
                    continue;
                }
            }
            value.end()?;
        }
        Ok(match is_known {
            true => Self::Known(limits),
            false => Self::Unknown,
        })
    }

    /// Writes the conditions of a policy's limits.
    pub(crate) fn write(limits: &Limits) -> Vec<u8> {
        let mut out = Vec::new();
        let mut put = |kind, value: &[u8]| {
            out.push(kind);
            put_block(&mut out, value);
        };
        // A time before 1970 becomes one that no reader takes.
        let octets = |time: i64| u64::try_from(time).unwrap_or(u64::MAX).to_be_bytes();
        if let Some(after) = limits.leaf_after {
            put(ISSUED_AFTER, &octets(after.get()));
        }
        if let Some(after) = limits.scts_after {
            put(SCT_NOT_AFTER, &octets(after.get()));
        }
        match &limits.names {
            None => {}
            Some(NameLimit::Outside(names)) => put(PERMITTED_DNS_NAMES, &written(names)),
            Some(NameLimit::Inside(names)) => put(NAMES_INSIDE, &written(names)),
        }
        out
    }
}

/// Reads names; `None` if one of them is well-formed and still no name for this program.
fn names(reader: &mut Reader<'_>) -> Result<Option<Vec<DnsSuffix>>, ListProblem> {
    let mut names = Vec::new();
    let mut is_known = true;
    let mut count = 0;
    let mut last: &[u8] = &[];
    while !reader.is_empty() {
        let name = reader.block()?;
        count += 1;
        if count > MAX_SUFFIXES || !is_dns_name(name.rest()) {
            return Err(name.value());
        }
        if name.rest() <= last {
            return Err(name.order());
        }
        last = name.rest();
        let text = std::str::from_utf8(name.rest()).map_err(|_| name.value())?;
        let suffix = DnsSuffix::parse(text).filter(|suffix| suffix.as_str() == text);
        is_known &= suffix.is_some();
        names.extend(suffix);
    }
    if last.is_empty() {
        return Err(reader.value());
    }
    Ok(is_known.then_some(names))
}

fn written(names: &[DnsSuffix]) -> Vec<u8> {
    let mut texts: Vec<&str> = names.iter().map(DnsSuffix::as_str).collect();
    texts.sort_unstable();
    texts.dedup();
    let mut out = Vec::new();
    for text in texts {
        put_block(&mut out, text.as_bytes());
    }
    out
}

fn is_dns_name(name: &[u8]) -> bool {
    let is_allowed =
        |it: &u8| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'-' | b'_');
    let is_label =
        |it: &[u8]| (1..=MAX_LABEL_BYTES).contains(&it.len()) && it.iter().all(is_allowed);
    let mut labels = name.split(|it| *it == b'.');
    let last = name.rsplit(|it| *it == b'.').next();
    let is_number = last.is_some_and(|it| it.iter().all(u8::is_ascii_digit));
    name.len() <= MAX_NAME_BYTES && labels.all(is_label) && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(octets: &[u8]) -> Result<Conditions, ListProblem> {
        Conditions::read(Reader::at(octets, 0))
    }

    #[test]
    fn what_is_written_is_read() {
        let suffixes =
            |texts: &[&str]| texts.iter().filter_map(|it| DnsSuffix::parse(it)).collect();
        let all = [
            Limits::default(),
            Limits {
                leaf_after: Some(seconds(100)),
                scts_after: Some(seconds(200)),
                names: Some(NameLimit::Outside(suffixes(&["gov.tr", "kz"]))),
            },
            Limits {
                names: Some(NameLimit::Inside(suffixes(&["xn--p1ai"]))),
                ..Limits::default()
            },
        ];
        for limits in all {
            let written = Conditions::write(&limits);
            assert_eq!(read(&written), Ok(Conditions::Known(limits)));
        }
    }

    #[test]
    fn conditions_out_of_order_twice_or_of_both_names_are_refused() {
        let one = [3, 3, 2, b'k', b'z'];
        let other = [4, 3, 2, b'k', b'z'];
        let after = [1, 8, 0, 0, 0, 0, 0, 0, 0, 9];
        assert!(read(&[&after[..], &one].concat()).is_ok());
        for (wrong, offset) in [([&one[..], &after].concat(), 5), ([one, one].concat(), 5)] {
            assert_eq!(read(&wrong), Err(ListProblem::Order { offset }));
        }
        let both = read(&[one, other].concat());
        assert_eq!(both, Err(ListProblem::Value { offset: 10 }));
    }

    #[test]
    fn one_unknown_condition_makes_all_unknown_and_not_weaker() {
        let after = [1, 8, 0, 0, 0, 0, 0, 0, 0, 9];
        let unknown = [9, 1, 0];
        let both = [&after[..], &unknown].concat();
        assert_eq!(read(&both), Ok(Conditions::Unknown));
    }

    #[test]
    fn a_name_has_one_spelling() {
        for good in ["kz", "a-b.example", "_x.kz", "9.kz", "xn--p1ai"] {
            assert!(is_dns_name(good.as_bytes()), "{good}");
        }
        let long = format!("{}.kz", "a".repeat(64));
        for bad in [
            "", ".kz", "kz.", "a..kz", "KZ", "a b", "10.0.0.1", "қаз", &long,
        ] {
            assert!(!is_dns_name(bad.as_bytes()), "{bad}");
        }
    }
}
