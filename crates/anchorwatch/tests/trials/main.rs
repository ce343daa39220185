//! Trials: the five steps of the story, and the block against everything that could bring a key
//! back, with this machine's real programs in a sealed namespace.

mod a_verdict_becomes_a_refusal;
mod asked_programs_are_held;
mod block_is_sticky;
mod check_asks_over_quic;
mod check_asks_over_ssh;
mod check_asks_own_server_to_look;
mod check_asks_resolvers;
mod check_finds_real_interceptors;
mod check_meets_ech_servers;
mod check_meets_interceptors;
mod check_meets_mitmproxy_over_quic;
mod check_names_blocked_ech;
mod check_names_slowed_down;
mod check_names_who_believes;
mod check_reads_install_pages;
mod check_sees_what_old_keys_prove;
mod check_sends_other_hellos;
mod check_traces_over_ipv6;
mod checked;
mod chromium_obeys_what_audit_reads;
mod chromium_refuses_what_is_blocked;
mod chromium_takes_back_what_a_policy_refuses;
mod chromium_trusts_no_unlisted_root;
mod demo_tells_the_story;
mod each_users_rights;
mod firefox;
mod five_steps;
mod forged_errors_move_no_hop;
mod held_to_names;
mod homes_are_watched;
mod hops_are_right_on_other_paths;
mod identify_reads_what_nss_makes;
mod identify_reads_what_openssl_makes;
mod java_refuses_what_is_blocked;
mod java_refuses_what_its_list_names;
mod java_trusts_what_the_audit_says;
mod list_reads_what_firefox_carries;
mod mail_is_held_to_names;
mod measure_finds_from_outside;
mod measure_heeds_the_opt_out_of_this_machine;
mod mozilla_refuses;
mod no_root_hides_behind_another;
mod nss_killed;
mod nss_libraries;
mod nss_refusal;
mod nss_trust;
mod openssl_refuses_cross_signed;
mod p11_kit_agrees;
mod pip_s_own_bundle_is_read;
mod planted_roots_are_found;
mod programs_are_asked;
mod prove_shows_every_client;
mod readers_agree;
mod settings_do_what_is_said;
mod shares_are_each_users_own;
mod side_by_side;
mod signed_lists_are_obeyed;
mod stock_debian_counts_nothing;
mod stock_files_are_clean;
mod stock_roots_accuse_nobody;
mod store_is_watched;
mod two_countries_publish;
mod unlisted_is_confined;
mod unlisted_is_withheld;
mod unprivileged;
mod verify_says_what_the_bundle_lacks;
mod webdriver;
mod world;

use std::process::ExitCode;

use anchorwatch_lab::trial::{Need, trial};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Trials of networks wait most of the time, for packets that do not come; the others compute.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    arguments.test_threads.get_or_insert(2 * cores + 1);
    let groups = [
        of_the_story(),
        of_the_watch(),
        of_prove(),
        of_names(),
        of_connections(),
        of_networks(),
        of_other_networks(),
        of_vantages(),
        of_files(),
        of_readers(),
        of_browsers(),
        of_mozilla(),
        of_nss(),
        of_nss_files(),
        of_other_stores(),
        of_settings(),
    ];
    libtest_mimic::run(&arguments, in_turns(groups.into())).exit_code()
}

/// One trial of each group after another, so that those that wait run beside those that compute.
fn in_turns(groups: Vec<Vec<Trial>>) -> Vec<Trial> {
    let mut groups: Vec<_> = groups.into_iter().map(Vec::into_iter).collect();
    let mut trials = Vec::new();
    loop {
        let count = trials.len();
        trials.extend(groups.iter_mut().filter_map(Iterator::next));
        if trials.len() == count {
            return trials;
        }
    }
}

