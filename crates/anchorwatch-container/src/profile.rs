//! Apple's configuration profile: a property list whose payloads a device applies.
//!
//! ```text
//! { PayloadDisplayName, PayloadOrganization, PayloadIdentifier,
//!   PayloadContent: [ { PayloadType: "com.apple.security.root",
//!                       PayloadContent: the certificate's bytes }, … ] }
//! ```
//!
//! Source: Apple, «Device Management», the pages TopLevel, CertificateRoot,
//! CertificatePKCS1, CertificatePEM, CertificatePKCS12 and those named at [`Effect`]
//! (read 2026-11-22); «Configuration Profile Reference», 2019-05-03.
//!
//! The tree is searched for payloads at every depth, since it is not documented what a device
//! does with a payload in an unusual place. **Not checked:** whether a device would accept the
//! profile. Missing keys are not reported.

use super::{
    Error, PlaceStep,
    place::Place,
    plist_tree::{self, Node},
    reading::Reading,
    text::printable,
};

/// What a profile says about itself and does. Its maker chose every word. Characters that could
/// control a terminal are escaped, and long texts are cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile {
    /// `PayloadDisplayName`: what the device shows.
    pub display_name: Option<String>,
    /// `PayloadOrganization`.
    pub organization: Option<String>,
    /// `PayloadIdentifier`.
    pub identifier: Option<String>,
    /// Whether it forbids its own removal (`PayloadRemovalDisallowed`).
    pub is_removal_disallowed: bool,
    /// Its payloads, in file order.
    pub payloads: Vec<Payload>,
}

/// One thing that a profile asks a device to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Payload {
    /// `PayloadType`.
    pub kind: String,
    /// `PayloadDisplayName`.
    pub display_name: Option<String>,
    /// What it does to the device's traffic, if that is known for this kind.
    pub effect: Option<Effect>,
}

anchorwatch_remark::closed_list! {
    /// What a payload does to a device's traffic or to its trust decisions.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum Effect {
        /// Sends traffic through a VPN (Apple: VPN, AppLayerVPN).
        Vpn,
        /// Sends web traffic through a proxy (Apple: GlobalHTTPProxy; WiFi with `ProxyType`).
        Proxy,
        /// Sends traffic through relays (Apple: Relay).
        Relay,
        /// Lets an app or a list decide which sites may be reached (Apple: WebContentFilter).
        ContentFilter,
        /// Lets someone else resolve names to addresses (Apple: DNSSettings, DNSProxy).
        Dns,
        /// Hands the device to a management server, which can install more without asking, including
        /// roots (Apple: MDM).
        DeviceManagement,
        /// Has the device fetch another profile (Apple: «Over-the-Air Profile Delivery»).
        FetchesProfile,
        /// Exempts certificates from the check against public logs (Apple: CertificateTransparency).
        TransparencyExemption,
    }
}

impl Effect {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vpn => "vpn",
            Self::Proxy => "proxy",
            Self::Relay => "relay",
            Self::ContentFilter => "content_filter",
            Self::Dns => "dns",
            Self::DeviceManagement => "device_management",
            Self::FetchesProfile => "fetches_profile",
            Self::TransparencyExemption => "transparency_exemption",
        }
    }

    fn of(kind: &str, payload: &Node) -> Option<Self> {
        Some(match kind.to_ascii_lowercase().as_str() {
            "com.apple.vpn.managed" | "com.apple.vpn.managed.applayer" => Self::Vpn,
            "com.apple.proxy.http.global" => Self::Proxy,
            "com.apple.wifi.managed" => match payload.text("ProxyType") {
                None | Some("None") => return None,
                Some(_) => Self::Proxy,
            },
            "com.apple.relay.managed" => Self::Relay,
            "com.apple.webcontent-filter" => Self::ContentFilter,
            "com.apple.dnssettings.managed" | "com.apple.dnsproxy.managed" => Self::Dns,
            "com.apple.mdm" => Self::DeviceManagement,
            "profile service" => Self::FetchesProfile,
            "com.apple.security.certificatetransparency" => Self::TransparencyExemption,
            _ => return None,
        })
    }
}

