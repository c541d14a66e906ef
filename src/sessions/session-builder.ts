import type { Engine } from '../engine/engine.ts';
import { BotTrail } from './bot-rules.ts';
import { type Hit, isNoKey, type Key } from './hit.ts';
import type { KnownTexts } from './known-texts.ts';
import { OpenSession } from './open-session.ts';
import { PageStepWriter } from './page-step-writer.ts';
import {
  CONFIRMATIONS,
  EXPOSURE,
  earlyViewsClass,
  FIRST_SEEN_GROUP,
  NATIVE_SESSION_IDS,
  RowBuffer,
  SESSION_FACTS,
  SESSION_ROWS,
} from './session-tables.ts';
import type { SiteNorms } from './site-norms.ts';
import { type Gaps, splitSessions } from './split-sessions.ts';

export interface BuilderSettings extends Gaps {
  bots: 'exclude' | 'include' | 'only';
  /** Band of the looking time (or of the duration of the session, by `dwell_basis`), both ends in, in microseconds. */
  dwell_from: number;
  dwell_to: number;
  dwell_basis: 'looking' | 'session';
  /** The period in microseconds since 1970: a session is in it when it starts from here … */
  from_at: number;
  /** … to before here. */
  until_at: number;
}

/** Hits of sessions that are left out, by file. */
export interface LeftOut {
  bots: Map<number, number>;
  outside_period: Map<number, number>;
}

/**
 * Returns from a payment gateway or from the shop's own hosts, of the sessions that are used. `stitched_…`: returns that continue the session before them, as they should;
 * `started_…`: sessions that begin with one, because the visitor or the time was lost on the way. Neither gets the gateway or the shop as its source.
 */
export interface Returns {
  stitched_from_gateway: number;
  stitched_from_own_domain: number;
  /** New session ids on a click inside the site: cut by midnight, a campaign or a lost cookie. */
  stitched_within_site: number;
  started_from_gateway: number;
  started_from_own_site: number;
}

const PURCHASE = 10;
const FORM_ERROR = 12;
const THANK_YOU = 9;

/**
 * Rebuilds the sessions from the hits in their order, in one pass: sessions, their page steps, the hits that tell of orders, the native ids. Nothing is kept
 * but the open session and rows that wait for the engine.
 */
export class SessionBuilder {
  readonly leftOut: LeftOut = { bots: new Map(), outside_period: new Map() };
  readonly returns: Returns = {
    stitched_from_gateway: 0,
    stitched_from_own_domain: 0,
    stitched_within_site: 0,
    started_from_gateway: 0,
    started_from_own_site: 0,
  };
  readonly #sessions = new RowBuffer('session_rows', SESSION_ROWS);
  readonly #steps: PageStepWriter;
  readonly #confirmations = new RowBuffer('confirmation_rows', CONFIRMATIONS);
  readonly #nativeIds = new RowBuffer('native_session_ids', NATIVE_SESSION_IDS);
  readonly #session = new OpenSession();
  readonly #botTrail: BotTrail;
  #count = 0;

  constructor(
    private readonly settings: BuilderSettings,
    private readonly texts: KnownTexts,
    norms: SiteNorms,
  ) {
    this.#steps = new PageStepWriter(norms);
    this.#botTrail = new BotTrail(norms.times_are_fine);
  }

