//! Makes Firefox and Thunderbird refuse keys under each known name, and under each name of a
//! certificate that they have while running, in every profile.
//!
//! AutoConfig is a script that the program runs at every start. Ours sets revocations of
//! subject and key in the program's own storage ([`script`]). They override a root in the
//! profile or from a policy. If someone else's script exists, our part is added to it;
//! otherwise we create two files:
//!
//! ```text
//! /usr/lib/firefox-esr/defaults/pref/anchorwatch.js   names the script
//! /usr/lib/firefox-esr/anchorwatch.cfg                the script
//! ```
//!
//! Measured with Firefox ESR and Thunderbird 153.7: both obey both files. In a folder, the
//! preferences of the file that sorts first win, and those in `/etc/firefox/defaults/pref`
//! override those beside the program.
//!
//! With `--unlisted` the same script also holds the roots that were added to the program to
//! names, and refuses those that a block did not know. On Linux `security.enterprise_roots.enabled` imports nothing (measured), so it is
//! left alone.
//!
//! **Not covered:** a key under a name that neither we nor any certificate in the program knows
//! (in a chain that another root cross-signed); a key added to a running program, for up to
//! five seconds; trust in a certificate that the program does not have, for a key that is not
//! on the list; and a sandboxed script. Unverified: programs outside of Debian's packages,
//! which are assumed to have the same files.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Change, Edit, EditFormat, EditItem, File, Node, NodeState, Role, Tree};
use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use anchorwatch_machine::{
    Client, Store,
    mozilla::{
        autoconfig::{
            OUR_PREFERENCES, OUR_SCRIPT, Others,
            script::{self, Listed, Refused, Row, Script},
        },
        profile,
        program::{PROGRAMS, Program},
    },
};

use anchorwatch_policy::{Consent, Consents, consent::ConsentState};
use anchorwatch_remark::{Remark as _, Told};

use super::remark::MozillaRemark;
use crate::{
    added_roots::for_every_name,
    allowlist::Allowlist,
    coverage::{Covered, Mechanism, Reach},
    draft::Draft,
    pem_filter::FilterRemark,
    plan_file,
    targets::{RefusedKey, Targets},
};

pub(crate) mod revert;

pub(crate) const MECHANISM: Mechanism = Mechanism {
    code: "mozilla_autoconfig",
    reach: Reach::ByKeyInProgram,
    reaches_all: true,
    ends_exceptions: false,
};

/// The format of the edit, which determines its items.
pub(crate) const FORMAT: &str = "mozilla_autoconfig";

