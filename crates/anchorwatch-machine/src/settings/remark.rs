//! Remarks on settings: what was not followed, and why.

use anchorwatch_home::ContentProblem;

use crate::read_problem::ReadProblem;

anchorwatch_remark::remarks! {
    /// A remark on a file of settings.
    pub(crate) enum SettingsRemark {
        /// A part that could lead to an anchor or a proxy and was not followed.
        "settings_unclear" => Unclear {
            /// The part, as it is in the file.
            what: String,
            /// What it does.
            why: Unclear,
        },
        /// A quote, a parenthesis or a here-document that does not end.
        "settings_open_end" => OpenEnd,
        /// A script with more than is looked at.
        "settings_script_limit" => ScriptLimit,
        /// A file that names more files than are looked at.
        "settings_named_files_limit" => NamedFilesLimit,
        /// certifi's own code names its bundle in a way that is not understood.
        "settings_python_bundle" => PythonBundle,
        /// The file could not be read.
        "settings_unread" => Unread {
            /// What prevented it.
            why: ReadProblem,
        },
        /// The file could not be parsed.
        "settings_not_parsed" => NotParsed {
            /// What is wrong with it.
            why: ContentProblem,
        },
        /// More files of settings than are read.
        "settings_files_limit" => FilesLimit {
            /// How many are read.
            max: u64,
        },
        /// A folder with more names than are read.
        "settings_names_limit" => NamesLimit {
            /// How many are read.
            max: u64,
        },
        /// More settings than are listed.
        "settings_limit" => Limit {
            /// How many are listed.
            max: u64,
        },
        /// More files of certificates than are read.
        "settings_bundles_limit" => BundlesLimit {
            /// How many are read.
            max: u64,
        },
        /// More lines than are read.
        "settings_lines_limit" => LinesLimit {
            /// How many are read.
            max: u64,
        },
        /// A pattern for more places than are looked at.
        "settings_places_limit" => PlacesLimit {
            /// How many are looked at.
            max: u64,
        },
        /// More files than are searched.
        "settings_search_limit" => SearchLimit {
            /// How many are searched.
            max: u64,
        },
        /// More files that name another than are followed.
        "settings_chain_limit" => ChainLimit {
            /// How many are followed.
            max: u64,
        },
        /// More folders of programs than are looked at.
        "settings_search_path_limit" => SearchPathLimit,
        /// More environments than are read.
        "settings_environments_limit" => EnvironmentsLimit {
            /// How many are read.
            max: u64,
        },
        /// Folders deeper than is searched for unknown programs.
        "settings_folders_too_deep" => FoldersTooDeep {
            /// How many.
            count: u64,
        },
        /// Texts longer than is searched for unknown programs.
        "settings_texts_too_long" => TextsTooLong {
            /// How many.
            count: u64,
        },
        /// A script that a chain of other scripts starts.
        "settings_started_too_deep" => StartedTooDeep,
        /// A script that is a program of its own.
        "settings_whole_program" => WholeProgram,
        /// A folder of programs that is known only at run time.
        "settings_unknown_search_folder" => UnknownSearchFolder {
            /// The setting, cut.
            what: String,
        },
        /// The keys of connections are written to a file.
        "settings_writes_keys" => WritesKeys {
            /// The setting.
            what: String,
        },
        /// A shell's plugin manager.
        "settings_plugins" => Plugins,
        /// A command that installs certificates, which are listed.
        "settings_installs_roots" => InstallsRoots {
            /// The command.
            what: String,
        },
        /// A program that comes before the system's.
        "settings_before_systems_program" => BeforeSystemsProgram,
        /// Running programs that see other files.
        "settings_isolated_programs" => IsolatedPrograms {
            /// How many.
            count: u64,
        },
        /// It is set in a condition or a function.
        "settings_conditional" => Conditional {
            /// The setting.
            what: String,
        },
        /// Its file is included on a condition.
        "settings_included_on_condition" => IncludedOnCondition {
            /// The setting.
            what: String,
        },
        /// It is in force in running programs.
        "settings_running" => Running {
            /// The setting.
            what: String,
            /// How many programs.
            count: u64,
        },
        /// A variable of running programs names the file.
        "settings_named_by_running" => NamedByRunning {
            /// The variable.
            name: String,
            /// In how many programs.
            count: u64,
        },
    }
}

anchorwatch_remark::remarks! {
    /// What a part of a file of settings does that was not followed: a predicate, whose
    /// subject is the part.
    pub(crate) enum Unclear {
        /// Names a place that is known only at run time.
        "unclear_place" => Place,
        /// Is known only at run time.
        "unclear_value" => Value,
        /// Takes a proxy from elsewhere.
        "unclear_proxy" => Proxy,
        /// Names a browser's profile that is known only at run time.
        "unclear_profile" => Profile,
        /// Names a configuration that is known only at run time.
        "unclear_configuration" => Configuration,
        /// Leads to a place that is known only at run time.
        "unclear_destination" => Destination,
        /// May switch verification off.
        "unclear_switch" => Switch,
        /// Is run before each prompt.
        "unclear_prompt" => Prompt,
        /// Loads code that may change what is trusted.
        "unclear_code" => Code,
        /// Loads code into every program.
        "unclear_preload" => Preload,
        /// Is the address of a store.
        "unclear_store_address" => StoreAddress,
        /// Loads code into every program that uses OpenSSL.
        "unclear_openssl_code" => OpensslCode,
        /// Runs a script that may change what is trusted.
        "unclear_script" => Script,
        /// Is run by every Python.
        "unclear_python_start" => PythonStart,
        /// Is included further than git follows.
        "unclear_git_depth" => GitDepth,
        /// Are more than are looked at.
        "unclear_count" => Count,
        /// Is included further than sshd follows.
        "unclear_sshd_depth" => SshdDepth,
        /// Prints an environment that is known only at run time.
        "unclear_generated_environment" => GeneratedEnvironment,
        /// Shows its programs other files.
        "unclear_other_files" => OtherFiles,
        /// Is included and was not read.
        "unclear_inclusion" => Inclusion,
        /// Stands for more files than are looked at.
        "unclear_file_count" => FileCount,
        /// Is mentioned more often than is looked at.
        "unclear_mention_count" => MentionCount,
        /// Is mentioned in a language that is not read.
        "unclear_mention" => Mention,
        /// Is not a list of registries.
        "unclear_registries" => Registries,
        /// Is written in a way that is not followed.
        "unclear_syntax" => Syntax,
        /// Is a script in a program's place.
        "unclear_script_as_program" => ScriptAsProgram,
        /// A folder of code that comes first.
        "unclear_code_first" => CodeFirst {
            /// What is in it.
            name: String,
        },
        /// Reads in what is known only at run time.
        "unclear_source" => Source,
        /// Is nested deeper than is followed.
        "unclear_depth" => Depth,
        /// Runs what is known only at run time.
        "unclear_command" => Command,
        /// Sets variables that are known only at run time.
        "unclear_export" => Export,
        /// Replaces a program.
        "unclear_replacement" => Replacement,
        /// Is a function with a program's name.
        "unclear_function" => Function,
        /// Installs roots that are not known.
        "unclear_installs_roots" => InstallsRoots,
        /// Fills a variable from elsewhere.
        "unclear_input" => Input,
    }
}
