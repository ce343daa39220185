use std::path::Path;

use anchorwatch_remark::Remark as _;

use super::*;

/// So long that a test that waits for it never ends.
const LONG: Duration = Duration::from_secs(1 << 20);

fn run_shell(script: &str, deadline: Duration, most: u64) -> Result<Output, VantageProblem> {
    let bounds = Bounds {
        until: Instant::now() + deadline,
        deadline,
        most,
    };
    run(Command::new("sh").args(["-c", script]), bounds)
}

#[test]
fn both_outputs_and_the_exit_code_are_kept() {
    let script = "echo answer; printf 'first\n last \n\n' >&2; exit 10";
    let output = run_shell(script, LONG, 1000).unwrap();
    assert_eq!(output.stdout, b"answer\n");
    assert_eq!(
        (output.status.code(), output.says.as_str()),
        (Some(10), "last")
    );
}

#[test]
fn a_long_output_is_whole_up_to_the_bound_and_refused_beyond_it() {
    let script = "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2";
    let output = run_shell(script, LONG, 1_000_000).unwrap();
    assert_eq!(output.stdout.len(), 1_000_000);
    let problem = VantageProblem::TooMuch { most: 999_999 };
    assert_eq!(run_shell(script, LONG, 999_999).unwrap_err(), problem);
    let endless = run_shell("while :; do echo x >&2; done", LONG, 100_000);
    assert_eq!(endless.unwrap_err().code(), "vantage_too_much");
}

#[test]
fn a_program_that_does_not_end_is_killed_and_reaped() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("pid");
    let script = format!(
        "echo $$ > {0}.new; mv {0}.new {0}; exec sleep 1000000",
        place.display()
    );
    // The script needs its time on a busy machine, so the deadline is tried with more and more.
    let mut deadline = Duration::from_millis(50);
    while !place.exists() {
        let late = run_shell(&script, deadline, 1000).unwrap_err();
        assert_eq!(late.code(), "vantage_late");
        deadline *= 2;
    }
    let pid = std::fs::read_to_string(&place).unwrap();
    assert!(!Path::new("/proc").join(pid.trim()).exists());
}

#[test]
fn a_process_that_is_left_behind_with_the_pipes_is_not_waited_for() {
    let output = run_shell("sleep 1000000 & echo $!", LONG, 1000).unwrap();
    let left = String::from_utf8(output.stdout).unwrap();
    let left = Pid::from_raw(left.trim().parse().unwrap()).unwrap();
    rustix::process::kill_process(left, rustix::process::Signal::KILL).unwrap();
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let bounds = Bounds {
        until: Instant::now() + LONG,
        deadline: LONG,
        most: 1,
    };
    let missing = run(&mut Command::new("anchorwatch-no-such-program"), bounds);
    let problem = VantageProblem::ProgramMissing {
        program: "anchorwatch-no-such-program".to_owned(),
    };
    assert_eq!(missing.unwrap_err(), problem);
}