const PREFERENCES: &str = "\
// Written by `anchorwatch block`; taken away by `anchorwatch undo`.
pref(\"general.config.filename\", \"anchorwatch.cfg\");
pref(\"general.config.obscure_value\", 0);
pref(\"general.config.sandbox_enabled\", false);
";

/// The item name of our part in someone else's script; the obscure value follows it.
const ITEM: &str = "our part, obscured by ";

/// Plans the installed programs.
pub(crate) fn of_system(tree: &Tree, targets: &Targets, draft: &mut Draft) {
    let installed = installed(tree);
    if installed.is_empty() {
        return;
    }
    let refused = refused(targets);
    nameless(targets, draft);
    if refused.keys.is_empty() && refused.unlisted.is_none() {
        return;
    }
    let part = script::part(&refused);
    let count = draft.changes.len();
    for (program, install) in installed {
        let others = Others::of(tree, program, install);
        if others.files.is_empty() || is_ours_there(tree, install) {
            own_files(tree, program, install, &refused, draft);
        }
        if !others.files.is_empty() {
            merge(tree, program, install, &others, &part, draft);
        }
    }
    if draft.changes.len() > count {
        draft.warn(&MozillaRemark::ReadAtStart);
    }
    let left_out_count = targets
        .added_roots
        .as_ref()
        .map_or(0, |it| it.left_out_count);
    if left_out_count > 0 {
        let count = left_out_count as u64;
        draft.warn(&MozillaRemark::TooManyConfined { count });
    }
}

fn installed(tree: &Tree) -> Vec<(&'static Program, &'static str)> {
    let of_program = |program: &'static Program| {
        let installs = program.installs(tree);
        installs.into_iter().map(move |install| (program, install))
    };
    PROGRAMS.iter().flat_map(of_program).collect()
}

/// Brings our scripts to the owner's consents and private names. Which roots they hold to names,
/// they say themselves; the next block adds those that are new.
pub(crate) fn after_update(
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    now: UnixSeconds,
    draft: &mut Draft,
) {
    let part = |present: Option<&str>| renewed(present?, allowlist, now);
    for (program, install) in installed(tree) {
        let ours = Path::new(install).join(OUR_SCRIPT);
        // What cannot be read or is not ours is left to the next block, which says so.
        if let Ok(Some(Some(change))) = into(tree, &ours, 0, part)
            && !draft.changes_path(&ours)
        {
            let role = Role::Own;
            draft.changes.push(Change { role, ..change });
        }
        let others = Others::of(tree, program, install);
        let [obscure_value] = others.obscure_values.as_slice() else {
            continue;
        };
        for folder in [program.settings, install] {
            for path in others.files.iter().map(|file| Path::new(folder).join(file)) {
                if let Ok(Some(Some(change))) = into(tree, &path, *obscure_value, part)
                    && !draft.changes_path(&path)
                {
                    draft.changes.push(change);
                }
            }
        }
    }
}

/// What our scripts say of unlisted roots, in all installed programs.
#[derive(Debug, Default)]
pub(crate) struct InScripts {
    /// Keys that are trusted for every name.
    keys: Vec<SpkiSha256>,
    /// Roots that are held to names.
    pub(crate) roots: Vec<Certificate>,
}

impl InScripts {
    /// Reads them.
    pub(crate) fn read(tree: &Tree) -> Self {
        let mut all = Self::default();
        for (program, install) in installed(tree) {
            all.take(tree, &Path::new(install).join(OUR_SCRIPT), 0);
            let others = Others::of(tree, program, install);
            if let [obscure_value] = others.obscure_values.as_slice() {
                for folder in [program.settings, install] {
                    for file in &others.files {
                        all.take(tree, &Path::new(folder).join(file), *obscure_value);
                    }
                }
            }
        }
        all.roots.sort_by_key(Certificate::sha256);
        all.roots.dedup();
        all
    }

    fn take(&mut self, tree: &Tree, path: &Path, obscure_value: i64) {
        if let Ok(Node::File(file)) = tree.node(path)
            && let Ok(script) = Script::read(&file.content, obscure_value)
            && let Some((keys, roots)) = script.ours().and_then(|part| script::listed_in(&part))
        {
            self.keys.extend(keys);
            self.roots.extend(roots);
        }
    }

    /// What they should say now of the same keys and roots.
    pub(crate) fn now(&self, allowlist: &Allowlist<'_>, now: UnixSeconds) -> Listed {
        let no_consents = Consents::default();
        let consents = allowlist.consents().unwrap_or(&no_consents);
        let is_known = |consent: &&Consent| {
            let mut of_key = self
                .roots
                .iter()
                .filter(|one| one.spki_sha256() == consent.key());
            let is_void =
                |one: &Certificate| matches!(consents.state(one, now), ConsentState::Void(_));
            self.keys.contains(&consent.key()) || of_key.next().is_some_and(|one| !is_void(one))
        };
        let consented = consents
            .iter()
            .filter(|consent| now <= consent.terms().until);
        Listed {
            consented: for_every_name(consented.filter(is_known), allowlist),
            confined: (self.roots.iter())
                .flat_map(|root| allowlist.confined_for_nss(root))
                .collect(),
        }
    }
}

fn renewed(part: &str, allowlist: &Allowlist<'_>, now: UnixSeconds) -> Option<String> {
    let (keys, roots) = script::listed_in(part)?;
    allowlist.consents()?;
    script::with_listed(part, &InScripts { keys, roots }.now(allowlist, now))
}

fn refused(targets: &Targets) -> Refused {
    let forms = targets.keys.iter().flat_map(forms);
    let mut keys: Vec<SpkiSha256> = forms.map(|(hash, _)| hash).collect();
    keys.sort();
    keys.dedup();
    let added_roots = targets.added_roots.as_ref();
    let unlisted = added_roots.map(|added_roots| added_roots.by_script.clone());
    Refused {
        rows: rows(targets),
        keys,
        unlisted,
    }
}

/// Every key under every name, in every known encoding.
pub(crate) fn rows(targets: &Targets) -> Vec<Row> {
    let mut rows = Vec::new();
    for key in &targets.keys {
        let forms = forms(key);
        for name in &key.names {
            rows.extend(forms.iter().map(|(hash, spki)| Row {
                subject: name.clone(),
                key: *hash,
                spki: spki.clone(),
            }));
        }
    }
    rows.sort();
    rows.dedup();
    rows
}

/// A key in every known encoding: the program hashes the bytes in the certificate.
fn forms(key: &RefusedKey) -> Vec<(SpkiSha256, Option<Vec<u8>>)> {
    let encodings = key.encodings.iter();
    let mut forms: Vec<(SpkiSha256, Option<Vec<u8>>)> = encodings
        .map(|spki| (SpkiSha256::of(spki), Some(spki.clone())))
        .collect();
    if !forms.iter().any(|(hash, _)| *hash == key.key) {
        forms.push((key.key, None));
    }
    forms
}

/// Whether the script reaches a profile. Reads files of the profile's owner.
pub(crate) fn reaches_profile(tree: &Tree, client: Client, profile: &Path) -> bool {
    let is_of_unknown_program = profile::is_of_unknown_program(tree, profile);
    reaches(tree, client, profile, is_of_unknown_program)
}

/// The same for a profile's database, from what was read with its owner's rights.
pub(crate) fn reaches_store(tree: &Tree, client: Client, store: &Store) -> bool {
    let path = tree.strip_root(&store.path);
    let profile = path.as_deref().and_then(Path::parent);
    profile.is_some_and(|profile| reaches(tree, client, profile, store.is_of_unknown_program))
}

/// It does not reach profiles of snap or Flatpak programs or of programs without our script,
/// nor if no installed program can run the script.
fn reaches(tree: &Tree, client: Client, profile: &Path, is_of_unknown_program: bool) -> bool {
    if is_of_unknown_program {
        return false;
    }
    let is_apart = profile
        .components()
        .any(|part| part.as_os_str() == "snap" || part.as_os_str() == ".var");
    let runs = |program: &Program, install: &&str| {
        let others = Others::of(tree, program, install);
        let is_free = others.sandboxed_by.is_none() && others.obscure_values.len() == 1;
        others.files.is_empty() || is_free
    };
    let is_its_own = PROGRAMS.iter().any(|program| program.has_profile(profile));
    let mut programs = PROGRAMS.iter().filter(|program| {
        program.client == client && (!is_its_own || program.has_profile(profile))
    });
    !is_apart && programs.any(|program| program.installs(tree).iter().any(|one| runs(program, one)))
}

fn nameless(targets: &Targets, draft: &mut Draft) {
    let nameless = targets.keys.iter().filter(|key| key.names.is_empty());
    for key in nameless {
        let key = key.key.to_string();
        draft.warn(&MozillaRemark::KeyWithoutName { key });
    }
}

fn is_ours_there(tree: &Tree, install: &str) -> bool {
    let script = Path::new(install).join(OUR_SCRIPT);
    matches!(tree.node(&script), Ok(Node::File(_)))
}

fn own_files(tree: &Tree, program: &Program, install: &str, refused: &Refused, draft: &mut Draft) {
    let script = format!("{install}/{OUR_SCRIPT}");
    let text = script::whole(refused);
    let preferences = format!("{install}/{OUR_PREFERENCES}");
    // A preference that names a missing script prevents the program from starting.
    let files = [(&script, text.as_str()), (&preferences, PREFERENCES)];
    for (path, text) in files {
        if let Err(error) =
            plan_file::plan_file(tree, draft, path, text.as_bytes(), 0o644, tree.owner())
        {
            return draft.blind(&error);
        }
    }
    cover(program, script.into(), draft);
}

/// Adds our part to every script that someone else's preferences may name.
fn merge(
    tree: &Tree,
    program: &Program,
    install: &str,
    others: &Others,
    part: &str,
    draft: &mut Draft,
) {
    let not_covered = |why: Told| MozillaRemark::NotCovered {
        path: tree.display_path(install.as_ref()),
        why: why.into(),
        client: program.client.id().to_owned(),
    };
    if let Some(by) = &others.sandboxed_by {
        let path = tree.display_path(by);
        let why = MozillaRemark::Sandboxed { path }.told();
        return draft.cannot_see(&not_covered(why));
    }
    let [obscure_value] = others.obscure_values.as_slice() else {
        let why = MozillaRemark::ObscuredDifferently.told();
        return draft.cannot_see(&not_covered(why));
    };
    let mut is_any_there = false;
    for folder in [program.settings, install] {
        for file in &others.files {
            let path = Path::new(folder).join(file);
            match into(tree, &path, *obscure_value, |_| Some(part.to_owned())) {
                Ok(None) => {}
                Ok(Some(change)) => {
                    is_any_there = true;
                    let change = change.filter(|_| !draft.changes_path(&path));
                    draft.changes.extend(change);
                    cover(program, path, draft);
                }
                Err(why) => {
                    is_any_there = true;
                    let (path, why) = (tree.display_path(&path), why.into());
                    let why = FilterRemark::AtPath { path, why }.told();
                    draft.cannot_see(&not_covered(why));
                }
            }
        }
    }
    if !is_any_there {
        let why = MozillaRemark::ScriptMissing.told();
        draft.cannot_see(&not_covered(why));
    }
}

/// The change of an existing script, if it needs one. `part` gives our part for the present one;
/// `None` leaves it.
fn into(
    tree: &Tree,
    path: &Path,
    obscure_value: i64,
    part: impl Fn(Option<&str>) -> Option<String>,
) -> Result<Option<Option<Change>>, Told> {
    let file = match tree.node(path).map_err(|error| error.told())? {
        Node::File(file) => file,
        Node::Absent => return Ok(None),
        other => {
            let node = NodeState::from(&other);
            return Err(MozillaRemark::NotAPlainFile { node }.told());
        }
    };
    let script = Script::read(&file.content, obscure_value).map_err(|why| why.told())?;
    let present = script.ours();
    let part = match part(present.as_deref()) {
        Some(part) if present.as_ref() != Some(&part) => part,
        _ => return Ok(Some(None)),
    };
    let item = EditItem {
        name: format!("{ITEM}{obscure_value}"),
        before: present,
        after: Some(part.clone()),
    };
    Ok(Some(Some(Change {
        path: path.to_owned(),
        role: Role::Shared(Edit {
            format: EditFormat::new(FORMAT),
            items: vec![item],
        }),
        actor: None,
        after: Node::File(File {
            content: script.with(Some(&part), obscure_value),
            modified: None,
            ..file.clone()
        }),
        before: Node::File(file),
    })))
}

fn cover(program: &Program, path: PathBuf, draft: &mut Draft) {
    let covered = Covered {
        mechanism: MECHANISM,
        path,
        clients: vec![program.client],
    };
    if !draft.covered.contains(&covered) {
        draft.covered.push(covered);
    }
}

/// The obscure value of the script that contains this item.
pub(crate) fn obscure_value(item: &EditItem) -> Option<i64> {
    item.name.strip_prefix(ITEM)?.parse().ok()
}

/// Whether a block writes the path, or creates it as a parent folder.
pub(crate) fn may_touch(path: &Path) -> bool {
    let beside = |folder: &Path| {
        folder.join(OUR_PREFERENCES).starts_with(path)
            || folder.join(OUR_SCRIPT).starts_with(path)
            // Someone else's script may have any name.
            || path.parent() == Some(folder)
    };
    PROGRAMS
        .iter()
        .any(|program| program.places().any(|folder| beside(folder.as_ref())))
}

#[cfg(test)]
mod tests;
