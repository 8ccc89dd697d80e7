/* The file of a device's state, between two tests. */
#ifndef TEST_STATE_FILE_H
#define TEST_STATE_FILE_H

/* The file, and what SQLite puts beside it. */
void test_state_remove(const char *path);
/* The same, and the folder of what goes along with requests. A folder that stays ends the program. */
void test_state_remove_all(const char *path);

#endif
