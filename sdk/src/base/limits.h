/* Every bound of the library in one place, each with its reason. A bound that is reached is DOCENT_ERR_LIMIT, never a crash. */
#ifndef DCT_LIMITS_H
#define DCT_LIMITS_H

#define DCT_MAX_BUNDLE_BYTES (1ll << 30)      /* 1 GiB: a year's delta must fit on a USB stick; advice is 256 MB. */
#define DCT_MAX_CALL_OPERATIONS 20000000ll    /* Of SQLite's machine, each call: about a second; a search needs 1/100. */
#define DCT_MAX_STRINGS_BYTES (4u << 20)      /* What the interface says in one language. */
#define DCT_MAX_LIST_BYTES (64u << 20)        /* Titles and summaries of one list: 100,000 articles. */
#define DCT_MAX_CONTACT_BYTES (1u << 20)      /* Phone, hours, holidays, the rules of one time zone. */
#define DCT_MAX_DESK_ITEMS 64u                /* Problems, fields, routes, channels, connectors: a page shows a dozen. */
#define DCT_MAX_DEVICE_BYTES (64u << 10)      /* device.json: a few tokens. */
#define DCT_MAX_DOC_BYTES (16u << 20)         /* One compiled article: a 10 MB paragraph must still open. */
#define DCT_MAX_DOC_BLOCKS 200000u            /* Memory: about 100 bytes each once read. */
#define DCT_MAX_DOC_DEPTH 64u                 /* Layout recurses over blocks; packing flattens deeper nesting. */
#define DCT_MAX_TABLE_COLUMNS 256u            /* Layout keeps widths for each; a screen shows a dozen. */
#define DCT_MAX_ASSET_BYTES (64u << 20)       /* A CJK font uncut is 20 MB. */
#define DCT_MAX_PICTURE_SIDE 8192             /* Pixels. 8192 x 8192 x 4 = 256 MB is never decoded: see next. */
#define DCT_MAX_PICTURE_PIXELS (16u << 20)    /* 64 MB decoded: more than any screen shows at zoom 2. */
#define DCT_MAX_QUERY_BYTES 1024u             /* More is cut: nobody types it, and time must stay bounded. */
#define DCT_MAX_QUERY_WORDS 32u
#define DCT_MAX_HITS 200u
#define DCT_MAX_BUNDLES 8u                    /* In one handle: a vendor, a reseller, a store, and room. */
#define DCT_MAX_ADDRESS_BYTES 2048u
#define DCT_MAX_ID_BYTES 256u
#define DCT_MAX_LANGUAGES 64u
#define DCT_MAX_FONTS 64u
#define DCT_MAX_HISTORY 200u                  /* Pages one can go back; older ones are dropped. */
#define DCT_MAX_BOOKMARKS 1000u
#define DCT_MAX_SEARCH_COUNTS 5000u           /* Kinds of searches counted on one device: half a megabyte. */
#define DCT_MAX_COUNTED_BYTES 80u             /* Words of one: more is a letter to somebody, not a search. */
#define DCT_MAX_VIEW_SIDE 16384               /* Pixels of a view's side. */
#define DCT_MAX_EVIDENCE_BYTES (8u << 20)     /* A log that a program adds to a request. */
#define DCT_MAX_ARENA_BYTES (256u << 20)      /* One page's boxes, shaped text and nodes. */

/* Of the network: servers are strangers until a signature says otherwise. */
#define DCT_MAX_REQUEST_BYTES (256u << 10)    /* A request's URL, headers, names, without its body: texts of ours. */
#define DCT_MAX_REPLY_HEADER_BYTES (64u << 10) /* Header lines of one answer; servers send 1 KB. */
#define DCT_MAX_REPLY_HEADER_TOTAL (256u << 10) /* The same over interim answers and redirects of one exchange. */
#define DCT_MAX_REPLY_HEADERS 256u            /* Lines of one answer. */
#define DCT_MAX_ODD_BODY_BYTES (64u << 10)    /* Of an error page where a file was wanted: read for its message only. */
#define DCT_MAX_JSON_DEPTH 64u                /* jansson recurses; metadata and answers nest ten deep. */
#define DCT_MAX_JSON_VALUES 500000u           /* jansson needs up to 100 bytes for a value of two: 50 MB at worst. */

