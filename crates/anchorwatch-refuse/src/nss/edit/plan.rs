//! Plans the changes after which nothing in a database trusts a refused key.

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
};

use anchorwatch_home::{EditItem, Tree};
use anchorwatch_identity::{Certificate, problem::CertificateProblem};
use anchorwatch_machine::confined_cert;
use sha1::{Digest as _, Sha1};

use anchorwatch_remark::{Remark as _, Told};

use super::{
    error::{Error, Refused},
    key::{Keys, Signer},
    object::{
        CLASS_CERTIFICATE, CLASS_NSS_TRUST, CLASS_TRUST, MAX_NUMBER, Object, Objects, Place, Value,
        attribute_of,
    },
    open,
    record::{SignatureState, State, UNHELD, VALUE, record},
    schema::SIGNED_ATTRIBUTES,
    snapshot::snapshot,
};
use crate::{limited::Limited, nss::remark::NssRemark, pem_filter::FilterRemark};

/// Server, client, code signing, mail: the attributes that `certutil -M -t p,p,p` sets.
const NSS_TRUST: [&str; 4] = ["ace536358", "ace536359", "ace53635a", "ace53635b"];
const TRUST: [&str; 4] = ["a62c", "a62d", "a62e", "a62f"];

const NSS_NOT_TRUSTED: u32 = 0xce53_435a;
const NOT_TRUSTED: u32 = 3;

/// Values that do not grant trust: CKT_NSS_MUST_VERIFY_TRUST, CKT_NSS_TRUST_UNKNOWN and
/// CKT_NSS_NOT_TRUSTED; CKT_TRUST_UNKNOWN, CKT_NOT_TRUSTED and CKT_TRUST_MUST_VERIFY_TRUST.
const NSS_HARMLESS: [u32; 3] = [0xce53_4353, 0xce53_4355, NSS_NOT_TRUSTED];
const HARMLESS: [u32; 3] = [0, NOT_TRUSTED, 4];

/// What `certutil -t C,,` sets: an authority for servers, and nothing else.
const NSS_AUTHORITY: [u32; 4] = [0xce53_4352, 0xce53_435b, 0xce53_4353, 0xce53_4353];

/// The values that make a certificate an authority for servers: CKT_NSS_TRUSTED_DELEGATOR and
/// CKT_TRUST_ANCHOR. Another trusts a certificate as a server's own.
const NSS_DELEGATOR: u32 = 0xce53_4352;
const ANCHOR: u32 = 2;
/// CKT_NSS_TRUSTED and CKT_TRUSTED.
const NSS_TRUSTED: u32 = 0xce53_4351;
const TRUSTED: u32 = 1;

/// CKA_SERIAL_NUMBER, which distinguishes a trust object from a later one.
const SERIAL: &str = "a82";

/// The planned changes, and messages about them.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// In the order in which they are made.
    pub(crate) items: Vec<EditItem>,
    /// The certificates with a refused key, changed or not.
    pub(crate) held: Vec<Certificate>,
    /// The certificates that hold roots to names, with the names beyond the private ones.
    pub(crate) confined: Vec<(Certificate, Vec<String>)>,
    /// Unlisted certificates that are trusted as a server's own, and stay so.
    pub(crate) pinned: Vec<Certificate>,
    /// What could not be looked into.
    pub(crate) blind_spots: Vec<Told>,
    /// What the owner should know first.
    pub(crate) warnings: Vec<Told>,
}

