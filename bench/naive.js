// For scale: what a script without an engine does. Sessions by visitor and a gap of 30 minutes, looking time, exit pages; no orders, no signals.
import { createReadStream } from 'node:fs';
import Papa from 'papaparse';

const visitors = new Map();
await new Promise((done, failed) => {
  Papa.parse(createReadStream(process.argv[2], 'utf8'), {
    header: true,
    skipEmptyLines: true,
    step({ data }) {
      const hits = visitors.get(data.visitor_id) ?? [];
      hits.push([Date.parse(data.timestamp), new URL(data.page_url).pathname]);
      visitors.set(data.visitor_id, hits);
    },
    complete: done,
    error: failed,
  });
});
const exits = new Map();
let cohort = 0;
for (const hits of visitors.values()) {
  hits.sort((a, b) => a[0] - b[0]);
  let start = 0;
  for (let index = 1; index <= hits.length; index += 1) {
    if (index < hits.length && hits[index][0] - hits[index - 1][0] <= 1_800_000) continue;
    const looking = (hits[index - 1][0] - hits[start][0]) / 1000;
    if (looking >= 120 && looking <= 420) {
      cohort += 1;
      exits.set(hits[index - 1][1], (exits.get(hits[index - 1][1]) ?? 0) + 1);
    }
    start = index;
  }
}
console.log(cohort, exits.size);
