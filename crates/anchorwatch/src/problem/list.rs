//! What can go wrong on the command line, and what to do about it.

use std::path::PathBuf;

use anchorwatch_machine::privsep::WorkerProblem;
use anchorwatch_policy::{export::ExportProblem, import::NotVerified};

anchorwatch_remark::remarks! {
    /// What could not be done.
    pub(crate) enum Problem {
        /// The answer could not be written to stdout.
        "answer_not_written" => AnswerNotWritten,
        /// A file given by the user could not be read.
        "cannot_read" => CannotRead {
            /// Which file or folder.
            path: PathBuf,
        },
        /// `check` was given too many names to compare with.
        "too_many_control_names" => TooManyControlNames {
            /// How many.
            count: u64,
            /// The most that it takes.
            most: u64,
        },
        /// No set of publishers is known on this machine.
        "no_publishers" => NoPublishers,
        /// A set of publishers given by the user cannot be used.
        "publishers_unusable" => PublishersUnusable {
            /// Its file.
            path: PathBuf,
        },
        /// A set of publishers given by the user is no later one of the list that is held.
        "publishers_not_taken" => PublishersNotTaken {
            /// Its file.
            path: PathBuf,
        },
        /// No source of lists is given or set.
        "no_list_source" => NoListSource,
        /// What was remembered of signed lists cannot be read.
        "list_state_unreadable" => ListStateUnreadable {
            /// Its file.
            path: PathBuf,
        },
        /// A proposal given by the user cannot be used.
        "proposal_unusable" => ProposalUnusable {
            /// Its file.
            path: PathBuf,
        },
        /// Nothing that was given has an entry to propose.
        "nothing_to_propose" => NothingToPropose,
        /// What publishers published before cannot be used.
        "mirror_unusable" => MirrorUnusable {
            /// Its folder.
            path: PathBuf,
        },
        /// The next list cannot be made.
        "list_not_prepared" => ListNotPrepared,
        /// A list cannot be signed.
        "list_not_signed" => ListNotSigned {
            /// Its file.
            path: PathBuf,
        },
        /// A list has another hash than the user says.
        "other_list_hash" => OtherListHash {
            /// Its file.
            path: PathBuf,
            /// Its hash.
            hash: String,
        },
        /// A list cannot be published.
        "list_not_published" => ListNotPublished {
            /// Its file.
            path: PathBuf,
        },
        /// A public log cannot be read whole.
        "log_not_read" => LogNotRead {
            /// Its address or folder.
            path: PathBuf,
        },
        /// These publishers ask for no public log.
        "no_log_asked" => NoLogAsked,
        /// No witness has this name in the set of publishers.
        "unknown_witness" => UnknownWitness {
            /// The name.
            witness: String,
        },
        /// A mirror's copy of a public log cannot be used.
        "mirror_log_unusable" => MirrorLogUnusable {
            /// The mirror's folder.
            path: PathBuf,
        },
        /// The publishers' log cannot be added to.
        "log_unusable" => LogUnusable {
            /// Its folder.
            path: PathBuf,
        },
        /// A source of lists cannot be asked.
        "source_unusable" => SourceUnusable {
            /// What the user wrote.
            source: String,
        },
        /// A proxy cannot be asked.
        "proxy_unusable" => ProxyUnusable {
            /// What the user wrote.
            proxy: String,
        },
        /// A list of targets has none that can be used.
        "no_targets" => NoTargets {
            /// The list.
            path: PathBuf,
        },
        /// A list of names has none, or too many.
        "names_out_of_range" => NamesOutOfRange {
            /// The list.
            path: PathBuf,
            /// How many it has.
            count: u64,
            /// The most that are sent.
            most: u64,
        },
        /// A line of the exclusions cannot be read.
        "exclusion_unreadable" => ExclusionUnreadable {
            /// The list.
            path: PathBuf,
            /// The line, from 1.
            line: u64,
        },
        /// The folder has a run that asks for something else.
        "other_run_in_folder" => OtherRunInFolder {
            /// The folder.
            path: PathBuf,
        },
        /// The folder has no run.
        "no_run_in_folder" => NoRunInFolder {
            /// The folder.
            path: PathBuf,
        },
        /// A file of a run is not as this program wrote it.
        "run_damaged" => RunDamaged {
            /// The file.
            path: PathBuf,
        },
        /// More connections at a time than this process may have open files.
        "too_few_open_files" => TooFewOpenFiles {
            /// How many it may have.
            most: u64,
        },
        /// `check` was given too many resolvers.
        "too_many_resolvers" => TooManyResolvers {
            /// How many.
            count: u64,
            /// The most that it asks.
            most: u64,
        },
        /// `check` was given too many hosts to ask for their view.
        "too_many_vantages" => TooManyVantages {
            /// How many.
            count: u64,
            /// The most that it asks.
            most: u64,
        },
        /// Evidence that goes to standard output has no file for a note beside it.
        "nothing_to_sign" => NothingToSign,
        /// The system's settings name no resolver.
        "no_system_resolver" => NoSystemResolver {
            /// The file.
            path: PathBuf,
        },
        /// Standard input could not be read.
        "cannot_read_stdin" => CannotReadStdin,
        /// A file contains something that is not a whole certificate.
        "certificates_unreadable" => CertificatesUnreadable {
            /// Which file or folder.
            path: PathBuf,
        },
        /// This program could not read its own file.
        "own_program_unreadable" => OwnProgramUnreadable,
        /// This program's own file is too large to copy.
        "own_program_too_large" => OwnProgramTooLarge {
            /// The most bytes.
            max: u64,
        },
        /// The file with a password is not text.
        "password_not_utf8" => PasswordNotUtf8 {
            /// Which file or folder.
            path: PathBuf,
        },
        /// An evidence file could not be read.
        "evidence_unreadable" => EvidenceUnreadable {
            /// Which file or folder.
            path: PathBuf,
        },
        /// The output file already exists.
        "exists_already" => ExistsAlready {
            /// Which file or folder.
            path: PathBuf,
        },
        /// A file or a folder could not be written.
        "cannot_write" => CannotWrite {
            /// Which file or folder.
            path: PathBuf,
        },
        /// There are more files of measurements than a report reads.
        "too_many_files" => TooManyFiles {
            /// The most that it reads.
            max: u64,
        },
        /// A folder that was given has no measurements.
        "no_measurements" => NoMeasurements,
        /// Programs of another tree are not started.
        "other_tree_not_asked" => OtherTreeNotAsked,
        /// A container image could not be read.
        "image_unreadable" => ImageUnreadable {
            /// The file.
            path: PathBuf,
        },
        /// The process that reads an image ended early.
        "image_worker" => ImageWorker {
            /// The file.
            path: PathBuf,
            /// How it ended.
            why: WorkerProblem,
        },
        /// A file has several images.
        "several_images" => SeveralImages {
            /// The file.
            path: PathBuf,
            /// Their names, platforms and digests.
            images: Vec<String>,
        },
        /// A file does not contain the requested image.
        "no_such_image" => NoSuchImage {
            /// The file.
            path: PathBuf,
            /// Their names, platforms and digests.
            images: Vec<String>,
        },
        /// There is no room for large temporary files.
        "no_temporary_file" => NoTemporaryFile {
            /// The folder.
            path: PathBuf,
        },
        /// A file is not an audit's answer.
        "not_an_earlier_answer" => NotAnEarlierAnswer {
            /// Which file or folder.
            path: PathBuf,
        },
        /// A file is not a baseline.
        "not_a_baseline" => NotABaseline {
            /// Which file or folder.
            path: PathBuf,
        },
        /// No root has this ID.
        "no_such_id" => NoSuchId {
            /// The identifier.
            id: String,
        },
        /// Several roots have this ID.
        "ambiguous_id" => AmbiguousId {
            /// How many.
            count: u64,
            /// The identifier.
            id: String,
        },
        /// A distrust list could not be read.
        "list_unreadable" => ListUnreadable {
            /// Which file or folder.
            path: PathBuf,
        },
        /// Nobody vouches for a distrust list, and a signature is required.
        "list_not_verified" => ListNotVerified {
            /// Which file.
            path: PathBuf,
            /// Why nobody does.
            why: NotVerified,
        },
        /// This machine follows no signed list that could be written.
        "no_signed_list" => NoSignedList,
        /// A list could not be written in a format.
        "list_not_exported" => ListNotExported {
            /// Why not.
            why: ExportProblem,
        },
        /// None of the named roots is in the stores.
        "nothing_to_refuse" => NothingToRefuse,
        /// None of the named roots is in the stores.
        "nothing_to_remove" => NothingToRemove,
        /// The consent is not allowed.
        "consent_refused" => ConsentRefused,
        /// There is no consent to a key.
        "no_such_consent" => NoSuchConsent {
            /// The key's SHA-256.
            key: String,
        },
        /// A consent covers one key only.
        "several_keys" => SeveralKeys {
            /// How many.
            count: u64,
        },
        /// A line of a file of names is no name for a consent.
        "no_name_in_line" => NoNameInLine {
            /// The file.
            path: PathBuf,
            /// The line, counted from one.
            line: u64,
        },
        /// The confirming sentence was not typed.
        "consent_not_confirmed" => ConsentNotConfirmed,
        /// A sentence must be typed to confirm.
        "confirmation_needed" => ConfirmationNeeded {
            /// The sentence.
            sentence: String,
        },
        /// A certificate's fingerprint was given for a key.
        "hash_of_certificate" => HashOfCertificate {
            /// SHA-256 or SHA-1.
            algorithm: String,
            /// The certificate's name.
            name: String,
            /// The key's SHA-256.
            key: String,
        },
        /// A key identifier was given for a key's hash.
        "hash_is_key_identifier" => HashIsKeyIdentifier {
            /// The certificate's name.
            name: String,
            /// The key's SHA-256.
            key: String,
        },
        /// A serial number was given for a key's hash.
        "hash_is_serial_number" => HashIsSerialNumber {
            /// The certificate's name.
            name: String,
            /// The key's SHA-256.
            key: String,
        },
        /// A certificate is known by its fingerprint alone.
        "hash_without_key" => HashWithoutKey {
            /// SHA-256 or SHA-1.
            algorithm: String,
            /// The identifier.
            id: String,
        },
        /// The digits identify nothing.
        "digits_of_nothing" => DigitsOfNothing,
        /// The SHA-1 identifies nothing.
        "sha1_of_nothing" => Sha1OfNothing,
        /// The network code could not start.
        "network_not_started" => NetworkNotStarted,
        /// A server cannot listen on an address.
        "cannot_listen" => CannotListen {
            /// The address and port.
            address: String,
        },
        /// A file has no private key that can be used.
        "private_key_unreadable" => PrivateKeyUnreadable {
            /// The file.
            path: PathBuf,
        },
        /// A file has no key for looks.
        "look_key_unreadable" => LookKeyUnreadable {
            /// The file.
            path: PathBuf,
        },
        /// A note does not show who signed the files.
        "note_refused" => NoteRefused {
            /// The note's file.
            path: PathBuf,
        },
        /// A private key is not that of the certificate.
        "key_of_another" => KeyOfAnother {
            /// The certificate's file.
            certificate: PathBuf,
            /// The key's file.
            key: PathBuf,
        },
    }
}