/// Plans to refuse keys in a `cert9.db`. `names` are subjects in DER under which the keys are
/// known: trust for a certificate that is not in the database is found by its issuer. `limited`
/// are roots that are held to names, or refused.
pub(crate) fn refuse(
    tree: &Tree,
    path: &Path,
    is_refused: impl Fn(&Certificate) -> bool,
    names: &[Vec<u8>],
    limited: &Limited,
) -> Result<Wanted, Refused> {
    let is_held = |one: &Certificate| is_refused(one) || limited.get(&one.sha256()).is_some();
    let (mut confined, mut pinned) = (Vec::new(), Vec::new());
    let planned = planned(tree, path, is_held, |view, wanted| {
        for held in &view.held {
            let root = limited.get(&held.certificate.sha256());
            let is_pinned = view.is_trusted_as_itself(held);
            if root.is_some() && is_pinned && !is_refused(&held.certificate) {
                // A server's own certificate, though it says that it is an authority.
                pinned.push(held.certificate.clone());
                continue;
            }
            if root.is_some() && confined_cert::is_one(&held.certificate) {
                // Of earlier names: nobody needs it any more.
                let objects = view.trust_of(held).into_iter().chain([&held.object]);
                wanted.extend(objects.map(|object| view.deletion(object, &held.id())));
            } else {
                view.refuse(held, wanted);
            }
            if let Some(root) = root
                && let Some(certificate) = &root.in_databases
                && view.can_sign()
                && view.trusts(held)
            {
                let is_known = confined.iter().any(|(known, _)| known == certificate);
                if !is_known {
                    view.trust(held, certificate, wanted);
                    confined.push((certificate.clone(), root.names.clone()));
                }
            }
        }
        let unheld = view.unheld(names);
        wanted.extend(unheld.filter_map(|trust| view.distrust(trust, UNHELD)));
    })?;
    Ok(Wanted {
        confined,
        pinned,
        ..planned
    })
}

/// Plans to delete the certificates of refused keys, and their trust, from a `cert9.db`.
pub(crate) fn remove(
    tree: &Tree,
    path: &Path,
    is_refused: impl Fn(&Certificate) -> bool,
    names: &[Vec<u8>],
) -> Result<Wanted, Refused> {
    planned(tree, path, is_refused, |view, wanted| {
        for held in &view.held {
            let objects = view.trust_of(held).into_iter().chain([&held.object]);
            wanted.extend(objects.map(|object| view.deletion(object, &held.id())));
        }
        let unheld = view.unheld(names);
        wanted.extend(unheld.map(|trust| view.deletion(trust, UNHELD)));
    })
}

fn planned(
    tree: &Tree,
    path: &Path,
    is_refused: impl Fn(&Certificate) -> bool,
    plan: impl FnOnce(&View, &mut Vec<EditItem>),
) -> Result<Wanted, Refused> {
    let mut wanted = Wanted::default();
    let view = View::open(tree, path, is_refused, &mut wanted).map_err(|why| Refused {
        path: tree.display_path(path),
        why,
    })?;
    plan(&view, &mut wanted.items);
    // Two rows with the same certificate share their trust.
    let mut known = HashSet::new();
    wanted.items.retain(|item| known.insert(item.name.clone()));
    if !view.can_sign() && !view.held.is_empty() {
        let path = tree.display_path(path);
        let remark = NssRemark::PrimaryPassword { path };
        wanted.warnings.push(remark.told());
    }
    wanted.held = view.held.into_iter().map(|held| held.certificate).collect();
    Ok(wanted)
}

/// A database as it was when the plan was made.
struct View {
    objects: Objects,
    keys: Keys,
    /// The certificates with a refused key.
    held: Vec<Held>,
    /// Issuer and serial number of every other certificate.
    others: HashSet<Place>,
}

struct Held {
    certificate: Certificate,
    object: Object,
}

