/* The commands that reach a person, and when each can be done. */
#include "view_impl.h"

/* ---- when ------------------------------------------------------------------------------- */

static bool always(const docent_view *v)
{
    (void)v;
    return true;
}

static bool on_ticket(const docent_view *v)
{
    return v->state.address.page == DCT_PAGE_TICKET && v->content.desk != NULL && v->content.desk->ticket;
}

static bool on_callback(const docent_view *v)
{
    return v->state.address.page == DCT_PAGE_CALLBACK && v->content.desk != NULL && v->content.desk->callback;
}

static bool on_thread(const docent_view *v)
{
    return v->state.address.page == DCT_PAGE_CHAT || v->state.address.page == DCT_PAGE_REQUEST;
}

static bool on_claim(const docent_view *v)
{
    return v->state.address.page == DCT_PAGE_CLAIM;
}

static bool on_ask(const docent_view *v)
{
    return v->state.address.page == DCT_PAGE_ASK;
}

static bool has_talk(const docent_view *v)
{
    return docent_ask_count(v->content.ask) > 0;
}

static bool has_request(const docent_view *v)
{
    return on_thread(v) && v->content.conversation != NULL;
}

static bool can_save(const docent_view *v)
{
    return has_request(v) && v->host.save != NULL;
}

static bool can_code(const docent_view *v)
{
    return has_request(v) && v->host.code != NULL;
}

static bool has_host_contact(const docent_view *v)
{
    const docent_contact_hook *hook = docent_contact_hook_of(v->h);
    return hook != NULL && hook->label != NULL && hook->open != NULL;
}

/* ---- what --------------------------------------------------------------------------------- */

/* From within a conversation with the help it goes along. */
static void run_ticket(docent_view *v)
{
    if (on_ask(v))
        dct_asking_ticket(v);
    else
        docent_view_go(v, "contact/ticket");
}

static void run_callback(docent_view *v)
{
    if (on_ask(v))
        dct_asking_callback(v);
    else
        docent_view_go(v, "contact/callback");
}

static void run_chat(docent_view *v)
{
    if (on_ask(v))
        dct_asking_chat(v);
    else
        docent_view_go(v, "contact/chat");
}

static void run_requests(docent_view *v) { docent_view_go(v, "contact/requests"); }

static void run_ask(docent_view *v) { docent_view_go(v, "ask"); }

static void run_host_contact(docent_view *v)
{
    const docent_contact_hook *hook = docent_contact_hook_of(v->h);
    hook->open(hook->ctx, docent_view_address(v));
}

const dct_command dct_contact_commands[] = {
    { "ticket", always, run_ticket },
    { "callback", always, run_callback },
    { "chat", always, run_chat },
    { "requests", always, run_requests },
    { "host-contact", has_host_contact, run_host_contact },
    { "ask", always, run_ask },
    { "ask-send", on_ask, dct_asking_send },
    { "ask-again", has_talk, dct_asking_again },
    { "ask-ticket", has_talk, dct_asking_ticket },
    { "ask-callback", has_talk, dct_asking_callback },
    { "ask-chat", has_talk, dct_asking_chat },
    { "ticket-send", on_ticket, dct_send_ticket },
    { "callback-send", on_callback, dct_send_callback },
    { "reply-send", on_thread, dct_send_reply },
    { "claim", on_claim, dct_send_claim },
    { "request-close", has_request, dct_request_close },
    { "request-consent", has_request, dct_request_consent },
    { "request-withdraw", has_request, dct_request_withdraw },
    { "request-mail", has_request, dct_carry_mail },
    { "request-copy", has_request, dct_carry_copy },
    { "request-file", can_save, dct_carry_file },
    { "request-code", can_code, dct_carry_code },
    { NULL, NULL, NULL },
};
