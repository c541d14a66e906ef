import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** Builds the program before the tests run it, when `dist/` is missing or older than what it is made from. */
export function setup(): void {
  const built = join(ROOT, 'dist/cli.js');
  const sources = (readdirSync(join(ROOT, 'src'), { recursive: true }) as string[]).map((name) => join(ROOT, 'src', name));
  const newest = Math.max(...[...sources, join(ROOT, 'build.js')].map((file) => statSync(file).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  execFileSync(process.execPath, ['build.js', '--no-types'], { cwd: ROOT, stdio: 'inherit' });
}
