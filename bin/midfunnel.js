#!/usr/bin/env node
import { readFileSync } from 'node:fs';

// The list of commands is written when the program is built: printing it must not cost loading the program.
const [asked, ...more] = process.argv.slice(2);
if (more.length === 0 && (asked === '--help' || asked === '-h')) {
  process.stdout.on('error', ({ code }) => {
    // A reader that went away (`| head`) is no fault.
    if (code === 'EPIPE') return;
    process.exitCode = 2;
    process.stderr.write(`midfunnel: cannot write to standard output: ${code === 'ENOSPC' ? 'the disk is full' : code}\n  Make room.\n`);
  });
  process.stdout.write(readFileSync(new URL('../dist/help.txt', import.meta.url)));
} else {
  const { main } = await import('../dist/cli.js');
  await main(process.argv.slice(2));
}
