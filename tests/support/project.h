/* A help project in a temporary folder, packed and opened again; articles as text that a test can compare. */
#ifndef SUPPORT_PROJECT_H
#define SUPPORT_PROJECT_H

#include "cmocka_all.h"

#include "base/buf.h"
#include "pack/pack.h"

#include <docent/article.h>

#define DRAWING "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"40\" height=\"20\"/></svg>"

typedef struct fixture {
    char            dir[256], bundle[300];
    char           *messages; /* As the tool prints them. */
    size_t          errors, warnings;
    docent_status   status;
    docent_error    error;
    dct_pack_result result;
    docent         *help; /* The bundle, when there is one. */
    dct_buf         dump;
} fixture;

/* An empty project. */
void fixture_open(fixture *f);
void fixture_close(fixture *f);
/* Writes a file of the project, with the folders above it. */
void fixture_put(fixture *f, const char *path, const char *text);
void fixture_put_bytes(fixture *f, const char *path, const void *bytes, size_t size);
/* Packs it and opens the bundle if there is one; then messages, errors and warnings are set. */
void fixture_pack(fixture *f);
void fixture_pack_lines(fixture *f, const char *lines, size_t size);
void fixture_check(fixture *f);
/* Fails the test unless the messages are these, one a line. */
void fixture_expect(fixture *f, const char *messages);
/* Fails unless some message is this line. */
void fixture_expect_one(fixture *f, const char *message);
/* The blocks of an article, one a line, indented. Borrowed until the next call. */
const char *fixture_dump(fixture *f, const char *id);

#endif
