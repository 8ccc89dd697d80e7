#include "sasl.h"

#include "../base/error.h"
#include "../crypto/hash.h"
#include "../crypto/scram.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERVER_FIRST 1024 /* Bytes of a challenge. */
#define NONCE 32

static const char *const names[] = { "", "ANONYMOUS", "PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256" };

docent_status dct_sasl_choose(dct_sasl *s, const dct_xml *mechanisms, const char *user, const char *password, bool secure,
                              const docent_clock *clock, docent_error *err)
{
    memset(s, 0, sizeof *s);
    s->user = user;
    s->password = password;
    for (const dct_xml *m = dct_xml_child(mechanisms, "mechanism", DCT_SASL_NS); m != NULL; m = dct_xml_again(m))
        for (int k = DCT_SASL_ANONYMOUS; k <= DCT_SASL_SHA256; k++)
            if (strcmp(m->text, names[k]) == 0 && (user[0] == 0) == (k == DCT_SASL_ANONYMOUS) &&
                (k != DCT_SASL_PLAIN || secure) && k > (int)s->kind)
                s->kind = (dct_sasl_kind)k;
    if (s->kind == DCT_SASL_NONE)
        return dct_fail(err, DOCENT_ERR_ARG, "xmpp", 0, user[0] == 0
                        ? "the server lets nobody in without an account; set mode to account or register, or another domain"
                        : "the server offers no way to log in that keeps the password secret; use https, or allow SCRAM there");
    unsigned char chance[NONCE / 2];
    if (!clock->entropy(clock->ctx, chance, sizeof chance))
        return dct_fail(err, DOCENT_ERR_IO, "xmpp", 0, "no random bytes on this device");
    dct_hex(chance, sizeof chance, s->nonce);
    return DOCENT_OK;
}

/* As SCRAM writes names: a comma and an equals sign would be read as the protocol's own. */
static void user_of(const char *user, char *out, size_t room)
{
    size_t n = 0;
    for (; *user != 0 && n + 4 < room; user++) {
        const char *put = *user == '=' ? "=3D" : *user == ',' ? "=2C" : NULL;
        if (put != NULL)
            n += (size_t)snprintf(out + n, room - n, "%s", put);
        else
            out[n++] = *user;
    }
    out[n] = 0;
}

static docent_status add_base64(dct_buf *out, const void *data, size_t size, docent_error *err)
{
    char text[4 * ((2048 + 2) / 3) + 1];
    if (size > 2048)
        return dct_fail(err, DOCENT_ERR_LIMIT, "xmpp", 0, "user or password is too long");
    dct_base64(data, size, text);
    dct_buf_add_text(out, size == 0 ? "=" : text);
    return out->failed ? dct_fail_memory(err, "xmpp") : DOCENT_OK;
}

docent_status dct_sasl_first(dct_sasl *s, dct_buf *out, docent_error *err)
{
    char text[1024], user[512];
    int size = 0;
    if (s->kind == DCT_SASL_PLAIN)
        size = snprintf(text, sizeof text, "%c%s%c%s", 0, s->user, 0, s->password);
    if (s->kind >= DCT_SASL_SHA1) {
        user_of(s->user, user, sizeof user);
        snprintf(s->first, sizeof s->first, "n=%s,r=%s", user, s->nonce);
        size = snprintf(text, sizeof text, "n,,%s", s->first);
    }
    if (size < 0 || size >= (int)sizeof text || strlen(s->user) > 255)
        return dct_fail(err, DOCENT_ERR_LIMIT, "xmpp", 0, "user or password is too long");
    dct_xml_add(out, "<auth xmlns='" DCT_SASL_NS "' mechanism='%s'>", names[s->kind]);
    if (s->kind != DCT_SASL_ANONYMOUS && add_base64(out, text, (size_t)size, err) != DOCENT_OK)
        return err == NULL ? DOCENT_ERR_LIMIT : err->status;
    dct_buf_add_text(out, "</auth>");
    return out->failed ? dct_fail_memory(err, "xmpp") : DOCENT_OK;
}

