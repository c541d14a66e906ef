import type { FittedStage } from './fit-stage.ts';
import { KINDS } from './step-design.ts';
import type { Removal, StepRows } from './step-rows.ts';
import { frictionOf, PAGE_CLASSES, type SignalBit } from './tables.ts';

/**
 * Friction that sessions meet along the chain. Where hard friction is taken away and soft stays, the soft trouble so far is part of the state (none, one, more: three
 * levels), because it lasts: at its mean, sessions that meet much of it would seem to go on too well. Otherwise there is one level.
 */
export interface ChainFriction {
  levels: number;
  /** Chance to meet soft friction at a page view, by state · levels + level. */
  softChance: Float64Array;
  /** Friction patterns by (page class · levels + level) · 2 + whether there is soft friction now: kind in a medium, and share of the page views there. */
  cell: Int32Array;
  pattern: Int32Array;
  interplay: Int32Array;
  share: Float64Array;
  /** Level after a page view, by number of the friction pattern. */
  levelAfter: Uint8Array;
}

/** With fewer page views at a level, the chance of soft friction is that of the state at all levels. */
const ENOUGH = 50;

/** Counts the friction that an alternative leaves at the states of a stage. @param stateOf - of the context patterns */
export function frictionAlong(
  { steps, design }: FittedStage,
  mix: Removal | 'as_it_was',
  stateOf: Uint8Array,
  states: number,
  signals: readonly SignalBit[],
): ChainFriction {
  const levels = mix === 'no_hard' ? 3 : 1;
  const places = states / PAGE_CLASSES;
  const soft = signals.reduce((bits, signal) => (signal.class === 'soft' ? bits | signal.bit : bits), 0);
  const met = steps.frictions.map((code) => {
    const { signals: now, earlier_soft } = frictionOf(code);
    return { level: Math.min(levels - 1, earlier_soft), now: levels > 1 && (now & soft) !== 0 ? 1 : 0 };
  });
  const branchOf = Int32Array.from(met, ({ level, now }) => level * 2 + now);
  const left = mix === 'as_it_was' ? steps.without.none.map((_, pattern) => pattern) : steps.without[mix];
  const patterns = steps.frictions.length;
  const { media, mediumOf, kindOf } = design;
  // By state and pattern that is left: the level and whether there is soft friction now follow from the pattern.
  const views = new Float64Array(states * levels * 2);
  const sums = new Float64Array(PAGE_CLASSES * patterns * media);
  const pageClassOf = stateOf.map((state) => Math.floor(state / places));
  addViews(sums, steps, pageClassOf, left, patterns, media, mediumOf);
  addViews(
    views,
    steps,
    stateOf,
    left.map((pattern) => branchOf[pattern]!),
    levels * 2,
    1,
    new Int32Array(mediumOf.length),
  );
  return {
    levels,
    softChance: softChances(views, states, levels),
    ...listCells(sums, branchOf, levels * 2, media, kindOf),
    levelAfter: Uint8Array.from(met, ({ level, now }) => Math.min(levels - 1, level + now)),
  };
}

/** The friction patterns with views, and their shares in their cells. @param sums - views by (page class · patterns + pattern) · media + medium */
function listCells(
  sums: Float64Array,
  branchOf: Int32Array,
  branches: number,
  media: number,
  kindOf: Int32Array,
): Pick<ChainFriction, 'cell' | 'pattern' | 'interplay' | 'share'> {
  const known = sums.reduce((count, views) => (views === 0 ? count : count + 1), 0);
  const [cell, pattern, interplay, share] = [new Int32Array(known), new Int32Array(known), new Int32Array(known), new Float64Array(known)];
  const cells = new Float64Array(PAGE_CLASSES * branches);
  let [at, own] = [0, 0];
  for (let pageClass = 0; pageClass < PAGE_CLASSES; pageClass++) {
    for (let number = 0; number < branchOf.length; number++) {
      for (let medium = 0; medium < media; medium++, at++) {
        const views = sums[at]!;
        if (views === 0) continue;
        cell[own] = pageClass * branches + branchOf[number]!;
        pattern[own] = number;
        interplay[own] = medium * KINDS + kindOf[number]!;
        share[own] = views;
        cells[cell[own]!]! += views;
        own++;
      }
    }
  }
  for (let index = 0; index < known; index++) share[index] = share[index]! / Math.max(1, cells[cell[index]!]!);
  return { cell, pattern, interplay, share };
}

/** Adds the views of the rows by (part of the context · parts of the friction + part of the friction) · parts of the arrival + part of the arrival. */
function addViews(
  sums: Float64Array,
  { context, friction, arrival, totals: { views } }: StepRows,
  contextPart: Uint8Array,
  frictionPart: Int32Array,
  frictionParts: number,
  arrivalParts: number,
  arrivalPart: Int32Array,
): void {
  for (let row = 0; row < views.length; row++) {
    const part = contextPart[context[row]!]! * frictionParts + frictionPart[friction[row]!]!;
    sums[part * arrivalParts + arrivalPart[arrival[row]!]!]! += views[row]!;
  }
}

function softChances(views: Float64Array, states: number, levels: number): Float64Array {
  const chances = new Float64Array(states * levels);
  for (let state = 0; state < states; state++) {
    const [calm, met] = [0, 1].map((now) => {
      let sum = 0;
      for (let level = 0; level < levels; level++) sum += views[(state * levels + level) * 2 + now]!;
      return sum;
    });
    for (let level = 0; level < levels; level++) {
      const at = state * levels + level;
      const own = views[2 * at]! + views[2 * at + 1]!;
      chances[at] = own >= ENOUGH ? views[2 * at + 1]! / own : met! > 0 ? met! / (calm! + met!) : 0;
    }
  }
  return chances;
}
