use std::os::unix::fs::symlink;

use super::{keystore::tests as make, *};

struct Machine {
    folder: tempfile::TempDir,
    tree: Tree,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        Self { folder, tree }
    }

    fn path(&self, inside: &str) -> PathBuf {
        let path = self.folder.path().join(inside.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    fn write(&self, inside: &str, bytes: &[u8]) {
        std::fs::write(self.path(inside), bytes).unwrap();
    }

    fn keystore(&self, inside: &str) {
        self.write(inside, &make::jks(&make::der("a.test"), "changeit"));
    }

    /// Every store's identifier, and what it makes of its one certificate.
    fn system(&self, homes: &[&str]) -> Vec<(String, Trust)> {
        let found = Installations {
            java_homes: homes.iter().map(PathBuf::from).collect(),
            ..Installations::default()
        };
        told(&of_system(&self.tree, &found))
    }
}

fn told(reading: &Reading) -> Vec<(String, Trust)> {
    let stores = reading.stores.iter();
    stores
        .map(|store| {
            assert_eq!((&store.error, store.anchors.len()), (&None, 1));
            (store.id.clone(), store.anchors[0].trust)
        })
        .collect()
}

fn ana() -> User {
    User {
        name: "ana".to_owned(),
        uid: Some(1000),
        gid: Some(1000),
        home: "/home/ana".into(),
    }
}

#[test]
fn jssecacerts_takes_the_place_of_cacerts() {
    let machine = Machine::new();
    machine.keystore("/opt/jdk/lib/security/cacerts");
    let id = |name: &str| format!("java_keystore:/opt/jdk/lib/security/{name}");
    assert_eq!(
        machine.system(&["/opt/jdk"]),
        [(id("cacerts"), Trust::Trusted)]
    );
    machine.keystore("/opt/jdk/lib/security/jssecacerts");
    assert_eq!(
        machine.system(&["/opt/jdk"]),
        [
            (id("jssecacerts"), Trust::Trusted),
            (id("cacerts"), Trust::None)
        ]
    );
}

#[test]
fn a_file_that_several_javas_have_is_one_store_and_believed_if_one_believes_it() {
    let machine = Machine::new();
    machine.keystore(DEBIAN);
    for home in ["one", "two"] {
        let link = machine.path(&format!("/opt/{home}/lib/security/cacerts"));
        symlink(DEBIAN, link).unwrap();
    }
    machine.keystore("/opt/one/lib/security/jssecacerts");
    let stores = machine.system(&["/opt/one", "/opt/two"]);
    let id = |name: &str| format!("java_keystore:/opt/one/lib/security/{name}");
    assert_eq!(
        stores,
        [
            (id("jssecacerts"), Trust::Trusted),
            (id("cacerts"), Trust::Trusted)
        ]
    );
}

#[test]
fn a_keystore_that_an_option_names_is_read_with_the_password_beside_it() {
    let machine = Machine::new();
    let keystore = make::jks(&make::der("a.test"), "sesame");
    machine.write("/home/ana/company.jks", &keystore);
    let option = "-Djavax.net.ssl.trustStore=$HOME/company.jks";
    machine.write(
        "/home/ana/.profile",
        format!("export X='{option}'\n").as_bytes(),
    );
    let reading = of_user(&machine.tree, &ana(), &Installations::default());
    let id = "java_keystore:/home/ana/company.jks".to_owned();
    assert_eq!(told(&reading), [(id, Trust::Trusted)]);
    assert_eq!(reading.stores[0].remarks.len(), 1);
    let more = format!("export X='{option} -Djavax.net.ssl.trustStorePassword=sesame'\n");
    machine.write("/home/ana/.profile", more.as_bytes());
    let reading = of_user(&machine.tree, &ana(), &Installations::default());
    assert_eq!(reading.stores[0].remarks.len(), 0);
}

#[test]
fn an_option_that_cannot_be_followed_is_said() {
    let machine = Machine::new();
    machine.write(
        "/etc/default/tomcat9",
        b"JAVA_OPTS=\"-Djavax.net.ssl.trustStore=$BASE/company.jks\"\n",
    );
    let reading = of_system(&machine.tree, &Installations::default());
    assert_eq!(reading.closed.len(), 1);
    assert!(reading.closed[0].why.ends_with("$BASE/company.jks"));
    machine.write(
        "/etc/default/tomcat9",
        b"# JAVA_OPTS=\"-Djavax.net.ssl.trustStore=$BASE/x\"\n",
    );
    let reading = of_system(&machine.tree, &Installations::default());
    assert_eq!(reading, Reading::default());
}

#[test]
fn a_users_java_with_the_systems_keystore_is_no_second_store() {
    let machine = Machine::new();
    machine.keystore(DEBIAN);
    let home = "/home/ana/.jdks/21";
    symlink(
        DEBIAN,
        machine.path(&format!("{home}/lib/security/cacerts")),
    )
    .unwrap();
    let found = Installations {
        java_homes: vec![home.into()],
        ..Installations::default()
    };
    assert_eq!(of_user(&machine.tree, &ana(), &found), Reading::default());
    std::fs::remove_file(machine.path(DEBIAN)).unwrap();
    machine.keystore("/etc/other");
    std::fs::remove_file(machine.path(&format!("{home}/lib/security/cacerts"))).unwrap();
    symlink(
        "/etc/other",
        machine.path(&format!("{home}/lib/security/cacerts")),
    )
    .unwrap();
    assert_eq!(told(&of_user(&machine.tree, &ana(), &found)).len(), 1);
}

#[test]
fn a_keystore_that_is_none_is_an_error_and_a_folder_in_its_place_is_nothing() {
    let machine = Machine::new();
    machine.write(DEBIAN, b"not a keystore");
    let reading = of_system(&machine.tree, &Installations::default());
    assert!(reading.stores[0].error.is_some());
    std::fs::remove_file(machine.path(DEBIAN)).unwrap();
    std::fs::create_dir(machine.path(DEBIAN)).unwrap();
    let reading = of_system(&machine.tree, &Installations::default());
    assert_eq!(reading, Reading::default());
}