/* The value after "k=" in a list "k=..,l=.."; its size, or 0. */
static size_t part(const char *list, char key, const char **value)
{
    for (const char *p = list; *p != 0;) {
        size_t n = strcspn(p, ",");
        if (n > 2 && p[0] == key && p[1] == '=') {
            *value = p + 2;
            return n - 2;
        }
        p += n + (p[n] == ',' ? 1 : 0);
    }
    return 0;
}

typedef struct asked { /* What a server's first message says. */
    char          text[SERVER_FIRST + 1];
    const char   *nonce;
    size_t        nonce_size, salt_size;
    unsigned char salt[SERVER_FIRST];
    uint32_t      rounds;
} asked;

static bool read_challenge(const dct_sasl *s, const char *challenge, asked *a)
{
    const char *salt, *rounds;
    char salt64[SERVER_FIRST + 1];
    if (strlen(challenge) > SERVER_FIRST)
        return false;
    int64_t size = dct_unbase64(challenge, (unsigned char *)a->text, SERVER_FIRST);
    if (size < 0 || memchr(a->text, 0, (size_t)size) != NULL)
        return false;
    a->text[size] = 0;
    a->nonce_size = part(a->text, 'r', &a->nonce);
    size_t salt_size = part(a->text, 's', &salt), rounds_size = part(a->text, 'i', &rounds);
    if (a->nonce_size <= NONCE || memcmp(a->nonce, s->nonce, NONCE) != 0 || salt_size == 0 || rounds_size == 0)
        return false;
    memcpy(salt64, salt, salt_size);
    salt64[salt_size] = 0;
    int64_t salted = dct_unbase64(salt64, a->salt, sizeof a->salt);
    a->salt_size = salted < 0 ? 0 : (size_t)salted;
    long n = strtol(rounds, NULL, 10);
    a->rounds = n > 0 && n <= (long)DCT_SCRAM_ROUNDS ? (uint32_t)n : 0;
    return a->salt_size > 0 && a->rounds > 0;
}

docent_status dct_sasl_answer(dct_sasl *s, const char *challenge, dct_buf *out, docent_error *err)
{
    asked a;
    char last[SERVER_FIRST + 64], message[sizeof s->first + 2 * SERVER_FIRST + 96], proof64[64];
    unsigned char proof[DCT_SCRAM_BYTES];
    if (s->kind < DCT_SASL_SHA1 || !read_challenge(s, challenge, &a))
        return dct_fail(err, DOCENT_ERR_SYNTAX, "xmpp", 0, "the server's way of asking for the password is not understood");
    snprintf(last, sizeof last, "c=biws,r=%.*s", (int)a.nonce_size, a.nonce);
    snprintf(message, sizeof message, "%s,%s,%s", s->first, a.text, last);
    s->server_size = dct_scram(s->kind == DCT_SASL_SHA1 ? 1 : 256, s->password, a.salt, a.salt_size, a.rounds, message, proof,
                               s->server);
    if (s->server_size == 0)
        return dct_fail(err, DOCENT_ERR_SYNTAX, "xmpp", 0, "the password's proof could not be made");
    dct_base64(proof, s->server_size, proof64);
    snprintf(message, sizeof message, "%s,p=%s", last, proof64);
    dct_buf_add_text(out, "<response xmlns='" DCT_SASL_NS "'>");
    docent_status status = add_base64(out, message, strlen(message), err);
    dct_buf_add_text(out, "</response>");
    return status != DOCENT_OK ? status : out->failed ? dct_fail_memory(err, "xmpp") : DOCENT_OK;
}

bool dct_sasl_proved(const dct_sasl *s, const char *success)
{
    if (s->kind < DCT_SASL_SHA1)
        return true;
    char text[256], signature64[64];
    const char *value;
    int64_t size = dct_unbase64(success, (unsigned char *)text, sizeof text - 1);
    if (s->server_size == 0 || size < 0)
        return false;
    text[size] = 0;
    dct_base64(s->server, s->server_size, signature64);
    return part(text, 'v', &value) == strlen(signature64) && dct_same_bytes(value, signature64, strlen(signature64));
}
