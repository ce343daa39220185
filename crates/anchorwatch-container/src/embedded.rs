//! Certificates inside a text: PEM blocks, base64 without marks and property lists, in the
//! original text and with its disguises removed.
//!
//! This does not decide which form a text is in. It searches every form that may show more, and
//! reports what any of them shows. Errors are taken only from the form that shows the most with
//! the fewest errors: in the other forms the same data is only disguised.

use std::ops::Range;

use anchorwatch_identity::pem::find;

use super::{
    ContainerPart, Error, Format, Item, JavaMark, PlaceStep, Presence,
    base64_text::Texts,
    budget::TOO_MANY,
    disguise, pem_armor,
    place::Place,
    reading::{Found, Reading},
};

/// What was found in a text.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) format: Format,
    pub(super) found: Found,
    /// The number of positions with something in them.
    places: usize,
    failures: usize,
    /// Whether base64 begins that is too short for a certificate.
    has_short: bool,
}

impl Text {
    fn fails(&mut self, place: Vec<PlaceStep>, error: Error) {
        self.failures += 1;
        self.found.items.push(Item {
            place,
            presence: Presence::Offered,
            certificate: Err(error),
            java_mark: JavaMark::None,
        });
    }
}

/// Adds the PEM blocks of something that was recognised: OpenSSL finds a block after any other
/// data, so a file can be one format for one program and PEM for another.
pub(super) fn read_plain(reading: &mut Reading, text: &[u8], place: &Place) {
    pem_armor::read(reading, text, place);
}

/// Searches a text that was not recognised as anything else, or not read. `None` if it contains
/// nothing of interest.
pub(super) fn read(
    reading: &mut Reading,
    text: &[u8],
    place: &Place,
    error: &Error,
) -> Option<Text> {
    let is_unknown = *error == Error::NotRecognised;
    let mut best = look(reading, text, place, is_unknown);
    let is_pem = best.format == Format::Pem;
    if best.failures > 0 || best.has_short || may_hold_more(text, best.places) {
        if text.len() > MAX_DISGUISED_BYTES {
            let error = Error::Unsupported {
                what: ContainerPart::LongText,
                kind: text.len().to_string(),
            };
            best.fails(place.part(PlaceStep::OtherForms), error);
        } else if let Err(error) = unmask(reading, &mut best, text, place, is_unknown) {
            best.fails(place.part(PlaceStep::OtherForms), error);
        }
    }
    if is_unknown && let Err(error) = look_at_numbers(reading, &mut best, text, place) {
        best.fails(place.part(PlaceStep::Numbers), error);
    }
    let is_good = best.found.items.iter().any(|item| item.certificate.is_ok())
        || !best.found.others.is_empty();
    (best.places > 0 && (is_good || is_pem || is_unknown)).then_some(best)
}

/// The longest text whose disguises are removed, in bytes: each removal makes a copy.
const MAX_DISGUISED_BYTES: usize = 4 << 20;

/// Whether a text mentions more blocks than were found in it.
fn may_hold_more(text: &[u8], places: usize) -> bool {
    let mut from = 0;
    for _ in 0..=places {
        match find(text, b"BEGIN", from) {
            Some(at) => from = at + 1,
            None => return false,
        }
    }
    true
}

/// Searches the octets that the numbers of a text spell.
fn look_at_numbers(
    reading: &mut Reading,
    best: &mut Text,
    text: &[u8],
    place: &Place,
) -> Result<(), Error> {
    reading.budget.search(text.len())?;
    let spelled = disguise::spelled(text);
    if spelled.is_empty() {
        return Ok(());
    }
    let other = look(reading, &spelled, place, true);
    // Any numbers can look like the beginning of DER.
    if other
        .found
        .items
        .iter()
        .any(|item| item.certificate.is_ok())
    {
        best.places += other.places;
        best.found.merge_certificates(other.found);
    }
    Ok(())
}

