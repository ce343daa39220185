use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use time::{Duration, OffsetDateTime};

use super::machine::Machine;
use super::phase::{Phase, Scope};
use super::report::{Report, Row};
use super::twin::{Roots, Twin};
use crate::client::{Answer, Client, Kind, Page};
use crate::sealed::Snapshot;
use crate::{Error, Sealed, programs};

/// The options of [`prove`].
#[derive(Clone, Debug)]
pub struct Options {
    /// The program under test.
    pub anchorwatch: PathBuf,
    /// The clients to run if they are installed.
    pub clients: Vec<Client>,
    /// What the block is asked to refuse.
    pub scope: Scope,
}

/// The machine's own folders, which nothing here may change.
const MACHINE: [&str; 4] = [
    "/etc/ssl",
    "/etc/ca-certificates",
    "/etc/anchorwatch",
    "/usr/local/share/ca-certificates",
];

const COMPANY_FILE: &str = "/srv/prove/company.pem";

/// Runs every client in every phase. `progress` is called with what happens.
///
/// # Errors
///
/// Those of [`Sealed::new`], and failures of the program under test and of the distribution's
/// tools. A client that fails is part of the report.
pub fn prove(options: &Options, mut progress: impl FnMut(&str)) -> Result<Report, Error> {
    let machine_before = Snapshot::of_machine(&MACHINE)?;
    let sealed = Sealed::new()?;
    progress("looking for the clients in a private copy of this machine");
    let mut machine = Machine::new(&sealed, &options.anchorwatch)?;
    let found = find(&mut machine, &options.clients)?;
    let mut proof = Proof::new(&machine, found)?;
    let installed = proof.install(options.scope, &mut progress)?;
    proof.block_and_undo(options.scope, &mut progress)?;
    let not_brought_back = Machine::not_brought_back(&installed.diff(&machine.snapshot()?));
    let Proof {
        rows,
        absent,
        undo_error,
        ..
    } = proof;
    drop(sealed);
    let machine_changed = machine_before.diff(&Snapshot::of_machine(&MACHINE)?);
    let machine_changed = machine_changed
        .paths()
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    Ok(Report {
        scope: options.scope,
        rows,
        absent,
        undo_error,
        not_brought_back,
        machine_changed,
    })
}

/// The clients that are available, and those that are not, with the reason.
type Found = (Vec<Row>, Vec<(Client, String)>);

/// Finds the clients, and gives the available ones the stores that they need.
fn find(machine: &mut Machine<'_>, clients: &[Client]) -> Result<Found, Error> {
    let (mut rows, mut absent) = (Vec::new(), Vec::new());
    for client in clients {
        let is_browser = client.kind() != Kind::CommandLine;
        match client.find(&machine.desk)? {
            Ok(_) if is_browser && !programs::missing(&["certutil"]).is_empty() => {
                let why = "certutil (Debian package libnss3-tools) is not installed";
                absent.push((*client, why.to_owned()));
            }
            Ok(version) => {
                machine.prepare(client.kind())?;
                rows.push(Row::new(*client, version));
            }
            Err(why) => absent.push((*client, why)),
        }
    }
    Ok((rows, absent))
}

struct Proof<'a> {
    machine: &'a Machine<'a>,
    roots: Roots,
    rows: Vec<Row>,
    absent: Vec<(Client, String)>,
    undo_error: Option<String>,
}

impl<'a> Proof<'a> {
    fn new(machine: &'a Machine<'a>, (rows, absent): Found) -> Result<Self, Error> {
        let roots = Roots::new()?;
        machine.write(COMPANY_FILE, &roots.company.pem())?;
        Ok(Self {
            machine,
            roots,
            rows,
            absent,
            undo_error: None,
        })
    }

    /// Runs the phases before the block, and returns a snapshot from when it began.
    fn install(
        &mut self,
        scope: Scope,
        progress: &mut impl FnMut(&str),
    ) -> Result<Snapshot, Error> {
        let count = self.rows.len();
        progress(&format!(
            "1/5 without the imposed roots: asking {count} clients"
        ));
        if scope == Scope::Unlisted {
            self.machine.ship(&self.roots.shipped)?;
        }
        self.machine.install(&[
            ("company", &self.roots.company),
            ("returned", &self.roots.returned),
        ])?;
        self.ask(scope, Phase::Bare)?;

        progress("2/5 the imposed roots are installed");
        self.machine.remove("returned")?;
        let imposed: Vec<_> = self
            .roots
            .imposed
            .iter()
            .map(|(stem, root)| (*stem, root))
            .collect();
        self.machine.install(&imposed)?;
        self.ask(scope, Phase::Installed)?;
        self.machine.snapshot()
    }

