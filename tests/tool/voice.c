/* voice BUNDLE STATE: what people do beside searching, as a program would pass it on, from lines of
 *
 *     ask<TAB>BODY<TAB>ADDRESS ...          a ticket after reading these places; prints its reference
 *     from<TAB>NAME<TAB>MAIL<TAB>PHONE      who asks from now on
 *     find<TAB>WORDS                        searched before the next ticket
 *     attach<TAB>NAME<TAB>TEXT              goes along with the next ticket
 *     eml<TAB>FILE                          the next ticket is written there as a mail
 *     vote<TAB>OPINION<TAB>ADDRESS<TAB>WHY  OPINION is a number of docent_opinion
 *     sql<TAB>STATEMENT                     at the end, by hand: what a server would have answered */
#include <docent/contact.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct world {
    docent      *h;
    char         name[200], mail[200], phone[200], found[400], eml[400];
    char         file_names[4][100], file_texts[4][400];
    docent_attachment files[4];
    uint32_t     file_count;
    char         sql[16384];
} world;

static char *next(char **line)
{
    char *word = *line, *tab = strchr(word, '\t');
    *line = tab == NULL ? word + strlen(word) : tab + 1;
    if (tab != NULL)
        *tab = 0;
    return word;
}

static bool print_reference(docent *h, const docent_id *id)
{
    docent_conversations *list;
    if (docent_conversations_open(h, 0, &list) != DOCENT_OK)
        return false;
    for (uint32_t i = 0; i < docent_conversations_count(list); i++)
        if (strcmp(docent_conversations_at(list, i)->id.text, id->text) == 0)
            printf("%s\n", docent_conversations_at(list, i)->reference);
    docent_conversations_close(list);
    return true;
}

static bool write_eml(world *w, const docent_id *id)
{
    docent_asset *mail;
    if (docent_request_export(w->h, id, "eml", &mail) != DOCENT_OK)
        return false;
    FILE *out = fopen(w->eml, "wb");
    bool ok = out != NULL && fwrite(mail->data, mail->size, 1, out) == 1 && fclose(out) == 0;
    docent_asset_close(mail);
    return ok;
}

static bool attach(world *w, char *line)
{
    uint32_t i = w->file_count;
    if (i == 4)
        return false;
    snprintf(w->file_names[i], sizeof w->file_names[i], "%s", next(&line));
    snprintf(w->file_texts[i], sizeof w->file_texts[i], "%s", line);
    w->files[w->file_count++] = (docent_attachment){ w->file_names[i], "text/plain", w->file_texts[i], strlen(w->file_texts[i]) };
    return true;
}

static bool ask(world *w, char *line)
{
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_story story[16];
    docent_id id;
    t.body = next(&line);
    t.consent = true;
    t.name = *w->name == 0 ? NULL : w->name;
    t.email = *w->mail == 0 ? NULL : w->mail;
    t.phone = *w->phone == 0 ? NULL : w->phone;
    if (*w->found != 0)
        story[t.story_count++] = (docent_story){ "search", w->found, "" };
    for (char *place = strtok(line, " "); place != NULL && t.story_count < 16; place = strtok(NULL, " "))
        story[t.story_count++] = (docent_story){ strncmp(place, "fix/", 4) == 0 ? "fix" : "article", place, place };
    t.story = story;
    t.attachments = w->files;
    t.attachment_count = w->file_count;
    bool ok = docent_ticket_submit(w->h, &t, &id) == DOCENT_OK && print_reference(w->h, &id);
    if (ok && *w->eml != 0)
        ok = write_eml(w, &id);
    *w->found = *w->eml = 0;
    w->file_count = 0;
    return ok;
}

static bool run_line(world *w, char *line)
{
    line[strcspn(line, "\n")] = 0;
    const char *verb = next(&line);
    if (strcmp(verb, "ask") == 0)
        return ask(w, line);
    if (strcmp(verb, "from") == 0) {
        snprintf(w->name, sizeof w->name, "%s", next(&line));
        snprintf(w->mail, sizeof w->mail, "%s", next(&line));
        snprintf(w->phone, sizeof w->phone, "%s", next(&line));
        return true;
    }
    if (strcmp(verb, "attach") == 0)
        return attach(w, line);
    if (strcmp(verb, "eml") == 0)
        return snprintf(w->eml, sizeof w->eml, "%s", line) > 0;
    if (strcmp(verb, "find") == 0) {
        snprintf(w->found, sizeof w->found, "%s", line);
        return true;
    }
    if (strcmp(verb, "sql") == 0) {
        snprintf(w->sql + strlen(w->sql), sizeof w->sql - strlen(w->sql), "%s;", line);
        return true;
    }
    int opinion = atoi(next(&line));
    const char *address = next(&line);
    return docent_feedback_give(w->h, (docent_opinion)opinion, address, *line == 0 ? NULL : line) == DOCENT_OK;
}

static bool run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    bool ok = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    if (!ok)
        fprintf(stderr, "voice: %s\n", sqlite3_errmsg(db));
    sqlite3_close(db);
    return ok;
}

int main(int argc, char **argv)
{
    static world w;
    static char line[65536];
    docent_error error;
    docent_config config = DOCENT_CONFIG_INIT;
    if (argc != 3)
        return 2;
    config.bundle_path = argv[1];
    config.state_path = argv[2];
    if (docent_open(&config, &w.h, &error) != DOCENT_OK) {
        fprintf(stderr, "voice: %s\n", error.message);
        return 1;
    }
    bool ok = true;
    while (ok && fgets(line, sizeof line, stdin) != NULL)
        ok = run_line(&w, line);
    if (!ok)
        fprintf(stderr, "voice: %s\n", docent_last_error(w.h)->message);
    docent_close(w.h);
    return ok && run_sql(argv[2], w.sql) ? 0 : 1;
}
