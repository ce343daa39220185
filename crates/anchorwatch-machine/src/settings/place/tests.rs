use std::{fs, os::unix::fs::symlink, path::Path};

use anchorwatch_home::Tree;
use anchorwatch_remark::{Told, Value};

use crate::{Client, Inventory, Rights, SettingKind, StoreKind, Trust, survey};

struct Machine {
    folder: tempfile::TempDir,
    pem: String,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("home/ana")).unwrap();
        let mut params = rcgen::CertificateParams::default();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let root = params.self_signed(&rcgen::KeyPair::generate().unwrap());
        Self {
            folder,
            pem: root.unwrap().pem(),
        }
    }

    fn write(&self, inner: &str, text: &str) {
        let path = self.folder.path().join(inner);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self) -> Inventory {
        survey::read(&Tree::open(self.folder.path()).unwrap(), Rights::Own)
    }

    /// The paths of named files and folders of certificates, and who trusts them.
    fn trusted(&self) -> Vec<(String, Vec<Client>)> {
        let stores = self.read().stores.into_iter();
        let named = stores.filter(|store| {
            matches!(
                store.kind,
                StoreKind::NamedFile | StoreKind::NamedDirectory | StoreKind::JavaKeystore
            )
        });
        let inner = |path: &Path| {
            let inner = path.strip_prefix(self.folder.path()).unwrap();
            inner.display().to_string()
        };
        named
            .filter_map(|store| {
                let anchor = store.anchors.first()?;
                assert_eq!(anchor.trust, Trust::Trusted);
                Some((inner(&store.path), anchor.effective_for.clone()))
            })
            .collect()
    }

    fn settings(&self) -> Vec<(SettingKind, String)> {
        let settings = self.read().settings.into_iter();
        settings.map(|one| (one.kind, one.literal)).collect()
    }

    /// Whatever was not understood.
    fn unclear(&self) -> Vec<Told> {
        let stores = self.read().stores.into_iter();
        let said = stores.flat_map(|store| store.unreadable.into_iter().chain(store.error));
        said.collect()
    }
}

const BUNDLES: [(&str, Client); 28] = [
    ("home/ana/miniconda3/ssl/cacert.pem", Client::Openssl),
    (
        "home/ana/miniforge3/envs/work/ssl/cacert.pem",
        Client::PythonSsl,
    ),
    ("opt/conda/ssl/cacert.pem", Client::Openssl),
    (
        "home/linuxbrew/.linuxbrew/etc/openssl@3/cert.pem",
        Client::Curl,
    ),
    (
        "home/linuxbrew/.linuxbrew/etc/openssl@1.1/cert.pem",
        Client::Openssl,
    ),
    (
        "home/linuxbrew/.linuxbrew/etc/ca-certificates/cert.pem",
        Client::Curl,
    ),
    (
        "home/ana/.pyenv/versions/3.9.18/openssl/ssl/cert.pem",
        Client::PythonSsl,
    ),
    (
        "home/ana/.rbenv/versions/3.2.0/openssl/ssl/cert.pem",
        Client::Openssl,
    ),
    (
        "home/ana/.local/share/mise/installs/python/3.12/openssl/ssl/cert.pem",
        Client::PythonSsl,
    ),
    ("usr/local/ssl/cert.pem", Client::Openssl),
    ("usr/local/etc/ssl/cert.pem", Client::Openssl),
    ("usr/local/etc/openssl@3/cert.pem", Client::Openssl),
    ("usr/local/openssl-3.2/cert.pem", Client::Openssl),
    ("opt/gitlab/embedded/ssl/cert.pem", Client::Openssl),
    ("opt/gitlab/embedded/ssl/certs/cacert.pem", Client::Openssl),
    ("opt/vagrant/embedded/cacert.pem", Client::Openssl),
    ("opt/puppetlabs/puppet/ssl/cert.pem", Client::Openssl),
    (
        "var/lib/gems/3.1.0/gems/httpclient-2.8.3/lib/httpclient/cacert.pem",
        Client::Ruby,
    ),
    (
        "usr/local/rvm/gems/default/gems/certifi-2024.12.14/lib/certifi/vendor/cacert.pem",
        Client::Ruby,
    ),
    (
        "home/ana/.gem/ruby/3.1.0/gems/stripe-5.0.0/lib/data/ca-certificates.crt",
        Client::Ruby,
    ),
    (
        "home/ana/.rbenv/versions/3.2.0/lib/ruby/gems/3.2.0/gems/aws-sdk-core-2.11.0/ca-bundle.crt",
        Client::Ruby,
    ),
    (
        "nix/var/nix/profiles/default/etc/ssl/certs/ca-bundle.crt",
        Client::Curl,
    ),
    (
        "home/ana/.nix-profile/etc/ssl/certs/ca-bundle.crt",
        Client::Curl,
    ),
    (
        "etc/docker/certs.d/registry.example.org:5000/ca.crt",
        Client::Docker,
    ),
    (
        "etc/docker/certs.d/registry.example.org:5000/any.crt",
        Client::Podman,
    ),
    ("home/ana/.config/docker/certs.d/x/ca.crt", Client::Docker),
    ("etc/containers/certs.d/x/ca.crt", Client::Podman),
    (
        "home/ana/.config/containers/certs.d/x/ca.crt",
        Client::Podman,
    ),
];

