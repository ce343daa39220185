/* anchorwatch.h: may a chain of certificates vouch for a name? See docs/manual/programs.md.
 *
 * Made by cbindgen from crates/anchorwatch-verify-ffi/src/c_abi; do not change it by hand.
 *
 * Every function may be called from any thread. A verifier and a result may be used by any
 * number of threads at a time; whoever frees one sees to it that nobody uses it then. Null
 * is answered and never followed. A thread that asks needs 256 KiB of stack. No function
 * prints, exits or lets an exception out. */

#ifndef ANCHORWATCH_H
#define ANCHORWATCH_H

#include <stddef.h>
#include <stdint.h>

/* OpenSSL's X509_STORE_CTX. */
struct x509_store_ctx_st;

/**
 * The time «now», for anchorwatch_verify.
 */
#define ANCHORWATCH_NOW INT64_MIN

/**
 * Whether a question could be asked.
 */
enum anchorwatch_status {
  /**
   * It was asked, and the answer is in the result.
   */
  ANCHORWATCH_STATUS_DONE = 0,
  /**
   * A pointer is null that must not be.
   */
  ANCHORWATCH_STATUS_NULL_ARGUMENT = 1,
  /**
   * A text is not UTF-8, a certificate is empty or too long, or there are too many.
   */
  ANCHORWATCH_STATUS_BAD_ARGUMENT = 2,
  /**
   * A file of the owner's is there and cannot be read, is not the owner's alone, or
   * cannot be understood.
   */
  ANCHORWATCH_STATUS_CONFIGURATION = 3,
  /**
   * A fault of this library's.
   */
  ANCHORWATCH_STATUS_INTERNAL = 4,
};

/**
 * Whether a chain may vouch for a name. Anything but ANCHORWATCH_DECISION_TRUSTED is a no.
 */
enum anchorwatch_decision {
  /**
   * There is no answer: the result is null.
   */
  ANCHORWATCH_DECISION_NONE = 0,
  /**
   * It may.
   */
  ANCHORWATCH_DECISION_TRUSTED = 1,
  /**
   * It may not.
   */
  ANCHORWATCH_DECISION_REFUSED = 2,
  /**
   * The question has no answer: there is no certificate, or no root could have spoken.
   */
  ANCHORWATCH_DECISION_INCONCLUSIVE = 3,
};

/**
 * What decisions rest on. Made by anchorwatch_verifier_new, only read afterwards: any
 * number of threads may use one at a time. A program makes one and keeps it.
 */
struct anchorwatch_verifier;

/**
 * An answer of anchorwatch_verify. Only read after it was made: any number of threads may
 * use one at a time.
 */
struct anchorwatch_result;

/**
 * One certificate, DER. The bytes stay the caller's and are copied.
 */
struct anchorwatch_certificate {
  /**
   * The first byte.
   */
  const uint8_t *data;
  /**
   * How many there are, 1 to 1048576.
   */
  size_t length;
};

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of this library, such as "0.1.0". Never null, never freed.
 */
const char *anchorwatch_version(void);

/**
 * Makes a verifier from what the owner of this machine decided: the public roots that ship
 * with this library or are named in /etc/anchorwatch/config.toml, the refused keys that
 * ship with it and those in /etc/anchorwatch/blocked.toml, and the consents in
 * /etc/anchorwatch/consent.toml.
 *
 * `local_roots` is the path of a PEM file with the roots that someone added to this
 * machine, which speak for private names only. Null is the system's bundle,
 * /etc/ssl/certs/ca-certificates.crt.
 *
 * On ANCHORWATCH_STATUS_DONE `*verifier` is the new value, to be freed with
 * anchorwatch_verifier_free. Otherwise it is null, and `*error`, if `error` is not null,
 * says why; free that with anchorwatch_text_free. It may be null too.
 *
 * # Safety
 * `local_roots` is null or a C string; `verifier` and `error` are null or can be written.
 */
enum anchorwatch_status anchorwatch_verifier_new(const char *local_roots,
                                                 struct anchorwatch_verifier **verifier,
                                                 char **error);

/**
 * Frees a verifier. Null is allowed. No call may still use it, and it is freed once.
 *
 * # Safety
 * `verifier` is null or came from anchorwatch_verifier_new.
 */
void anchorwatch_verifier_free(struct anchorwatch_verifier *verifier);

/**
 * Frees a text that this library made. Null is allowed.
 *
 * # Safety
 * `text` is null or came from anchorwatch_verifier_new, and is freed once.
 */