impl View {
    fn open(
        tree: &Tree,
        path: &Path,
        is_refused: impl Fn(&Certificate) -> bool,
        wanted: &mut Wanted,
    ) -> Result<Self, Error> {
        open::refuse_links(tree, path)?;
        let (database, unclear_rows) = snapshot(tree, path, "nssPublic")?;
        let objects = Objects::read(database.connection(), "main")?;
        let (keys, unclear_keys) = keys(tree, path)?;
        let mut view = Self {
            keys,
            objects,
            held: Vec::new(),
            others: HashSet::new(),
        };
        let shown = tree.display_path(path);
        let mut unclear = |why: Told| {
            let (path, why) = (shown.clone(), why.into());
            let remark = FilterRemark::AtPath { path, why };
            wanted.blind_spots.push(remark.told());
        };
        if view.objects.without_number > 0 {
            let count = view.objects.without_number as u64;
            unclear(NssRemark::RowsWithoutNumber { count }.told());
        }
        for why in [unclear_rows, unclear_keys].into_iter().flatten() {
            unclear(why);
        }
        for object in view.objects.iter() {
            if object.class() != Some(CLASS_CERTIFICATE) {
                continue;
            }
            match Certificate::from_der(object.octets("a11")) {
                Ok(certificate) if is_refused(&certificate) => view.held.push(Held {
                    certificate,
                    object: object.clone(),
                }),
                Ok(_) => {
                    view.others.insert(object.place());
                }
                Err(error) => {
                    let why = CertificateProblem::from(&error).told().into();
                    unclear(NssRemark::CertificateUnreadable { why }.told());
                }
            }
        }
        Ok(view)
    }

    fn can_sign(&self) -> bool {
        !matches!(self.keys.signer, Signer::PrimaryPassword)
    }

    /// Makes everything that trusts a certificate say «not trusted».
    fn refuse(&self, held: &Held, wanted: &mut Vec<EditItem>) {
        let trust = self.trust_of(held);
        let of = held.id();
        wanted.extend(trust.iter().filter_map(|trust| self.distrust(trust, &of)));
        if trust.is_empty() && self.can_sign() {
            wanted.extend(self.new_trust(&held.certificate, [NSS_NOT_TRUSTED; 4], wanted.len()));
        }
    }

    /// Whether the database itself trusts a certificate as an authority for servers. Who asks for
    /// something in its place may only have claimed so.
    fn trusts(&self, held: &Held) -> bool {
        self.has_trust(held, ANCHOR, NSS_DELEGATOR)
    }

    /// Whether it trusts a certificate as a server's own (`certutil -t P,,`).
    fn is_trusted_as_itself(&self, held: &Held) -> bool {
        self.has_trust(held, TRUSTED, NSS_TRUSTED) && !self.trusts(held)
    }

    fn has_trust(&self, held: &Held, of_pkcs11: u32, of_nss: u32) -> bool {
        let trust = self.trust_of(held).into_iter();
        let of_servers = trust.filter_map(|object| {
            let (column, trusting) = match object.class() {
                Some(CLASS_TRUST) => (TRUST[0], of_pkcs11),
                _ => (NSS_TRUST[0], of_nss),
            };
            let value = object.ulong(column)?;
            Some(value == trusting && self.is_heeded(object, column))
        });
        of_servers.into_iter().any(|is_trusted| is_trusted)
    }

    /// Adds what holds a root to names, with the root's label and trust as an authority for
    /// servers.
    fn trust(&self, root: &Held, certificate: &Certificate, wanted: &mut Vec<EditItem>) {
        let place = place_of(certificate);
        if self.objects.at(&place).next().is_some() {
            // There already; what others made of it since is theirs.
            return;
        }
        let mut attributes: BTreeMap<String, Option<Value>> = (root.object.attributes.iter())
            .map(|(column, value)| (column.clone(), Some(value.clone())))
            .collect();
        let octets = |octets: &[u8]| Some(Value::Blob(octets.to_vec()));
        attributes.insert(SERIAL.to_owned(), octets(&place.1));
        attributes.insert(VALUE.to_owned(), octets(certificate.der()));
        let state = State {
            attributes,
            is_ours: true,
            ..State::default()
        };
        let of = certificate.sha256().to_string();
        if let Some(number) = self.free_number(certificate, wanted.len()) {
            let object = (CLASS_CERTIFICATE, number);
            wanted.push(record(object, &of, None, Some(&state)));
            wanted.extend(self.new_trust(certificate, NSS_AUTHORITY, wanted.len()));
        }
    }

