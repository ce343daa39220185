//! What one file says about certificates.

use std::path::Path;

use anchorwatch_container::certificate_file;
use anchorwatch_home::Tree;
use anchorwatch_identity::{
    Certificate, SpkiSha256,
    certificate_file::Form,
    p11_kit::{self, Class, Object},
};

use super::remark::P11KitRemark;
use crate::store_builder::{Collector, StoreRemark};

/// How the module reads a file in this folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Every certificate is a root, unless it says that it is refused.
    Anchors,
    /// Every certificate is refused.
    Refused,
    /// Each is what it says about itself.
    Beside,
}

/// What is said about one certificate, or about something that identifies one.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) said: Said,
    subject: Subject,
}

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It is a root.
    Root,
    /// It is refused.
    Refused,
    /// Neither.
    Nothing,
}

#[derive(Debug)]
enum Subject {
    Certificate {
        certificate: Box<Certificate>,
        /// Whether an attached list of extended key usages includes servers, if there is
        /// one.
        uses: Option<bool>,
    },
    /// A certificate that is not included, by issuer and serial number, by key, or both.
    Absent {
        serial: Option<(Vec<u8>, Vec<u8>)>,
        key: Option<SpkiSha256>,
    },
    /// Only the usages of every certificate with this key.
    Uses { key: SpkiSha256, has_servers: bool },
}

impl Statement {
    /// The certificate, if it is included.
    pub(super) fn certificate(&self) -> Option<&Certificate> {
        match &self.subject {
            Subject::Certificate { certificate, .. } => Some(certificate),
            _ => None,
        }
    }

    fn into_certificate(self) -> Option<Certificate> {
        match self.subject {
            Subject::Certificate { certificate, .. } => Some(*certificate),
            _ => None,
        }
    }

    /// Whether it is about this very certificate. A key alone identifies no certificate.
    pub(super) fn is_about(&self, other: &Certificate) -> bool {
        match &self.subject {
            Subject::Certificate { certificate, .. } => certificate.sha256() == other.sha256(),
            Subject::Absent { serial, .. } => serial.as_ref().is_some_and(|(issuer, serial)| {
                issuer == other.issuer().der() && serial == other.serial()
            }),
            Subject::Uses { .. } => false,
        }
    }

    /// The key of what it is about.
    pub(super) fn key(&self) -> Option<SpkiSha256> {
        match &self.subject {
            Subject::Certificate { certificate, .. } => Some(certificate.spki_sha256()),
            Subject::Absent { key, .. } => *key,
            Subject::Uses { .. } => None,
        }
    }

    /// Issuer and serial number of a certificate that is not included.
    pub(super) fn serial(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        match &self.subject {
            Subject::Absent { serial, .. } => serial.clone(),
            _ => None,
        }
    }

    /// A list of extended key usages for a key: whether it includes servers.
    pub(super) fn uses(&self) -> Option<(SpkiSha256, bool)> {
        match &self.subject {
            Subject::Certificate { certificate, uses } => {
                Some((certificate.spki_sha256(), (*uses)?))
            }
            Subject::Uses { key, has_servers } => Some((*key, *has_servers)),
            Subject::Absent { .. } => None,
        }
    }

    fn of(said: Said, certificate: Certificate) -> Self {
        Self::with_uses(said, certificate, None)
    }

    fn with_uses(said: Said, certificate: Certificate, uses: Option<bool>) -> Self {
        let certificate = Box::new(certificate);
        let subject = Subject::Certificate { certificate, uses };
        Self { said, subject }
    }
}

/// What a file says. A missing path, or one that is not a file, says nothing.
pub(super) fn of_file(
    tree: &Tree,
    collector: &mut Collector,
    path: &Path,
    place: Place,
) -> Vec<Statement> {
    let Some(content) = collector.read(tree, path) else {
        return Vec::new();
    };
    let name = tree.display_path(path).display().to_string();
    if p11_kit::is_one(&content) {
        of_text(collector, &content, &name, place)
    } else {
        of_certificates(collector, &content, &name, place)
    }
}

fn of_certificates(
    collector: &mut Collector,
    content: &[u8],
    name: &str,
    place: Place,
) -> Vec<Statement> {
    let file = certificate_file(content);
    // p11-kit skips content that is neither PEM nor a complete certificate.
    for error in file.unread().filter(|error| error.is_in_pem()) {
        collector.note(&StoreRemark::Part {
            name: name.to_owned(),
            why: error.into(),
        });
    }
    let found = file.parts.into_iter().flat_map(|part| part.certificates);
    found
        .map(|found| of_form(&found.form, found.certificate, place))
        .collect()
}