fn of_the_story() -> Vec<Trial> {
    let needs = [
        Need::MountNamespace,
        Need::Program("curl"),
        Need::Program("openssl"),
        Need::Program("certutil"),
        Need::Program("update-ca-certificates"),
    ];
    vec![
        trial("five_steps", &needs, five_steps::run),
        trial("block_is_sticky", &needs, block_is_sticky::run),
        trial("unlisted_is_withheld", &needs, unlisted_is_withheld::run),
        trial(
            "unlisted_is_confined",
            &[&EVERY_READER_OF_THE_STORE[..], &[Need::Program("certtool")]].concat(),
            unlisted_is_confined::run,
        ),
        trial(
            "a_verdict_becomes_a_refusal",
            &needs,
            a_verdict_becomes_a_refusal::run,
        ),
        trial(
            "signed_lists_are_obeyed",
            &[&needs[..], &[Need::Program("python3")]].concat(),
            signed_lists_are_obeyed::run,
        ),
        trial(
            "verify_says_what_the_bundle_lacks",
            &needs,
            verify_says_what_the_bundle_lacks::run,
        ),
        trial(
            "openssl_refuses_a_cross_signed_chain",
            &[
                Need::MountNamespace,
                Need::Program("curl"),
                Need::Program("gnutls-cli"),
                Need::Program("node"),
                Need::Program("openssl"),
                Need::Program("python3"),
                Need::Program("update-ca-certificates"),
                Need::Program("wget"),
            ],
            openssl_refuses_cross_signed::run,
        ),
        trial(
            "an_unprivileged_block_is_refused",
            &needs,
            unprivileged::run,
        ),
        trial(
            "a_home_is_read_with_its_owner_s_rights",
            &[Need::Root, Need::Program("certutil")],
            each_users_rights::run,
        ),
    ]
}

fn of_the_watch() -> Vec<Trial> {
    vec![
        trial(
            "the_store_is_watched_between_updates",
            &[
                Need::UserSystemd,
                Need::Program("curl"),
                Need::Program("keytool"),
                Need::Program("systemd-analyze"),
                Need::Program("update-ca-certificates"),
            ],
            store_is_watched::run,
        ),
        trial(
            "homes_are_watched",
            &[
                Need::UserSystemd,
                Need::Program("certutil"),
                Need::Program("keytool"),
                Need::Program("python3"),
                Need::Program("setpriv"),
                Need::Program("systemd-analyze"),
                Need::Program("update-ca-certificates"),
            ],
            homes_are_watched::run,
        ),
        trial(
            "shares_are_each_users_own",
            &[
                Need::MountNamespace,
                Need::Program("certutil"),
                Need::Program("setpriv"),
                Need::Program("update-ca-certificates"),
            ],
            shares_are_each_users_own::run,
        ),
    ]
}

/// The command-line programs that read the system's store.
const EVERY_READER_OF_THE_STORE: [Need; 10] = [
    Need::MountNamespace,
    Need::Program("curl"),
    Need::Program("git"),
    Need::Program("gnutls-cli"),
    Need::Program("java"),
    Need::Program("node"),
    Need::Program("openssl"),
    Need::Program("python3"),
    Need::Program("update-ca-certificates"),
    Need::Program("wget"),
];

fn of_prove() -> Vec<Trial> {
    vec![
        trial(
            "prove_shows_every_client",
            &EVERY_READER_OF_THE_STORE,
            prove_shows_every_client::run,
        ),
        trial(
            "prove_shows_that_a_block_of_the_unlisted_stops_a_key_that_no_list_knows",
            &[
                Need::MountNamespace,
                Need::Program("curl"),
                Need::Program("git"),
                Need::Program("java"),
                Need::Program("update-ca-certificates"),
            ],
            prove_shows_every_client::of_a_block_of_the_unlisted,
        ),
        trial(
            "prove_shows_that_browsers_refuse_a_key_that_no_list_knows",
            &[
                Need::MountNamespace,
                Need::Program("certutil"),
                Need::Program("chromium"),
                Need::Program("firefox-esr"),
                Need::Program("thunderbird"),
                Need::Program("update-ca-certificates"),
            ],
            prove_shows_every_client::of_a_block_of_the_unlisted_in_browsers,
        ),
        trial(
            "prove_sees_through_a_block_that_does_nothing",
            &[
                Need::MountNamespace,
                Need::Program("curl"),
                Need::Program("openssl"),
                Need::Program("certutil"),
                Need::Program("update-ca-certificates"),
            ],
            prove_shows_every_client::of_a_block_that_does_nothing,
        ),
    ]
}

