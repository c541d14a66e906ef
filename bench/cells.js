import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { makeExport } from './make-export.js';

// How the tables of the split grow with the traffic: their rows at 100 k, 1 M and 10 M events of one simulated shop. What there is to tell apart fills up, so they must
// grow more slowly than the events, and the limit on cells holds in any case. `--small` leaves out 10 M events.
const TABLES = [
  'step_cells',
  'checkout_cells',
  'page_cells',
  'session_cells',
  'order_values',
  'landmark_cells',
  'margin_cells',
  'margin_sessions',
  'weekly_views',
  'source_groups',
  'step_moves',
];
const [MOST_CELLS, SLOWER] = [3_000_000, 0.8];
const sizes = process.argv.includes('--small') ? [100_000, 1_000_000] : [100_000, 1_000_000, 10_000_000];

/** The program with an engine that counts the rows of the tables once the last of them is there. */
const withCounts = {
  name: 'with-counts',
  setup(bundle) {
    bundle.onLoad({ filter: /timed-engine\.ts$/ }, () => ({
      loader: 'js',
      contents: `export const timeWork = (name, tell, work) => work();
      export const timeEngine = (engine, tell) => new Proxy(engine, { get(target, property) {
        if (property !== 'run') return typeof target[property] === 'function' ? target[property].bind(target) : target[property];
        return async (statement, values) => {
          await target.run(statement, values);
          if (statement.name !== '${TABLES.at(-1)}') return;
          for (const name of ${JSON.stringify(TABLES)}) {
            const rows = ['step_cells', 'checkout_cells'].includes(name) ? 'distinct cell' : '*';
            const sql = 'select cast(count(' + rows + ') as integer) as n from ' + name;
            tell({ name, rows: (await target.rows({ name: 'rows_of_' + name, grain: 'one row', columns: { n: 'INTEGER' }, sql }))[0].n });
          }
        };
      } });`,
    }));
  },
};

mkdirSync('.bench', { recursive: true });
const outfile = resolve('.bench/with-counts.js');
await build({
  entryPoints: ['src/index.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  plugins: [withCounts],
  external: ['@duckdb/node-bindings', '@duckdb/node-bindings-*'],
  define: { __MIDFUNNEL_VERSION__: '"bench"' },
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'error',
});
const { diagnose, resolveOptions } = await import(pathToFileURL(outfile).href);

process.stdout.write(`${['events', ...TABLES].map((name) => name.padStart(16)).join('')}\n`);
let before;
for (const events of sizes) {
  const files = makeExport(events);
  const rows = new Map();
  const options = resolveOptions({ events: [files.events], orders: files.orders }, 'none', {});
  await diagnose(options, { version: 'bench', stdin: Readable.from([]), onTiming: ({ name, rows: count }) => rows.set(name, count) });
  const cells = [events, ...TABLES.map((name) => rows.get(name))];
  process.stdout.write(`${cells.map((count) => count.toLocaleString('en-US').padStart(16)).join('')}\n`);
  const all = TABLES.reduce((sum, name) => sum + rows.get(name), 0);
  if (rows.get('step_cells') + rows.get('checkout_cells') > MOST_CELLS) miss(`${all} cells, at most ${MOST_CELLS}`);
  if (before !== undefined && all / before.all > (SLOWER * events) / before.events) {
    miss(`${events / before.events} times the events make ${(all / before.all).toFixed(1)} times the rows of the tables`);
  }
  before = { events, all };
}

function miss(text) {
  process.stdout.write(`MISSED: ${text}\n`);
  process.exitCode = 1;
}
