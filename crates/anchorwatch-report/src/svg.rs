//! Pictures: a time line, and a path. Each has a title and a description for those who do not see
//! it, and shows nothing by colour alone.

use anchorwatch_verdict::VerdictCode;

use crate::{Column, Counts, Html, MOST_COLUMNS};

/// The size of a time line in its own units. It is stretched to the width of the page, and so has
/// no text and no circles.
const HEIGHT: u32 = 40;
const STEP: u32 = 10;

/// The size of a path.
const PATH_WIDTH: u32 = 320;
const STOP_HEIGHT: u32 = 56;
const STOP_X: u32 = 22;
const TEXT_X: u32 = 48;

/// A column for each part of the time: the worse what it shows, the higher.
#[must_use]
pub fn timeline(columns: &[Column], title: &str, description: &str) -> Html {
    let width = MOST_COLUMNS * STEP;
    let bars = runs(columns).into_iter().map(|run| {
        let (x, y) = (run.first * STEP, HEIGHT - run.height);
        let [x, y, width, height] = [x, y, run.count * STEP, run.height].map(|it| it.to_string());
        let attributes = [
            ("class", run.class),
            ("x", &x),
            ("y", &y),
            ("width", &width),
            ("height", &height),
        ];
        Html::element("rect", &attributes, Html::default())
    });
    let base = (HEIGHT - 1).to_string();
    let width_text = width.to_string();
    let line = [
        ("class", "base"),
        ("x1", "0"),
        ("x2", &width_text),
        ("y1", &base),
        ("y2", &base),
    ];
    let line = Html::element("line", &line, Html::default());
    let view = format!("0 0 {width} {HEIGHT}");
    let attributes = [
        ("class", "timeline"),
        ("role", "img"),
        ("viewBox", view.as_str()),
        ("preserveAspectRatio", "none"),
    ];
    let words = described(title, description);
    Html::element(
        "svg",
        &attributes,
        [words, line].into_iter().chain(bars).collect(),
    )
}

/// Columns beside each other that look alike.
struct Run {
    class: &'static str,
    height: u32,
    first: u32,
    count: u32,
}

fn runs(columns: &[Column]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in columns {
        let (class, height) = bar(column.counts);
        match runs.last_mut() {
            Some(run) if run.class == class && run.first + run.count == column.number => {
                run.count += 1;
            }
            _ => runs.push(Run {
                class,
                height,
                first: column.number,
                count: 1,
            }),
        }
    }
    runs
}

/// The class and the height of what a column shows worst.
fn bar(counts: Counts) -> (&'static str, u32) {
    match counts.worst() {
        Some(VerdictCode::Intercepted) => ("bar-read", 40),
        Some(VerdictCode::Suspected) => ("bar-suspected", 31),
        Some(VerdictCode::DnsTampered) => ("bar-misled", 28),
        Some(VerdictCode::CensoredOrDown) => ("bar-cut", 25),
        Some(VerdictCode::Throttled) => ("bar-slow", 23),
        Some(VerdictCode::CaptivePortal) => ("bar-portal", 22),
        Some(VerdictCode::InspectedWithConsent) => ("bar-consent", 20),
        Some(VerdictCode::SiteFault) => ("bar-fault", 15),
        Some(VerdictCode::StaleRoots) => ("bar-roots", 11),
        Some(VerdictCode::NotSeen) => ("bar-clean", 7),
        _ => ("bar-open", 3),
    }
}

/// A place on a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// What it is.
    pub label: String,
    /// More about it.
    pub note: String,
    /// What kind of place it is.
    pub kind: StopKind,
}

/// What kind of place a [`Stop`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopKind {
    /// An end of the path, or a router that only passes things on.
    Plain,
    /// Several routers.
    Several,
    /// Who answers in the server's place.
    Reader,
    /// What is never reached.
    NotReached,
}

/// The path from top to bottom.
#[must_use]
pub fn path(stops: &[Stop], title: &str, description: &str) -> Html {
    let height = STOP_HEIGHT * u32::try_from(stops.len()).unwrap_or(0);
    let view = format!("0 0 {PATH_WIDTH} {height}");
    let attributes = [
        ("class", "path"),
        ("role", "img"),
        ("viewBox", view.as_str()),
    ];
    let mut content = described(title, description);
    for (index, stop) in (0_u32..).zip(stops) {
        let middle = index * STOP_HEIGHT + STOP_HEIGHT / 2;
        if index > 0 {
            content.push(link(middle - STOP_HEIGHT, middle, stop.kind));
        }
    }
    for (index, stop) in (0_u32..).zip(stops) {
        content.push(mark(stop, index * STOP_HEIGHT + STOP_HEIGHT / 2));
    }
    Html::element("svg", &attributes, content)
}

