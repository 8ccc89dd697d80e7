/* All SQL that touches letters. Ranges are walked along letter_waiting: (connector, rank, due_ms, made). */
#include "outbox_inside.h"

const char *const dct_out_statements[DCT_OUT_STATEMENTS] = {
    [DCT_OUT_MAKE] = ("INSERT INTO conversation(id, kind, state, reference, claim, idem, connector, remote, ref, cursor, subject, "
                      "made, changed, answer_by, answered, unread, seen, poll_ms) "
                      "VALUES(?1, ?2, 1, ?3, ?4, ?5, ?6, '', '', '', ?7, ?8, ?8, ?9, 0, 0, 1, 0) "
                      "ON CONFLICT DO NOTHING RETURNING 1"),
    [DCT_OUT_REOPEN] = ("UPDATE conversation SET state = CASE WHEN state = 5 THEN 3 ELSE state END, changed = ?2 WHERE id = ?1"),
    [DCT_OUT_CLOSE] = "UPDATE conversation SET state = 5, changed = ?2, poll_ms = 0 WHERE id = ?1",
    [DCT_OUT_SAME] = "SELECT id FROM conversation WHERE idem = ?1 AND idem <> ''",
    [DCT_OUT_SEQ] = "SELECT ifnull(max(seq), -1) + 1 FROM letter WHERE conversation = ?1",
    [DCT_OUT_HAS] = "SELECT connector, reference, kind FROM conversation WHERE id = ?1",
    /* Letters and messages share one count, so that a conversation can be read in order. */
    [DCT_OUT_LETTER] = ("INSERT INTO letter(position, id, conversation, seq, part, kind, rank, connector, state, sealed, tries, "
                        "due_ms, doubt_ms, until, made, bytes, remote, why, body) "
                        "VALUES(1 + max((SELECT ifnull(max(position), 0) FROM letter), "
                        "(SELECT ifnull(max(position), 0) FROM message)), "
                        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, 0, ?11, ?12, ?13, '', ?14, ?15)"),
    [DCT_OUT_ATTACH] = ("INSERT INTO attachment(owner, position, name, type, bytes, sha256, upload) "
                        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, '')"),
    [DCT_OUT_CONSENT] = ("INSERT INTO consent(conversation, sha256, at) VALUES(?1, ?2, ?3) "
                         "ON CONFLICT(conversation, sha256) DO NOTHING"),
    [DCT_OUT_CROWD] = "SELECT count(*) FROM letter WHERE connector = ?1 AND rank = ?2 AND state < 16",
    /* Of figures also what is in doubt: twice is once, and a device that dies in each try must not fill its disk. */
    [DCT_OUT_OLDEST] = ("SELECT position, id FROM letter WHERE connector = ?1 AND rank = ?2 AND state < 16 "
                        "AND (state NOT BETWEEN 8 AND 15 OR (rank = 2 AND state = 12)) ORDER BY made, seq LIMIT 1"),
    [DCT_OUT_DROP] = "DELETE FROM letter WHERE position = ?1",
    /* A held message of a conversation is passed by; one that would have begun it is not. */
    [DCT_OUT_DUE] = ("SELECT " DCT_ROW_COLUMNS " FROM letter AS l INDEXED BY letter_waiting "
                     "WHERE connector = ?1 AND rank = ?2 AND due_ms <= ?3 AND state < 16 AND state IN (2, 12) AND NOT EXISTS "
                     "(SELECT 1 FROM letter AS b WHERE b.conversation = l.conversation AND b.seq < l.seq AND b.state < 16 "
                     "AND NOT (b.state = 3 AND b.part <> 1)) ORDER BY due_ms, made LIMIT 1"),
    [DCT_OUT_NEXT] = ("SELECT due_ms FROM letter INDEXED BY letter_waiting WHERE connector = ?1 AND rank = ?2 AND due_ms > ?3 "
                      "AND state < 16 ORDER BY due_ms LIMIT 1"),
    [DCT_OUT_BODY] = "SELECT body FROM letter WHERE position = ?1",
    [DCT_OUT_FILES] = "SELECT name, type, bytes, sha256, upload FROM attachment WHERE owner = ?1 ORDER BY position",
    [DCT_OUT_UPLOADED] = "UPDATE attachment SET upload = ?3 WHERE owner = ?1 AND position = ?2",
    [DCT_OUT_MOVE] = ("UPDATE letter SET state = ?3, due_ms = ?4, doubt_ms = ?5, tries = ?6, why = ?7, remote = ?8 "
                      "WHERE position = ?1 AND state = ?2 RETURNING 1"),
    [DCT_OUT_ARRIVED] = ("UPDATE conversation SET state = CASE WHEN state = 5 THEN 5 ELSE 3 END, changed = ?2, "
                         "remote = CASE WHEN ?3 = '' THEN remote ELSE ?3 END, ref = CASE WHEN ?4 = '' THEN ref ELSE ?4 END, "
                         "poll_ms = 1 WHERE id = ?1"),
    [DCT_OUT_TOUCH] = "UPDATE conversation SET changed = ?2 WHERE id = ?1",
    [DCT_OUT_SEEN] = "SELECT seen FROM conversation WHERE id = ?1",
    [DCT_OUT_ERASE] = "UPDATE letter SET body = x'' WHERE position = ?1",
    [DCT_OUT_BY_ID] = "SELECT " DCT_ROW_COLUMNS " FROM letter WHERE id = ?1",
    [DCT_OUT_RESTART] = ("UPDATE letter SET state = ?2, due_ms = ?3, doubt_ms = CASE WHEN ?2 = 12 "
                         "THEN max(doubt_ms, 1) ELSE doubt_ms END WHERE state BETWEEN 8 AND 15 AND state = ?1"),
    /* Due times that no wait of ours can explain: the clock was set back since. */
    [DCT_OUT_FUTURE] = ("UPDATE letter SET due_ms = 0 WHERE state < 16 AND connector = ?1 AND rank = ?2 AND due_ms > ?3 "
                        "AND due_ms < 9223372036854775807"),
    [DCT_OUT_ENROLLED] = ("UPDATE letter SET state = ?2, due_ms = 0 WHERE state BETWEEN 8 AND 15 AND state = ?1 "
                          "AND connector = ?3"),
    [DCT_OUT_HOLD] = "UPDATE letter SET state = 3, due_ms = ?2, why = ?3 WHERE position = ?1",
    [DCT_OUT_POSTPONE] = "UPDATE letter SET due_ms = ?2, tries = ?3, why = ?4 WHERE position = ?1",
    [DCT_OUT_SETTLE] = ("UPDATE letter SET due_ms = ?2 WHERE state BETWEEN 8 AND 15 AND state = 12 AND connector = ?1"),
    [DCT_OUT_AGREE] = "UPDATE letter SET state = ?2, due_ms = 0, until = 0, why = '' WHERE position = ?1",
    [DCT_OUT_CONNECTOR] = ("SELECT connector FROM letter INDEXED BY letter_waiting WHERE state < 16 AND connector > ?1 "
                           "ORDER BY connector LIMIT 1"),
    [DCT_OUT_REROUTE] = "UPDATE letter SET connector = ?2 WHERE position = ?1",
    [DCT_OUT_REROUTE_TALK] = "UPDATE conversation SET connector = ?2 WHERE id = ?1 AND remote = ''",
    [DCT_OUT_UNFINISHED] = ("SELECT " DCT_ROW_COLUMNS " FROM letter WHERE conversation = ?1 AND state < 16 AND seq > ?2 "
                            "ORDER BY seq LIMIT 1"),
    [DCT_OUT_TOTALS] = ("SELECT count(*), ifnull(sum(state = 3), 0), ifnull(sum(state = 8), 0), ifnull(sum(state = 12), 0), "
                        "ifnull(sum(bytes), 0), ifnull(min(made), 0) FROM letter INDEXED BY letter_waiting "
                        "WHERE state < 16 AND rank < 2"),
    [DCT_OUT_DROP_TALK] = "DELETE FROM conversation WHERE id = ?1",
    [DCT_OUT_LEFT] = "SELECT count(*) FROM letter WHERE conversation = ?1",
    [DCT_OUT_HIDE] = "UPDATE conversation SET seen = 0, subject = '', unread = 0 WHERE seen = 1",
    [DCT_OUT_ERASE_ALL] = ("UPDATE letter SET body = x'' WHERE state >= 16 AND conversation IN "
                           "(SELECT id FROM conversation WHERE seen = 0)"),
    [DCT_OUT_ERASE_FILES] = ("DELETE FROM attachment WHERE owner IN "
                             "(SELECT id FROM letter WHERE state >= 16 AND length(body) = 0)"),
    [DCT_OUT_DROP_DONE] = ("DELETE FROM conversation WHERE seen = 0 AND NOT EXISTS "
                           "(SELECT 1 FROM letter WHERE conversation = conversation.id AND state < 16)"),
    [DCT_OUT_DROP_DONE_LETTERS] = ("DELETE FROM letter WHERE rank = 0 AND state >= 16 AND conversation NOT IN "
                                   "(SELECT id FROM conversation)"),
    [DCT_OUT_DROP_DONE_MESSAGES] = "DELETE FROM message WHERE conversation NOT IN (SELECT id FROM conversation)",
    [DCT_OUT_DROP_DONE_FILES] = ("DELETE FROM attachment WHERE owner NOT IN (SELECT id FROM letter) "
                                 "AND owner NOT IN (SELECT id FROM message)"),
    [DCT_OUT_DROP_DONE_CONSENT] = "DELETE FROM consent WHERE conversation NOT IN (SELECT id FROM conversation)",
    [DCT_OUT_DROP_FILES] = "DELETE FROM attachment WHERE owner = ?1",
    [DCT_OUT_DROP_FIGURES] = "DELETE FROM letter WHERE rank = 2 AND state < 16",
};

