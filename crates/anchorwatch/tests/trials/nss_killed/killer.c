/* Kills the process at the start of a call of one kind: at the KILL_TIME-th call of KILL_CALL.
 * What all calls before it did is left as it is. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static void count(const char *call) {
    static unsigned long calls;
    const char *wanted = getenv("KILL_CALL"), *time = getenv("KILL_TIME");
    if (wanted && time && strcmp(wanted, call) == 0 && ++calls == strtoul(time, NULL, 10))
        raise(SIGKILL);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int file, const void *octets, size_t length, off64_t offset);
int ftruncate64(int file, off64_t length);
int unlink(const char *path);

ssize_t pwrite64(int file, const void *octets, size_t length, off64_t offset) {
    count("pwrite64");
    return REAL(pwrite64)(file, octets, length, offset);
}

int ftruncate64(int file, off64_t length) {
    count("ftruncate");
    return REAL(ftruncate64)(file, length);
}

int unlink(const char *path) {
    count("unlink");
    return REAL(unlink)(path);
}
