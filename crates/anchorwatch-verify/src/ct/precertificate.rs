//! The certificate as the logs saw it: without SCTs.
//!
//! A log signs before the certificate exists, over its TBSCertificate without the extension that
//! will contain the SCTs (RFC 6962 §3.2). To check an SCT, this module removes that extension,
//! rewrites every length around it, and changes nothing else:
//!
//! ```text
//! Certificate    = SEQUENCE { TBSCertificate, AlgorithmIdentifier, BIT STRING }
//! TBSCertificate = SEQUENCE { [0] version 3, serialNumber, signature, issuer, validity,
//!                             subject, subjectPublicKeyInfo, [1]?, [2]?,
//!                             [3] SEQUENCE OF Extension }
//! Extension      = SEQUENCE { OBJECT IDENTIFIER, BOOLEAN?, OCTET STRING }
//! ```

use anchorwatch_identity::{UnixSeconds, certificate::MAX_CERTIFICATE_BYTES};
use time::{Date, Month, Time};

use super::Why;
use crate::der::{self, Element, NotDer, Reader};

/// 1.3.6.1.4.1.11129.2.4.2 (RFC 6962 §3.3).
const SCT_LIST: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79, 0x02, 0x04, 0x02];
/// The INTEGER 2, which means version 3, the only version with extensions.
const VERSION_3: &[u8] = &[der::INTEGER, 1, 2];
const VERSION: u8 = 0xa0;
const ISSUER_UNIQUE_ID: u8 = 0x81;
const SUBJECT_UNIQUE_ID: u8 = 0x82;
const EXTENSIONS: u8 = 0xa3;

/// What logs signed, and their SCTs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Precertificate<'a> {
    /// DER of the TBSCertificate without the extension.
    pub(super) tbs: Vec<u8>,
    /// The `SignedCertificateTimestampList` in TLS encoding.
    pub(super) sct_list: &'a [u8],
    pub(super) not_before: UnixSeconds,
    pub(super) not_after: UnixSeconds,
}

impl<'a> Precertificate<'a> {
    /// Removes the extension from a certificate; `None` if it has none.
    pub(super) fn of(leaf: &'a [u8]) -> Result<Option<Self>, Why> {
        if leaf.len() > MAX_CERTIFICATE_BYTES {
            return Err(Why::MalformedCertificate);
        }
        let tbs = signed_part(leaf)?;
        let mut fields = Reader::new(tbs.content);
        let validity = up_to_the_extensions(&mut fields)?;
        let Some(extensions) = fields.take(EXTENSIONS)? else {
            fields.end()?;
            return Ok(None);
        };
        fields.end()?;
        let Parted { kept, sct_list } = parted(der::only(extensions.content, der::SEQUENCE)?)?;
        let Some(sct_list) = sct_list else {
            return Ok(None);
        };
        // No standard says whether an empty list of extensions stays, and a certificate without a
        // name in an extension vouches for nothing.
        if kept.is_empty() {
            return Err(Why::MalformedCertificate);
        }
        let (not_before, not_after) = times(validity)?;
        let before = tbs
            .content
            .strip_suffix(extensions.whole)
            .ok_or(Why::MalformedCertificate)?;
        let kept = der::encode(der::SEQUENCE, &kept);
        let kept = der::encode(EXTENSIONS, &[&kept]);
        Ok(Some(Self {
            tbs: der::encode(der::SEQUENCE, &[before, &kept]),
            sct_list,
            not_before,
            not_after,
        }))
    }
}

/// The extensions of a certificate.
struct Parted<'a> {
    /// All except the one with the SCTs, whole.
    kept: Vec<&'a [u8]>,
    /// The contents of that one.
    sct_list: Option<&'a [u8]>,
}

impl From<NotDer> for Why {
    fn from(_: NotDer) -> Self {
        Self::MalformedCertificate
    }
}

/// The TBSCertificate of a certificate that fills the bytes.
fn signed_part(leaf: &[u8]) -> Result<Element<'_>, NotDer> {
    let mut parts = Reader::new(der::only(leaf, der::SEQUENCE)?.content);
    let tbs = parts.expect(der::SEQUENCE)?;
    parts.expect(der::SEQUENCE)?;
    parts.expect(der::BIT_STRING)?;
    parts.end()?;
    Ok(tbs)
}

/// Skips all fields before the extensions, and returns the validity.
fn up_to_the_extensions<'a>(fields: &mut Reader<'a>) -> Result<Element<'a>, NotDer> {
    if fields.expect(VERSION)?.content != VERSION_3 {
        return Err(NotDer);
    }
    let _serial_number = fields.expect(der::INTEGER)?;
    let _signature = fields.expect(der::SEQUENCE)?;
    let _issuer = fields.expect(der::SEQUENCE)?;
    let validity = fields.expect(der::SEQUENCE)?;
    let _subject = fields.expect(der::SEQUENCE)?;
    let _subject_public_key_info = fields.expect(der::SEQUENCE)?;
    let _issuer_unique_id = fields.take(ISSUER_UNIQUE_ID)?;
    let _subject_unique_id = fields.take(SUBJECT_UNIQUE_ID)?;
    Ok(validity)
}

