/* The few things done to files here, each so that a power cut at any moment leaves the old or the new, never half of one:
 *
 *     write:   NAME.new written -> fsync -> renamed to NAME -> fsync of the folder
 *     grow:    NAME.part grows; any prefix of it is a good start; fsync -> renamed to where it counts -> fsync of both folders
 *
 * DOCENT_ERR_NOMEM is also said when the system has no more memory or open files for us: it may be there all the same.
 * Folders are made 0700 and files 0600; a link is never followed at a file's place. Names are plain: no slash, no "..". */
#ifndef DCT_FOLDER_H
#define DCT_FOLDER_H

#include "../base/buf.h"

typedef struct dct_folder dct_folder;

/* Makes it when it is missing; its parent must be there. */
docent_status dct_folder_open(const docent_alloc *alloc, const char *path, dct_folder **out, docent_error *err);
void dct_folder_close(dct_folder *f); /* NULL is allowed. */
/* Keeps other processes out until close: two that write the same NAME.new could put half of one in its place. DOCENT_ERR_BUSY
 * when another has it. Not against other handles of the same process. */
docent_status dct_folder_lock(dct_folder *f, docent_error *err);
/* Appends the file's bytes. DOCENT_ERR_MISSING when there is none, DOCENT_ERR_LIMIT when out cannot take them. */
docent_status dct_folder_read(dct_folder *f, const char *name, dct_buf *out, docent_error *err);
docent_status dct_folder_write(dct_folder *f, const char *name, const void *data, size_t size, docent_error *err);
/* No error when there is none. */
docent_status dct_folder_remove(dct_folder *f, const char *name, docent_error *err);
/* Replaces what is there. The caller has synced the file. */
docent_status dct_folder_move(dct_folder *from, const char *name, dct_folder *to, const char *new_name, docent_error *err);
/* The folder's own name and those in it are on the disk, also where a process that was killed put them there. */
docent_status dct_folder_settle(dct_folder *f, docent_error *err);
/* UINT64_MAX when the system does not say. */
uint64_t dct_folder_free_bytes(const dct_folder *f);

/* ---- a file that grows ---- */

typedef struct dct_file dct_file;
/* DOCENT_ERR_MISSING when there is none and it is not `made`. */
docent_status dct_file_open(dct_folder *f, const char *name, bool made, dct_file **out, docent_error *err);
void dct_file_close(dct_file *file); /* NULL is allowed. */
uint64_t dct_file_size(const dct_file *file);
/* The number of bytes read; 0 at the end; -1. */
int64_t dct_file_read(dct_file *file, uint64_t offset, void *to, size_t size);
/* At its end. All or an error. */
docent_status dct_file_add(dct_file *file, const void *data, size_t size, docent_error *err);
docent_status dct_file_clear(dct_file *file, docent_error *err);
docent_status dct_file_sync(dct_file *file, docent_error *err);

#endif
