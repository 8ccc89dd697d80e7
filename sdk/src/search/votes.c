#include "votes.h"

#include <string.h>

#include "rows.h"

#define STEPS 15
#define DAYS_A_YEAR 365

static int number(const char *digits, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return -1;
        value = value * 10 + (digits[i] - '0');
    }
    return value;
}

/* Years begin in March, so that the leap day is their last. */
int32_t dct_votes_day(const char *date)
{
    if (strlen(date) != 10 || date[4] != '-' || date[7] != '-')
        return 0;
    int year = number(date, 4), month = number(date + 5, 2), day = number(date + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
        return 0;
    year -= month < 3;
    month = (month + 9) % 12;
    return year * DAYS_A_YEAR + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
}

uint8_t dct_votes_new(int32_t day, int32_t newest)
{
    int fresh = day == 0 ? 0 : STEPS;
    for (int32_t age = newest - day; fresh > 0 && age > 0; age -= DAYS_A_YEAR) /* Straight between the halves. */
        fresh -= age >= DAYS_A_YEAR ? (fresh + 1) / 2 : (int)((fresh + 1) / 2 * age / DAYS_A_YEAR);
    return (uint8_t)fresh;
}

uint8_t dct_votes_read(int popularity)
{
    return (uint8_t)(popularity <= 0 ? 0 : popularity >= 100 ? STEPS : 1 + popularity * (STEPS - 1) / 100);
}

double dct_votes_share(dct_document document, const dct_weights *w)
{
    double share = w->newness * document.fresh / STEPS + w->popularity * document.read / STEPS;
    return document.flags & DCT_DOCUMENT_COMMUNITY ? share - w->community : share;
}
