//! What only a search finds.

use std::{
    collections::BTreeSet,
    fs::Permissions,
    os::unix::fs::PermissionsExt as _,
    sync::atomic::{AtomicBool, Ordering},
};

use rustix::thread::{CapabilitySet, capabilities, set_capabilities};

use super::*;
use crate::java::keystore_of;

/// A home, or what is outside homes, that is watched and searched.
struct Searched<'a> {
    machine: &'a Machine,
    home: Home<'a>,
    before: Vec<u8>,
}

impl<'a> Searched<'a> {
    fn begin(machine: &'a Machine, watched: Watched<'a>) -> Self {
        let mut home = machine.watched(watched);
        let before = home.begin();
        assert_eq!(home.events.extent(), Extent::Whole);
        Self {
            machine,
            home,
            before,
        }
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.machine.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Looks at what happened, and begins anew, as the next worker does. Returns whether something
    /// else is found.
    fn is_another(&mut self) -> bool {
        let happened = happened(&mut self.home);
        let is_another = self.home.is_another(&happened, &self.before).unwrap();
        if is_another {
            *self = Self::begin(self.machine, self.home.watched);
        }
        is_another
    }

    /// Looks at what happened until nothing else does.
    fn settled(&mut self) -> bool {
        loop {
            let happened = happened(&mut self.home);
            if happened.is_nothing() {
                return false;
            }
            if self.home.is_another(&happened, &self.before).unwrap() {
                return true;
            }
        }
    }
}

#[test]
fn a_setting_of_an_unknown_program_in_a_home_matters_and_so_does_the_file_that_it_names() {
    let machine = Machine::new();
    let pem = |name: &str| Root::company(name).unwrap().pem();
    machine.write("one.pem", &pem("Example Works"));
    fs::create_dir(machine.path(".config")).unwrap();
    let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
    let of_program = format!("{HOME}/.config/unheard-of/sub/main.conf");
    searched.write(&of_program, b"window = 1\n");
    assert!(!searched.is_another());
    searched.write(&of_program, b"ssl_cafile = /home/ana/one.pem\n");
    assert!(searched.is_another(), "a setting");
    machine.write("one.pem", &pem("Nobody knows me"));
    assert!(searched.is_another(), "the file that it names");
    searched.write(&of_program, b"ssl_cafile = /home/ana/later/two.pem\n");
    assert!(searched.is_another(), "another setting");
    // A folder that no search would enter otherwise.
    let deep = "1/2/3/4/5/6/7/8";
    let named = format!("ssl_cafile = /home/ana/{deep}/two.pem\n");
    searched.write(&of_program, named.as_bytes());
    assert!(!searched.is_another(), "a file that is not there");
    searched.write(&format!("{HOME}/{deep}/two.pem"), pem("Later").as_bytes());
    assert!(searched.settled(), "the file that comes later");
    for (place, what) in [
        (".unheard-of/ca.conf", "a new folder with a dot"),
        (".local/share/unheard-of/x.conf", "a new base of the search"),
        ("etc/unheard-of.conf", "another one"),
    ] {
        searched = Searched::begin(&machine, Watched::Home(&machine.user));
        let setting = b"ssl_cafile = /home/ana/one.pem\n";
        searched.write(&format!("{HOME}/{place}"), setting);
        assert!(searched.settled(), "{what}");
    }
}

#[test]
fn an_installation_that_comes_to_a_home_matters_and_so_do_its_roots() {
    let machine = Machine::new();
    let bundle = Root::company("Example Works").unwrap().pem();
    let later = Root::company("Nobody knows me").unwrap().pem();
    let (one, another) = (keystore_of("one.example"), keystore_of("another.example"));
    let packages = "lib/python3.11/site-packages/certifi/cacert.pem";
    let in_poetry = format!(".cache/pypoetry/virtualenvs/x/{packages}");
    let in_project = format!("work/customer/project/.venv/{packages}");
    for (place, content, changed) in [
        (
            ".sdkman/candidates/java/21/lib/security/cacerts",
            &*one,
            &*another,
        ),
        (".jdks/22/lib/security/jssecacerts", &*one, &*another),
        // As deep as the search goes from the folder of the tool alone.
        (
            ".local/share/mise/installs/java/21/lib/security/cacerts",
            &*one,
            &*another,
        ),
        (&in_poetry, bundle.as_bytes(), later.as_bytes()),
        (&in_project, bundle.as_bytes(), later.as_bytes()),
        (
            "work/it/.git/config",
            b"[http]\n\tsslVerify = false\n",
            b"[http]\n\tsslVerify = true\n",
        ),
        (
            "work/it/pip.conf",
            b"[global]\ncert = /home/ana/x.pem\n",
            b"[global]\ntrusted-host = pypi.org\n",
        ),
    ] {
        let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
        searched.write("home/ana/x.pem", bundle.as_bytes());
        let place = format!("{HOME}/{place}");
        searched.write(&place, content);
        if place.contains(".venv") {
            assert!(!searched.settled(), "deeper than the search goes");
            // In an environment it goes deeper.
            let mark = format!("{HOME}/work/customer/project/.venv/pyvenv.cfg");
            searched.write(&mark, b"");
        }
        assert!(searched.settled(), "{place}");
        searched = Searched::begin(&machine, Watched::Home(&machine.user));
        searched.write(&place, changed);
        assert!(searched.settled(), "{place}, changed");
    }
}

#[test]
fn an_installation_outside_homes_matters_wherever_the_search_finds_it() {
    let machine = Machine::new();
    let bundle = Root::company("Example Works").unwrap().pem();
    for place in [
        "srv/app/venv/lib/python3.11/site-packages/certifi/cacert.pem",
        "opt/vendor/botocore/cacert.pem",
        "usr/local/lib/python3.11/dist-packages/pip/_vendor/certifi/cacert.pem",
    ] {
        let mut searched = Searched::begin(&machine, Watched::OutsideHomes);
        searched.write(place, bundle.as_bytes());
        assert!(searched.settled(), "{place}");
    }
    let mut searched = Searched::begin(&machine, Watched::OutsideHomes);
    let place = "srv/vendor/app/jbr/lib/security/cacerts";
    searched.write(place, &keystore_of("one.example"));
    assert!(searched.settled());
    searched = Searched::begin(&machine, Watched::OutsideHomes);
    searched.write(place, &keystore_of("another.example"));
    assert!(searched.settled(), "changed");
}

#[test]
fn a_folder_that_is_renamed_or_made_again_is_searched_again() {
    let machine = Machine::new();
    let elsewhere = machine.folder.path().join("elsewhere");
    fs::create_dir_all(elsewhere.join("lib/security")).unwrap();
    fs::write(
        elsewhere.join("lib/security/cacerts"),
        keystore_of("one.example"),
    )
    .unwrap();
    fs::create_dir_all(machine.path("a/b/c")).unwrap();
    let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
    fs::rename(&elsewhere, machine.path("a/jdk")).unwrap();
    assert!(searched.settled(), "it comes as it is");

    // It has the number of the one before it, on most file systems.
    searched = Searched::begin(&machine, Watched::Home(&machine.user));
    fs::remove_dir(machine.path("a/b/c")).unwrap();
    fs::create_dir(machine.path("a/b/c")).unwrap();
    assert!(!searched.settled());
    let bundle = Root::company("Example Works").unwrap().pem();
    searched.write(
        &format!("{HOME}/a/b/c/certifi/cacert.pem"),
        bundle.as_bytes(),
    );
    assert!(searched.settled(), "a folder that was made again");

    // What happens while it is away is seen when it is back.
    fs::create_dir(machine.path("x")).unwrap();
    searched = Searched::begin(&machine, Watched::Home(&machine.user));
    let away = machine.folder.path().join("away");
    fs::rename(machine.path("x"), &away).unwrap();
    fs::create_dir_all(away.join("y/certifi")).unwrap();
    assert!(!searched.settled());
    fs::write(away.join("y/certifi/cacert.pem"), &bundle).unwrap();
    assert!(!searched.settled());
    fs::rename(&away, machine.path("x")).unwrap();
    assert!(searched.settled(), "a folder that is back");
}

#[test]
fn a_build_has_only_its_folders_looked_at_again() {
    let machine = Machine::new();
    let target = machine.path("project/target/debug");
    fs::create_dir_all(&target).unwrap();
    let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
    for number in 0..1_000 {
        fs::write(target.join(format!("{number}.o")), "x").unwrap();
    }
    let happened = happened(&mut searched.home);
    let path = Path::new("/home/ana/project/target/debug").to_owned();
    assert_eq!(
        happened.parts,
        BTreeSet::from([happened::Part::Folder(path)])
    );
    assert!(!happened.is_known && !happened.is_all);
    assert!(
        !searched
            .home
            .is_another(&happened, &searched.before)
            .unwrap()
    );
}

#[test]
fn a_root_that_comes_among_more_than_the_kernel_keeps_is_found() {
    let machine = Machine::new();
    let project = machine.path("project");
    fs::create_dir(&project).unwrap();
    let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
    let most = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap();
    let most: usize = most.trim().parse().unwrap();
    let count = searched.home.events.count();
    let folders: Vec<PathBuf> = (0..50).map(|it| project.join(format!("f{it}"))).collect();
    folders.iter().for_each(|it| fs::create_dir(it).unwrap());
    assert!(!searched.settled());
    assert_eq!(searched.home.events.count(), count + folders.len());
    for number in 0..=most {
        fs::write(project.join(number.to_string()), "").unwrap();
    }
    // That these are gone is not told either.
    folders.iter().for_each(|it| fs::remove_dir(it).unwrap());
    let many = happened(&mut searched.home);
    assert!(many.is_all);
    assert!(!searched.home.is_another(&many, &searched.before).unwrap());
    assert_eq!(searched.home.events.count(), count);
    for number in 0..=most {
        fs::write(project.join(format!("more{number}")), "").unwrap();
    }
    let bundle = Root::company("Example Works").unwrap().pem();
    let place = format!("{HOME}/project/certifi/cacert.pem");
    searched.write(&place, bundle.as_bytes());
    let happened = happened(&mut searched.home);
    assert!(happened.is_all);
    assert!(
        searched
            .home
            .is_another(&happened, &searched.before)
            .unwrap()
    );
}

#[test]
fn a_root_that_comes_during_a_flood_ends_the_wait() {
    let machine = Machine::new();
    fs::create_dir(machine.path("project")).unwrap();
    let bundle = Root::company("Example Works").unwrap().pem();
    let (sender, ready) = channel();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let waits = scope.spawn(|| {
            let told = |extent| {
                sender.send(extent).unwrap();
                Ok(())
            };
            wait_for_change(&machine.tree, Watched::Home(&machine.user), told).unwrap();
            is_over.store(true, Ordering::Relaxed);
        });
        assert_eq!(ready.recv().unwrap(), Extent::Whole);
        for round in 0_u64.. {
            let folder = machine.path(&format!("project/{}", round % 100));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("x.o"), "x").unwrap();
            fs::remove_dir_all(&folder).unwrap();
            if round == 500 {
                let certifi = machine.path("project/venv/certifi");
                fs::create_dir_all(&certifi).unwrap();
                fs::write(certifi.join("cacert.pem"), &bundle).unwrap();
            }
            if is_over.load(Ordering::Relaxed) {
                assert!(round >= 500);
                break;
            }
        }
        waits.join().unwrap();
    });
}

