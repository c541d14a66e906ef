import { describe, it } from 'vitest';
import { type AbsorbingChain, removalEffect, repairEffect, successFrom } from '../../src/statistics/absorbing-chain.ts';
import { competingRisks, type RiskState } from '../../src/statistics/competing-risks.ts';
import { expectNear, type Row, readRows, readVector, sumOver } from './read-vectors.ts';

// Figures of independent peers for survival and for chains of pages. The list of all vectors is in vectors.test.ts.

describe('17: survival with competing risks', () => {
  const vector = readVector<{ times: number[]; km: number[]; n_risk: number[]; aj: [number, number, number][] }>('17');
  const subjects = readRows('survival60.csv').map(({ entry, time, ev }) => ({ entry: Number(entry), time: Number(time), ev }));
  const moments = [...new Set(subjects.map(({ time }) => time))].sort((a, b) => a - b);

  /** State after each time; with late entry subjects are at risk only once they have come in. */
  function statesAt(competing: string | null, late_entry: boolean): RiskState[] {
    const at = (moment: number, event: string | null) => subjects.filter(({ time, ev }) => time === moment && ev === event).length;
    const atRisk = (moment: number) => subjects.filter(({ entry, time }) => time >= moment && (!late_entry || entry < moment)).length;
    const states = competingRisks(
      moments.map((moment) => ({
        at_risk: atRisk(moment),
        events: at(moment, 'exit'),
        competing: competing === null ? 0 : at(moment, competing),
      })),
    );
    return vector.times.map((time) => states[moments.findLastIndex((moment) => moment <= time)]!);
  }

  it('gives the Kaplan–Meier curve of R, late entry included', () => {
    statesAt(null, true).forEach(({ surviving }, i) => {
      expectNear(surviving, vector.km[i]!, vector.tol, `at ${vector.times[i]}`);
    });
  });

  it('gives the Aalen–Johansen shares of R', () => {
    statesAt('order', false).forEach(({ surviving, cumulative_events, cumulative_competing }, i) => {
      [surviving, cumulative_events, cumulative_competing].forEach((share, state) => {
        expectNear(share, vector.aj[i]![state]!, vector.tol, `at ${vector.times[i]}`);
      });
    });
  });
});

/** The chain of counted paths; `start` is a state of its own. */
function chainOf(rows: readonly Row[], states: readonly string[]): AbsorbingChain {
  const counts = states.map(() => new Map<string, number>());
  for (const row of rows) {
    const path = ['start', ...String(row.path).split(' > ')];
    const [conv, none] = [Number(row.conv), Number(row.null)];
    const count = (from: string, to: string, walks: number) => {
      const line = counts[states.indexOf(from)]!;
      line.set(to, (line.get(to) ?? 0) + walks);
    };
    path.slice(1).forEach((to, i) => {
      count(path[i]!, to, conv + none);
    });
    count(path.at(-1)!, 'conv', conv);
    count(path.at(-1)!, 'null', none);
  }
  const share = (line: Map<string, number>, to: string) => (line.get(to) ?? 0) / sumOver([...line.values()], (walks) => walks);
  return {
    moves: counts.map((line) => states.map((to) => share(line, to))),
    successes: counts.map((line) => share(line, 'conv')),
    exits: counts.map((line) => share(line, 'null')),
  };
}

describe('24 and 18: the absorbing chain', () => {
  const exact = readVector<{
    states: string[];
    base_conversion: number;
    removal_effect: Record<string, number>;
    repair_halve_exit_gain: Record<string, number>;
  }>('24');
  const states = exact.states.filter((state) => state !== 'conv' && state !== 'null');
  const chain = chainOf(readRows('paths8.csv'), states);
  const start = states.map((state) => (state === 'start' ? 1 : 0));

  it('gives the conversion, removal and repair effects of a linear solve by a peer', () => {
    expectNear(successFrom(chain, start), exact.base_conversion, exact.tol);
    for (const [state, effect] of Object.entries(exact.removal_effect)) {
      expectNear(removalEffect(chain, start, states.indexOf(state))!, effect, exact.tol, state);
    }
    for (const [state, gain] of Object.entries(exact.repair_halve_exit_gain)) {
      const index = states.indexOf(state);
      expectNear(repairEffect(chain, start, index, chain.exits[index]! / 2)!, gain, exact.tol, state);
    }
  });

  it('agrees with the chain and the removal effects that another peer drew walks for', () => {
    const drawn = readVector<{
      transition: { channel_from: string; channel_to: string; transition_probability: number }[];
      channels: { id: number; channel_name: string }[];
      removal_effects: { channel_name: string; removal_effects_conversion: number }[];
    }>('18');
    const nameOf = (id: string) => (id === '(start)' ? 'start' : drawn.channels.find((channel) => String(channel.id) === id)!.channel_name);
    for (const { channel_from, channel_to, transition_probability } of drawn.transition) {
      const from = states.indexOf(nameOf(channel_from));
      const share =
        channel_to === '(null)'
          ? chain.exits[from]!
          : channel_to === '(conversion)'
            ? chain.successes[from]!
            : chain.moves[from]![states.indexOf(nameOf(channel_to))]!;
      // The transitions are counted, not drawn.
      expectNear(share, transition_probability, 1e-12, `${channel_from} to ${channel_to}`);
    }
    for (const { channel_name, removal_effects_conversion } of drawn.removal_effects) {
      expectNear(removalEffect(chain, start, states.indexOf(channel_name))!, removal_effects_conversion, drawn.tol, channel_name);
    }
  });
});
