import type { ArrayColumns, Batch } from '../engine/query.ts';
import { compareKeys, Hit, isSameKey, type Key, setKey } from './hit.ts';
import type { KnownTexts } from './known-texts.ts';
import { emptyArrays, type HitArrays } from './ordered-hits.ts';

/** Hits that are told twice, by number of the file. */
export interface Repeats {
  /** Left out: certainly one hit. */
  dropped: Map<number, number>;
  /** Kept: the time is whole seconds, so that it may be a second hit. */
  kept: Map<number, number>;
}

/** By which files a repeated record can be told from a second hit, see `judgeTimes`. */
export interface RepeatRules {
  precise: ReadonlySet<number>;
  overlapping: ReadonlySet<number>;
}

/**
 * Turns batches of ordered rows into hits, one after the other. Hits of one instant come in a total order: page views first, then by the export's own
 * sequence, then by content; so nothing that follows depends on the order or the split of the files. A record that is told twice
 * is one hit where a second one would differ: its time is finer than a second, or has a number of its own, or the other record stands in an overlapping file.
 */
export class HitReader {
  /** Hits of one instant of a session that are not handed on yet; the objects are used again. */
  readonly #instant: Hit[] = [new Hit()];
  #waiting = 0;
  readonly repeats: Repeats = { dropped: new Map(), kept: new Map() };

  constructor(
    private readonly texts: KnownTexts,
    /** Number of the file when the rows do not tell it. */
    private readonly onlyFile: number,
    private readonly rules: RepeatRules,
    private readonly take: (hit: Hit) => void,
  ) {}

  /** Reads the rows of a batch; the last ones may wait for the next batch. */
  read({ rows, arrays }: Batch<ArrayColumns>): void {
    const filled = { ...NOTHING, ...(arrays as Partial<HitArrays>) };
    const { onlyFile } = this;
    for (let row = 0; row < rows; row++) {
      const waiting = this.#waiting;
      if (waiting === this.#instant.length) this.#instant.push(new Hit());
      const hit = this.#instant[waiting]!;
      fill(hit, filled, row, this.texts);
      if (onlyFile > 0) hit.file = onlyFile;
      const first = this.#instant[0]!;
      if (waiting > 0 && !(hit.at === first.at && isSameKey(hit.visitor, first.visitor) && isSameKey(hit.native, first.native))) {
        this.end();
        this.#instant[waiting] = first;
        this.#instant[0] = hit;
      }
      this.#waiting += 1;
    }
  }

  /** Hands on the hits that wait. */
  end(): void {
    const waiting = this.#waiting;
    this.#waiting = 0;
    if (waiting === 1) {
      this.take(this.#instant[0]!);
      return;
    }
    let first: Hit | null = null;
    for (const hit of this.#instant.slice(0, waiting).sort(compareHits)) {
      const isRepeat = first !== null && compareContents(first, hit) === 0;
      if (!isRepeat) first = hit;
      const isDropped = isRepeat && this.#isOneHit(first!, hit);
      if (isRepeat) countIn(isDropped ? this.repeats.dropped : this.repeats.kept, hit.file);
      if (!isDropped) this.take(hit);
    }
  }

  #isOneHit(first: Hit, hit: Hit): boolean {
    const { precise, overlapping } = this.rules;
    if (first.file !== hit.file && overlapping.has(first.file) && overlapping.has(hit.file)) return true;
    return (precise.has(first.file) && precise.has(hit.file)) || !isNumberless(hit.sequence);
  }
}

/** Longer than any batch. */
const NOTHING = emptyArrays(8192);

function fill(hit: Hit, arrays: HitArrays, row: number, { paths, origins, clients }: KnownTexts): void {
  hit.file = arrays.file_id[row]!;
  setKey(hit.visitor, arrays.visitor, row);
  setKey(hit.native, arrays.native_session, row);
  hit.at = arrays.hit_at[row]!;
  setKey(hit.sequence, arrays.sequence, row);
  const path = arrays.path_id[row]!;
  const sender = arrays.sender[row]!;
  const origin = Math.floor(sender / TWO_31);
  const client = sender - origin * TWO_31;
  const factOrigin = arrays.fact_origin_id[row]!;
  const factClient = arrays.fact_client_id[row]!;
  hit.path = path;
  hit.origin = origin;
  hit.client = client;
  hit.page = paths.page[path]!;
  hit.pageFlags = paths.flags[path]!;
  hit.group = clients.group[client]! || paths.group[path]! || OTHER;
  hit.isPageview = clients.isPageview[client] === 1;
  hit.eventClass = clients.eventClass[client]!;
  hit.touch = origins.touch[origin]! || origins.touch[factOrigin]!;
  hit.agent = clients.agent[client]! || clients.agent[factClient]!;
  hit.bot = clients.bot[client]! | clients.bot[factClient]!;
  hit.device = clients.device[client]! || clients.device[factClient]!;
  const from = origins.host[origin]! > 0 ? origin : factOrigin;
  const host = origins.host[from]!;
  const kind = origins.hostKind[from]!;
  const ownHost = paths.host[path]!;
  hit.referrerKind = kind === 2 && (ownHost === -1 || ownHost === host) ? 3 : kind;
  hit.host = kind > 0 ? 0 : host;
  setKey(hit.customer, arrays.customer, row);
  setKey(hit.term, arrays.term, row);
  setKey(hit.query, arrays.query, row);
  const answer = arrays.answer[row]!;
  hit.loadMs = (answer >> 12) - 1;
  hit.status = (answer >> 2) & 1023;
  hit.results = answer & 3;
  setKey(hit.orderKey, arrays.order_key, row);
  hit.value = arrays.value_minor[row]!;
  hit.hasValue = arrays.has_value[row]!;
}

const TWO_31 = 2_147_483_648;

/** Page group of what no rule knows: `other`. */
const OTHER = 13;

function compareHits(a: Hit, b: Hit): number {
  return compareContents(a, b) || a.file - b.file;
}

/** 0 when everything is equal that is read of a hit. */
function compareContents(a: Hit, b: Hit): number {
  return (
    Number(b.isPageview) - Number(a.isPageview) ||
    compareKeys(a.sequence, b.sequence) ||
    a.path - b.path ||
    a.client - b.client ||
    a.origin - b.origin ||
    compareKeys(a.query, b.query) ||
    compareKeys(a.term, b.term) ||
    compareKeys(a.orderKey, b.orderKey) ||
    compareKeys(a.customer, b.customer) ||
    a.status - b.status ||
    a.loadMs - b.loadMs ||
    a.results - b.results ||
    a.value - b.value ||
    a.hasValue - b.hasValue
  );
}

/** Numbers of hits are moved up by 2^63 (see `sequence` of `orderedHits`), or absent. */
function isNumberless({ low, high }: Key): boolean {
  return low === 0 && (high === 0 || high === 0x8000_0000);
}

function countIn(counts: Map<number, number>, file: number): void {
  counts.set(file, (counts.get(file) ?? 0) + 1);
}
