import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { flagValues, resolveOptions } from '../config/resolve-options.ts';
import type { CallTiming } from '../engine/timed-engine.ts';
import { UsageError } from '../errors.ts';
import { toCsv } from '../io/csv.ts';
import { writeFileAtomically } from '../io/write-file.ts';
import { type Diagnosis, diagnose } from '../pipeline.ts';
import { RENDERERS, rendererForFile } from '../report/renderers.ts';
import { listenForStop } from './interruption.ts';
import { startProgress } from './progress.ts';
import { renderContext, type Streams } from './terminal.ts';

/** Flags that are no options of the diagnosis. */
export interface GlobalFlags {
  config?: string;
  quiet?: boolean;
  color?: boolean;
}

/**
 * `midfunnel diagnose`: exports in, report out. The report goes to standard output in the chosen format, and to every file named with `-o`; files are
 * checked before the work and written after it, each in one step.
 */
export async function runDiagnose(collected: Record<string, unknown> & GlobalFlags, streams: Streams, version: string): Promise<Diagnosis> {
  const options = resolveOptions(flagValues(collected), collected.config ?? null, streams.environment);
  const formats = options.output.map((file) => ({ file, format: file === '-' ? null : rendererForFile(file) }));
  for (const { file } of formats) requireFolder(file);
  if (options.rejects !== null) requireFolder(options.rejects);
  const stop = listenForStop(streams);
  const progress = startProgress(streams, collected.quiet === true);
  try {
    const diagnosis = await diagnose(options, {
      version,
      stdin: streams.stdin,
      signal: stop.signal,
      onStage: (stage, share) => progress.stage(stage, share),
      ...(streams.environment.MIDFUNNEL_TIMINGS === '1' ? { onTiming: (timing) => streams.stderr.write(timingLine(timing)) } : {}),
    });
    progress.done();
    const context = renderContext(streams, { color: collected.color, full: options.full });
    for (const { file, format } of formats) {
      if (format === null) continue;
      const text = RENDERERS[format](diagnosis.report, { ...context, colour: 0, columns: 100, unicode: true, detail: 'full' });
      await writeFileAtomically(file, text);
    }
    if (options.rejects !== null) {
      await writeFileAtomically(
        options.rejects,
        toCsv(
          ['file', 'line', 'reason'],
          diagnosis.rejects.map(({ file, line, reason }) => [file, line, reason]),
        ),
      );
    }
    const format = options.format === 'markdown' ? 'md' : options.format;
    streams.stdout.write(RENDERERS[format](diagnosis.report, context));
    return diagnosis;
  } finally {
    progress.done();
    stop.release();
  }
}

/** One line per call of the engine, to see where time and memory go: CPU s, wall s, resident MiB, peak MiB, name. */
function timingLine({ name, cpu_seconds, wall_seconds, resident_mb, peak_mb }: CallTiming): string {
  const cells = [cpu_seconds.toFixed(2), wall_seconds.toFixed(2), resident_mb.toFixed(0), peak_mb.toFixed(0)];
  return `timing ${cells.map((cell) => cell.padStart(8)).join('')}  ${name}\n`;
}

function requireFolder(file: string): void {
  if (file === '-' || existsSync(dirname(file))) return;
  throw new UsageError(`the folder of ${file} does not exist`, { hint: `Make it first: mkdir -p '${dirname(file)}'` });
}
