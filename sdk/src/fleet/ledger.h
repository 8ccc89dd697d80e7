/* What is counted over all starts, on the disk: rows of the table `device`, so that a state file needs no new table.
 *
 *     fleet          "SINCE_MS SLOT RUNNING HEARTBEATS STARTS UNCLEAN SEARCHES EMPTY"
 *     fleet:NAME     a count of the host's own
 *
 * A row that cannot be read is begun anew: figures are never worth an error to whoever wants help. */
#ifndef DCT_LEDGER_H
#define DCT_LEDGER_H

#include "../store/state.h"
#include "../store/db.h"
#include "figures.h"

typedef struct dct_ledger {
    int64_t  since_ms; /* Unix: since when is counted; 0: nothing was yet. */
    int64_t  slot;     /* Of the last heartbeat; see fleet.h. */
    bool     running;  /* Somebody began and has not said that they ended. */
    uint64_t counts[DCT_COUNTS];
} dct_ledger;

/* The same connection with these statements: dct_db_unshare() ends it. */
void dct_ledger_share(dct_db *db, dct_state *state);
docent_status dct_ledger_read(dct_db *db, dct_ledger *out, docent_error *err);
/* Within a transaction with the read it follows. */
docent_status dct_ledger_write(dct_db *db, const dct_ledger *ledger, docent_error *err);
/* At most DCT_MAX_HOST_COUNTS, by name. */
docent_status dct_ledger_host(dct_db *db, dct_host_figure *out, uint32_t *count, docent_error *err);
/* Adds to it; one that is new and finds no room is not counted. Within a transaction. */
docent_status dct_ledger_add_host(dct_db *db, const char *name, uint64_t more, docent_error *err);
/* Counting begins anew: the host's counts go. Within a transaction. */
docent_status dct_ledger_clear_host(dct_db *db, docent_error *err);

#endif
