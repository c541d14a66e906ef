import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAscii, toPlainText } from '../../src/report/plain-text.ts';
import { cutToWidth, displayWidth, wrapToWidth } from '../../src/report/text-width.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 }).map(toPlainText);

describe('plain text', () => {
  it('shows control characters as pictures and other invisible ones as a replacement', () => {
    expect(toPlainText('a\u001b[31mb\nc\u007f')).toBe('a␛[31mb␊c␡');
    expect(toPlainText('a\u009b31mb\u202ec\u200bd\ue000\ufeff')).toBe('a�31mb�c�d��');
  });

  it('leaves the letters of other scripts as they are', () => {
    expect(toPlainText('日本語 สินค้า été')).toBe('日本語 สินค้า été');
  });

  it('never lets a control, format, private or unassigned character through', () => {
    fc.assert(fc.property(anyText, (text) => !/\p{C}|\p{Zl}|\p{Zp}/u.test(text)));
  });

  it('becomes ASCII without losing what has a like', () => {
    expect(toAscii('été – “x” −3 … 日本')).toBe('ete - "x" -3 ... ??');
    fc.assert(fc.property(anyText, (text) => /^[\u0020-\u007e]*$/.test(toAscii(text))));
  });
});

describe('width in a terminal', () => {
  it('counts wide characters and emoji as two, combining marks as none', () => {
    expect(['abc', '日本語', 'e\u0323', '🎉', 'ｱ', '한글', '🇩🇪', 'สินค้า'].map(displayWidth)).toEqual([3, 6, 1, 2, 1, 4, 2, 4]);
  });

  it('cuts with an ellipsis and never through a wide character', () => {
    expect(cutToWidth('/p/blue-linen-shirt', 10, '…')).toBe('/p/blue-l…');
    expect(cutToWidth('日本語リネン', 6, '…')).toBe('日本…');
    expect(cutToWidth('short', 5, '…')).toBe('short');
  });

  it('wraps at spaces, breaks what is too long, keeps a percent sign with its number', () => {
    expect(wrapToWidth('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapToWidth('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(wrapToWidth('rose to 31 %', 10)).toEqual(['rose to', '31 %']);
  });

  it('never makes a line wider than asked, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrapToWidth(text, width);
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        expect(displayWidth(cutToWidth(text, width, '…'))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
