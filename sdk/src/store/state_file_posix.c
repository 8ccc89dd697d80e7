/* POSIX. Only a file that is not there yet is opened here: closing a second descriptor of an SQLite file would drop the
 * locks that this process holds on it. */
#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "state_file.h"

#include "../base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static docent_status look_at_existing(const char *path, docent_error *err)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return dct_fail(err, DOCENT_ERR_IO, "store", errno, "state %s: %s", path, strerror(errno));
    if (S_ISREG(st.st_mode))
        return DOCENT_OK;
    return dct_fail(err, DOCENT_ERR_IO, "store", 0, "state %s: is no plain file; give the path of one", path);
}

docent_status dct_state_file_make(const char *path, docent_error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd >= 0) {
        close(fd);
        return DOCENT_OK;
    }
    if (errno == EEXIST)
        return look_at_existing(path, err);
    return dct_fail(err, DOCENT_ERR_IO, "store", errno, "state %s: cannot be made: %s", path, strerror(errno));
}
#endif
