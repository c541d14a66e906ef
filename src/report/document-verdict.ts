import type { Block } from './blocks.ts';
import { stakeSentence } from './document-gains.ts';
import { muted, plain } from './document-rows.ts';
import { splitBlocks } from './document-split.ts';
import * as format from './format.ts';
import { missingInWords } from './missing-words.ts';
import type { Call, Report, RobustnessLine, Split, Verdict } from './report.ts';

/** The call of the verdict in plain words, for every format. */
export const CALL_IN_WORDS: Record<Call, string> = {
  navigation_leads: 'navigation friction leads',
  traffic_leads: 'traffic quality leads',
  both_lead_unproven: 'both matter; which is larger is not proven',
  navigation_matters: 'navigation matters; traffic is not shown to matter',
  traffic_matters: 'traffic matters; navigation is not shown to matter',
  traffic_matters_navigation_ambiguous: 'traffic matters; searching and going back are ambiguous (symptom or driver)',
  behaviour_only_ambiguous: 'ambiguous: only signals of visitor behaviour go with leaving',
  neither_matters: 'neither matters much here',
  not_enough_evidence: 'not enough evidence',
};

/** Section 1: the sentence, what is at stake, the call with its evidence, the split; where it is withheld, what is missing instead. */
export function verdict({ verdict, split, traffic, sessions, period, robustness }: Report): Block[] {
  return [
    { kind: 'title', text: verdict.sentence },
    ...stakeSentence(verdict),
    plain(`Call: ${CALL_IN_WORDS[verdict.call]}. ${evidenceOf(verdict, split, robustness)}`),
    ...(verdict.depends_on.length === 0
      ? []
      : [
          plain(
            `It depends on how the split is made: a side is ahead as reported, but not with ${verdict.depends_on.join(', nor with ')}.`,
          ),
        ]),
    ...(verdict.would_change_it === null ? [] : [plain(`What would change it: ${verdict.would_change_it}`)]),
    ...(split.friction === null ? withheld(verdict) : splitBlocks(split, traffic.benchmark)),
    muted(
      `${format.formatMoment(period.from, period.time_zone)} to ${format.formatMoment(period.to, period.time_zone)} (${period.time_zone}) · ` +
        `${format.formatAmount(sessions.total, 'session')} · ${format.formatCount(sessions.with_order)} with an order`,
    ),
  ];
}

const GRADE: Record<Verdict['grade'], string> = {
  A: 'far beyond chance',
  B: 'beyond chance',
  C: 'beyond chance, but it depends on how the split is made',
  D: 'nothing is decided',
};
const EXCLUDED = { ...GRADE, A: 'more is excluded at the 1 % level', B: 'more is excluded at the 5 % level' };
const EVIDENCE: Record<NonNullable<Verdict['evidence_kind']>, string> = {
  experiment: 'an experiment or a release in the data shows it',
  variation: 'variation: the trouble changes from page to page or week to week while the traffic does not',
  association: 'association: consistent with, not proven',
};

function evidenceOf(verdict: Verdict, split: Split, robustness: RobustnessLine[]): string {
  const { grade, evidence_kind } = verdict;
  const others = grade === 'A' || grade === 'B' ? otherSettings(verdict, split, robustness) : '';
  // That neither matters is no effect beyond chance, but one that chance could not hide.
  const words = verdict.call === 'neither_matters' ? EXCLUDED[grade] : GRADE[grade];
  return `Evidence: grade ${grade} (${words}${others})${evidence_kind === null ? '' : `; ${EVIDENCE[evidence_kind]}`}.`;
}

/** Calls that say nothing of one side being larger. */
const NO_SIDES = new Set<Call>(['neither_matters', 'behaviour_only_ambiguous', 'not_enough_evidence']);

/** What the table of other settings says of the call, so that the two cannot contradict each other. */
function otherSettings({ call }: Verdict, { navigation_range, traffic }: Split, robustness: RobustnessLine[]): string {
  if (robustness.length === 0 || navigation_range === null || traffic === null) return '';
  const n = format.formatCount;
  const changed = robustness.filter((line) => line.call !== call).length;
  if (changed === 0)
    return `; the same call in ${robustness.length === 1 ? 'the one other setting' : `all ${n(robustness.length)} other settings`}`;
  const of = `; of ${format.formatAmount(robustness.length, 'other setting')} ${n(changed)} ${changed === 1 ? 'changes' : 'change'} the call`;
  if (NO_SIDES.has(call)) return of;
  const isNavigation = navigation_range.hard_and_soft.value > traffic.value;
  const turned = robustness.filter(
    (line) => line.friction !== null && line.traffic !== null && line.friction.value > line.traffic.value !== isNavigation,
  );
  const turn = turned.length === 0 ? 'none turns' : `${n(turned.length)} ${turned.length === 1 ? 'turns' : 'turn'}`;
  return `${of}, ${turn} the larger side round`;
}

function withheld({ missing }: Verdict): Block[] {
  return [
    ...(missing.length === 0 ? [] : [{ kind: 'list' as const, caption: 'What is missing', items: missing.map(missingInWords) }]),
    plain(
      'The split between the site and the traffic is withheld, because its figures would be read as an answer. ' +
        'Where shoppers leave, and which trouble they meet, follows all the same.',
    ),
  ];
}
