import { defineConfig } from 'vitest/config';

// One worker per core is DuckDB's job in these tests; two test files at a time keep a small machine responsive.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
});
