//! Someone copied the server's own certificate: its names, under another key and issuer.
//!
//! To other names the server shows a certificate that a public root vouches for; to the target's
//! name, at the same address, comes a copy of it that leads to no public root, for whatever name.
//! Nobody but a copyist takes over most of a serial number. The same dates, or dates moved by some
//! hours, count only beside the issuer's own certificate: else it may be a public authority's
//! second certificate, sent without the one that leads to its root. So do the other habits of 2019
//! together: the same subject, an RSA key with the exponent 3, and no extension but the names. Each of
//! these alone accuses nobody, because a private authority can have it; beside another sign of a copyist
//! each makes it a little surer. Counter-evidence: a server can have two certificates for the same names,
//! such as one for each kind of key. So the names alone are a suspicion.
//!
//! It is surest if the copy comes again two minutes later, which another measurement has to show, and if
//! at least three other names get the server's own certificate.

use anchorwatch_identity::{Certificate, is_self_signed, is_signed_by};

use super::{Hit, accuse, refusal};
use crate::{
    Against, Confidence, Detail, RuleId, Saw, VerdictCode, case::Case, pair::Pair,
    template::Template,
};

/// From this many handshakes on each side, chance is no explanation.
const ENOUGH: u64 = 2;

/// So many other names have to get the server's own certificate.
const ENOUGH_NAMES: u64 = 3;

/// How many hundredths less sure it is with fewer.
const FEW_NAMES: u8 = 2;

/// How many hundredths surer each further habit of 2019 makes it.
const HABIT: u8 = 1;

/// How many certificates of a chain may be the issuer's: real chains have two or three.
const MOST_ABOVE: usize = 16;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let own = case.own()?;
    let mut templates = case.compared.templates.iter();
    templates.find_map(|template| compare(case, own, template))
}

fn compare(case: &Case<'_>, own: &Certificate, template: &Template) -> Option<Hit> {
    let _refused = refusal(case)?;
    let pair = Pair::of(&template.own, own);
    let is_target = case.handshake?.purpose.sends_target_name();
    // A public authority certified this key too: it may be an older certificate of the site.
    let is_public =
        case.is_public_for_another_name || case.is_sites_own || case.is_completed_by_notary;
    if !is_target || !pair.is_copy() || is_public {
        return None;
    }
    // Asked last: it takes the longest.
    if is_self_signed(own) {
        return None;
    }
    // Or the certificate has its issuer's own key, which no public authority gives away.
    let mut above = case.chain.iter().take(MOST_ABOVE);
    let has_issuer = above.any(|one| is_signed_by(own, one.spki_der()));
    let is_copyist = pair.is_serial_copied()
        || has_issuer && (pair.has_copied_dates() || pair.is_made_as_in_2019());
    // Other names were asked over TCP; for QUIC a server can have another certificate.
    if !is_copyist && (!has_issuer || case.is_over_quic) {
        return None;
    }
    let repeated = Repeated::of(case, own, template);
    let saw = Saw::CopiedCertificate {
        name: case.name.to_string(),
        issuer: own.issuer().to_string(),
        genuine_issuer: template.own.issuer().to_string(),
        seen: template.seen,
        total: template.total,
    };
    let against = Some(Against::TwoCertificates);
    let confidence = repeated.confidence().plus(HABIT * habits(&pair));
    let mut hit = accuse(case, RuleId::CopiedCertificate, confidence, saw, against);
    hit.details.extend(details(&pair).chain(repeated.details()));
    if !is_copyist {
        hit.leads_to = VerdictCode::Suspected;
        hit.confidence = hit.confidence.min(Confidence::hundredths(60));
    }
    Some(hit)
}

/// How often it came, and over how long a time.
struct Repeated {
    /// In enough handshakes on each side.
    is_often: bool,
    /// At least two minutes before or after too.
    is_seen_again: bool,
    /// To how many other names the server's own certificate came.
    other_names: u64,
}

impl Repeated {
    fn of(case: &Case<'_>, own: &Certificate, template: &Template) -> Self {
        let often = case.compared.shown.of_issuer(own).min(template.seen);
        Self {
            is_often: often >= ENOUGH,
            is_seen_again: case.compared.views.joint.is_seen_again,
            other_names: template.names.len() as u64,
        }
    }

    fn has_few_names(&self) -> bool {
        self.other_names < ENOUGH_NAMES
    }

    fn confidence(&self) -> Confidence {
        let hundredths = match (self.is_often, self.is_seen_again) {
            (true, true) => 95,
            (true, false) => 90,
            (false, _) => 85,
        };
        let less = if self.has_few_names() { FEW_NAMES } else { 0 };
        Confidence::hundredths(hundredths - less)
    }

    fn details(&self) -> impl Iterator<Item = Detail> + use<> {
        let count = self.other_names;
        let few = self.has_few_names();
        let few = few.then_some(Detail::FewOtherNames { count });
        let again = match self.is_seen_again {
            true => Detail::SeenAgain,
            false => Detail::SeenAtOneTime,
        };
        std::iter::once(again).chain(few)
    }
}

/// How many habits of 2019 it has that are no sign alone.
fn habits(pair: &Pair) -> u8 {
    u8::from(pair.is_exponent_small) + u8::from(pair.lost_extensions.is_some())
}

fn details(pair: &Pair) -> impl Iterator<Item = Detail> + use<> {
    let dates = pair.shift_hours.map(|shift| {
        let hours = shift.unsigned_abs();
        match shift.signum() {
            0 => Detail::DatesCopied,
            1 => Detail::DatesLater { hours },
            _ => Detail::DatesEarlier { hours },
        }
    });
    let serial = pair.is_serial_copied().then_some(Detail::SerialCopied {
        bits: pair.serial_bits,
    });
    let exponent = pair.is_exponent_small.then_some(Detail::ExponentSmall);
    let lost = pair.lost_extensions;
    let lost = lost.map(|count| Detail::ExtensionsLost { count });
    dates.into_iter().chain(serial).chain(exponent).chain(lost)
}
