/* The time that OpenSSL needs to parse certificates and to compute the same facts of each as
   we do: both names as text, the SHA-256 of the certificate and of its SubjectPublicKeyInfo.

   usage: openssl FILE ROUNDS     FILE: certificates, each after its length (4 bytes,
   big-endian). Prints the least nanoseconds for one certificate over the rounds. */
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int facts(const unsigned char *der, long length) {
    const unsigned char *at = der;
    X509 *certificate = d2i_X509(NULL, &at, length);
    unsigned char hash[EVP_MAX_MD_SIZE], *key = NULL;
    unsigned int hash_length;
    if (certificate == NULL)
        return 0;
    char *subject = X509_NAME_oneline(X509_get_subject_name(certificate), NULL, 0);
    char *issuer = X509_NAME_oneline(X509_get_issuer_name(certificate), NULL, 0);
    int key_length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &key);
    int is_done = subject && issuer && key_length > 0
        && EVP_Digest(der, (size_t)length, hash, &hash_length, EVP_sha256(), NULL)
        && EVP_Digest(key, (size_t)key_length, hash, &hash_length, EVP_sha256(), NULL);
    OPENSSL_free(subject);
    OPENSSL_free(issuer);
    OPENSSL_free(key);
    X509_free(certificate);
    return is_done;
}

int main(int count, char **arguments) {
    if (count != 3)
        return 2;
    FILE *file = fopen(arguments[1], "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        return 1;
    long size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc((size_t)size);
    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size)
        return 1;
    double least = 1e300;
    for (int round = 0; round < atoi(arguments[2]); round++) {
        struct timespec begun, ended;
        long read = 0;
        clock_gettime(CLOCK_MONOTONIC, &begun);
        for (long at = 0; at + 4 <= size;) {
            long length = (long)bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
            if (length > size - at - 4 || !facts(bytes + at + 4, length))
                return 1;
            at += 4 + length;
            read++;
        }
        clock_gettime(CLOCK_MONOTONIC, &ended);
        double taken = (ended.tv_sec - begun.tv_sec) * 1e9 + (ended.tv_nsec - begun.tv_nsec);
        if (taken / read < least)
            least = taken / read;
    }
    printf("%.1f\n", least);
    return 0;
}
