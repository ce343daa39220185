//! Parts of a trial that mostly wait, at the same time.

use libtest_mimic::Failed;

/// Runs all of them, each in a thread, and fails as those do that fail.
pub(crate) fn run(parts: &[fn() -> Result<(), Failed>]) -> Result<(), Failed> {
    let failed: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = parts.iter().map(|part| scope.spawn(*part)).collect();
        let ended = threads.into_iter().map(|thread| match thread.join() {
            Ok(ended) => ended,
            Err(_) => Err("a part panicked".into()),
        });
        let failed = ended.filter_map(Result::err);
        failed
            .map(|it| it.message().unwrap_or("no message").to_owned())
            .collect()
    });
    match failed.is_empty() {
        true => Ok(()),
        false => Err(failed.join("\n").into()),
    }
}
