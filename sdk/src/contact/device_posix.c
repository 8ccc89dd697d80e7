/* POSIX: a plain file, not reached through a link, of this user (or root), that neither group nor others may read. */
#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "device.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static docent_status check(int fd, const char *path, docent_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return dct_fail(err, DOCENT_ERR_IO, "contact", errno, "device file %s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return dct_fail(err, DOCENT_ERR_IO, "contact", 0, "device file %s: is no plain file", path);
    if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return dct_fail(err, DOCENT_ERR_DENIED, "contact", 0,
                        "device file %s: others may read its secrets; run: chmod 600 %s", path, path);
    if (st.st_uid != geteuid() && st.st_uid != 0)
        return dct_fail(err, DOCENT_ERR_DENIED, "contact", 0, "device file %s: belongs to another user", path);
    if (st.st_size > (off_t)DCT_MAX_DEVICE_BYTES)
        return dct_fail(err, DOCENT_ERR_LIMIT, "contact", 0, "device file %s: is larger than %u bytes", path,
                        DCT_MAX_DEVICE_BYTES);
    return DOCENT_OK;
}

static docent_status read_all(int fd, const char *path, dct_buf *out, docent_error *err)
{
    char part[4096];
    ssize_t got;
    while ((got = read(fd, part, sizeof part)) != 0) {
        if (got < 0 && errno != EINTR)
            return dct_fail(err, DOCENT_ERR_IO, "contact", errno, "device file %s: %s", path, strerror(errno));
        if (got > 0)
            dct_buf_add(out, part, (size_t)got);
    }
    return out->failed ? dct_fail_memory(err, "contact") : DOCENT_OK;
}

docent_status dct_device_read(const char *path, dct_buf *out, docent_error *err)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return dct_fail(err, errno == ENOENT ? DOCENT_ERR_MISSING : DOCENT_ERR_IO, "contact", errno,
                        "device file %s: cannot be read: %s", path, errno == ELOOP ? "it is a link" : strerror(errno));
    docent_status status = check(fd, path, err);
    if (status == DOCENT_OK)
        status = read_all(fd, path, out, err);
    close(fd);
    return status;
}
#endif
