import { compareKeys, copyKey, type Hit, isNoKey, type Key } from './hit.ts';
import type { SPLIT_REASONS } from './split-sessions.ts';

/** What is known of the session that is being read. One object for all sessions, one after the other. */
export class OpenSession {
  id = 0;
  splitReason: keyof typeof SPLIT_REASONS = 1;
  stitched = 0;
  /** Stitched hits by what they came back from, and what the first hit came from: numbers of `Hit.referrerKind`. */
  readonly returns: [elsewhere: number, gateway: number, ownDomain: number, sameHost: number] = [0, 0, 0, 0];
  cameFrom = 0;
  startedAt = 0;
  hits = 0;
  pageviews = 0;
  landingPage = 0;
  /** Page group of the last page view, and of the last one before it with another group. */
  lastGroup = 0;
  groupBefore = 0;
  /** Looking time until the first cart or checkout page or event; −1 while there is none. Stage 2 begins with it and never ends. */
  openedAfter = -1;
  device = 0;
  /** First campaign touch. One that comes after the landing page did not bring the visitor. */
  touch = 0;
  readonly touches = new Set<number>();
  host = 0;
  agent = 0;
  /** The largest of the customer ids that were seen. */
  readonly customer: Key = { low: 0, high: 0 };
  /** Whether its first hit carries a customer id: who it is was known on arrival. */
  isCustomerOnArrival = false;
  /** Whether the visitor already had a session that is used, and one in the cohort. */
  isKnownVisitor = false;
  isKnownInCohort = false;
  /** Signals met before cart or checkout, and from then on. */
  readonly signals: [number, number] = [0, 0];
  /** Page views of the first two minutes of the looking phase, and those of them with a hard, a soft signal. */
  earlyViews = 0;
  earlyHard = 0;
  earlySoft = 0;
  /** A bit for each page group. */
  seen = 0;
  /** The last hit. */
  readonly last = { visitor: { low: 0, high: 0 }, native: { low: 0, high: 0 }, at: 0 };
  /** Hits by file: those of the file of the last hits, and those of other files. */
  #file = 0;
  #fileHits = 0;
  readonly #otherFiles = new Map<number, number>();

  /** Begins a session with its first hit, which is still to be added. */
  open(id: number, splitReason: keyof typeof SPLIT_REASONS, hit: Hit): void {
    this.id = id;
    this.splitReason = splitReason;
    this.stitched = 0;
    this.returns.fill(0);
    this.cameFrom = hit.referrerKind;
    this.startedAt = hit.at;
    this.hits = 0;
    this.pageviews = 0;
    this.landingPage = 0;
    this.lastGroup = 0;
    this.groupBefore = 0;
    this.openedAfter = -1;
    this.device = 0;
    this.touch = 0;
    if (this.touches.size > 0) this.touches.clear();
    this.host = hit.host;
    this.agent = hit.agent;
    this.customer.low = 0;
    this.customer.high = 0;
    this.isCustomerOnArrival = !isNoKey(hit.customer);
    this.signals[0] = 0;
    this.signals[1] = 0;
    this.earlyViews = 0;
    this.earlyHard = 0;
    this.earlySoft = 0;
    this.seen = 0;
    if (splitReason === 1) {
      this.isKnownVisitor = false;
      this.isKnownInCohort = false;
    }
    copyKey(this.last.visitor, hit.visitor);
    this.#file = hit.file;
    this.#fileHits = 0;
    if (this.#otherFiles.size > 0) this.#otherFiles.clear();
  }

  add(hit: Hit, isStitched: boolean): void {
    const elapsed = hit.at - this.startedAt;
    this.hits += 1;
    if (isStitched) {
      this.stitched += 1;
      this.returns[hit.referrerKind]! += 1;
    }
    if (hit.group >= 5 && hit.group <= 9 && this.openedAfter < 0) this.openedAfter = elapsed;
    this.seen |= 1 << hit.group;
    if (this.device === 0) this.device = hit.device;
    if (hit.touch !== 0) {
      if (this.touches.size === 0 && this.landingPage === 0) this.touch = hit.touch;
      this.touches.add(hit.touch);
    }
    if (hit.isPageview) {
      this.pageviews += 1;
      if (this.landingPage === 0) this.landingPage = hit.page;
      if (hit.group !== this.lastGroup) {
        this.groupBefore = this.lastGroup;
        this.lastGroup = hit.group;
      }
    }
    if (compareKeys(hit.customer, this.customer) > 0) copyKey(this.customer, hit.customer);
    copyKey(this.last.native, hit.native);
    this.last.at = hit.at;
    if (hit.file !== this.#file) this.#changeFile(hit.file);
    this.#fileHits += 1;
  }

  get duration(): number {
    return this.last.at - this.startedAt;
  }

  /** Looking time: to the first cart or checkout hit, or else to the last hit, a lower bound. */
  get looking(): number {
    return this.openedAfter < 0 ? this.duration : this.openedAfter;
  }

  get stage(): 1 | 2 {
    return this.openedAfter < 0 ? 1 : 2;
  }

  /** Number of hits by file. */
  hitsByFile(): Map<number, number> {
    this.#changeFile(0);
    return this.#otherFiles;
  }

  #changeFile(file: number): void {
    if (this.#fileHits > 0) this.#otherFiles.set(this.#file, (this.#otherFiles.get(this.#file) ?? 0) + this.#fileHits);
    this.#file = file;
    this.#fileHits = 0;
  }
}