#[test]
fn a_bundle_in_a_place_that_no_setting_names_is_read() {
    for (path, client) in BUNDLES {
        let machine = Machine::new();
        machine.write(path, &machine.pem);
        let trusted = machine.trusted();
        assert_eq!(trusted.len(), 1, "{path}: {trusted:?}");
        assert_eq!(trusted[0].0, path);
        assert!(trusted[0].1.contains(&client), "{path}: {trusted:?}");
    }
    // A client's own certificate, a folder of another name, a version that is a file.
    let machine = Machine::new();
    for path in [
        "etc/docker/certs.d/x/client.cert",
        "etc/docker/certs.d.old/x/ca.crt",
        "home/ana/.pyenv/versions/3.9.18",
        "home/ana/notes/cert.pem",
    ] {
        machine.write(path, &machine.pem);
    }
    assert_eq!(machine.trusted(), []);
    assert_eq!(machine.unclear(), Vec::<Told>::new());
}

#[test]
fn a_folder_of_hash_names_is_read_by_them_and_a_link_to_another_bundle_is_one_store() {
    let machine = Machine::new();
    machine.write("usr/local/ssl/certs/0a0a0a0a.0", &machine.pem);
    machine.write("usr/local/ssl/certs/readme.pem", &machine.pem);
    let brew = "home/linuxbrew/.linuxbrew/etc";
    machine.write(&format!("{brew}/ca-certificates/cert.pem"), &machine.pem);
    let openssl = machine.folder.path().join(brew).join("openssl@3");
    fs::create_dir_all(&openssl).unwrap();
    symlink("../ca-certificates/cert.pem", openssl.join("cert.pem")).unwrap();
    let paths: Vec<String> = machine.trusted().into_iter().map(|one| one.0).collect();
    let openssl = format!("{brew}/openssl@3/cert.pem");
    assert_eq!(paths, ["usr/local/ssl/certs".to_owned(), openssl]);
}

#[test]
fn an_environment_of_conda_is_one_store_whether_the_walk_or_its_name_finds_it() {
    let machine = Machine::new();
    machine.write("home/ana/miniconda3/ssl/cacert.pem", &machine.pem);
    let ssl = machine.folder.path().join("home/ana/miniconda3/ssl");
    symlink("cacert.pem", ssl.join("cert.pem")).unwrap();
    machine.write("home/ana/miniconda3/conda-meta/history", "");
    let holding = |machine: &Machine| {
        let stores = machine.read().stores;
        stores
            .iter()
            .filter(|store| !store.anchors.is_empty())
            .count()
    };
    assert_eq!(holding(&machine), 1);
    // The link leads elsewhere: both are read.
    fs::remove_file(ssl.join("cert.pem")).unwrap();
    machine.write("home/ana/miniconda3/ssl/cert.pem", &machine.pem);
    assert_eq!(holding(&machine), 2);
}