#[test]
fn of_more_folders_than_can_be_watched_the_nearest_are_and_that_is_told() {
    let machine = Machine::new();
    for number in 0..100 {
        fs::create_dir_all(machine.path(&format!("far/off/{number}"))).unwrap();
    }
    let mut home = machine.home();
    home.events.most = 60;
    let before = home.begin();
    assert_eq!(home.events.extent(), Extent::Partial);
    let certifi = machine.path("certifi");
    fs::create_dir(&certifi).unwrap();
    let bundle = Root::company("Example Works").unwrap().pem();
    fs::write(certifi.join("cacert.pem"), bundle).unwrap();
    let happened = happened(&mut home);
    assert!(home.is_another(&happened, &before).unwrap());
}

#[test]
fn what_takes_too_long_to_read_is_left_out_and_that_is_told() {
    let machine = Machine::new();
    fs::create_dir(machine.path("certifi")).unwrap();
    let mut home = machine.home();
    home.search.most = Duration::ZERO;
    home.begin();
    assert_eq!(home.events.extent(), Extent::Partial);
}

#[test]
fn a_setting_behind_a_link_matters_where_it_is() {
    let machine = Machine::new();
    let pem = Root::company("Example Works").unwrap().pem();
    machine.write("works.pem", &pem);
    let inner = ".config/unheard-of";
    fs::create_dir_all(machine.path(inner)).unwrap();
    let deep = machine.path("1/2/3/4/5/6/7/8");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("main.conf"), "window = 1\n").unwrap();
    symlink(
        "/home/ana/1/2/3/4/5/6/7/8/main.conf",
        machine.path(&format!("{inner}/main.conf")),
    )
    .unwrap();
    let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
    fs::write(deep.join("main.conf"), "ssl_cafile = /home/ana/works.pem\n").unwrap();
    assert!(searched.settled());
}