fn of_names() -> Vec<Trial> {
    let browsers = ["certutil", "chromium", "firefox-esr", "thunderbird"].map(Need::Program);
    vec![
        trial(
            "each_browser_holds_a_root_to_names",
            &[&[Need::MountNamespace][..], &browsers].concat(),
            held_to_names::run,
        ),
        trial(
            "mail_is_held_to_names",
            &["certutil", "cmsutil", "openssl"].map(Need::Program),
            mail_is_held_to_names::run,
        ),
    ]
}

fn of_connections() -> Vec<Trial> {
    vec![
        trial(
            "check_names_who_believes",
            &[
                Need::MountNamespace,
                Need::Program("curl"),
                Need::Program("update-ca-certificates"),
            ],
            check_names_who_believes::run,
        ),
        trial(
            "measure_heeds_the_opt_out_of_this_machine",
            &[Need::MountNamespace],
            measure_heeds_the_opt_out_of_this_machine::run,
        ),
        trial(
            "check_sees_what_old_keys_prove",
            &[Need::Program("openssl")],
            check_sees_what_old_keys_prove::run,
        ),
    ]
}

/// A trial in a network of the lab, which needs `more` besides.
fn in_network(name: &str, more: &[Need], run: fn() -> Result<(), Failed>) -> Trial {
    let needs = [&[Need::Network, Need::Program("nft")][..], more].concat();
    trial(name, &needs, run)
}

/// Networks of the lab, with interceptors, liars and portals.
fn of_networks() -> Vec<Trial> {
    vec![
        in_network("check_asks_resolvers", &[], check_asks_resolvers::run),
        in_network(
            "check_finds_real_interceptors",
            &[Need::Program("mitmdump"), Need::Program("sslsplit")],
            check_finds_real_interceptors::run,
        ),
        in_network(
            "check_meets_ech_servers",
            &[Need::Program("mitmdump"), Need::ProgramOfPypi("caddy")],
            check_meets_ech_servers::run,
        ),
        in_network(
            "check_names_blocked_ech",
            &[Need::ProgramOfPypi("caddy")],
            check_names_blocked_ech::run,
        ),
        in_network("check_names_slowed_down", &[], check_names_slowed_down::run),
        in_network(
            "demo_tells_the_story",
            &[Need::Program("curl"), Need::PythonModule("cryptography")],
            demo_tells_the_story::run,
        ),
        in_network(
            "two_countries_publish",
            &[Need::Program("nginx")],
            two_countries_publish::run,
        ),
        in_network(
            "check_meets_interceptors",
            &[Need::Program("openssl"), Need::PythonModule("cryptography")],
            check_meets_interceptors::run,
        ),
        in_network(
            "check_asks_over_quic",
            &[Need::Program("sslsplit")],
            check_asks_over_quic::run,
        ),
        in_network(
            "check_meets_mitmproxy_over_quic",
            &[Need::ProgramOfPypi("mitmdump")],
            check_meets_mitmproxy_over_quic::run,
        ),
        in_network(
            "check_reads_install_pages",
            &[Need::Program("mitmdump")],
            check_reads_install_pages::run,
        ),
        in_network(
            "check_sends_other_hellos",
            &[Need::Program("mitmdump")],
            check_sends_other_hellos::run,
        ),
        in_network(
            "measure_finds_from_outside",
            &[Need::PythonModule("cryptography")],
            measure_finds_from_outside::run,
        ),
    ]
}

