/* What every connector does with a task: start an exchange, look at how it ended, end the task with a sentence for a person. */
#ifndef DCT_TASK_H
#define DCT_TASK_H

#include "connector.h"

#include "../base/error.h"

/* The verdict, and why in one line (NULL: what the exchange says of itself). */
void dct_task_end(dct_task *t, dct_verdict verdict, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* Frees the last exchange, starts this one and goes to place `next`. What the request points to must live in the task's
 * arena or longer. False: it could not be started, and the task has ended as NOT_SENT (nothing left this device). */
bool dct_task_start(dct_connector *c, dct_task *t, const docent_request *request, size_t max_bytes, int next);
/* For step(): the exchange of the task is done. */
bool dct_task_done(const dct_task *t);
/* The verdict on the exchange, with later_s. */
dct_verdict dct_task_http(dct_task *t);
/* The same of a request that only reads: what is in doubt there was simply not answered. */
dct_verdict dct_task_read(dct_task *t);
/* Frees the exchange: what cancel() does at the least. */
void dct_task_drop(dct_task *t);
/* The bytes of the task's file `index` for docent_request.read; ctx is this, in the task's arena. */
typedef struct dct_task_file { dct_task *task; const dct_letter_file *file; } dct_task_file;
int64_t dct_task_read_file(void *ctx, uint64_t offset, void *to, size_t size);

#endif
