import type { Hit } from './hit.ts';
import type { OpenSession } from './open-session.ts';
import { PageTrail } from './page-trail.ts';
import { PAGE_STEP_ROWS, RowBuffer, STEP_FACTS } from './session-tables.ts';
import { HARD_BITS, SIGNAL_BITS, SOFT_BITS } from './signals.ts';
import type { SiteNorms } from './site-norms.ts';

/** What is met so early was not met by staying long: the landmark of METHOD's cross-check. */
const EARLY = 120_000_000;

/** Writes the page steps of one session after the other, and what they tell of the session. */
export class PageStepWriter {
  readonly rows = new RowBuffer('page_step_rows', PAGE_STEP_ROWS);
  readonly #trail: PageTrail;
  /** Signals of the last page view that its row has, and whether it was an early one. */
  #lastSignals = 0;
  #lastIsEarly = false;

  constructor(norms: SiteNorms) {
    this.#trail = new PageTrail(norms);
  }

  /** Begins a session. */
  restart(): void {
    this.#trail.restart();
  }

  /** Takes a page view of the open session. @param device - of the session, as far as known */
  add(hit: Hit, session: OpenSession, device: number): void {
    const { step, isSearch, signals, earlierHard, earlierSoft } = this.#trail.add(hit, device, session.startedAt);
    session.signals[session.stage - 1]! |= signals;
    this.#lastSignals = signals;
    this.#lastIsEarly = session.stage === 1 && hit.at - session.startedAt < EARLY;
    if (this.#lastIsEarly) {
      session.earlyViews += 1;
      if ((signals & HARD_BITS) !== 0) session.earlyHard += 1;
      if ((signals & SOFT_BITS) !== 0) session.earlySoft += 1;
    }
    const row = this.rows.next();
    const { arrays } = this.rows;
    arrays.session_id[row] = session.id;
    arrays.step[row] = step;
    arrays.page_id[row] = hit.page;
    arrays.elapsed_seconds[row] = Math.floor((hit.at - session.startedAt) / 1_000_000);
    const { unit } = STEP_FACTS;
    arrays.facts[row] =
      signals +
      hit.group * unit.page_group +
      session.stage * unit.stage +
      (isSearch ? unit.is_search : 0) +
      (isSearch && hit.results > 0 ? unit.is_counted_search : 0) +
      earlierHard * unit.earlier_hard +
      earlierSoft * unit.earlier_soft;
  }

  /** An event tells that the site rejected what was entered: it belongs to the page view at which it happened; one view has the signal once. */
  reject(session: OpenSession): void {
    const { arrays, rows, open } = this.rows;
    if (open === 0 || (this.#lastSignals & SIGNAL_BITS.form_reject) !== 0) return;
    arrays.facts[rows - 1]! += SIGNAL_BITS.form_reject;
    if (this.#lastIsEarly && (this.#lastSignals & HARD_BITS) === 0) session.earlyHard += 1;
    this.#lastSignals |= SIGNAL_BITS.form_reject;
    session.signals[stageOf(arrays.facts[rows - 1]!) - 1]! |= SIGNAL_BITS.form_reject;
    this.#trail.reject();
  }

  /** What is known of page steps only when the session is over. */
  finish(isCohort: boolean): void {
    const { arrays, rows, open } = this.rows;
    const { unit } = STEP_FACTS;
    for (let row = rows - open; row < rows; row++) {
      if (isCohort) arrays.facts[row]! += unit.is_cohort;
      if (row === rows - 1) arrays.facts[row]! += unit.is_last + unit.ends_stage;
      else if (stageOf(arrays.facts[row]!) !== stageOf(arrays.facts[row + 1]!)) arrays.facts[row]! += unit.ends_stage;
    }
    this.rows.keep();
  }
}

/** Stage of a page step by its packed facts. */
function stageOf(facts: number): number {
  return Math.floor(facts / STEP_FACTS.unit.stage) % 3;
}
