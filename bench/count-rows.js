import { DuckDBInstance } from '@duckdb/node-api';

// The measure of everything: DuckDB counts the rows of a CSV file with all columns as text, strictly, rejects stored, as src/engine/duckdb/read-source.ts
// reads it. Writes CPU and wall seconds of the query alone.
const [path, columnCount] = process.argv.slice(2);
const columns = Array.from({ length: Number(columnCount) }, (_, index) => `'c${index}': 'VARCHAR'`).join(', ');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const [cpuBefore, wallBefore] = [process.cpuUsage(), performance.now()];
const result = await connection.runAndReadAll(
  `select count(*) from read_csv($path, columns = {${columns}}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
    compression = 'none', max_line_size = 16777216, buffer_size = 33554432, store_rejects = true, rejects_limit = 20000)`,
  { path },
);
const cpu = process.cpuUsage(cpuBefore);
process.stdout.write(
  JSON.stringify({
    rows: Number(result.getRows()[0][0]),
    cpu_seconds: (cpu.user + cpu.system) / 1e6,
    wall_seconds: (performance.now() - wallBefore) / 1000,
  }),
);
