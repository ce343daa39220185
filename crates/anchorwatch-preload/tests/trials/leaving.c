/* A client whose verify callback does not return.
 *
 *     leaving PORT NAME ROOTS HOW WHEN
 *
 * HOW is "jump", a long jump out of the handshake; "exit", the end of the thread; or "cancel",
 * which ends a thread that reads a file in the callback. C++ exceptions leave as both of these
 * do. WHEN is "good" or "bad": the callback leaves when OpenSSL says that of a certificate. After
 * a number of such connections it makes one more, which it does not leave, and prints how many
 * were left, "accepted" or "refused", and by how many KiB the process grew.
 *
 * It declares what it uses of OpenSSL itself, so that no headers need to be installed. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct ssl_method_st SSL_METHOD;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_st SSL;
typedef struct x509_store_ctx_st X509_STORE_CTX;

const SSL_METHOD *TLS_client_method(void);
SSL_CTX *SSL_CTX_new(const SSL_METHOD *method);
int SSL_CTX_load_verify_locations(SSL_CTX *context, const char *file, const char *folder);
void SSL_CTX_set_verify(SSL_CTX *context, int mode,
                        int (*callback)(int is_good, X509_STORE_CTX *store));
SSL *SSL_new(SSL_CTX *context);
int SSL_set_fd(SSL *connection, int fd);
long SSL_ctrl(SSL *connection, int command, long number, void *pointer);
int SSL_connect(SSL *connection);

enum { VERIFY_PEER = 1, SET_SERVER_NAME = 55, TIMES = 16 };

static SSL_CTX *context;
static const char *port, *name, *how;
static int left_when, is_leaving, left;
static jmp_buf outside;

static int callback(int is_good, X509_STORE_CTX *store) {
    (void)store;
    if (!is_leaving || is_good != left_when) {
        return is_good;
    }
    left++;
    if (strcmp(how, "jump") == 0) {
        longjmp(outside, 1);
    } else if (strcmp(how, "exit") == 0) {
        pthread_exit(NULL);
    }
    assert(strcmp(how, "cancel") == 0 && pthread_cancel(pthread_self()) == 0);
    pthread_testcancel();
    abort();
}

static int connection(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)atoi(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert(fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    SSL *made = SSL_new(context);
    SSL_set_fd(made, fd);
    SSL_ctrl(made, SET_SERVER_NAME, 0, (void *)(uintptr_t)name);
    return SSL_connect(made) == 1;
}

static void *in_a_thread(void *nothing) {
    connection();
    return nothing;
}

static void leave(void) {
    if (strcmp(how, "jump") == 0) {
        if (setjmp(outside) == 0) {
            connection();
        }
        return;
    }
    pthread_t thread;
    assert(pthread_create(&thread, NULL, in_a_thread, NULL) == 0);
    assert(pthread_join(thread, NULL) == 0);
}

static long mapped(void) {
    long pages = 0;
    FILE *used = fopen("/proc/self/statm", "r");
    assert(used != NULL && fscanf(used, "%ld", &pages) == 1 && fclose(used) == 0);
    return pages * (getpagesize() / 1024);
}

int main(int count, char **words) {
    assert(count == 6);
    port = words[1], name = words[2], how = words[4];
    left_when = strcmp(words[5], "good") == 0;
    context = SSL_CTX_new(TLS_client_method());
    assert(SSL_CTX_load_verify_locations(context, words[3], NULL) == 1);
    SSL_CTX_set_verify(context, VERIFY_PEER, callback);
    is_leaving = 1;
    /* Whatever is created only once is created now. */
    leave();
    long before = mapped();
    for (int time = 0; time < TIMES; time++) {
        leave();
    }
    long grown = mapped() - before;
    is_leaving = 0;
    printf("%d %s %ld\n", left, connection() ? "accepted" : "refused", grown);
    return 0;
}
