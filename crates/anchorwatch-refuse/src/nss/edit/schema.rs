//! Names in NSS's databases, and which values it signs.

/// The files that are opened as one database.
pub(super) const DATABASES: [&str; 2] = ["cert9.db", "key4.db"];

/// The name under which `key4.db` is attached.
pub(super) const SIGNATURES: &str = "signatures";

/// The attributes that NSS has signatures for, of trust objects (`sftkdb.c`).
pub(super) const SIGNED_ATTRIBUTES: [u32; 13] = [
    0xce53_63b4, // CKA_NSS_CERT_SHA1_HASH
    0xce53_63b5, // CKA_NSS_CERT_MD5_HASH
    0xce53_6358, // CKA_NSS_TRUST_SERVER_AUTH
    0xce53_6359, // CKA_NSS_TRUST_CLIENT_AUTH
    0xce53_635a, // CKA_NSS_TRUST_CODE_SIGNING
    0xce53_635b, // CKA_NSS_TRUST_EMAIL_PROTECTION
    0xce53_6360, // CKA_NSS_TRUST_STEP_UP_APPROVED
    0x0000_0635, // CKA_HASH_OF_CERTIFICATE
    0x0000_008c, // CKA_NAME_HASH_ALGORITHM
    0x0000_062c, // CKA_TRUST_SERVER_AUTH
    0x0000_062d, // CKA_TRUST_CLIENT_AUTH
    0x0000_062e, // CKA_TRUST_CODE_SIGNING
    0x0000_062f, // CKA_TRUST_EMAIL_PROTECTION
];
