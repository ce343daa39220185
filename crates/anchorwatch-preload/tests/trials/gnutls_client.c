/* A client that has GnuTLS verify the server during the handshake.
 *
 *     gnutls_client PORT ASKED CHECKED ROOTS
 *
 * requests the name ASKED from the server and has GnuTLS check the certificate against CHECKED;
 * "-" is neither. Prints "accepted", or "refused" with GnuTLS's numbers for the handshake and
 * the certificate. It declares what it uses of GnuTLS itself, so that no headers need to be
 * installed. */
#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct gnutls_session_int *gnutls_session_t;
typedef struct gnutls_certificate_credentials_st *gnutls_certificate_credentials_t;

int gnutls_certificate_allocate_credentials(gnutls_certificate_credentials_t *credentials);
void gnutls_certificate_free_credentials(gnutls_certificate_credentials_t credentials);
int gnutls_certificate_set_x509_trust_file(gnutls_certificate_credentials_t credentials,
                                           const char *file, int format);
int gnutls_init(gnutls_session_t *session, unsigned flags);
void gnutls_deinit(gnutls_session_t session);
int gnutls_set_default_priority(gnutls_session_t session);
int gnutls_credentials_set(gnutls_session_t session, int kind, void *credentials);
int gnutls_server_name_set(gnutls_session_t session, int kind, const void *name, size_t length);
void gnutls_session_set_verify_cert(gnutls_session_t session, const char *name, unsigned flags);
unsigned gnutls_session_get_verify_cert_status(gnutls_session_t session);
void gnutls_transport_set_int2(gnutls_session_t session, int receive, int send);
void gnutls_handshake_set_timeout(gnutls_session_t session, unsigned milliseconds);
int gnutls_handshake(gnutls_session_t session);

enum { CLIENT = 2, PEM = 1, CERTIFICATES = 1, DNS = 1 };

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

int main(int count, char **words) {
    assert(count == 5);
    const char *asked = words[2], *checked = strcmp(words[3], "-") ? words[3] : NULL;
    gnutls_certificate_credentials_t credentials;
    gnutls_session_t session;
    assert(gnutls_certificate_allocate_credentials(&credentials) == 0);
    assert(gnutls_certificate_set_x509_trust_file(credentials, words[4], PEM) > 0);
    assert(gnutls_init(&session, CLIENT) == 0);
    assert(gnutls_set_default_priority(session) == 0);
    assert(gnutls_credentials_set(session, CERTIFICATES, credentials) == 0);
    if (strcmp(asked, "-") != 0) {
        assert(gnutls_server_name_set(session, DNS, asked, strlen(asked)) == 0);
    }
    gnutls_session_set_verify_cert(session, checked, 0);
    int fd = connected(words[1]);
    gnutls_transport_set_int2(session, fd, fd);
    gnutls_handshake_set_timeout(session, 20000);
    int answer = gnutls_handshake(session);
    if (answer == 0) {
        printf("accepted\n");
    } else {
        printf("refused %d %u\n", answer, gnutls_session_get_verify_cert_status(session));
    }
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(credentials);
    close(fd);
    return 0;
}
