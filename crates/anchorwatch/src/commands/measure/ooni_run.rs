//! A descriptor of OONI Run v2, which volunteers of a campaign share.
//!
//! A JSON object with `nettests`, each with `test_name` and, for most, `inputs` (ooni/spec,
//! backends/bk-005-ooni-run-v2.md, version 2024.02.23). Taken are the inputs of
//! `web_connectivity`, which are URLs. A list that OONI's backend makes anew for each run
//! (`targets_name`) is not in the descriptor.

use serde_json::Value;

/// What a descriptor asks for.
#[derive(Debug)]
pub(super) struct Descriptor {
    /// The URLs, in their order.
    pub(super) inputs: Vec<String>,
    /// How many of its tests are of another kind, or have no inputs.
    pub(super) other_tests: u64,
}

impl Descriptor {
    /// `None` if it is not a descriptor.
    pub(super) fn read(content: &[u8]) -> Option<Self> {
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        if !content.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        let read: Value = serde_json::from_slice(content).ok()?;
        let tests = read.get("nettests")?.as_array()?;
        let (mut inputs, mut other_tests) = (Vec::new(), 0);
        for test in tests {
            let name = test.get("test_name").and_then(Value::as_str);
            let given = test.get("inputs").and_then(Value::as_array);
            match given.filter(|_| name == Some("web_connectivity")) {
                Some(given) => {
                    let given = given.iter().map(|it| it.as_str().unwrap_or_default());
                    inputs.extend(given.map(str::to_owned));
                }
                None => other_tests += 1,
            }
        }
        Some(Self {
            inputs,
            other_tests,
        })
    }
}
