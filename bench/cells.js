import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { makeExport } from './make-export.js';

// How the tables of the split grow with the traffic: their rows at 100 k, 1 M and 10 M events of one simulated shop. Shown, not judged: what there is to tell apart
// fills up, and the limit of 3 M cells holds in any case. `--small` leaves out 10 M events.
const TABLES = [
  'step_cells',
  'checkout_cells',
  'page_cells',
  'session_cells',
  'order_values',
  'landmark_cells',
  'weekly_views',
  'source_groups',
];
const sizes = process.argv.includes('--small') ? [100_000, 1_000_000] : [100_000, 1_000_000, 10_000_000];

/** The program with an engine that, where calls are timed, counts the rows of the tables once the last of them is there. */
const withCounts = {
  name: 'with-counts',
  setup(bundle) {
    bundle.onLoad({ filter: /timed-engine\.ts$/ }, () => ({
      loader: 'js',
      contents: `export const timeEngine = (engine, tell) => new Proxy(engine, { get(target, property) {
        if (property !== 'run') return typeof target[property] === 'function' ? target[property].bind(target) : target[property];
        return async (statement, values) => {
          await target.run(statement, values);
          if (statement.name !== 'page_cells') return;
          for (const name of ${JSON.stringify(TABLES)}) {
            const sql = 'select cast(count(*) as integer) as n from ' + name;
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

process.stdout.write(`${['events', ...TABLES].map((name) => name.padStart(15)).join('')}\n`);
for (const events of sizes) {
  const files = makeExport(events);
  const rows = new Map();
  const options = resolveOptions({ events: [files.events], orders: files.orders }, 'none', {});
  await diagnose(options, { version: 'bench', stdin: Readable.from([]), onTiming: ({ name, rows: count }) => rows.set(name, count) });
  const cells = [events, ...TABLES.map((name) => rows.get(name))];
  process.stdout.write(`${cells.map((count) => count.toLocaleString('en-US').padStart(15)).join('')}\n`);
}
