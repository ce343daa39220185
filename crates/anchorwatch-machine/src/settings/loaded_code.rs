//! Code that is loaded into programs: preloaded libraries and Java agents.

use std::path::Path;

use super::{scope::Value, sink::Sink};
use crate::settings::remark::Unclear;

/// Libraries that are preloaded for every program and verify nothing: allocators, and those
/// that make programs sleep less or look different. Each is the start of a name.
const LIBRARIES: [&str; 14] = [
    "libanchorwatch",
    "libasan",
    "libdlfaker",
    "libeatmydata",
    "libgtk3-nocsd",
    "libjemalloc",
    "libmimalloc",
    "libnss_wrapper",
    "libproxychains",
    "libstdbuf",
    "libtcmalloc",
    "libtorsocks",
    "libvglfaker",
    "libfaketime",
];

/// Preloaded libraries. A known one counts only where the system keeps libraries.
pub(super) fn libraries(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value) {
    let is_known = |library: &str| {
        let (folder, name) = library.rsplit_once('/').unwrap_or(("", library));
        let is_systems = ["/usr/lib", "/lib", "/usr/local/lib"]
            .iter()
            .any(|place| folder.starts_with(place));
        let is_known = LIBRARIES.iter().any(|known| name.starts_with(known));
        library.is_empty() || is_known && (folder.is_empty() || is_systems)
    };
    if !value.text.split([':', ' ']).all(is_known) {
        sink.unclear(at, what, Unclear::Preload);
    }
}

/// Java options that load code, which can replace Java's own verification.
pub(super) fn agents(sink: &mut Sink<'_>, at: &Path, what: &str, text: &str) {
    const OPTIONS: [&str; 6] = [
        "-javaagent:",
        "-agentpath:",
        "-agentlib:",
        "-Xbootclasspath",
        "--patch-module",
        "-Djava.security.properties=",
    ];
    // Those of a debugger and a profiler.
    const KNOWN: [&str; 2] = ["-agentlib:jdwp", "-agentlib:hprof"];
    let is_loading = |word: &str| {
        let word = word.trim_matches(['"', '\'']);
        OPTIONS.iter().any(|option| word.starts_with(option))
            && !KNOWN.iter().any(|known| word.starts_with(known))
    };
    if text.split_whitespace().any(is_loading) {
        sink.unclear(at, what, Unclear::Code);
    }
}
