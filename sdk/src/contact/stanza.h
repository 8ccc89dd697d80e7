/* What stanzas of XMPP have in common: addresses, errors, and the names of the protocols we speak. */
#ifndef DCT_STANZA_H
#define DCT_STANZA_H

#include "../net/verdict.h"
#include "xml.h"

#define NS_CLIENT "jabber:client"
#define NS_ERRORS "urn:ietf:params:xml:ns:xmpp-stanzas"
#define NS_DELAY "urn:xmpp:delay"
#define NS_FORWARD "urn:xmpp:forward:0"
#define NS_SID "urn:xmpp:sid:0"            /* XEP-0359: ids of messages. */
#define NS_MAM "urn:xmpp:mam:2"            /* XEP-0313: the archive. */
#define NS_RSM "http://jabber.org/protocol/rsm"
#define NS_MUC "http://jabber.org/protocol/muc"
#define NS_MUC_USER "http://jabber.org/protocol/muc#user"
#define NS_MUC_OWNER "http://jabber.org/protocol/muc#owner"
#define NS_MUC_ADMIN "http://jabber.org/protocol/muc#admin"
#define NS_FORM "jabber:x:data"
#define NS_DISCO_INFO "http://jabber.org/protocol/disco#info"
#define NS_DISCO_ITEMS "http://jabber.org/protocol/disco#items"
#define NS_CHATSTATES "http://jabber.org/protocol/chatstates" /* XEP-0085: typing. */
#define NS_RECEIPTS "urn:xmpp:receipts"    /* XEP-0184. */
#define NS_MARKERS "urn:xmpp:chat-markers:0" /* XEP-0333. */
#define NS_HINTS "urn:xmpp:hints"
#define NS_UPLOAD "urn:xmpp:http:upload:0" /* XEP-0363. */
#define NS_OOB "jabber:x:oob"
#define NS_REGISTER "jabber:iq:register"   /* XEP-0077. */
#define NS_PREAUTH "urn:xmpp:pars:0"       /* XEP-0445. */

#define DCT_JID_ROOM 1024 /* Bytes of an address that are kept: a localpart of a room is 36 of ours. */

/* "room@host" of "room@host/nick", is it the same as `bare`? Case counts: servers give addresses back in one form. */
bool dct_jid_is_bare(const char *jid, const char *bare);
/* "nick" of "room@host/nick"; "" when there is none. */
const char *dct_jid_nick(const char *jid);
/* Fit to stand for one address, bare: one @, no space, not too long. */
bool dct_jid_ok(const char *bare);
/* A name as a room may hold it: letters in lower case, digits, - and .; what is not becomes "-". */
void dct_jid_local(const char *text, char *out, size_t room);

/* The condition of a stanza of type error: "item-not-found"; "" when it is none. */
const char *dct_stanza_condition(const dct_xml *stanza);
/* What it means for what we asked, with one line for a person. */
dct_verdict dct_stanza_verdict(const dct_xml *stanza, char *why, size_t room);
/* It answers the query that had this id. */
bool dct_stanza_answers(const dct_xml *stanza, const char *id);
/* A field of a data form by its name: its first value; "" when absent. */
const char *dct_form_value(const dct_xml *form, const char *name);
bool dct_form_has(const dct_xml *form, const char *name);
/* "2026-11-03T09:00:00Z" (XEP-0082) as unix seconds; 0 when it is none. */
int64_t dct_stanza_time(const char *text);

#endif