/// Networks with another vantage point.
fn of_vantages() -> Vec<Trial> {
    vec![
        in_network(
            "check_asks_over_ssh",
            &[
                Need::Program("mitmdump"),
                Need::Program("ssh"),
                Need::Program("sshd"),
                Need::Program("sslsplit"),
            ],
            check_asks_over_ssh::run,
        ),
        in_network(
            "check_asks_own_server_to_look",
            &[Need::Program("mitmdump"), Need::Program("sslsplit")],
            check_asks_own_server_to_look::run,
        ),
    ]
}

/// Networks of other shapes, and those whose routers lie.
fn of_other_networks() -> Vec<Trial> {
    vec![
        in_network(
            "check_traces_over_ipv6",
            &[Need::Program("mitmdump")],
            check_traces_over_ipv6::run,
        ),
        in_network(
            "hops_are_right_on_other_paths",
            &[Need::PythonModule("cryptography")],
            hops_are_right_on_other_paths::run,
        ),
        in_network(
            "forged_errors_move_no_hop",
            &[Need::PythonModule("cryptography")],
            forged_errors_move_no_hop::run,
        ),
    ]
}

fn of_files() -> Vec<Trial> {
    vec![
        trial(
            "identify_reads_what_openssl_makes",
            &[Need::Program("openssl")],
            identify_reads_what_openssl_makes::run,
        ),
        trial(
            "identify_reads_what_nss_makes",
            &[
                Need::Program("openssl"),
                Need::Program("certutil"),
                Need::Program("pk12util"),
                Need::Program("cmsutil"),
            ],
            identify_reads_what_nss_makes::run,
        ),
        trial(
            "list_reads_what_firefox_carries",
            &[Need::Program("firefox-esr"), Need::Program("python3")],
            list_reads_what_firefox_carries::run,
        ),
        trial(
            "stock_debian_counts_nothing",
            &[Need::Program("update-ca-certificates")],
            stock_debian_counts_nothing::run,
        ),
        trial(
            "stock_files_are_clean",
            &[Need::Program("dpkg-query")],
            stock_files_are_clean::run,
        ),
        trial(
            "stock_roots_accuse_nobody",
            &[
                Need::Program("dpkg-query"),
                Need::Program("certutil"),
                Need::Program("modutil"),
                Need::Program("python3"),
                Need::Program("java"),
            ],
            stock_roots_accuse_nobody::run,
        ),
    ]
}

fn of_readers() -> Vec<Trial> {
    let needs = [
        Need::MountNamespace,
        Need::Program("curl"),
        Need::Program("git"),
        Need::Program("openssl"),
        Need::Program("python3"),
        Need::Program("update-ca-certificates"),
        Need::Program("wget"),
    ];
    vec![
        trial(
            "no_root_hides_behind_another_in_the_local_folder",
            &needs,
            no_root_hides_behind_another::in_the_local_folder,
        ),
        trial(
            "no_root_hides_behind_another_under_a_hash_name",
            &needs,
            no_root_hides_behind_another::under_a_hash_name,
        ),
        trial(
            "no_root_hides_behind_another_in_a_file_that_settings_name",
            &needs,
            no_root_hides_behind_another::in_a_file_that_settings_name,
        ),
        trial(
            "what_real_readers_find_in_a_file_is_listed_or_named_and_can_be_blocked",
            &[
                Need::Program("cc"),
                Need::Program("openssl"),
                Need::Program("python3"),
                Need::Header("openssl/x509.h"),
                Need::Header("gnutls/x509.h"),
            ],
            readers_agree::run,
        ),
    ]
}