/// Removes each disguise, and from each result each disguise once more.
fn unmask(
    reading: &mut Reading,
    best: &mut Text,
    text: &[u8],
    place: &Place,
    is_unknown: bool,
) -> Result<(), Error> {
    let mut forms = Vec::new();
    for unmask in disguise::ALL {
        reading.budget.search(text.len())?;
        let form = unmask(text);
        if form.as_slice() != text {
            look_again(reading, best, &form, place, is_unknown)?;
            forms.push(form);
        }
    }
    for unmask in disguise::ONCE {
        reading.budget.search(text.len())?;
        let form = unmask(text);
        if form.as_slice() != text {
            look_again(reading, best, &form, place, is_unknown)?;
        }
    }
    for form in &forms {
        for unmask in disguise::ALL {
            reading.budget.search(form.len())?;
            let twice = unmask(form);
            if twice != *form {
                look_again(reading, best, &twice, place, is_unknown)?;
            }
        }
    }
    Ok(())
}

/// Searches another form of the same text, if it may show more.
fn look_again(
    reading: &mut Reading,
    best: &mut Text,
    form: &[u8],
    place: &Place,
    is_unknown: bool,
) -> Result<(), Error> {
    let marks = marks(form);
    if marks == 0 || (best.failures == 0 && marks <= best.places) {
        return Ok(());
    }
    reading.budget.search(form.len())?;
    let other = look(reading, form, place, is_unknown);
    let is_better = (other.places, best.failures) > (best.places, other.failures);
    if is_better {
        let earlier = std::mem::replace(best, other);
        best.format = Format::Embedded;
        best.found.merge_certificates(earlier.found);
    } else {
        best.found.merge_certificates(other.found);
    }
    Ok(())
}

/// Searches one form, separately from earlier results.
fn look(reading: &mut Reading, text: &[u8], place: &Place, is_unknown: bool) -> Text {
    let before = std::mem::take(&mut reading.found);
    let armor = pem_armor::read(reading, text, place);
    let mut ranges = armor.ranges;
    let mut places = armor.places;
    if is_unknown {
        let lists = property_lists(reading, text, place);
        places += lists.len();
        ranges.extend(lists);
        ranges.sort_by_key(|range| range.start);
    }
    let texts = Texts::of(text, &ranges);
    texts.read(reading, text, place);
    places += texts.count();
    let found = std::mem::replace(&mut reading.found, before);
    let failures = found.items.iter().filter(|it| it.certificate.is_err());
    Text {
        format: if armor.places > 0 {
            Format::Pem
        } else {
            Format::Embedded
        },
        failures: failures.count(),
        has_short: texts.has_short,
        found,
        places,
    }
}

/// The number of positions in a form that may have something in them.
fn marks(text: &[u8]) -> usize {
    let count = |mark: &[u8]| {
        let next = |at: &usize| find(text, mark, at + 1);
        std::iter::successors(find(text, mark, 0), next).count()
    };
    count(pem_armor::BEGIN) + count(PROPERTY_LIST) + Texts::of(text, &[]).count()
}

const PROPERTY_LIST: &[u8] = b"<plist";

/// The most property lists that are read in a text; a mail has one.
const MAX_LIST_COUNT: usize = 16;

/// Reads property lists in the middle of a text, such as a profile in a mail, and returns their
/// positions.
fn property_lists(reading: &mut Reading, text: &[u8], place: &Place) -> Vec<Range<usize>> {
    const END: &[u8] = b"</plist>";
    let mut ranges: Vec<Range<usize>> = Vec::new();
    while let Some(begin) = find(text, PROPERTY_LIST, ranges.last().map_or(0, |it| it.end)) {
        let end = find(text, END, begin).map_or(text.len(), |end| end + END.len());
        ranges.push(begin..end);
        let step = PlaceStep::PropertyList {
            number: ranges.len() as u64,
        };
        let result = if ranges.len() > MAX_LIST_COUNT {
            Err(TOO_MANY)
        } else {
            let list = text.get(begin..end).unwrap_or_default();
            reading.read(list, &place.inside(step.clone())).map(drop)
        };
        let is_last = result == Err(TOO_MANY);
        if let Err(error) = result {
            reading.failed(place.part(step), error);
        }
        if is_last {
            break;
        }
    }
    ranges
}
