import { expect, test } from 'vitest';
import { savedView } from './saved-view.ts';

const facts = {
  uploads: [],
  titleUnsaved: false,
  mayWrite: true,
  mayComment: false,
  isUnfinished: false,
  isLate: false,
};

test('"saved" is said only when text and title both are, and all that was asked for is in', () => {
  expect(savedView({ ...facts, saved: { state: 'saved' } }).label).toBe('state.saved');
  expect(savedView({ ...facts, saved: { state: 'saved' }, titleUnsaved: true }).label).toBe('state.saving');
  expect(savedView({ ...facts, saved: { state: 'saved' }, isUnfinished: true }).label).toBe('state.saving');
});

test('offline changes that are kept here are a warning, those that are not are a danger', () => {
  const kept = savedView({ ...facts, saved: { state: 'offline', changes: 3, kept: true } });
  expect(kept).toMatchObject({ tone: 'warning', label: 'state.offlineChanges', count: 3 });
  const unkept = savedView({ ...facts, saved: { state: 'offline', changes: 3, kept: false } });
  expect(unkept).toMatchObject({ tone: 'danger', label: 'state.offlineUnkept', hint: 'state.unkeptHint' });
  expect(savedView({ ...facts, saved: { state: 'offline', changes: 0, kept: false } }).label).toBe('state.offline');
});

test('a file that is on its way is said, and offline counts as a change', () => {
  const upload = { hash: '', name: 'a.png', size: 1, state: { at: 'waiting' }, kept: true } as const;
  expect(savedView({ ...facts, saved: { state: 'saved' }, uploads: [upload] })).toMatchObject({
    tone: 'busy',
    label: 'state.uploading',
    count: 1,
  });
  const offline = { state: 'offline', changes: 1, kept: true } as const;
  expect(savedView({ ...facts, saved: offline, uploads: [upload] })).toMatchObject({ tone: 'warning', count: 2 });
  const unkept = { ...upload, kept: false };
  expect(savedView({ ...facts, saved: offline, uploads: [unkept] }).label).toBe('state.offlineUnkept');
  const refused = { ...upload, state: { at: 'refused', reason: '' } } as const;
  expect(savedView({ ...facts, saved: { state: 'saved' }, uploads: [refused] }).label).toBe('state.saved');
});

test('a final close without changes is no loss, with changes it is', () => {
  const refused = { state: 'refused', kept: true, code: 4410, reason: '' } as const;
  expect(savedView({ ...facts, saved: { ...refused, changes: 0 } }).label).toBe('state.closed');
  expect(savedView({ ...facts, saved: { ...refused, changes: 1 } }).label).toBe('state.refused');
});

test('a save that takes longer than it should is no longer called one', () => {
  const late = { ...facts, isLate: true };
  expect(savedView({ ...late, saved: { state: 'saving', changes: 2 } })).toMatchObject({
    tone: 'warning',
    label: 'state.late',
  });
  expect(savedView({ ...late, saved: { state: 'saved' }, titleUnsaved: true }).label).toBe('state.late');
  expect(savedView({ ...late, saved: { state: 'saved' } }).label).toBe('state.saved');
});

test('a reader is told so', () => {
  expect(savedView({ ...facts, saved: { state: 'saved' }, mayWrite: false }).label).toBe('state.readOnly');
  const commenter = { ...facts, mayWrite: false, mayComment: true };
  expect(savedView({ ...commenter, saved: { state: 'saved' } }).label).toBe('state.commentOnly');
});