anchorwatch_remark::remarks! {
    /// The one thing to do about a problem.
    pub(crate) enum Hint {
        /// No better hint is known.
        "hint_see_help" => SeeHelp,
        /// The likely intended word.
        "hint_meant_perhaps" => MeantPerhaps {
            /// Options, commands or values.
            suggested: Vec<String>,
        },
        /// Linux has no guide.
        "hint_linux_is_audited" => LinuxIsAudited,
        /// The accepted values.
        "hint_takes_values" => TakesValues {
            /// All of them.
            values: Vec<String>,
        },
        /// `block` works on Debian and its derivatives only; name another tree with --root, or
        /// run this on Debian.
        "hint_only_debian" => OnlyDebian,
        /// Find out which tool manages the file, and block the key there.
        "hint_refuse_there" => RefuseThere,
        /// The distribution has its own tool to remove a root.
        "hint_use_own_tool" => UseOwnTool,
        /// Look at the file: it contains a certificate in an unusual form.
        "hint_look_at_file" => LookAtFile,
        /// Block the keys again with `anchorwatch block --apply`, or remove the hook with
        /// `anchorwatch undo --apply`.
        "hint_block_or_undo" => BlockOrUndo,
        /// To block keys, see what `anchorwatch block` would change.
        "hint_see_block" => SeeBlock,
        /// Repair dpkg's records of ca-certificates, for example with
        /// `apt-get install --reinstall ca-certificates`.
        "hint_repair_records" => RepairRecords,
        /// Undo later receipts first, or put the named paths back as they were.
        "hint_undo_later_first" => UndoLaterFirst,
        /// Close the programs that use the named files, and run the same command again.
        "hint_close_and_repeat" => CloseAndRepeat,
        /// Close the programs that use the named files, and undo again.
        "hint_close_and_undo" => CloseAndUndo,
        /// See what `systemctl status` says of the units that watch, then start them.
        "hint_start_watch" => StartWatch,
        /// Stop the units that watch, and run `systemctl daemon-reload`.
        "hint_stop_watch" => StopWatch,
        /// Run update-ca-certificates yourself and see what it says, then undo again.
        "hint_run_update" => RunUpdate,
        /// Wait until the other run has ended.
        "hint_wait_for_other" => WaitForOther,
        /// Find out who wrote it; if it is as it should be, let root own it and only root write
        /// it.
        "hint_own_it" => OwnIt,
        /// Plan again: run the command once more.
        "hint_plan_again" => PlanAgain,
        /// Restore the file from a copy; do not edit it by hand.
        "hint_restore_file" => RestoreFile,
        /// Undo it first, with `anchorwatch undo --apply`.
        "hint_undo_first" => UndoFirst,
        /// Run `undo` without a receipt to see which can be undone.
        "hint_undo_without_receipt" => UndoWithoutReceipt,
        /// Find out who wrote the receipt; move its folder out of the journal to go on.
        "hint_move_receipt" => MoveReceipt,
        /// Put the saved original back from a backup, or restore the file by hand.
        "hint_restore_original" => RestoreOriginal,
        /// Remove by hand what is not needed.
        "hint_remove_by_hand" => RemoveByHand,
        /// Name another file.
        "hint_name_another" => NameAnother,
        /// Check the path.
        "hint_check_path" => CheckPath,
        /// Run the command as root.
        "hint_be_root" => BeRoot,
        /// Check that the file system is writable and not full.
        "hint_check_disk" => CheckDisk,
        /// Make sure that there is space where stdout leads, or send the answer elsewhere.
        "hint_check_stdout" => CheckStdout,
        /// Give a file of whole certificates, as PEM or DER.
        "hint_give_certificates" => GiveCertificates,
        /// Give a file, or send something through the pipe.
        "hint_give_through_pipe" => GiveThroughPipe,
        /// Write the password into the file as UTF-8 text.
        "hint_write_password_utf8" => WritePasswordUtf8,
        /// Measure again, or get the whole file; a part is not judged.
        "hint_measure_again" => MeasureAgain,
        /// Choose an address of this machine and a free port.
        "hint_listen_elsewhere" => ListenElsewhere,
        /// Ask whoever signed it for the file and the key again.
        "hint_ask_the_signer" => AskTheSigner,
        /// Make a key with `openssl genpkey -algorithm ed25519`.
        "hint_give_ed25519_key" => GiveEd25519Key,
        /// Make a key with `openssl rand -hex 32`.
        "hint_make_look_key" => MakeLookKey,
        /// Give the private key as PEM, without a password.
        "hint_give_plain_key" => GivePlainKey,
        /// Give the key that belongs to the first certificate of the file.
        "hint_give_its_key" => GiveItsKey,
        /// Name a new file; an existing one is never overwritten.
        "hint_name_new_file" => NameNewFile,
        /// Name folders with fewer files.
        "hint_give_fewer_files" => GiveFewerFiles,
        /// Leave out --ask, or --root.
        "hint_leave_out_ask" => LeaveOutAsk,
        /// Choose one with --select.
        "hint_select_image" => SelectImage,
        /// Save the image again, as an OCI archive or with docker save.
        "hint_save_image_again" => SaveImageAgain,
        /// Name a folder with TMPDIR.
        "hint_set_tmpdir" => SetTmpdir,
        /// Save one with `anchorwatch audit --format json`.
        "hint_save_audit" => SaveAudit,
        /// Save one with `anchorwatch audit --format json`, or write one as
        /// docs/manual/audit.md shows.
        "hint_write_baseline" => WriteBaseline,
        /// Take an ID from the answer of `anchorwatch audit`, with the same --root.
        "hint_take_id_from_audit" => TakeIdFromAudit,
        /// Type more of it; for example examples.
        "hint_type_more" => TypeMore {
            /// Some that are longer.
            examples: Vec<String>,
        },
        /// See what is there with `anchorwatch audit`.
        "hint_see_audit" => SeeAudit,
        /// See what there is with `anchorwatch consent list`.
        "hint_see_consents" => SeeConsents,
        /// A consent is for one owner's names, for 398 days at most: see
        /// `anchorwatch consent add --help`.
        "hint_consent_limits" => ConsentLimits,
        /// A consent is for one key: name it with --key.
        "hint_name_one_key" => NameOneKey,
        /// Give --confirm with exactly the sentence above, if it is what you want.
        "hint_confirm_exactly" => ConfirmExactly,
        /// If that is the root you mean: `command`.
        "hint_use_key" => UseKey {
            /// What to type.
            command: String,
        },
        /// Give the certificate's file with `command`.
        "hint_use_certificate" => UseCertificate {
            /// What to type.
            command: String,
        },
        /// Give the SHA-256 of the key, which `anchorwatch identify FILE` shows, or the
        /// certificate's file with `command`.
        "hint_use_key_or_certificate" => UseKeyOrCertificate {
            /// What to type.
            command: String,
        },
        /// Give the set of publishers that you trust with --publishers.
        "hint_give_publishers" => GivePublishers,
        /// Get the set again from whom you trust; it must be a later one of the same list.
        "hint_get_publishers" => GetPublishers,
        /// Correct the line; docs/manual/list-publish.md describes the text.
        "hint_correct_proposal" => CorrectProposal,
        /// Give a certificate, or evidence in which `anchorwatch verdict` sees an interception and
        /// that has the authority's certificate.
        "hint_give_finding" => GiveFinding,
        /// Get the mirror's files again, and the set of publishers from whom you trust.
        "hint_get_mirror" => GetMirror,
        /// See what `anchorwatch list review` says about the proposals beside the mirror.
        "hint_review_first" => ReviewFirst,
        /// Give the private key of a publisher in this set, as `anchorwatch list new-publisher`
        /// makes it.
        "hint_give_own_key" => GiveOwnKey,
        /// Make a list with a later number (`anchorwatch list prepare --number`); what was signed stays
        /// signed.
        "hint_new_number" => NewNumber,
        /// Restore the file beside the key from a backup; it keeps the key from signing two lists of
        /// one number.
        "hint_restore_signed" => RestoreSigned,
        /// Name a witness as the set of publishers names it.
        "hint_name_witness" => NameWitness,
        /// Give the log's folder and its key with --log and --log-key.
        "hint_give_log" => GiveLog,
        /// Give the key of a log that this set of publishers names, as `anchorwatch list new-log`
        /// makes it.
        "hint_give_log_key" => GiveLogKey,
        /// Get the log's files again, from another place; the set of publishers has to be the one that
        /// names the log.
        "hint_get_log" => GetLog,
        /// Run the command again when the witnesses answer: the log goes on where it was.
        "hint_ask_witnesses_again" => AskWitnessesAgain,
        /// Restore the folder and the file beside the key from a backup. If what the key signed last
        /// is lost, the newest checkpoint that a witness shows takes its place.
        "hint_restore_log" => RestoreLog,
        /// Look at the changes again, without --hash.
        "hint_look_again" => LookAgain,
        /// Let the publishers sign this list, beside what the mirror has now.
        "hint_sign_again" => SignAgain,
        /// Restore the file from a backup. If you delete it, this machine forgets which lists are old.
        "hint_restore_state" => RestoreState,
        /// Run `anchorwatch list update`, which writes the file again.
        "hint_update_lists" => UpdateLists,
        /// Give an address with https:// or http://, a folder or a bundle; at most 16 of them.
        "hint_give_source" => GiveSource,
        /// Give a proxy as http://HOST:PORT or socks5h://HOST:PORT.
        "hint_give_proxy" => GiveProxy,
        /// Give a CRLSet of Chromium, Mozilla's OneCRL, Java's blocked.certs, or what
        /// `anchorwatch list import` writes.
        "hint_known_list" => KnownList,
        /// Do not use this file; get the list again, from another place.
        "hint_get_list_elsewhere" => GetListElsewhere,
        /// Get the chain again, from the address that the list names as x5u.
        "hint_get_chain" => GetChain,
        /// Give Chromium's component, or Mozilla's changeset with --chain.
        "hint_get_signed_list" => GetSignedList,
        /// Run `anchorwatch list update` first, or name a list.
        "hint_update_or_name_list" => UpdateOrNameList,
        /// Write fewer lists into one file.
        "hint_export_less" => ExportLess,
        /// Name another file; no real list is so long.
        "hint_list_too_long" => ListTooLong,
        /// Correct the line, or put # before it.
        "hint_correct_line" => CorrectLine,
        /// Name a folder that does not exist yet.
        "hint_new_folder" => NewFolder,
        /// Name the folder that `measure --out` made.
        "hint_give_run_folder" => GiveRunFolder,
        /// Move this file to another folder, and run the command again: what it has is measured anew.
        "hint_move_segment" => MoveSegment,
        /// Give a smaller --concurrency, or raise the limit (ulimit -n).
        "hint_fewer_at_a_time" => FewerAtATime,
        /// Make the list of SHA-256 fingerprints, and write Algorithm=SHA-256.
        "hint_write_sha256_list" => WriteSha256List,
        /// Write the file again with `anchorwatch list import`; do not edit it by hand.
        "hint_import_again" => ImportAgain,
        /// The file was cut or changed; get it again.
        "hint_get_list_again" => GetListAgain,
    }
}
