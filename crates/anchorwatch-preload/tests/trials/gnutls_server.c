/* A server that has GnuTLS verify its client during the handshake.
 *
 *     gnutls_server ROOTS CERTIFICATE KEY
 *
 * prints "port N", takes one connection on loopback, and prints "accepted", or "refused" with
 * GnuTLS's numbers for the handshake and the client's certificate. */
#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct gnutls_session_int *gnutls_session_t;
typedef struct gnutls_certificate_credentials_st *gnutls_certificate_credentials_t;

int gnutls_certificate_allocate_credentials(gnutls_certificate_credentials_t *credentials);
void gnutls_certificate_free_credentials(gnutls_certificate_credentials_t credentials);
int gnutls_certificate_set_x509_trust_file(gnutls_certificate_credentials_t credentials,
                                           const char *file, int format);
int gnutls_certificate_set_x509_key_file(gnutls_certificate_credentials_t credentials,
                                         const char *certificate, const char *key, int format);
int gnutls_init(gnutls_session_t *session, unsigned flags);
void gnutls_deinit(gnutls_session_t session);
int gnutls_set_default_priority(gnutls_session_t session);
int gnutls_credentials_set(gnutls_session_t session, int kind, void *credentials);
void gnutls_certificate_server_set_request(gnutls_session_t session, int request);
void gnutls_session_set_verify_cert(gnutls_session_t session, const char *name, unsigned flags);
unsigned gnutls_session_get_verify_cert_status(gnutls_session_t session);
void gnutls_transport_set_int2(gnutls_session_t session, int receive, int send);
void gnutls_handshake_set_timeout(gnutls_session_t session, unsigned milliseconds);
int gnutls_handshake(gnutls_session_t session);

enum { SERVER = 1, PEM = 1, CERTIFICATES = 1, REQUIRE = 2, SECONDS = 60 };

static int listening(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert(fd >= 0 && bind(fd, (struct sockaddr *)&address, length) == 0);
    assert(listen(fd, 1) == 0 && getsockname(fd, (struct sockaddr *)&address, &length) == 0);
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

int main(int count, char **words) {
    assert(count == 4);
    alarm(SECONDS);
    gnutls_certificate_credentials_t credentials;
    gnutls_session_t session;
    assert(gnutls_certificate_allocate_credentials(&credentials) == 0);
    assert(gnutls_certificate_set_x509_trust_file(credentials, words[1], PEM) > 0);
    assert(gnutls_certificate_set_x509_key_file(credentials, words[2], words[3], PEM) == 0);
    assert(gnutls_init(&session, SERVER) == 0);
    assert(gnutls_set_default_priority(session) == 0);
    assert(gnutls_credentials_set(session, CERTIFICATES, credentials) == 0);
    gnutls_certificate_server_set_request(session, REQUIRE);
    gnutls_session_set_verify_cert(session, NULL, 0);
    int listener = listening();
    int fd = accept(listener, NULL, NULL);
    assert(fd >= 0);
    gnutls_transport_set_int2(session, fd, fd);
    gnutls_handshake_set_timeout(session, SECONDS * 1000);
    int answer = gnutls_handshake(session);
    if (answer == 0) {
        printf("accepted\n");
    } else {
        printf("refused %d %u\n", answer, gnutls_session_get_verify_cert_status(session));
    }
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(credentials);
    close(fd);
    close(listener);
    return 0;
}