#[test]
fn texts_that_are_written_all_the_time_are_read_alone() {
    let machine = Machine::new();
    let inner = ".config/browser/Default/Preferences";
    fs::create_dir_all(machine.path(inner).parent().unwrap()).unwrap();
    machine.write(inner, "{}");
    let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
    machine.write(inner, "{\"window\": 1}");
    let happened = happened(&mut searched.home);
    let path = Path::new("/home/ana").join(inner);
    assert_eq!(happened.parts, BTreeSet::from([happened::Part::File(path)]));
    assert!(
        !searched
            .home
            .is_another(&happened, &searched.before)
            .unwrap()
    );
}

#[test]
fn an_installation_in_a_folder_to_which_a_link_leads_matters_too() {
    let machine = Machine::new();
    let downloads = machine.path("Downloads");
    for folder in [&downloads, &machine.path(".config")] {
        fs::create_dir_all(folder).unwrap();
    }
    symlink("../Downloads", machine.path(".config/d")).unwrap();
    let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
    let place = "Downloads/x/lib/python3.11/site-packages/certifi/cacert.pem";
    let bundle = Root::company("Example Works").unwrap().pem();
    searched.write(&format!("{HOME}/{place}"), bundle.as_bytes());
    assert!(searched.settled());
}

#[test]
fn an_environment_matters_whatever_of_it_comes_last() {
    let bundle = Root::company("Example Works").unwrap().pem();
    let parts = [("bin/python", "#!"), ("ssl/cacert.pem", &bundle)];
    for last in 0..parts.len() {
        let machine = Machine::new();
        for folder in ["x/bin", "x/ssl"] {
            fs::create_dir_all(machine.path(folder)).unwrap();
        }
        let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
        for (number, (place, content)) in parts.iter().enumerate() {
            if number != last {
                searched.write(&format!("{HOME}/x/{place}"), content.as_bytes());
            }
        }
        assert!(!searched.settled(), "not yet an environment");
        let (place, content) = parts[last];
        searched.write(&format!("{HOME}/x/{place}"), content.as_bytes());
        assert!(searched.settled(), "{place}");
    }
}