fn of_browsers() -> Vec<Trial> {
    let certutil = [Need::Program("certutil")];
    vec![
        trial(
            "chromium_obeys_what_audit_reads",
            &[
                Need::MountNamespace,
                Need::Program("chromium"),
                Need::Program("sqlite3"),
            ],
            chromium_obeys_what_audit_reads::run,
        ),
        trial(
            "chromium_takes_back_what_a_policy_refuses",
            &[
                Need::MountNamespace,
                Need::Program("chromium"),
                Need::Program("sqlite3"),
                Need::Program("certutil"),
            ],
            chromium_takes_back_what_a_policy_refuses::run,
        ),
        trial(
            "chromium_refuses_what_is_blocked",
            &[
                Need::MountNamespace,
                Need::Program("certutil"),
                Need::Program("chromedriver"),
                Need::Program("chromium"),
                Need::Program("openssl"),
            ],
            chromium_refuses_what_is_blocked::run,
        ),
        trial(
            "chromium_trusts_no_unlisted_root",
            &[
                Need::MountNamespace,
                Need::Program("certutil"),
                Need::Program("chromedriver"),
                Need::Program("chromium"),
                Need::Program("sqlite3"),
            ],
            chromium_trusts_no_unlisted_root::run,
        ),
        trial(
            "a_forged_trust_value_does_not_count_and_is_reported",
            &certutil,
            nss_trust::forged,
        ),
        trial(
            "trust_behind_a_primary_password_counts_as_it_is_stored",
            &certutil,
            nss_trust::unchecked,
        ),
        trial(
            "a_second_database_of_a_module_is_read",
            &certutil,
            nss_trust::second_database,
        ),
    ]
}

fn of_mozilla() -> Vec<Trial> {
    vec![
        trial(
            "firefox_obeys_what_the_audit_reads",
            &[Need::MountNamespace, Need::Program("firefox-esr")],
            firefox::run,
        ),
        trial(
            "firefox_refuses_a_blocked_key_and_takes_it_back",
            &[
                Need::MountNamespace,
                Need::Program("firefox-esr"),
                Need::Program("certutil"),
                Need::Program("openssl"),
            ],
            mozilla_refuses::firefox,
        ),
        trial(
            "firefox_refuses_a_blocked_key_where_no_script_may",
            &[
                Need::MountNamespace,
                Need::Program("firefox-esr"),
                Need::Program("certutil"),
            ],
            mozilla_refuses::firefox_whose_script_is_kept_in_a_sandbox,
        ),
        trial(
            "firefox_trusts_no_unlisted_root",
            &[
                Need::MountNamespace,
                Need::Program("firefox-esr"),
                Need::Program("certutil"),
                Need::Program("update-ca-certificates"),
            ],
            mozilla_refuses::firefox_trusts_no_unlisted_root,
        ),
        trial(
            "thunderbird_refuses_a_blocked_key_and_takes_it_back",
            &[
                Need::MountNamespace,
                Need::Program("thunderbird"),
                Need::Program("certutil"),
            ],
            mozilla_refuses::thunderbird,
        ),
    ]
}

fn of_nss() -> Vec<Trial> {
    let (certutil, sqlite) = (Need::Program("certutil"), Need::Program("sqlite3"));
    vec![
        trial(
            "nss_refuses_what_block_refuses",
            &[certutil, sqlite],
            nss_refusal::run,
        ),
        trial(
            "trust_behind_a_primary_password_is_taken_away",
            &[certutil, sqlite],
            nss_refusal::behind_a_password,
        ),
        trial(
            "a_locked_database_is_told_and_left",
            &[certutil, sqlite],
            nss_refusal::locked,
        ),
        trial(
            "a_database_that_cannot_be_written_is_told_and_left",
            &[Need::MountNamespace, certutil],
            nss_refusal::faults,
        ),
        trial(
            "a_user_s_database_is_changed_with_the_user_s_rights",
            &[Need::MountNamespace, certutil],
            nss_refusal::each_users_rights,
        ),
        trial(
            "chromium_refuses_what_block_marks_in_its_database",
            &[Need::MountNamespace, Need::Program("chromium"), certutil],
            nss_refusal::chromium,
        ),
    ]
}

