//! What `check --deep --resolver` asks, and what it makes of the answers.

use std::net::SocketAddr;

use anchorwatch_lab::{
    Root, Site,
    pki::{Attribute, Recipe, Subject},
    resolver::{Resolver, Zone},
};
use serde_json::Value;

use crate::run::{Run, anchorwatch, measurements};

const NAME: &str = "www.example.kz";

struct Scene {
    folder: tempfile::TempDir,
    site: Site,
    resolver: Resolver,
}

impl Scene {
    fn new() -> Self {
        Self::of(&Root::company("Public").unwrap(), Zone::default())
    }

    /// With this public root, and a resolver that knows this besides.
    fn of(public: &Root, zone: Zone) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("public.pem"), public.pem()).unwrap();
        let site = Site::start(public.issue(&[NAME]).unwrap()).unwrap();
        let zone = zone.address(NAME, [127, 0, 0, 1].into());
        let zone = zone.address("use-application-dns.net", [192, 0, 2, 1].into());
        let chain = public.issue(&["dns.example"]).unwrap();
        Self {
            resolver: Resolver::on_loopback(zone, chain).unwrap(),
            folder,
            site,
        }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn check(&self, resolvers: &[String], more: &[&str]) -> Run {
        let public = self.path("public.pem");
        let address = self.site.address().to_string();
        let mut args = vec!["check", NAME, "--deep", "--rounds", "1", "--format", "json"];
        args.extend([
            "--address",
            &address,
            "--public",
            &public,
            "--local",
            &public,
        ]);
        args.extend(resolvers.iter().flat_map(|it| ["--resolver", it]));
        anchorwatch(&[&args[..], more].concat())
    }

    fn over_tls(&self) -> [String; 2] {
        let written = |kind: &str, at: SocketAddr| format!("{kind}:{at}#dns.example");
        [
            written("dot", self.resolver.dot()),
            written("doh", self.resolver.doh()),
        ]
    }
}

fn only_target(run: &Run) -> Value {
    run.json("anchorwatch.verdict/1")["targets"][0].clone()
}

fn unchecked(target: &Value) -> Vec<&str> {
    let all = target["not_checked"].as_array().unwrap().iter();
    all.filter_map(|it| it["code"].as_str()).collect()
}

#[test]
fn resolvers_that_prove_their_names_and_agree_leave_nothing_open() {
    let scene = Scene::new();
    let evidence = scene.path("seen.jsonl");
    let run = scene.check(&scene.over_tls(), &["--evidence", &evidence]);
    let target = only_target(&run);
    assert_eq!((run.code, &target["verdict"]), (0, &"not_seen".into()));
    let open = unchecked(&target);
    assert!(
        open.iter().all(|it| !it.starts_with("resolver")),
        "{open:?}"
    );
    assert_eq!(target["failures"], serde_json::json!([]));
    let queries = measurements(&evidence)[0]["queries"].clone();
    let queries: Vec<&Value> = queries.as_array().unwrap().iter().skip(1).collect();
    // Addresses of both kinds, the HTTPS record, the canary, and who may sign for the name and for the
    // two above it, over two transports.
    assert_eq!(queries.len(), 14);
    assert_eq!(
        (&queries[0]["engine"], &queries[7]["engine"]),
        (&"dot".into(), &"doh".into())
    );
    assert_eq!(queries[7]["resolver_name"], "dns.example");
    let again = only_target(&anchorwatch(&["verdict", &evidence, "--format", "json"]));
    assert_eq!(unchecked(&again), open);
}

#[test]
fn a_resolver_under_a_root_that_is_not_public_is_not_asked() {
    let scene = Scene::new();
    let somebody = Root::company("Somebody").unwrap();
    let chain = somebody.issue(&["dns.example"]).unwrap();
    let zone = Zone::default().address(NAME, [127, 0, 0, 1].into());
    let resolver = Resolver::on_loopback(zone, chain).unwrap();
    let evidence = scene.path("seen.jsonl");
    let dot = format!("dot:{}#dns.example", resolver.dot());
    let run = scene.check(&[dot], &["--evidence", &evidence]);
    let target = only_target(&run);
    assert!(unchecked(&target).contains(&"resolver_unclear"), "{target}");
    let queries = measurements(&evidence)[0]["queries"].clone();
    assert_eq!(queries[1]["failure"], "ssl_unknown_authority");
    assert_eq!(queries.as_array().unwrap().len(), 2);
}

/// A root of an authority that the owner of a name can allow by `letsencrypt.org`.
fn lets_encrypt() -> Root {
    let subject = Subject::new(&[
        (Attribute::CommonName, "Example X1"),
        (Attribute::Organization, "Let's Encrypt"),
    ]);
    let recipe = Recipe {
        subject,
        ..Recipe::company("")
    };
    Root::new(recipe).unwrap()
}

fn rule<'a>(target: &'a Value, id: &str) -> Option<&'a Value> {
    let mut rules = target["rules"].as_array().unwrap().iter();
    rules.find(|rule| rule["id"] == id)
}

