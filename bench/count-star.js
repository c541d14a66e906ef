// The base of all ratios: DuckDB's count(*) over a CSV file, every column as text, strict, rejects stored.
import { openSync, readSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const file = process.argv[2];
const start = Buffer.alloc(65_536);
readSync(openSync(file, 'r'), start);
const columns = start.toString('utf8').split('\n')[0].split(',').length;
const names = Array.from({ length: columns }, (_, index) => `'c${index}': 'VARCHAR'`).join(', ');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(
  `select count(*) from read_csv($file, columns = {${names}}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', store_rejects = true)`,
  { file },
);
