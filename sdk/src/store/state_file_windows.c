/* Windows: SQLite makes the file, and the folder's access rules say who may read it. */
#if defined(_WIN32)
#include "state_file.h"

docent_status dct_state_file_make(const char *path, docent_error *err)
{
    (void)path;
    (void)err;
    return DOCENT_OK;
}
#else
typedef int dct_state_file_windows_is_empty; /* A file must not be empty in ISO C. */
#endif
