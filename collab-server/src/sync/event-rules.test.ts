import { expect, test } from 'vitest';
import { EventRules } from './event-rules.ts';

test('P3: events are sent by commenters and up, unless the service says otherwise of their name', () => {
  const rules = new EventRules({ reaction: 'viewer', 'game.*': 'editor', 'game.cheer': 'viewer', '*': 'owner' });
  expect(new EventRules().mayTell('viewer', 'anything')).toBe(false);
  expect(new EventRules().mayTell('commenter', 'anything')).toBe(true);
  expect(rules.mayTell('viewer', 'reaction')).toBe(true);
  expect(rules.mayTell('viewer', 'game.cheer')).toBe(true);
  expect(rules.mayTell('commenter', 'game.move')).toBe(false);
  expect(rules.mayTell('editor', 'game.move')).toBe(true);
  expect(rules.mayTell('editor', 'other')).toBe(false);
});

test('what the server itself tells is told by no client', () => {
  expect(new EventRules({ '*': 'viewer' }).mayTell('owner', 'renamed')).toBe(false);
});
