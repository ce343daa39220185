//! The path, with the place of who answers.

use std::net::IpAddr;

use anchorwatch_evidence::is_bogon;
use anchorwatch_report::{
    Csv, Html, Witness,
    svg::{self, Stop, StopKind},
};
use anchorwatch_verdict::Location;

use super::table_link;
use crate::words::Words;

pub(super) fn figure(index: usize, witness: &Witness, words: &Words) -> Html {
    let Some(location) = &witness.verdict.location else {
        return Html::default();
    };
    let is_nearer = location
        .control_hop
        .is_some_and(|control| control > location.hop);
    let control = location.control_hop.unwrap_or_default();
    let facts = [("hop", location.hop.into()), ("control", control.into())];
    let said = words.with(
        match is_nearer {
            true => "verdict-place-for-name",
            false => "verdict-place",
        },
        &facts,
    );
    let title = words.say("report-path-caption");
    let picture = svg::path(&stops(location, is_nearer, words), &title, &said);
    let file = format!("path-{}.csv", index + 1);
    let parts = [
        Html::of("figcaption", &title),
        picture,
        Html::classed("p", "said", &said),
        table_link(&table(location), &file, words),
    ];
    Html::element("figure", &[("class", "path")], parts.into_iter().collect())
}

fn stops(location: &Location, is_nearer: bool, words: &Words) -> Vec<Stop> {
    let stop = |label: String, note: String, kind| Stop { label, note, kind };
    let hop = |hop: u8| words.with("report-path-hop", &[("hop", hop.into())]);
    let mut stops = vec![stop(
        words.say("report-path-you"),
        String::new(),
        StopKind::Plain,
    )];
    let before = location.hop.saturating_sub(1);
    let silent = usize::from(before.saturating_sub(1));
    if silent > 0 {
        let label = words.with("report-path-routers", &[("count", silent.into())]);
        stops.push(stop(label, String::new(), StopKind::Several));
    }
    if before > 0 {
        let label = match location.router_before() {
            Some(address) => public(address, words),
            None => words.say("report-path-nameless"),
        };
        stops.push(stop(label, hop(before), StopKind::Plain));
    }
    let kind = if is_nearer {
        StopKind::Reader
    } else {
        StopKind::Plain
    };
    let label = words.say(match is_nearer {
        true => "report-path-reader",
        false => "report-path-answer",
    });
    stops.push(stop(label, hop(location.hop), kind));
    if is_nearer {
        let note = location.control_hop.map(hop).unwrap_or_default();
        let label = words.say("report-path-server");
        stops.push(stop(label, note, StopKind::NotReached));
    }
    stops
}

/// A router's address, unless it is one of the measurer's own network.
fn public(address: IpAddr, words: &Words) -> String {
    if is_bogon(address) {
        return words.say("report-path-private");
    }
    address.to_string()
}

fn table(location: &Location) -> Csv {
    let mut table = Csv::new(&["hop", "router", "answers"]);
    for (hop, address) in &location.routers {
        let address = match is_bogon(*address) {
            true => "private".to_owned(),
            false => address.to_string(),
        };
        table.row(&[hop.to_string(), address, "no".to_owned()]);
    }
    let answers = [location.hop.to_string(), String::new(), "yes".to_owned()];
    table.row(&answers);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_homes_and_providers_are_not_shown() {
        let words = Words::of(crate::words::Language::English);
        let private = words.say("report-path-private");
        for address in [
            "192.168.1.1",
            "10.0.0.1",
            "100.64.0.1",
            "169.254.0.1",
            "0.0.0.1",
            "192.0.0.1",
            "::ffff:10.1.1.1",
            "64:ff9b::10.1.1.1",
            "fd00::1",
            "fe80::1",
            "fec0::1",
        ] {
            assert_eq!(
                public(address.parse().unwrap(), &words),
                private,
                "{address}"
            );
        }
        for address in ["92.47.151.210", "100.128.0.1", "2001:db8::1"] {
            assert_eq!(public(address.parse().unwrap(), &words), address);
        }
    }
}