fn of_nss_files() -> Vec<Trial> {
    let certutil = Need::Program("certutil");
    let sqlite = Need::Program("sqlite3");
    vec![
        trial(
            "a_kill_at_any_write_of_sqlite_with_journals_leaves_nothing_wrong",
            &[certutil, sqlite, Need::Program("cc")],
            nss_killed::with_journals,
        ),
        trial(
            "a_kill_at_any_write_of_sqlite_with_logs_leaves_nothing_wrong",
            &[certutil, sqlite, Need::Program("cc")],
            nss_killed::with_logs,
        ),
        trial(
            "a_call_of_sqlite_that_fails_leaves_nothing_wrong_and_nothing_beside",
            &[certutil, sqlite, Need::Program("strace")],
            nss_killed::with_a_failing_disk,
        ),
        trial(
            "what_stands_in_the_place_of_nss_s_roots_is_told_by_what_it_is",
            &[certutil, Need::Program("trust")],
            nss_libraries::in_the_place_of_nss_roots,
        ),
        trial(
            "what_is_said_of_p11_kit_s_folders_is_what_its_readers_trust",
            &[
                Need::MountNamespace,
                certutil,
                Need::Program("certtool"),
                Need::Program("openssl"),
                Need::Program("trust"),
            ],
            p11_kit_agrees::run,
        ),
        trial(
            "a_module_of_p11_kit_is_read_or_named",
            &[certutil, Need::Program("trust")],
            nss_libraries::in_a_users_list,
        ),
    ]
}

fn of_other_stores() -> Vec<Trial> {
    let java = [
        Need::Program("openssl"),
        Need::Program("keytool"),
        Need::Program("java"),
    ];
    vec![
        trial(
            "java_trusts_what_the_audit_says",
            &java,
            java_trusts_what_the_audit_says::run,
        ),
        trial(
            "java_refuses_what_its_list_names",
            &java,
            java_refuses_what_its_list_names::run,
        ),
        trial(
            "java_refuses_what_is_blocked",
            &[
                Need::MountNamespace,
                Need::Program("java"),
                Need::Program("javac"),
                Need::Program("keytool"),
                Need::Program("update-ca-certificates"),
            ],
            java_refuses_what_is_blocked::run,
        ),
        trial(
            "pip_s_own_bundle_is_read",
            &[Need::Program("python3")],
            pip_s_own_bundle_is_read::run,
        ),
    ]
}

fn of_settings() -> Vec<Trial> {
    vec![
        trial(
            "planted_roots_are_found",
            &[
                Need::MountNamespace,
                Need::Program("curl"),
                Need::Program("git"),
                Need::Program("node"),
                Need::Program("npm"),
                Need::Program("openssl"),
                Need::Program("pip3"),
                Need::Program("python3"),
                Need::Program("wget"),
            ],
            planted_roots_are_found::run,
        ),
        trial(
            "programs_are_asked",
            &[
                Need::MountNamespace,
                Need::Program("bash"),
                Need::Program("setpriv"),
                Need::Program("unshare"),
            ],
            programs_are_asked::run,
        ),
        trial(
            "asked_programs_are_held",
            &[
                Need::MountNamespace,
                Need::Program("bash"),
                Need::Program("perl"),
                Need::Program("setpriv"),
                Need::Program("unshare"),
            ],
            asked_programs_are_held::run,
        ),
        trial(
            "settings_do_what_is_said",
            &[
                Need::MountNamespace,
                Need::Program("curl"),
                Need::Program("git"),
                Need::Program("node"),
                Need::Program("npm"),
                Need::Program("openssl"),
                Need::Program("pip3"),
                Need::Program("python3"),
                Need::Program("wget"),
            ],
            settings_do_what_is_said::run,
        ),
    ]
}
