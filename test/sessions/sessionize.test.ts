import { describe, expect, it } from 'vitest';
import { hit } from '../shop.ts';
import { sessionLines } from './rows.ts';

// split_reason: 1 first hit of the visitor, 2 new session id in the export, 3 gap
describe('sessions from gaps', () => {
  it('keeps a gap of exactly 30:00 in the session and starts a new one 1 ms later', async () => {
    const events = [hit('v1', '10:00:00', '/a'), hit('v1', '10:30:00', '/b'), hit('v2', '11:00:00', '/a'), hit('v2', '11:30:00.001', '/b')];
    expect(await sessionLines({ events }, 'start', 'split_reason', 'duration')).toEqual([
      '02 10:00:00 1 1800',
      '02 11:00:00 1 0',
      '02 11:30:00 3 0',
    ]);
  });

  it('takes the gap from the option', async () => {
    const events = [hit('v1', '10:00:00', '/a'), hit('v1', '10:05:00', '/b'), hit('v1', '10:10:01', '/c')];
    expect(await sessionLines({ events, options: { session_gap_minutes: 5 } }, 'start', 'pageviews')).toEqual([
      '02 10:00:00 2',
      '02 10:10:01 1',
    ]);
  });

  it('neither breaks at midnight nor at a new campaign, and counts the campaigns as touches', async () => {
    const events = [
      hit('v1', '23:50:00', '/a?utm_source=news&utm_medium=email'),
      hit('v1', '00:05:00', '/b', { day: 3 }),
      hit('v1', '00:10:00', '/c?utm_source=google&utm_medium=cpc', { day: 3 }),
    ];
    expect(await sessionLines({ events }, 'start', 'touches', 'pageviews', 'duration')).toEqual(['02 23:50:00 2 3 1200']);
  });

  it('keeps visitors apart who browse at the same time', async () => {
    const events = [hit('v1', '10:00:00', '/a'), hit('v2', '10:00:01', '/a'), hit('v1', '10:00:02', '/b'), hit('v2', '10:00:04', '/b')];
    expect(await sessionLines({ events }, 'start', 'pageviews', 'duration')).toEqual(['02 10:00:00 2 2', '02 10:00:01 2 3']);
  });
});

describe('sessions of the export', () => {
  const s = (session_id: string) => ({ session_id });

  it('follows the session ids against the gaps: a long silence does not split, a new id without an own referrer does', async () => {
    const events = [hit('v1', '10:00:00', '/a', s('1')), hit('v1', '11:00:00', '/b', s('1')), hit('v1', '11:05:00', '/a', s('2'))];
    expect(await sessionLines({ events }, 'start', 'split_reason', 'pageviews')).toEqual(['02 10:00:00 1 2', '02 11:05:00 2 1']);
  });

  it('keeps sessions of one visitor apart that overlap in time', async () => {
    // 1: 10:00–10:20, 2: 10:05–10:25
    const events = [
      hit('v1', '10:00:00', '/a', s('1')),
      hit('v1', '10:05:00', '/a', s('2')),
      hit('v1', '10:20:00', '/b', s('1')),
      hit('v1', '10:25:00', '/b', s('2')),
    ];
    expect(await sessionLines({ events }, 'start', 'split_reason', 'duration')).toEqual(['02 10:00:00 1 1200', '02 10:05:00 2 1200']);
  });

  it('joins two visitors with one long session id, and keeps a short one apart', async () => {
    // A browser that logs in gets another visitor id in the middle of the session; a counter starts at 1 in every browser.
    const journey = (id: string) => [hit('v1', '10:00:00', '/a', s(id)), hit('v2', '10:01:00', '/b', s(id))];
    expect(await sessionLines({ events: journey('0f8fad5b-d9cb-469f-a165-70867728950e') }, 'start', 'pageviews')).toEqual([
      '02 10:00:00 2',
    ]);
    expect(await sessionLines({ events: journey('1') }, 'start', 'pageviews')).toEqual(['02 10:00:00 1', '02 10:01:00 1']);
  });

  it('cuts rows without a session id by gaps, beside the sessions of the same visitor', async () => {
    // Without id: 10:00 and 10:10 together, 11:00 after a gap. With id: 10:05 and 10:06.
    const events = [
      hit('v1', '10:00:00', '/a'),
      hit('v1', '10:05:00', '/b', s('7')),
      hit('v1', '10:06:00', '/c', s('7')),
      hit('v1', '10:10:00', '/d'),
      hit('v1', '11:00:00', '/e'),
    ];
    expect(await sessionLines({ events }, 'start', 'split_reason', 'pageviews')).toEqual([
      '02 10:00:00 1 2',
      '02 10:05:00 2 2',
      '02 11:00:00 3 1',
    ]);
  });

  it('forgets the session ids when sessions are rebuilt', async () => {
    const events = [hit('v1', '10:00:00', '/a', s('1')), hit('v1', '10:05:00', '/b', s('2')), hit('v1', '11:00:00', '/c', s('2'))];
    expect(await sessionLines({ events, options: { session_source: 'rebuild' } }, 'start', 'split_reason', 'pageviews')).toEqual([
      '02 10:00:00 1 2',
      '02 11:00:00 3 1',
    ]);
  });

  it('takes the session id as the visitor where the export names no visitor', async () => {
    const row = (session_id: string, event_time: string) => ({ session_id, event_time, page_url: '/a' });
    const events = [row('1', '2026-11-02T10:00:00Z'), row('2', '2026-11-02T10:01:00Z'), row('1', '2026-11-02T10:02:00Z')];
    expect(await sessionLines({ events }, 'start', 'split_reason', 'pageviews')).toEqual(['02 10:00:00 1 2', '02 10:01:00 1 1']);
  });
});