/* Of packing. It runs on the author's machine, so these are wide: they stop mistakes and malice, not books. */
#define DCT_MAX_PACK_BYTES ((size_t)1 << 30)  /* What one arena of pack may hold: text of a project, its trees. */
#define DCT_MAX_PACK_FILES 200000u            /* In a project: a mistyped folder ("/") must end soon. */
#define DCT_MAX_PACK_DEPTH 16u                /* Folders in folders; they become categories. */
#define DCT_MAX_PACK_MESSAGES 5000u           /* Nobody reads more; the rest is counted. */
#define DCT_MAX_MARKDOWN_BYTES (12u << 20)    /* One article's source; compiled it must fit DCT_MAX_DOC_BYTES. */
#define DCT_MAX_MARKDOWN_MARKS 300000u        /* *, _, [, <, | and the like: the parser keeps 200 bytes for each. */
#define DCT_MAX_MARKDOWN_LINES 400000u        /* The same for blocks. */
#define DCT_MAX_MARKDOWN_NOTES 2000u          /* Footnotes and what points to them: the parser's time is their square. */
#define DCT_MAX_MARKDOWN_CELLS 400000u        /* Of tables: short rows are filled up. */
#define DCT_MAX_YAML_BYTES (1u << 20)         /* A settings file; libyaml's time grows with it. */
#define DCT_MAX_YAML_DEPTH 16u                /* Ours nest five deep. */
#define DCT_MAX_YAML_NODES 100000u
#define DCT_MAX_PO_BYTES (4u << 20)
#define DCT_MAX_JSONL_BYTES (32u << 20)       /* One line: a 10 MB body with every byte escaped. */
#define DCT_MAX_PARAGRAPH_BYTES (512u << 10)  /* Shaped at once; more is cut with a visible mark: 0.1 s of work. */
#define DCT_MAX_BIDI_PIECE 2048u              /* Characters; FriBidi's time is the square of a long text's numbers and brackets. */
#define DCT_MAX_FONT_HEAP_BYTES (64u << 20)   /* What FreeType may hold for all faces: fonts in a bundle are not trusted. */
#define DCT_MAX_GLYPH_CACHE_BYTES (8u << 20)  /* Glyph pictures; a page of Chinese at 4K needs about half. */
#define DCT_MAX_GLYPH_SIDE 1024               /* Pixels of one glyph's picture. */
#define DCT_MAX_GLYPH_PX 400.0f               /* Text size: a headline at zoom 2 on a 4K wall. */

/* Of what a person asks. Texts are never refused for want of room; attachments are, long after DOCENT_EVENT_OUTBOX. */
#define DCT_MAX_TEXT_BYTES (256u << 10)       /* What somebody writes at once; a pasted log belongs into a file. */
#define DCT_MAX_DIAGNOSTICS_BYTES (1u << 20)  /* What an app says of itself; a log goes along as a file. */
#define DCT_MAX_LETTER_BYTES (16u << 20)      /* All of it as JSON, with every byte escaped. */
#define DCT_MAX_LETTER_ITEMS 64u              /* Fields, places of the story: a form has ten, a session thirty. */
#define DCT_MAX_ATTACHMENTS 32u               /* Of one message. */
#define DCT_MAX_ATTACHMENT_BYTES (64u << 20)  /* A film of a fault; servers take less, connectors know how much. */
#define DCT_MAX_OUTBOX_BYTES (512ull << 20)   /* Waiting attachments of one device; half of it raises the event. */
#define DCT_MAX_OUTBOX_AGE_S (7 * 86400)      /* Older than a week, somebody should look. */
#define DCT_MAX_FEEDBACK_WAITING 2000u        /* The oldest go. Requests never do. */
#define DCT_MAX_TELEMETRY_WAITING 24u         /* A day of hours, 100 KB: the newest says all that the others said. */
#define DCT_MAX_FIGURES_BYTES (64u << 10)     /* One heartbeat: eight sources and 32 counts of a host have 33 KB. */
#define DCT_MAX_HOST_COUNTS 32u               /* What a program counts of its own, by name: a receiver keeps a row for each. */
#define DCT_MAX_HOST_NAME 63u
#define DCT_MAX_FLEET_NAME 128u               /* What a shop calls a device. */
#define DCT_MAX_CONVERSATIONS 2000u           /* In one list: the newest. */
#define DCT_MAX_MESSAGES 5000u                /* Shown of one conversation: the newest. */
#define DCT_MAX_CONVERSATION_BYTES (64u << 20) /* Their texts. */
#define DCT_MAX_NEWS 1000u                    /* Of one poll: more comes with the next. */
#define DCT_MAX_NEWS_BYTES (64u << 20)        /* Of one poll, with attachments. */
#define DCT_MAX_DRAFTS 256u                   /* Fields of pages. */
#define DCT_MAX_TALLIES 20000u                /* Kinds of places that are counted for the authors. */
#define DCT_MAX_ANSWERS 50u                   /* How long the last took: what a median is made of. */
#define DCT_MAX_CONNECTORS 16u

#define DCT_MAX_SETTINGS_BYTES (64u << 10)    /* Of one connector: addresses and secrets. */
#define DCT_MAX_REPLY_BYTES (4u << 20)        /* One answer of a webhook: a conversation of 1,000 messages. */
#define DCT_MAX_MAIL_BYTES (24u << 20)        /* Read of one answer: servers take 25 MB; what is behind it is cut. */
#define DCT_MAX_SAID_BYTES (256u << 10)       /* One message of the other side; more is cut with a mark. */
#define DCT_MAX_RT_REPLY_BYTES (24u << 20)    /* One attachment in base64 within JSON; larger ones are named only. */

