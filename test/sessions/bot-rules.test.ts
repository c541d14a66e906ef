import { describe, expect, it } from 'vitest';
import { BOT_BY_AGENT, BOT_BY_FLAG, BOT_REASONS, BotTrail } from '../../src/sessions/bot-rules.ts';
import { Hit } from '../../src/sessions/hit.ts';

/** Page groups as numbered in the tables. */
const [HOME, PRODUCT, CART, CHECKOUT, THANK_YOU, OTHER] = [1, 3, 5, 6, 9, 13];
const PURCHASE = 10;
const START = Date.UTC(2026, 10, 2, 10) * 1000;

/** A page view of a product, or as the parts say. */
const view = (seconds: number, parts: Partial<Hit> = {}): Hit =>
  Object.assign(new Hit(), { at: START + Math.round(seconds * 1e6), group: PRODUCT, isPageview: true, eventClass: 1, ...parts });

/** Name of the rule that holds for the hits of one session; null: none. */
function reasonOf(hits: readonly Hit[], timesAreFine = true): string | null {
  const trail = new BotTrail(timesAreFine);
  trail.restart(hits[0]!.at);
  for (const hit of hits) trail.add(hit);
  return trail.reason === 0 ? null : BOT_REASONS[trail.reason].reason;
}

/** Page views at times that grow apart, so that they are even nowhere. */
const slower = (views: number, until: number, parts: Partial<Hit> = {}) =>
  Array.from({ length: views }, (_, index) => view((index / (views - 1)) ** 2 * until, parts));
const every = (views: number, seconds: number, parts: Partial<Hit> = {}) =>
  Array.from({ length: views }, (_, index) => view(index * seconds, parts));

describe('a session is a bot’s', () => {
  it('by its user agent, or by the flag of the export, on any one hit', () => {
    expect(reasonOf([view(0), view(60, { bot: BOT_BY_AGENT }), view(200)])).toBe('user_agent');
    expect(reasonOf([view(0), view(60), view(200, { bot: BOT_BY_FLAG })])).toBe('export_flag');
    expect(reasonOf([view(0), view(60), view(200)])).toBeNull();
  });

  it('with more than 100 hits in its first 100 seconds, events as well as page views: Adobe’s rule', () => {
    const events = (hits: number, until: number) => slower(hits, until, { isPageview: false });
    expect(reasonOf(events(101, 100))).toBe('hits_100_in_100_seconds');
    expect(reasonOf(events(100, 99))).toBeNull();
    // The 101st comes after them.
    expect(reasonOf(events(101, 100.1))).toBeNull();
  });

  it('with more than 10 page views in one second', () => {
    const within = (views: number) => Array.from({ length: views }, (_, index) => view(5 + index / views));
    expect(reasonOf([view(0), ...within(11), view(300)])).toBe('burst');
    expect(reasonOf([view(0), ...within(10), view(300)])).toBeNull();
  });

  it('with more than 20 page views that are on average less than a second apart', () => {
    // 21 page views have 20 pauses.
    expect(reasonOf(slower(21, 19.9))).toBe('pace');
    expect(reasonOf(slower(21, 20))).toBeNull();
    expect(reasonOf(slower(20, 15))).toBeNull();
  });

  it('with more than 20 page views at even intervals, however long', () => {
    expect(reasonOf(every(21, 30))).toBe('even_intervals');
    expect(reasonOf(every(20, 30))).toBeNull();
    // 20 pauses of 20 and 30 s in turn: they spread by 5 about 25, a fifth.
    expect(reasonOf(Array.from({ length: 21 }, (_, index) => view(25 * index + (index % 2) * 5)))).toBeNull();
  });

  it('when an order is told in the same second as the first page of the shop', () => {
    const order = (seconds: number) => view(seconds, { group: THANK_YOU, isPageview: false, eventClass: PURCHASE });
    expect(reasonOf([view(0, { group: HOME }), order(0.9)])).toBe('impossible_steps');
    expect(reasonOf([view(0, { group: HOME }), order(1)])).toBeNull();
    // A return from the gateway under a new session begins on the confirmation, in the checkout or on a page without a group.
    for (const group of [THANK_YOU, CHECKOUT, CART, OTHER]) expect(reasonOf([view(0, { group }), order(0)])).toBeNull();
  });

  it('when it sees more than 20 pages of cart and checkout, nothing else, and no order', () => {
    expect(reasonOf(slower(21, 900, { group: CHECKOUT }))).toBe('impossible_steps');
    expect(reasonOf(slower(20, 900, { group: CHECKOUT }))).toBeNull();
    expect(reasonOf([view(0), ...slower(21, 900, { group: CHECKOUT })])).toBeNull();
    expect(reasonOf([...slower(21, 900, { group: CHECKOUT }), view(901, { group: THANK_YOU })])).toBeNull();
  });

  it('under the first rule that holds, and no other takes it back', () => {
    const all = every(150, 0.05, { bot: BOT_BY_FLAG });
    expect(reasonOf(all)).toBe('hits_100_in_100_seconds');
    expect(reasonOf(all.map((hit) => Object.assign(hit, { bot: BOT_BY_FLAG | BOT_BY_AGENT })))).toBe('user_agent');
    expect(reasonOf([...all.slice(0, 50), view(90_000)])).toBe('user_agent');
  });
});

describe('where the export tells no seconds', () => {
  it('nothing that needs them is said', () => {
    const minute = slower(15, 0).concat(slower(15, 0).map((hit) => Object.assign(hit, { at: START + 60e6 })));
    expect(reasonOf(minute)).toBe('burst');
    expect(reasonOf(minute, false)).toBeNull();
    expect(reasonOf([view(0, { group: HOME }), view(0, { group: THANK_YOU })], false)).toBeNull();
    expect(reasonOf([view(0, { bot: BOT_BY_FLAG })], false)).toBe('export_flag');
  });
});

describe('the sessions after a bot', () => {
  it('are judged by themselves', () => {
    const trail = new BotTrail(true);
    const judge = (hits: readonly Hit[]) => {
      trail.restart(hits[0]!.at);
      for (const hit of hits) trail.add(hit);
      return trail.reason;
    };
    expect(judge(every(150, 0.05, { bot: BOT_BY_AGENT }))).toBe(1);
    expect(judge([view(1000), view(1100)])).toBe(0);
    expect(judge(slower(21, 900, { group: CHECKOUT }))).toBe(7);
    expect(judge([view(5000, { group: CHECKOUT })])).toBe(0);
  });
});