  /** Takes the next hit. */
  add(hit: Hit): void {
    const session = this.#session;
    const split = session.hits === 0 ? 1 : splitSessions(session.last, hit, this.settings);
    if (split > 0) {
      this.#close();
      this.#count += 1;
      session.open(this.#count, split as 1 | 2 | 3, hit);
      this.#steps.restart();
      this.#botTrail.restart(hit.at);
    }
    if (!isNoKey(hit.native) && (split > 0 || session.last.native.low !== hit.native.low || session.last.native.high !== hit.native.high))
      this.#addNativeId(hit.native);
    session.add(hit, split === -1);
    this.#botTrail.add(hit);
    if (hit.isPageview) this.#steps.add(hit, session, this.#device);
    else if (hit.eventClass === FORM_ERROR) this.#steps.reject(session);
    if (!isNoKey(hit.orderKey) || hit.eventClass === PURCHASE || hit.group === THANK_YOU) this.#addConfirmation(hit);
  }

  /** Hands finished rows to the engine, heap by heap. */
  async handOver(engine: Engine): Promise<void> {
    await this.#handOver(engine, false);
  }

  /** Closes the last session and hands over all that is left; another visitor may follow. */
  async end(engine: Engine): Promise<void> {
    this.#close();
    await this.#handOver(engine, true);
  }

  async #handOver(engine: Engine, atOnce: boolean): Promise<void> {
    for (const buffer of [this.#sessions, this.#steps.rows, this.#confirmations, this.#nativeIds]) await buffer.handOver(engine, atOnce);
  }

  #close(): void {
    const session = this.#session;
    if (session.hits === 0) return;
    const { bots, from_at, until_at } = this.settings;
    const botReason = this.#botTrail.reason;
    const isKept = bots === 'include' || (bots === 'only') === botReason > 0;
    const inPeriod = session.startedAt >= from_at && session.startedAt < until_at;
    const isCohort = this.#bandTime() >= this.settings.dwell_from && this.#bandTime() <= this.settings.dwell_to;
    this.#addSession(botReason, isKept, inPeriod, isCohort);
    if (isKept && inPeriod) {
      this.#steps.finish(isCohort);
      this.#countReturns(session);
    } else this.#steps.rows.takeBack();
    for (const buffer of [this.#confirmations, this.#nativeIds]) isKept ? buffer.keep() : buffer.takeBack();
    if (!isKept) addHits(this.leftOut.bots, session.hitsByFile());
    else if (!inPeriod) addHits(this.leftOut.outside_period, session.hitsByFile());
    session.hits = 0;
  }

  #countReturns({ returns: [, gateway, ownDomain, sameHost], cameFrom }: OpenSession): void {
    const { returns } = this;
    returns.stitched_from_gateway += gateway;
    returns.stitched_from_own_domain += ownDomain;
    returns.stitched_within_site += sameHost;
    if (cameFrom === 1) returns.started_from_gateway += 1;
    else if (cameFrom > 1) returns.started_from_own_site += 1;
  }

  #addSession(botReason: number, isKept: boolean, inPeriod: boolean, isCohort: boolean): void {
    const session = this.#session;
    const row = this.#sessions.next();
    const { arrays } = this.#sessions;
    arrays.session_id[row] = session.id;
    setWords(arrays.visitor, row, session.last.visitor);
    arrays.stitched[row] = session.stitched;
    arrays.started_at[row] = session.startedAt;
    arrays.ended_at[row] = session.last.at;
    arrays.looking[row] = session.looking;
    arrays.pageviews[row] = session.pageviews;
    arrays.landing_page[row] = session.landingPage;
    arrays.touch_id[row] = session.touch;
    arrays.touches[row] = session.touches.size;
    arrays.host_id[row] = session.host;
    setWords(arrays.customer, row, session.customer);
    const isOpenEnd = this.settings.dwell_basis === 'session' || session.openedAfter < 0;
    const isUsed = isKept && inPeriod;
    const isNew = isUsed && !session.isKnownVisitor;
    const isNewInCohort = isUsed && isCohort && !session.isKnownInCohort;
    session.isKnownVisitor ||= isUsed;
    session.isKnownInCohort ||= isNewInCohort;
    arrays.exposure[row] =
      session.signals[0] +
      session.signals[1] * EXPOSURE.unit.second_stage +
      Math.min(2, session.earlyHard) * EXPOSURE.unit.early_hard +
      Math.min(2, session.earlySoft) * EXPOSURE.unit.early_soft +
      earlyViewsClass(session.earlyViews) * EXPOSURE.unit.early_views +
      (session.isCustomerOnArrival ? EXPOSURE.unit.is_customer_on_arrival : 0);
    const { unit } = SESSION_FACTS;
    arrays.facts[row] =
      ((session.seen >> FIRST_SEEN_GROUP) & 0xff) +
      session.splitReason * unit.split_reason +
      (session.openedAfter < 0 ? 0 : unit.opened) +
      this.#device * unit.device +
      session.lastGroup * unit.last_group +
      session.groupBefore * unit.group_before +
      (isCohort ? unit.is_cohort : 0) +
      (isOpenEnd && this.#bandTime() < this.settings.dwell_from ? unit.may_belong : 0) +
      (isOpenEnd && isCohort ? unit.may_exceed : 0) +
      botReason * unit.bot_reason +
      (isKept ? unit.is_kept : 0) +
      (inPeriod ? unit.in_period : 0) +
      (isNew ? unit.is_new_visitor : 0) +
      (isNewInCohort ? unit.is_new_in_cohort : 0);
    this.#sessions.keep();
  }

  /** What the band measures. */
  #bandTime(): number {
    return this.settings.dwell_basis === 'session' ? this.#session.duration : this.#session.looking;
  }

  /** Device of the open session, as far as known. */
  get #device(): number {
    return this.#session.device || (this.texts.agents.get(this.#session.agent)?.device ?? 0);
  }

  #addConfirmation(hit: Hit): void {
    const row = this.#confirmations.next();
    const { arrays } = this.#confirmations;
    arrays.session_id[row] = this.#session.id;
    setWords(arrays.visitor, row, hit.visitor);
    arrays.hit_at[row] = hit.at;
    setWords(arrays.order_key, row, hit.orderKey);
    arrays.path_id[row] = hit.path;
    arrays.value_minor[row] = hit.value;
    arrays.has_value[row] = hit.hasValue;
    arrays.is_purchase[row] = hit.eventClass === PURCHASE ? 1 : 0;
    arrays.page_group[row] = hit.group;
  }

  #addNativeId(native: Key): void {
    const row = this.#nativeIds.next();
    setWords(this.#nativeIds.arrays.native_session, row, native);
    this.#nativeIds.arrays.session_id[row] = this.#session.id;
  }
}

function setWords(words: Uint32Array, row: number, { low, high }: Key): void {
  words[2 * row] = low;
  words[2 * row + 1] = high;
}

function addHits(sums: Map<number, number>, byFile: Map<number, number>): void {
  for (const [file, hits] of byFile) sums.set(file, (sums.get(file) ?? 0) + hits);
}