/// The record of a name above counts. No log has promised to show the lab's certificates. To suspect
/// somebody takes another vantage point.
#[test]
fn an_authority_that_the_owner_does_not_allow_leaves_the_answer_open() {
    let public = lets_encrypt();
    let forbids = Zone::default().caa("example.kz", "issue", "pki.goog");
    let scene = Scene::of(&public, forbids);
    for resolver in scene.over_tls() {
        let run = scene.check(&[resolver], &[]);
        let target = only_target(&run);
        assert_eq!((run.code, &target["verdict"]), (11, &"inconclusive".into()));
        let saw = rule(&target, "public_certificate_differs").unwrap();
        assert_eq!(saw["code"], "unlogged_forbidden_authority", "{saw}");
        let facts = &saw["facts"];
        let said = (&facts["record"], &facts["allowed"]);
        let expected = ("example.kz".into(), serde_json::json!(["pki.goog"]));
        assert_eq!(said, (&expected.0, &expected.1), "{facts}");
        let against = target["against_remarks"].as_array().unwrap().iter();
        let codes: Vec<_> = against.filter_map(|it| it["code"].as_str()).collect();
        assert!(codes.contains(&"records_may_be_newer"), "{codes:?}");
        assert!(!unchecked(&target).contains(&"issuer_history"));
    }
    // What comes in clear is no record: anyone on the way could have written it.
    let run = scene.check(&[format!("udp:{}", scene.resolver.udp())], &[]);
    let target = only_target(&run);
    assert_eq!((run.code, &target["verdict"]), (0, &"not_seen".into()));
    assert!(unchecked(&target).contains(&"issuer_history"), "{target}");
}

#[test]
fn an_authority_that_the_owner_allows_is_not_suspected() {
    let forbids = || Zone::default().caa("example.kz", "issue", "pki.goog");
    for (public, zone) in [
        // The nearest name that has records decides.
        (
            lets_encrypt(),
            forbids().caa(NAME, "issue", "letsencrypt.org"),
        ),
        (
            lets_encrypt(),
            forbids().caa(
                "example.kz",
                "issue",
                "letsencrypt.org; validationmethods=dns-01",
            ),
        ),
        // They name no authority.
        (
            lets_encrypt(),
            Zone::default().caa(NAME, "iodef", "mailto:a@example.kz"),
        ),
        // Nobody knows by which name this one would be allowed.
        (Root::company("Public").unwrap(), forbids()),
    ] {
        let scene = Scene::of(&public, zone);
        let run = scene.check(&scene.over_tls(), &[]);
        let target = only_target(&run);
        assert_eq!(
            (run.code, &target["verdict"]),
            (0, &"not_seen".into()),
            "{target}"
        );
        assert!(rule(&target, "public_certificate_differs").is_none());
        let open = unchecked(&target);
        let is_unknown = public.recipe().subject == Subject::company("Public");
        assert_eq!(
            open.contains(&"authority_identifiers"),
            is_unknown,
            "{open:?}"
        );
    }
}

#[test]
fn a_dry_run_names_the_resolvers_and_counts_what_they_lead_to() {
    let args = ["check", NAME, "--dry-run", "--deep", "--resolver", "public"];
    let more = ["--resolver", "dot:192.0.2.53#dns.example"];
    let plan = anchorwatch(&[&args[..], &more, &["--format", "json"]].concat());
    let plan = plan.json("anchorwatch.check-plan/1");
    let resolvers = plan["resolvers"].as_array().unwrap();
    assert_eq!(resolvers.len(), 5);
    assert_eq!(resolvers[4]["name"], "dns.example");
    // In clear, nobody is asked who may sign for the name.
    let most: Vec<&Value> = resolvers.iter().map(|it| &it["most_questions"]).collect();
    assert_eq!(most, [4, 12, 12, 12, 12]);
    let without = anchorwatch(&["check", NAME, "--dry-run", "--deep", "--format", "json"]);
    let without = without.json("anchorwatch.check-plan/1");
    let most = |plan: &Value| plan["targets"][0]["most_connections"].as_u64().unwrap();
    assert_eq!(most(&plan), most(&without) + 2);
    assert_eq!(without["resolvers"], serde_json::json!([]));
    let text = anchorwatch(&[&args[..], &more].concat()).stdout;
    for words in ["dot:192.0.2.53:853#dns.example", "use-application-dns.net"] {
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn a_resolver_needs_deep_and_is_written_in_one_way() {
    for more in [
        &["--resolver", "public"][..],
        &["--deep", "--resolver", "192.0.2.53"],
        &["--deep", "--resolver", "udp:192.0.2.53#dns.example"],
    ] {
        let run = anchorwatch(&[&["check", NAME, "--dry-run"], more].concat());
        assert_eq!(run.code, 2, "{more:?}: {}", run.stdout);
    }
    let many: Vec<String> = (0..21).map(|it| format!("udp:192.0.2.{it}")).collect();
    for (count, code) in [(20, 0), (21, 2)] {
        let many = many.iter().take(count);
        let many: Vec<&str> = many.flat_map(|it| ["--resolver", it]).collect();
        let run = anchorwatch(&[&["check", NAME, "--dry-run", "--deep"], &many[..]].concat());
        assert_eq!(run.code, code, "{}", run.stderr);
    }
}
