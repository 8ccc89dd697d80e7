/* XML as chat servers speak it, read into a tree and written with everything escaped.
 *
 *     <message from='room/Ada'><body>Hi</body></message>     name "message", attribute, child "body" with text "Hi"
 *
 * Names are split from their prefix and carry their namespace; text directly within an element is joined. No document type,
 * no processing instruction, no comment, no entity of anybody's own: XMPP forbids them (RFC 6120, 11.1), and a server that
 * sends one is refused. Size, depth and number of elements are bounded. */
#ifndef DCT_XML_H
#define DCT_XML_H

#include "../base/arena.h"
#include "../base/buf.h"

typedef struct dct_xml_attr {
    const char *name, *value; /* The name as written, prefix and all: "xml:lang". */
} dct_xml_attr;

typedef struct dct_xml {
    const char *name, *ns, *text; /* Never NULL. */
    const dct_xml_attr *attrs;
    uint32_t attr_count;
    struct dct_xml *parent, *first, *next;
} dct_xml;

/* One whole element with what is in it, in the arena; NULL with *err filled. `what` names the text in the message. */
const dct_xml *dct_xml_read(const char *data, size_t size, dct_arena *arena, const char *what, docent_error *err);

/* All allow x NULL. ns NULL: any. */
const dct_xml *dct_xml_child(const dct_xml *x, const char *name, const char *ns);
/* The next sibling after x with its name and namespace. */
const dct_xml *dct_xml_again(const dct_xml *x);
/* "" when absent. */
const char *dct_xml_get(const dct_xml *x, const char *attr);
/* Text of a child; "" when absent. */
const char *dct_xml_child_text(const dct_xml *x, const char *name, const char *ns);
bool dct_xml_is(const dct_xml *x, const char *name, const char *ns);
/* x has the attribute with this value. */
bool dct_xml_says(const dct_xml *x, const char *attr, const char *value);

/* Appends `format` with its %s escaped (for text and for quoted attributes alike), %u unsigned, %r a text as it stands. What
 * XML cannot hold is left out. */
void dct_xml_add(dct_buf *out, const char *format, ...);
void dct_xml_add_text(dct_buf *out, const char *text);

#endif
