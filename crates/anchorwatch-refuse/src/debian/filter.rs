//! Filters the system store: removes the certificates that it may not show.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::{Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{Change, EntryKind, File, Node, Role, Tree};
use anchorwatch_identity::{CertSha256, Certificate};
use anchorwatch_machine::{
    debian::{self, BUNDLE, BUNDLE_NAME, DIRECTORY, NEXT_BUNDLE},
    hash_name,
    store_builder::{self, MAX_FILE_BYTES},
};

use anchorwatch_remark::Remark as _;

use super::remark::DebianRemark;
use crate::{
    PlanError,
    allowlist::{Allowlist, Standing},
    confine,
    coverage::{Mechanism, Reach},
    debian::local,
    draft::Draft,
    openssl::{self, bundle::Parted, name_hash},
    own_file::OwnFile,
    pem_filter::{Confining, FilterRemark, Opened, Stripped},
    targets::{Goal, Targets},
};

mod differences;
mod hash_links;
mod own_files;
mod taken_back;

use differences::differences;
pub(crate) use taken_back::beside_undo;

/// The most names of one folder that are changed: a receipt with twice as many still has its
/// size, and a plan takes 150 MB.
const MAX_CHANGES: usize = 100_000;

/// How many links in the folder are followed to a file: two are usual.
const MAX_LINKS: usize = 8;

pub(crate) const MECHANISM: Mechanism = Mechanism::of_places("system_store", Reach::ByKey);

/// Plans the changes after which no file of the store shows a withheld certificate.
///
/// A file that cannot be read does not prevent filtering the others.
pub(crate) fn changes(
    tree: &Tree,
    targets: &Targets,
    allowlist: &Allowlist<'_>,
    draft: &mut Draft,
) -> Result<(), PlanError> {
    let rejects = openssl::files(targets);
    let confined = bundle(tree, targets.goal, allowlist, &rejects, draft)?;
    directory(tree, targets, allowlist, (rejects, confined), draft)
}

/// What the store shows of roots that the distribution does not ship.
#[derive(Default)]
struct Local {
    /// The files of the confined certificates.
    confined: Vec<OwnFile>,
    /// The tool's links to files of roots that the owner consents to.
    consented: Vec<(OwnFile, PathBuf)>,
}

/// Plans the bundle. Returns what the folder shows beside the distribution's roots.
fn bundle(
    tree: &Tree,
    goal: Goal,
    allowlist: &Allowlist<'_>,
    rejects: &[OwnFile],
    draft: &mut Draft,
) -> Result<Local, PlanError> {
    let path = PathBuf::from(BUNDLE);
    let file = match tree.node(&path)? {
        Node::File(file) => file,
        Node::Absent => {
            return Err(PlanError::NoSystemStore {
                bundle: tree.display_path(&path),
            });
        }
        _ => {
            return Err(PlanError::ManagedElsewhere {
                bundle: tree.display_path(&path),
            });
        }
    };
    let Parted { ours, others } = Parted::of(&file.content);
    let shown = (allowlist, Confining::InPlace);
    let cut = Stripped::of(&others, Opened::Whole, shown, &path, draft);
    if cut.still_shows_refused_key {
        return Err(PlanError::StillThere {
            path: tree.display_path(&path),
        });
    }
    let mut rest = cut.rest.unwrap_or(others);
    let local = local_in(tree, goal, allowlist, &mut rest, draft);
    let in_front = match goal {
        Goal::Refuse => openssl::bundle::beside_namesakes(rejects, &rest),
        Goal::Remove => ours,
    };
    let content = [in_front, rest].concat();
    if content != file.content {
        let after = Node::File(File {
            content,
            modified: None,
            ..file.clone()
        });
        draft.changes.push(Change {
            path,
            role: Role::Rebuilt,
            actor: None,
            before: Node::File(file),
            after,
        });
    }
    Ok(local)
}