#[test]
fn a_condarc_names_a_bundle_a_proxy_or_no_verification() {
    let named = |place: &str, text: &str| {
        let machine = Machine::new();
        machine.write("srv/ca.pem", &machine.pem);
        machine.write(place, text);
        (
            machine.trusted().len(),
            machine.settings(),
            machine.unclear().len(),
        )
    };
    for place in [
        "home/ana/.condarc",
        "home/ana/.config/conda/.condarc",
        "home/ana/.conda/condarc.d/x.yml",
        "home/ana/miniconda3/.condarc",
        "home/ana/miniconda3/envs/x/.condarc",
        "etc/conda/condarc",
        "opt/conda/.condarc",
    ] {
        let (files, ..) = named(place, "# mine\nssl_verify: \"/srv/ca.pem\" # x\n");
        assert_eq!(files, 1, "{place}");
    }
    let off = |text: &str| {
        let (_, settings, _) = named("home/ana/.condarc", text);
        settings
            .iter()
            .any(|(kind, _)| *kind == SettingKind::CondaSslVerify)
    };
    for text in [
        "ssl_verify: false",
        "ssl_verify: No\n",
        "  ssl_verify : off",
        "ssl_verify:\n  False",
    ] {
        assert!(off(text), "{text}");
    }
    for text in [
        "ssl_verify: true",
        "#ssl_verify: false",
        "channels:\n  - ssl_verify",
        "ssl_verify:",
    ] {
        assert!(!off(text), "{text}");
    }
    // What is not understood is reported.
    for text in [
        "{ssl_verify: false}",
        "ssl_verify: !!bool false",
        "ssl_verify: ca.pem",
    ] {
        assert!(!off(text), "{text}");
        assert!(named("home/ana/.condarc", text).2 > 0, "{text}");
    }
    let (_, settings, _) = named(
        "home/ana/.condarc",
        "proxy_servers:\n  https: http://ana:secret@proxy.example:3128\n",
    );
    assert_eq!(settings.len(), 1, "{settings:?}");
    assert!(!settings[0].1.contains("secret"), "{settings:?}");
}

const REGISTRIES: [(&str, &str, usize); 18] = [
    (
        "etc/docker/daemon.json",
        r#"{"insecure-registries":["0.0.0.0/0","r:5000"]}"#,
        2,
    ),
    (
        "home/ana/.config/docker/daemon.json",
        r#"{"insecure-registries":["r"]}"#,
        1,
    ),
    (
        "etc/docker/daemon.json",
        r#"{"insecure-registries":[], "proxies":{"no-proxy":"x"}}"#,
        0,
    ),
    (
        "etc/docker/daemon.json",
        r#"{"proxies":{"https-proxy":"http://p:1"}}"#,
        1,
    ),
    ("etc/docker/daemon.json", "", 0),
    (
        "etc/containers/registries.conf",
        "[[registry]]\nlocation='r'\ninsecure=true\n",
        1,
    ),
    (
        "etc/containers/registries.conf.d/x.conf",
        "[[registry]]\nprefix='r'\ninsecure=true\n",
        1,
    ),
    (
        "home/ana/.config/containers/registries.conf",
        "[[registry]]\nlocation='r'\n[[registry.mirror]]\nlocation='m'\ninsecure=true\n",
        1,
    ),
    (
        "etc/containers/registries.conf",
        "[registries.insecure]\nregistries=['a','b']\n",
        2,
    ),
    (
        "etc/containers/registries.conf",
        "[[registry]]\nlocation='r'\ninsecure=false\n",
        0,
    ),
    (
        "etc/containerd/certs.d/r/hosts.toml",
        "server='https://r'\n[host.'https://r']\nskip_verify=true\n",
        1,
    ),
    (
        "etc/containerd/certs.d/r/hosts.toml",
        "[host.'https://r']\nskip_verify=false\n",
        0,
    ),
    (
        "etc/containerd/config.toml",
        "[plugins.'io.containerd.grpc.v1.cri'.registry.configs.'r'.tls]\ninsecure_skip_verify=true\n",
        1,
    ),
    (
        "etc/containerd/config.toml",
        "version=2\n[plugins.'a'.registry.configs.'r'.tls]\ninsecure_skip_verify=false\n",
        0,
    ),
    (
        "etc/rancher/k3s/registries.yaml",
        "configs:\n  'r':\n    tls:\n      insecure_skip_verify: true\n",
        1,
    ),
    (
        "etc/rancher/rke2/registries.yaml",
        "configs: {r: {tls: {\"insecure_skip_verify\": yes, key_file: x}}}\n",
        1,
    ),
    (
        "etc/rancher/k3s/registries.yaml",
        "# insecure_skip_verify: true\nconfigs:\n  r:\n    tls:\n      insecure_skip_verify: false # now\n",
        0,
    ),
    (
        "home/ana/.config/buildkit/buildkitd.toml",
        "[registry.'r']\ninsecure=true\n[registry.'s']\nhttp=true\n",
        1,
    ),
];

