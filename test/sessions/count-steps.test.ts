import { describe, expect, it } from 'vitest';
import { hit, type Shop, type StagedShop, stageShop } from '../shop.ts';
import { type Line, linesOf, look, SHOP } from './cells.ts';

/** `class.step.time`, then the counts in their order. */
const inShort = (lines: Line[], ...counts: string[]) =>
  lines.map((line) => {
    const { context = 0 } = line;
    return `${Math.floor(context / 24)}.${Math.floor(context / 4) % 6}.${context % 4} ${counts.map((count) => line[count]).join(' ')}`;
  });
const totals = (table: string, staged: StagedShop) => linesOf(staged, table, []).then(([line]) => line!);

describe('step_cells', () => {
  it('count the views of the looking phase by what came after them', async () => {
    const lines = await look('step_cells', ['context']);
    const counts = [
      'views',
      'exits',
      'progress',
      'later_orders',
      'progress_orders',
      'cohort_exits',
      'cohort_continued',
      'cohort_continued_orders',
    ];
    expect(inShort(lines, ...counts)).toEqual([
      // home, first view: v1, v2, v3, v4, v1 again (exit), v8. v3 progresses from here; v3 and v4 order; v1, v2, v4 and v8 are of the cohort and go on.
      '0.0.0 6 1 1 2 1 0 4 1',
      // products, second view: v1 goes on.
      '1.1.0 1 0 0 0 0 0 1 0',
      // product, second view: v2 opens the cart.
      '2.1.0 1 0 1 0 0 0 0 0',
      // product, third view after 120 s: v1 leaves.
      '2.2.1 1 1 0 0 0 1 0 0',
      // account: v9 leaves, not in the cohort.
      '4.0.0 1 1 0 0 0 0 0 0',
      // content, second view: v4 orders; it was not seen in cart or checkout, and yet went on from here.
      '5.1.1 1 0 1 1 1 0 0 0',
      // an error page is of class other: v8 leaves.
      '6.1.1 1 1 0 0 0 1 0 0',
    ]);
  });

  it('are split by arrival: device, new or returning', async () => {
    const lines = await look('step_cells', ['arrival']);
    // Desktop new (v1, v3, v4) and returning (v1 again); mobile (v2, v8); not known (v9). Tablets only saw the checkout.
    expect(lines.map(({ arrival, views, exits, progress }) => [arrival, views, exits, progress])).toEqual([
      [0, 6, 1, 2],
      [1, 1, 1, 0],
      [2, 4, 1, 1],
      [6, 1, 1, 0],
    ]);
  });

  it('take a view as progress when an event opens the cart after it, where no page does', async () => {
    const events = [
      hit('v1', '10:00:00', '/', { event_name: 'page_view' }),
      hit('v1', '10:00:10', '/products/a', { event_name: 'page_view' }),
      hit('v1', '10:00:20', '/products/a', { event_name: 'add_to_cart' }),
    ];
    expect(inShort(await look('step_cells', ['context'], { events }), 'views', 'exits', 'progress')).toEqual([
      '0.0.0 1 0 0',
      '2.1.0 1 0 1',
    ]);
  });

  it('bin steps at 1, 2, 3, 5, 9 and 15, and times at 120, 240 and 420 s', async () => {
    const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 19);
    const seconds = [0, 1, 119, 120, 239, 240, 419, 420, 421, 422, 423, 424, 425, 426, 427, 428];
    const events = seconds.map((second, index) => hit('v1', clock(36_000 + second), `/about/${'abcdefghijklmnop'[index]}`));
    const lines = await look('step_cells', ['context'], { events });
    expect(inShort(lines, 'views').map((line) => line.slice(2))).toEqual([
      ...['0.0 1', '1.0 1', '2.0 1', '2.1 1'],
      // Views 5 to 8 at 239, 240, 419 and 420 s; 9 to 14; 15 and 16.
      ...['3.1 1', '3.2 2', '3.3 1', '4.3 6', '5.3 2'],
    ]);
  });
});

