import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ENTRY = `
import { configSchema } from './src/config/options.ts';
import * as z from 'zod/mini';
export const CONFIG_SCHEMA = configSchema(z);
export { OPTIONS } from './src/config/options.ts';
export { EXIT } from './src/errors.ts';
export { EXPLANATIONS } from './src/report/explanations/catalogue.ts';
export { KIND_TITLES } from './src/report/explanations/explanation-document.ts';
export { PLATFORMS } from './src/formats/platforms/platforms.ts';
export { EVENT_SYNONYMS, ORDER_SYNONYMS } from './src/formats/synonyms.ts';
export { EVENT_ROLES, ORDER_ROLES } from './src/roles.ts';
export { toJSONSchema } from 'zod/mini';
`;

/** What the papers are generated from, read from the TypeScript sources themselves: they are bundled to a file that is removed at once. */
export async function readSources(root) {
  const outfile = join(root, 'dist', `docs-sources-${process.pid}.js`);
  await build({
    stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}
