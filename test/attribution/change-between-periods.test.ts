import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CellRates,
  type ChangeParts,
  changeBetweenPeriods,
  type Period,
  type PeriodCell,
} from '../../src/attribution/change-between-periods.ts';
import { StatisticsError } from '../../src/errors.ts';

const PARTS = [
  'change',
  'mix',
  'quality',
  'quality_common',
  'quality_specific',
  'friction',
  'friction_exposure',
  'friction_harm',
] as const satisfies (keyof ChangeParts<number>)[];

const period = (cells: Record<string, PeriodCell>, parents: Record<string, CellRates> = {}): Period => ({
  cells: new Map(Object.entries(cells)),
  parents: new Map(Object.entries(parents)),
});
const cell = (weight: number, quality: number, retention: number, exposure?: number): PeriodCell =>
  exposure === undefined ? { weight, quality, retention } : { weight, quality, retention, exposure };
const rate = ({ cells }: Period) =>
  [...cells.values()].reduce((sum, { weight, quality, retention }) => sum + weight * quality * retention, 0);

function expectParts(parts: ChangeParts<number>, expected: Partial<ChangeParts<number>>): void {
  for (const [part, value] of Object.entries(expected)) {
    if (value === null) expect(parts[part as keyof ChangeParts<number>], part).toBeNull();
    else expect(parts[part as keyof ChangeParts<number>], part).toBeCloseTo(value, 12);
  }
}

describe('changeBetweenPeriods', () => {
  it('calls it mix when only the shares of the cells move', () => {
    // (0.25 − 0.5)·0.2 + (0.75 − 0.5)·0.1 = −0.025
    const { total } = changeBetweenPeriods(
      period({ a: cell(0.5, 0.2, 1), b: cell(0.5, 0.1, 1) }),
      period({ a: cell(0.25, 0.2, 1), b: cell(0.75, 0.1, 1) }),
    );
    expectParts(total, { change: -0.025, mix: -0.025, quality: 0, quality_common: 0, quality_specific: 0, friction: 0 });
  });

  it('calls it common when the quality of all cells moves in proportion', () => {
    const { total, cells } = changeBetweenPeriods(
      period({ a: cell(0.5, 0.2, 0.9), b: cell(0.5, 0.1, 0.8) }),
      period({ a: cell(0.3, 0.3, 0.9), b: cell(0.7, 0.15, 0.8) }),
    );
    expect(total.quality).toBeGreaterThan(0.03);
    for (const parts of [total, ...cells.values()]) expectParts(parts, { quality_common: parts.quality, quality_specific: 0, friction: 0 });
  });

  it('tells the cell whose quality moved from the one whose did not', () => {
    // Mean quality 0.15 → 0.2, ratio 4/3. a: 0.5·0.1 = 0.05, of it common ½(0.5·0.2/3 + 0.5·(0.3 − 0.225)) = 0.03541667.
    // b: 0, of it common ½(0.5·0.1/3 + 0.5·(0.1 − 0.075)) = 0.01458333.
    const { cells } = changeBetweenPeriods(
      period({ a: cell(0.5, 0.2, 1), b: cell(0.5, 0.1, 1) }),
      period({ a: cell(0.5, 0.3, 1), b: cell(0.5, 0.1, 1) }),
    );
    expectParts(cells.get('a')!, { quality: 0.05, quality_common: 0.17 / 4.8, quality_specific: 0.07 / 4.8 });
    expectParts(cells.get('b')!, { quality: 0, quality_common: 0.07 / 4.8, quality_specific: -0.07 / 4.8 });
  });

  it('splits friction into how much was met and what each step of it cost', () => {
    // Exposure 0.5 → 0.8, harm 0.4 → 0.2: −0.1·0.3·0.3 = −0.009 and 0.1·0.2·0.65 = 0.013
    const { total } = changeBetweenPeriods(period({ a: cell(1, 0.1, 0.8, 0.5) }), period({ a: cell(1, 0.1, 0.84, 0.8) }));
    expectParts(total, { change: 0.004, mix: 0, quality: 0, friction: 0.004, friction_exposure: -0.009, friction_harm: 0.013 });
  });

  it('puts friction that is new altogether down to exposure', () => {
    const { total } = changeBetweenPeriods(period({ a: cell(1, 0.1, 1, 0) }), period({ a: cell(1, 0.1, 0.8, 0.5) }));
    expectParts(total, { friction: -0.02, friction_exposure: -0.02, friction_harm: 0 });
    const none = changeBetweenPeriods(period({ a: cell(1, 0.1, 1, 0) }), period({ a: cell(1, 0.2, 1, 0) }));
    expectParts(none.total, { change: 0.1, quality: 0.1, friction: 0, friction_exposure: 0, friction_harm: 0 });
  });

  it('says nothing of exposure when it is not given', () => {
    const { total } = changeBetweenPeriods(period({ a: cell(1, 0.1, 0.8) }), period({ a: cell(1, 0.1, 0.9) }));
    expectParts(total, { friction: 0.01, friction_exposure: null, friction_harm: null });
  });

  it('takes the rates of a cell that is new from its parent', () => {
    // c by hand: 0.2·[(0.09 + 0.24)/3 + (0.08 + 0.27)/6], 0.2·[0.16/3 + 0.18/6], −0.1·[0.06/3 + 0.02/6]; in all 0.2·0.3·0.8
    const { total, cells } = changeBetweenPeriods(
      period({ a: cell(1, 0.1, 0.9) }, { c: { quality: 0.1, retention: 0.9 } }),
      period({ a: cell(0.8, 0.1, 0.9), c: cell(0.2, 0.3, 0.8) }),
    );
    expectParts(cells.get('c')!, { change: 0.048, mix: 0.101 / 3, quality: 0.05 / 3, friction: -0.007 / 3 });
    expectParts(total, { change: 0.03 });
  });

  it('refuses a missing parent, weights that are no shares, and exposures for some cells only', () => {
    const one = period({ a: cell(1, 0.1, 0.9) });
    const refused = (before: Period, after: Period, message: RegExp) => {
      expect(() => changeBetweenPeriods(before, after)).toThrow(StatisticsError);
      expect(() => changeBetweenPeriods(before, after)).toThrow(message);
    };
    refused(one, period({ b: cell(1, 0.1, 0.9) }), /parent/);
    refused(one, period({ a: cell(2, 0.1, 0.9) }), /sum of weights/);
    refused(one, period({ a: cell(1, 0.1, 0.9, 0.2) }), /exposure/);
    refused(period({ a: cell(1, 0.1, 0.9, 0) }), period({ a: cell(1, 0.1, 0.9, 0.2) }), /without exposure/);
    refused(one, period({ a: cell(1, Number.NaN, 0.9) }), /quality of cell a/);
  });
});

