/* All SQL that touches conversations as people see them, and what comes in. */
#include "outbox_inside.h"
#include "talks.h"

const char *const dct_talk_statements[DCT_TALK_STATEMENTS] = {
    /* The first letter that is not at a server, beside each: its state, why, and the connector it waits for. */
    [DCT_TALK_LIST] = ("SELECT c.id, c.kind, c.state, c.reference, c.claim, c.ref, c.subject, c.made, c.changed, c.answer_by, "
                       "c.answered, c.unread, ifnull(l.state, 0), ifnull(l.why, ''), ifnull(l.connector, '') "
                       "FROM conversation AS c LEFT JOIN letter AS l ON l.conversation = c.id AND l.seq = "
                       "(SELECT min(seq) FROM letter WHERE conversation = c.id AND state < 16) "
                       "WHERE c.seen = 1 ORDER BY c.id DESC LIMIT ?1"),
    [DCT_TALK_UNREAD] = "SELECT ifnull(sum(unread), 0) FROM conversation WHERE seen = 1 AND unread > 0",
    [DCT_TALK_MESSAGES] = ("SELECT position, 1, id, '', body, sealed, made, state, "
                           "(SELECT count(*) FROM attachment WHERE owner = letter.id) "
                           "FROM letter WHERE conversation = ?1 AND part <> 3 UNION ALL "
                           "SELECT position, 0, id, author, text, 0, at, 16, "
                           "(SELECT count(*) FROM attachment WHERE owner = message.id) "
                           "FROM message WHERE conversation = ?1 ORDER BY 1 DESC LIMIT ?2"),
    [DCT_TALK_SEEN] = "SELECT 1 FROM conversation WHERE id = ?1 AND seen = 1",
    [DCT_TALK_READ] = "UPDATE conversation SET unread = 0 WHERE id = ?1 AND unread <> 0",
    [DCT_TALK_BY_CODE] = "SELECT id FROM conversation WHERE reference = ?1 OR (claim = ?1 AND claim <> '')",
    [DCT_TALK_SHOW] = "UPDATE conversation SET seen = 1 WHERE id = ?1 AND seen <> 1",
    [DCT_TALK_CREATE] = "SELECT " DCT_ROW_COLUMNS " FROM letter WHERE conversation = ?1 AND seq = 0",
    [DCT_TALK_FILE] = ("SELECT a.name, a.sha256, a.bytes FROM attachment AS a WHERE a.owner = ?1 AND a.position = ?2 AND EXISTS "
                       "(SELECT 1 FROM conversation AS c WHERE c.seen = 1 AND (c.id = (SELECT conversation FROM letter "
                       "WHERE id = ?1) OR c.id = (SELECT conversation FROM message WHERE id = ?1)))"),
    [DCT_IN_BY_REMOTE] = ("SELECT id, made, answer_by, answered, state FROM conversation WHERE connector = ?1 AND remote = ?2 "
                          "AND remote <> '' LIMIT 1"),
    [DCT_IN_BY_ID] = "SELECT id, made, answer_by, answered, state FROM conversation WHERE id = ?1",
    [DCT_IN_PUT] = ("INSERT INTO message(position, id, conversation, connector, remote_id, author, text, at) "
                    "VALUES(1 + max((SELECT ifnull(max(position), 0) FROM letter), "
                    "(SELECT ifnull(max(position), 0) FROM message)), ?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                    "ON CONFLICT(connector, remote_id) DO NOTHING RETURNING 1"),
    [DCT_IN_FILE] = ("INSERT INTO attachment(owner, position, name, type, bytes, sha256, upload) "
                     "VALUES(?1, ?2, ?3, ?4, ?5, ?6, '')"),
    [DCT_IN_ANSWERED] = ("UPDATE conversation SET state = ?2, changed = ?3, answered = CASE WHEN answered = 0 AND ?4 > 0 THEN ?3 "
                         "ELSE answered END, unread = unread + ?4, poll_ms = CASE WHEN ?2 = 5 THEN 0 ELSE poll_ms END "
                         "WHERE id = ?1"),
    [DCT_IN_POLLED] = "UPDATE conversation SET cursor = ?3, poll_ms = CASE WHEN poll_ms = 0 THEN 0 ELSE ?2 END WHERE id = ?1",
    [DCT_IN_POLLED_SAME] = "UPDATE conversation SET poll_ms = CASE WHEN poll_ms = 0 THEN 0 ELSE ?2 END WHERE id = ?1",
    [DCT_IN_DUE] = ("SELECT id, remote, cursor, changed FROM conversation WHERE connector = ?1 AND poll_ms > 0 AND poll_ms <= ?2 "
                    "AND remote <> '' ORDER BY poll_ms LIMIT 1"),
    [DCT_IN_NEXT] = ("SELECT poll_ms FROM conversation WHERE connector = ?1 AND poll_ms > 0 AND poll_ms > ?2 "
                    "ORDER BY poll_ms LIMIT 1"),
    [DCT_IN_DOUBT] = ("SELECT 1 FROM letter WHERE state BETWEEN 8 AND 15 AND connector = ?1 AND part = 1 LIMIT 1"),
    [DCT_IN_ANY] = "SELECT 1 FROM conversation WHERE connector = ?1 AND poll_ms > 0 LIMIT 1",
    [DCT_IN_FUTURE] = "UPDATE conversation SET poll_ms = 1 WHERE connector = ?1 AND poll_ms > 0 AND poll_ms > ?2",
    [DCT_IN_WATCH] = "UPDATE conversation SET poll_ms = 1 WHERE id = ?1 AND poll_ms > 1",
    [DCT_IN_REFERENCE] = "SELECT reference FROM conversation WHERE id = ?1",
    [DCT_IN_REMOTE] = "SELECT connector, remote FROM conversation WHERE id = ?1",
};