/// The files of the confined certificates in a bundle that is filtered, each once, and the links to
/// roots with a consent. Adds local roots of which the bundle shows nothing, as the next update would:
/// an earlier block may have taken them out.
fn local_in(
    tree: &Tree,
    goal: Goal,
    allowlist: &Allowlist<'_>,
    bundle: &mut Vec<u8>,
    draft: &mut Draft,
) -> Local {
    let file = certificate_file(bundle);
    let mut files: BTreeSet<OwnFile> = file.certificates().filter_map(confine::file_of).collect();
    let mut shown: BTreeSet<CertSha256> = file.certificates().map(Certificate::sha256).collect();
    let is_added = allowlist.confines() || allowlist.may_readmit();
    let local = (goal == Goal::Refuse && is_added).then(|| local::certificates(tree));
    let mut consented = Vec::new();
    for (path, roots) in local.into_iter().flatten() {
        consented.extend(link_to(tree, &path, &roots, allowlist));
        for root in roots {
            match allowlist.standing(&root) {
                Standing::Instead(confined) => {
                    if let Some(file) = confine::file_of(&confined)
                        && files.insert(file)
                    {
                        bundle.extend_from_slice(confine::pem(&confined).as_bytes());
                        let names = allowlist.names_of(&confined);
                        draft.confine(*confined, names, BUNDLE.into());
                    }
                }
                Standing::Admitted if allowlist.readmits(&root) && shown.insert(root.sha256()) => {
                    bundle.extend_from_slice(confine::pem(&root).as_bytes());
                }
                Standing::Admitted | Standing::Withheld(_) => {}
            }
        }
    }
    Local {
        confined: files.into_iter().collect(),
        consented,
    }
}

/// The link that the distribution's tool makes to a file of one root that the owner consents to, if
/// nothing else has its name.
fn link_to(
    tree: &Tree,
    path: &Path,
    roots: &[Certificate],
    allowlist: &Allowlist<'_>,
) -> Option<(OwnFile, PathBuf)> {
    let [root] = roots else {
        return None;
    };
    let name = local::link_name(path).filter(|_| allowlist.readmits(root))?;
    let is_free = match tree.node_without_content(&Path::new(DIRECTORY).join(&name)) {
        Ok(Node::Absent) => true,
        Ok(Node::Symlink(link)) => link.target == path,
        _ => false,
    };
    let file = OwnFile {
        name,
        hash: name_hash::of(root.subject().der())?,
        content: confine::pem(root).into_bytes(),
    };
    is_free.then(|| (file, path.to_owned()))
}

fn directory(
    tree: &Tree,
    targets: &Targets,
    allowlist: &Allowlist<'_>,
    (rejects, local): (Vec<OwnFile>, Local),
    draft: &mut Draft,
) -> Result<(), PlanError> {
    let folder = DIRECTORY.as_ref();
    let links: Vec<OwnFile> = local.consented.iter().map(|(own, _)| own.clone()).collect();
    let all = [&rejects[..], &local.confined, &links].concat();
    let (current, mut wanted) = current_and_wanted(tree, folder, allowlist, &all, draft)?;
    if targets.goal == Goal::Refuse {
        own_files::place(&rejects, tree.owner(), &mut wanted);
    }
    own_files::place(&local.confined, tree.owner(), &mut wanted);
    own_files::place_links(&local.consented, tree.owner(), &mut wanted);
    let differences = differences(&current, &wanted);
    let changes = differences.into_iter().map(|difference| {
        let role = role_of(&difference.name, &difference.before);
        difference.change(DIRECTORY.as_ref(), role)
    });
    draft.changes.extend(changes);
    Ok(())
}

/// Plans the changes after which no file in any folder of certificates shows what it may not.
pub(crate) fn folder(
    tree: &Tree,
    path: &Path,
    allowlist: &Allowlist<'_>,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    let (current, wanted) = current_and_wanted(tree, path, allowlist, &[], draft)?;
    for difference in differences(&current, &wanted) {
        draft.changes.push(difference.change(path, Role::Own));
    }
    Ok(())
}

type Names = BTreeMap<OsString, Node>;

/// The current and the wanted state of a folder, but only for names that change and names with
/// the same hash: a folder may have a million others.
fn current_and_wanted(
    tree: &Tree,
    folder: &Path,
    allowlist: &Allowlist<'_>,
    own_files: &[OwnFile],
    draft: &mut Draft,
) -> Result<(Names, Names), anchorwatch_home::Error> {
    within(MAX_CHANGES, tree, folder, allowlist, own_files, draft)
}

