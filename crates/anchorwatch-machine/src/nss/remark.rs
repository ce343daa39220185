//! Remarks on NSS's databases and libraries.

use anchorwatch_identity::problem::CertificateProblem;

anchorwatch_remark::remarks! {
    /// A remark on one of NSS's databases, its modules, or its list of roots.
    pub enum NssRemark {
        /// A row's certificate cannot be read.
        "nss_certificate_row" => CertificateRow {
            /// What is wrong with it.
            why: CertificateProblem,
        },
        /// A trust value that NSS ignores for its signature.
        "nss_unsigned_trust" => UnsignedTrust {
            /// The certificate's subject.
            subject: String,
        },
        /// Trust for certificates that are not in the database.
        "nss_trust_without_certificate" => TrustWithoutCertificate {
            /// How many.
            count: u64,
        },
        /// A database of the old format beside one of the new.
        "nss_old_format_beside" => OldFormatBeside {
            /// Its name.
            name: String,
        },
        /// A database of the old format alone.
        "nss_old_format" => OldFormat,
        /// p11-kit's trust module replaces NSS's list of roots.
        "nss_list_is_p11_kit_trust" => ListIsP11KitTrust {
            /// The programs that load it.
            clients: Vec<String>,
        },
        /// p11-kit's proxy replaces NSS's list of roots.
        "nss_list_is_p11_kit_proxy" => ListIsP11KitProxy,
        /// Another library replaces NSS's list of roots.
        "nss_list_is_another" => ListIsAnother {
            /// The programs that load it.
            clients: Vec<String>,
        },
        /// An argument of p11-kit's module.
        "nss_p11_kit_argument" => P11KitArgument {
            /// The argument, cut.
            argument: String,
        },
        /// A setting of a module's file.
        "nss_p11_kit_setting" => P11KitSetting {
            /// The module's file.
            file: String,
            /// The setting, cut.
            setting: String,
        },
        /// A module that is another program.
        "nss_p11_kit_remote" => P11KitRemote {
            /// The module's file.
            file: String,
        },
        /// A foreign module that p11-kit passes on as a source of trust.
        "p11_kit_trust_module" => TrustModule {
            /// The library or the program, cut.
            library: String,
        },
        /// The same where GnuTLS reads the bundle and not p11-kit.
        "p11_kit_trust_module_unused" => TrustModuleUnused {
            /// The library or the program, cut.
            library: String,
        },
        /// A relative place.
        "nss_p11_kit_place" => P11KitPlace {
            /// The place, cut.
            place: String,
        },
        /// A library that can add any root.
        "nss_unknown_module" => UnknownModule {
            /// The library, cut.
            library: String,
        },
        /// More modules than are followed.
        "nss_too_many_modules" => TooManyModules {
            /// How many are followed.
            max: u64,
        },
        /// A module's database with another name.
        "nss_prefixed_database" => PrefixedDatabase,
        /// A module's database in a relative folder.
        "nss_relative_database" => RelativeDatabase {
            /// The folder.
            folder: String,
        },
    }
}
