import { defineConfig } from 'vitest/config';
import own from './vitest.config.js';

// Real exports beside the checkout; `npm test` must pass without them.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  ...own,
  test: { ...own.test, include: ['test/acceptance/**/*.test.ts'], exclude: [] },
});
