// minisearch and lunr as their manuals show them.
//   node search_js.mjs minisearch|lunr CORPUS.jsonl (QUERIES.tsv RUN plain|prefix)...
import fs from 'node:fs';
import lunr from 'lunr';
import MiniSearch from 'minisearch';

const [, , engine, corpus, ...jobs] = process.argv;
const lines = (file) => fs.readFileSync(file, 'utf8').split('\n').filter((line) => line);
const docs = lines(corpus).map((line) => JSON.parse(line));
const begin = process.cpuUsage();
let search, bytes;
if (engine === 'minisearch') {
  const mini = new MiniSearch({ fields: ['title', 'body'] });
  mini.addAll(docs.map(({ id, title, body }) => ({ id, title, body })));
  const options = { fuzzy: 0.2, prefix: true, boost: { title: 4 } };
  search = (words) => mini.search(words, options).slice(0, 10).map((hit) => hit.id);
  bytes = () => JSON.stringify(mini).length;
} else {
  const index = lunr(function () {
    this.ref('id');
    this.field('title', { boost: 4 });
    this.field('body');
    docs.forEach((doc) => this.add(doc));
  });
  search = (words, prefix) => {
    const found = index.query((query) => {
      const terms = words.toLowerCase().split(lunr.tokenizer.separator).filter((word) => word);
      terms.forEach((word, i) => {
        query.term(index.pipeline.runString(word), {});
        if (prefix && i === terms.length - 1)
          query.term(word, { wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false });
      });
    });
    return found.slice(0, 10).map((hit) => hit.ref);
  };
  bytes = () => JSON.stringify(index).length;
}
const built = process.cpuUsage(begin);
console.log(`build_s=${(built.user + built.system) / 1e6} bytes=${bytes()}`);
for (let job = 0; job + 2 < jobs.length; job += 3) {
  const [file, out] = [jobs[job], jobs[job + 1]];
  const prefix = jobs[job + 2] === 'prefix';
  const times = [], rows = [];
  for (const line of lines(file)) {
    const tab = line.indexOf('\t'), words = line.slice(tab + 1);
    const from = process.cpuUsage();
    let ids = [];
    try { ids = search(words, prefix); } catch { /* lunr refuses some texts */ }
    const took = process.cpuUsage(from);
    times.push(took.user + took.system);
    ids.forEach((id, i) => rows.push(`${line.slice(0, tab)} Q0 ${id} ${i + 1} ${1000 - i} ${engine}`));
  }
  times.sort((a, b) => a - b);
  fs.writeFileSync(out, rows.join('\n') + '\n');
  console.log(`cpu_mean_us=${times.reduce((a, b) => a + b, 0) / times.length} cpu_p99_us=${times[Math.floor((times.length - 1) * 0.99)]}`);
}
