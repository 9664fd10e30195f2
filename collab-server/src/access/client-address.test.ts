import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const from = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;
const PROXIES = new Set(['10.0.0.1', '10.0.0.2']);

test('R6: X-Forwarded-For of a stranger means nothing', () => {
  expect(clientAddress(from('192.0.2.7', '198.51.100.1'), PROXIES)).toBe('192.0.2.7');
});

test('R6: a named proxy says who it speaks for, and what the client wrote before that is passed over', () => {
  expect(clientAddress(from('10.0.0.1', '203.0.113.9'), PROXIES)).toBe('203.0.113.9');
  expect(clientAddress(from('::ffff:10.0.0.1', 'spoofed, 203.0.113.9, 10.0.0.2'), PROXIES)).toBe('203.0.113.9');
  expect(clientAddress(from('10.0.0.1'), PROXIES)).toBe('10.0.0.1');
});
