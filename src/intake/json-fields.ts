import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** Lines of a JSON lines file that are looked at for their fields: sparse exports leave fields out of most lines. */
const LOOKED_AT = 1000;

/** Dotted paths of the fields in the first lines of a JSON lines file, in order of appearance. */
export async function readJsonFields(path: string): Promise<string[]> {
  const first: string[] = [];
  const handle = await open(path, 'r');
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  const bytes = createReadStream(path);
  const lines = createInterface({ input: buffer[0] === 0x1f && buffer[1] === 0x8b ? bytes.pipe(createGunzip()) : bytes });
  for await (const line of lines) {
    first.push(line);
    if (first.length >= LOOKED_AT) break;
  }
  lines.close();
  bytes.destroy();
  return jsonFields(first);
}

/** Dotted paths of the fields of some JSON texts, in order of appearance. A list is one field, whose text is the list as JSON. */
export function jsonFields(texts: readonly string[]): string[] {
  const names = new Set<string>();
  for (const text of texts) {
    try {
      collect(JSON.parse(text), '', names);
    } catch {
      // A line that is no JSON is counted as rejected when the file is read.
    }
  }
  return [...names];
}

function collect(value: unknown, prefix: string, names: Set<string>): void {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) collect(inner, prefix === '' ? name : `${prefix}.${name}`, names);
  } else if (prefix !== '') names.add(prefix);
}
