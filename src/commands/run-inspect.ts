import { flagValues, resolveOptions } from '../config/resolve-options.ts';
import { EXIT } from '../errors.ts';
import { fieldColumns } from '../fields.ts';
import { compareRoles } from '../intake/compare-roles.ts';
import type { SpendReport } from '../intake/spend/read-spend.ts';
import type { Block } from '../report/blocks.ts';
import { renderMarkdownBlocks } from '../report/render-markdown.ts';
import { renderBlocks } from '../report/render-terminal.ts';
import { comparisonBlocks, inspectionBlocks } from './inspect-document.ts';
import { type Inspection, inspectFile } from './inspect-file.ts';
import { inspectSpend, spendBlocks, spendFacts } from './inspect-spend.ts';
import { listenForStop } from './interruption.ts';
import { startProgress } from './progress.ts';
import type { GlobalFlags } from './run-diagnose.ts';
import { renderContext, type Streams } from './terminal.ts';

/**
 * `midfunnel inspect FILE…`: says what each file is. A file that cannot be used as it is ends the command with exit code 3, after everything that could be
 * found out was shown.
 */
export async function runInspect(
  names: readonly string[],
  collected: Record<string, unknown> & GlobalFlags,
  streams: Streams,
): Promise<void> {
  const options = resolveOptions(flagValues(collected), collected.config ?? null, streams.environment);
  const stop = listenForStop(streams);
  const progress = startProgress(streams, collected.quiet === true, stop.signal);
  const context = renderContext(streams, { color: collected.color, full: false });
  const found: Inspection[] = [];
  const shown: (Inspection | SpendReport)[] = [];
  const show = (blocks: Block[]) => {
    if (options.format === 'markdown') streams.stdout.write(`${shown.length > 1 ? '\n' : ''}${renderMarkdownBlocks(blocks)}`);
    else if (options.format === 'terminal') streams.stdout.write(`${renderBlocks(blocks, context)}\n`);
  };
  try {
    for (const name of names) {
      const spend = await inspectSpend(name, options);
      if (spend !== null) {
        shown.push(spend);
        show(spendBlocks(spend));
        continue;
      }
      const stages = { stdin: streams.stdin, signal: stop.signal, onStage: progress.stage };
      for (const inspection of await inspectFile(name, null, options, stages)) {
        progress.done();
        found.push(inspection);
        shown.push(inspection);
        show(options.format === 'json' ? [] : inspectionBlocks(inspection));
      }
    }
    const differences = comparisonBlocks(found);
    if (differences.length > 0) show(differences);
    const facts = shown.map((entry) => ('opened' in entry ? toFacts(entry, found) : spendFacts(entry)));
    if (options.format === 'json') streams.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
    if (found.some((inspection) => inspection.obstacle !== null)) process.exitCode = EXIT.input;
  } finally {
    progress.done();
    stop.release();
  }
}

function toFacts(inspection: Inspection, all: readonly Inspection[]): Record<string, unknown> {
  const { opened, recognition, obstacle, understood, staged, period, domains, pages, clock_changes, wrong_clock } = inspection;
  return {
    file: opened.shown,
    kind: opened.kind,
    platform: recognition.platform?.id ?? 'generic',
    grain: recognition.grain,
    encoding: opened.encoding,
    delimiter: opened.csv?.delimiter ?? null,
    header_line: opened.csv?.header_line ?? null,
    sha256: opened.survey.sha256,
    rows: staged?.records ?? opened.survey.records,
    rejects: staged?.rejects ?? [],
    time: understood?.time ? { reading: understood.time.words, has_offset: !understood.time.naive } : null,
    period: period && { from: new Date(period.first_at / 1000).toISOString(), to: new Date(period.last_at / 1000).toISOString() },
    roles: recognition.roles.map(({ role, field, name, why }) => ({ role, columns: fieldColumns(field), name, why })),
    ambiguities: recognition.ambiguities,
    unused: recognition.unused,
    lacks: compareRoles(all).gaps.find(({ file }) => file === opened.shown)?.roles ?? [],
    quality: { wrong_clock, ...(clock_changes ?? { ambiguous_times: 0, skipped_times: 0 }) },
    usable: obstacle === null,
    obstacle: obstacle && { message: obstacle.message, hint: obstacle.hint ?? null },
    domains,
    pages: pages.map(({ page, group, rule, views }) => ({ page, group, rule, hits: views })),
  };
}
