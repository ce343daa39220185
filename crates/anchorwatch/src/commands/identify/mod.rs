//! `identify`: what is this certificate file that I am told to install?

use std::path::Path;

use anchorwatch_container::{
    self as container, Contents, MAX_CONTAINER_BYTES, PlaceStep, Presence, Role,
};
use anchorwatch_identity::{Certificate, UnixSeconds, problem::ContainerProblem};
use anchorwatch_policy::{Class, Classification, classify};
use anchorwatch_remark::{IoProblem, Remark as _, Told};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output,
    problem::{self, Hint, Hinted, Problem},
};

mod args;
mod document;
mod text;

pub(crate) use args::Args;

/// The largest password file, in bytes; a password is one line.
const MAX_PASSWORD_FILE_BYTES: u64 = 4096;

/// The result for one file.
pub(crate) struct Identified {
    pub(crate) file: String,
    /// `None` if the file as a whole could not be read.
    pub(crate) contents: Option<Contents>,
    pub(crate) certificates: Vec<Found>,
    pub(crate) unreadable: Vec<Unreadable>,
}

/// One certificate of a file.
pub(crate) struct Found {
    pub(crate) place: Vec<PlaceStep>,
    pub(crate) presence: Presence,
    pub(crate) role: Role,
    pub(crate) certificate: Certificate,
    pub(crate) classification: Classification,
}

/// A file, or a part of one, that could hold a certificate and was not read.
pub(crate) struct Unreadable {
    pub(crate) place: Vec<PlaceStep>,
    pub(crate) code: &'static str,
    /// Each is the reason of the one before it.
    pub(crate) why: Vec<Told>,
    /// The operating system's error, if any.
    pub(crate) system: Option<Told>,
}

/// The code for a file that could not be opened at all.
const CANNOT_OPEN: &str = "cannot_open";

impl Found {
    /// Whether it is more than a certificate of the public program.
    ///
    /// An unknown certificate in a profile's signature is normal and is not installed. A root
    /// does not belong there.
    pub(crate) fn is_worrying(&self) -> bool {
        match self.classification.class {
            // Installing the file would refuse it.
            _ if self.presence == Presence::Distrusted => false,
            Class::PublicProgram | Class::RetiredFromProgram => false,
            Class::Unknown | Class::InspectionProductName => {
                self.presence == Presence::Offered || self.role == Role::Root
            }
            _ => true,
        }
    }
}

impl Identified {
    /// Whether opening the file would install a certificate.
    pub(crate) fn offers_any(&self) -> bool {
        let mut certificates = self.certificates.iter();
        certificates.any(|found| found.presence == Presence::Offered)
    }

    /// Whether anything in the file was read: a certificate, a key, a profile.
    pub(crate) fn is_read(&self) -> bool {
        let contents = self.contents.as_ref();
        !self.certificates.is_empty()
            || contents.is_some_and(|it| {
                !it.others.is_empty() || it.private_key_count > 0 || it.profile.is_some()
            })
    }

    /// Whether the file changes a device's traffic in a way that is not judged here.
    pub(crate) fn has_effect(&self) -> bool {
        let profile = self.contents.as_ref().and_then(|it| it.profile.as_ref());
        profile.is_some_and(|it| it.payloads.iter().any(|payload| payload.effect.is_some()))
    }

    fn exit(&self) -> Exit {
        if self.certificates.iter().any(Found::is_worrying) {
            Exit::Finding
        } else if !self.unreadable.is_empty() || !self.offers_any() || self.has_effect() {
            Exit::Inconclusive
        } else {
            Exit::NothingFound
        }
    }
}

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let password = self.password_file.as_deref().map(password).transpose()?;
        let now = input::now();
        let mut identified = Vec::new();
        let mut first_error = None;
        for path in &self.files {
            let file = path.display().to_string();
            match input::file(path, MAX_CONTAINER_BYTES as u64) {
                Ok(bytes) => identified.push(identify(file, &bytes, password.as_deref(), now)),
                Err(error) => {
                    identified.push(unopened(file, &error));
                    first_error.get_or_insert(error);
                }
            }
        }
        let was_none_opened = identified.iter().all(|it| {
            let mut unreadable = it.unreadable.iter();
            unreadable.any(|unreadable| unreadable.code == CANNOT_OPEN)
        });
        if let Some(error) = first_error.filter(|_| was_none_opened) {
            return Err(error);
        }
        let document = document::Document::of(&identified);
        let page = || text::render(&identified, &how.words);
        output::answer(how.format, page, &document)?;
        Ok(Exit::strongest(identified.iter().map(Identified::exit)))
    }
}

fn identify(file: String, bytes: &[u8], password: Option<&str>, now: UnixSeconds) -> Identified {
    let mut identified = Identified {
        file,
        contents: None,
        certificates: Vec::new(),
        unreadable: Vec::new(),
    };
    match container::read(bytes, password) {
        Err(error) => identified
            .unreadable
            .push(Unreadable::of(Vec::new(), &error)),
        Ok(mut contents) => {
            for item in std::mem::take(&mut contents.items) {
                match item.certificate {
                    Err(error) => identified
                        .unreadable
                        .push(Unreadable::of(item.place, &error)),
                    Ok(certificate) => identified.certificates.push(Found {
                        place: item.place,
                        presence: item.presence,
                        role: Role::of(&certificate),
                        classification: classify(&certificate, now),
                        certificate,
                    }),
                }
            }
            identified.contents = Some(contents);
        }
    }
    identified
}

fn unopened(file: String, error: &anyhow::Error) -> Identified {
    Identified {
        file,
        contents: None,
        certificates: Vec::new(),
        unreadable: vec![Unreadable {
            place: Vec::new(),
            code: CANNOT_OPEN,
            why: problem::remarks(error),
            system: error
                .chain()
                .find_map(|cause| cause.downcast_ref::<std::io::Error>())
                .map(|error| IoProblem::from(error).told()),
        }],
    }
}

impl Unreadable {
    fn of(place: Vec<PlaceStep>, error: &container::Error) -> Self {
        Self {
            place,
            code: error.code(),
            why: vec![ContainerProblem::from(error).told()],
            system: None,
        }
    }
}

fn password(path: &Path) -> anyhow::Result<String> {
    let bytes = input::file(path, MAX_PASSWORD_FILE_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        // The file contains a secret, which must not appear in the message.
        let path = path.to_owned();
        Hinted::new(&Problem::PasswordNotUtf8 { path }, &Hint::WritePasswordUtf8)
    })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
