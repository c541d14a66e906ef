import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** Lines of a JSON lines file that are looked at for their fields: sparse exports leave fields out of most lines. */
const LOOKED_AT = 1000;

/** Dotted paths of the scalar fields in the first lines of a JSON lines file, in order of appearance; arrays are left aside. */
export async function readJsonFields(path: string): Promise<string[]> {
  const names = new Set<string>();
  const handle = await open(path, 'r');
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  const bytes = createReadStream(path);
  const lines = createInterface({ input: buffer[0] === 0x1f && buffer[1] === 0x8b ? bytes.pipe(createGunzip()) : bytes });
  let count = 0;
  for await (const line of lines) {
    try {
      collect(JSON.parse(line), '', names);
    } catch {
      // A line that is no JSON is counted as rejected when the file is read.
    }
    count += 1;
    if (count >= LOOKED_AT) break;
  }
  lines.close();
  bytes.destroy();
  return [...names];
}

function collect(value: unknown, prefix: string, names: Set<string>): void {
  if (Array.isArray(value)) return;
  if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) collect(inner, prefix === '' ? name : `${prefix}.${name}`, names);
  } else if (prefix !== '') names.add(prefix);
}