fn within(
    max: usize,
    tree: &Tree,
    folder: &Path,
    allowlist: &Allowlist<'_>,
    own_files: &[OwnFile],
    draft: &mut Draft,
) -> Result<(Names, Names), anchorwatch_home::Error> {
    let mut current = Names::new();
    let mut wanted = Names::new();
    let mut others = Vec::new();
    let mut is_full = false;
    for entry in tree.list(folder)? {
        if entry.name == BUNDLE_NAME {
            continue;
        }
        let is_hash_name = entry.name.to_str().is_some_and(hash_name::is_hash_name);
        if !matches!(entry.kind, EntryKind::File | EntryKind::Symlink) {
            // A folder or FIFO under such a name stays, and its number is taken.
            others.extend(is_hash_name.then_some(entry.name));
            continue;
        }
        let path = folder.join(&entry.name);
        let said = draft.said();
        let Some((node, after)) = entry_and_after(tree, allowlist, own_files, &path, draft) else {
            continue;
        };
        let is_ours = own_files.iter().any(|own| own.name == entry.name);
        if after.as_ref() == Some(&node) && !is_ours {
            // Only a hash name may have to move.
            others.extend(is_hash_name.then_some(entry.name));
            continue;
        }
        if current.len() >= max && !is_ours {
            is_full = true;
            draft.unsay(said);
            others.extend(is_hash_name.then_some(entry.name));
            continue;
        }
        if let Some(after) = after {
            wanted.insert(entry.name.clone(), after);
        }
        current.insert(entry.name, node);
    }
    if is_full {
        // Filtered in part, and said: whoever adds names must not keep a filter from working.
        draft.blind(&anchorwatch_home::Error::TooManyChanges {
            path: tree.display_path(folder),
            max: max as u64,
        });
    }
    // Names that are not moved up are found by fewer programs, not by more; the next run does it.
    let hashes = if is_full {
        hash_links::of_ours(own_files)
    } else {
        hash_links::concerned(&wanted, &current, own_files)
    };
    for name in others {
        if hash_links::hash_of(&name).is_some_and(|hash| hashes.contains(&hash)) {
            let node = tree.node(&folder.join(&name))?;
            wanted.insert(name.clone(), node.clone());
            current.insert(name, node);
        }
    }
    if !is_full {
        hash_links::close_gaps(&mut wanted, &current);
    }
    Ok((current, wanted))
}

/// The current and the wanted state of one name. A file that cannot be read is reported and
/// skipped.
fn entry_and_after(
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    own_files: &[OwnFile],
    path: &Path,
    draft: &mut Draft,
) -> Option<(Node, Option<Node>)> {
    let error = match filtered_entry(tree, allowlist, own_files, path, draft) {
        Ok(found) => return Some(found),
        Err(error) => error,
    };
    let node = tree.node(path);
    // No program reads a link to nothing or to a folder as a certificate, but its name is still
    // in use.
    if error.is_not_found() || store_builder::is_no_file(&error) {
        return match node {
            Ok(node) => {
                let name = path.file_name().unwrap_or_default();
                let makes_way = own_files::is_in_the_way(own_files, name, &node);
                let after = (!makes_way).then(|| node.clone());
                Some((node, after))
            }
            Err(error) => {
                draft.blind(&error);
                None
            }
        };
    }
    match node {
        Ok(node @ (Node::File(_) | Node::Symlink(_))) if allowlist.withholds_unreadable() => {
            let why = error.told().into();
            draft.warn(&FilterRemark::UnreadableWithheld { why });
            Some((node, None))
        }
        _ => {
            draft.blind(&error);
            None
        }
    }
}

/// The current and the wanted state of the path; `None`: nothing.
fn filtered_entry(
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    own_files: &[OwnFile],
    path: &Path,
    draft: &mut Draft,
) -> Result<(Node, Option<Node>), anchorwatch_home::Error> {
    let content = tree.read(path, MAX_FILE_BYTES)?;
    let node = tree.node(path)?;
    // They contain a refused key in order to refuse it, or hold an unlisted root to names. Only
    // an exact copy of our bytes is exempt: someone else's root under such a name is cut like
    // any other.
    if own_files.iter().any(|own| own.content == content) {
        return Ok((node.clone(), Some(node)));
    }
    if let Some(after) = own_files::stale(own_files, path, &node) {
        return Ok((node, after));
    }
    if matches!(node, Node::File(_))
        && !is_hash_named(path)
        && is_a_server_s_own(&content, allowlist)
    {
        draft.does_not_refuse(&DebianRemark::ServerCertificateStays {
            path: tree.display_path(path),
        });
        return Ok((node.clone(), Some(node)));
    }
    let opened = if is_hash_named(path) {
        Opened::Whole
    } else {
        Opened::ForPem
    };
    let confining = match allowlist.is_for_named_places() {
        true => Confining::InPlace,
        false => confining(tree, path, &node),
    };
    let shown = (allowlist, confining);
    let cut = Stripped::of(&content, opened, shown, path, draft);
    // Under such a name OpenSSL reads whatever it can, so a file with unreadable content is
    // withheld as a whole. Under the hash of one of our files, a file that holds nothing is
    // always removed: it ends the search of some OpenSSL versions (`by_dir.c`) before ours.
    let is_unread = cut.rest.is_none() && !cut.is_mixed || cut.withheld_unknown;
    let ends_the_search = own_files::have_hash_of(own_files, path) && holds_nothing(&content);
    let stays_out = is_unread && allowlist.withholds_unreadable() || ends_the_search;
    if stays_out && is_hash_named(path) {
        let path = tree.display_path(path);
        let why = FilterRemark::ContentUnreadable { path }.told().into();
        draft.warn(&FilterRemark::UnreadableWithheld { why });
        return Ok((node, None));
    }
    let after = match (cut.rest, cut.is_mixed) {
        (None, _) => Some(node.clone()),
        (Some(_), false) => None,
        // A link to a file in this folder shows that file's filtered content.
        (Some(_), true) if is_inner_link(&node) => Some(node.clone()),
        (Some(rest), true) => Some(as_file(&node, rest)),
    };
    if cut.still_shows_refused_key {
        draft.cannot_see(&FilterRemark::StillShowsRefusedKey {
            path: tree.display_path(path),
        });
    }
    Ok((node, after))
}