const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
const rates = (exposed: boolean): fc.Arbitrary<CellRates> =>
  fc.tuple(share, share, fc.double({ min: 0.01, max: 3, noNaN: true })).map(([quality, other, exposure]) => ({
    quality,
    // Above 1 too: lost orders are not clipped.
    retention: 1.1 - other,
    ...(exposed ? { exposure } : {}),
  }));

/** Two periods over up to eight cells, each possibly missing in one of them. */
const changes: fc.Arbitrary<readonly [Period, Period]> = fc.boolean().chain((exposed) =>
  fc
    .array(fc.record({ sessions: fc.tuple(fc.nat(50), fc.nat(50)), rates: fc.tuple(rates(exposed), rates(exposed)) }), {
      minLength: 1,
      maxLength: 8,
    })
    .filter((lines) => [0, 1].every((i) => lines.some(({ sessions }) => sessions[i]! > 0)))
    .map((lines) => {
      const make = (i: 0 | 1): Period => {
        const all = lines.reduce((sum, { sessions }) => sum + sessions[i], 0);
        const named = lines.map((line, index) => ({ key: `cell ${index}`, weight: line.sessions[i] / all, rates: line.rates[i] }));
        return {
          cells: new Map(named.filter(({ weight }) => weight > 0).map((line) => [line.key, { weight: line.weight, ...line.rates }])),
          parents: new Map(named.filter(({ weight }) => weight === 0).map((line) => [line.key, line.rates])),
        };
      };
      return [make(0), make(1)] as const;
    }),
);

describe('the parts of a change', () => {
  it('add up to the change of the rate, in all and in every cell', () => {
    fc.assert(
      fc.property(changes, ([before, after]) => {
        const { total, cells } = changeBetweenPeriods(before, after);
        expect(total.change).toBeCloseTo(rate(after) - rate(before), 9);
        for (const parts of [total, ...cells.values()]) {
          expect(parts.mix + parts.quality + parts.friction).toBeCloseTo(parts.change, 9);
          expect(parts.quality_common + parts.quality_specific).toBeCloseTo(parts.quality, 9);
          if (parts.friction_exposure !== null) expect(parts.friction_exposure + parts.friction_harm!).toBeCloseTo(parts.friction, 9);
        }
        for (const part of PARTS) {
          if (total[part] !== null) expect([...cells.values()].reduce((sum, parts) => sum + parts[part]!, 0)).toBeCloseTo(total[part], 9);
        }
      }),
    );
  });

  it('change their sign when the periods are swapped', () => {
    fc.assert(
      fc.property(changes, ([before, after]) => {
        const [there, back] = [changeBetweenPeriods(before, after).total, changeBetweenPeriods(after, before).total];
        for (const part of PARTS) {
          if (there[part] === null) expect(back[part]).toBeNull();
          else expect(there[part] + back[part]!).toBeCloseTo(0, 9);
        }
      }),
    );
  });

  it('do not depend on the order of the cells, to the last bit', () => {
    const turned = ({ cells, parents }: Period): Period => ({
      cells: new Map([...cells].reverse()),
      parents: new Map([...parents].reverse()),
    });
    fc.assert(
      fc.property(changes, ([before, after]) => {
        expect(changeBetweenPeriods(turned(before), turned(after))).toEqual(changeBetweenPeriods(before, after));
      }),
    );
  });

  it('do not depend on how finely cells are cut that are alike', () => {
    const halved = ({ cells, parents }: Period): Period => ({
      cells: new Map(
        [...cells].flatMap(([key, line]) => ['left', 'right'].map((half) => [key + half, { ...line, weight: line.weight / 2 }])),
      ),
      parents: new Map([...parents].flatMap(([key, line]) => ['left', 'right'].map((half) => [key + half, line]))),
    });
    fc.assert(
      fc.property(changes, ([before, after]) => {
        const [whole, cut] = [changeBetweenPeriods(before, after).total, changeBetweenPeriods(halved(before), halved(after)).total];
        for (const part of PARTS) if (whole[part] !== null) expect(cut[part]).toBeCloseTo(whole[part], 9);
      }),
    );
  });
});