    /// The trust objects of a certificate: by the issuer and serial number of its row, which
    /// NSS uses if it finds the row, and by those in the certificate, which NSS uses when a
    /// server sends it.
    fn trust_of(&self, held: &Held) -> Vec<&Object> {
        let (of_row, own) = (held.object.place(), held.place());
        let mut trust: Vec<&Object> = self.objects.at(&of_row).collect();
        if own != of_row {
            trust.extend(self.objects.at(&own));
        }
        trust.retain(|object| object.is_trust());
        trust
    }

    /// The trust objects for certificates with one of these issuers that are not in the
    /// database. NSS trusts such a certificate as soon as a server sends it.
    fn unheld<'a>(&'a self, names: &'a [Vec<u8>]) -> impl Iterator<Item = &'a Object> {
        let of_held = self
            .held
            .iter()
            .flat_map(|held| [held.object.place(), held.place()]);
        let of_held: HashSet<Place> = of_held.collect();
        self.objects.iter().filter(move |object| {
            let place = object.place();
            object.is_trust()
                && names.contains(&place.0)
                && !self.others.contains(&place)
                && !of_held.contains(&place)
        })
    }

    /// Makes a trust object say «not trusted», if it does not already.
    fn distrust(&self, object: &Object, of: &str) -> Option<EditItem> {
        let class = object.class()?;
        let (columns, not_trusted, harmless) = if class == CLASS_TRUST {
            (TRUST, NOT_TRUSTED, HARMLESS)
        } else {
            (NSS_TRUST, NSS_NOT_TRUSTED, NSS_HARMLESS)
        };
        let columns = columns
            .into_iter()
            .filter(|column| self.objects.columns.contains(*column));
        let (columns, to): (Vec<&str>, _) = if self.can_sign() {
            (columns.collect(), Some(Value::ulong(not_trusted)))
        } else {
            let is_harmless = |column: &str| match object.ulong(column) {
                Some(value) => harmless.contains(&value),
                None => !object.attributes.contains_key(column),
            };
            (
                columns.filter(|column| !is_harmless(column)).collect(),
                None,
            )
        };
        let is_so = |column: &str| {
            let value = object.attributes.get(column);
            value == to.as_ref() && self.is_heeded(object, column)
        };
        if columns.iter().all(|column| is_so(column)) {
            return None;
        }
        let mut before = self.recorded(object, |column| columns.contains(&column));
        let mut after = State {
            is_ours: true,
            ..State::default()
        };
        let serial = object.attributes.get(SERIAL).cloned();
        before.attributes.insert(SERIAL.to_owned(), serial.clone());
        after.attributes.insert(SERIAL.to_owned(), serial);
        for column in columns {
            let value = object.attributes.get(column).cloned();
            before.attributes.insert(column.to_owned(), value);
            after.attributes.insert(column.to_owned(), to.clone());
        }
        Some(record(
            (class, object.number),
            of,
            Some(&before),
            Some(&after),
        ))
    }

    /// Whether NSS obeys the current value.
    fn is_heeded(&self, object: &Object, column: &str) -> bool {
        match (attribute_of(column), object.attributes.get(column)) {
            (Some(attribute), Some(value)) => {
                let place = (object.number, attribute);
                let signature = self.keys.signature(object.number, attribute);
                self.keys.standing(place, value, signature) != SignatureState::Missigned
            }
            _ => true,
        }
    }

