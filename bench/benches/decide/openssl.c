/* The time that OpenSSL needs to verify a chain as a client does: both certificates that a
   server sends are decoded, a path to a store of roots is built, and its signatures, dates,
   purpose and name are checked.

   usage: openssl NAME TIME CALLS   in a folder with the files leaf, intermediate (DER) and
   roots (certificates, each after its length, 4 bytes, big-endian). Prints the least
   nanoseconds for one chain over three rounds of CALLS; nothing if one is not verified. */
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static unsigned char *whole(const char *name, long *size) {
    FILE *file = fopen(name, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    *size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc((size_t)*size);
    if (bytes == NULL || fread(bytes, 1, (size_t)*size, file) != (size_t)*size)
        return NULL;
    fclose(file);
    return bytes;
}

static X509 *certificate(const unsigned char *der, long size) {
    return d2i_X509(NULL, &der, size);
}

int main(int count, char **arguments) {
    long leaf_size, intermediate_size, roots_size;
    unsigned char *leaf_der = whole("leaf", &leaf_size);
    unsigned char *intermediate_der = whole("intermediate", &intermediate_size);
    unsigned char *roots = whole("roots", &roots_size);
    X509_STORE *store = X509_STORE_new();
    if (count != 4 || !leaf_der || !intermediate_der || !roots || !store)
        return 1;
    for (long at = 0; at + 4 <= roots_size;) {
        long length = (long)roots[at] << 24 | roots[at + 1] << 16 | roots[at + 2] << 8 | roots[at + 3];
        X509 *root = length <= roots_size - at - 4 ? certificate(roots + at + 4, length) : NULL;
        if (root == NULL || !X509_STORE_add_cert(store, root))
            return 1;
        X509_free(root);
        at += 4 + length;
    }
    double least = 1e300;
    long calls = atol(arguments[3]);
    for (int round = 0; round < 3; round++) {
        struct timespec begun, ended;
        clock_gettime(CLOCK_MONOTONIC, &begun);
        for (long call = 0; call < calls; call++) {
            X509 *leaf = certificate(leaf_der, leaf_size);
            X509 *intermediate = certificate(intermediate_der, intermediate_size);
            STACK_OF(X509) *sent = sk_X509_new_null();
            X509_STORE_CTX *context = X509_STORE_CTX_new();
            if (!leaf || !intermediate || !sent || !context || !sk_X509_push(sent, intermediate)
                || !X509_STORE_CTX_init(context, store, leaf, sent)
                || !X509_STORE_CTX_set_default(context, "ssl_server"))
                return 1;
            X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(context);
            X509_VERIFY_PARAM_set_time(param, atol(arguments[2]));
            X509_VERIFY_PARAM_set1_host(param, arguments[1], 0);
            if (X509_verify_cert(context) != 1)
                return 1;
            X509_STORE_CTX_free(context);
            sk_X509_pop_free(sent, X509_free);
            X509_free(leaf);
        }
        clock_gettime(CLOCK_MONOTONIC, &ended);
        double taken = (ended.tv_sec - begun.tv_sec) * 1e9 + (ended.tv_nsec - begun.tv_nsec);
        if (taken / calls < least)
            least = taken / calls;
    }
    printf("%.1f\n", least);
    return 0;
}
