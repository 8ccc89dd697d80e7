/* Walks and changes of the tree of blocks. Never recursive over what an author nested: build.c bounds the depth. */
#include "node.h"

dct_node *dct_node_new(dct_arena *arena, docent_block_kind kind, dct_place place)
{
    dct_node *node = dct_arena_new(arena, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->place = place;
    node->text = node->anchor = node->target = node->title = "";
    return node;
}

void dct_node_add(dct_node *parent, dct_node *child)
{
    child->parent = parent;
    child->next = NULL;
    if (parent->last == NULL)
        parent->first = child;
    else
        parent->last->next = child;
    parent->last = child;
}

void dct_node_drop(dct_node *node)
{
    node->kind = DCT_NODE_GROUP;
    node->text = node->anchor = node->target = node->title = "";
    node->text_size = 0;
    node->runs = NULL;
    node->first = node->last = NULL;
}

dct_node *dct_node_skip(const dct_node *root, const dct_node *node)
{
    while (node != root && node->next == NULL)
        node = node->parent;
    return node == root ? NULL : node->next;
}

dct_node *dct_node_next(const dct_node *root, const dct_node *node)
{
    return node->first != NULL ? node->first : dct_node_skip(root, node);
}

static dct_run *copy_runs(dct_arena *arena, const dct_run *runs)
{
    dct_run *first = NULL, **end = &first;
    for (const dct_run *r = runs; r != NULL; r = r->next) {
        dct_run *copy = dct_arena_new(arena, sizeof *copy);
        if (copy == NULL)
            break;
        *copy = *r;
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
    }
    return first;
}

dct_node *dct_node_copy(dct_arena *arena, const dct_node *node)
{
    dct_node *copy = dct_node_new(arena, node->kind, node->place);
    if (copy == NULL)
        return NULL;
    *copy = *node;
    copy->parent = copy->first = copy->last = copy->next = NULL;
    copy->runs = copy_runs(arena, node->runs);
    for (const dct_node *c = node->first; c != NULL; c = c->next) {
        dct_node *child = dct_node_copy(arena, c);
        if (child == NULL)
            return NULL;
        dct_node_add(copy, child);
    }
    return copy;
}
