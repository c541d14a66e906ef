import { describe, expect, it } from 'vitest';
import { FUNNEL_ORDER, inferFunnel } from '../../src/sessions/funnel-steps.ts';
import type { PageGroup } from '../../src/sessions/page-groups.ts';

describe('inferFunnel', () => {
  it('keeps the steps that occur, in funnel order, whatever the order they were seen in', () => {
    const seen = new Set<PageGroup>(['thank-you', 'billing', 'home', 'cart', 'product', 'shipping', 'products', 'other']);
    expect(inferFunnel(seen)).toEqual(['landing', 'products', 'product', 'cart', 'shipping', 'billing', 'thank-you']);
  });

  it('begins with the landing page even when nothing else is known', () => {
    expect(inferFunnel(new Set())).toEqual(['landing']);
    expect(inferFunnel(new Set<PageGroup>(['content', 'error', 'account', 'search']))).toEqual(['landing']);
  });

  it('is the whole order when every step occurs', () => {
    expect(inferFunnel(new Set(['products', 'product', 'cart', 'checkout', 'shipping', 'billing', 'thank-you']))).toEqual(FUNNEL_ORDER);
  });
});