describe('checkout_cells', () => {
  it('count the views from cart or checkout on, thank-you pages left out', async () => {
    const lines = await look('checkout_cells', ['context']);
    expect(inShort(lines, 'views', 'exits', 'later_orders', 'cohort_exits')).toEqual([
      // cart: v5 and v6 first view, v3 second view, v2 third view after 120 s.
      '0.0.0 2 0 0 0',
      '0.1.0 1 0 1 0',
      '0.2.1 1 0 0 0',
      // checkout: v6 second view, which is no exit: its thank-you page tells that there was an order, whatever became of it. v2 fourth view: the exit.
      '2.1.0 1 0 0 0',
      '2.2.1 1 1 0 1',
      // product: v3, the last view before the thank-you page of its order.
      '5.2.0 1 0 1 0',
      // another browse page: v5 leaves.
      '6.1.0 1 1 0 0',
    ]);
  });
});

describe('weekly_views', () => {
  it('count all page views by week since the first session, page group and device', async () => {
    const lines = await look('weekly_views', ['week', 'page_group', 'device']);
    expect(lines.map(({ week, page_group, device, views }) => `${week} ${page_group} ${device}: ${views}`)).toEqual([
      ...['0 1 0: 4', '0 1 1: 2', '0 2 0: 1', '0 2 2: 1', '0 3 0: 2', '0 3 1: 1', '0 5 0: 1', '0 5 1: 1', '0 5 2: 2'],
      ...['0 6 1: 1', '0 6 2: 1', '0 9 0: 1', '0 9 2: 1', '0 11 1: 1', '0 12 0: 1'],
      // 26 days after the first session.
      '3 10 3: 1',
    ]);
  });
});

describe('page_cells', () => {
  const byPage = (limits?: Shop['limits']) =>
    stageShop(limits === undefined ? SHOP : { ...SHOP, limits }, async (staged) => {
      const lines = await linesOf(staged, 'page_cells', ['page_id', 'stage']);
      return lines
        .map(
          (line) =>
            `${staged.pages.get(line.page_id!) ?? 'others'} ${line.stage}: ${line.views} ${line.exits} ${line.cohort_exits} ${line.cohort_continued}`,
        )
        .sort();
    });

  it('count views, exits, and those of the cohort, by page and stage', async () => {
    expect(await byPage()).toEqual([
      '/ 1: 6 1 0 4',
      '/404 1: 1 1 1 0',
      '/about 1: 1 0 0 0',
      '/account 1: 1 1 0 0',
      '/cart 2: 4 0 0 1',
      '/category/lamps 1: 1 0 0 1',
      '/category/lamps 2: 1 1 0 0',
      '/checkout 2: 2 1 1 0',
      '/products/:id 1: 2 1 1 0',
      '/products/:id 2: 1 0 0 0',
    ]);
  });

  it('put all pages but those with the most views together', async () => {
    // The home page has six views, the cart four.
    expect(await byPage({ pages: 2 })).toEqual(['/ 1: 6 1 0 4', '/cart 2: 4 0 0 1', 'others 1: 6 3 2 1', 'others 2: 4 2 1 0']);
  });
});

describe('the sums', () => {
  it('agree: views with page steps, exits and progress with sessions that looked, cohort cells with cohort sessions', async () => {
    await stageShop(SHOP, async (staged) => {
      const [steps, sessions] = [await totals('step_cells', staged), await totals('session_cells', staged)];
      const [wanted] = await staged.rows(
        { views: 'DOUBLE', looked: 'DOUBLE' },
        'select cast(count(*) as double) as views, cast(count(distinct session_id) as double) as looked from page_steps where stage = 1',
      );
      expect([steps.views, steps.exits! + steps.progress!]).toEqual([wanted!.views, wanted!.looked]);
      expect([steps.views, steps.exits! + steps.progress!, sessions.sessions, sessions.cohort_sessions]).toEqual([12, 7, 9, 4]);
    });
  });
});
