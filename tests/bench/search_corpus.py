#!/usr/bin/env python3
"""search_corpus.py N OUT CORPUS.jsonl... : N articles made by rule from real ones, the same for the same input.

Article i takes the title of one text and sentences of four others, and a name of its own, so that the vocabulary grows
with the number of articles as it does in real collections."""
import json
import random
import re
import sys


def main():
    count, out = int(sys.argv[1]), sys.argv[2]
    texts = [json.loads(line) for path in sys.argv[3:] for line in open(path, encoding="utf-8")]
    sentences = [s for t in texts for s in re.split(r"(?<=[.!?])\s+|\n+", t["body"]) if 20 < len(s) < 300]
    titles = [t["title"] for t in texts if t["title"]]
    chance = random.Random(7)
    syllables = ["ba", "ko", "ri", "ten", "sol", "ma", "ver", "lu", "dex", "no", "pra", "qui", "zan", "fo", "mel"]
    with open(out, "w", encoding="utf-8") as file:
        for i in range(count):
            name = "".join(chance.choice(syllables) for _ in range(3)).capitalize()
            start = chance.randrange(len(sentences))
            body = [f"{name}."] + sentences[start:start + 3] + [chance.choice(sentences) for _ in range(5)]
            title = f"{chance.choice(titles)} {name}" if i % 3 else chance.choice(titles)
            file.write(json.dumps({"id": f"a{i:06d}", "title": title, "body": "\n".join(body), "lang": "en"},
                                  ensure_ascii=False) + "\n")


main()
