/* What files.c asks of the system: files_posix.c, files_windows.c. */
#ifndef DCT_FILES_INSIDE_H
#define DCT_FILES_INSIDE_H

#include <docent/docent.h>

/* A folder for this user alone; one that is there is fine, anything else of that name is not. Synced into its parent. */
docent_status dct_vault_make(const char *path, docent_error *err);
/* A new file with these bytes, synced; fails when the name is taken. */
docent_status dct_vault_write(const char *path, const void *data, size_t size, docent_error *err);
/* Replaces, and syncs the folder. */
docent_status dct_vault_rename(const char *from, const char *to, const char *folder, docent_error *err);
int64_t dct_vault_read(const char *path, uint64_t offset, void *to, size_t size);
int64_t dct_vault_size(const char *path);
void dct_vault_remove(const char *path);
/* Calls each() for every name in the folder (not "." and ".."), with the time of its last change. */
void dct_vault_each(const char *path, void (*each)(void *ctx, const char *name, int64_t changed_s), void *ctx);

#endif
