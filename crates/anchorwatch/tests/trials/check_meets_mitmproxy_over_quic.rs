//! `check --deep --quic` behind mitmproxy, a real interceptor of HTTP/3, at the second router. TCP
//! passes it untouched.

use anchorwatch_lab::network::{MitmproxyOverQuic, Node, SITE};
use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::check_asks_over_quic::{LISTED, PATIENT, UNLISTED, World};

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    world.the_same_certificate_over_quic_accuses_nobody()?;
    {
        let (network, imposed, public) = (&world.network, &world.imposed, &world.public);
        let _interceptor = MitmproxyOverQuic::start(network, imposed, public, SITE)?;
        world.mitmproxy_is_found_with_the_hop()?;
        world.whoever_does_not_pass_it_is_not_concerned()?;
    }
    world.the_same_certificate_over_quic_accuses_nobody()
}

impl World {
    /// It re-signs every name.
    fn mitmproxy_is_found_with_the_hop(&self) -> Result<(), Failed> {
        for name in [LISTED, UNLISTED] {
            let found = self.check(Node::Client, name, PATIENT, &["--quic"])?;
            found.expect("intercepted", "local_root_for_public_name")?;
            let says = found.rule("only_some_hellos")?;
            let refused = says["facts"]["refused"].to_string();
            expect(refused.contains("hello_kind_quic"), says.to_string())?;
            let place = &found.target["interceptor"];
            let is_found = place["network"] == "udp"
                && place["hop"] == 2
                && place["router_before"] == Node::Router(1).address().to_string();
            expect(is_found, found.said())?;
        }
        Ok(())
    }

    /// Neither over TCP alone nor from a place with another way to the site.
    fn whoever_does_not_pass_it_is_not_concerned(&self) -> Result<(), Failed> {
        let found = self.check(Node::Client, LISTED, PATIENT, &[])?;
        found.expect_rules("not_seen", &["publicly_trusted"])?;
        let found = self.check(Node::Control, LISTED, PATIENT, &["--quic"])?;
        found.expect_rules("not_seen", &["publicly_trusted"])
    }
}
