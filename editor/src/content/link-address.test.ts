import { describe, expect, test } from 'vitest';
import { isSafeAddress, shortAddress, toAddress } from './link-address.ts';

describe('what may be followed', () => {
  test.each(['https://example.org/a?b#c', 'HTTP://EXAMPLE.ORG', 'mailto:ada@example.org', 'tel:+4930123456'])(
    '%s',
    (address) => {
      expect(isSafeAddress(address)).toBe(true);
    },
  );

  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    '\u0000javascript:alert(1)',
    '\u00a0javascript:alert(1)',
    '\u200bjavascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'blob:https://example.org/1',
    'file:///etc/passwd',
    'view-source:https://example.org',
    'sms:+491',
    '//example.org',
    '/relative',
    '#fragment',
    'https://',
    '',
  ])('not %j', (address) => {
    expect(isSafeAddress(address)).toBe(false);
  });
});

describe('what was meant', () => {
  test.each([
    ['example.org', 'https://example.org'],
    ['  example.org/a ', 'https://example.org/a'],
    ['localhost:8080/d/x', 'https://localhost:8080/d/x'],
    ['ada@example.org', 'mailto:ada@example.org'],
    ['+49 (30) 123-456', 'tel:+4930123456'],
    ['http://example.org', 'http://example.org'],
  ])('%s', (typed, address) => {
    expect(toAddress(typed)).toBe(address);
  });

  test.each(['javascript:alert(1)', 'hello', 'two words', 'javascript.', '', '/path'])('nothing by %j', (typed) => {
    expect(toAddress(typed)).toBeNull();
  });
});

test('a short address leaves out what goes without saying', () => {
  expect(shortAddress('https://www.example.org/')).toBe('example.org');
  expect(shortAddress('https://example.org/a/')).toBe('example.org/a/');
  expect(shortAddress('mailto:ada@example.org')).toBe('ada@example.org');
});
