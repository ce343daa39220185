/* Clients that verify a server on a small stack: with OpenSSL of 32 KiB, which it gives to a
 * handshake in a program with SSL_MODE_ASYNC, but with an inaccessible page before it; GnuTLS
 * itself needs more than that.
 *
 *     small_stack openssl|gnutls PORT NAME ROOTS
 *
 * Prints "accepted" or "refused", and how much of that stack was used after the library's own
 * verification: whenever that library calls back, the part below is painted again. It declares
 * and looks up what it uses of both libraries itself: no headers need to be installed, and no
 * program has both. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <assert.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <ucontext.h>
#include <unistd.h>

enum { OPENSSL = 32 << 10, GNUTLS = 256 << 10, PAGE = 4096, PAINT = 0xa5, RED_ZONE = 128 };

static unsigned char *stack;
static int size;
static ucontext_t outside, inside;
static void (*work)(void);

static void entered(void) { work(); }

/* Everything below the caller's frame, if that is on the small stack. */
__attribute__((noinline)) static void paint_below(void) {
    unsigned char *here = (unsigned char *)__builtin_frame_address(0) - RED_ZONE;
    if (here > stack && here < stack + size) {
        for (volatile unsigned char *byte = stack; byte < here - RED_ZONE; byte++) {
            *byte = PAINT;
        }
    }
}

static void on_a_stack_of(int bytes, void (*function)(void)) {
    size = bytes;
    unsigned char *mapped = mmap(NULL, (size_t)size + PAGE, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert(mapped != MAP_FAILED && mprotect(mapped, PAGE, PROT_NONE) == 0);
    stack = mapped + PAGE;
    memset(stack, PAINT, (size_t)size);
    work = function;
    assert(getcontext(&inside) == 0);
    inside.uc_stack.ss_sp = stack;
    inside.uc_stack.ss_size = (size_t)size;
    inside.uc_link = &outside;
    makecontext(&inside, entered, 0);
    assert(swapcontext(&outside, &inside) == 0);
}

static int used(void) {
    int unused = 0;
    while (unused < size && stack[unused] == PAINT) {
        unused++;
    }
    return size - unused;
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

static void *found(const char *name) {
    void *symbol = dlsym(RTLD_DEFAULT, name);
    assert(symbol != NULL);
    return symbol;
}

static int (*verify_cert)(void *context);
static void *verified;
static int answer;

static void openssl_verifies(void) { answer = verify_cert(verified); }

static int for_the_whole_chain(void *context, void *argument) {
    (void)argument;
    verified = context;
    on_a_stack_of(OPENSSL, openssl_verifies);
    return answer;
}

/* OpenSSL calls this for every certificate of a good chain, the server's own last. */
static int for_each_certificate(int is_good, void *context) {
    (void)context;
    if (is_good) {
        paint_below();
    }
    return is_good;
}

static int openssl(const char *port, const char *name, const char *roots) {
    assert(dlopen("libssl.so.3", RTLD_NOW | RTLD_GLOBAL) != NULL);
    void *(*method)(void) = found("TLS_client_method");
    void *(*new_context)(void *) = found("SSL_CTX_new");
    int (*load)(void *, const char *, const char *) = found("SSL_CTX_load_verify_locations");
    void (*set_verify)(void *, int, int (*)(int, void *)) = found("SSL_CTX_set_verify");
    void (*set_callback)(void *, int (*)(void *, void *), void *) =
        found("SSL_CTX_set_cert_verify_callback");
    void *(*new_connection)(void *) = found("SSL_new");
    int (*set_fd)(void *, int) = found("SSL_set_fd");
    long (*control)(void *, int, long, void *) = found("SSL_ctrl");
    int (*handshake)(void *) = found("SSL_connect");
    verify_cert = found("X509_verify_cert");
    enum { VERIFY_PEER = 1, SET_SERVER_NAME = 55 };
    void *context = new_context(method());
    assert(context != NULL && load(context, roots, NULL) == 1);
    set_verify(context, VERIFY_PEER, for_each_certificate);
    set_callback(context, for_the_whole_chain, NULL);
    void *connection = new_connection(context);
    set_fd(connection, connected(port));
    control(connection, SET_SERVER_NAME, 0, (void *)(uintptr_t)name);
    return handshake(connection) == 1;
}

static int (*verify_peers)(void *session, unsigned *status);
static unsigned status;

static void gnutls_verifies(void) {
    answer = verify_peers(verified, &status);
}

static int for_the_session(void *session) {
    verified = session;
    on_a_stack_of(GNUTLS, gnutls_verifies);
    return answer < 0 || status != 0;
}

static void painting_free(void *memory) {
    free(memory);
    paint_below();
}

static int gnutls(const char *port, const char *name, const char *roots) {
    assert(dlopen("libgnutls.so.30", RTLD_NOW | RTLD_GLOBAL) != NULL);
    int (*new_credentials)(void **) = found("gnutls_certificate_allocate_credentials");
    int (*load)(void *, const char *, int) = found("gnutls_certificate_set_x509_trust_file");
    void (*set_callback)(void *, int (*)(void *)) =
        found("gnutls_certificate_set_verify_function");
    int (*new_session)(void **, unsigned) = found("gnutls_init");
    int (*set_priority)(void *) = found("gnutls_set_default_priority");
    int (*set_credentials)(void *, int, void *) = found("gnutls_credentials_set");
    int (*set_name)(void *, int, const void *, size_t) = found("gnutls_server_name_set");
    void (*set_transport)(void *, int, int) = found("gnutls_transport_set_int2");
    int (*handshake)(void *) = found("gnutls_handshake");
    verify_peers = found("gnutls_certificate_verify_peers2");
    *(void (**)(void *))found("gnutls_free") = painting_free;
    enum { CLIENT = 2, PEM = 1, CERTIFICATES = 1, DNS = 1, AGAIN = -28 };
    void *credentials = NULL, *session = NULL;
    assert(new_credentials(&credentials) == 0 && load(credentials, roots, PEM) > 0);
    set_callback(credentials, for_the_session);
    assert(new_session(&session, CLIENT) == 0 && set_priority(session) == 0);
    assert(set_credentials(session, CERTIFICATES, credentials) == 0);
    assert(set_name(session, DNS, name, strlen(name)) == 0);
    int fd = connected(port);
    set_transport(session, fd, fd);
    int done;
    do {
        done = handshake(session);
    } while (done == AGAIN);
    return done == 0;
}

int main(int count, char **words) {
    assert(count == 5);
    int is_openssl = strcmp(words[1], "openssl") == 0;
    int is_accepted = (is_openssl ? openssl : gnutls)(words[2], words[3], words[4]);
    printf("%s %d\n", is_accepted ? "accepted" : "refused", used());
    return 0;
}