fn of_form(form: &Form, certificate: Certificate, place: Place) -> Statement {
    match form {
        Form::Pem | Form::Der | Form::TrustedPem(None) => {
            Statement::of(place.says(Said::Nothing), certificate)
        }
        Form::TrustedPem(Some(settings)) => {
            let uses = settings.p11_kit_for_servers();
            let own = uses.map_or(Said::Refused, |_| Said::Root);
            Statement::with_uses(place.says(own), certificate, uses)
        }
        _ => Statement::of(Said::Nothing, certificate),
    }
}

impl Place {
    /// What the place makes of a certificate's own statement.
    const fn says(self, own: Said) -> Said {
        match (self, own) {
            (Self::Anchors, Said::Refused) | (Self::Refused, _) => Said::Refused,
            (Self::Anchors, _) => Said::Root,
            (Self::Beside, own) => own,
        }
    }
}

/// Why an object was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ObjectProblem {
    UnknownClass,
    Certificate,
}

/// The objects of a text.
///
/// A text that p11-kit may not understand is read as PEM instead, or not, depending on its
/// version. A root by either reading counts as one; a certificate refused by both counts as
/// refused.
fn of_text(collector: &mut Collector, content: &[u8], name: &str, place: Place) -> Vec<Statement> {
    let text = p11_kit::read(content);
    let mut statements: Vec<Statement> = Vec::new();
    for object in &text.objects {
        match of_object(object, place) {
            Ok(statement) => statements.extend(statement),
            Err(problem) => {
                let (name, number) = (name.to_owned(), object.number as u64);
                collector.note(&match problem {
                    ObjectProblem::UnknownClass => P11KitRemark::UnknownClass { name, number },
                    ObjectProblem::Certificate => P11KitRemark::ObjectCertificate { name, number },
                });
            }
        }
    }
    let Some(problem) = text.problem else {
        let mut refusals = statements.iter().filter(|one| one.said == Said::Refused);
        let mut objects = text.objects.iter();
        let doubtful = objects.find(|object| !object.is_loaded_for_certain());
        return match doubtful.filter(|_| refusals.next().is_some()) {
            Some(object) => {
                collector.note(&P11KitRemark::DoubtfulObject {
                    name: name.to_owned(),
                    number: object.number as u64,
                });
                without_refusals(statements, place)
            }
            None => statements,
        };
    };
    collector.note(&P11KitRemark::UnknownLine {
        name: name.to_owned(),
        line: problem.line as u64,
    });
    let file = certificate_file(content);
    let in_pem = file.certificates().cloned();
    if place == Place::Refused {
        return in_pem
            .map(|one| Statement::of(Said::Refused, one))
            .collect();
    }
    let in_objects = statements
        .into_iter()
        .filter_map(Statement::into_certificate);
    in_objects
        .chain(in_pem)
        .map(|one| Statement::of(Said::Root, one))
        .collect()
}

/// What a file says if its refusals may not take effect: outside the blocklist everything
/// in it counts as a root.
fn without_refusals(statements: Vec<Statement>, place: Place) -> Vec<Statement> {
    let said = match place {
        Place::Refused => Said::Nothing,
        Place::Anchors | Place::Beside => Said::Root,
    };
    let certificates = statements
        .into_iter()
        .filter_map(Statement::into_certificate);
    certificates.map(|one| Statement::of(said, one)).collect()
}

fn of_object(object: &Object<'_>, place: Place) -> Result<Option<Statement>, ObjectProblem> {
    match object.class() {
        Class::Data => Ok(None),
        Class::Other => Err(ObjectProblem::UnknownClass),
        Class::Extension => Ok(of_extension(object)),
        Class::Certificate => of_certificate(object, place),
    }
}

fn of_extension(object: &Object<'_>) -> Option<Statement> {
    let key = SpkiSha256::of(&object.public_key()?);
    let has_servers = object.allows_servers()?;
    Some(Statement {
        said: Said::Nothing,
        subject: Subject::Uses { key, has_servers },
    })
}

fn of_certificate(object: &Object<'_>, place: Place) -> Result<Option<Statement>, ObjectProblem> {
    let own = match (object.is_distrusted(), object.is_trusted()) {
        (true, _) => Said::Refused,
        (false, true) => Said::Root,
        (false, false) => Said::Nothing,
    };
    let said = place.says(own);
    match object.certificate() {
        Some(Ok(certificate)) => Ok(Some(Statement::of(said, certificate))),
        Some(Err(_)) => Err(ObjectProblem::Certificate),
        None if said == Said::Refused => Ok(Some(Statement {
            said,
            subject: Subject::Absent {
                serial: object.issuer().zip(object.serial()),
                key: object.public_key().map(|key| SpkiSha256::of(&key)),
            },
        })),
        // Without a certificate there is nothing to trust.
        None => Ok(None),
    }
}