    /// A trust object with these values, for a certificate that has none.
    fn new_trust(
        &self,
        certificate: &Certificate,
        trust: [u32; 4],
        already: usize,
    ) -> Option<EditItem> {
        let (issuer, serial) = place_of(certificate);
        let der = certificate.der();
        let octets = |octets: &[u8]| Some(Value::Blob(octets.to_vec()));
        let mut attributes: BTreeMap<String, Option<Value>> = [
            ("a0", Some(Value::ulong(CLASS_NSS_TRUST))),
            // CKA_TOKEN, CKA_PRIVATE, CKA_MODIFIABLE, and NSS's encoding of an empty label.
            ("a1", octets(&[1])),
            ("a2", octets(&[0])),
            ("a170", octets(&[1])),
            ("a3", octets(&[0xa5, 0x00, 0x5a])),
            ("a81", octets(&issuer)),
            (SERIAL, octets(&serial)),
            ("ace5363b4", octets(&Sha1::digest(der))),
            // CKA_NSS_TRUST_STEP_UP_APPROVED: no.
            ("ace536360", octets(&[0])),
        ]
        .map(|(column, value)| (column.to_owned(), value))
        .into();
        for (column, value) in NSS_TRUST.into_iter().zip(trust) {
            attributes.insert(column.to_owned(), Some(Value::ulong(value)));
        }
        let state = State {
            attributes,
            is_ours: true,
            ..State::default()
        };
        let number = self.free_number(certificate, already)?;
        let of = certificate.sha256().to_string();
        Some(record((CLASS_NSS_TRUST, number), &of, None, Some(&state)))
    }

    /// A number that neither an object nor an old signature uses. `already` keeps the numbers
    /// of one plan distinct.
    fn free_number(&self, certificate: &Certificate, already: usize) -> Option<u32> {
        let start = certificate.sha256().as_bytes().first_chunk().copied()?;
        let start = u32::from_be_bytes(start) ^ u32::try_from(already).ok()?;
        (0..=MAX_NUMBER)
            .map(|step| start.wrapping_add(step) & MAX_NUMBER)
            .find(|number| {
                *number != 0
                    && !self.objects.numbers.contains(number)
                    && self.keys.of_object(*number).next().is_none()
            })
    }

    fn deletion(&self, object: &Object, of: &str) -> EditItem {
        let mut before = self.recorded(object, |_| true);
        before.attributes = object
            .attributes
            .iter()
            .map(|(column, value)| (column.clone(), Some(value.clone())))
            .collect();
        let class = object.class().unwrap_or_default();
        record((class, object.number), of, Some(&before), None)
    }

    /// The current signatures of these attributes.
    fn recorded(&self, object: &Object, is_taken: impl Fn(&str) -> bool) -> State {
        let mut state = State {
            password: self.keys.password.clone(),
            ..State::default()
        };
        for (attribute, signature) in self.keys.of_object(object.number) {
            let column = format!("a{attribute:x}");
            if is_taken(&column) && SIGNED_ATTRIBUTES.contains(&attribute) {
                let place = (object.number, attribute);
                let standing = match object.attributes.get(&column) {
                    Some(value) => self.keys.standing(place, value, Some(signature)),
                    None => SignatureState::Missigned,
                };
                state
                    .signatures
                    .insert(attribute, (standing, signature.to_vec()));
            }
        }
        state
    }
}

impl Held {
    fn id(&self) -> String {
        self.certificate.sha256().to_string()
    }

    fn place(&self) -> Place {
        place_of(&self.certificate)
    }
}

/// Issuer and serial number from the certificate itself, in DER.
fn place_of(certificate: &Certificate) -> Place {
    let serial = certificate.serial();
    let mut der = vec![2, u8::try_from(serial.len()).unwrap_or_default()];
    der.extend(serial);
    (certificate.issuer().der().to_vec(), der)
}

/// The `key4.db` beside a database, if there is one.
pub(super) fn keys(tree: &Tree, path: &Path) -> Result<(Keys, Option<Told>), Error> {
    let path = path.with_file_name("key4.db");
    open::refuse_links(tree, &path)?;
    match snapshot(tree, &path, "metaData") {
        Ok((database, unclear)) => Ok((Keys::read(database.connection(), "main")?, unclear)),
        Err(Error::Home(error)) if error.is_not_found() => Ok((Keys::none(), None)),
        Err(error) => Err(error),
    }
}