fn parted(extensions: Element<'_>) -> Result<Parted<'_>, Why> {
    let mut all = Reader::new(extensions.content);
    let mut kept = Vec::new();
    let mut sct_list = None;
    while !all.is_empty() {
        let extension = all.expect(der::SEQUENCE)?;
        let mut parts = Reader::new(extension.content);
        if parts.expect(der::OBJECT_IDENTIFIER)?.content != SCT_LIST {
            kept.push(extension.whole);
        } else if sct_list.replace(list_in(parts)?).is_some() {
            return Err(Why::RepeatedExtension);
        }
    }
    Ok(Parted { kept, sct_list })
}

/// The contents of the extension: an OCTET STRING inside the one that every extension has.
fn list_in(mut parts: Reader<'_>) -> Result<&[u8], Why> {
    match parts.take(der::BOOLEAN)? {
        None => {}
        Some(critical) if critical.content == [0xff] => return Err(Why::CriticalExtension),
        // FALSE is the default, and DER does not write defaults.
        Some(_) => return Err(Why::MalformedCertificate),
    }
    let value = parts.expect(der::OCTET_STRING)?;
    parts.end()?;
    let list = der::only(value.content, der::OCTET_STRING).map_err(|NotDer| Why::MalformedList)?;
    Ok(list.content)
}

fn times(validity: Element<'_>) -> Result<(UnixSeconds, UnixSeconds), NotDer> {
    let mut both = Reader::new(validity.content);
    let times = (time(both.next()?)?, time(both.next()?)?);
    both.end()?;
    Ok(times)
}

/// `YYMMDDHHMMSSZ`, or with four digits of the year (RFC 5280 §4.1.2.5).
fn time(element: Element<'_>) -> Result<UnixSeconds, NotDer> {
    let digits = element.content.strip_suffix(b"Z").ok_or(NotDer)?;
    let (year, rest) = match element.tag {
        der::UTC_TIME => {
            let (year, rest) = number(digits, 2)?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        der::GENERALIZED_TIME => number(digits, 4)?,
        _ => return Err(NotDer),
    };
    let mut rest = rest;
    let mut next = || {
        let (two, after) = number(rest, 2)?;
        rest = after;
        u8::try_from(two).map_err(|_| NotDer)
    };
    let (month, day, hour, minute, second) = (next()?, next()?, next()?, next()?, next()?);
    if !rest.is_empty() {
        return Err(NotDer);
    }
    let month = Month::try_from(month).map_err(|_| NotDer)?;
    let date = Date::from_calendar_date(year, month, day).map_err(|_| NotDer)?;
    let time = Time::from_hms(hour, minute, second).map_err(|_| NotDer)?;
    let seconds = date.with_time(time).assume_utc().unix_timestamp();
    Ok(UnixSeconds::new(seconds))
}

fn number(text: &[u8], digit_count: usize) -> Result<(i32, &[u8]), NotDer> {
    let (digits, rest) = text.split_at_checked(digit_count).ok_or(NotDer)?;
    let number = digits.iter().try_fold(0, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| i32::from(digit - b'0'));
        digit.map(|digit| number * 10 + digit).ok_or(NotDer)
    })?;
    Ok((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: u8, text: &str) -> Result<String, NotDer> {
        let der = der::encode(tag, &[text.as_bytes()]);
        time(Reader::new(&der).next()?).map(|time| time.to_string())
    }

    #[test]
    fn two_digits_of_a_year_mean_1950_to_2049() {
        for (text, expected) in [
            ("490102030405Z", "2049-01-02T03:04:05Z"),
            ("500102030405Z", "1950-01-02T03:04:05Z"),
            ("000229235959Z", "2000-02-29T23:59:59Z"),
        ] {
            assert_eq!(read(der::UTC_TIME, text).as_deref(), Ok(expected));
        }
        assert_eq!(
            read(der::GENERALIZED_TIME, "20501231000000Z").as_deref(),
            Ok("2050-12-31T00:00:00Z")
        );
    }

    #[test]
    fn a_time_in_another_form_or_that_never_was_is_refused() {
        for text in [
            "",
            "Z",
            "490102030405",
            "490102030405z",
            "4901020304Z",
            "49010203040506Z",
            "490102030405.0Z",
            "490102030405+0000",
            "490002030405Z",
            "491302030405Z",
            "490230030405Z",
            "490102240405Z",
            "490102036005Z",
            "490102030460Z",
            "+90102030405Z",
            "20490102030405Z",
        ] {
            assert_eq!(read(der::UTC_TIME, text), Err(NotDer), "{text}");
        }
        assert!(read(der::GENERALIZED_TIME, "490102030405Z").is_err());
        assert!(read(der::INTEGER, "490102030405Z").is_err());
    }
}
