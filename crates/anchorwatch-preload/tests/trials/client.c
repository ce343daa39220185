/* A client that gives OpenSSL our callback.
 *
 *     client PORT HOW NAME ROOTS LOCAL_ROOTS [USAGE KEY]
 *
 * HOW is how it names the server: sni, host, ip or none; or accept-all or no-verifier, which
 * are sni with a verify callback that accepts everything, or without a verifier. USAGE and KEY
 * are a DNSSEC record for a key that signs; KEY is hexadecimal. Prints "accepted" or "refused"
 * and OpenSSL's number for the verification.
 *
 * It declares what it uses of OpenSSL itself, so that no headers need to be installed. */
#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "anchorwatch.h"

typedef struct ssl_method_st SSL_METHOD;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_st SSL;
typedef struct x509_store_ctx_st X509_STORE_CTX;
typedef struct X509_VERIFY_PARAM_st X509_VERIFY_PARAM;

const SSL_METHOD *TLS_client_method(void);
SSL_CTX *SSL_CTX_new(const SSL_METHOD *method);
void SSL_CTX_free(SSL_CTX *context);
int SSL_CTX_load_verify_locations(SSL_CTX *context, const char *file, const char *folder);
void SSL_CTX_set_verify(SSL_CTX *context, int mode, int (*callback)(int, X509_STORE_CTX *));
void SSL_CTX_set_cert_verify_callback(SSL_CTX *context, int (*callback)(X509_STORE_CTX *, void *),
                                      void *argument);
SSL *SSL_new(SSL_CTX *context);
void SSL_free(SSL *connection);
int SSL_set_fd(SSL *connection, int fd);
long SSL_ctrl(SSL *connection, int command, long number, void *pointer);
int SSL_set1_host(SSL *connection, const char *name);
X509_VERIFY_PARAM *SSL_get0_param(SSL *connection);
int X509_VERIFY_PARAM_set1_ip_asc(X509_VERIFY_PARAM *parameters, const char *address);
int SSL_CTX_dane_enable(SSL_CTX *context);
int SSL_dane_enable(SSL *connection, const char *name);
int SSL_dane_tlsa_add(SSL *connection, uint8_t usage, uint8_t selector, uint8_t kind,
                      const unsigned char *data, size_t length);
int SSL_connect(SSL *connection);
long SSL_get_verify_result(const SSL *connection);
int SSL_shutdown(SSL *connection);

enum { VERIFY_PEER = 1, SET_SERVER_NAME = 55 };

static int accept_all(int answer, X509_STORE_CTX *context) {
    (void)answer;
    (void)context;
    return 1;
}

static int connected(const char *port) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)atoi(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert(fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    return fd;
}

/* A whole SubjectPublicKeyInfo. */
enum { KEY = 1, WHOLE = 0 };

static void vouched_for(SSL *connection, const char *name, const char *usage, const char *key) {
    unsigned char data[1024];
    size_t length = strlen(key) / 2;
    assert(length <= sizeof data && SSL_dane_enable(connection, name) == 1);
    for (size_t index = 0; index < length; index++) {
        unsigned octet;
        assert(sscanf(key + 2 * index, "%2x", &octet) == 1);
        data[index] = (unsigned char)octet;
    }
    assert(SSL_dane_tlsa_add(connection, (uint8_t)atoi(usage), KEY, WHOLE, data, length) == 1);
}

int main(int count, char **words) {
    assert(count == 6 || count == 8);
    const char *how = words[2], *name = words[3];
    struct anchorwatch_verifier *verifier = NULL;
    char *error = NULL;
    if (anchorwatch_verifier_new(words[5], &verifier, &error) != ANCHORWATCH_STATUS_DONE) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    assert(SSL_CTX_load_verify_locations(context, words[4], NULL) == 1);
    SSL_CTX_set_verify(context, VERIFY_PEER, strcmp(how, "accept-all") ? NULL : accept_all);
    SSL_CTX_set_cert_verify_callback(context, anchorwatch_openssl_verify_callback,
                                     strcmp(how, "no-verifier") ? verifier : NULL);
    assert(SSL_CTX_dane_enable(context) == 1);
    SSL *connection = SSL_new(context);
    if (count == 8) {
        vouched_for(connection, name, words[6], words[7]);
    }
    int fd = connected(words[1]);
    SSL_set_fd(connection, fd);
    if (strcmp(how, "ip") == 0) {
        assert(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), name) == 1);
    } else if (strcmp(how, "none") != 0) {
        SSL_ctrl(connection, SET_SERVER_NAME, 0, words[3]);
    }
    if (strcmp(how, "host") == 0) {
        assert(SSL_set1_host(connection, name) == 1);
    }
    int answer = SSL_connect(connection);
    printf("%s %ld\n", answer == 1 ? "accepted" : "refused", SSL_get_verify_result(connection));
    if (answer == 1) {
        SSL_shutdown(connection);
    }
    SSL_free(connection);
    SSL_CTX_free(context);
    close(fd);
    anchorwatch_verifier_free(verifier);
    return 0;
}
