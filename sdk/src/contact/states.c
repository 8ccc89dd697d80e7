#include "states.h"

enum {
    N = DCT_LETTER_NONE,
    W = DCT_LETTER_WAITING,
    Q = DCT_LETTER_QUEUED,
    H = DCT_LETTER_HELD,
    B = DCT_LETTER_BLOCKED,
    U = DCT_LETTER_UPLOADING,
    S = DCT_LETTER_SENDING,
    R = DCT_LETTER_REPEATING,
    D = DCT_LETTER_DOUBTFUL,
    OK = DCT_LETTER_DELIVERED,
    AK = DCT_LETTER_ACKED
};

#define STATES 10

/* Where a row of the table below stands. */
static const dct_letter_state order[STATES] = { DCT_LETTER_WAITING,   DCT_LETTER_QUEUED,    DCT_LETTER_HELD,
                                                DCT_LETTER_BLOCKED,   DCT_LETTER_UPLOADING, DCT_LETTER_SENDING,
                                                DCT_LETTER_REPEATING, DCT_LETTER_DOUBTFUL,  DCT_LETTER_DELIVERED,
                                                DCT_LETTER_ACKED };
static const char *const state_names[STATES] = { "waiting", "queued",    "held",     "blocked",   "uploading",
                                                 "sending", "repeating", "doubtful", "delivered", "acked" };
static const char *const event_names[DCT_SAYS_COUNT] = {
    "agreed", "expired", "upload", "send",   "repeat", "done",    "not sent", "later", "refused",
    "auth",   "doubt",   "found",  "absent", "give up", "restart", "enrolled", "retry", "withdraw"
};

/* clang-format off */
static const unsigned char after[STATES][DCT_SAYS_COUNT] = {
/*              agreed exp upl send rep done not_s later refus auth doubt found abs give rest enrol retry withdraw */
/* WAITING   */ { Q,   N,  N,  N,   N,  N,   N,    N,    N,    N,   N,    N,    N,  N,   N,   N,    N,    W },
/* QUEUED    */ { N,   W,  U,  S,   N,  N,   N,    N,    N,    N,   N,    OK,   N,  N,   N,   N,    N,    Q },
/* HELD      */ { N,   N,  N,  N,   N,  N,   N,    N,    N,    N,   N,    OK,   N,  N,   N,   N,    Q,    H },
/* BLOCKED   */ { N,   N,  N,  N,   N,  N,   N,    N,    N,    N,   N,    OK,   N,  N,   Q,   Q,    N,    B },
/* UPLOADING */ { N,   N,  N,  S,   N,  N,   Q,    Q,    H,    B,   Q,    OK,   N,  N,   Q,   N,    N,    U },
/* SENDING   */ { N,   N,  N,  N,   N,  OK,  Q,    Q,    H,    B,   D,    OK,   N,  N,   D,   N,    N,    N },
/* REPEATING */ { N,   N,  N,  N,   N,  OK,  D,    D,    H,    D,   D,    OK,   N,  N,   D,   N,    N,    N },
/* DOUBTFUL  */ { N,   N,  N,  N,   R,  OK,  N,    N,    N,    N,   N,    OK,   Q,  H,   N,   N,    N,    N },
/* DELIVERED */ { N,   N,  N,  N,   N,  N,   N,    N,    N,    N,   N,    AK,   N,  N,   N,   N,    N,    N },
/* ACKED     */ { N,   N,  N,  N,   N,  N,   N,    N,    N,    N,   N,    N,    N,  N,   N,   N,    N,    N },
};
/* clang-format on */

static int row_of(dct_letter_state state)
{
    for (int i = 0; i < STATES; i++)
        if (order[i] == state)
            return i;
    return -1;
}

dct_letter_state dct_state_after(dct_letter_state state, dct_letter_event event)
{
    int row = row_of(state);
    if (row < 0 || (unsigned)event >= DCT_SAYS_COUNT)
        return DCT_LETTER_NONE;
    return (dct_letter_state)after[row][event];
}

bool dct_state_known(int64_t number)
{
    for (int i = 0; i < STATES; i++)
        if ((int64_t)order[i] == number)
            return true;
    return false;
}

bool dct_state_may_be_there(dct_letter_state state)
{
    return state == DCT_LETTER_SENDING || state == DCT_LETTER_REPEATING || state == DCT_LETTER_DOUBTFUL;
}

docent_request_state dct_state_shown(dct_letter_state state)
{
    switch (state) {
    case DCT_LETTER_WAITING:
    case DCT_LETTER_BLOCKED: return DOCENT_REQUEST_WAITING;
    case DCT_LETTER_HELD: return DOCENT_REQUEST_HELD;
    case DCT_LETTER_SENDING:
    case DCT_LETTER_REPEATING:
    case DCT_LETTER_DOUBTFUL: return DOCENT_REQUEST_SENT;
    case DCT_LETTER_DELIVERED:
    case DCT_LETTER_ACKED: return DOCENT_REQUEST_RECEIVED;
    default: return DOCENT_REQUEST_SAVED;
    }
}

const char *dct_state_name(dct_letter_state state)
{
    int row = row_of(state);
    return row < 0 ? "none" : state_names[row];
}

const char *dct_event_name(dct_letter_event event)
{
    return (unsigned)event < DCT_SAYS_COUNT ? event_names[event] : "none";
}
