//! The server's own certificate beside the one that came in its place.

use anchorwatch_identity::Certificate;
use anchorwatch_report::{CertificatesSideBySide, Html, NameSummary, Witness};
use data_encoding::HEXLOWER;

use super::time;
use crate::words::Words;

/// The most names of a certificate that are shown.
const MOST_NAMES: usize = 4;

/// The label, the genuine value, the forged one, and how they compare.
type Row = (&'static str, String, String, Compared);

/// How two values compare, in words and as a class that has a sign of its own.
type Compared = (String, &'static str);

pub(super) fn table(name: &NameSummary, witness: &Witness, words: &Words) -> Html {
    let Some(both) = CertificatesSideBySide::of(&name.tally, witness) else {
        return Html::default();
    };
    let labels = [
        "report-pair-field",
        "report-pair-genuine",
        "report-pair-forged",
        "report-pair-compared",
    ]
    .map(|id| words.say(id));
    let head = labels.iter().map(|label| {
        let attributes = [("scope", "col"), ("role", "columnheader")];
        Html::element("th", &attributes, Html::text(label))
    });
    let head = Html::element("tr", &[("role", "row")], head.collect());
    let head = Html::element("thead", &[("role", "rowgroup")], head);
    let rows = rows(&both, words).into_iter();
    let rows = rows.map(|row| one(row, &labels, words));
    let rows = Html::element("tbody", &[("role", "rowgroup")], rows.collect());
    let caption = words.say(match both.is_of_this_name {
        true => "report-pair-caption",
        false => "report-pair-caption-other",
    });
    let table = [Html::of("caption", &caption), head, rows];
    let attributes = [("class", "pair"), ("role", "table")];
    Html::element("table", &attributes, table.into_iter().collect())
}

fn one(
    (label, genuine, forged, (compared, class)): Row,
    labels: &[String; 4],
    words: &Words,
) -> Html {
    let head = [("scope", "row"), ("role", "rowheader")];
    let head = Html::element("th", &head, Html::text(&words.say(label)));
    let cells = [
        Html::foreign(&genuine),
        Html::foreign(&forged),
        Html::classed("span", class, &compared),
    ];
    let cells = labels.iter().skip(1).zip(cells).map(|(label, cell)| {
        let attributes = [("role", "cell"), ("data-label", label.as_str())];
        Html::element("td", &attributes, cell)
    });
    let row = std::iter::once(head).chain(cells).collect();
    Html::element("tr", &[("role", "row")], row)
}

fn rows(both: &CertificatesSideBySide, words: &Words) -> Vec<Row> {
    let CertificatesSideBySide {
        genuine,
        forged,
        pair,
        ..
    } = both;
    let of =
        |value: fn(&Certificate, &Words) -> String| (value(genuine, words), value(forged, words));
    let row = |label, value, compared| {
        let (genuine, forged) = of(value);
        (label, genuine, forged, compared)
    };
    let same = |is_same| same(is_same, words);
    vec![
        row(
            "label-subject",
            |it, words| words.name(&it.subject().to_string()),
            same(pair.is_subject_same),
        ),
        row("label-chain-names", names, same(pair.are_names_same)),
        row(
            "label-chain-issuer",
            |it, words| words.name(&it.issuer().to_string()),
            same(pair.is_issuer_same),
        ),
        row(
            "label-chain-valid",
            |it, _| {
                let validity = it.validity();
                format!(
                    "{} – {}",
                    time(validity.not_before),
                    time(validity.not_after)
                )
            },
            dates(both, words),
        ),
        row(
            "report-pair-serial",
            |it, words| words.name(&HEXLOWER.encode(it.serial())),
            serial(both, words),
        ),
        row(
            "report-pair-key",
            |it, _| it.spki_sha256().to_string(),
            same(pair.is_key_same),
        ),
        row("report-pair-exponent", exponent, exponents(both, words)),
        row(
            "report-pair-extensions",
            |it, _| it.other_extension_count().to_string(),
            extensions(both, words),
        ),
    ]
}

fn exponent(certificate: &Certificate, words: &Words) -> String {
    match certificate.rsa_exponent() {
        Some(exponent) => exponent.to_string(),
        None => words.say("report-pair-no-exponent"),
    }
}

fn exponents(both: &CertificatesSideBySide, words: &Words) -> Compared {
    match both.pair.is_exponent_small {
        true => (words.say("report-as-in-2019"), "copied"),
        false => same(
            both.genuine.rsa_exponent() == both.forged.rsa_exponent(),
            words,
        ),
    }
}

fn extensions(both: &CertificatesSideBySide, words: &Words) -> Compared {
    let (genuine, forged) = (&both.genuine, &both.forged);
    match both.pair.lost_extensions {
        Some(_) => (words.say("report-all-lost"), "copied"),
        None => same(
            genuine.other_extension_count() == forged.other_extension_count(),
            words,
        ),
    }
}

fn same(is_same: bool, words: &Words) -> Compared {
    match is_same {
        true => (words.say("report-same"), "same"),
        false => (words.say("report-different"), "other"),
    }
}

fn dates(both: &CertificatesSideBySide, words: &Words) -> Compared {
    match both.pair.shift_hours {
        Some(0) => same(true, words),
        Some(hours) => {
            let facts = [("hours", hours.into())];
            (words.with("report-shifted", &facts), "copied")
        }
        None => {
            let is_same = both.genuine.validity() == both.forged.validity();
            same(is_same, words)
        }
    }
}

fn serial(both: &CertificatesSideBySide, words: &Words) -> Compared {
    if both.pair.is_serial_copied() {
        let facts = [("bits", both.pair.serial_bits.into())];
        return (words.with("report-same-bits", &facts), "copied");
    }
    same(both.genuine.serial() == both.forged.serial(), words)
}

fn names(certificate: &Certificate, words: &Words) -> String {
    let all = certificate.server_names();
    let shown = all.iter().take(MOST_NAMES);
    let mut shown: Vec<String> = shown.map(|name| words.name(name)).collect();
    let more = all.len().saturating_sub(MOST_NAMES);
    if more > 0 {
        shown.push(words.with("chain-more-names", &[("count", more.into())]));
    }
    shown.join(", ")
}
