import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Papa from 'papaparse';
import { expect } from 'vitest';

/** Folder of the figures that peers gave, beside the checkout; each names its source, data and tolerance. */
const VECTORS = resolve(import.meta.dirname, '../../../shared/vectors');

/** A row of a data file: numbers where the file has numbers. */
export type Row = Record<string, number | string | boolean>;

/** What every figure file says of itself. */
interface Vector {
  source: string;
  tol: number;
}

/**
 * Names of all figure files.
 * @throws Error when the folder is not there: acceptance without it would be green and say nothing
 */
export function listVectors(): string[] {
  if (!existsSync(VECTORS)) throw new Error(`the vectors are not in ${VECTORS}`);
  return readdirSync(VECTORS).filter((name) => name.endsWith('.json'));
}

/** Reads the figures whose file begins with the two digits. @throws Error when they are not there */
export function readVector<Figures>(number: string): Figures & Vector {
  const name = listVectors().find((file) => file.startsWith(`${number}_`));
  if (name === undefined) throw new Error(`no vector ${number} in ${VECTORS}`);
  return JSON.parse(readFileSync(join(VECTORS, name), 'utf8')) as Figures & Vector;
}

/** Reads a data file. @throws Error when it is not there */
export function readRows(name: string): Row[] {
  const { data, errors } = Papa.parse<Row>(readFileSync(join(VECTORS, name), 'utf8'), {
    header: true,
    dynamicTyping: true,
    skipEmptyLines: true,
  });
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]!.message}`);
  return data;
}

/** Expects a figure to be as near to the peer's as its tolerance says. */
export function expectNear(value: number, expected: number, tolerance: number, what = ''): void {
  expect(Math.abs(value - expected), `${what} ${value} instead of ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** Sum of a figure over a list. */
export function sumOver<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