#[test]
fn a_registry_without_verification_is_a_setting() {
    for (place, text, count) in REGISTRIES {
        let machine = Machine::new();
        machine.write(place, text);
        let settings = machine.settings();
        assert_eq!(settings.len(), count, "{place}, {text}: {settings:?}");
        assert_eq!(machine.unclear(), Vec::<Told>::new(), "{place}, {text}");
    }
    for (place, text) in [
        ("etc/docker/daemon.json", "{"),
        ("etc/docker/daemon.json", r#"{"insecure-registries": "r"}"#),
        ("etc/containers/registries.conf", "[[registry"),
        ("etc/containerd/config.toml", "[plugins"),
        (
            "etc/rancher/k3s/registries.yaml",
            "tls:\n  insecure_skip_verify: $OFF\n",
        ),
    ] {
        let machine = Machine::new();
        machine.write(place, text);
        assert_eq!(machine.unclear().len(), 1, "{place}, {text}");
    }
    let machine = Machine::new();
    machine.write("srv/ca.pem", &machine.pem);
    machine.write("etc/containerd/certs.d/r/beside.pem", &machine.pem);
    machine.write(
        "etc/containerd/certs.d/r/hosts.toml",
        "ca = ['/srv/ca.pem', 'beside.pem']\n",
    );
    assert_eq!(machine.trusted().len(), 2);
}

#[test]
fn an_editor_that_verifies_nothing_or_goes_through_a_proxy_is_a_setting() {
    let kinds = |place: &str, text: &str| {
        let machine = Machine::new();
        machine.write("etc/ssl/certs/ca-certificates.crt", &machine.pem);
        machine.write(place, text);
        let kinds: Vec<SettingKind> = machine.settings().into_iter().map(|one| one.0).collect();
        let follows = machine
            .read()
            .followers
            .contains(&(StoreKind::DebianBundle, Client::Vscode));
        (kinds, follows)
    };
    let off = "{\n  // mine\n  \"http.proxyStrictSSL\": false,\n}";
    for place in [
        "home/ana/.config/Code/User/settings.json",
        "home/ana/.config/Code - OSS/User/settings.json",
        "home/ana/.config/VSCodium/User/profiles/1a/settings.json",
        "home/ana/.config/Cursor/User/settings.json",
        "home/ana/.var/app/com.visualstudio.code/config/Code/User/settings.json",
        "home/ana/snap/codium/current/.config/VSCodium/User/settings.json",
        "home/ana/.vscode-server/data/Machine/settings.json",
    ] {
        assert_eq!(
            kinds(place, off).0,
            [SettingKind::VscodeStrictSsl],
            "{place}"
        );
    }
    let place = "home/ana/.config/Code/User/settings.json";
    assert_eq!(kinds(place, "{}"), (vec![], true));
    assert_eq!(
        kinds(place, "{\"http.systemCertificates\": false}"),
        (vec![], false)
    );
    assert_eq!(kinds(place, "{\"http.proxyStrictSSL\": true}").0, []);
    let proxy = kinds(place, "{\"http.proxy\": \"http://p:1\"}").0;
    assert_eq!(proxy, [SettingKind::ProxyConfiguration]);
    let machine = Machine::new();
    machine.write(place, "{\"a\"");
    assert_eq!(machine.unclear().len(), 1);
}

#[test]
fn uv_s_settings_are_read_where_they_hold_for_a_user() {
    for (place, text) in [
        (
            "home/ana/.config/uv/uv.toml",
            "allow-insecure-host = [\"pypi.org\"]",
        ),
        (
            "etc/uv/uv.toml",
            "[pip]\nallow-insecure-host = [\"pypi.org\"]",
        ),
        (
            "home/ana/pyproject.toml",
            "[tool.uv]\nallow-insecure-host = [\"pypi.org\"]",
        ),
    ] {
        let machine = Machine::new();
        machine.write(place, text);
        let kinds: Vec<SettingKind> = machine.settings().into_iter().map(|one| one.0).collect();
        assert_eq!(kinds, [SettingKind::UvInsecureHost], "{place}");
    }
    let follows = |text: &str| {
        let machine = Machine::new();
        machine.write("home/ana/.config/uv/uv.toml", text);
        assert_eq!(machine.settings(), []);
        !machine.read().followers.is_empty()
    };
    assert!(follows("native-tls = true"));
    assert!(follows("system-certs = true"));
    assert!(!follows("native-tls = false\nallow-insecure-host = []"));
    let machine = Machine::new();
    machine.write("home/ana/.config/uv/uv.toml", "= x");
    assert_eq!(machine.unclear().len(), 1);
}

#[test]
fn what_jetbrains_programs_were_told_to_trust_is_read() {
    for place in [
        "home/ana/.config/JetBrains/IntelliJIdea2025.2",
        "home/ana/.config/Google/AndroidStudio2024.1",
        "home/ana/.var/app/com.jetbrains.PyCharm/config/JetBrains/PyCharm2025.1",
    ] {
        let machine = Machine::new();
        machine.write(
            &format!("{place}/options/certificates.xml"),
            "<application>\n<component name=\"CertificateManager\">\n<option name=\"ACCEPT_AUTOMATICALLY\" value=\"true\" />\n",
        );
        let kinds: Vec<SettingKind> = machine.settings().into_iter().map(|one| one.0).collect();
        assert_eq!(kinds, [SettingKind::JetbrainsAccept], "{place}");
        machine.write(
            &format!("{place}/options/certificates.xml"),
            "<option name=\"CHECK_HOSTNAME\" value=\"true\" />\n<option name=\"ACCEPT_AUTOMATICALLY\" value=\"false\" />\n",
        );
        assert_eq!(machine.settings(), [], "{place}");
    }
    let keystore = crate::java::keystore_of("corp.example");
    for place in [
        "home/ana/.config/JetBrains/IntelliJIdea2025.2/ssl/cacerts",
        "home/ana/.IntelliJIdea2019.3/config/ssl/cacerts",
        "home/ana/snap/pycharm-community/current/.config/JetBrains/PyCharmCE2025.1/ssl/cacerts",
    ] {
        let machine = Machine::new();
        let path = machine.folder.path().join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &keystore).unwrap();
        let trusted = machine.trusted();
        assert_eq!(trusted, [(place.to_owned(), vec![Client::Java])]);
    }
}

#[test]
fn toml_that_nests_too_deep_for_its_reader_is_named_and_ends_nothing() {
    let deep = "[a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a]\n".to_owned()
        + &format!("a = {}1{}\n", "{a.a.a.a = ".repeat(79), "}".repeat(79))
        + &format!("b = {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    for place in [
        "home/ana/.cargo/config.toml",
        "home/ana/.config/containers/containers.conf",
        "home/ana/.config/containers/registries.conf",
        "home/ana/.config/uv/uv.toml",
        "home/ana/pyproject.toml",
    ] {
        let machine = Machine::new();
        machine.write(place, &deep);
        let named = machine.unclear();
        assert!(
            named.iter().any(|why| matches!(
                why.fact("why"),
                Some(Value::Remark(why)) if why.code() == "content_nested"
            )),
            "{place}: {named:?}"
        );
    }
}