void anchorwatch_text_free(char *text);

/**
 * Decides whether a chain may vouch for a name.
 *
 * `chain` is what the server presented, its own certificate first, `count` certificates,
 * 1000 at the most; the order of the rest does not matter. `name` is the name or address
 * that the program connects to, never one that a certificate or a resolver gave.
 * `unix_seconds` is the time, or ANCHORWATCH_NOW.
 *
 * On ANCHORWATCH_STATUS_DONE `*result` is the answer, to be freed with
 * anchorwatch_result_free, and a chain is to be used only if its
 * anchorwatch_result_decision is ANCHORWATCH_DECISION_TRUSTED. Otherwise `*result` is null,
 * which no function here takes for trusted.
 *
 * Not checked: revocation, Certificate Transparency, and that the server holds the key,
 * which is the handshake's to prove.
 *
 * # Safety
 * `verifier` came from anchorwatch_verifier_new and is not freed meanwhile; `chain` points
 * to `count` certificates whose bytes can be read; `name` is a C string; `result` can be
 * written. Each may be null instead, which is answered.
 */
enum anchorwatch_status anchorwatch_verify(const struct anchorwatch_verifier *verifier,
                                           const struct anchorwatch_certificate *chain,
                                           size_t count,
                                           const char *name,
                                           int64_t unix_seconds,
                                           struct anchorwatch_result **result);

/**
 * Whether the chain may vouch for the name; ANCHORWATCH_DECISION_NONE for null.
 *
 * # Safety
 * `result` is null or came from anchorwatch_verify and is not freed meanwhile. The same
 * holds for every function of a result.
 */
enum anchorwatch_decision anchorwatch_result_decision(const struct anchorwatch_result *result);

/**
 * The stable code of why, such as "local_anchor_for_public_name"; for a trusted chain the
 * right by which its root speaks, such as "public_program". Null only for null.
 *
 * # Safety
 * As for anchorwatch_result_decision.
 */
const char *anchorwatch_result_reason(const struct anchorwatch_result *result);

/**
 * The answer as one English sentence, UTF-8, safe to print. Null only for null.
 *
 * # Safety
 * As for anchorwatch_result_decision.
 */
const char *anchorwatch_result_sentence(const struct anchorwatch_result *result);

/**
 * The subject of the root that signed a refused chain, as far as that can be told, RFC
 * 4514, safe to print; else null.
 *
 * # Safety
 * As for anchorwatch_result_decision.
 */
const char *anchorwatch_result_attribution(const struct anchorwatch_result *result);

/**
 * The identifier of that root in the registry of known roots, such as "kz-qaznet-2016", if
 * it is there; else null.
 *
 * # Safety
 * As for anchorwatch_result_decision.
 */
const char *anchorwatch_result_known_id(const struct anchorwatch_result *result);

/**
 * Frees a result, and with it its strings. Null is allowed. It is freed once.
 *
 * # Safety
 * `result` is null or came from anchorwatch_verify, and nobody uses it any more.
 */
void anchorwatch_result_free(struct anchorwatch_result *result);

/**
 * A certificate verification callback of OpenSSL 3, for
 * SSL_CTX_set_cert_verify_callback(context, anchorwatch_openssl_verify_callback, verifier).
 *
 * It first verifies as OpenSSL does, by X509_verify_cert and the context's own settings,
 * and then asks about what OpenSSL accepted: both must accept. On a refusal of ours the
 * error is X509_V_ERR_CERT_REJECTED and the context's verify callback is asked, as for any
 * other error. Only a client's look at a server's certificate is judged.
 *
 * The name is the one that the program has OpenSSL check (SSL_set1_host,
 * X509_VERIFY_PARAM_set1_ip), else the one that it asks the server for
 * (SSL_set_tlsext_host_name). If it told OpenSSL neither, only public roots may speak.
 * Local roots are those that the program's own store believes.
 *
 * `verifier` stays the caller's and must live as long as the context uses it; null is
 * refused, and so is another OpenSSL than 3. OpenSSL's functions are looked up in the
 * running program: this library links to none.
 *
 * # Safety
 * `context` is OpenSSL's, for one verification; `verifier` is null or came from
 * anchorwatch_verifier_new.
 */
int anchorwatch_openssl_verify_callback(struct x509_store_ctx_st *context, void *verifier);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ANCHORWATCH_H */
