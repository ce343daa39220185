//! Roots added to a running program are refused without a restart, even if the site offers
//! session resumption, which skips verification.

use std::{
    thread,
    time::{Duration, Instant},
};

use anchorwatch_lab::{Root, Site, pki::Subject, site::Resumption, trial::expect};
use libtest_mimic::Failed;

use super::{HOME, REVOKED, Trial, marionette::Running, same};

pub(super) const NAMES: [&str; 3] = ["late.test", "later.test", "late-good.test"];

/// The program checks often in its first seconds, then every five seconds.
const GROWN_UP: Duration = Duration::from_secs(15);
/// Many times that period, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

pub(super) struct Late {
    /// Added by the program itself, as its certificate manager does.
    inside: Root,
    /// Added by `certutil`, from outside.
    outside: Root,
    good: Root,
    site: Site,
    fetched_count: u32,
}

impl Late {
    pub(super) fn new(imposed: &Root) -> Result<Self, Failed> {
        let inside = imposed.renamed(Subject::company("Late Root"))?;
        let outside = imposed.renamed(Subject::company("Later Root"))?;
        let good = Root::company("Late Good Root")?;
        let [inside_name, outside_name, good_name] = NAMES;
        let site = Site::builder(inside.issue(&[inside_name])?)
            .for_name(outside_name, outside.issue(&[outside_name])?)
            .for_name(good_name, good.issue(&[good_name])?)
            .resuming(Resumption::Offered)
            .start()?;
        Ok(Self {
            inside,
            outside,
            good,
            site,
            fetched_count: 0,
        })
    }

    /// Adds all of them and waits until the two with the imposed key are refused.
    pub(super) fn are_refused(
        &mut self,
        trial: &Trial,
        running: &mut Running,
    ) -> Result<(), Failed> {
        let [inside_name, outside_name, good_name] = NAMES;
        self.until(running, "age", |running, _| {
            let age = running.age_ms()?;
            Ok((age > GROWN_UP.as_millis(), format!("{age} ms")))
        })?;
        running.add_authority(&self.inside)?;
        running.add_authority(&self.good)?;
        let file = format!("{HOME}/later.pem");
        trial.sealed.write(&file, self.outside.pem().as_bytes())?;
        let said = trial.shell(&format!(
            "setpriv --reuid {uid} --regid {uid} --clear-groups certutil -A -d sql:{} -t C,, -n later -i {file} && echo done",
            trial.profile,
            uid = super::UID,
        ))?;
        same("certutil", &said.as_str(), &"done")?;
        for name in [inside_name, outside_name] {
            self.until(running, name, |running, url| {
                let seen = running.fetch(&url(name))?;
                Ok((seen == REVOKED, seen))
            })?;
        }
        let seen = running.fetch(&self.url(good_name))?;
        same(good_name, &seen.as_str(), &"loaded")
    }

    fn url(&mut self, name: &str) -> String {
        self.fetched_count += 1;
        let port = self.site.address().port();
        format!("https://{name}:{port}/?{}", self.fetched_count)
    }

    fn until(
        &mut self,
        running: &mut Running,
        what: &str,
        mut ask: impl FnMut(
            &mut Running,
            &mut dyn FnMut(&str) -> String,
        ) -> Result<(bool, String), Failed>,
    ) -> Result<(), Failed> {
        let began = Instant::now();
        loop {
            let (is_so, seen) = ask(running, &mut |name| self.url(name))?;
            if is_so {
                return Ok(());
            }
            expect(
                began.elapsed() < PATIENCE,
                format!("{what} after {PATIENCE:?}: {seen}"),
            )?;
            thread::sleep(Duration::from_millis(100));
        }
    }
}
