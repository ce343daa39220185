/* A client in a process with several copies of OpenSSL, which connects with the last.
 *
 *     copies SEEN CALLBACK PORT NAME ROOTS LIBRARY...
 *
 * loads each LIBRARY in turn by its path or soname and connects with the last. SEEN has a letter
 * for each: "g" if its functions are visible to everyone, "l" if only to those that ask it.
 * CALLBACK is "own" if the program verifies with a callback of its own that calls OpenSSL, "blind"
 * if the kernel does not let the process read what may not be memory, or "none". Prints "accepted"
 * or "refused" and OpenSSL's number for the verification. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <assert.h>
#include <dlfcn.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum { VERIFY_PEER = 1, SET_SERVER_NAME = 55 };

static int (*verify_cert)(void *context);

static int own_callback(void *context, void *argument) {
    (void)argument;
    /* No tail call: the program itself must be the caller. */
    volatile int answer = verify_cert(context);
    return answer;
}

static void blinded(void) {
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_process_vm_readv, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof steps / sizeof *steps, steps};
    assert(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    assert(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
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

static void *found(void *library, const char *name) {
    void *symbol = dlsym(library, name);
    assert(symbol != NULL);
    return symbol;
}

int main(int count, char **words) {
    assert(count > 6 && strlen(words[1]) == (size_t)count - 6);
    void *ssl = NULL;
    for (int index = 6; index < count; index++) {
        int seen = words[1][index - 6] == 'g' ? RTLD_GLOBAL : RTLD_LOCAL;
        ssl = dlopen(words[index], RTLD_NOW | seen);
        if (ssl == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            return 1;
        }
    }
    void *(*method)(void) = found(ssl, "TLS_client_method");
    void *(*new_context)(void *) = found(ssl, "SSL_CTX_new");
    int (*load)(void *, const char *, const char *) = found(ssl, "SSL_CTX_load_verify_locations");
    void (*set_verify)(void *, int, void *) = found(ssl, "SSL_CTX_set_verify");
    void (*set_callback)(void *, int (*)(void *, void *), void *) =
        found(ssl, "SSL_CTX_set_cert_verify_callback");
    void *(*new_connection)(void *) = found(ssl, "SSL_new");
    int (*set_fd)(void *, int) = found(ssl, "SSL_set_fd");
    long (*control)(void *, int, long, void *) = found(ssl, "SSL_ctrl");
    int (*handshake)(void *) = found(ssl, "SSL_connect");
    long (*result)(void *) = found(ssl, "SSL_get_verify_result");
    void *context = new_context(method());
    assert(context != NULL && load(context, words[5], NULL) == 1);
    set_verify(context, VERIFY_PEER, NULL);
    if (strcmp(words[2], "own") == 0) {
        verify_cert = dlsym(RTLD_DEFAULT, "X509_verify_cert");
        verify_cert = verify_cert != NULL ? verify_cert : found(ssl, "X509_verify_cert");
        set_callback(context, own_callback, NULL);
    }
    if (strcmp(words[2], "blind") == 0) {
        blinded();
    }
    void *connection = new_connection(context);
    set_fd(connection, connected(words[3]));
    control(connection, SET_SERVER_NAME, 0, words[4]);
    int answer = handshake(connection);
    printf("%s %ld\n", answer == 1 ? "accepted" : "refused", result(connection));
    return 0;
}
