import { flagValues, resolveOptions } from '../config/resolve-options.ts';
import type { CallTiming } from '../engine/timed-engine.ts';
import { InputError } from '../errors.ts';
import { toCsv } from '../io/csv.ts';
import { throwIfInterrupted } from '../io/interruption.ts';
import { writeFileAtomically } from '../io/write-file.ts';
import { type Diagnosis, diagnose, type FileReject } from '../pipeline.ts';
import { RENDERERS, rendererForFile } from '../report/renderers.ts';
import { requireSeparateFiles } from './check-files.ts';
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
 * checked before the work, all made before the first is written, and each is written in one step.
 */
export async function runDiagnose(collected: Record<string, unknown> & GlobalFlags, streams: Streams, version: string): Promise<Diagnosis> {
  const options = resolveOptions(flagValues(collected), collected.config ?? null, streams.environment);
  const formats = options.output.map((file) => ({ file, format: file === '-' ? null : rendererForFile(file) }));
  await requireSeparateFiles(options, collected.config);
  const stop = listenForStop(streams);
  const progress = startProgress(streams, collected.quiet === true, stop.signal);
  let rejects: FileReject[] = [];
  try {
    const diagnosis = await diagnose(options, {
      version,
      stdin: streams.stdin,
      signal: stop.signal,
      ...(collected.quiet === true ? {} : { onStage: (stage, share) => progress.stage(stage, share) }),
      onWarning: (sentence) => progress.warn(sentence),
      onRejects: (found) => {
        rejects = found;
      },
      ...(streams.environment.MIDFUNNEL_TIMINGS === '1' ? { onTiming: (timing) => streams.stderr.write(timingLine(timing)) } : {}),
    });
    progress.done();
    const context = renderContext(streams, { color: collected.color, full: options.full });
    const files = formats.flatMap(({ file, format }) =>
      format === null
        ? []
        : [{ file, text: RENDERERS[format](diagnosis.report, { ...context, colour: 0, columns: 100, unicode: true, detail: 'full' }) }],
    );
    if (options.rejects !== null) files.push({ file: options.rejects, text: rejectsCsv(rejects) });
    const printed = RENDERERS[options.format === 'markdown' ? 'md' : options.format](diagnosis.report, context);
    throwIfInterrupted(stop.signal);
    for (const { file, text } of files) await writeFileAtomically(file, text);
    streams.stdout.write(printed);
    return diagnosis;
  } catch (error) {
    // Too many rejected rows end the run, and that is when they are needed most.
    if (error instanceof InputError && options.rejects !== null && rejects.length > 0)
      await writeFileAtomically(options.rejects, rejectsCsv(rejects));
    throw error;
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

function rejectsCsv(rejects: readonly FileReject[]): string {
  return toCsv(
    ['file', 'line', 'reason'],
    rejects.map(({ file, line, reason }) => [file, line, reason]),
  );
}
