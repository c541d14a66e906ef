import { extname } from 'node:path';
import { UsageError } from '../errors.ts';
import type { RenderContext } from './render-context.ts';
import { renderJson } from './render-json.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderTerminal } from './render-terminal.ts';
import type { Report } from './report.ts';

/** Names of the formats a report can be written in. */
export type Format = 'terminal' | 'md' | 'json';

/** Every format of the report by name; a new one is a file `render-<format>.ts` and a line here. */
export const RENDERERS: Record<Format, (report: Report, context: RenderContext) => string> = {
  terminal: renderTerminal,
  md: renderMarkdown,
  json: renderJson,
};

const FORMAT_OF: ReadonlyMap<string, Format> = new Map([
  ['.txt', 'terminal'],
  ['.md', 'md'],
  ['.markdown', 'md'],
  ['.json', 'json'],
]);

/**
 * The format a file asks for by its extension, in capitals or not.
 *
 * @throws UsageError when no format has this extension, with the list of those that are known
 */
export function rendererForFile(path: string): Format {
  const extension = extname(path).toLowerCase();
  const format = FORMAT_OF.get(extension);
  if (format !== undefined) return format;
  throw new UsageError(
    `${path} ${extension === '' ? 'has no extension' : `ends in ${extension}`}, and no report format is written to such a file`,
    {
      hint: `Name a file that ends in one of ${[...FORMAT_OF.keys()].join(' ')}`,
    },
  );
}