fn link(from: u32, to: u32, kind: StopKind) -> Html {
    let class = match kind {
        StopKind::NotReached => "link-not-reached",
        StopKind::Several => "link-several",
        StopKind::Plain | StopKind::Reader => "link",
    };
    let [x, from, to] = [STOP_X, from, to].map(|it| it.to_string());
    let attributes = [
        ("class", class),
        ("x1", x.as_str()),
        ("x2", &x),
        ("y1", &from),
        ("y2", &to),
    ];
    Html::element("line", &attributes, Html::default())
}

fn mark(stop: &Stop, middle: u32) -> Html {
    let [x, y] = [STOP_X, middle].map(|it| it.to_string());
    let circle = |class: &str, radius: &str| {
        let attributes = [("class", class), ("cx", &x), ("cy", &y), ("r", radius)];
        Html::element("circle", &attributes, Html::default())
    };
    let sign = |class: &str, sign: &str| {
        let lower = (middle + 6).to_string();
        let attributes = [
            ("class", class),
            ("x", x.as_str()),
            ("y", lower.as_str()),
            ("text-anchor", "middle"),
        ];
        Html::element("text", &attributes, Html::text(sign))
    };
    let mut mark = match stop.kind {
        StopKind::Plain => circle("stop", "7"),
        StopKind::Several => [circle("stop-several", "11"), sign("stop-sign", "…")]
            .into_iter()
            .collect(),
        StopKind::Reader => [circle("stop-reader", "15"), sign("reader-sign", "✕")]
            .into_iter()
            .collect(),
        StopKind::NotReached => circle("stop-not-reached", "7"),
    };
    let class = match stop.kind {
        StopKind::Reader => "stop-label reader-label",
        _ => "stop-label",
    };
    let is_alone = stop.note.is_empty();
    mark.push(text(
        class,
        middle + if is_alone { 5 } else { 0 },
        &stop.label,
    ));
    if !is_alone {
        mark.push(text("stop-note", middle + 17, &stop.note));
    }
    mark
}

fn text(class: &str, y: u32, text: &str) -> Html {
    let [x, y] = [TEXT_X, y].map(|it| it.to_string());
    let attributes = [("class", class), ("x", &x), ("y", &y)];
    Html::element("text", &attributes, Html::text(text))
}

fn described(title: &str, description: &str) -> Html {
    [Html::of("title", title), Html::of("desc", description)]
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::UnixSeconds;

    use super::*;

    #[test]
    fn the_worst_of_a_column_is_shown_and_the_best_does_not_hide_it() {
        let mut counts = Counts::default();
        assert_eq!(bar(counts), ("bar-open", 3));
        let mut last = 0;
        for code in VerdictCode::ALL.into_iter().rev() {
            counts.add_many(code, 2);
            let (_, height) = bar(counts);
            assert!(height > last, "{}", code.code());
            last = height;
        }
        assert_eq!(bar(counts), ("bar-read", 40));
    }

    #[test]
    fn columns_that_look_alike_are_one_bar_and_a_gap_parts_them() {
        let column = |number, clean| {
            let mut counts = Counts::default();
            counts.add_many(VerdictCode::NotSeen, clean);
            Column {
                number,
                from: UnixSeconds::new(0),
                counts,
            }
        };
        let all = [column(0, 1), column(1, 2), column(3, 1), column(4, 0)];
        let found: Vec<_> = runs(&all).iter().map(|it| (it.first, it.count)).collect();
        assert_eq!(found, [(0, 2), (3, 1), (4, 1)]);
    }

    #[test]
    fn hostile_words_stay_words() {
        let column = Column {
            number: 3,
            from: UnixSeconds::new(0),
            counts: Counts::default(),
        };
        let picture = timeline(&[column], "</title><script>", "\"");
        assert!(!picture.as_str().contains("<script"));
        assert!(picture.as_str().contains("x=\"30\""));
        let stop = Stop {
            label: "</text><a href=x>".to_owned(),
            note: "\u{202e}".to_owned(),
            kind: StopKind::Reader,
        };
        let picture = path(&[stop.clone(), stop], "t", "d");
        assert!(!picture.as_str().contains("<a ") && !picture.as_str().contains('\u{202e}'));
    }
}
