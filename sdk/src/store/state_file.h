/* Making the state's file so that only this user can read it. */
#ifndef DCT_STATE_FILE_H
#define DCT_STATE_FILE_H

#include <docent/docent.h>

/* Creates `path`, empty, if there is nothing; never follows a link to somewhere else. */
docent_status dct_state_file_make(const char *path, docent_error *err);

#endif