static void copy_id(dct_rows *r, int column, docent_id *out)
{
    const char *text = dct_rows_peek(r, column);
    if (!dct_uuid_ok(text)) {
        dct_rows_refuse(r, "an id of a request");
        out->text[0] = 0;
        return;
    }
    for (int i = 0; i < 37; i++)
        out->text[i] = text[i];
}

void dct_row_read(dct_rows *r, dct_row *out)
{
    *out = (dct_row){ .position = dct_rows_int(r, 0, 1, INT64_MAX) };
    copy_id(r, 1, &out->id);
    copy_id(r, 2, &out->conversation);
    out->seq = (uint32_t)dct_rows_int(r, 3, 0, UINT32_MAX);
    out->part = (dct_part)dct_rows_int(r, 4, DCT_PART_CREATE, DCT_PART_CLOSE);
    const char *kind = dct_rows_peek(r, 5);
    for (size_t i = 0; i + 1 < sizeof out->kind && kind[i] != 0; i++)
        out->kind[i] = kind[i];
    int64_t state = dct_rows_int(r, 6, 1, 255);
    if (!dct_state_known(state))
        dct_rows_refuse(r, "the state of a request");
    out->state = (dct_letter_state)state;
    out->sealed = dct_rows_int(r, 7, 0, 1) == 1;
    out->tries = (uint32_t)dct_rows_int(r, 8, 0, UINT32_MAX);
    out->due_ms = dct_rows_int(r, 9, INT64_MIN, INT64_MAX);
    out->doubt_ms = dct_rows_int(r, 10, INT64_MIN, INT64_MAX);
    out->until = dct_rows_int(r, 11, INT64_MIN, INT64_MAX);
    out->made = dct_rows_int(r, 12, INT64_MIN, INT64_MAX);
    if (r->status != DOCENT_OK)
        out->position = 0;
}
