//! Real lists, written again in their own formats and in others'.

use std::collections::BTreeSet;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::{
    KnownNames,
    distrust::Match,
    export::{self, ExportFormat, Exported, LeftOut, LocalEntries, Outgoing},
    import::{self, Imported, onecrl},
};

use crate::{bytes, list};

const ONECRL: &str = "blocklists/onecrl/onecrl_dump_firefox-esr-153.7.json";
const CRL_SET: &str = "crlset/crlset-9941.crx";
const JAVA: &str = "blocklists/java/blocked.certs.temurin-25-jdk-amd64";

fn matches(list: &Imported) -> BTreeSet<Match> {
    list.entries.iter().map(|it| it.matches.clone()).collect()
}

fn written(format: ExportFormat, list: &Imported, names: &KnownNames) -> Exported {
    let list = Outgoing {
        entries: &list.entries,
        made_at: UnixSeconds::new(1_796_000_000),
        stale_after: None,
        local: LocalEntries::LeaveOut,
        names,
    };
    export::write(format, &list).unwrap()
}

#[test]
fn each_real_list_reads_back_the_same_from_its_own_format() {
    for (path, format) in [
        (ONECRL, ExportFormat::OneCrl),
        (CRL_SET, ExportFormat::CrlSet),
        (JAVA, ExportFormat::JavaBlocked),
    ] {
        let Some(list) = list(path) else { return };
        let names = onecrl::names(&bytes(path).unwrap()).unwrap_or_default();
        let exported = written(format, &list, &names);
        assert_eq!(
            (exported.left_out.len(), exported.written_count),
            (0, list.entries.len())
        );
        let again = import::read(&exported.bytes).unwrap();
        assert_eq!(matches(&again), matches(&list), "{path}");
        assert_eq!(again.unusable, []);
    }
}

#[test]
fn onecrl_has_no_counterpart_in_a_crl_set_and_without_names_none_in_itself() {
    let Some(list) = list(ONECRL) else { return };
    let count = list.entries.len() as u64;
    let names = KnownNames::default();
    let exported = written(ExportFormat::CrlSet, &list, &names);
    assert_eq!(exported.left_out, [LeftOut::Kind { count }]);
    let exported = written(ExportFormat::OneCrl, &list, &names);
    assert_eq!(exported.left_out, [LeftOut::Name { count }]);
}
