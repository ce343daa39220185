/* What real libraries find in files of roots. One line of input is one question:
 * a reader's name and a path. One line of output is its answer: each certificate that
 * counts as trusted for TLS servers, as SHA-256 of its DER and SHA-1 of its public key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

static void hex(const unsigned char *octets, unsigned length) {
    for (unsigned i = 0; i < length; i++) printf("%02x", octets[i]);
}

static void shown(X509 *one, int *first) {
    unsigned char whole[32], key[20];
    unsigned whole_length = sizeof whole, key_length = sizeof key;
    if (X509_check_trust(one, X509_TRUST_SSL_SERVER, 0) == X509_TRUST_REJECTED) return;
    if (!X509_digest(one, EVP_sha256(), whole, &whole_length)) return;
    if (!X509_pubkey_digest(one, EVP_sha1(), key, &key_length)) return;
    printf("%s", *first ? "" : " ");
    *first = 0;
    hex(whole, whole_length);
    printf(":");
    /* A key that the library cannot use signs nothing. */
    if (X509_get0_pubkey(one) == NULL) printf("-");
    else hex(key, key_length);
}

static void of_store(X509_STORE *store) {
    STACK_OF(X509_OBJECT) *all = X509_STORE_get0_objects(store);
    int first = 1;
    for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
        X509 *one = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(all, i));
        if (one != NULL) shown(one, &first);
    }
}

static X509 *named = NULL;

static void ask(X509_STORE *store) {
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, store, NULL, NULL);
    X509_OBJECT *found = X509_OBJECT_new();
    X509_STORE_CTX_get_by_subject(context, X509_LU_X509, X509_get_subject_name(named), found);
    X509_OBJECT_free(found);
    X509_STORE_CTX_free(context);
}

static void file(const char *path) {
    X509_STORE *store = X509_STORE_new();
    X509_STORE_load_file(store, path);
    of_store(store);
    X509_STORE_free(store);
}

static void hash_dir(const char *path) {
    X509_STORE *store = X509_STORE_new();
    X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir());
    X509_LOOKUP_add_dir(lookup, path, X509_FILETYPE_PEM);
    ask(store);
    of_store(store);
    X509_STORE_free(store);
}

static void uri(const char *path) {
    X509_STORE *store = X509_STORE_new();
    X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_store());
    X509_LOOKUP_add_store(lookup, path);
    ask(store);
    of_store(store);
    X509_STORE_free(store);
}

/* Node's NoPasswordCallback; without one, OpenSSL asks on the terminal or on stdin. */
static int no_password(char *text, int size, int is_writing, void *data) {
    (void)text, (void)size, (void)is_writing, (void)data;
    return 0;
}

static void node(const char *path) {
    BIO *in = BIO_new_file(path, "r");
    X509 *one;
    int first = 1;
    if (in == NULL) return;
    while ((one = PEM_read_bio_X509(in, NULL, no_password, NULL)) != NULL) {
        shown(one, &first);
        X509_free(one);
    }
    BIO_free(in);
}

static void of_gnutls(const char *path) {
    gnutls_x509_trust_list_t list;
    gnutls_x509_trust_list_iter_t iter = NULL;
    gnutls_x509_crt_t one;
    int first = 1;
    gnutls_x509_trust_list_init(&list, 0);
    gnutls_x509_trust_list_add_trust_file(list, path, NULL, GNUTLS_X509_FMT_PEM, 0, 0);
    while (gnutls_x509_trust_list_iter_get_ca(list, &iter, &one) == 0) {
        gnutls_datum_t der;
        if (gnutls_x509_crt_export2(one, GNUTLS_X509_FMT_DER, &der) == 0) {
            const unsigned char *at = der.data;
            X509 *same = d2i_X509(NULL, &at, der.size);
            if (same != NULL) {
                shown(same, &first);
            } else {
                unsigned char whole[32];
                unsigned length = sizeof whole;
                EVP_Digest(der.data, der.size, whole, &length, EVP_sha256(), NULL);
                printf("%s", first ? "" : " ");
                first = 0;
                hex(whole, length);
                /* No key that OpenSSL can read. */
                printf(":-");
            }
            X509_free(same);
            gnutls_free(der.data);
        }
        gnutls_x509_crt_deinit(one);
    }
    gnutls_x509_trust_list_deinit(list, 1);
}

int main(int argc, char **argv) {
    char line[8192];
    BIO *in = argc == 2 ? BIO_new_file(argv[1], "r") : NULL;
    named = in == NULL ? NULL : PEM_read_bio_X509(in, NULL, NULL, NULL);
    if (named == NULL) return 2;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = 0;
        char *path = strchr(line, ' ');
        if (path == NULL) return 2;
        *path++ = 0;
        if (strcmp(line, "file") == 0) file(path);
        else if (strcmp(line, "hash_dir") == 0) hash_dir(path);
        else if (strcmp(line, "uri") == 0) uri(path);
        else if (strcmp(line, "node") == 0) node(path);
        else if (strcmp(line, "gnutls") == 0) of_gnutls(path);
        else return 2;
        printf("\n");
        ERR_clear_error();
    }
    return 0;
}
