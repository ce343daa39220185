//! Parts of a trial that mostly wait, at the same time.

use libtest_mimic::Failed;

/// A part that has something in common with others.
type PartOf<World> = fn(&World) -> Result<(), Failed>;

/// Runs all of them, each in a thread, and fails as those do that fail.
pub(crate) fn run(parts: &[fn() -> Result<(), Failed>]) -> Result<(), Failed> {
    at_once(parts.iter().map(|part| move || part()))
}

/// The same of parts that have this in common.
pub(crate) fn in_one<World: Sync>(world: &World, parts: &[PartOf<World>]) -> Result<(), Failed> {
    at_once(parts.iter().map(|part| move || part(world)))
}

fn at_once<Part>(parts: impl Iterator<Item = Part>) -> Result<(), Failed>
where
    Part: FnOnce() -> Result<(), Failed> + Send,
{
    let failed: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = parts.map(|part| scope.spawn(part)).collect();
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
