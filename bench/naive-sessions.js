import { createReadStream } from 'node:fs';
import Papa from 'papaparse';

// What one writes in an afternoon, for scale: parse, keep every visitor's hits in a Map, sort each, count sessions and those of 2 to 7 minutes. No sources,
// no orders, no page groups, no rejects, and all hits in memory.
const [path] = process.argv.slice(2);
const GAP = 30 * 60_000;
const hits = new Map();
await new Promise((resolve, reject) => {
  Papa.parse(createReadStream(path), {
    header: true,
    step: ({ data }) => {
      const list = hits.get(data.visitor_id);
      const hit = { at: Date.parse(data.timestamp), page: data.page_url.split('?')[0] };
      if (list === undefined) hits.set(data.visitor_id, [hit]);
      else list.push(hit);
    },
    complete: resolve,
    error: reject,
  });
});
let [sessions, cohort] = [0, 0];
for (const list of hits.values()) {
  list.sort((a, b) => a.at - b.at);
  let start = 0;
  for (let index = 1; index <= list.length; index++) {
    if (index < list.length && list[index].at - list[index - 1].at <= GAP) continue;
    const length = list[index - 1].at - list[start].at;
    sessions++;
    if (length >= 120_000 && length <= 420_000) cohort++;
    start = index;
  }
}
process.stdout.write(JSON.stringify({ sessions, cohort }));
