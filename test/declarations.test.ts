import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

const CONSUMER = `
import { diagnose, OPTIONS, type Options, type Report, resolveOptions, type RunContext } from './types/index.ts';
const options: Options = resolveOptions({ events: ['clicks.csv'] }, 'none', {});
export const gap: number = options.session_gap_minutes;
export const order: 'dmy' | 'mdy' | null = options.date_order;
export const pages: Record<string, 'home' | 'other'> | typeof options.pages = options.pages;
export const flag: string | null = OPTIONS.date_order.flag;
// @ts-expect-error files are texts: an option whose type got lost would be anything
export const files: number[] = options.events;
export const run = async (context: RunContext): Promise<Report> => (await diagnose(options, context)).report;
`;

describe('the type declarations of the package', () => {
  let folder: string;
  beforeAll(() => {
    // Above this folder there are no packages but the types of Node, as at a consumer who has only midfunnel.
    folder = mkdtempSync(join(tmpdir(), 'midfunnel-types-'));
    execFileSync(process.execPath, ['declare-types.js', join(folder, 'types')], { cwd: ROOT });
    writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('stand alone, and say what an option is, for a consumer who checks libraries too', () => {
    const program = ts.createProgram([join(folder, 'consumer.ts')], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules/@types')],
    });
    const complaints = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
    expect(complaints).toEqual([]);
  }, 120_000);
});