/// Whether the file holds only unlisted server certificates.
fn is_a_server_s_own(content: &[u8], allowlist: &Allowlist<'_>) -> bool {
    let file = certificate_file(content);
    if file.unread().next().is_some() {
        return false;
    }
    let certificates: Vec<&Certificate> = file.certificates().collect();
    let is_own = |one: &&Certificate| allowlist.is_a_server_s_own(one);
    !certificates.is_empty()
        && certificates.iter().all(is_own)
        && certificates.iter().any(|one| allowlist.withholds(one))
}

fn holds_nothing(content: &[u8]) -> bool {
    let parts = certificate_file(content).parts;
    parts.iter().all(|part| part.certificates.is_empty())
}

fn is_hash_named(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(hash_name::is_hash_name)
}

/// What stands at this path for a root that is held to names. The distribution's tool would not
/// take away a file in place of its link, so ours is beside it.
fn confining(tree: &Tree, path: &Path, node: &Node) -> Confining {
    let mut at = (path.to_owned(), node.clone());
    for _ in 0..MAX_LINKS {
        let (Node::Symlink(link), Some(folder)) = (&at.1, at.0.parent()) else {
            return Confining::InPlace;
        };
        if is_the_tools(&link.target) {
            return Confining::Beside;
        }
        if !is_inner_link(&at.1) {
            return Confining::InPlace;
        }
        let path = folder.join(&link.target);
        let Ok(node) = tree.node_without_content(&path) else {
            break;
        };
        at = (path, node);
    }
    Confining::Beside
}

/// Whether a link of the folder is one that the distribution's tool makes.
fn is_the_tools(target: &Path) -> bool {
    target.starts_with(debian::SHIPPED) || target.starts_with(debian::LOCAL)
}

fn is_inner_link(node: &Node) -> bool {
    matches!(node, Node::Symlink(link) if link.target.components().count() == 1 && link.target.is_relative())
}

fn as_file(node: &Node, content: Vec<u8>) -> Node {
    let made = |uid, gid, content| File {
        content,
        mode: 0o644,
        uid,
        gid,
        xattrs: BTreeMap::new(),
        modified: None,
    };
    Node::File(match node {
        Node::File(file) => File {
            content,
            modified: None,
            ..file.clone()
        },
        Node::Symlink(link) => made(link.uid, link.gid, content),
        _ => made(0, 0, content),
    })
}

/// Every update re-creates links to the distribution's and the local folder, and hash links. It
/// does not re-create a file added by hand.
fn role_of(name: &OsString, before: &Node) -> Role {
    let path = Path::new(DIRECTORY).join(name);
    if openssl::is_path_of_one(&path) {
        return Role::Own;
    }
    // A receipt for the next bundle could never be undone, because the tool moves it away. A
    // confined certificate changes with every consent, and is taken away by name.
    if path == Path::new(NEXT_BUNDLE) || confine::is_path_of_one(&path) {
        return Role::Rebuilt;
    }
    let is_hash_link = name.to_str().is_some_and(hash_name::is_hash_name);
    let is_rebuilt = match before {
        Node::Symlink(link) => is_hash_link || is_the_tools(&link.target),
        Node::Absent => true,
        _ => false,
    };
    if is_rebuilt { Role::Rebuilt } else { Role::Own }
}

#[cfg(test)]
mod tests;
