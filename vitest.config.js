import { defineConfig } from 'vitest/config';

// CI counts what passed; it names the file in which the counts are left.
const counts = process.env.TEST_COUNTS;

// One worker per core is DuckDB's job in these tests; two test files at a time keep a small machine responsive.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/acceptance/**'],
    globalSetup: ['test/cli/build-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    env: { NO_COLOR: '1', TZ: 'UTC' },
    reporters: counts ? ['default', ['json', { outputFile: counts }]] : ['default'],
  },
});
