import type { Block, TableBlock } from '../blocks.ts';
import type { Explanation, ExplanationKind } from './explanation.ts';

/** The kinds in the order in which they are listed, as headings. */
export const KIND_TITLES: Readonly<Record<ExplanationKind, string>> = {
  verdict: 'The verdict and its calls',
  metric: 'Metrics',
  signal: 'Friction signals',
  method: 'The method',
  check: 'Checks of the result',
};

/** One entry as blocks. */
export function explanationBlocks({ term, also, title, kind, what, formula, unit, caveat, source, where }: Explanation): Block[] {
  const names = also.length === 0 ? '' : `; also found as ${also.join(', ')}`;
  return [
    { kind: 'heading', id: term, text: title },
    { kind: 'paragraph', text: `${term} (${kind})${names}`, tone: 'muted' },
    { kind: 'paragraph', text: what },
    {
      kind: 'list',
      items: [`Formula: ${formula}`, `Unit and denominator: ${unit}`, `Caveat: ${caveat}`, `Source: ${source}`, `In report.json: ${where}`],
    },
  ];
}

/** All terms by kind. */
export function explanationListBlocks(explanations: readonly Explanation[]): Block[] {
  return Object.entries(KIND_TITLES).flatMap(([kind, text]): Block[] => {
    const ofKind = explanations.filter((explanation) => explanation.kind === kind);
    return ofKind.length === 0 ? [] : [{ kind: 'heading', id: kind, text }, termTable(ofKind)];
  });
}

function termTable(explanations: readonly Explanation[]): TableBlock {
  return {
    kind: 'table',
    columns: [
      { title: 'Term', align: 'left' },
      { title: 'What it is', align: 'left', narrow: 'cut' },
    ],
    rows: explanations.map(({ term, title }) => [term, title]),
  };
}
