//! Why another vantage point did not say what it sees.

use anchorwatch_evidence::{Failure, FormatError};
use anchorwatch_remark::IoProblem;

anchorwatch_remark::remarks! {
    /// Why another vantage point did not say what it sees.
    pub(crate) enum VantageProblem {
        /// The program that leads there is not installed.
        "vantage_program_missing" => ProgramMissing {
            /// Which program.
            program: String,
        },
        /// The program that leads there cannot be started or waited for.
        "vantage_not_started" => NotStarted {
            /// Which program.
            program: String,
            /// What the operating system said.
            why: IoProblem,
        },
        /// No answer came in time.
        "vantage_late" => Late {
            /// How long it was waited for.
            seconds: u64,
        },
        /// It sent more than is read.
        "vantage_too_much" => TooMuch {
            /// The most bytes.
            most: u64,
        },
        /// ssh itself failed (exit code 255): no connection, an unknown host key, or no permission.
        "vantage_not_reached" => NotReached {
            /// The last line that came on standard error.
            says: String,
        },
        /// The shell there does not find this program (exit code 127).
        "vantage_not_installed" => NotInstalled {
            /// The last line that came on standard error.
            says: String,
        },
        /// The program there failed.
        "vantage_failed" => Failed {
            /// Its exit code.
            status: u64,
            /// The last line that came on standard error.
            says: String,
        },
        /// The program that leads there was ended.
        "vantage_ended" => Ended {
            /// The number of the signal, or 0.
            signal: u64,
        },
        /// It ended well and sent no measurement.
        "vantage_silent" => Silent,
        /// It sent measurements of other hosts alone.
        "vantage_nothing_of_host" => NothingOfHost,
        /// What it sent is not evidence.
        "vantage_unreadable" => Unreadable {
            /// What is wrong with it.
            why: FormatError,
        },
        /// The server of one's own was not reached, or the handshake with it failed.
        "vantage_not_connected" => NotConnected {
            /// How it failed.
            failure: Failure,
        },
        /// Whoever answers there does not look for anyone.
        "vantage_does_not_look" => DoesNotLook,
        /// It has another key, or the question was changed on the way.
        "vantage_other_key" => OtherKey,
        /// It looks only at names.
        "vantage_no_name" => NoNameToLookAt,
        /// It does not look at this port.
        "vantage_port_not_allowed" => PortNotAllowed,
        /// There the name leads to no address that anyone can reach.
        "vantage_address_not_allowed" => AddressNotAllowed,
        /// It is looking for somebody else, or took too long.
        "vantage_busy" => Busy,
        /// The answer is not from whoever has the key.
        "vantage_forged" => Forged,
        /// The connection ended before a whole answer came.
        "vantage_cut" => Cut,
    }
}