#define DCT_MAX_XML_BYTES (4u << 20)          /* One answer of a chat server: a page of 50 long messages. */
#define DCT_MAX_XML_DEPTH 32u                 /* A message within an archive's result within a body: 12. */
#define DCT_MAX_XML_NODES 60000u              /* The same page, each message with all its marks: 2,000. */
#define DCT_MAX_XML_HEAP_BYTES (24u << 20)    /* That answer as a tree. */
#define DCT_MAX_CHAT_OUT_BYTES (1u << 20)     /* Stanzas that wait to leave; servers refuse more than 256 KB of one. */
#define DCT_MAX_CHAT_TEXT_BYTES 60000u        /* One message to a room; what is longer goes along as a file. */

#define DCT_MAX_PATH_POINTS 8192u             /* A drawn path once flattened: an icon has 50 to 300. */
#define DCT_MAX_PATH_EDGES 65536u             /* The same, stroked: a box and a disc for each point at worst. */
#define DCT_MAX_MASK_SIDE 2048                /* Pixels of a path's or shadow's coverage: 4 MB at most. */
#define DCT_MAX_MASK_CACHE_BYTES (8u << 20)   /* Icons of a page at 48 px are 100 KB. */
#define DCT_MAX_PICTURE_CACHE_BYTES (48u << 20) /* Scaled pictures: some screens full at 1080p. */
#define DCT_MAX_RADIUS 512                    /* Pixels of a round corner; its coverage is kept. */
#define DCT_MAX_BLUR 96                       /* Pixels a shadow is blurred over. */
#define DCT_MAX_CLIPS 32u                     /* Clips within one another; in deeper ones nothing is drawn. */

/* Of update metadata. Unsigned bytes are parsed before anybody can vouch for them, so these are bounds against malice. */
#define DCT_MAX_ROOT_BYTES (512u << 10)       /* A root with 5 keys has 5 KB; with 60 RSA keys 60 KB. */
#define DCT_MAX_TIMESTAMP_BYTES (64u << 10)   /* About 500 bytes; polled often. */
#define DCT_MAX_SNAPSHOT_BYTES (2u << 20)     /* 40 to 150 bytes for each delegated role. */
#define DCT_MAX_TARGETS_BYTES (5u << 20)      /* 200 bytes for each file: 25,000 of them. */
#define DCT_MAX_ROOT_ROTATIONS 256u           /* In one refresh; a server could count upwards for ever. */
#define DCT_MAX_KEPT_ROOTS 32u                /* For neighbours that believe an older one: 32 years at one a year. */
#define DCT_MAX_DELEGATIONS 32u               /* Roles asked about one file: each may cost a download. */
#define DCT_MAX_TUF_KEYIDS 64u                /* Of one role: each signature of them is computed. */
#define DCT_MAX_TUF_SIGNATURES 256u           /* In one file. */
#define DCT_MAX_TUF_DEPTH 64u                 /* Of JSON within JSON; the canonical form is written by recursion. */
#define DCT_MAX_SIGNATURE_BYTES 1024u         /* RSA with 8,192 bits. */
#define DCT_MAX_ROLE_NAME 80u                 /* Bytes; with each percent-encoded, ".json" and ".new" a file name still fits. */
#define DCT_ROLE_NAME_ROOM 81                 /* The same with its zero. */
#define DCT_MAX_TARGET_PATH 1024u             /* Bytes of a file's path in the signed list. */
#define DCT_MAX_RELEASE_BYTES (256u << 10)    /* release.json: four packs with eight deltas each have 10 KB. */
#define DCT_MAX_REMOTE_BYTES (64u << 10)      /* config.json: what is set from afar; a person writes it. */
#define DCT_MAX_SETTINGS 256u                 /* In it; a kiosk knows twelve. */
#define DCT_MAX_SETTING_NAME 64u
#define DCT_MAX_SETTING_BYTES 4096u           /* Of one text: a notice in four languages. */
#define DCT_SYNC_INTERVAL_S 10800u            /* Between two looks: published in the morning is everywhere by noon. */
#define DCT_SYNC_INTERVAL_LEAST_S 10u         /* A test's; a server of many devices would not bear it. */
#define DCT_SYNC_AGAIN_MIN_S 30u              /* After a failure at the earliest, */
#define DCT_SYNC_AGAIN_MAX_S 21600u           /* and at the latest. */
#define DCT_SYNC_LATER_MAX_S 3600u            /* A server may ask for so much patience, no more. */
#define DCT_SYNC_LATER_PART 24u               /* And this part of the interval, so that not all are back at once. */
#define DCT_SYNC_BUDGET_S 600u                /* Until a connection that costs money is asked about again. */
#define DCT_SYNC_ETAG_ROOM 96                 /* A server's name for a file; one that is longer is not kept. */
#define DCT_SYNC_TRIAL_MS 60000u              /* New content that ran so long is confirmed where nobody else does it. */
#define DCT_MAX_SOURCE_URLS 16u               /* One server and its mirrors. */
#define DCT_MAX_SYNC_URL 4096u                /* Base, and that path with every byte encoded. */
#define DCT_SYNC_SLOW_BYTES_S 100u            /* Slower than this for DCT_SYNC_SLOW_S is given up: no total time limit, */
#define DCT_SYNC_REDIRECTS 3u                 /* On the same host: http to https, a moved folder. */
#define DCT_SYNC_SLOW_S 30u                   /* for a slow line may need hours, but one byte a second is an attack. */

#endif