    fn block_and_undo(
        &mut self,
        scope: Scope,
        progress: &mut impl FnMut(&str),
    ) -> Result<(), Error> {
        progress("3/5 the block is in force, the roots are still installed");
        let mut block = words(&["block", "--apply"]);
        if scope == Scope::Unlisted {
            self.machine.anchorwatch(&consent_to_the_company())?;
            block.push("--unlisted".to_owned());
        }
        block.extend(self.machine.tell(&self.roots.told)?);
        self.machine.anchorwatch(&block)?;
        self.ask(scope, Phase::Blocked)?;

        progress("4/5 a twin under a new name is installed after the block");
        self.machine
            .install(&[("returned", &self.roots.returned)])?;
        self.ask(scope, Phase::Returned)?;
        self.machine.remove("returned")?;
        self.machine.update()?;

        progress("5/5 the block has been undone");
        // An undo that refuses is a result: what was seen before is not lost.
        match self.machine.anchorwatch(&words(&["undo", "--apply"])) {
            Ok(_) => {}
            Err(error @ Error::Failed { .. }) => self.undo_error = Some(error.to_string()),
            Err(error) => return Err(error),
        }
        self.ask(scope, Phase::Undone)
    }

    /// Runs all clients, as many at a time as there are cores, because most of them compute.
    fn ask(&mut self, scope: Scope, phase: Phase) -> Result<(), Error> {
        let twins = phase.twins(scope);
        let pages: Vec<_> = twins
            .iter()
            .map(|twin| (*twin, self.roots.page(*twin)))
            .collect();
        let machine = self.machine;
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        let rows = Mutex::new(self.rows.iter_mut());
        let failed = Mutex::new(None);
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    while let Some(row) = rows.lock().ok().and_then(|mut rows| rows.next()) {
                        if let Err(error) = ask_one(machine, row, phase, &pages)
                            && let Ok(mut failed) = failed.lock()
                        {
                            *failed = Some(error);
                        }
                    }
                });
            }
        });
        match failed.into_inner() {
            Ok(Some(error)) => Err(error),
            Ok(None) | Err(_) => Ok(()),
        }
    }
}

fn ask_one(
    machine: &Machine<'_>,
    row: &mut Row,
    phase: Phase,
    pages: &[(Twin, Page)],
) -> Result<(), Error> {
    let asked: Vec<&Page> = pages.iter().map(|(_, page)| page).collect();
    let answers = row.client.ask(&machine.desk, &asked, &[])?;
    let twins = pages.iter().map(|(twin, _)| *twin);
    let mut sheet: BTreeMap<Twin, Answer> = twins.zip(answers).collect();
    // A client that reads no store of the machine has another control: the company's page, with the
    // company's root given by an option.
    if let Some(variable) = row.client.own_anchors {
        let company: Vec<_> = pages
            .iter()
            .filter(|(twin, _)| *twin == Twin::Company)
            .map(|(_, page)| page)
            .collect();
        let own = row
            .client
            .ask(&machine.desk, &company, &[(variable, COMPANY_FILE)])?;
        if let Some(own) = own.into_iter().next() {
            row.own_controls.insert(phase, own);
        }
    }
    row.sheets.insert(phase, std::mem::take(&mut sheet));
    Ok(())
}

/// For a month; the last day is the only thing here that depends on the clock.
fn consent_to_the_company() -> Vec<String> {
    let until = OffsetDateTime::now_utc().date() + Duration::days(30);
    let name = format!("{}.example.kz", Twin::Company.code());
    let what = ["consent", "add", "--certificate", COMPANY_FILE];
    let why = ["--by", "prove", "--why", "the good control", "--apply"];
    let for_whom = ["--for", &name, "--until", &until.to_string()];
    words(&[&what[..], &for_whom, &why].concat())
}

fn words(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|word| (*word).to_owned()).collect()
}