/// The payload types that contain a certificate.
const CERTIFICATE_KINDS: [&str; 4] = [
    "com.apple.security.root",
    "com.apple.security.pkcs1",
    "com.apple.security.pem",
    "com.apple.security.pkcs12",
];

/// The prefix of every payload type about keys. A payload with this prefix and bytes as its
/// content is read as a certificate even if it is not in the list above.
const SECURITY: &str = "com.apple.security.";

/// Reads a profile in XML.
pub(super) fn read_xml(reading: &mut Reading, bytes: &[u8], place: &Place) -> Result<(), Error> {
    let root = plist_tree::from_xml(bytes, &mut reading.budget)?;
    read(reading, &root, place)
}

/// Reads a profile as a binary property list.
pub(super) fn read_binary(reading: &mut Reading, bytes: &[u8], place: &Place) -> Result<(), Error> {
    let root = plist_tree::from_binary(bytes, &mut reading.budget)?;
    read(reading, &root, place)
}

fn read(reading: &mut Reading, root: &Node, place: &Place) -> Result<(), Error> {
    let is_encrypted = root.get("EncryptedPayloadContent").is_some();
    if root.get("PayloadContent").is_none() && !is_encrypted {
        return Err(Error::NotAProfile);
    }
    let text = |key: &str| root.text(key).map(printable);
    let profile = reading.found.profile.get_or_insert_with(|| Profile {
        display_name: text("PayloadDisplayName"),
        organization: text("PayloadOrganization"),
        identifier: text("PayloadIdentifier"),
        ..Profile::default()
    });
    profile.is_removal_disallowed |=
        root.get("PayloadRemovalDisallowed") == Some(&Node::Boolean(true));
    if is_encrypted {
        reading.failed(place.part(PlaceStep::Profile), Error::EncryptedProfile);
    }
    // A «Profile Service» profile is recognised by keys at its root.
    payload(
        reading,
        root,
        place,
        root.text("PayloadType") != Some("Configuration"),
    );
    Ok(())
}

/// A dictionary or array, and everything inside; the tree's depth is bounded.
fn payload(reading: &mut Reading, node: &Node, place: &Place, is_listed: bool) {
    if let Some(kind) = node.text("PayloadType").filter(|_| is_listed) {
        let effect = Effect::of(kind, node);
        let profile = reading.found.profile.get_or_insert_default();
        profile.payloads.push(Payload {
            kind: printable(kind),
            display_name: node.text("PayloadDisplayName").map(printable),
            effect,
        });
        let step = PlaceStep::Payload {
            number: profile.payloads.len() as u64,
            kind: printable(kind),
        };
        content(reading, node, &kind.to_ascii_lowercase(), step, place);
    }
    for child in node.children() {
        payload(reading, child, place, true);
    }
}

fn content(reading: &mut Reading, payload: &Node, kind: &str, step: PlaceStep, place: &Place) {
    let is_certificate = CERTIFICATE_KINDS.contains(&kind);
    let bytes = match payload.get("PayloadContent") {
        Some(Node::Data(bytes)) if is_certificate || kind.starts_with(SECURITY) => bytes.as_slice(),
        Some(Node::Text(text)) if is_certificate => text.as_bytes(),
        _ if is_certificate => {
            reading.failed(place.part(step), Error::EmptyPayload);
            return;
        }
        _ => return,
    };
    let own = payload.text("Password").map(str::to_owned);
    let others = reading.passwords.clone();
    reading.passwords.splice(..0, own);
    let result = if bytes.is_empty() {
        Err(Error::EmptyPayload)
    } else {
        reading.read(bytes, &place.inside(step.clone()))
    };
    reading.passwords = others;
    if let Err(error) = result {
        reading.failed(place.part(step), error);
    }
}
