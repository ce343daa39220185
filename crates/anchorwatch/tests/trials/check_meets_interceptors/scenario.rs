//! What a scenario consists of.

use anchorwatch_lab::network::interceptor::{Habits, Mode};

/// A name that is on the list of 2019.
pub(super) const LISTED: &str = "www.facebook.com";
/// A name of the same site that is not.
pub(super) const UNLISTED: &str = "m.facebook.com";

/// An interceptor, a question, and the expected answer.
pub(super) struct Scenario {
    pub(super) name: &'static str,
    pub(super) device: Device,
    pub(super) question: Question,
    pub(super) answer: Answer,
}

impl Scenario {
    /// Whether the interceptor reads the connections of the question, or some of them.
    pub(super) fn is_read(&self) -> bool {
        self.question.host == LISTED
            && self.question.server != Server::Distrusted
            && self.device.spares != Spares::OurHello
    }
}

/// How the interceptor is built.
#[derive(Clone, Copy)]
pub(super) struct Device {
    pub(super) habits: Habits,
    pub(super) mode: Mode,
    pub(super) root: ImposedRoot,
    pub(super) share: (u32, u32),
    pub(super) spares: Spares,
}

/// The root under which the interceptor signs.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ImposedRoot {
    /// With the name of the one of 2016.
    Qaznet,
    /// With the name and the mark of the family of 2020.
    Isca,
    /// With a name that says nothing.
    Nameless,
}

/// What the interceptor passes on although it could read it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Spares {
    Nothing,
    /// Connections with the hello of this program.
    OurHello,
    /// Connections to the measurer's own server.
    OwnServer,
}

/// What is asked, and what the one who asks knows.
#[derive(Clone, Copy)]
pub(super) struct Question {
    pub(super) host: &'static str,
    pub(super) server: Server,
    pub(super) depth: Depth,
    pub(super) rounds: u32,
    pub(super) knows: Knows,
}

/// Which server is asked, and from where.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Server {
    /// From inside, a site with a certificate of the public root.
    Site,
    /// From inside, a site with a certificate that no browser trusts.
    Distrusted,
    /// From outside, a server on the client's side.
    Inside,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Depth {
    Plain,
    Deep,
    DeepWithOwnServer,
}

/// Where the imposed root is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Knows {
    Nothing,
    /// Its owner installed it.
    ItIsInstalled,
    /// A public authority signs for the interceptor.
    ItIsPublic,
}

/// What `check` must say.
pub(super) struct Answer {
    pub(super) verdict: &'static str,
    /// Exactly these rules, in any order.
    pub(super) rules: &'static [&'static str],
    /// At least these details of what the rules saw.
    pub(super) details: &'static [&'static str],
    /// At which hop the interceptor was found.
    pub(super) hop: Option<u64>,
    /// With which TTLs the answers to the name and to another one arrived, where that matters.
    pub(super) ttls: Option<[u64; 2]>,
    /// Where another program is intercepted at the same time, although this one sees nothing.
    pub(super) is_blind: bool,
}
