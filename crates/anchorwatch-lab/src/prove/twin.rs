use crate::client::Page;
use crate::pki::Subject;
use crate::{Error, Root, ServerChain, Site};

/// How the certificate of a page is related to one that the block gets.
///
/// Each twin has a key of its own, so that refusing one says nothing about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Twin {
    /// The certificate itself is installed.
    Original,
    /// Another certificate with the same name and key is installed.
    Reissued,
    /// Another certificate with the same key under another name is installed.
    Renamed,
    /// The root is not installed; another installed root has certified its name and key.
    CrossSigned,
    /// The same, and a root of its name with another key is installed too.
    Beside,
    /// A renamed twin is installed *after* the block.
    Returned,
    /// A root with the original's name and a key that no block was told is installed.
    Rekeyed,
    /// A page for a private name, under the root of [`Rekeyed`](Self::Rekeyed).
    Private,
    /// A company's root, which should not be blocked: **the good control**.
    Company,
    /// A page under the company's root for a name that no consent covers.
    Uncovered,
    /// A root that the distribution ships: the good control of clients that refuse the company's.
    Shipped,
    /// A root that is never installed: **the bad control**.
    Never,
}

impl Twin {
    /// All, in the order of the table.
    pub const ALL: [Self; 12] = [
        Self::Original,
        Self::Reissued,
        Self::Renamed,
        Self::CrossSigned,
        Self::Beside,
        Self::Returned,
        Self::Rekeyed,
        Self::Private,
        Self::Company,
        Self::Uncovered,
        Self::Shipped,
        Self::Never,
    ];

    /// Those that are only asked where unlisted roots are held to names.
    pub const OF_NAMES: [Self; 3] = [Self::Private, Self::Uncovered, Self::Shipped];

    /// Those whose key the block gets: they should be refused after it.
    pub const BLOCKED: [Self; 6] = [
        Self::Original,
        Self::Reissued,
        Self::Renamed,
        Self::CrossSigned,
        Self::Beside,
        Self::Returned,
    ];

    /// Returns its name in tables, documents and the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Reissued => "reissued",
            Self::Renamed => "renamed",
            Self::CrossSigned => "crossed",
            Self::Beside => "beside",
            Self::Returned => "returned",
            Self::Rekeyed => "rekeyed",
            Self::Private => "private",
            Self::Company => "company",
            Self::Uncovered => "uncovered",
            Self::Shipped => "shipped",
            Self::Never => "never",
        }
    }
}

/// The roots behind the twins, and one site with a page under each.
pub(super) struct Roots {
    /// Certificates that the block gets, as PEM.
    pub(super) told: Vec<String>,
    /// What the imposer installs, with the stem of its file.
    pub(super) imposed: Vec<(&'static str, Root)>,
    /// What the imposer installs after the block.
    pub(super) returned: Root,
    pub(super) company: Root,
    pub(super) shipped: Root,
    site: Site,
    words: String,
}

impl Roots {
    pub(super) fn new() -> Result<Self, Error> {
        let root = Root::company;
        let original = root("Imposed Root")?;
        let reissued = root("Imposed Root, re-issued")?;
        let renamed_from = root("Imposed Root, to be renamed")?;
        let renamed = renamed_from.renamed(Subject::company("Harmless Root"))?;
        let crossed = root("Imposed Root, cross-signed")?;
        let beside = root("Imposed Root, cross-signed beside a namesake")?;
        let namesake = beside.rekeyed()?;
        let other = root("Another Installed Root")?;
        let back_from = root("Imposed Root, to come back")?;
        let returned = back_from.renamed(Subject::company("Fresh Root"))?;
        let rekeyed = original.rekeyed()?;
        let company = root("Example Works Inspection Root")?;
        let shipped = root("Root Of The Distribution")?;

        let crossed_chain = |twin: Twin, root: &Root| -> Result<ServerChain, Error> {
            Ok(chain(twin, root)?.followed_by(root.cross_signed_by(&other)?))
        };
        let chains = [
            (Twin::Original, chain(Twin::Original, &original)?),
            (Twin::Reissued, chain(Twin::Reissued, &reissued)?),
            (Twin::Renamed, chain(Twin::Renamed, &renamed)?),
            (
                Twin::CrossSigned,
                crossed_chain(Twin::CrossSigned, &crossed)?,
            ),
            (Twin::Beside, crossed_chain(Twin::Beside, &beside)?),
            (Twin::Returned, chain(Twin::Returned, &returned)?),
            (Twin::Rekeyed, chain(Twin::Rekeyed, &rekeyed)?),
            (Twin::Private, chain(Twin::Private, &rekeyed)?),
            (Twin::Company, chain(Twin::Company, &company)?),
            (Twin::Uncovered, chain(Twin::Uncovered, &company)?),
            (Twin::Shipped, chain(Twin::Shipped, &shipped)?),
        ];
        let (site, words) = start(chains, chain(Twin::Never, &root("Never Installed Root")?)?)?;
        Ok(Self {
            told: [
                &original,
                &reissued,
                &renamed_from,
                &crossed,
                &beside,
                &back_from,
            ]
            .map(Root::pem)
            .into(),
            imposed: vec![
                ("original", original.clone()),
                ("reissued", reissued.reissued()?),
                ("renamed", renamed),
                ("other", other),
                ("namesake", namesake),
                ("came", back_from.clone()),
                ("rekeyed", rekeyed),
            ],
            returned,
            company,
            shipped,
            site,
            words,
        })
    }

    pub(super) fn page(&self, twin: Twin) -> Page {
        Page {
            name: host(twin),
            port: self.site.address().port(),
            words: self.words.clone(),
        }
    }

    /// Returns the lines by which the sealed machine resolves the pages' names.
    pub(super) fn hosts() -> String {
        let lines = Twin::ALL.map(|twin| format!("127.0.0.1 {}\n", host(twin)));
        lines.concat()
    }
}

fn host(twin: Twin) -> String {
    let domain = match twin {
        Twin::Private => "corp",
        _ => "example.kz",
    };
    format!("{}.{domain}", twin.code())
}

fn chain(twin: Twin, root: &Root) -> Result<ServerChain, Error> {
    root.issue(&[&host(twin)])
}

/// The words are unique to this run: no page of another site contains them.
fn start(
    chains: impl IntoIterator<Item = (Twin, ServerChain)>,
    never: ServerChain,
) -> Result<(Site, String), Error> {
    let chains: Vec<_> = chains.into_iter().collect();
    let first = chains.first().map(|(_, chain)| chain.certificates());
    let tag: String = first
        .and_then(|certificates| certificates.first())
        .map(|leaf| {
            leaf.iter()
                .rev()
                .take(8)
                .map(|octet| format!("{octet:02x}"))
                .collect()
        })
        .unwrap_or_default();
    let words = format!("the page of a root {tag}");
    let builder = Site::builder(never).titled(&words).for_at_most(LIFETIME);
    let site = chains
        .into_iter()
        .fold(builder, |builder, (twin, chain)| {
            builder.for_name(&host(twin), chain)
        })
        .start()?;
    Ok((site, words))
}

/// Enough for five phases with three browsers on a slow machine.
const LIFETIME: std::time::Duration = std::time::Duration::from_secs(1_800);