/// From now on this thread may read what the mode of a file allows its owner, and no more.
fn give_up_rights_over_files() {
    let mut own = capabilities(None).unwrap();
    own.effective -= CapabilitySet::DAC_OVERRIDE | CapabilitySet::DAC_READ_SEARCH;
    set_capabilities(None, own).unwrap();
}

#[test]
fn a_closed_folder_makes_no_home_partial_and_is_searched_once_it_is_open() {
    // Rights belong to a thread, and another test may run on this one.
    let alone = thread::spawn(|| {
        give_up_rights_over_files();
        closed_folders();
    });
    alone.join().unwrap();
}

fn closed_folders() {
    let bundle = Root::company("Example Works").unwrap().pem();
    let certifi = "lib/python3.11/site-packages/certifi/cacert.pem";
    let setting = "ssl_cafile = /home/ana/roots.pem\n";
    for (folder, file, text) in [
        ("projects/x", certifi, bundle.as_str()),
        (".config/unheard-of", "main.conf", setting),
    ] {
        let machine = Machine::new();
        fs::write(machine.path("roots.pem"), &bundle).unwrap();
        let folder = machine.path(folder);
        fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
        fs::write(folder.join(file), text).unwrap();
        let mode = |mode| fs::set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
        mode(0o000);
        let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
        mode(0o700);
        assert!(searched.settled(), "{file} was there before the watch");

        let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
        fs::remove_file(folder.join(file)).unwrap();
        assert!(searched.settled());
        let mut searched = Searched::begin(&machine, Watched::Home(&machine.user));
        // It can be written to, but not listed, while the file comes.
        mode(0o300);
        fs::write(folder.join(file), text).unwrap();
        mode(0o000);
        assert!(!searched.settled());
        mode(0o700);
        assert!(searched.settled(), "{file} came while it was closed");
    }
}
