/* A program in C that asks about chains, as the manual shows it.
 *
 *     program LOCAL_ROOTS NAME UNIX_SECONDS CERTIFICATE…
 *
 * prints "DECISION REASON ATTRIBUTION KNOWN_ID" and the sentence, and tries every way to
 * call it wrongly. */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "anchorwatch.h"

#define MOST 16

struct question {
    const struct anchorwatch_verifier *verifier;
    const struct anchorwatch_certificate *chain;
    size_t count;
    const char *name;
    int64_t time;
    enum anchorwatch_decision decision;
};

static void read_file(const char *path, struct anchorwatch_certificate *certificate) {
    FILE *file = fopen(path, "rb");
    assert(file != NULL);
    uint8_t *data = malloc(65536);
    assert(data != NULL);
    certificate->length = fread(data, 1, 65536, file);
    certificate->data = data;
    fclose(file);
}

static void *ask(void *argument) {
    struct question *question = argument;
    struct anchorwatch_result *result = NULL;
    assert(anchorwatch_verify(question->verifier, question->chain, question->count,
                              question->name, question->time,
                              &result) == ANCHORWATCH_STATUS_DONE);
    question->decision = anchorwatch_result_decision(result);
    anchorwatch_result_free(result);
    return NULL;
}

static void wrong_calls(const struct anchorwatch_verifier *verifier,
                        const struct anchorwatch_certificate *chain) {
    struct anchorwatch_result *result = (struct anchorwatch_result *)verifier;
    assert(anchorwatch_verify(NULL, chain, 1, "a", 0, &result) ==
           ANCHORWATCH_STATUS_NULL_ARGUMENT);
    assert(result == NULL);
    assert(anchorwatch_verify(verifier, NULL, 1, "a", 0, &result) ==
           ANCHORWATCH_STATUS_NULL_ARGUMENT);
    assert(anchorwatch_verify(verifier, chain, 1, NULL, 0, &result) ==
           ANCHORWATCH_STATUS_NULL_ARGUMENT);
    assert(anchorwatch_verify(verifier, chain, 1, "a", 0, NULL) ==
           ANCHORWATCH_STATUS_NULL_ARGUMENT);
    assert(anchorwatch_verify(verifier, chain, 1, "\xff", 0, &result) ==
           ANCHORWATCH_STATUS_BAD_ARGUMENT);
    assert(anchorwatch_verify(verifier, chain, (size_t)-1, "a", 0, &result) ==
           ANCHORWATCH_STATUS_BAD_ARGUMENT);
    struct anchorwatch_certificate wrong[] = {{NULL, 7}, {chain->data, 0},
                                              {chain->data, (size_t)-1}};
    for (size_t index = 0; index < 3; index++) {
        assert(anchorwatch_verify(verifier, &wrong[index], 1, "a", 0, &result) ==
               ANCHORWATCH_STATUS_BAD_ARGUMENT);
        assert(result == NULL);
    }
    assert(anchorwatch_result_decision(NULL) == ANCHORWATCH_DECISION_NONE);
    assert(anchorwatch_result_reason(NULL) == NULL);
    assert(anchorwatch_result_sentence(NULL) == NULL);
    assert(anchorwatch_result_attribution(NULL) == NULL);
    assert(anchorwatch_result_known_id(NULL) == NULL);
    anchorwatch_result_free(NULL);
    anchorwatch_verifier_free(NULL);
    anchorwatch_text_free(NULL);

    /* Without a certificate there is no decision, so the chain is not trusted. */
    assert(anchorwatch_verify(verifier, NULL, 0, "a", 0, &result) == ANCHORWATCH_STATUS_DONE);
    assert(anchorwatch_result_decision(result) == ANCHORWATCH_DECISION_INCONCLUSIVE);
    assert(strcmp(anchorwatch_result_reason(result), "no_certificate") == 0);
    anchorwatch_result_free(result);

    /* Bytes that are not a certificate are refused. */
    struct anchorwatch_certificate garbage = {(const uint8_t *)"garbage", 7};
    assert(anchorwatch_verify(verifier, &garbage, 1, "a", 0, &result) ==
           ANCHORWATCH_STATUS_DONE);
    assert(anchorwatch_result_decision(result) == ANCHORWATCH_DECISION_REFUSED);
    anchorwatch_result_free(result);
}

static void wrong_verifiers(void) {
    struct anchorwatch_verifier *verifier = NULL;
    char *error = NULL;
    assert(anchorwatch_verifier_new("/nowhere/roots.pem", &verifier, &error) ==
           ANCHORWATCH_STATUS_CONFIGURATION);
    assert(verifier == NULL && strstr(error, "/nowhere/roots.pem") != NULL);
    anchorwatch_text_free(error);
    assert(anchorwatch_verifier_new("/nowhere/roots.pem", &verifier, NULL) ==
           ANCHORWATCH_STATUS_CONFIGURATION);
    assert(anchorwatch_verifier_new(NULL, NULL, &error) == ANCHORWATCH_STATUS_NULL_ARGUMENT);
    assert(error == NULL);
    assert(anchorwatch_openssl_verify_callback(NULL, NULL) == 0);
}

static const char *or_dash(const char *text) { return text == NULL ? "-" : text; }

int main(int count, char **words) {
    assert(count > 4 && count <= 4 + MOST);
    assert(strlen(anchorwatch_version()) >= strlen("0.0.0"));
    struct anchorwatch_verifier *verifier = NULL;
    char *error = NULL;
    assert(anchorwatch_verifier_new(words[1], &verifier, &error) == ANCHORWATCH_STATUS_DONE);
    assert(verifier != NULL && error == NULL);

    struct anchorwatch_certificate chain[MOST];
    size_t length = (size_t)count - 4;
    for (size_t index = 0; index < length; index++) {
        read_file(words[4 + index], &chain[index]);
    }
    int64_t time = strcmp(words[3], "now") == 0 ? ANCHORWATCH_NOW : atoll(words[3]);
    struct anchorwatch_result *result = NULL;
    assert(anchorwatch_verify(verifier, chain, length, words[2], time, &result) ==
           ANCHORWATCH_STATUS_DONE);
    printf("%d\t%s\t%s\t%s\n%s\n", (int)anchorwatch_result_decision(result),
           anchorwatch_result_reason(result), or_dash(anchorwatch_result_attribution(result)),
           or_dash(anchorwatch_result_known_id(result)), anchorwatch_result_sentence(result));

    pthread_t threads[4];
    struct question questions[4];
    for (int index = 0; index < 4; index++) {
        questions[index] = (struct question){verifier, chain, length, words[2], time, 0};
        assert(pthread_create(&threads[index], NULL, ask, &questions[index]) == 0);
    }
    for (int index = 0; index < 4; index++) {
        assert(pthread_join(threads[index], NULL) == 0);
        assert(questions[index].decision == anchorwatch_result_decision(result));
    }
    wrong_calls(verifier, chain);
    wrong_verifiers();
    for (size_t index = 0; index < length; index++) {
        free((void *)chain[index].data);
    }
    anchorwatch_result_free(result);
    anchorwatch_verifier_free(verifier);
    return 0;
}
