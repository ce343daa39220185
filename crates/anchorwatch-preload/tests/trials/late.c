/* A client that changes something about itself before it connects.
 *
 *     late PORT NAME ROOTS STEP WHERE
 *
 * STEP is "chroot", into the folder WHERE; "reuse", which opens the file WHERE under stderr's
 * number; "limit", after which no file may grow; "memory", after which at most 512 KiB of
 * memory are available; or "none". Prints "accepted" or "refused" on stdout, and nothing on
 * stderr.
 *
 * It declares what it uses of OpenSSL itself, so that no headers need to be installed. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <assert.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct ssl_method_st SSL_METHOD;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_st SSL;

const SSL_METHOD *TLS_client_method(void);
SSL_CTX *SSL_CTX_new(const SSL_METHOD *method);
int SSL_CTX_load_verify_locations(SSL_CTX *context, const char *file, const char *folder);
void SSL_CTX_set_verify(SSL_CTX *context, int mode, void *callback);
SSL *SSL_new(SSL_CTX *context);
int SSL_set_fd(SSL *connection, int fd);
long SSL_ctrl(SSL *connection, int command, long number, void *pointer);
int SSL_connect(SSL *connection);

enum { VERIFY_PEER = 1, SET_SERVER_NAME = 55 };

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

static void changed(const char *step, const char *where) {
    if (strcmp(step, "chroot") == 0) {
        assert(chroot(where) == 0 && chdir("/") == 0);
    } else if (strcmp(step, "reuse") == 0) {
        int own = open(where, O_RDWR | O_CREAT | O_TRUNC, 0600);
        assert(own >= 0 && dup2(own, STDERR_FILENO) == STDERR_FILENO);
    } else if (strcmp(step, "limit") == 0) {
        struct rlimit none = {0, 0};
        assert(setrlimit(RLIMIT_FSIZE, &none) == 0);
    } else if (strcmp(step, "memory") == 0) {
        unsigned long pages = 0;
        FILE *used = fopen("/proc/self/statm", "r");
        assert(used != NULL && fscanf(used, "%lu", &pages) == 1 && fclose(used) == 0);
        rlim_t most = pages * (rlim_t)getpagesize() + (512 << 10);
        struct rlimit bytes = {most, most};
        assert(setrlimit(RLIMIT_AS, &bytes) == 0);
    } else {
        assert(strcmp(step, "none") == 0);
    }
}

int main(int count, char **words) {
    assert(count == 6);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    assert(SSL_CTX_load_verify_locations(context, words[3], NULL) == 1);
    SSL_CTX_set_verify(context, VERIFY_PEER, NULL);
    SSL *connection = SSL_new(context);
    changed(words[4], words[5]);
    SSL_set_fd(connection, connected(words[1]));
    SSL_ctrl(connection, SET_SERVER_NAME, 0, words[2]);
    const char *answer = SSL_connect(connection) == 1 ? "accepted" : "refused";
    assert(write(STDOUT_FILENO, answer, strlen(answer)) > 0);
    return 0;
}
